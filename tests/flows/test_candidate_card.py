"""Candidate card: the whole profile, and each button."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from store.roles import Role
from tests.chat.base import Chat, Someone, add_people
from tests.flows.conftest import workspace_of
from tests.flows.looking import NEXT, PREVIOUS, engaged, hidden_from, names
from tests.people import BOSTON, GRACE, nurse

RICH: dict[str, Any] = {
    **nurse(70, "Rosa Rich"),
    "headline": "Charge Nurse at Mercy",
    "summary": "Leads a ward of forty beds. " * 30,
    "links": [
        {"kind": "linkedin", "url": "https://www.linkedin.com/in/rosa"},
        {"kind": "github", "url": "https://github.com/rosa"},
    ],
    "experience": [
        {"title": "Charge Nurse", "company": "Mercy", "start": "2020-03", "summary": "Forty beds."},
        *(
            {"title": f"Nurse {n}", "company": f"Clinic {n}", "start": f"20{n:02}", "end": f"20{n + 1:02}"}
            for n in range(8)
        ),
    ],
    "education": [{"school": "Yale", "degree": "master", "field": "Nursing", "end": "2012"}],
    "skills": ["Triage", "ACLS", *(f"Skill {n}" for n in range(30))],
    "languages": ["en", "es"],
    "remote": "yes",
    "willing_to_relocate": False,
    "work_authorization": "permanent_resident",
}


async def see(ana: Someone, name: str = "Grace Hopper", words: str = "") -> Any:
    await ana.search(words or name)
    return await ana.press("View", near=name)


async def test_the_card_shows_the_whole_profile(chat: Chat, ana: Someone):
    await add_people(chat.bot, [RICH])
    seen = await see(ana, "Rosa Rich", "Rosa Rich triage")
    for words in (
        "Rosa Rich",
        "Charge Nurse",
        "Mercy",
        "Mar 2020 – now",
        "Forty beds.",
        "Yale",
        "Master's degree",
        "Triage",
        "Leads a ward",
        "Boston, MA",
        "8 years of experience",
        "Updated 3 days ago",
        "LinkedIn",
        "GitHub",
        "Spanish",
        "Permanent resident",
    ):
        assert words in seen, words
    assert "View original" in str(seen.raw)
    assert "https://www.linkedin.com/in/rosa" in str(seen.raw)


async def test_show_everything_expands_shortened_lists(chat: Chat, ana: Someone):
    await add_people(chat.bot, [RICH])
    seen = await see(ana, "Rosa Rich")
    assert "Skill 29" not in seen
    assert "Clinic 7" not in seen
    seen = await ana.press("Show everything")
    assert "Skill 29" in seen
    assert "Clinic 7" in seen
    assert "Show everything" not in seen.buttons


async def test_contact_details_are_not_shown(chat: Chat, ana: Someone):
    await see(ana)
    await ana.press("☆ Star")
    await ana.command("candidates")
    await ana.command("home")
    assert "grace1@example.com" not in ana.everything()
    assert "202 555" not in ana.everything()


@pytest.mark.parametrize(
    ("name", "age"),
    [("Florence Bell", "updated 10 months ago"), ("Mary Seacole", "unknown"), ("Ada Byron", "yesterday")],
)
async def test_the_age_of_the_profile_is_shown(ana: Someone, name: str, age: str):
    assert age in (await see(ana, name)).text.lower()


async def test_back_leads_to_the_page_it_came_from(ana: Someone):
    await ana.search("nurse")
    page = await ana.press(NEXT)
    await ana.press("View")
    seen = await ana.press("Back")
    assert "6–7 of 7" in seen
    assert sorted(seen.buttons) == sorted(page.buttons)


async def test_next_and_previous_go_through_the_whole_search(ana: Someone):
    await ana.search("nurse")
    seen = await ana.press("View")
    met = [_name(seen)]
    for number in range(2, 8):
        seen = await ana.press(NEXT)
        assert f"{number} of 7" in seen
        met.append(_name(seen))
    assert NEXT not in seen.buttons
    assert len(set(met)) == 7
    back = [_name(await ana.press(PREVIOUS)) for _ in range(6)]
    assert back == met[-2::-1]
    assert PREVIOUS not in ana.card().buttons


NAMES = (
    "Grace Hopper",
    "Florence Bell",
    "Mary Seacole",
    "Clara Barton",
    "Edith Cavell",
    "Lillian Wald",
    "Dorothea Dix",
    "Ada Byron",
)


def _name(seen: Any) -> str:
    [name] = [each for each in NAMES if each in seen]
    return name


async def test_next_skips_nobody_when_seen_people_are_left_out(ana: Someone):
    await ana.command("search")
    await ana.press("Advanced tools")
    await ana.submit(what="nurse", leave_out=["Seen"])
    met = [_name(await ana.press("View"))]
    while NEXT in ana.card().buttons:
        met.append(_name(await ana.press(NEXT)))
    assert len(met) == len(set(met)) == 7


async def test_two_concurrent_presses_of_next_end_on_a_card(ana: Someone):
    await ana.search("nurse")
    await ana.press("View")
    await asyncio.gather(ana.press(NEXT), ana.press(NEXT))
    assert "2 of 7" in ana.card()


async def test_star_and_unstar_on_the_card(chat: Chat, ana: Someone):
    await see(ana)
    seen = await ana.press("☆ Star")
    assert "★ Starred" in seen.buttons
    assert await names(chat, ana, "saved") == {"Grace Hopper"}
    seen = await ana.press("★ Starred")
    assert "☆ Star" in seen.buttons
    assert await names(chat, ana, "saved") == set()


async def test_the_first_to_save_owns_the_candidate(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await see(ana)
    await ana.press("☆ Star")
    await see(diego)
    seen = await diego.press("☆ Star")
    assert f"{(await ana.member()).name}" in seen


async def test_hide_and_show_again_on_the_card(chat: Chat, ana: Someone):
    await see(ana)
    seen = await ana.press("Hide")
    assert "Grace Hopper is hidden" in seen
    assert "Show again" in seen.buttons
    assert len(await hidden_from(chat, ana)) == 1
    await ana.press("Undo")
    assert await hidden_from(chat, ana) == set()
    assert "Hide" in ana.card().buttons


async def test_hide_is_for_the_job_of_the_search(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await ana.press("View", near="Grace Hopper")
    assert "Hide for this job" in ana.card().buttons
    assert "hidden for Registered Nurse" in await ana.press("Hide for this job")
    assert len(await hidden_from(chat, ana, (await ana.member()).job_id)) == 1
    assert await hidden_from(chat, ana) == set()


async def test_opening_a_card_marks_the_person_as_seen_for_that_member(chat: Chat, ana: Someone):
    await see(ana)
    assert "Seen" in await ana.press("Back")
    diego = await chat.person("Diego", Role.RECRUITER)
    assert "Seen" not in (await diego.search("Grace Hopper")).text


async def test_every_button_says_that_an_erased_person_is_gone(chat: Chat, ana: Someone):
    """The profile is gone from the store but still in the index, as between an erasure and the next index update."""
    for _ in range(3):
        await ana.search("Grace Hopper nurse")
    await see(ana, words="Grace Hopper nurse")
    async with chat.bot.context.store.write() as db:
        connection = await db.connection()
        for table, column in (("seen", "profile_id"), ("messages", "profile_id")):
            await connection.execute(
                text(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM profiles WHERE name = 'Grace Hopper')")
            )
        await connection.execute(text("DELETE FROM profiles WHERE name = 'Grace Hopper'"))
    for card, label in ((-4, "View"), (-3, "☆ Star"), (-2, "Hide"), (-1, "☆ Star"), (-1, None)):
        if label is not None:
            await ana.press(label, card=card, near="Grace Hopper")
        seen = ana.cards()[card]
        assert "no longer" in seen, (card, label, seen.text)
        assert seen.buttons
    assert "reference" not in ana.everything()
    assert not any("Runs the night shift" in card for card in ana.cards())
    assert "Grace Hopper" not in (await ana.search("Grace Hopper nurse")).text.replace("Understood: Grace Hopper", "")


# ── the same person? ──


async def alike(chat: Chat) -> None:
    """Two profiles with equal name, employer and place, but no e-mail address or link in common."""
    one = {**GRACE, "id": "a-1", "source": "dice", "emails": ["g.hopper@elsewhere.example"], "links": []}
    await add_people(chat.bot, [one])


async def suggest(chat: Chat, ana: Someone) -> None:
    await alike(chat)
    await ana.search("Grace Hopper nurse")
    await ana.press("☆ Star", nth=0)
    await ana.press("☆ Star", nth=0)
    assert (await engaged(chat, ana)).total == 2
    await ana.press("View", nth=1)


async def test_a_duplicate_is_only_suggested_and_merged_on_confirmation(chat: Chat, ana: Someone):
    await suggest(chat, ana)
    assert "Possibly the same person" in ana.card()
    seen = await ana.press("Same person")
    assert "They are now one candidate" in seen
    assert (await engaged(chat, ana)).total == 1
    assert "Possibly the same person" not in seen
    assert "Dice" in " ".join(seen.buttons)  # a tab for each of its profiles


async def test_not_the_same_is_never_asked_again(chat: Chat, ana: Someone):
    await suggest(chat, ana)
    assert "They'll stay separate" in await ana.press("Not the same")
    assert (await engaged(chat, ana)).total == 2
    await ana.search("Grace Hopper nurse")
    assert "Possibly the same person" not in (await ana.press("View")).text


async def test_of_two_concurrent_answers_the_first_counts(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await suggest(chat, ana)
    await diego.search("Grace Hopper nurse")
    await diego.press("View")
    await asyncio.gather(ana.press("Same person"), diego.press("Not the same"))
    assert "no longer open" in ana.card().text + diego.card().text
    assert (await engaged(chat, ana)).total in (1, 2)
    assert "reference" not in ana.everything() + diego.everything()


async def test_a_card_from_before_the_merge_still_works(chat: Chat, ana: Someone):
    await suggest(chat, ana)
    await ana.command("candidates")
    await ana.press("Same person", card=-2)
    for _ in range(2):
        await ana.command("candidates")
    seen = await ana.press("View", card=-3)
    assert "reference" not in ana.everything()
    assert "Grace Hopper" in ana.cards()[-3]
    assert seen


# ── presses by people who lost their role ──


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST])
@pytest.mark.parametrize("label", ["☆ Star", "Add note", "Hide", NEXT, "Back"])
async def test_every_press_is_authorised_again(chat: Chat, ana: Someone, role: Role, label: str):
    await workspace_of(chat)
    await ana.search("nurse in Boston")
    await ana.press("View", near="Grace Hopper")
    await chat.person("Ana", role)  # set by the operator
    seen = await ana.press(label)
    assert not seen.form
    assert "Grace Hopper" not in seen
    if role is Role.REVIEWER:
        assert "Reviewers cannot search" in seen
    else:
        assert "Ask for access" in seen.buttons
    assert (await engaged(chat, ana)).total == 0


async def test_a_candidate_starred_by_a_teammate_says_so(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await see(ana)
    await ana.press("☆ Star")
    assert "Saved by a teammate" in await see(diego)


async def test_a_profile_with_only_a_name(chat: Chat, ana: Someone):
    await add_people(chat.bot, [{"id": "bare", "name": "Bea Bare", "place": BOSTON}])
    seen = await see(ana, "Bea Bare")
    assert "Bea Bare" in seen
    assert "unknown" in seen
    assert "☆ Star" in seen.buttons
