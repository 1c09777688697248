"""`sourcer source check` and the doctor's line: a connected resume database, as its partner answers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from bot.playground.sources.dice import FakeDice
from store.keys import KeyRing
from store.sources import connections
from tests.bot.cli.conftest import Done, Sourcer, by_admin
from tests.databases import NOW
from tests.fakes.dice import CREDENTIALS, dice, person
from tests.paths import ROOT

KEY = Fernet.generate_key().decode()


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[FakeDice]:
    """Dice, connected in slack:T1."""
    async with by_admin(tmp_path) as (db, sam):
        await connections.connect(db, sam, "dice", CREDENTIALS, KeyRing([KEY]), NOW, everyone=True)
    async with dice() as running:
        running.people = [person("d1", "Rosa Diaz"), person("d2", "Omar [Hall]", workPermitDocuments=None)]
        yield running


async def run(sourcer: Sourcer, fake: FakeDice, *words: str, key: str = KEY) -> Done:
    """In a thread, because the fake runs in this event loop."""
    settings = {"SOURCER_SECRET_KEYS": key, "SOURCER_SOURCE_URLS": f"dice={fake.address}"}
    return await asyncio.to_thread(lambda: sourcer(*words, **settings))


async def test_it_shows_which_fields_came_back_and_reveals_only_when_asked(sourcer: Sourcer, fake: FakeDice):
    check = ("source", "check", "dice", "--workspace", "slack:T1", "--words", "java developer")
    done = await run(sourcer, fake, *check)
    assert done.code == 0, done.err
    assert "Dice: the credentials are accepted." in done.out
    assert "Search: 2 people found, 2 on the first page." in done.out
    lines = {line.split("│")[1].strip(): line for line in done.out.splitlines() if line.count("│") > 2}
    assert "2 of 2" in lines["name"]
    assert "1 of 2" in lines["work_authorization"]
    assert "0 of 2" in lines["emails"]
    assert fake.views_left == 37
    done = await run(sourcer, fake, *check, "--reveal", "d2")
    assert done.code == 0, done.err
    assert "Charged: 1. 36 of 40 left." in done.out
    assert "omar@people.example" in done.out
    assert "Resume: " in done.out
    assert fake.views_left == 36
    assert CREDENTIALS["password"] not in done.out
    assert "dice of workspace 1: worked at" in (await run(sourcer, fake, "doctor")).out
    assert ", 36 left of its contract" in (await run(sourcer, fake, "doctor")).out


async def test_a_renamed_field_shows_under_its_new_name(sourcer: Sourcer, fake: FakeDice):
    check = ("source", "check", "dice", "--workspace", "slack:T1", "--words", "java developer")
    done = await run(sourcer, fake, *check)
    assert "could not be read" not in done.out
    for one in fake.people:
        one["displayName"] = one.pop("fullName")
        del one["firstName"], one["lastName"]
    done = await run(sourcer, fake, *check)
    assert done.code == 0, done.err
    assert "Search: 2 people found, 0 on the first page." in done.out
    assert "2 people could not be read: a profile needs at least an id and a name." in done.out
    assert "hasPhone, displayName." in done.out
    assert "experience.current.title, " in done.out
    fake.misbehave = lambda: web.json_response({"profiles": []})
    done = await run(sourcer, fake, *check)
    assert (done.code, "no list of people at data" in done.err) == (1, True)


async def test_it_says_what_is_missing(sourcer: Sourcer, fake: FakeDice):
    for words, message in (
        (("nowhere", "--workspace", "slack:T1"), "There is no source or ATS “nowhere”. Known: "),
        (("dice", "--workspace", "slack:T2"), "dice isn't connected in slack:T2."),
        (("dice", "--workspace", "T1"), "slack:TEAM_ID"),
    ):
        done = await run(sourcer, fake, "source", "check", *words)
        assert (done.code, message in done.err) == (1, True)
    other = Fernet.generate_key().decode()
    done = await run(sourcer, fake, "source", "check", "dice", "--workspace", "slack:T1", key=other)
    assert (done.code, "No key in SOURCER_SECRET_KEYS can decrypt" in done.err) == (1, True)
    done = await run(sourcer, fake, "doctor", key=other)
    assert (done.code, "dice of workspace 1: no key in SOURCER_SECRET_KEYS" in done.out) == (1, True)
    assert fake.asked == []


def test_a_source_of_ones_own_stands_beside_the_others(sourcer: Sourcer, tmp_path: Path):
    folder = tmp_path / "sources"
    folder.mkdir()
    file = folder / "alumni.toml"
    file.write_text((ROOT / "connectors/resumes/mapping/careerbuilder.toml").read_text())
    check = ("source", "check", "unknown", "--workspace", "slack:T1")
    done = sourcer(*check, SOURCER_SOURCES_DIR=str(folder))
    assert (
        "Known: alumni, ashby, careerbuilder, dice, greenhouse, indeed, lever, people_data_labs, workable."
        in " ".join(done.err.split())
    )
    file.write_text(file.read_text().replace("people =", "persons ="))
    done = sourcer(*check, SOURCER_SOURCES_DIR=str(folder))
    assert done.code != 0
    assert "SOURCER_SOURCES_DIR: alumni.toml: search.people: is missing." in " ".join(done.err.split())
