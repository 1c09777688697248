"""Nobody sees or changes another workspace's rows, whatever they send. Every action is pressed with ids of another
workspace, ids that do not exist, wrong types, missing fields and extra fields."""

import json
import logging
from typing import Any

import pytest

from store.members import members
from store.people import candidates_page
from store.roles import Role
from tests.chat.base import Chat, Someone, grant_role, member_of
from tests.flows.belongings import SECRET, Args, Belongings, Press, belongings, every, rows_of
from tests.flows.looking import search_id

MOST = 2**62 - 1


@pytest.fixture
async def theirs(chat: Chat) -> Belongings:
    """Another workspace on the same installation, with rows of every kind."""
    await grant_role(chat.bot, chat.platform, "T0RIVAL", "U0RIVAL", Role.ADMIN, f"Rita {SECRET}")
    return await belongings(chat, await member_of(chat.bot, chat.platform, "T0RIVAL", "U0RIVAL"))


async def everywhere(chat: Chat, ana: Someone, theirs: Belongings, presses: list[Press]) -> None:
    """Presses all of them. Asserts that no data of theirs is seen or changed, nothing fails, each press is answered."""
    before = await rows_of(chat, theirs)
    faults: list[tuple[str, Args, Args | None, str]] = []
    await ana.command("start")
    for verb, args, typed in presses:
        heard = ana.reply_count()
        reply = await ana.forge(verb, args, typed)
        if ana.reply_count() == heard:
            faults.append((verb, args, typed, "silence"))
        shown = reply.lower().replace(f"“{SECRET[:3]}”", "")
        for trouble in ("this reference", "went wrong", SECRET, "rita ", "u0rival"):
            if trouble in shown:
                faults.append((verb, args, typed, trouble))
                await ana.command("start")
    assert faults == []
    assert await rows_of(chat, theirs) == before


@pytest.fixture
async def admin(chat: Chat, ana: Someone) -> Someone:
    """An admin, who may do everything in their own workspace."""
    return await chat.person("Ana", Role.ADMIN)


async def test_with_their_ids(chat: Chat, admin: Someone, theirs: Belongings):
    presses = every(theirs)
    assert len(presses) > 45
    await everywhere(chat, admin, theirs, presses)


@pytest.mark.parametrize("number", [0, -1, MOST, -MOST])
async def test_with_ids_that_do_not_exist(chat: Chat, admin: Someone, theirs: Belongings, number: int):
    await everywhere(chat, admin, theirs, every(theirs, number))


@pytest.mark.parametrize("number", [2**62, 2**63, 2**64, 10**30, 1.5, "1", True, None, [], {}, [[]], "\x00"])
async def test_with_wrong_types(
    chat: Chat, admin: Someone, theirs: Belongings, number: Any, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.ERROR)
    await everywhere(chat, admin, theirs, every(theirs, number))
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("at", [-1, -5, 4, 10**6, MOST, -MOST])
async def test_with_a_nonexistent_position_in_the_search(chat: Chat, admin: Someone, theirs: Belongings, at: int):
    await admin.search("nurse")
    search = await search_id(chat, admin)
    via = json.dumps(["results", {"search_id": search, "at": at}])
    presses: list[Press] = [
        (verb, {"profile_id": 1, "via": via, **more}, None)
        for verb in ("view", "person", "step", "star", "unstar", "hide", "unhide")
        for more in ({"forward": False}, {"on_card": True}, {"whole": True})
    ]
    presses += [(verb, {"search_id": search, "at": at}, None) for verb in ("results", "several")]
    presses += [("do_with_several", {"search_id": search, "at": at}, {"do": "star", "people_1": ("1",)})]
    await everywhere(chat, admin, theirs, presses)


async def test_with_missing_and_extra_fields(chat: Chat, admin: Someone, theirs: Belongings):
    presses: list[Press] = []
    for verb, args, typed in every(theirs, 1):
        presses += [(verb, {}, None), (verb, {}, {"what": "x"}), (verb, {**args, "evil": 1, "workspace_id": 2}, typed)]
    await everywhere(chat, admin, theirs, presses)


async def test_with_names_instead_of_ids(chat: Chat, admin: Someone, theirs: Belongings):
    """Names of their people and jobs, as a client without suggestions sends them."""
    for verb, typed in (
        ("filter_candidates", {"owner": "Rita", "job": "keeper", "words": ""}),
        ("save_message_note", {"candidate": SECRET, "text": "x", "audience": "team"}),
        ("save_note_on", {"mentions": ("Rita",), "text": "x", "audience": "team"}),
    ):
        await admin.command("start")
        reply = await admin.forge(verb, {"profile_id": 1} if verb == "save_note_on" else {}, typed)
        assert "I can't find" in reply, verb


@pytest.mark.parametrize("source", ["jobs", "members", "candidates", "places", "secrets", ""])
async def test_suggestions_contain_nothing_of_theirs(chat: Chat, admin: Someone, theirs: Belongings, source: str):
    await admin.command("start")
    for words in (SECRET, "rita", "keeper", "z"):
        reply = (await admin.forge("suggest", {"source": source, "words": words})).lower()
        assert "rita " not in reply
        assert "keeper" not in reply.replace("beekeeper", "")


async def test_their_private_profiles_are_not_found(chat: Chat, admin: Someone, theirs: Belongings):
    for words in ("name:zebulon", "nurse", "triage in Boston"):
        seen = await admin.search(words)
        assert f"{SECRET} One" not in seen


async def test_their_members_see_only_their_own(chat: Chat, admin: Someone, theirs: Belongings):
    """The other direction: they cannot see what Ana stars and writes."""
    await admin.search("Grace Hopper")
    await admin.press("☆ Star")
    async with chat.bot.context.store.read() as db:
        rita = await members.get(db, theirs.workspace, theirs.ids["member_id"])
        listed = await candidates_page.listed(db, rita, page_size=50)
    assert {row.candidate.name for row in listed.items} == {f"{SECRET} One"}
