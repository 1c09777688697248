"""Answers by mail: every mailbox is read by the clock, from where it was left, and what its mails mean is kept.

One process reads a mailbox at a time, under a lease. The place up to which it was read moves in the same transaction as
the answers, so that a process that dies in between reads some mails again, which have their answers' keys and count
once. A mailbox that cannot be read is said on its row, told to the admins once, and caught up with afterwards."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter, Gauge

from bot.background import MAILBOXES
from bot.pipeline.boundary import guarded
from bot.workers.source_poller import Connected, SourcePoller
from connectors.errors import BadCredentials, OutsideError, Refused
from connectors.mail.base import Fetched, MailAccount, MailReader, RawMail
from connectors.mail.receiving.classify import Reading, Unreadable, read
from connectors.mail.receiving.imap_connection import address
from handlers import incidents
from handlers.context import Outreach
from store import leases
from store.db import Store, Write
from store.errors import Gone, StoreDown
from store.mailbox import mailbox_cursors, mailboxes
from store.mailbox.mailbox_cursors import About, Cursor
from store.outreach import answers

log = logging.getLogger(__name__)

ANSWERS = Counter("sourcer_answers_total", "Answers that came by mail, by kind", ("kind",))
POLLS = Counter("sourcer_mailbox_polls_total", "Mailboxes read, by outcome", ("outcome",))
FAILING = Gauge("sourcer_mailboxes_failing", "Mailboxes that cannot be read")

AT_ONCE = 3  # mailboxes
MOST_ROUNDS = 20  # fetches of one mailbox in a row; the rest comes with the next poll
FROM_MACHINES = ("bounced", "delayed")


@dataclass(frozen=True, slots=True)
class Box:
    """One mailbox and the workspaces whose answers come to it."""

    account: MailAccount
    workspace_ids: tuple[int, ...]
    own: frozenset[str]  # addresses that their mails are from
    digest: str

    @property
    def lease(self) -> str:
        return f"{MAILBOXES.lease}{self.digest}"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mailbox was not read, in words; `lasts`: it will not be better by itself."""

    words: str
    lasts: bool = False


