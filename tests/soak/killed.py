"""A bot that is killed at any moment, a mail server that records everything, and books that must agree afterwards."""

import asyncio
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import col, func, select, update

from bot.app import utc_now
from bot.playground.server import FakeSlack
from bot.playground.slack import seed
from store.credits import terms
from store.credits.ledger import DEFAULT_ALLOWANCE
from store.db import Store
from store.keys import HashKey
from store.members import members, workspaces
from store.outreach import invitations
from store.outreach.invitations import ReadyInvitation
from store.people import profiles
from store.roles import Role
from store.tables.core import Member
from store.tables.outreach import CreditAccount, CreditEntry, Invitation, Mail, Mailbox
from tests.bot.slack.process import Process
from tests.chat.base import OUTREACH
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET
from tests.fakes.smtp import Sink

GRANTED = 100_000


class Victim(Process):
    """`sourcer serve`, sending to the sink. `more`: additional environment variables."""

    def __init__(self, fake: FakeSlack, data_dir: Path, sink: Sink, database: str = "", **more: str) -> None:
        super().__init__(
            data_dir,
            {
                "SOURCER_ADMINS": "sam@northwind.example",
                "SLACK_SIGNING_SECRET": SIGNING_SECRET,
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_API_URL": fake.api_url.rstrip("/"),
                "SOURCER_DATABASE_URL": database,
                "SOURCER_PUBLIC_URL": OUTREACH["public_url"],
                "SOURCER_HASH_KEY": OUTREACH["hash_key"],
                "SOURCER_SMTP_URL": sink.url,
                "SOURCER_MAIL_FROM": OUTREACH["mail_from"],
                "SOURCER_POSTAL_ADDRESS": OUTREACH["postal_address"],
                "SOURCER_UNDO_SECONDS": "0",
                **more,
            },
        )

    async def spawn(self) -> None:
        """Starts the process without waiting until it serves."""
        command = [str(Path(sys.executable).parent / "sourcer"), "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(*command, env=self.environment, stdout=log, stderr=log)

    async def kill(self) -> None:
        if self.running:
            await self.stop(signal.SIGKILL)


@dataclass
class Books:
    """What the store recorded, to compare with what the mail server received."""

    store: Store
    sink: Sink
    by: Member
    hash_key: HashKey = field(default_factory=lambda: HashKey(OUTREACH["hash_key"]))
    invited: int = 0
    sending_at_kills: list[int] = field(default_factory=list[int])  # at each kill, according to the store

    async def invite(self, count: int) -> None:
        """Queues `count` invitations to different people, as pressing *Send message* does."""
        first, self.invited = self.invited, self.invited + count
        addresses = [f"p{number}@home{number % 31}.example" for number in range(first, self.invited)]
        async with self.store.write() as db:
            saved = await profiles.save_many(db, 0, [_row(address) for address in addresses])
        for address, profile_id in zip(addresses, saved.ids, strict=True):
            async with self.store.write() as db:
                draft = await invitations.draft(db, self.by, profile_id, utc_now())
                draft.digest = "d"
                await db.flush()
                ready = ReadyInvitation(
                    draft.id, subject="A role", text="Hello.", follow_up_text="", address=address, digest="d"
                )
                await invitations.queue(db, self.by, ready, self.hash_key, utc_now())

    async def add_readers(self, count: int) -> None:
        """Adds people whom `Presser` can find and contact."""
        rows = [_row(f"reader{number}@known.example", f"Reader{number} Known") for number in range(count)]
        async with self.store.write() as db:
            await profiles.save_many(db, 0, rows)

    async def record_kill(self) -> None:
        """Records how many e-mails were being sent according to the store, then lets their leases expire."""
        await self._wait_for_writers()
        left = await self.leased()
        self.sending_at_kills.append(sum(state == "sending" for state, _ in left.values()))
        async with self.store.write() as db:
            over = update(Mail).where(col(Mail.id).in_(left))
            await db.exec(over.values(lease_until=utc_now() - timedelta(seconds=1)))

    async def _wait_for_writers(self) -> None:
        """Waits for PostgreSQL, which finishes the statements of a killed process before it notices that it is gone."""
        if self.store.dialect != "postgresql":
            return
        open_ones = "xact_start IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()"
        async with asyncio.timeout(10):
            while True:
                async with self.store.read() as db:
                    count = text(f"SELECT count(*) FROM pg_stat_activity WHERE {open_ones}")
                    if not (await (await db.connection()).execute(count)).scalar_one():
                        return
                await asyncio.sleep(0.02)

    async def leased(self) -> dict[int, tuple[str, str]]:
        """State and holder of the e-mails under a live lease, by id."""
        async with self.store.read() as db:
            held = (col(Mail.state).in_(("queued", "sending")), col(Mail.lease_until) > utc_now())
            found = await db.exec(select(Mail.id, Mail.state, Mail.holder).where(*held))
            return {id: (state, holder) for id, state, holder in found}

    async def available(self) -> int:
        """Number of queued e-mails without a live lease."""
        async with self.store.read() as db:
            free = col(Mail.lease_until).is_(None) | (col(Mail.lease_until) <= utc_now())
            due = select(func.count()).select_from(Mail).where(Mail.state == "queued", free)
            return (await db.exec(due)).one()

    async def states(self) -> Counter[str]:
        async with self.store.read() as db:
            counts = select(Invitation.state, func.count()).where(Invitation.state != "draft")
            return Counter(dict((await db.exec(counts.group_by(col(Invitation.state)))).all()))

    async def settle(self, seconds: float = 60.0) -> None:
        """Waits until no invitation is queued or being sent."""
        async with asyncio.timeout(seconds):
            while (states := await self.states())["queued"] or states["sending"]:
                await asyncio.sleep(0.05)

    async def check(self) -> Counter[str]:
        """Asserts that store and mail server agree and the promise holds; returns the invitation count by state."""
        ours = self.by.workspace_id
        async with self.store.read() as db:
            submitted = list(await db.exec(select(Invitation).where(Invitation.state != "draft")))
            mails = {mail.invitation_id: mail for mail in await db.exec(select(Mail))}
            entries = list(await db.exec(select(CreditEntry).where(CreditEntry.workspace_id == ours)))
            own = (await db.exec(select(CreditAccount).where(CreditAccount.workspace_id == ours))).one()
        arrived = Counter(self.sink.message_ids)
        twice = [message_id for message_id, count in arrived.items() if count > 1]
        assert not twice, f"sent twice: {twice}"
        assert {to: count for to, count in Counter(self.sink.to).items() if count > 1} == {}
        assert len(submitted) == len(mails) >= self.invited, "an invitation was lost"
        states = Counter(invitation.state for invitation in submitted)
        assert set(states) <= {"sent", "unknown", "answered"}, states
        assert states["unknown"] == sum(self.sending_at_kills), (states, self.sending_at_kills)
        known = {each.id for each in submitted if each.state != "unknown"}
        lost = [each.id for each in submitted if each.id in known and not arrived[mails[each.id].message_id]]
        assert not lost, f"marked as sent, but never arrived: {lost}"
        kinds: dict[int, list[str]] = {}
        for entry in sorted(entries, key=lambda entry: entry.id):
            if entry.invitation_id is not None:
                kinds.setdefault(entry.invitation_id, []).append(entry.kind)
        expected = {each.id: ["hold", "settle"] if each.id in known else ["hold"] for each in submitted}
        assert kinds == expected
        assert own.balance == sum(entry.amount for entry in entries) == GRANTED + DEFAULT_ALLOWANCE - len(submitted)
        assert own.held == states["unknown"]
        return states


def _row(address: str, name: str = "Somebody") -> Any:
    body = {"name": name, "emails": [address]}
    return {
        "source": "internet", "source_id": address, "name": name, "email": address, "body": body,
        "updated_at": utc_now(),
    }  # fmt: skip


async def open_books(store: Store, sink: Sink) -> Books:
    """A workspace with a recruiter, plenty of credits, and no limit on its mails."""
    now = utc_now()
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", seed.TEAM, "Northwind")
        sam = await members.get_or_create(
            db, workspace, seed.SAM, name="Sam", email="", outsider=False, admins=frozenset({seed.SAM.lower()})
        )
        sam.role = Role.ADMIN
        db.add(Mailbox(workspace_id=workspace.id, per_minute=0, per_domain=0, updated_at=now))
        await db.flush()
        await terms.grant(db, sam, GRANTED, "soak", "soak", now)
    return Books(store, sink, sam)


def kill_delay(random_: random.Random, number: int) -> float:
    """Seconds from the first e-mail of a round to the kill: in turn early, at any time, and when most e-mails are
    sent."""
    return random_.uniform(*((0, 0.1), (0, 0.5), (0.5, 1.5))[number % 3])


class Presser:
    """Sam, who works in Slack while the bot is killed."""

    def __init__(self, fake: FakeSlack) -> None:
        self._fake = fake

    async def preview(self, name: str) -> None:
        """Searches for the person, writes an invitation and opens the preview."""
        fake, dm = self._fake, self._fake.dm(seed.SAM)
        before = len(self._cards())
        await fake.command(seed.SAM, dm, "/source", name)
        await fake.until(lambda: len(self._cards()) > before and "Contact" in str(self._cards()[-1].blocks), seconds=20)
        await fake.press(seed.SAM, self._cards()[-1], "Contact", near=name)
        await fake.until(lambda: self._form_shows("Subject"), seconds=20)
        await fake.submit(seed.SAM, fake.views(seed.SAM)[-1], {})
        await fake.until(lambda: self._form_shows("Send message"), seconds=20)

    async def send(self) -> bool:
        """Presses *Send message*; returns whether the bot acknowledged it."""
        delivery = await self._fake.submit(seed.SAM, self._fake.views(seed.SAM)[-1], {})
        if self._fake.views(seed.SAM):
            await self._fake.close(seed.SAM)
        return delivery.status == 200

    def _cards(self) -> list[Any]:
        dm = self._fake.dm(seed.SAM)
        return [message for message in self._fake.messages(dm, seed.SAM) if message.by_app and message.blocks]

    def _form_shows(self, words: str) -> bool:
        views = self._fake.views(seed.SAM)
        return bool(views) and words in str(views[-1].body)
