"""Reads answers by e-mail: polls every mailbox from its cursor, and stores the answers.

One process reads a mailbox at a time, under a lease. The cursor moves in the same transaction as the answers: if the
process dies in between, some e-mails are read again, but their answers have unique keys and are stored only once. A
mailbox that can't be read is marked as failing, reported to the admins once, and caught up on afterward."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter, Gauge

from bot.background import MAILBOXES
from bot.pipeline.boundary import guarded
from bot.workers import side_by_side
from bot.workers.received_mail import answered_at, read_mail
from bot.workers.sent_texts import sent_texts
from bot.workers.source_poller import Reporting, SourcePoller, no_sources
from connectors.errors import BadCredentials, OutsideError, Refused
from connectors.mail.base import Fetched, MailAccount, MailReader, RawMail
from connectors.mail.receiving.classify import Reading, Unreadable
from connectors.mail.receiving.imap_connection import address
from handlers import incidents
from handlers.context import Outreach
from handlers.mail_accounts import MailAccounts, account_of
from store import leases
from store.db import Store, Write
from store.deliverability import rates
from store.errors import Gone, StoreDown
from store.mailbox import departures, mailbox_cursors, mailboxes, sign_ins
from store.mailbox.mailbox_cursors import About, Cursor
from store.outreach import answers

log = logging.getLogger(__name__)

ANSWERS = Counter("sourcer_answers_total", "Answers received by e-mail, by kind", ("kind",))
POLLS = Counter("sourcer_mailbox_polls_total", "Mailboxes read, by outcome", ("outcome",))
BOUNCE_RATE = Gauge("sourcer_bounce_rate", "Bounces among the last 1,000 e-mails, 0 to 1", ("workspace",))
COMPLAINT_RATE = Gauge("sourcer_complaint_rate", "Spam complaints among them, 0 to 1", ("workspace",))
FAILING = Gauge("sourcer_mailboxes_failing", "Mailboxes that cannot be read")

MAX_CONCURRENT = 3  # mailboxes
MAX_SOURCES = 10  # at once
MAX_ROUNDS = 20  # fetches from one mailbox in a row; the rest waits for the next poll
FROM_MACHINES = ("bounced", "delayed", "complaint")


@dataclass(frozen=True, slots=True)
class Box:
    """One mailbox and the workspaces that receive answers there. A mailbox that was connected by signing in belongs to
    one workspace, and has its own cursor."""

    account: MailAccount
    workspace_ids: tuple[int, ...]
    own: frozenset[str]  # the workspaces' sender addresses
    digest: str

    @property
    def lease(self) -> str:
        return f"{MAILBOXES.lease}{self.digest}"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mailbox was not read; `permanent`: it won't recover by itself."""

    reason: str
    permanent: bool = False