class MailboxPoller:
    """`wake` is called when somebody is to be notified; `sources` are asked for their answers too."""

    def __init__(
        self,
        store: Store,
        reader: MailReader,
        outreach: Outreach,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        sources: Sequence[Connected] = (),
    ) -> None:
        self._store = store
        self._reader = reader
        self._outreach = outreach
        self._now = now
        self._wake = wake
        self._holder = secrets.token_hex(8)
        self._sources = sources
        self._stopping = False

    def stop(self) -> None:
        """What fails from now on fails because this process ends."""
        self._stopping = True

    async def run_once(self) -> int:
        """Read every mailbox and ask every source; gives how many answers are new. Raises StoreDown."""
        return await self._mailboxes() + await self._ask_sources()

    async def _ask_sources(self) -> int:
        reader = SourcePoller(self._store, self._outreach, self._now, self._holder)
        new = sum([await reader.read(each) for each in self._sources])
        if new:
            self._wake()
        return new

    async def _mailboxes(self) -> int:
        boxes = await self._boxes()
        places = asyncio.Semaphore(AT_ONCE)

        async def one(box: Box) -> int:
            async with places:
                return await self._poll(box)

        new = sum(await asyncio.gather(*map(one, boxes)))
        async with self._store.read() as db:
            FAILING.set(len(await mailbox_cursors.failing(db)))
        return new

    async def _boxes(self) -> list[Box]:
        """Workspaces by the mailbox that they share; one without a mailbox has answers by the answer page alone."""
        accounts: dict[int, MailAccount] = {}
        async with self._store.read() as db:
            for id in await mailbox_cursors.workspaces(db):
                told = self._outreach
                accounts[id] = await mailboxes.account_of(db, id, told.mail, told.keys)
        shared: dict[str, list[int]] = {}
        for id, account in accounts.items():
            if account.imap_url:
                shared.setdefault(account.imap_url, []).append(id)
        return [
            Box(
                accounts[ids[0]],
                tuple(ids),
                frozenset(accounts[id].mail_from.casefold() for id in ids),
                _digest(url),
            )
            for url, ids in shared.items()
        ]

    async def _poll(self, box: Box) -> int:
        now = self._now()
        async with self._store.write() as db:
            if not await leases.take(db, box.lease, self._holder, now + MAILBOXES.lease_duration, now):
                return 0
        try:
            new = await self._tried(box)
            if isinstance(new, int):
                POLLS.labels("read").inc()
            elif not self._stopping:
                await self._failed(box, new)
        finally:
            async with self._store.write() as db:
                await leases.release(db, box.lease, self._holder)
        self._wake()
        return new if isinstance(new, int) else 0

    async def _tried(self, box: Box) -> int | Failure:
        """A fault of ours in one mailbox holds up no other. Raises StoreDown."""
        try:
            return await guarded(
                self._read_on(box),
                lambda code: Failure(incidents.our_fault(code)),
                f"the mailbox of workspaces {box.workspace_ids}",
                but=(OutsideError, StoreDown),
            )
        except OutsideError as fault:
            log.warning("the mailbox of workspaces %s cannot be read: %s", box.workspace_ids, fault)
            return Failure(_words(fault), lasts=isinstance(fault, BadCredentials | Refused))

    async def _read_on(self, box: Box) -> int:
        """From the cursor to the end of the mailbox."""
        new = 0
        for _ in range(MOST_ROUNDS):
            async with self._store.read() as db:
                at = await mailbox_cursors.cursor(db, box.workspace_ids, box.digest)
            fetched = await self._reader.fetch(box.account, at.uid_validity, at.last_uid)
            new += await self._keep(box, at, fetched)
            if not fetched.more:
                break
        return new

    async def _failed(self, box: Box, why: Failure) -> None:
        POLLS.labels("failed").inc()
        async with self._store.write() as db:
            await mailbox_cursors.failed(db, box.workspace_ids, why.words, self._now(), at_once=why.lasts)

    # ── what was fetched ──

    async def _keep(self, box: Box, at: Cursor, fetched: Fetched) -> int:
        """Each answer in a transaction of its own with the cursor; then the cursor behind the last mail."""
        readings = await asyncio.to_thread(lambda: [_read(mail) for mail in fetched.mails])
        about = await self._about(box, [each for each in readings if isinstance(each, Reading)])
        new = 0
        for raw, reading in zip(fetched.mails, readings, strict=True):
            if isinstance(reading, Reading) and id(reading) not in about:
                continue
            to = Cursor(fetched.uid_validity, raw.uid)
            if isinstance(reading, Reading):
                kept = await guarded(
                    self._keep_one(box, to, reading, about[id(reading)]),
                    lambda code: Unreadable(f"it could not be kept (reference {code})"),
                    f"mail {raw.uid} of a mailbox",
                    but=(StoreDown,),
                )
                if not isinstance(kept, Unreadable):
                    new += kept
                    continue
                reading = kept
            async with self._store.write() as db:
                await self._set_aside(db, box, to.uid_validity, raw, str(reading))
                await self._moved(db, box, to)
        last = fetched.mails[-1].uid if fetched.mails else 0
        same = fetched.uid_validity == at.uid_validity
        async with self._store.write() as db:
            await self._moved(db, box, Cursor(fetched.uid_validity, max(last, at.last_uid if same else 0)))
        return new

    async def _keep_one(self, box: Box, to: Cursor, reading: Reading, about: About) -> bool | Unreadable:
        """Whether it is new."""
        async with self._store.write() as db:
            new = await self._record(db, reading, about)
            await self._moved(db, box, to)
        return new

    async def _moved(self, db: Write, box: Box, to: Cursor) -> None:
        await mailbox_cursors.was_read(db, box.workspace_ids, box.digest, to, self._now())

    async def _set_aside(self, db: Write, box: Box, uid_validity: int, raw: RawMail, why: str) -> None:
        log.warning("mail %d of the mailbox of workspaces %s is set aside: %s", raw.uid, box.workspace_ids, why)
        await mailbox_cursors.unreadable(db, box.workspace_ids[0], uid_validity, raw.uid, why, self._now())

    async def _about(self, box: Box, readings: Sequence[Reading]) -> dict[int, About]:
        """What each is about, by its identity: by what it answers, else by the address that it was sent to. Left out
        are mails about nothing of these workspaces, and copies of our own."""
        ids = {each for reading in readings for each in (*reading.references, reading.message_id) if each}
        tokens = sorted({token for reading in readings for token in reading.tokens})
        if not (ids or tokens):
            return {}
        async with self._store.read() as db:
            by_id = await mailbox_cursors.mails_of(db, box.workspace_ids, ids)
            by_token = await mailbox_cursors.invitations_of(db, box.workspace_ids, tokens)
        found: dict[int, About] = {}
        for reading in readings:
            if reading.message_id in by_id or (reading.sender in box.own and reading.kind not in FROM_MACHINES):
                continue
            known = [by_id[each] for each in reading.references if each in by_id]
            known += [by_token[each] for each in reading.tokens if each in by_token]
            if known:
                found[id(reading)] = known[0]
        return found

    async def _record(self, db: Write, reading: Reading, about: About) -> bool:
        now = self._now()
        from_another = reading.kind not in FROM_MACHINES and reading.sender != about.invitation.address.casefold()
        received = answers.ReceivedAnswer(
            key=reading.key,
            kind=reading.kind,
            text=reading.text,
            message_id=reading.message_id,
            chain=reading.chain,
            sender=reading.sender if from_another else "",
            mail=about.mail,
            no_such_address=reading.no_such_address,
            at=_said_at(reading, about, now),
        )
        try:
            answer = await answers.record(db, about.invitation.id, received, self._outreach.hash_key, now)
        except Gone:
            return False
        if answer is not None:
            ANSWERS.labels(reading.kind).inc()
        return answer is not None


def _said_at(reading: Reading, about: About, now: datetime) -> datetime:
    """When it was written, as the mail says; never before the invitation, because that date is anybody's, and the month
    to answer a request begins with it."""
    return max(min(reading.sent_at or now, now), min(about.invitation.queued_at or now, now))


def _read(mail: RawMail) -> Reading | Unreadable:
    if not mail.raw:
        return Unreadable("the mail server cannot give it")
    try:
        return read(mail.raw)
    except Unreadable as why:
        return why


def _digest(imap_url: str) -> str:
    """Tells mailboxes apart: server, login and folder, not the password, which may change."""
    try:
        name = address(imap_url).name
    except Refused:
        name = imap_url
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _words(fault: OutsideError) -> str:
    match fault:
        case BadCredentials():
            return "The mailbox does not accept the login any more."
        case Refused(reason=reason):
            return reason
        case _:
            return "The mailbox does not answer."
