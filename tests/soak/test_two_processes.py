"""Two processes on one PostgreSQL, as a company runs them: background jobs happen once, and each e-mail is sent once.

The real program runs twice, with a real Typesense, a real SMTP server, and stateful fakes of IMAP and Slack."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from bot.app import utc_now
from bot.background import CREDITS, MAILBOXES
from bot.playground.server import FakeSlack
from bot.playground.slack import seed
from bot.workers.mail_delivery import MAX_CONCURRENT
from store.credits import accounts
from store.db import Store
from store.keys import KeyRing
from store.mailbox import secrets
from store.members import members, workspaces
from store.roles import Role
from store.tables.outreach import CandidateAnswer, CardChange, CreditEntry, Mailbox, Notice
from tests.chat.base import OUTREACH
from tests.fakes.imap import FakeMailbox, fake_mailbox
from tests.fakes.slack import slack_workspace
from tests.fakes.smtp import Sink, smtp_sink
from tests.servers.postgres import Postgres
from tests.servers.typesense import TypesenseServer
from tests.soak.killed import Books, Presser, Victim, open_books

KILLS = max(1, int(os.environ.get("SOAK_ROUNDS", "10")) // 10)
EACH = 80  # invitations per kill
ANSWERS = 10
EVERY = max(CREDITS.every, MAILBOXES.every)  # seconds

pytestmark = pytest.mark.timeout(240 + 60 * KILLS)


@dataclass
class Company:
    """`pair` holds the two processes; Slack calls the second one at first."""

    fake: FakeSlack
    sink: Sink
    mailbox: FakeMailbox
    books: Books
    pair: list[Victim]

    async def start(self) -> None:
        await asyncio.gather(*(process.start() for process in self.pair))
        self.fake.bot_url = self.pair[1].url

    def count_messages(self, user: str, *words: str) -> int:
        """Number of messages from the bot to the user that contain all `words`."""
        messages = self.fake.messages(self.fake.dm(user), user)
        return sum(all(word in str(each.blocks) for word in words) for each in messages if each.by_app)

    def logs(self) -> str:
        return "\n".join(process.log.read_text() for process in self.pair)


@pytest.fixture
async def company(server: Postgres, engine: TypesenseServer, tmp_path: Path) -> AsyncIterator[Company]:
    name = await server.create()
    outside = {
        "SOURCER_TYPESENSE_URL": engine.url,
        "SOURCER_TYPESENSE_API_KEY": engine.api_key,
        "SOURCER_SECRET_KEYS": OUTREACH["secret_keys"][0],
    }
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(slack_workspace())
        sink = await stack.enter_async_context(smtp_sink())
        mailbox = await stack.enter_async_context(fake_mailbox())
        store = await Store.open(server.url(name))
        stack.push_async_callback(store.close)
        pair: list[Victim] = []
        for which in ("one", "other"):
            (tmp_path / which).mkdir()
            process = Victim(fake, tmp_path / which, sink, server.url(name), SOURCER_IMAP_URL=mailbox.url, **outside)
            stack.push_async_callback(process.kill)
            pair.append(process)
        yield Company(fake, sink, mailbox, await open_books(store, sink), pair)
    await server.drop(name)


async def test_what_two_processes_do_happens_once(company: Company):
    """Invitations, a credit reset, answers by mail, a mailbox that refuses the login, redrawn cards."""
    books, fake = company.books, company.fake
    async with books.store.write() as db:
        asleep = await workspaces.get_or_create(db, "slack", "T0ASLEEP", "Asleep")
        await accounts.account(db, asleep.id, _last_month())  # the month began while no process ran
    other = await _another_workspace(company)
    await books.add_readers(2)

    await company.start()
    until = asyncio.get_running_loop().time() + EVERY + 2  # by then each has run its once-a-minute jobs
    async with books.store.write() as db:
        await accounts.account(db, other, _last_month())  # the month begins while both run

    await books.invite(100)
    sam = Presser(fake)
    for number, process in enumerate(company.pair):
        fake.bot_url = process.url
        await sam.preview(f"Reader{number} Known")
        assert await sam.send()
    await books.settle()
    assert await books.check() == {"sent": 102}
    answers = [_answers(company, to) for to in ("reader0@known.example", *company.sink.to[: ANSWERS - 1])]

    await asyncio.sleep(until - asyncio.get_running_loop().time())
    async with asyncio.timeout(30):
        while await _work_pending(books.store):
            await asyncio.sleep(0.1)

    notices = {words: company.count_messages(seed.SAM, words, "Your invitation") for words in answers}
    assert notices == dict.fromkeys(answers, 1)  # the candidate's own card shows the answer too
    assert company.count_messages(seed.ANA, "read answers by e-mail since") == 1
    first_card = next(
        message for message in fake.messages(fake.dm(seed.SAM), seed.SAM) if message.by_app and message.blocks
    )
    assert "Replied" in str(first_card.blocks)
    async with books.store.read() as db:
        assert len((await db.exec(select(CandidateAnswer))).all()) == ANSWERS
        resets = select(CreditEntry.workspace_id, func.count()).where(CreditEntry.kind == "reset")
        counts = dict((await db.exec(resets.group_by(col(CreditEntry.workspace_id)))).all())
    assert counts == {books.by.workspace_id: 1, asleep.id: 2, other: 2}
    assert await books.check() == {"sent": 102 - ANSWERS, "answered": ANSWERS}
    assert "Traceback" not in company.logs()


async def test_one_is_killed_while_it_sends_and_the_other_goes_on(company: Company):
    books, sink = company.books, company.sink
    sink.slow = 0.3  # so that the second process finds work when it looks
    await company.start()
    for number in range(KILLS):
        inviting = asyncio.create_task(books.invite(EACH))
        await _until_both_send(books)
        await asyncio.sleep(random.uniform(0, 1))
        killed = company.pair[number % 2]
        await killed.kill()
        await inviting
        await _until_only_dead_process_holds_mails(books)
        await books.record_kill()
        await killed.start()  # it finds the e-mails it left behind
        await books.settle()
    states = await books.check()
    print(f"{KILLS} kills of one of two: {dict(states)}, being sent at the kills: {books.sending_at_kills}")
    assert max(books.sending_at_kills) <= MAX_CONCURRENT
    assert company.pair[0].running
    assert company.pair[1].running


def _last_month() -> datetime:
    return utc_now().replace(day=1) - timedelta(days=1)


async def _another_workspace(company: Company) -> int:
    """Ana's workspace, whose mailbox refuses its login."""
    keys = KeyRing(OUTREACH["secret_keys"])
    refused = company.mailbox.url.replace("jobs%40", "other%40")
    async with company.books.store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T0OTHER", "Other")
        ana = await members.get_or_create(
            db, workspace, seed.ANA, name="Ana", email="", outsider=False, admins=frozenset()
        )
        ana.role = Role.ADMIN
        db.add(Mailbox(workspace_id=workspace.id, updated_at=utc_now()))
        await db.flush()
        await secrets.save(db, ana, {"imap_url": refused}, keys, utc_now())
    return workspace.id


