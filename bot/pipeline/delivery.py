"""Delivers replies, and records where each card was posted and which candidates it shows."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.pipeline.dispatch import Outcome
from bot.pipeline.interaction import HOME, Courier, Interaction, Kind, MessageRef
from bot.pipeline.redraw import Redrawer, posted_card
from cards.tree import Card, Form, Surface
from connectors.errors import OutsideError, Refused, Throttled, Unreachable
from handlers import incidents
from handlers.replies import Ask, Attach, Close, Inserts, Options, Post, Redraw, RedrawScreen, Reply, Show, Tell
from store.chat import posted_cards
from store.db import Store
from store.errors import Refusal, StoreDown
from store.members import members
from store.tables.core import Member, Message

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A card from which a form opens: whether the form replaces it, and whether the card's last result is cleared."""

    card: Message
    covered: bool
    ended: bool


class Delivery:
    """Delivers replies on any platform: a courier does the sending. A reply that can't be delivered doesn't affect the
    others."""

    def __init__(self, store: Store, now: Callable[[], datetime], redrawer: Redrawer) -> None:
        self._store = store
        self._now = now
        self._redrawer = redrawer

    async def carry_out(self, courier: Courier, interaction: Interaction, outcome: Outcome) -> None:
        for reply in outcome.replies:
            try:
                await self._deliver(courier, interaction, reply, outcome)
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
            return  # text won't arrive either, and the card may have arrived
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

    async def _deliver(self, courier: Courier, interaction: Interaction, reply: Reply, outcome: Outcome) -> None:
        by = outcome.by
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
                await self._ask(courier, interaction, form, outcome)
            case Tell(text):
                await courier.tell(interaction, text)
            case Attach():
                await courier.attach(interaction, reply)
            case Redraw(profile_ids):
                if by is not None:
                    pressed = MessageRef(interaction.at.conversation, interaction.at.message)
                    await self._redrawer.people(by.workspace_id, profile_ids, skip=pressed)
            case RedrawScreen(verb):
                if by is not None:
                    pressed = MessageRef(interaction.at.conversation, interaction.at.message)
                    await self._redrawer.screen(by.workspace_id, verb, skip=pressed)
            case Close():
                await courier.close(interaction)
            case Options() | Inserts():
                log.error("%s is an answer, not a message: %s", type(reply).__name__, interaction.verb)

    async def _ask(self, courier: Courier, interaction: Interaction, form: Form, outcome: Outcome) -> None:
        """Open the form. If the card stays visible next to it, redraw the card without the result of an earlier
        press."""
        opened = await self.form_opens(courier, interaction, outcome)
        try:
            await courier.ask(interaction, form)
        except (Refused, Throttled):  # the form did not open
            if opened is not None and opened.covered:
                async with self._store.write() as db:
                    await posted_cards.form_closed(db, opened.card)
            raise
        if opened is not None and opened.ended and not courier.forms_in_place and outcome.by is not None:
            await self._redrawer.beside(courier, outcome.by, opened.card)

    async def form_opens(self, courier: Courier, interaction: Interaction, outcome: Outcome) -> _Opened | None:
        """Record that a form opens from the card, before it is visible: it may replace the card, and no redraw may
        cover it. Opening it clears the result of an earlier press, but not that of the press that opened it. Returns
        None if nothing changes."""
        at, by = interaction.at, outcome.by
        if by is None or at.surface is not Surface.PERSONAL or not at.message:
            return None
        async with self._store.read() as db:
            posted = await posted_cards.at(db, by.workspace_id, at.conversation, at.message)
        if posted is None:
            return None
        covered = courier.forms_in_place and not posted.replaced_by_form
        ended = "result" in posted.redraw and not any(isinstance(reply, Show) for reply in outcome.replies)
        if not covered and not ended:
            return None
        async with self._store.write() as db:
            await posted_cards.form_opened(db, posted, covered=courier.forms_in_place, ends_result=ended)
            card = await posted_cards.at(db, by.workspace_id, at.conversation, at.message)
        return _Opened(card or posted, covered, ended)

    async def remember(self, member: Member, place: MessageRef, card: Card, *, new: bool) -> None:
        """Record that a private card is shown at `place`, and which candidates it is about; `new`: as a new message."""
        async with self._store.write() as db:
            await posted_cards.remember(db, posted_card(member, place, card), self._now(), new=new)
