"""A running mail sender: the real store and SMTP client, a mail server with configurable behaviour, and a clock."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.workers.mail_sender import MailSender
from bot.workers.source_poller import Reporter, Reporting
from connectors.mail.base import MailAccount, Mailer, MailReader
from connectors.mail.graph.mailbox import GraphMailbox
from connectors.mail.routed import RoutedMailer
from connectors.mail.sending.smtp import SmtpMailer
from connectors.mail.services import MailProvider
from handlers.context import Outreach, no_op
from store.credits.accounts import look
from store.db import Store
from store.keys import KeyRing
from store.tables.core import Member
from store.tables.outreach import CreditEntry, Invitation, Mail, Notice
from tests.databases import NOW, Team
from tests.fakes.smtp import Sink, smtp_sink
from tests.store.outreach.contacting import KEY, invited

KEYS = KeyRing(("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",))


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def after(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Post:
    """`sink` is the operator's mail server; `outboxes` are the sending processes. `services`: where people sign in."""

    store: Store
    sink: Sink
    imap_url: str = ""
    reader: MailReader | None = None
    clock: Clock = field(default_factory=Clock)
    services: dict[str, MailProvider] = field(default_factory=dict[str, MailProvider])
    mailers: list[Mailer] = field(default_factory=list[Mailer])

    @property
    def account(self) -> MailAccount:
        return MailAccount(
            smtp_url=self.sink.url,
            imap_url=self.imap_url,
            mail_from="jobs@acme.example",
            company="Acme",
            postal_address="1 Main Street",
        )

    @property
    def outreach(self) -> Outreach:
        return Outreach("https://sourcer.example.com", self.account, KEYS, KEY, services=self.services)

    def outbox(self, news: Callable[[], None] = no_op, *, answer_within: float = 1.0) -> MailSender:
        """A new process, which waits `answer_within` seconds for the mail server."""
        mailer = RoutedMailer(SmtpMailer(answer_within=answer_within), GraphMailbox(send_seconds=answer_within))
        self.mailers.append(mailer)
        return MailSender(self.store, mailer, self.outreach, self.clock, self.reader, news)

    async def send_due(self) -> int:
        return await self.outbox().run_once()

    # ── results ──

    async def invitation(self, id: int) -> Invitation:
        async with self.store.read() as db:
            return await db.get_one(Invitation, id)

    async def mails(self, invitation_id: int) -> list[Mail]:
        async with self.store.read() as db:
            mine = select(Mail).where(Mail.invitation_id == invitation_id).order_by(col(Mail.id))
            return list(await db.exec(mine))

    async def notices(self) -> list[Notice]:
        async with self.store.read() as db:
            return list(await db.exec(select(Notice).order_by(col(Notice.id))))

    async def ledger(self, invitation_id: int) -> list[str]:
        async with self.store.read() as db:
            mine = select(CreditEntry.kind).where(CreditEntry.invitation_id == invitation_id)
            return list(await db.exec(mine.order_by(col(CreditEntry.id))))

    async def credits(self, team: Team) -> tuple[int, int]:
        """The free and the held credits."""
        async with self.store.read() as db:
            own = await look(db, team.workspace.id)
        assert own is not None
        return own.balance, own.held


async def people(team: Team, count: int, domain: str = "home{n}.example") -> list[tuple[int, str]]:
    """Profile ids and addresses, each at its own domain."""
    made: list[tuple[int, str]] = []
    for number in range(count):
        email = f"p{number}@{domain.format(n=number)}"
        made.append((await team.profile(f"Person {number}", emails=[email]), email))
    return made


async def invited_many(team: Team, by: Member, count: int, domain: str = "home{n}.example", **fields: Any) -> list[int]:
    return [
        (await invited(team, by, profile_id, address=email, **fields)).id
        for profile_id, email in await people(team, count, domain)
    ]


@asynccontextmanager
async def posting(store: Store) -> AsyncIterator[Post]:
    async with smtp_sink() as sink:
        post = Post(store, sink)
        yield post
        for mailer in post.mailers:
            await mailer.close()


def these(*connected: Reporter) -> Reporting:
    """The connections that a poller is to ask."""

    async def found() -> tuple[Reporter, ...]:
        return connected

    return found
