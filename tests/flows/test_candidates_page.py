"""Candidates page: tabs, mine, search, filters, paging, and the CSV export."""

import csv
import io
import re

import pytest

from store.people import matching
from store.roles import Role
from store.tables.core import Candidate
from tests.chat.base import Chat, Someone, add_people
from tests.flows.conftest import recruiting
from tests.flows.looking import NEXT, PREVIOUS, engaged, profile_id
from tests.people import DENVER, GRACE, nurse


async def star(who: Someone, *names: str) -> None:
    for name in names:
        await who.search(name)
        await who.press("☆ Star", near=name)


async def note(who: Someone, name: str, text: str = "Spoke on Tuesday", audience: str = "The team") -> None:
    await who.search(name)
    await who.press("View", near=name)
    await who.press("Add note")
    await who.submit(text=text, audience=audience)


async def test_starred_and_noted_people_are_listed_with_counts(ana: Someone):
    await star(ana, "Grace Hopper", "Edith Cavell")
    await note(ana, "Ada Byron")
    seen = await ana.command("candidates")
    for words in ("Grace Hopper", "Edith Cavell", "Ada Byron", "1 note", "Saved by Ana"):
        assert words in seen, words
    assert _tabs(seen) == {"All": 3, "Unlocked": 0, "Saved": 2}
    seen = await ana.press(next(label for label in seen.buttons if label.startswith("Saved")))
    assert "Ada Byron" not in seen
    assert "Grace Hopper" in seen


def _tabs(seen: object) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r"(All|Saved|Unlocked) \(?(\d+)", getattr(seen, "text", ""))}


async def test_only_contacted_people_are_unlocked(ana: Someone):
    await star(ana, "Grace Hopper")
    seen = await ana.command("candidates")
    assert _tabs(seen)["Unlocked"] == 0
    assert "grace1@example.com" not in seen


async def test_a_place_reads_as_in_the_results_and_is_found_by_its_country(chat: Chat, ana: Someone):
    places = {"Ann Falconer": ("Munich", "BY", "DE"), "Bo Falconer": ("London", "ENG", "GB")}
    wheres = [dict(zip(("city", "region", "country"), place, strict=True)) for place in places.values()]
    await add_people(chat.bot, [nurse(60 + at, name, place=wheres[at]) for at, name in enumerate(places)])
    found = await ana.search("Falconer")
    await star(ana, *places)
    listed = await ana.command("candidates")
    for seen in (found, listed):
        assert "Munich, Germany" in seen
        assert "London, United Kingdom" in seen
    for words, name, other in (("germany", "Ann", "Bo"), ("united kingdom", "Bo", "Ann"), ("munich de", "Ann", "Bo")):
        await ana.press("Search and filter")
        seen = await ana.submit(words=words)
        assert f"{name} Falconer" in seen, words
        assert f"{other} Falconer" not in seen, words


