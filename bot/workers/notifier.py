"""Sends due notifications to members as direct messages; each is claimed by one process.

A notice is an action. Its card is drawn when it is posted, by the action's own handler and with the member's
permissions: members who may no longer see it don't get it, and questions that have since been settled are not asked."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from prometheus_client import Counter

from bot.background import NOTIFY, REDRAW
from bot.pipeline.boundary import guarded
from bot.pipeline.delivery import Delivery
from bot.pipeline.interaction import Courier
from bot.pipeline.redraw import Redrawer, card_for, redraw_changed
from cards.actions.access import ShowAccessRequests
from connectors.errors import OutsideError, Refused
from handlers.context import Context
from store import leases
from store.chat import notifications, posted_cards, stale_cards
from store.errors import Gone, StoreDown
from store.members import members, workspaces
from store.tables.core import Member
from store.tables.outreach import Notice

log = logging.getLogger(__name__)

NOTICES = Counter("sourcer_notices_total", "Notices to members, by outcome", ("outcome",))

POST_TIME = timedelta(seconds=60)  # time limit for one notice
BUNDLED = {ShowAccessRequests.verb: timedelta(minutes=10)}  # new notices update an earlier card until it is this old


class Notifier:
    """Call `wake()` after adding notices; a sweep finds those added by other processes and those that become due."""

    def __init__(
        self, context: Context, couriers: Mapping[str, Courier], delivery: Delivery, redrawer: Redrawer
    ) -> None:
        self._context = context
        self._couriers = couriers
        self._delivery = delivery
        self._redrawer = redrawer
        self._holder = secrets.token_hex(8)
        self._woken = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    def wake(self) -> None:
        self._woken.set()

    async def start(self) -> None:
        self._running = asyncio.create_task(self._forever())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _forever(self) -> None:
        """Send due notices in rounds. A bug in one round is logged and the next round follows, so notifications
        continue."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(NOTIFY.every):
                    await self._woken.wait()
            self._woken.clear()
            try:
                while await guarded(self.run_once(), lambda _: 0, "notices", reraise=(StoreDown,)):
                    pass
            except StoreDown as fault:
                log.warning("notifications wait for the database: %s", fault)

    async def run_once(self) -> int:
        """Send what is due now; returns the number of notices done. Waits for a running round. Raises StoreDown."""
        async with self._lock:
            notified = await self._notify()
            await self._redraw()
            return notified

    async def _notify(self) -> int:
        async with self._context.store.write() as db:
            due = await notifications.claim(db, self._context.now())
        notified = 0
        for notice in due:
            if notice.lease_until is None or self._context.now() > notice.lease_until - POST_TIME:
                break  # the platform is slow: the lease would expire, and the notice would be sent twice
            notified += await self._notify_one(notice)
        return notified

    async def _notify_one(self, notice: Notice) -> bool:
        """Send one notice; returns whether it is done: posted, or no longer needed. A bug with one notice doesn't hold
        up the others."""
        outcome = await guarded(self._outcome(notice), lambda _: "later", f"notice {notice.id}", reraise=(StoreDown,))
        if outcome == "later":
            async with self._context.store.write() as db:
                again = await notifications.retry_later(db, notice, self._context.now())
            NOTICES.labels("later" if again else "given_up").inc()
            if not again:
                log.error("giving up on notice %s: its member cannot be reached", notice.id)
            return False
        async with self._context.store.write() as db:
            await notifications.mark_sent(db, notice.id, self._context.now())
        NOTICES.labels(outcome).inc()
        return True

    async def _outcome(self, notice: Notice) -> str:
        try:
            return "sent" if await self._post(notice) else "nothing"
        except Gone:
            return "nothing"
        except OutsideError as fault:
            log.warning("notice %s is postponed: %s", notice.id, fault)
            return "later"

    async def _post(self, notice: Notice) -> bool:
        async with self._context.store.read() as db:
            member = await members.get(db, notice.workspace_id, notice.member_id)
            platform = (await workspaces.get(db, notice.workspace_id)).platform
        courier = self._couriers.get(platform)
        card = await card_for(self._context, member, notice.verb, notice.args)
        if card is None or courier is None:
            return False
        if await self._updated(notice, member, courier):
            return True
        place = await courier.post(member, card)
        await self._delivery.remember(member, place, card, new=True)
        return True

    async def _updated(self, notice: Notice, member: Member, courier: Courier) -> bool:
        """Redraw the recent card that this notice belongs to; returns whether the card now shows the notice."""
        if notice.verb not in BUNDLED:
            return False
        since = self._context.now() - BUNDLED[notice.verb]
        async with self._context.store.read() as db:
            posted = await posted_cards.latest(db, member.workspace_id, member.id, notice.verb, since)
        try:
            return posted is not None and await self._redrawer.draw(courier, member, posted)
        except Refused:  # the card was deleted
            return False

    async def _redraw(self) -> None:
        """Redraw cards under a lease, so that two replicas don't draw the same card."""
        now = self._context.now()
        async with self._context.store.read() as db:
            if not await stale_cards.pending(db, 1):
                return
        async with self._context.store.write() as db:
            if not await leases.take(db, REDRAW.lease, self._holder, now + REDRAW.lease_duration, now):
                return
        try:
            await redraw_changed(self._context, self._redrawer)
        finally:
            async with self._context.store.write() as db:
                await leases.release(db, REDRAW.lease, self._holder)