def _answers(company: Company, sender: str) -> str:
    """Delivers an answer from `sender` to their invitation; returns its text."""
    sink = company.sink
    words = f"Answer of {sender.partition('@')[0]} here."
    message_id = sink.message_ids[sink.to.index(sender)]
    headers = f"From: <{sender}>\r\nMessage-ID: <{sender}>\r\nSubject: Re: A role\r\nIn-Reply-To: {message_id}\r\n"
    company.mailbox.deliver(f"{headers}\r\n{words}\r\n".encode())
    return words


async def _work_pending(store: Store) -> bool:
    """Whether answers are unread, notifications undelivered, or cards not redrawn."""
    async with store.read() as db:
        answers = (await db.exec(select(func.count()).select_from(CandidateAnswer))).one()
        undelivered = (await db.exec(select(Notice).where(col(Notice.sent_at).is_(None)))).first()
        stale = (await db.exec(select(CardChange))).first()
    return answers < ANSWERS or undelivered is not None or stale is not None


async def _until_both_send(books: Books) -> None:
    async with asyncio.timeout(30):
        while len({holder for state, holder in (await books.leased()).values() if state == "sending"}) < 2:
            await asyncio.sleep(0.02)


async def _until_only_dead_process_holds_mails(books: Books) -> None:
    """Waits until the running process has nothing to take and the leased e-mails stop changing."""
    async with asyncio.timeout(60):
        before: dict[int, tuple[str, str]] = {}
        while (now := await books.leased()) != before or await books.available() or len(set(_holders(now))) > 1:
            before = now
            await asyncio.sleep(1)


def _holders(in_hand: dict[int, tuple[str, str]]) -> list[str]:
    return [holder for _, holder in in_hand.values()]