async def test_mine_lists_those_i_saved_or_own(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await star(ana, "Grace Hopper")
    await star(diego, "Edith Cavell")
    seen = await ana.command("candidates")
    assert "Edith Cavell" in seen
    seen = await ana.press("Show mine")
    assert "Grace Hopper" in seen
    assert "Edith Cavell" not in seen
    assert "Edith Cavell" in await ana.press("Show the whole team's")
    assert "Edith Cavell" not in (await ana.command("candidates mine")).text


async def test_search_and_filters(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.search("Grace Hopper")
    await ana.press("Use for: Registered Nurse")
    await ana.press("☆ Star", near="Grace Hopper")
    await star(diego, "Ada Byron", "Edith Cavell")
    for given, there, not_there in (
        ({"words": "ada"}, "Ada Byron", "Grace Hopper"),
        ({"words": "nurse"}, "Edith Cavell", "Ada Byron"),
        ({"job": "Registered Nurse"}, "Grace Hopper", "Edith Cavell"),
        ({"owner": "Diego"}, "Ada Byron", "Grace Hopper"),
    ):
        await ana.command("candidates")
        assert (await ana.press("Search and filter")).form
        await ana.submit(**given)
        assert there in ana.card(), given
        assert not_there not in ana.card(), given
        assert "Filtered by:" in ana.card()
    assert "Grace Hopper" in await ana.press("Show all")


async def test_words_after_the_command_search_the_page(ana: Someone):
    await star(ana, "Grace Hopper", "Edith Cavell")
    seen = await ana.command("candidates edith")
    assert "Edith Cavell" in seen
    assert "Grace Hopper" not in seen


async def test_a_filter_without_matches_says_so(ana: Someone):
    await star(ana, "Grace Hopper")
    seen = await ana.command("candidates zzz")
    assert "No one matches this filter" in seen
    assert "Grace Hopper" in await ana.press("Show all")


async def test_an_unknown_owner_is_an_error_in_the_form(ana: Someone):
    """Free text, as a client without suggestions sends it."""
    await star(ana, "Grace Hopper")
    await ana.command("candidates")
    reply = await ana.forge("filter_candidates", {}, {"words": "x", "owner": "Nobody Atall", "job": "No such job"})
    assert "I can't find a member called “Nobody Atall”" in reply
    assert "I can't find a job called “No such job”" in reply


async def test_pages(chat: Chat, ana: Someone):
    await add_people(chat.bot, [nurse(100 + n, f"Nurse Number{n}") for n in range(12)])
    await ana.search("nurse")
    for _ in range(12):
        await ana.press("☆ Star") if "☆ Star" in ana.card().buttons else await ana.press(NEXT)
    starred = (await engaged(chat, ana)).total
    seen = await ana.command("candidates")
    assert f"1–5 of {starred}" in seen
    seen = await ana.press(NEXT)
    assert f"6–{min(10, starred)} of {starred}" in seen
    assert f"1–5 of {starred}" in await ana.press(PREVIOUS)


async def test_a_page_past_the_end_shows_the_last_one(ana: Someone):
    await star(ana, "Grace Hopper")
    await ana.command("candidates")
    reply = await ana.forge("candidates", {"page": 999})
    assert "Grace Hopper" in reply
    assert "reference" not in reply


async def test_a_candidate_is_listed_with_the_current_profile(chat: Chat, ana: Someone):
    await star(ana, "Grace Hopper")
    await add_people(chat.bot, [{**GRACE, "headline": "Chief Nurse at Mercy", "place": DENVER}])
    seen = await ana.command("candidates chief")
    assert "Chief Nurse at Mercy" in seen
    assert "Denver, CO" in seen
    assert "No one matches" in await ana.command("candidates harbor")


async def test_view_and_back(ana: Someone):
    await star(ana, "Grace Hopper")
    await ana.command("candidates saved")
    assert "Runs the night shift." in await ana.press("View", near="Grace Hopper")
    assert "Export CSV" in (await ana.press("Back")).buttons


async def test_an_interested_candidate_has_a_flag(chat: Chat, ana: Someone):
    await star(ana, "Grace Hopper")
    [row] = (await engaged(chat, ana)).items
    async with chat.bot.context.store.write() as db:
        (await db.get_one(Candidate, row.candidate.id)).interest = "interested"
    assert "Interested" in await ana.command("candidates")
    assert "Interested" in await ana.search("Grace Hopper")


async def test_the_page_is_narrowed_by_interest_also_on_its_next_page_and_in_the_file(chat_with_files: Chat):
    chat, keen = chat_with_files, ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot"]
    ana = await recruiting(chat)
    await add_people(chat.bot, [nurse(20 + n, f"{name} Keen") for n, name in enumerate(keen)])
    await star(ana, "Grace Hopper")
    me, found = await ana.member(), [await profile_id(chat, f"{name} Keen") for name in keen]
    async with chat.bot.context.store.write() as db:
        for each in (await matching.engage_many(db, me, found, None, chat.clock())).values():
            each.interest = "interested"
    await ana.command("candidates")
    await ana.press("Search and filter")
    seen = await ana.submit(interest="Interested")
    assert "Filtered by: Interested" in seen
    assert "1–5 of 6" in seen
    seen = await ana.press(NEXT)
    assert "Filtered by: Interested" in seen
    assert "6–6 of 6" in seen
    await ana.press("Search and filter")
    seen = await ana.submit(words="Bravo")
    assert "“Bravo”, Interested" in seen
    assert "Charlie" not in seen
    assert "of 7" in await ana.press("Show all")
    await ana.press("Search and filter")
    await ana.submit(interest="Interested")
    await ana.press("Export CSV")
    [(_, content)] = await ana.files()
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert {line["Name"] for line in lines} == {f"{name} Keen" for name in keen}


async def test_an_empty_page_says_how_to_fill_it(ana: Someone):
    seen = await ana.command("candidates")
    assert "No one here yet" in seen
    assert (await ana.press("Search candidates")).form


async def test_the_csv_export(chat_with_files: Chat):
    ana = await recruiting(chat_with_files)
    evil = nurse(80, '=HYPERLINK("http://x")', headline="@SUM(1+1)*cmd|' /C calc'!A0")
    await add_people(chat_with_files.bot, [evil])
    await star(ana, "Grace Hopper", "HYPERLINK")
    await note(ana, "Ada Byron", "A secret, only mine", "Only me")
    await ana.command("candidates")
    await ana.press("Export CSV")
    [(name, content)] = await ana.files()
    assert name == "candidates-2026-11-23.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    by_name = {row["Name"]: row for row in rows}
    assert len(rows) == 3
    grace = by_name["Grace Hopper"]
    assert (grace["Headline"], grace["Place"], grace["Source"]) == (
        "Senior Registered Nurse at Harbor Clinic",
        "Boston, MA",
        "Internet",
    )
    assert grace["Saved by"].startswith("Ana")
    assert grace["E-mail"] == grace["Phone"] == ""  # not unlocked
    assert not any(value.startswith(("=", "@", "+", "-")) for row in rows for value in row.values())
    assert b"secret" not in content


async def test_the_csv_export_contains_what_is_shown(chat_with_files: Chat):
    ana = await recruiting(chat_with_files)
    await star(ana, "Grace Hopper", "Ada Byron")
    await ana.command("candidates ada")
    await ana.press("Export CSV")
    [(_, content)] = await ana.files()
    assert b"Ada Byron" in content
    assert b"Grace" not in content


async def test_an_export_is_audited_without_names(chat: Chat, ana: Someone):
    from sqlalchemy import text

    await star(ana, "Grace Hopper")
    await ana.command("candidates")
    await ana.press("Export CSV")
    async with chat.bot.context.store.read() as db:
        rows = (await (await db.connection()).execute(text("SELECT details FROM audit WHERE action = 'export'"))).all()
    assert len(rows) == 1
    assert "Grace" not in str(rows)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST])
async def test_roles_without_permission_cannot_export(chat: Chat, ana: Someone, role: Role):
    await star(ana, "Grace Hopper")
    lee = await chat.person("Lee", role)
    await lee.command()
    reply = await lee.forge("export_candidates")
    assert "Grace" not in reply
    assert "consent" not in reply
    assert await lee.files() == []


async def test_an_empty_export_is_a_message(ana: Someone):
    await ana.command("candidates")
    await ana.forge("export_candidates")
    assert "There's no one to export here." in ana.plain_messages()
