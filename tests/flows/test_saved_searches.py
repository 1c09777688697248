"""Saved searches and recent searches: saved, listed, run, renamed, scheduled, muted and deleted, on both platforms."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from store.members import saved_searches
from store.members.saved_searches import Schedule
from store.roles import Role
from store.tables.saved_searches import SavedSearch
from tests.chat.base import Chat, Someone
from tests.flows.digesting import save_search


async def saved(chat: Chat) -> list[SavedSearch]:
    async with chat.bot.context.store.read() as db:
        return list(await db.exec(select(SavedSearch).order_by(SavedSearch.name)))


async def test_a_search_is_saved_from_its_results_and_listed(chat: Chat, ana: Someone):
    await ana.search("nurse in Boston")
    form = await ana.press("Save search")
    assert "nurse · Boston" in form
    assert {"Name", "Message me about new people", "At"} <= set(form.inputs)
    zone = (await ana.member()).time_zone or "UTC"
    assert ("New York time" if zone == "America/New_York" else "UTC") in str(form.raw)
    seen = await ana.submit(name="  Boston   nurses ", when="Every Monday", hour="8 AM")
    assert "Saved as “Boston nurses”. Every Monday at 8 AM I'll message you if there's someone new." in seen
    assert "Grace Hopper" in seen
    [row] = await saved(chat)
    assert (row.name, row.digest, row.weekday, row.hour, row.time_zone) == ("Boston nurses", "weekly", 0, 8, zone)
    monday = datetime(2026, 11, 23 if zone == "America/New_York" else 30, 8, tzinfo=ZoneInfo(zone))  # it is noon UTC
    assert row.next_at == monday + timedelta(seconds=row.id)
    seen = await ana.command("searches")
    assert "Boston nurses" in seen
    assert "Every Monday at 8 AM" in seen
    seen = await ana.press("Open")
    assert "Grace Hopper" in seen
    assert "Understood: nurse" in seen


async def test_the_name_comes_from_the_words_and_no_message_is_an_option(chat: Chat, ana: Someone):
    await save_search(ana, "triage nurse", when="Don't message me")
    assert "Saved as “triage nurse”." in ana.card()
    assert "I'll message you" not in ana.card()
    [row] = await saved(chat)
    assert (row.name, row.digest, row.next_at) == ("triage nurse", "", None)
    seen = await ana.command("searches")
    assert "No messages" in seen
    assert "Mute" not in seen.buttons


async def test_a_search_that_finds_no_one_can_be_saved(chat: Chat, ana: Someone):
    await save_search(ana, "astronaut")
    assert "Saved as “astronaut”" in ana.card()
    assert "No one matches" in ana.card()
    assert len(await saved(chat)) == 1


async def test_refining_the_search_leaves_the_saved_one_as_it_is(chat: Chat, ana: Someone):
    await save_search(ana, name="Nurses")
    await ana.press("Refine")
    await ana.submit(what="nurse telemetry")
    assert "1–1 of 1" in ana.card()
    await ana.command("searches")
    assert "1–5 of 7" in await ana.press("Open")
    await ana.press("Refine")
    await ana.submit(what="nurse telemetry")
    await ana.command("searches")
    assert "1–5 of 7" in await ana.press("Open")


async def test_wrong_input_stays_in_the_form(chat: Chat, ana: Someone):
    await save_search(ana, name="Nurses")
    seen = await save_search(ana, "telemetry", name="  ")
    assert "Enter a name for this search." in seen
    seen = await ana.submit(name="nurses", when="Every Friday", hour="5 PM")
    assert "You already have a saved search named “nurses”. Choose another name." in seen
    await ana.submit(name="Telemetry")
    assert [(row.name, row.weekday, row.hour) for row in await saved(chat)] == [("Nurses", 0, 9), ("Telemetry", 4, 17)]


async def test_it_is_renamed_muted_and_deleted(chat: Chat, ana: Someone):
    await save_search(ana, name="Nurses")
    await save_search(ana, "telemetry", name="Telemetry")
    await ana.command("searches")
    form = await ana.press("Edit", near="Nurses")
    assert form.form
    seen = await ana.submit(name="All nurses", when="Every Sunday", hour="12 PM")
    assert "Saved as “All nurses”" in seen
    assert "Every Sunday at 12 PM" in seen
    seen = await ana.press("Mute", near="All nurses")
    assert "“All nurses” is muted." in seen
    assert "Unmute" in seen.buttons
    assert (await saved(chat))[0].next_at is None
    seen = await ana.press("Unmute")
    assert "“All nurses” is no longer muted." in seen
    assert (await saved(chat))[0].next_at is not None
    seen = await ana.press("Delete", near="All nurses")
    assert "“All nurses” was deleted." in seen
    assert [row.name for row in await saved(chat)] == ["Telemetry"]
    await ana.repeat(2)
    seen = await ana.command("searches")
    assert "Telemetry" in seen
    assert "All nurses" not in seen


async def test_many_are_paged_and_too_many_refused(chat: Chat, ana: Someone):
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        for number in range(saved_searches.MOST):
            await saved_searches.add(db, me, f"Search {number:02}", {"what": "nurse"}, None, Schedule(), chat.clock())
    seen = await ana.command("searches")
    assert "1–5 of 50" in seen
    seen = await ana.press("Next ▶")
    assert "Search 05" in seen
    seen = await ana.press("Delete", near="Search 05")
    assert "6–10 of 49" in seen
    await save_search(ana, name="One more")
    seen = await save_search(ana, name="Too many")
    assert "You have 50 saved searches. Delete one first." in seen


async def test_recent_searches_are_listed_once_and_run_again(chat: Chat, ana: Someone):
    seen = await ana.command("searches")
    assert "No saved searches yet." in seen
    assert "You haven't searched yet." in await ana.press("Recent searches")
    for number in range(22):
        await ana.search(f"nurse {number}")
        chat.clock.at = chat.clock.at.replace(minute=number + 1)
    await ana.search("nurse 3")
    await ana.command("home")
    seen = await ana.press("Recent searches")
    assert "1–10 of 20" in seen
    assert seen.text.index("nurse 3") < seen.text.index("nurse 21")
    assert seen.text.count("nurse 3 ") == seen.text.count("nurse 21 ") > 0
    seen = await ana.press("Next ▶")
    assert "11–20 of 20" in seen
    assert "nurse 2\n" not in seen.text + "\n"
    seen = await ana.press("Run again", nth=0)
    assert "Understood: nurse 1" in seen


async def test_home_shows_them_and_leads_back(chat: Chat, ana: Someone):
    for name in ("Alpha", "Beta", "Gamma", "Delta"):
        await save_search(ana, name=name)
    seen = await ana.command("home")
    assert "Saved searches" in seen
    assert all(name in seen for name in ("Alpha", "Beta", "Delta"))
    assert "1 more saved search" in seen
    seen = await ana.press("Saved searches")
    assert "1–4 of 4" not in seen
    assert "Gamma" in seen
    assert "Hello" in await ana.press("Home")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST])
async def test_those_who_cannot_search_have_none(chat: Chat, role: Role):
    lee = await chat.person("Lee", role)
    seen = await lee.command("searches")
    assert "Saved searches" not in seen
    await lee.forge("save_search", {"search_id": 1}, {"name": "x", "when": "daily", "hour": "9"})
    assert await saved(chat) == []
