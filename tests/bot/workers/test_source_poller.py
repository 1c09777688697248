"""Polling connected sources for answers: on both databases, over HTTP, from a source that repeats a batch until it is
acknowledged, as Indeed's Candidate Sync does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from sqlmodel import col, select

from bot.workers.mailbox_poller import MailboxPoller
from bot.workers.source_poller import Reporter
from connectors.answer_sources import SourceAnswer, SourceAnswers
from connectors.errors import BadCredentials, Unreachable
from connectors.mail.receiving.imap import ImapReader
from handlers.context import Outreach
from store import leases
from store.db import Store
from store.people import candidates
from store.tables.core import Candidate
from store.tables.outreach import CandidateAnswer, Notice, SourceCursor
from tests.bot.workers.sending import KEYS, Post, posting, these
from tests.databases import NOW, Team
from tests.store.outreach.contacting import GRACE, KEY, invited


@dataclass
class Partner:
    """An HTTP source that returns batches by token; it repeats a batch until the batch's token acknowledges it.
    `gate`: requests wait for it."""

    batches: list[list[dict[str, Any]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    status: int = 200
    url: str = ""
    gate: asyncio.Event | None = None

    async def answer(self, request: web.Request) -> web.Response:
        token = request.query.get("token", "")
        self.tokens.append(token)
        if self.gate is not None:
            await self.gate.wait()
        if self.status != 200:
            return web.Response(status=self.status)
        at = int(token or 0)
        batch = self.batches[at] if at < len(self.batches) else []
        after = min(at + 1, len(self.batches))
        return web.json_response({"token": str(after), "assets": batch, "more": after < len(self.batches)})


class PartnerSource:
    """The client of the source, for one workspace."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def answers(self, cursor: str) -> SourceAnswers:
        async with httpx.AsyncClient() as http:
            try:
                got = await http.get(self.url, params={"token": cursor})
            except httpx.HTTPError as fault:
                raise Unreachable("Partner") from fault
        if got.status_code == 401:
            raise BadCredentials("Partner")
        if got.status_code != 200:
            raise Unreachable("Partner")
        payload = got.json()
        return SourceAnswers(
            tuple(SourceAnswer(**each) for each in payload["assets"]), payload["token"], payload["more"]
        )


