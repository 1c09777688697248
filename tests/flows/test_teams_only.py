"""Teams only: the message extension, notes from messages, the welcome card."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from store.roles import Role
from tests.chat.base import Clock, add_people
from tests.chat.teams import CHANNEL, TeamsChat, TeamsPerson, teams_chat
from tests.flows.conftest import recruiting
from tests.flows.looking import notes_on
from tests.people import nurse


@pytest.fixture
async def teams(tmp_path: Path, clock: Clock) -> AsyncIterator[TeamsChat]:
    async with teams_chat(tmp_path, clock) as chat:
        yield chat


@pytest.fixture
async def ana(teams: TeamsChat) -> TeamsPerson:
    return await recruiting(teams)  # type: ignore[return-value]


async def query(chat: TeamsChat, user: str, words: str) -> dict[str, Any]:
    value = {"commandId": "find", "parameters": [{"name": "words", "value": words}], "queryOptions": {"skip": 0}}
    invoke = chat.fake.activity("invoke", user=user, chat=CHANNEL, name="composeExtension/query", value=value)
    return (await chat.post(invoke))["composeExtension"]


async def test_the_extension_lists_names_and_inserts_a_masked_card(teams: TeamsChat, ana: TeamsPerson):
    found = await query(teams, "ana", "nurse in Boston")
    previews = [each["preview"]["content"]["title"] for each in found["attachments"]]
    assert "Grace Hopper" in previews
    inserted = json.dumps([each["content"] for each in found["attachments"]])
    assert "Grace" not in inserted
    assert "Hopper" not in inserted
    assert "Simmons" not in inserted  # the school
    assert "example.com" not in inserted
    assert "Action." not in inserted
    assert "Registered Nurse" in inserted


async def test_the_extension_leaves_out_colleagues(teams: TeamsChat, ana: TeamsPerson):
    await add_people(teams.bot, [nurse(50, "Nina Northwind", experience=[{"company": "Northwind Hiring, Inc."}])])
    found = await query(teams, "ana", "nurse in Boston")
    previews = [each["preview"]["content"]["title"] for each in found["attachments"]]
    assert "Grace Hopper" in previews
    assert "Nina Northwind" not in previews


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST, None])
async def test_roles_without_search_can_insert_nobody(teams: TeamsChat, ana: TeamsPerson, role: Role | None):
    await teams.person("Maya", role)
    found = await query(teams, "maya", "nurse in Boston")
    assert "attachments" not in found
    assert "Grace" not in json.dumps(found)


@pytest.mark.parametrize("words", ["", "   ", "zzzz qqqq", '"unfinished', "<!channel>", "x" * 5000])
async def test_no_matches_is_a_message(teams: TeamsChat, ana: TeamsPerson, words: str):
    found = await query(teams, "ana", words)
    assert found["type"] == "message"
    assert found["text"]


async def test_an_index_outage_is_shown_in_the_extension(teams: TeamsChat, ana: TeamsPerson, tmp_path: Path):
    folder = tmp_path / "elsewhere"
    async with teams_chat(folder, teams.clock) as chat:
        await recruiting(chat)
    (folder / "index" / "version").write_text("0")
    async with teams_chat(folder, teams.clock) as chat:
        await chat.person("Ana", Role.RECRUITER)
        found = await query(chat, "ana", "nurse")
    assert found["type"] == "message"
    assert "search index" in found["text"]


async def test_a_message_becomes_a_note(teams: TeamsChat, ana: TeamsPerson):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star")
    message = {"body": {"content": "<p>Grace was <b>great</b> &amp; on time</p>"}, "linkToMessage": "https://teams/m/1"}
    value = {"commandId": "saveNote", "messagePayload": message}
    opened = await teams.post(
        teams.fake.activity("invoke", user="ana", chat=CHANNEL, name="composeExtension/fetchTask", value=value)
    )
    card = opened["task"]["value"]["card"]["content"]
    assert "Grace was great & on time" in json.dumps(card)
    submit = next(each for each in _actions(card) if each["data"]["verb"] == "save_message_note")
    data = {**submit["data"], "candidate": "Grace Hopper", "text": "Grace was great & on time", "audience": "team"}
    done = await teams.post(
        teams.fake.activity(
            "invoke", user="ana", chat=CHANNEL, name="composeExtension/submitAction", value={"data": data}
        )
    )
    assert "this reference" not in json.dumps(done)
    [row] = await notes_on(teams, ana, "Grace Hopper")
    assert (row.note.text, row.note.link) == ("Grace was great & on time", "https://teams/m/1")
    assert "Grace" not in " ".join(teams.channel_lines(ana))


def _actions(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _actions(each)]
    if not isinstance(part, dict):
        return []
    here = [part] if str(part.get("type", "")).startswith("Action.") and "data" in part else []
    return here + [found for each in part.values() for found in _actions(each)]


async def test_the_search_form_opens_from_the_compose_box_and_answers_in_private(teams: TeamsChat, ana: TeamsPerson):
    await ana.command()
    opened = await teams.post(
        teams.fake.activity(
            "invoke", user="ana", chat=CHANNEL, name="composeExtension/fetchTask", value={"commandId": "searchForm"}
        )
    )
    card = opened["task"]["value"]["card"]["content"]
    submit = next(each for each in _actions(card) if each["data"]["verb"] == "run_search")
    data = {**submit["data"], "what": "nurse", "where": "Boston"}
    await teams.post(
        teams.fake.activity(
            "invoke", user="ana", chat=CHANNEL, name="composeExtension/submitAction", value={"data": data}
        )
    )
    assert "Grace Hopper" in ana.card()
    assert "Grace" not in " ".join(teams.channel_lines(ana))


async def test_on_install_a_welcome_card_by_role(teams: TeamsChat, ana: TeamsPerson):
    lee = await teams.person("Lee", None)
    for user, shows in (("ana", "Pick a job, then search"), ("lee", "Ask for access")):
        await teams.post(teams.fake.activity("installationUpdate", user=user, action="add"))
        someone = ana if user == "ana" else lee
        assert shows in someone.card().text + " ".join(someone.card().buttons)


async def test_an_install_in_a_channel_reveals_nothing_about_people(teams: TeamsChat, ana: TeamsPerson):
    await teams.post(teams.fake.activity("installationUpdate", user="ana", chat=CHANNEL, action="add"))
    assert "Grace" not in " ".join(teams.channel_lines(ana))


async def test_a_channel_mention_by_someone_without_a_chat_says_what_to_do(teams: TeamsChat):
    """That person never added the bot, and no chat with them can be opened."""
    lee = await teams.person("Lee", None)
    teams.fake.closed_to.add("29:lee")
    await teams.in_channel(lee, "help")
    assert any("Add Sourcer to your own apps" in line for line in teams.channel_lines(lee))
