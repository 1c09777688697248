"""Bad input: old cards, forged presses, duplicate deliveries."""

import asyncio
import json

import pytest

from store.roles import Role
from tests.chat.base import Chat, Someone, add_jobs, add_people
from tests.flows.accounts import deliver_notifications
from tests.flows.conftest import workspace_of
from tests.flows.looking import engaged, hidden_from, jobs_called, names, notes_on, profile_id, search_id, typed
from tests.people import GRACE, JOBS

FRESH = "That card is from an earlier version of Sourcer. Here is a current one."


# ── old cards ──


@pytest.mark.parametrize("verb", ["buy_credits", "STAR", "star ", "__init__", "x" * 200, "☆", "claim_admin"])
async def test_a_card_from_another_version_gets_a_fresh_card_and_an_explanation(chat: Chat, ana: Someone, verb: str):
    await ana.search("Grace Hopper")
    await ana.forge(verb, {"profile_id": 1})
    assert FRESH in ana.card()
    assert "Select a job" in ana.card().buttons
    assert "Candidates" in ana.card().buttons


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST])
async def test_an_old_card_of_a_reviewer_or_guest_leads_to_their_own_start_card(chat: Chat, role: Role):
    lee = await chat.person("Lee", role)
    await lee.command()
    await lee.forge("a_verb_of_old")
    assert FRESH in lee.card()
    assert "Select a job" not in lee.card().buttons


