"""Sends e-mails: takes those that are due from the store and hands each to the mail server once.

Woken by `wake()` after a write, and by a sweep. Any number of processes may send from one database. An e-mail is
durably marked as *sending* before the mail server is called. If the process dies in between, it is unknown whether the
e-mail was sent, and it is never resent automatically (store/outreach/mail_queue.py).
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
from bot.workers.mail_delivery import MAILS, BeforeSending, MailDelivery, nothing_to_ask
from connectors.errors import OutsideError
from connectors.mail.base import MailAccount, Mailer, MailReader
from handlers.context import Outreach, no_op
from handlers.mail_accounts import MailAccounts
from store.db import Store
from store.errors import StoreDown
from store.outreach import mail_outcomes, mail_queue
from store.outreach.mail_queue import Claimed
from store.tables.outreach import Mail

log = logging.getLogger(__name__)

WAITING = Gauge("sourcer_mails_waiting", "E-mails that are due but haven't been sent")

MAX_IN_PROGRESS = 64  # e-mails taken by this process but not yet finished
MAX_PER_WORKSPACE = 32  # the same, per workspace
CALLBACK_DELAY = 3.0  # seconds, so that the answer to *Send* is delivered before its card is redrawn
STOP_WITHIN = 10.0  # seconds to finish e-mails that are being sent


class MailSender:
    """`reader` searches the sent folder for e-mails that may or may not have been sent. `on_finished` is called when an
    e-mail is finished: someone may have to be notified, and cards show its state."""

    def __init__(
        self,
        store: Store,
        mailer: Mailer,
        outreach: Outreach,
        now: Callable[[], datetime],
        reader: MailReader | None = None,
        on_finished: Callable[[], None] = no_op,
        accounts: MailAccounts | None = None,
        before_sending: BeforeSending = nothing_to_ask,
    ) -> None:
        self._store = store
        self._on_finished = on_finished
        self._reader = reader
        self._now = now
        self._holder = secrets.token_hex(8)
        self._accounts = accounts or MailAccounts(store, outreach.mail, outreach.keys, outreach.services, now)
        self._delivery = MailDelivery(store, mailer, outreach, now, self._holder, self._accounts, before_sending)
        self._in_progress: dict[asyncio.Task[None], Claimed] = {}
        self._woken = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []
        self._until_refill = 1  # e-mails to finish before more are taken

    def wake(self) -> None:
        """Check now for e-mails that are due."""
        self._woken.set()

    async def start(self) -> None:
        """Recover what the last run left unfinished, then start sending. Raises StoreDown."""
        await self.recover(alone=self._store.dialect == "sqlite")
        work = (self._send_due, self._renew_periodically, self._search_periodically)
        self._running = [asyncio.create_task(self._forever(each)) for each in work]

    async def stop(self) -> None:
        """Start no more e-mails and finish those being sent. E-mails taken but not started are released."""
        self._delivery.stopping = True
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        taken = [claimed.id for claimed in self._in_progress.values()]
        if not taken:
            return
        _, late = await asyncio.wait(self._in_progress, timeout=STOP_WITHIN)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        try:
            async with self._store.write() as db:
                await mail_queue.give_back(db, taken, self._holder)
        except StoreDown as fault:
            log.warning("e-mails that were taken wait until their leases expire: %s", fault)

    async def run_once(self) -> int:
        """Send the e-mails that are due now and wait until they are finished; returns how many were taken."""
        count = 0
        while taken := await self._take():
            count += taken
            await asyncio.wait(list(self._in_progress))
        return count

    async def recover(self, *, alone: bool = False) -> None:
        """Recover e-mails whose sending process died. `alone`: no other process can be running, so leases need not
        expire."""
        async with self._store.write(durable=True) as db:
            if alone:
                await mail_queue.give_back_all(db)
            stranded = await mail_outcomes.stranded(db, self._now(), alone=alone)
        if stranded:
            log.warning("%s e-mails may or may not have been sent: their process died", stranded)

    # ── sending ──

    async def _send_due(self) -> None:
        """Take e-mails, and take more when half of them are finished; otherwise wait to be woken."""
        self._woken.clear()
        taken = await self._take()
        self._until_refill = max(1, (taken or len(self._in_progress)) // 2)
        if not taken:
            async with self._store.read() as db:
                WAITING.set(await mail_queue.waiting(db, self._now()))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), SEND.every)

    async def _take(self) -> int:
        """Take and start due e-mails, up to the limits; returns how many."""
        busy = Counter(claimed.workspace_id for claimed in self._in_progress.values())
        free = MAX_IN_PROGRESS - len(self._in_progress)
        if free <= 0:
            return 0
        async with self._store.write() as db:
            taken = await mail_queue.claim(db, self._holder, self._now(), free, busy, MAX_PER_WORKSPACE)
        for claimed in taken:
            task = asyncio.create_task(self._delivery.deliver(claimed))
            self._in_progress[task] = claimed
            task.add_done_callback(self._done)
        return len(taken)

    def _done(self, task: asyncio.Task[None]) -> None:
        claimed = self._in_progress.pop(task)
        asyncio.get_running_loop().call_later(CALLBACK_DELAY, self._on_finished)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("e-mail %s stays as it is until its lease expires", claimed.id, exc_info=fault)
        self._until_refill -= 1
        if self._until_refill <= 0:
            self._woken.set()

    # ── renewal and recovery ──

    async def _renew_periodically(self) -> None:
        await asyncio.sleep(RECOVER.every)
        await self.renew()

    async def renew(self) -> None:
        """Renew the leases of e-mails in progress, and recover e-mails that other processes left unfinished."""
        ids = [claimed.id for claimed in self._in_progress.values()]
        if ids:
            async with self._store.write() as db:
                await mail_queue.renew(db, ids, self._holder, self._now())
        await self.recover()

    async def _search_periodically(self) -> None:
        await self.search_sent_folder()
        await asyncio.sleep(FIND.every)

    async def search_sent_folder(self) -> None:
        """Search the sent folder for e-mails whose outcome is unknown: those found there were sent. If an e-mail isn't
        found after several searches, its sender is asked; if no mailbox can be searched, the sender is asked
        immediately."""
        async with self._store.write() as db:
            unknown = await mail_outcomes.due_for_search(db, self._now())
            senders = await mail_queue.senders(db, [mail.id for mail in unknown])
        for mail in unknown:
            account = await self._delivery.account(mail.workspace_id, senders[mail.id])
            looks = self._reader is not None and bool(account.imap_url) and mail_outcomes.searches_left(mail)
            if looks and await self._was_sent(mail, account):
                async with self._store.write(durable=True) as db:
                    await mail_outcomes.found(db, mail.id, self._now())
                MAILS.labels(mail.kind, "found").inc()
            elif not looks:
                async with self._store.write() as db:
                    await mail_outcomes.ask_sender(db, mail.id, self._now())

    async def _was_sent(self, mail: Mail, account: MailAccount) -> bool:
        reader = self._reader
        if reader is None:
            return False
        try:
            return await self._accounts.using(account, lambda ready: reader.was_sent(ready, mail.message_id))
        except OutsideError as fault:
            log.warning("could not search the sent folder for e-mail %s: %s", mail.id, fault)
            return False

    async def _forever(self, task: Callable[[], Awaitable[None]]) -> None:
        """Repeat `task`. A bug in one round is logged and the next round starts after a pause, so sending continues."""
        while True:
            try:
                wait = await guarded(_round(task), lambda _: SEND.every, "mail sender", reraise=(StoreDown,))
            except StoreDown as fault:
                log.warning("the mail sender waits for the database: %s", fault)
                wait = SEND.every
            await asyncio.sleep(wait)


async def _round(task: Callable[[], Awaitable[None]]) -> float:
    """Run one round; returns the seconds to wait before the next."""
    await task()
    return 0.0
