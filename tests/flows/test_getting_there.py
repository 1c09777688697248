"""Every entry point, on both platforms."""

import pytest

from store.roles import Role
from tests.chat.base import Chat, Someone

FIRST_STEPS = {
    Role.ADMIN: ["Select a job", "Search candidates", "Candidates", "Members and roles"],
    Role.RECRUITER: ["Select a job", "Search candidates", "Candidates"],
    Role.REVIEWER: ["Open Home"],
    Role.GUEST: ["Start"],
}


async def test_without_words_the_start_card_opens(ana: Someone):
    seen = await ana.command()
    assert "No job selected" in seen
    assert {"Select a job", "Search without a job", "Candidates", "Home", "Help"} <= set(seen.buttons)


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        ("job", "Select a job"),
        ("job nurse", "Registered Nurse"),
        ("candidates", "No one here yet"),
        ("candidates saved", "No one here yet"),
        ("searches", "No saved searches yet."),
        ("help", "How it works"),
        ("home", "No job selected"),
        ("start", "No job selected"),
        ("?", "How it works"),
        ("👍", "What would you like to do next?"),
    ],
)
async def test_a_command_opens_its_screen(ana: Someone, words: str, shows: str):
    assert shows in await ana.command(words)


async def test_the_word_job_narrows_the_list(ana: Someone):
    seen = await ana.command("job nurse")
    assert "Software Engineer" not in seen


async def test_the_command_search_opens_the_form(chat: Chat, ana: Someone):
    seen = await ana.command("search")
    assert seen.form
    assert {"What", "Where"} <= set(seen.inputs)


async def test_source_with_words_searches_at_once(ana: Someone):
    assert "Grace Hopper" in await ana.search("nurse in Boston")


@pytest.mark.parametrize(
    ("words", "understood", "shows"),
    [
        ("triage nurse boston", "triage nurse · within 25 miles of Boston, MA", "5 people"),
        ("Grace Hopper", "Grace Hopper", "1–1 of 1"),
        ("nurse", "nurse", "1–5 of 7"),
        ("Python OR Kubernetes", "Python OR Kubernetes", "1–1 of 1"),
    ],
)
async def test_words_that_are_not_a_command_start_a_search(ana: Someone, words: str, understood: str, shows: str):
    seen = await ana.command(words)
    assert f"Understood: {understood}" in seen
    assert shows in seen


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("jbo", "job"), ("candidtes", "candidates"), ("hlep", "help"), ("serach", "search"), ("strat", "start")],
)
async def test_a_misspelt_command_offers_the_nearest_and_pressing_it_works(ana: Someone, typed: str, nearest: str):
    seen = await ana.command(typed)
    assert nearest in seen.buttons
    assert f"Search for “{typed}”" in seen.buttons
    correct = await ana.command(nearest)
    await ana.cancel() if correct.form else None
    await ana.command(typed)
    pressed = await ana.press(nearest)
    assert pressed.inputs == correct.inputs
    assert pressed.text == correct.text


async def test_what_looks_like_a_misspelt_command_can_still_be_searched(ana: Someone):
    await ana.command("jbo")
    assert "Understood: jbo" in await ana.press("Search for “jbo”")


async def test_a_command_of_a_later_version_is_explained(ana: Someone):
    await ana.command()
    await ana.command("privacy")
    assert "here yet" in ana.plain_messages()[-1]


@pytest.mark.parametrize("role", list(Role))
async def test_help_is_a_tour_by_role_and_each_first_step_works(chat: Chat, role: Role):
    lee = await chat.person("Lee", role)
    seen = await lee.command("help")
    steps = [label for label in seen.buttons if label in FIRST_STEPS[role]]
    assert steps == FIRST_STEPS[role]
    for label in steps:
        await lee.command("help")
        shown = await lee.press(label)
        assert "How it works" not in shown
        assert "reference" not in shown
        if shown.form:
            await lee.cancel()


async def test_the_dashboard_shows_the_job_the_last_search_and_whom_i_saved(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.search("telemetry in Boston")
    await ana.press("☆ Star")
    seen = await ana.command("home")
    for words in ("Registered Nurse", "telemetry", "Boston, MA", "1 saved", "Clara Barton"):
        assert words in seen, words
    assert "telemetry" in await ana.press("Open")
    await ana.command("home")
    assert "Clara Barton" in await ana.press("View")
    assert "No job selected" not in await ana.press("Back")


@pytest.mark.parametrize("words", ["nurse in Boston", "candidates", "job", "help", "Grace Hopper", "jbo"])
async def test_in_a_channel_the_answer_is_private(chat: Chat, ana: Someone, words: str):
    maya = await chat.person("Maya", Role.REVIEWER)
    await chat.in_channel(ana, words)
    assert ana.card().text
    shown = ["I answered you privately, in your chat with me."] if chat.platform == "teams" else []
    assert chat.channel_lines(maya) == shown


async def test_in_a_channel_the_person_is_told_where_the_answer_is(chat: Chat, ana: Someone):
    await chat.in_channel(ana, "nurse in Boston")
    assert "Grace Hopper" in ana.card()
    lines = [*ana.plain_messages(), *chat.channel_lines(ana)]
    assert any("answered you privately" in line for line in lines)


async def test_a_guest_always_gets_an_answer(chat: Chat):
    lee = await chat.person("Lee", None)
    for words in ("", "nurse in Boston", "job", "xyzzy", "search", "candidates", "settings", "credits"):
        assert "Ask for access" in (await lee.command(words)).buttons, words
