"""Delivers replies, and records where each card was posted and which candidates it shows."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.pipeline.dispatch import Outcome
from bot.pipeline.interaction import HOME, Courier, Interaction, Kind, Location, MessageRef
from bot.pipeline.redraw import Redrawer, stored_form
from cards.tree import Card, Surface
from connectors.errors import OutsideError, Unreachable
from handlers import incidents
from handlers.replies import Ask, Attach, Close, Inserts, Options, Post, Redraw, Reply, Show, Tell
from store.chat import posted_cards
from store.db import Store
from store.errors import Refusal, StoreDown
from store.members import members
from store.tables.core import Member

log = logging.getLogger(__name__)


class Delivery:
    """Platform-independent: a courier does the sending. A reply that can't be delivered doesn't affect the others."""

    def __init__(self, store: Store, now: Callable[[], datetime], redrawer: Redrawer) -> None:
        self._store = store
        self._now = now
        self._redrawer = redrawer

    async def carry_out(self, courier: Courier, interaction: Interaction, outcome: Outcome) -> None:
        for reply in outcome.replies:
            try:
                await self._deliver(courier, interaction, reply, outcome.by)
            except OutsideError as fault:
                log.warning("not delivered: %s for %s: %s", type(reply).__name__, interaction.key, fault)
                await self._report_failure(courier, interaction, reply, outcome.by, fault)
            except (StoreDown, Refusal) as fault:
                log.warning("not recorded: %s for %s: %s", type(reply).__name__, interaction.key, fault)

    async def _report_failure(
        self, courier: Courier, interaction: Interaction, reply: Reply, by: Member | None, fault: OutsideError
    ) -> None:
        """Report a failed delivery as text, which may arrive where a card or file doesn't."""
        if isinstance(fault, Unreachable) and not isinstance(reply, Attach):
            return  # text won't arrive either, and the card may have
        try:
            what = await self._failure_text(interaction, reply, by, fault.system)
            if what:
                text = f"{what}: {incidents.try_again(incidents.logged(interaction.verb, fault))}"
                await courier.tell(replace(interaction, at=replace(interaction.at, view="", view_hash="")), text)
        except (OutsideError, StoreDown, Refusal) as failure:
            log.warning("failure not reported: %s: %s", interaction.key, failure)

    async def _failure_text(self, interaction: Interaction, reply: Reply, by: Member | None, system: str) -> str:
        """What was not delivered, as text; "" when there is nothing to report."""
        match reply:
            case Post(_, to) if by is None or to != by.id:
                async with self._store.read() as db:
                    return f"{(await members.by_id(db, to)).name or 'A member'} could not be notified"
            case Attach():
                return "The file could not be sent"
            case Show() | Ask() if interaction.kind is Kind.ANSWERED and not interaction.at.view:
                return ""  # the reply has been shown already; only the redraw of the card in chat failed
            case Show() | Ask() | Post():
                return f"{system} did not accept the answer"
            case _:
                return ""

    async def show_waiting_form(self, courier: Courier, interaction: Interaction) -> Interaction:
        """Open a placeholder while a slow form is prepared; returns the interaction to answer from now on."""
        try:
            return await courier.wait(interaction)
        except OutsideError as fault:
            log.warning("no waiting form for %s: %s", interaction.key, fault)
            return interaction

    async def _deliver(self, courier: Courier, interaction: Interaction, reply: Reply, by: Member | None) -> None:
        match reply:
            case Show(card):
                place = await courier.show(interaction, card)
                if place is not None and by is not None:
                    changed = place == MessageRef(interaction.at.conversation, interaction.at.message)
                    await self.remember(by, place, card, new=not changed and place.conversation != HOME)
            case Post(card, to):
                async with self._store.read() as db:
                    member = await members.by_id(db, to)
                await self.remember(member, await courier.post(member, card), card, new=True)
            case Ask(form):
                await courier.ask(interaction, form)
                if by is not None and interaction.at.surface is Surface.PERSONAL and interaction.at.message:
                    await self._form_opened(courier, interaction.at, by.workspace_id)
            case Tell(text):
                await courier.tell(interaction, text)
            case Attach():
                await courier.attach(interaction, reply)
            case Redraw(profile_ids):
                if by is not None:
                    pressed = MessageRef(interaction.at.conversation, interaction.at.message)
                    await self._redrawer.people(by.workspace_id, profile_ids, skip=pressed)
            case Close():
                await courier.close(interaction)
            case Options() | Inserts():
                log.error("%s is an answer, not a message: %s", type(reply).__name__, interaction.verb)

    async def _form_opened(self, courier: Courier, at: Location, workspace_id: int) -> None:
        """Record that a form was opened from the card: it may have replaced it, and it ends the card's last result."""
        async with self._store.read() as db:
            posted = await posted_cards.at(db, workspace_id, at.conversation, at.message)
        if posted is None:
            return
        covered, result = courier.forms_in_place and not posted.replaced_by_form, "result" in posted.redraw
        if covered or result:
            async with self._store.write() as db:
                await posted_cards.form_opened(db, posted, covered=courier.forms_in_place)

    async def remember(self, member: Member, place: MessageRef, card: Card, *, new: bool) -> None:
        """Record that a private card is shown at `place`, and which candidates it is about; `new`: as a new message."""
        async with self._store.write() as db:
            await posted_cards.remember(
                db,
                member.workspace_id,
                member.id,
                place.conversation,
                place.message,
                stored_form(card),
                card.about,
                self._now(),
                new=new,
            )
