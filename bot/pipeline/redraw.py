"""Redraws cards without a button press: notifications, and cards of candidates that have changed."""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.pipeline.boundary import guarded
from bot.pipeline.interaction import Courier, MessageRef
from cards.actions import base as actions
from cards.actions.base import carried
from cards.actions.invitations import UndoBulk
from cards.text import plain
from cards.tree import Button, Card, Kind, Notice
from connectors.errors import OutsideError, Refused
from handlers.context import Context
from handlers.outreach import outcome, undo
from handlers.replies import Show
from handlers.routes import HANDLERS
from store.chat import posted_cards, stale_cards
from store.chat.posted_cards import PostedCard
from store.errors import Gone, Refusal, StoreDown
from store.members import members, workspaces
from store.roles import allows
from store.tables.core import Member, Message

log = logging.getLogger(__name__)

MAX_CARDS = 40  # newest cards that show a candidate; older ones are redrawn when someone uses them
RECENT = timedelta(days=7)  # older cards of a screen are redrawn when someone uses them
GIVE_UP_AFTER = timedelta(hours=1)  # stop retrying when a platform is down for longer
MAX_TRIES = 3  # for a card that is used while it is being redrawn


async def card_for(context: Context, member: Member, verb: str, args: dict[str, Any]) -> Card | None:
    """The card the member would get by pressing the button now: drawn by the handler, with the member's permissions.
    None when there is nothing left to show. The action must be read-only. Raises what handlers raise."""
    try:
        action = actions.read(verb, args)
        handler = HANDLERS[type(action)]
    except (actions.UnknownVerb, actions.BadArguments, KeyError):
        log.warning("a card from another version is not redrawn: %.100s", verb)
        return None
    if not allows(member.role, handler.needs):
        return None
    try:
        replies = await handler.run(action, member, context)
    except Refusal:
        return None
    shown = replies if isinstance(replies, tuple) else (replies,)
    return next((reply.card for reply in shown if isinstance(reply, Show)), None)


def stored_redraw(card: Card) -> dict[str, Any]:
    """What is stored to redraw the card: its action, and its result with the time. Empty if it can't be redrawn."""
    if card.redraw is None:
        return {}
    redraw = {"verb": card.redraw.verb, "args": carried(card.redraw)}
    if card.result is None:
        return redraw
    result: dict[str, Any] = {"kind": card.result.kind.value, "text": plain(card.result.text), "at": time.time()}
    if card.result.button is not None:
        does = card.result.button.does
        result["button"] = {"label": card.result.button.label, "verb": does.verb, "args": carried(does)}
    if card.result.mails:
        result |= {"mails": list(card.result.mails), "rest": card.result.rest}
    return {**redraw, "result": result}


def posted_card(owner: Member, place: MessageRef, card: Card) -> PostedCard:
    """The record of a member's private card."""
    redraw = stored_redraw(card)
    return PostedCard(owner.workspace_id, owner.id, place.conversation, place.message, redraw, card.about)


async def with_result(context: Context, member: Member, card: Card, redraw: Mapping[str, Any]) -> Card:
    """The redrawn card. If it is still the same screen and the owner has not pressed anything since, the card also
    shows the posted card's result, brought up to date."""
    result = redraw.get("result")
    if not result or card.redraw is None or card.redraw.verb != redraw["verb"]:
        return card
    async with context.store.read() as db:
        if await posted_cards.pressed_since(db, member, result.get("at", 0.0)):
            return card
    button = await _undo_button(context, member, result.get("button"))
    mails, rest = tuple(result.get("mails", ())), result.get("rest", "")
    notice = Notice(Kind(result["kind"]), result["text"], button, mails, rest)
    async with context.store.read() as db:
        return replace(card, result=await outcome.current(db, member, notice, context.now()))


async def _undo_button(context: Context, member: Member, stored: Mapping[str, Any] | None) -> Button | None:
    """The result's *Undo* button; None if there is nothing left to undo."""
    if stored is None:
        return None
    try:
        does = actions.read(stored["verb"], stored["args"])
    except (actions.UnknownVerb, actions.BadArguments):
        return None
    if not isinstance(does, UndoBulk) or not await undo.may_undo(does, member, context):
        return None
    return Button(stored["label"], does=does)


