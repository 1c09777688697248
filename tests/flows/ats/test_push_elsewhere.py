"""Pushing to an ATS that has no field for where somebody was found: a note says it; on both platforms."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.roles import Role
from tests.chat.base import Chat, Clock, Someone, add_people
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.ashby import CREDENTIALS, FakeAshby, ashby
from tests.flows.ats.connecting import candidate, card, connect, sync
from tests.people import nurse

NAME, EMAIL = "Rosa Diaz", "rosa@people.example"
SOURCE = "Source: Sourcer (Internet)"


@pytest.fixture
async def fake() -> AsyncIterator[FakeAshby]:
    async with ashby() as one:
        yield one


@pytest.fixture(params=["slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, fake: FakeAshby) -> AsyncIterator[Chat]:
    opened = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock, source_urls=(("ashby", fake.address),)) as there:
        yield there


async def push(chat: Chat) -> Someone:
    """Ana pushes somebody to Ashby, for the ICU Nurse."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await add_people(chat.bot, [nurse(101, NAME, emails=[EMAIL])])
    await connect(chat, await chat.person("Sam", Role.ADMIN), "Ashby", CREDENTIALS)
    await sync(chat)
    await card(ana, await candidate(chat, ana, NAME))
    await ana.press("Push to ATS")
    await ana.submit(job="ICU Nurse")
    return ana


async def test_somebody_new_gets_the_job_and_a_note_with_the_source(chat: Chat, fake: FakeAshby):
    ana = await push(chat)
    assert "Rosa Diaz is in Ashby now, for ICU Nurse." in ana.card()
    [there] = fake.candidates
    assert [each["job"]["id"] for each in fake.applications] == ["j1"]
    assert [(each["candidateId"], each["note"]["value"]) for each in fake.notes] == [(there["id"], SOURCE)]


async def test_of_somebody_who_is_there_the_source_stays_as_it_is(chat: Chat, fake: FakeAshby):
    fake.add(NAME, EMAIL, "j2")
    ana = await push(chat)
    assert "was in Ashby already" in ana.card()
    assert fake.notes == []
    assert len(fake.candidates) == 1