async def test_an_unreadable_way_back_leads_to_the_start_card(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    grace = await profile_id(chat, "Grace Hopper")
    for via in ("", "x", "[]", '["view",{"profile_id":1}]', '["results"]', '["delete_note",{"note_id":1}]', "[" * 500):
        reply = await ana.forge("view", {"profile_id": grace, "via": via})
        assert "Runs the night shift." in reply
        assert "this reference" not in reply
        assert "Start" in ana.card().buttons


async def test_a_way_back_may_only_read(chat: Chat, ana: Someone):
    """A forged Back button can carry any action; actions that write are not run."""
    await ana.search("Grace Hopper")
    await ana.press("☆ Star")
    grace = await profile_id(chat, "Grace Hopper")
    await ana.forge("view", {"profile_id": grace, "via": json.dumps(["unstar", {"profile_id": grace}])})
    await ana.press("Start")
    assert await names(chat, ana, "saved") == {"Grace Hopper"}


async def test_a_colleagues_search_cannot_be_opened(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await ana.search("a very private search")
    theirs = await search_id(chat, ana)
    await diego.command()
    for verb, more in (
        ("results", {}),
        ("open_search_form", {}),
        ("several", {}),
        ("sort_by", {"sort": "recency"}),
        ("loosen", {"key": "what"}),
        ("choose", {"field": "what", "value": "x"}),
        ("clear_job", {}),
    ):
        reply = await diego.forge(verb, {"search_id": theirs, **more})
        assert "This search is no longer available. Search again." in reply, verb
        assert "very private" not in reply
        assert "this reference" not in reply


async def test_a_search_saved_by_another_version_still_opens(chat: Chat, ana: Someone):
    from store.tables.core import Search

    await ana.search("nurse in Boston")
    id_ = await search_id(chat, ana)
    for terms in (
        {"what": 7, "where": ["x"], "filters": "none", "sort": "colour", "radius": -3, "unit": "leagues"},
        {"filters": {"years_from": "many", "skills_all": 3, "education": "wizard", "unheard": True}},
        {},
        {"what": "nurse AND (", "where": "Atlantis"},
    ):
        async with chat.bot.context.store.write() as db:
            (await db.get_one(Search, id_)).terms = terms
        reply = await ana.forge("results", {"search_id": id_})
        assert "this reference" not in reply, terms
        assert ana.card().buttons


async def test_a_profile_that_another_version_wrote_still_shows(chat: Chat, ana: Someone):
    from store.tables.core import Profile

    await ana.search("Grace Hopper")
    grace = await profile_id(chat, "Grace Hopper")
    for body in (
        {},
        {"name": "Grace Hopper", "skills": "nursing"},
        {"name": 7},
        {"experience": [1]},
        {"place": "Boston"},
    ):
        async with chat.bot.context.store.write() as db:
            (await db.get_one(Profile, grace)).body = body
        reply = await ana.forge("view", {"profile_id": grace})
        assert "this reference" not in reply, body
        assert "Grace Hopper" in ana.card()
        await ana.search("Grace Hopper")
        assert "Grace Hopper" in ana.card()
    await ana.press("☆ Star")
    assert "Grace Hopper" in await ana.command("candidates")


# ── changes in the meantime ──


async def test_a_form_submitted_after_losing_the_role_changes_nothing(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await ana.press("View")
    await ana.press("Add note")
    await chat.person("Ana", Role.REVIEWER)  # set by the operator
    await ana.submit(text="Too late")
    assert "Reviewers cannot search" in ana.card()
    assert (await engaged(chat, ana)).total == 0


async def test_a_search_whose_job_was_closed_still_works_and_hides_for_it(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await add_jobs(chat.bot, (await workspace_of(chat)).id, [{**JOBS[0], "status": "closed"}])
    seen = await ana.press("Hide", near="Grace Hopper")
    assert "hidden for Registered Nurse" in seen
    assert "(closed)" in seen
    assert "Undo" in seen.buttons


async def test_a_reimported_profile_shows_its_new_content(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await add_people(chat.bot, [{**GRACE, "summary": "Runs the day shift now."}])
    seen = await ana.press("View")
    assert "Runs the day shift now." in seen
    assert "night shift" not in seen


# ── duplicate deliveries ──


async def test_a_press_delivered_twice_acts_once(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star")
    await ana.repeat(5)
    assert await names(chat, ana, "saved") == {"Grace Hopper"}
    await ana.press("★ Starred")
    await ana.press("☆ Star")
    await ana.press("★ Starred")
    await ana.repeat(3)
    assert await names(chat, ana, "saved") == set()


async def test_a_form_delivered_twice_acts_once(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await ana.press("View")
    await ana.press("Add note")
    await ana.submit(text="Once")
    chat.clock.at = chat.clock.at.replace(year=2027)  # long after a double press
    await ana.repeat(5)
    assert [row.note.text for row in await notes_on(chat, ana, "Grace Hopper")] == ["Once"]


async def test_a_job_form_delivered_twice_adds_one_job(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Add a job")
    await ana.submit(title="Night Nurse")
    chat.clock.at = chat.clock.at.replace(year=2027)
    await ana.repeat(5)
    assert len(await jobs_called(chat, ana, "night")) == 1


async def test_a_command_delivered_twice_is_answered_once(ana: Someone):
    await ana.search("nurse in Boston")
    cards = len(ana.cards())
    await ana.repeat(4)
    assert len(ana.cards()) == cards


async def test_an_access_request_delivered_twice_is_announced_once(chat: Chat):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await sam.command()
    await lee.command()
    await lee.press("Ask for access")
    await lee.repeat(4)
    await deliver_notifications(chat)
    assert len([card for card in sam.cards() if "is asking for access" in card]) == 1


async def test_a_late_duplicate_press_does_not_undo_a_later_one(chat: Chat, ana: Someone):
    await ana.search("nurse in Boston")
    await ana.press("Hide", near="Grace Hopper")
    await ana.repeat(1)
    await ana.press("Undo")
    assert await hidden_from(chat, ana) == set()


# ── concurrent presses ──


async def test_a_storm_of_presses_by_one_person(chat: Chat, ana: Someone):
    await ana.search("nurse")
    labels = ["☆ Star", "Hide", "View", "Newest first", "Refine", "☆ Star", "Select several", "View"]
    await asyncio.gather(*(ana.press(label) for label in labels), return_exceptions=True)
    assert "this reference" not in ana.everything()
    await ana.command("start")
    assert "Hello Ana" in ana.card()


async def test_a_storm_by_many_people(chat: Chat, ana: Someone):
    people = [ana, *[await chat.person(name, Role.RECRUITER) for name in ("Diego", "Sam", "Maya", "Lee")]]

    async def work(who: Someone) -> None:
        await who.search("nurse in Boston")
        await who.press("☆ Star", near="Grace Hopper")
        await who.press("View", near="Edith Cavell")
        await who.press("Add note")
        await who.submit(text=f"By {who.name}")
        await who.press("☆ Star")

    await asyncio.gather(*(work(who) for who in people))
    found = {row.candidate.name: row for row in (await engaged(chat, ana)).items}
    assert {name: len(row.starred_by) for name, row in found.items()} == {"Grace Hopper": 5, "Edith Cavell": 5}
    assert {row.note.text for row in await notes_on(chat, ana, "Edith Cavell")} == {f"By {who.name}" for who in people}
    assert not any("this reference" in who.everything() for who in people)


async def test_selecting_a_job_twice_concurrently(chat: Chat, ana: Someone):
    await ana.command("job")
    await asyncio.gather(ana.press("Select", near="Registered"), ana.press("Select", near="Registered"))
    assert "Registered Nurse" in ana.card()
    assert "Job: Registered Nurse" in await ana.command()


async def test_two_concurrent_edits_of_one_search_are_both_answered(ana: Someone):
    await ana.search("nurse in Boston")
    await ana.press("Refine")
    await asyncio.gather(ana.submit(what="telemetry"), ana.submit(what="triage"))
    [word] = [word for word in ("telemetry", "triage") if f"Understood: {word}" in ana.card()]
    assert word in typed(await ana.press("Refine"))
