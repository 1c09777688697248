"""Carries replies out, and remembers where each card stands and whom it shows."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.pipeline.dispatch import Outcome
from bot.pipeline.interaction import HOME, Courier, Interaction, Kind, MessageRef
from bot.pipeline.redraw import Redrawer
from cards.actions.base import carried
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
    """Knows no platform: a courier carries. A reply that cannot be delivered costs only itself."""

    def __init__(self, store: Store, now: Callable[[], datetime], redrawing: Redrawer) -> None:
        self._store = store
        self._now = now
        self._redrawing = redrawing

    async def carry_out(self, courier: Courier, interaction: Interaction, outcome: Outcome) -> None:
        for reply in outcome.replies:
            try:
                await self._carry(courier, interaction, reply, outcome.by)
            except OutsideError as fault:
                log.warning("not delivered: %s for %s: %s", type(reply).__name__, interaction.key, fault)
                await self._say_so(courier, interaction, reply, outcome.by, fault)
            except (StoreDown, Refusal) as fault:
                log.warning("not remembered: %s for %s: %s", type(reply).__name__, interaction.key, fault)

    async def _say_so(
        self, courier: Courier, interaction: Interaction, reply: Reply, by: Member | None, fault: OutsideError
    ) -> None:
        """What the platform did not take is said in words: they may arrive where a card or a file does not."""
        if isinstance(fault, Unreachable) and not isinstance(reply, Attach):
            return  # words do not arrive either, and the card perhaps has
        try:
            words = await self._lost(interaction, reply, by, fault.system)
            if words:
                told = f"{words}: {incidents.try_again(incidents.logged(interaction.verb, fault))}"
                await courier.tell(replace(interaction, at=replace(interaction.at, view="", view_hash="")), told)
        except (OutsideError, StoreDown, Refusal) as silent:
            log.warning("not told: %s: %s", interaction.key, silent)

    async def _lost(self, interaction: Interaction, reply: Reply, by: Member | None, system: str) -> str:
        """What did not arrive; "" where there is nothing to say."""
        match reply:
            case Post(_, to) if by is None or to != by.id:
                async with self._store.read() as db:
                    return f"{(await members.by_id(db, to)).name or 'Somebody'} was not told"
            case Attach():
                return "The file could not be sent"
            case Show() | Ask() if interaction.kind is Kind.ANSWERED and not interaction.at.view:
                return ""  # it was the answer already, and only its place in the chat was not redrawn
            case Show() | Ask() | Post():
                return f"{system} did not take the answer"
            case _:
                return ""

    async def waiting(self, courier: Courier, interaction: Interaction) -> Interaction:
        """Something to look at while a form is made."""
        try:
            return await courier.wait(interaction)
        except OutsideError as fault:
            log.warning("no waiting form for %s: %s", interaction.key, fault)
            return interaction

    async def _carry(self, courier: Courier, interaction: Interaction, reply: Reply, by: Member | None) -> None:
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
                if (
                    courier.forms_in_place
                    and by is not None
                    and interaction.at.surface is Surface.PERSONAL
                    and interaction.at.message
                ):
                    async with self._store.write() as db:
                        await posted_cards.cover(
                            db, by.workspace_id, interaction.at.conversation, interaction.at.message
                        )
            case Tell(text):
                await courier.tell(interaction, text)
            case Attach():
                await courier.attach(interaction, reply)
            case Redraw(profile_ids):
                if by is not None:
                    pressed = MessageRef(interaction.at.conversation, interaction.at.message)
                    await self._redrawing.people(by.workspace_id, profile_ids, but=pressed)
            case Close():
                await courier.close(interaction)
            case Options() | Inserts():
                log.error("%s is an answer, not a message: %s", type(reply).__name__, interaction.verb)

    async def remember(self, member: Member, place: MessageRef, card: Card, *, new: bool) -> None:
        """One private card stands there now and shows these people; `new`: in a message of its own."""
        redraw = {"verb": card.redraw.verb, "args": carried(card.redraw)} if card.redraw else {}
        async with self._store.write() as db:
            await posted_cards.remember(
                db,
                member.workspace_id,
                member.id,
                place.conversation,
                place.message,
                redraw,
                card.about,
                self._now(),
                new=new,
            )
