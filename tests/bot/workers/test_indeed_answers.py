"""Answers on Indeed, polled into the store: each batch is acknowledged once it is stored, and counts once."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlmodel import col, select

from bot.playground.sources.indeed import FakeIndeed, failed
from bot.workers.mailbox_poller import MailboxPoller
from bot.workers.source_poller import Reporter, reporting
from connectors.mail.receiving.imap import ImapReader
from connectors.resumes.indeed import Indeed
from handlers.connected_sources import Sources
from handlers.context import Outreach
from store.db import Store
from store.roles import Role
from store.sources import connections
from store.tables.core import Candidate
from store.tables.outreach import CandidateAnswer, SourceCursor
from tests.bot.workers.sending import KEYS, Post, posting, these
from tests.databases import NOW, Team
from tests.fakes import indeed as fakes
from tests.fakes.indeed import CREDENTIALS, interested
from tests.store.outreach.contacting import GRACE, KEY, invited


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    async with posting(store) as there:
        yield there


@pytest.fixture
async def there() -> AsyncIterator[FakeIndeed]:
    async with fakes.indeed() as fake:
        yield fake


@pytest.fixture
async def indeed(there: FakeIndeed) -> AsyncIterator[Indeed]:
    source = Indeed(CREDENTIALS, there.address)
    yield source
    await source.close()


def outreach_of(post: Post) -> Outreach:
    return Outreach("https://sourcer.example.com", post.account, KEYS, KEY)


def process(post: Post, team: Team, indeed: Indeed) -> MailboxPoller:
    connected = (Reporter(team.workspace.id, "indeed", indeed),)
    return MailboxPoller(
        post.store, ImapReader(post.clock), outreach_of(post), post.clock, lambda: None, these(*connected)
    )


async def invite(post: Post, team: Team) -> int:
    ana = await team.member()
    invitation = await invited(team, ana, await team.profile(emails=[GRACE]), address=GRACE)
    await post.send_due()
    return invitation.candidate_id


async def keys(post: Post) -> list[str]:
    async with post.store.read() as db:
        stored = await db.exec(select(CandidateAnswer.key).order_by(col(CandidateAnswer.id)))
        return list(stored)


async def test_answers_are_stored_once_and_then_acknowledged(post: Post, team: Team, there: FakeIndeed, indeed: Indeed):
    candidate_id = await invite(post, team)
    first = [interested("a-1", GRACE.upper()), interested("a-2", "stranger@people.example")]
    there.batches = [first, [interested("a-1", GRACE)]]
    await indeed.answers("")  # a process that died before it stored the batch
    counts = await asyncio.gather(*(process(post, team, indeed).run_once() for _ in range(3)))
    assert sum(counts) == 1
    for _ in range(2):
        assert await process(post, team, indeed).run_once() == 0
    assert await keys(post) == ["indeed:a-1"]
    assert list(dict.fromkeys(there.tokens)) == ["", "1", "2"]
    async with post.store.read() as db:
        assert (await db.get_one(Candidate, candidate_id)).interest == "interested"


async def test_a_failure_between_fetching_and_storing_loses_no_answer(
    post: Post, team: Team, there: FakeIndeed, indeed: Indeed
):
    await invite(post, team)
    there.batches = [[interested("a-1", GRACE)]]
    there.misbehave = lambda: failed("INTERNAL_SERVER_ERROR")
    assert await process(post, team, indeed).run_once() == 0
    there.misbehave, there.gate = None, asyncio.Event()
    dying = asyncio.create_task(process(post, team, indeed).run_once())
    async with asyncio.timeout(30):
        while not there.tokens:
            await asyncio.sleep(0.01)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    there.gate.set()
    assert await process(post, team, indeed).run_once() == 1
    assert await keys(post) == ["indeed:a-1"]
    async with post.store.read() as db:
        assert (await db.get_one(SourceCursor, (team.workspace.id, "indeed"))).cursor == "1"


async def test_what_workspaces_have_connected_is_polled_each_from_its_own_cursor(
    post: Post, team: Team, other_team: Team, there: FakeIndeed
):
    await invite(post, team)
    there.batches = [[interested("a-1", GRACE)]]
    sources = Sources(KEYS, {"indeed": there.address, "dice": there.address})
    poller = MailboxPoller(
        post.store, ImapReader(post.clock), outreach_of(post), post.clock, lambda: None, reporting(post.store, sources)
    )
    assert (await poller.run_once(), there.tokens) == (0, [])
    admins = [await each.member("Root", role=Role.ADMIN) for each in (team, other_team)]
    async with post.store.write() as db:
        rows = [
            await connections.connect(db, by, name, CREDENTIALS, KEYS, NOW, everyone=True)
            for by in admins
            for name in ("indeed", "dice")  # Dice doesn't report answers
        ]
    assert (await poller.run_once(), there.tokens) == (1, ["", ""])
    async with post.store.write() as db:
        await connections.record_failure(db, other_team.workspace.id, rows[2].id, "refused", NOW, refused=True)
        await connections.disconnect(db, admins[0], rows[0].id, NOW)
        await connections.connect(db, admins[0], "indeed", CREDENTIALS, KEYS, NOW, everyone=True)
    assert (await poller.run_once(), there.tokens) == (0, ["", "", ""])  # the new connection, from its beginning
    assert await keys(post) == ["indeed:a-1"]
    await sources.close()


async def test_an_answer_does_not_reach_another_workspace(
    post: Post, team: Team, other_team: Team, there: FakeIndeed, indeed: Indeed
):
    await invite(post, team)
    there.batches = [[interested("a-1", GRACE)]]
    assert await process(post, other_team, indeed).run_once() == 0
    assert await keys(post) == []