@asynccontextmanager
async def on_the_wire() -> AsyncIterator[Partner]:
    partner = Partner()
    app = web.Application()
    app.router.add_get("/", partner.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    partner.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield partner
    await runner.cleanup()


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    async with posting(store) as there:
        yield there


@pytest.fixture
async def partner() -> AsyncIterator[Partner]:
    async with on_the_wire() as there:
        yield there


def process(post: Post, team: Team, partner: Partner) -> MailboxPoller:
    outreach = Outreach("https://sourcer.example.com", post.account, KEYS, KEY)
    sources = (Reporter(team.workspace.id, "partner", PartnerSource(partner.url)),)
    return MailboxPoller(post.store, ImapReader(post.clock), outreach, post.clock, lambda: None, these(*sources))


async def wrote(post: Post, team: Team, source_id: str) -> int:
    """Sends an invitation to a person from the partner's source; returns the candidate's id."""
    ana = await team.member()
    profile = await team.profile(emails=[GRACE], source="partner", source_id=source_id)
    invitation = await invited(team, ana, profile, address=GRACE)
    await post.send_due()
    async with post.store.read() as db:
        found = await candidates.of_profile(db, team.workspace.id, profile)
    assert found is not None
    assert invitation.candidate_id == found.id
    return found.id


async def stored_answers(post: Post) -> list[CandidateAnswer]:
    async with post.store.read() as db:
        return list(await db.exec(select(CandidateAnswer).order_by(col(CandidateAnswer.id))))


async def reading(post: Post, team: Team) -> SourceCursor:
    async with post.store.read() as db:
        return await db.get_one(SourceCursor, (team.workspace.id, "partner"))


def source_answer(id: str, whose: str, kind: str = "interested", text: str = "") -> dict[str, Any]:
    return {"id": id, "source_id": whose, "kind": kind, "text": text}


async def test_answers_are_stored_flagged_and_notified_once(post: Post, team: Team, partner: Partner):
    candidate_id = await wrote(post, team, "p-1")
    partner.batches = [
        [source_answer("a", "p-1", text="Yes, please"), source_answer("b", "somebody-else")],
        [source_answer("a", "p-1")],
    ]
    assert await process(post, team, partner).run_once() == 1
    assert await process(post, team, partner).run_once() == 0
    assert [(each.key, each.text) for each in await stored_answers(post)] == [("partner:a", "Yes, please")]
    async with post.store.read() as db:
        assert (await db.get_one(Candidate, candidate_id)).interest == "interested"
        assert len(list(await db.exec(select(Notice).where(Notice.verb == "answer")))) == 1
    assert partner.tokens == ["", "1", "2"]
    assert (await reading(post, team)).cursor == "2"


async def test_answers_whose_long_ids_begin_alike_are_different_answers(post: Post, team: Team, partner: Partner):
    await wrote(post, team, "p-1")
    same = "x" * 300
    first, second = source_answer(f"{same}1", "p-1", text="Yes"), source_answer(f"{same}2", "p-1", "replied", "When?")
    partner.batches = [[first], [first, second], [second]]
    assert await process(post, team, partner).run_once() == 2
    assert [each.text for each in await stored_answers(post)] == ["Yes", "When?"]


async def test_an_answer_stored_by_an_earlier_version_is_not_reported_again(post: Post, team: Team, partner: Partner):
    """Which cut long keys, so that another answer may have the same one."""
    await wrote(post, team, "p-1")
    id = "x" * 300
    partner.batches = [[source_answer(id, "p-1", text="Yes")]]
    assert await process(post, team, partner).run_once() == 1
    async with post.store.write() as db:
        [stored] = await db.exec(select(CandidateAnswer))
        stored.key = f"partner:{id}"[:200]
    partner.batches += [[source_answer(id, "p-1", text="Yes"), source_answer(f"{id}2", "p-1", "replied", "When?")]]
    assert await process(post, team, partner).run_once() == 1
    assert [each.text for each in await stored_answers(post)] == ["Yes", "When?"]


async def test_a_batch_is_acknowledged_only_once_stored(post: Post, team: Team, partner: Partner):
    """The process dies between fetching and storing: the next one receives the batch again."""
    await wrote(post, team, "p-1")
    partner.batches = [[source_answer("a", "p-1")]]
    source = PartnerSource(partner.url)
    await source.answers("")
    assert await process(post, team, partner).run_once() == 1
    assert partner.tokens == ["", ""]


async def test_several_processes_store_an_answer_once(post: Post, team: Team, partner: Partner):
    await wrote(post, team, "p-1")
    partner.batches = [[source_answer("a", "p-1")]]
    counts = await asyncio.gather(*(process(post, team, partner).run_once() for _ in range(4)))
    assert sum(counts) == 1
    assert len(await stored_answers(post)) == 1


async def test_of_several_processes_one_polls(post: Post, team: Team, partner: Partner):
    lease = Reporter(team.workspace.id, "partner", PartnerSource(partner.url)).lease
    async with post.store.write() as db:
        assert await leases.take(db, lease, "another", NOW + timedelta(minutes=1), NOW)
    await process(post, team, partner).run_once()
    assert partner.tokens == []
    post.clock.after(minutes=1)  # the other process died
    await process(post, team, partner).run_once()
    assert partner.tokens == [""]


async def test_a_failure_is_recorded_and_recovered_from(post: Post, team: Team, partner: Partner):
    await wrote(post, team, "p-1")
    partner.batches, partner.status = [[source_answer("a", "p-1")]], 401
    assert await process(post, team, partner).run_once() == 0
    failing = await reading(post, team)
    assert (failing.failing_since, failing.last_error) == (NOW, "The login is no longer accepted.")
    partner.status = 200
    assert await process(post, team, partner).run_once() == 1
    over = await reading(post, team)
    assert (over.failing_since, over.last_error) == (None, "")


async def test_an_unexpected_answer_blocks_no_other(post: Post, team: Team, partner: Partner):
    await wrote(post, team, "p-1")
    partner.batches = [[source_answer("a", "p-1")]]
    async with on_the_wire() as odd:
        odd.batches = [[{"neither": "id nor kind"}]]
        outreach = Outreach("https://sourcer.example.com", post.account, KEYS, KEY)
        at = {"odd": odd.url, "partner": partner.url}
        sources = tuple(Reporter(team.workspace.id, name, PartnerSource(url)) for name, url in at.items())
        interest = MailboxPoller(
            post.store, ImapReader(post.clock), outreach, post.clock, lambda: None, these(*sources)
        )
        assert await interest.run_once() == 1
    async with post.store.read() as db:
        assert "reference" in (await db.get_one(SourceCursor, (team.workspace.id, "odd"))).last_error


async def test_a_source_that_hangs_holds_up_no_other(post: Post, team: Team, partner: Partner):
    await wrote(post, team, "p-1")
    partner.batches = [[source_answer("a", "p-1")]]
    async with on_the_wire() as hanging:
        hanging.gate = asyncio.Event()
        outreach = Outreach("https://sourcer.example.com", post.account, KEYS, KEY)
        at = {"hanging": hanging.url, "partner": partner.url}
        sources = tuple(Reporter(team.workspace.id, name, PartnerSource(url)) for name, url in at.items())
        poller = MailboxPoller(post.store, ImapReader(post.clock), outreach, post.clock, lambda: None, these(*sources))
        running = asyncio.create_task(poller.run_once())
        async with asyncio.timeout(20):
            while len(await stored_answers(post)) < 1:
                await asyncio.sleep(0.02)
        assert (running.done(), hanging.tokens) == (False, [""])
        hanging.gate.set()
        assert await running == 1


async def test_answers_do_not_reach_another_workspace(post: Post, team: Team, other_team: Team, partner: Partner):
    await wrote(post, team, "p-1")
    partner.batches = [[source_answer("a", "p-1")]]
    assert await process(post, other_team, partner).run_once() == 0
    assert await stored_answers(post) == []