class MailboxPoller:
    """`wake` is called when someone has to be notified; `sources` are polled for answers too."""

    def __init__(
        self,
        store: Store,
        reader: MailReader,
        outreach: Outreach,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        sources: Reporting = no_sources,
        accounts: MailAccounts | None = None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._outreach = outreach
        self._now = now
        self._accounts = accounts or MailAccounts(store, outreach.mail, outreach.keys, outreach.services, now)
        self._wake = wake
        self._holder = secrets.token_hex(8)
        self._sources = sources
        self._stopping = False

    def stop(self) -> None:
        """Stop recording failures: from now on, they come from stopping this process."""
        self._stopping = True

    async def run_once(self) -> int:
        """Read every mailbox and poll every source; returns the number of new answers. Raises StoreDown."""
        return await self._mailboxes() + await self._ask_sources()

    async def _ask_sources(self) -> int:
        reader = SourcePoller(self._store, self._outreach, self._now, self._holder)
        new = await side_by_side.total(reader.read, await self._sources(), MAX_SOURCES)
        if new:
            self._wake()
        return new

    async def _mailboxes(self) -> int:
        await self._disconnect_departed()
        boxes = await self._boxes()
        new = await side_by_side.total(self._poll, boxes, MAX_CONCURRENT)
        async with self._store.read() as db:
            FAILING.set(len(await mailbox_cursors.failing(db)))
            for id in {id for box in boxes for id in box.workspace_ids}:
                last = await rates.rates(db, id)
                BOUNCE_RATE.labels(id).set(last.bounced / max(1, last.sent))
                COMPLAINT_RATE.labels(id).set(last.complaints / max(1, last.sent))
        return new

    async def _disconnect_departed(self) -> None:
        """Disconnect the personal mailboxes of members who may no longer contact people, whether an admin, the
        platform, or the command line took that right away."""
        async with self._store.read() as db:
            if not await departures.pending(db):
                return
        async with self._store.write() as db:
            await departures.disconnect(db, self._now())
        self._wake()

    async def _boxes(self) -> list[Box]:
        """Workspaces grouped by mailbox. A workspace without a mailbox gets answers only through the answer page."""
        accounts: dict[int, MailAccount] = {}
        async with self._store.read() as db:
            for id in await mailbox_cursors.workspaces(db):
                outreach = self._outreach
                accounts[id] = await mailboxes.account_of(db, id, outreach.mail, outreach.keys)
            signed_in = await sign_ins.to_read(db)
        shared: dict[str, list[int]] = {}
        for id, account in accounts.items():
            if account.imap_url and not account.sign_in_id:
                shared.setdefault(account.imap_url, []).append(id)
        boxes = [
            Box(
                accounts[ids[0]],
                tuple(ids),
                frozenset(accounts[id].mail_from.casefold() for id in ids),
                _digest(url),
            )
            for url, ids in shared.items()
        ]
        for row in signed_in:
            own = {row.address, accounts[row.workspace_id].mail_from} if row.workspace_id in accounts else {row.address}
            addresses = frozenset(address.casefold() for address in own)
            boxes.append(Box(account_of(row), (row.workspace_id,), addresses, f"sign_in:{row.id}"))
        return boxes

    async def _poll(self, box: Box) -> int:
        now = self._now()
        async with self._store.write() as db:
            if not await leases.take(db, box.lease, self._holder, now + MAILBOXES.lease_duration, now):
                return 0
        try:
            new = await self._try_read(box)
            if isinstance(new, int):
                POLLS.labels("read").inc()
            elif not self._stopping:
                await self._failed(box, new)
        finally:
            async with self._store.write() as db:
                await leases.release(db, box.lease, self._holder)
        self._wake()
        return new if isinstance(new, int) else 0

    async def _try_read(self, box: Box) -> int | Failure:
        """The number of new answers, or why the mailbox was not read. A bug with one mailbox doesn't hold up the
        others. Raises StoreDown."""
        try:
            return await guarded(
                self._read_to_end(box),
                lambda code: Failure(incidents.our_fault(code)),
                f"the mailbox of workspaces {box.workspace_ids}",
                reraise=(OutsideError, StoreDown),
            )
        except OutsideError as fault:
            log.warning("the mailbox of workspaces %s cannot be read: %s", box.workspace_ids, fault)
            return Failure(_reason(fault), permanent=isinstance(fault, BadCredentials | Refused))

    async def _read_to_end(self, box: Box) -> int:
        """Read from the cursor to the end of the mailbox; returns the number of new answers."""
        new = 0
        for _ in range(MAX_ROUNDS):
            at = await self._cursor(box)
            fetched = await self._accounts.using(
                box.account,
                lambda ready, at=at: self._reader.fetch(ready, at.uid_validity, at.last_uid, at.link),
            )
            new += await self._save(box, at, fetched)
            if not fetched.more:
                break
        return new

    async def _cursor(self, box: Box) -> Cursor:
        async with self._store.read() as db:
            if not box.account.sign_in_id:
                return await mailbox_cursors.cursor(db, box.workspace_ids, box.digest)
            row = await sign_ins.by_id(db, box.account.sign_in_id)
        return Cursor(row.uid_validity, row.last_uid, row.link) if row is not None else Cursor()

    async def _failed(self, box: Box, why: Failure) -> None:
        POLLS.labels("failed").inc()
        now, at_once, sign_in_id = self._now(), why.permanent, box.account.sign_in_id
        async with self._store.write() as db:
            if sign_in_id:
                await sign_ins.record_failure(db, sign_in_id, why.reason, now, at_once=at_once)
            else:
                await mailbox_cursors.record_failure(db, box.workspace_ids, why.reason, now, at_once=at_once)

    # ── what was fetched ──

    async def _save(self, box: Box, at: Cursor, fetched: Fetched) -> int:
        """Store each answer and its cursor in one transaction, then move the cursor past the last e-mail. Returns the
        number of new answers."""
        readings = await asyncio.to_thread(lambda: [read_mail(mail) for mail in fetched.mails])
        about = await self._about(box, [each for each in readings if isinstance(each, Reading)])
        sent = await self._sent(about.values())
        new = 0
        for raw, reading in zip(fetched.mails, readings, strict=True):
            if isinstance(reading, Reading) and id(reading) not in about:
                continue
            to = at if fetched.link else Cursor(fetched.uid_validity, raw.uid)  # a link is the cursor for a whole page
            its = about[id(reading)] if isinstance(reading, Reading) else None
            if its is not None:
                reading = await asyncio.to_thread(read_mail, raw, sent.get(its.invitation.id, ()), box.own)
            if isinstance(reading, Reading) and its is not None:
                saved = await guarded(
                    self._save_one(box, to, reading, its),
                    lambda code: Unreadable(f"it could not be stored (reference {code})"),
                    f"e-mail {raw.uid} in a mailbox",
                    reraise=(StoreDown,),
                )
                if not isinstance(saved, Unreadable):
                    new += saved
                    continue
                reading = saved
            async with self._store.write() as db:
                await self._set_aside(db, box, fetched.uid_validity, raw, str(reading))
                await self._advance(db, box, to)
        last = fetched.mails[-1].uid if fetched.mails else 0
        same = fetched.uid_validity == at.uid_validity
        end = Cursor(fetched.uid_validity, max(last, at.last_uid if same else 0))
        async with self._store.write() as db:
            await self._advance(db, box, Cursor(link=fetched.link) if fetched.link else end)
        return new

    async def _save_one(self, box: Box, to: Cursor, reading: Reading, about: About) -> bool | Unreadable:
        """Store one answer and move the cursor; returns whether the answer is new."""
        async with self._store.write() as db:
            new = await self._record(db, reading, about)
            await self._advance(db, box, to)
        return new

    async def _advance(self, db: Write, box: Box, to: Cursor) -> None:
        if sign_in_id := box.account.sign_in_id:
            await sign_ins.record_read(db, sign_in_id, to.uid_validity, to.last_uid, to.link, self._now())
            return
        await mailbox_cursors.record_read(db, box.workspace_ids, box.digest, to, self._now())

    async def _set_aside(self, db: Write, box: Box, uid_validity: int, raw: RawMail, why: str) -> None:
        log.warning("e-mail %d in the mailbox of workspaces %s is set aside: %s", raw.uid, box.workspace_ids, why)
        first, sign_in_id = box.workspace_ids[0], box.account.sign_in_id
        await mailbox_cursors.record_unreadable(
            db, first, uid_validity, raw.uid, why, self._now(), sign_in_id=sign_in_id
        )

    async def _about(self, box: Box, readings: Sequence[Reading]) -> dict[int, About]:
        """The invitation each e-mail is about, by `id(reading)`: matched by the message it answers, or else by the
        address it was sent to. Omits e-mails unrelated to these workspaces, and copies of our own."""
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

    async def _sent(self, about: Collection[About]) -> dict[int, tuple[str, ...]]:
        """What we wrote in the threads of these invitations: it is removed from the answers before they are
        classified."""
        async with self._store.read() as db:
            return await sent_texts(db, {each.invitation.id for each in about}, self._outreach) if about else {}

    async def _record(self, db: Write, reading: Reading, about: About) -> bool:
        now = self._now()
        from_another = reading.kind not in FROM_MACHINES and reading.sender != about.invitation.address.casefold()
        received = answers.ReceivedAnswer(
            key=reading.key,
            kind=reading.kind,
            text=reading.text,
            message_id=reading.message_id,
            references=reading.reply_references,
            sender=reading.sender if from_another else "",
            mail=about.mail,
            cause=reading.cause,
            fault=reading.fault,
            may_opt_out=reading.may_opt_out,
            at=answered_at(reading, about, now),
        )
        try:
            answer = await answers.record(db, about.invitation.id, received, self._outreach.hash_key, now)
        except Gone:
            return False
        if answer is not None:
            ANSWERS.labels(reading.kind).inc()
        return answer is not None


def _digest(imap_url: str) -> str:
    """A hash that identifies a mailbox by server, login and folder, without the password, which may change."""
    try:
        name = address(imap_url).name
    except Refused:
        name = imap_url
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _reason(fault: OutsideError) -> str:
    match fault:
        case BadCredentials():
            return "The mailbox no longer accepts the login."
        case Refused(reason=reason):
            return reason
        case _:
            return "The mailbox is not responding."
