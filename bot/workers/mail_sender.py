"""Mails leave: taken from the store when they are due, handed to the mail server once, and what became of them kept.

Woken by `wake()` after a write, and by a sweep. Any number of processes may do so on one database. A mail is marked as
*sending*, on disk, before the mail server is called; when this process dies in between, nobody knows whether it left,
and it is never sent again by itself (store/outreach/mail_queue.py).
"""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from prometheus_client import Gauge

from bot.background import FIND, RECOVER, SEND
from bot.pipeline.boundary import guarded
from bot.workers.mail_delivery import MAILS, MailDelivery
from connectors.errors import OutsideError
from connectors.mail.base import MailAccount, Mailer, MailReader
from handlers.context import Outreach, no_op
from store.db import Store
from store.errors import StoreDown
from store.outreach import mail_outcomes, mail_queue
from store.outreach.mail_queue import Claimed
from store.tables.outreach import Mail

log = logging.getLogger(__name__)

WAITING = Gauge("sourcer_mails_waiting", "Mails that are due and have not left")

IN_HAND = 64  # mails that this process has taken and not finished
EACH = 32  # of one workspace
NEWS_AFTER = 3.0  # seconds: "on the way" on the card is read before the card is drawn anew
STOP_WITHIN = 10.0  # seconds for mails that are being sent


class MailSender:
    """`reader` looks into the folder of sent mails for those of which nobody knows whether they left; `news` is called
    when one was finished: somebody may be to be told, and cards show it."""

    def __init__(
        self,
        store: Store,
        mailer: Mailer,
        outreach: Outreach,
        now: Callable[[], datetime],
        reader: MailReader | None = None,
        news: Callable[[], None] = no_op,
    ) -> None:
        self._store = store
        self._news = news
        self._reader = reader
        self._now = now
        self._holder = secrets.token_hex(8)
        self._postman = MailDelivery(store, mailer, outreach, now, self._holder)
        self._in_hand: dict[asyncio.Task[None], Claimed] = {}
        self._woken = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []
        self._until_more = 1  # mails to finish until more are taken

    def wake(self) -> None:
        """Something is due now."""
        self._woken.set()

    async def start(self) -> None:
        """First what the last run left. Raises StoreDown."""
        await self.recover(alone=self._store.dialect == "sqlite")
        work = (self._send_what_is_due, self._tend, self._look_for_the_unknown)
        self._running = [asyncio.create_task(self._for_ever(each)) for each in work]

    async def stop(self) -> None:
        """Begin nothing more, finish what is being sent. What was taken and not begun is anybody's again."""
        self._postman.stopping = True
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        taken = [claimed.id for claimed in self._in_hand.values()]
        if not taken:
            return
        _, late = await asyncio.wait(self._in_hand, timeout=STOP_WITHIN)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        try:
            async with self._store.write() as db:
                await mail_queue.give_back(db, taken, self._holder)
        except StoreDown as fault:
            log.warning("mails that were taken wait for their lease to run out: %s", fault)

    async def run_once(self) -> int:
        """Send what is due now, and wait for it; gives how many mails were taken."""
        count = 0
        while taken := await self._take():
            count += taken
            await asyncio.wait(list(self._in_hand))
        return count

    async def recover(self, *, alone: bool = False) -> None:
        """Mails whose process went away. `alone`: no other can be at work, so that leases need not run out."""
        async with self._store.write(durable=True) as db:
            if alone:
                await mail_queue.give_back_all(db)
            stranded = await mail_outcomes.stranded(db, self._now(), alone=alone)
        if stranded:
            log.warning("nobody knows whether %s mails left: their process went away", stranded)

    # ── sending ──

    async def _send_what_is_due(self) -> None:
        """Take some, and more when half of them are finished; otherwise wait to be woken."""
        self._woken.clear()
        taken = await self._take()
        self._until_more = max(1, (taken or len(self._in_hand)) // 2)
        if not taken:
            async with self._store.read() as db:
                WAITING.set(await mail_queue.waiting(db, self._now()))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), SEND.every)

    async def _take(self) -> int:
        """Take what is due and begin with it, as far as hands are free; gives how many."""
        busy = Counter(claimed.workspace_id for claimed in self._in_hand.values())
        free = IN_HAND - len(self._in_hand)
        if free <= 0:
            return 0
        async with self._store.write() as db:
            taken = await mail_queue.claim(db, self._holder, self._now(), free, busy, EACH)
        for claimed in taken:
            task = asyncio.create_task(self._postman.deliver(claimed))
            self._in_hand[task] = claimed
            task.add_done_callback(self._done)
        return len(taken)

    def _done(self, task: asyncio.Task[None]) -> None:
        claimed = self._in_hand.pop(task)
        asyncio.get_running_loop().call_later(NEWS_AFTER, self._news)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("mail %s stays as it is until its lease runs out", claimed.id, exc_info=fault)
        self._until_more -= 1
        if self._until_more <= 0:
            self._woken.set()

    # ── beside it ──

    async def _tend(self) -> None:
        await asyncio.sleep(RECOVER.every)
        await self.tend()

    async def tend(self) -> None:
        """Keep what is in hand, and find what others left."""
        ids = [claimed.id for claimed in self._in_hand.values()]
        if ids:
            async with self._store.write() as db:
                await mail_queue.renew(db, ids, self._holder, self._now())
        await self.recover()

    async def _look_for_the_unknown(self) -> None:
        await self.look_for_the_unknown()
        await asyncio.sleep(FIND.every)

    async def look_for_the_unknown(self) -> None:
        """In the folder of sent mails: what is found there was sent. What is not, after some looks, is its sender's to
        decide; at once where no mailbox can be looked into."""
        async with self._store.write() as db:
            unknown = await mail_outcomes.due_for_search(db, self._now())
        for mail in unknown:
            account = await self._postman.account(mail.workspace_id)
            looks = self._reader is not None and bool(account.imap_url) and mail_outcomes.searches_left(mail)
            if looks and await self._was_sent(mail, account):
                async with self._store.write(durable=True) as db:
                    await mail_outcomes.found(db, mail.id, self._now())
                MAILS.labels(mail.kind, "found").inc()
            elif not looks:
                async with self._store.write() as db:
                    await mail_outcomes.ask_sender(db, mail.id, self._now())

    async def _was_sent(self, mail: Mail, account: MailAccount) -> bool:
        if self._reader is None:
            return False
        try:
            return await self._reader.was_sent(account, mail.message_id)
        except OutsideError as fault:
            log.warning("the folder of sent mails could not be searched for mail %s: %s", mail.id, fault)
            return False

    async def _for_ever(self, do: Callable[[], Awaitable[None]]) -> None:
        """A fault of ours in one round is noted, and the next begins after a while: mails go on leaving."""
        while True:
            try:
                wait = await guarded(_round(do), lambda _: SEND.every, "mail sender", but=(StoreDown,))
            except StoreDown as fault:
                log.warning("the mail sender waits for the database: %s", fault)
                wait = SEND.every
            await asyncio.sleep(wait)


async def _round(do: Callable[[], Awaitable[None]]) -> float:
    """Seconds to wait until the next."""
    await do()
    return 0.0