class Redrawer:
    """Redraws private cards, each as its owner may see it."""

    def __init__(self, context: Context, couriers: Mapping[str, Courier]) -> None:
        self._context = context
        self._couriers = couriers

    async def people(self, workspace_id: int, profile_ids: Iterable[int], skip: MessageRef | None = None) -> int:
        """Redraw the newest private cards that show one of these candidates; returns how many. `skip`: a card that was
        just drawn. Cards in channels are not redrawn. A card that its platform refuses is left as it is. Raises
        StoreDown; Unreachable and Throttled are raised after all cards were tried, so that the rest can be retried."""
        async with self._context.store.read() as db:
            found = await posted_cards.private(db, workspace_id, profile_ids, MAX_CARDS)
        return await self._draw_all(workspace_id, found, skip)

    async def screen(self, workspace_id: int, verb: str, skip: MessageRef | None = None) -> int:
        """Redraw the newest private cards that the action draws; otherwise like `people`."""
        async with self._context.store.read() as db:
            since = self._context.now() - RECENT
            found = await posted_cards.of_screen(db, workspace_id, verb, since, MAX_CARDS)
        return await self._draw_all(workspace_id, found, skip)

    async def _draw_all(self, workspace_id: int, found: list[Message], skip: MessageRef | None) -> int:
        async with self._context.store.read() as db:
            platform = (await workspaces.get(db, workspace_id)).platform
            owners = await members.named(db, workspace_id, {posted.member_id or 0 for posted in found})
        courier = self._couriers.get(platform)
        drawn, unreachable = 0, None
        for posted in found:
            owner = owners.get(posted.member_id or 0)
            if courier is None or owner is None or skip == MessageRef(posted.conversation, posted.message):
                continue
            draws = self.draw(courier, owner, posted)
            try:
                drawn += await guarded(draws, lambda _: False, "redrawing a card", reraise=(OutsideError, StoreDown))
            except Refused as no:
                log.info("a card is not redrawn: %s", no.reason)
            except OutsideError as fault:
                unreachable = fault
        if unreachable is not None:
            raise unreachable
        return drawn

    async def beside(self, courier: Courier, owner: Member, posted: Message) -> None:
        """Redraw the card next to a form that has just opened. An error is only logged, because the form did open."""
        draws = self.draw(courier, owner, posted)
        try:
            await guarded(draws, lambda _: False, "redrawing a card", reraise=(OutsideError, StoreDown))
        except OutsideError as fault:
            log.info("a card is not redrawn: %s", fault)

    async def draw(self, courier: Courier, owner: Member, posted: Message) -> bool:
        """Redraw until the card shows what was drawn, because someone may use the card in the meantime. False if the
        card is not redrawn. Raises OutsideError."""
        place = MessageRef(posted.conversation, posted.message)
        for _ in range(MAX_TRIES):
            card = await card_for(self._context, owner, posted.redraw["verb"], posted.redraw["args"])
            if card is None:
                return False
            card = await with_result(self._context, owner, card, posted.redraw)
            current = await self._current(posted)
            if _same(current, posted):
                await courier.rewrite(place, card)
                current = await self._remember(owner, place, card, posted)
                if _same(current, posted):
                    return True
            if current is None or not current.redraw or current.replaced_by_form:
                return False  # a form must not be overwritten
            posted = current
        return False

    async def _current(self, posted: Message) -> Message | None:
        """The message that is now recorded at the card's place; None if there is no record."""
        async with self._context.store.read() as db:
            return await posted_cards.at(db, posted.workspace_id, posted.conversation, posted.message)

    async def _remember(self, owner: Member, place: MessageRef, card: Card, posted: Message) -> Message | None:
        """Record the redrawn card and return `posted`; if something has replaced the card in the meantime, return that
        instead."""
        workspace_id, now = owner.workspace_id, self._context.now()
        async with self._context.store.write() as db:
            current = await posted_cards.at(db, workspace_id, place.conversation, place.message)
            if not _same(current, posted):
                return current
            await posted_cards.remember(db, posted_card(owner, place, card), now)
        return posted


def _same(current: Message | None, posted: Message) -> bool:
    return current is not None and (current.redraw, current.updated_at, current.replaced_by_form) == (
        posted.redraw,
        posted.updated_at,
        posted.replaced_by_form,
    )


async def redraw_changed(context: Context, redrawer: Redrawer, limit: int = 100) -> int:
    """Redraw cards of candidates that changed without a button press. Returns the number of candidates."""
    async with context.store.read() as db:
        waiting = await stale_cards.pending(db, limit)
    by_workspace: dict[int, dict[tuple[int, int], datetime]] = {}
    for (workspace_id, profile_id), at in waiting.items():
        by_workspace.setdefault(workspace_id, {})[workspace_id, profile_id] = at
    for workspace_id, changed in by_workspace.items():
        try:
            await redrawer.people(workspace_id, [profile_id for _, profile_id in changed])
        except Gone as gone:
            log.info("nothing to redraw: %s", gone.message)
        except OutsideError as fault:
            log.warning("cards will be redrawn later: %s", fault)
            changed = {each: at for each, at in changed.items() if context.now() - at > GIVE_UP_AFTER}
        async with context.store.write() as db:
            await stale_cards.unmark(db, changed)
    return len(waiting)
