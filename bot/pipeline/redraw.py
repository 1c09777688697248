"""Cards that are drawn with nobody pressing: those that show somebody of whom something changed, and news."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.pipeline.boundary import guarded
from bot.pipeline.interaction import Courier, MessageRef
from cards.actions import base as actions
from cards.actions.base import carried
from cards.tree import Card
from connectors.errors import OutsideError, Refused
from handlers.context import Context
from handlers.replies import Show
from handlers.routes import HANDLERS
from store.chat import posted_cards, stale_cards
from store.errors import Gone, Refusal, StoreDown
from store.members import members, workspaces
from store.roles import allows
from store.tables.core import Member, Message

log = logging.getLogger(__name__)

MOST_CARDS = 40  # the newest that show a person; who scrolls farther up draws a card anew by pressing it
GIVE_UP_AFTER = timedelta(hours=1)  # a platform that is away for longer has other cares
TRIES = 3  # of a card that is pressed while it is drawn


async def card_for(context: Context, member: Member, verb: str, args: dict[str, Any]) -> Card | None:
    """The card that the member would see who pressed for it now: drawn by the handler, with what the member may see.
    None when there is nothing to show them any more. The action must only read; raises what handlers raise."""
    try:
        action = actions.read(verb, args)
        handler = HANDLERS[type(action)]
    except (actions.UnknownVerb, actions.BadArguments, KeyError):
        log.warning("a card of another version is not drawn anew: %.100s", verb)
        return None
    if not allows(member.role, handler.needs):
        return None
    try:
        replies = await handler.run(action, member, context)
    except Refusal:
        return None
    shown = replies if isinstance(replies, tuple) else (replies,)
    return next((reply.card for reply in shown if isinstance(reply, Show)), None)


class Redrawer:
    """Draws private cards anew, each as the member whose it is."""

    def __init__(self, context: Context, couriers: Mapping[str, Courier]) -> None:
        self._context = context
        self._couriers = couriers

    async def people(self, workspace_id: int, profile_ids: Iterable[int], but: MessageRef | None = None) -> int:
        """Every private card that shows one of these people, the newest ones; gives how many were drawn. `but`: one
        that was drawn just now. Cards in channels stay. Raises StoreDown; a card that its platform does not take is
        left as it is, but Unreachable and Throttled are raised once all were tried: the rest may be drawn later."""
        async with self._context.store.read() as db:
            found = await posted_cards.private(db, workspace_id, profile_ids, MOST_CARDS)
            platform = (await workspaces.get(db, workspace_id)).platform
            owners = await members.named(db, workspace_id, {each.member_id or 0 for each in found})
        courier = self._couriers.get(platform)
        drawn, away = 0, None
        for each in found:
            owner = owners.get(each.member_id or 0)
            if courier is None or owner is None or but == MessageRef(each.conversation, each.message):
                continue
            draws = self._draw(courier, owner, each)
            try:
                drawn += await guarded(draws, lambda _: False, "a card drawn anew", but=(OutsideError, StoreDown))
            except Refused as no:
                log.info("a card is not drawn anew: %s", no.reason)
            except OutsideError as fault:
                away = fault
        if away is not None:
            raise away
        return drawn

    async def _draw(self, courier: Courier, owner: Member, kept: Message) -> bool:
        """Until what was drawn is what stands there: somebody may press the card meanwhile."""
        place = MessageRef(kept.conversation, kept.message)
        for _ in range(TRIES):
            card = await card_for(self._context, owner, kept.redraw["verb"], kept.redraw["args"])
            if card is None:
                return False
            if not await self._stands(kept):
                continue
            await courier.rewrite(place, card)
            now_there = await self._remember(owner, place, card, kept)
            if now_there is None:
                return True
            kept = now_there
        return False

    async def _stands(self, kept: Message) -> bool:
        async with self._context.store.read() as db:
            there = await posted_cards.at(db, kept.workspace_id, kept.conversation, kept.message)
        return _same(there, kept)

    async def _remember(self, owner: Member, place: MessageRef, card: Card, kept: Message) -> Message | None:
        """None when it stands there now; otherwise what somebody put in its place meanwhile."""
        redraw = {"verb": card.redraw.verb, "args": carried(card.redraw)} if card.redraw else {}
        workspace_id, now = owner.workspace_id, self._context.now()
        async with self._context.store.write() as db:
            there = await posted_cards.at(db, workspace_id, place.conversation, place.message)
            if _same(there, kept):
                where = (workspace_id, owner.id, place.conversation, place.message)
                await posted_cards.remember(db, *where, redraw, card.about, now)
                return None
        return there if there is not None and there.redraw and not there.replaced_by_form else None


def _same(there: Message | None, kept: Message) -> bool:
    return there is not None and (there.redraw, there.updated_at, there.replaced_by_form) == (
        kept.redraw,
        kept.updated_at,
        kept.replaced_by_form,
    )


async def redraw_changed(context: Context, redrawing: Redrawer, limit: int = 100) -> int:
    """Work off the people of whom something changed with nobody pressing. Gives how many people."""
    async with context.store.read() as db:
        waiting = await stale_cards.pending(db, limit)
    by_workspace: dict[int, dict[tuple[int, int], datetime]] = {}
    for (workspace_id, profile_id), at in waiting.items():
        by_workspace.setdefault(workspace_id, {})[workspace_id, profile_id] = at
    for workspace_id, theirs in by_workspace.items():
        try:
            await redrawing.people(workspace_id, [profile_id for _, profile_id in theirs])
        except Gone as gone:
            log.info("nothing to draw anew: %s", gone.words)
        except OutsideError as fault:
            log.warning("cards are drawn anew later: %s", fault)
            theirs = {each: at for each, at in theirs.items() if context.now() - at > GIVE_UP_AFTER}
        async with context.store.write() as db:
            await stale_cards.unmark(db, theirs)
    return len(waiting)
