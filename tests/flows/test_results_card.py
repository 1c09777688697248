"""The result card and its buttons."""

import asyncio

import pytest

from store.roles import Role
from tests.chat.base import Chat, Someone, add_people
from tests.flows.looking import NEXT, PREVIOUS, engaged, first_of, hidden_from, names, search_id, typed
from tests.people import nurse


async def many(chat: Chat, count: int) -> None:
    await add_people(chat.bot, [nurse(100 + n, f"Nurse Number{n}") for n in range(count)])


async def test_a_row_shows_every_detail(chat: Chat, ana: Someone):
    seen = await ana.search("Grace Hopper nurse triage in Boston")
    for words in (
        "Grace Hopper",
        "Senior Registered Nurse at Harbor Clinic",
        "Boston, MA",
        "8 years of experience",
        "Triage",
        "Updated 3 days ago",
    ):
        assert words in seen, words
    assert {"View", "☆ Star", "Contact", "Hide"} <= set(seen.buttons)


async def test_an_old_or_unknown_date_is_spelt_out(ana: Someone):
    assert "updated 10 months ago" in (await ana.search("Florence Bell")).text.lower()
    assert "unknown" in await ana.search("Mary Seacole")


async def test_five_rows_a_page_next_and_previous(ana: Someone):
    seen = await ana.search("nurse")
    assert "1–5 of 7" in seen
    assert seen.buttons.count("View") == 5
    assert PREVIOUS not in seen.buttons
    first = seen.text
    seen = await ana.press(NEXT)
    assert "6–7 of 7" in seen
    assert seen.buttons.count("View") == 2
    assert NEXT not in seen.buttons
    assert (await ana.press(PREVIOUS)).text == first


async def test_people_who_link_to_the_same_employer_page_have_separate_rows(chat: Chat, ana: Someone):
    page = [{"kind": "website", "url": "https://www.mercygeneral.org/team"}]
    bodies = [nurse(50 + at, name, emails=[], links=page) for at, name in enumerate(("Ann Falconer", "Bo Falconer"))]
    await add_people(chat.bot, bodies)
    seen = await ana.search("Falconer")
    assert seen.buttons.count("View") == 2
    for name in ("Ann Falconer", "Bo Falconer"):
        assert name in seen


async def test_past_the_end_after_people_were_hidden(ana: Someone):
    await ana.search("nurse")
    await ana.press(NEXT)  # an old card stays on the last page
    await ana.search("nurse")
    for _ in range(3):
        await ana.press("Hide")
    await ana.press("Hide", card=-2)
    assert "reference" not in ana.everything()
    assert "1–3 of 3" in ana.cards()[-2]
    assert "is hidden" in ana.cards()[-2]
    assert "Undo" in ana.cards()[-2].buttons


async def test_the_page_that_became_empty_leads_back_to_the_first(ana: Someone):
    await ana.search("nurse")
    await ana.search("nurse")
    for _ in range(2):
        await ana.press("Hide")
    await ana.press(NEXT, card=-2)
    assert "This page is empty now" in ana.cards()[-2]
    assert "5 people match the search." in ana.cards()[-2]
    await ana.press("First page", card=-2)
    assert "1–5 of 5" in ana.cards()[-2]


@pytest.mark.parametrize(("press", "first"), [("Newest first", "Ada Byron"), ("Nearest first", "Ada Byron")])
async def test_sorting(ana: Someone, press: str, first: str):
    await ana.search("in Boston")
    seen = await ana.press(press)
    assert press.lower() in seen
    assert first in seen
    assert any(label.startswith("Best match") for label in seen.buttons)


async def test_newest_comes_first_and_unknown_last(ana: Someone):
    await ana.search("nurse in Boston")
    seen = await ana.press("Newest first")
    assert seen.text.index("Grace Hopper") < seen.text.index("Florence Bell")
    assert "Mary Seacole" not in seen
    assert "Mary Seacole" in await ana.press(NEXT)


async def test_nearest_first(ana: Someone):
    await ana.search("nurse in Boston")
    seen = await ana.press("Nearest first")
    assert "Florence Bell" not in seen  # in Cambridge, the rest in Boston
    assert "Florence Bell" in await ana.press(NEXT)


async def test_distance_needs_a_place(ana: Someone):
    assert "Nearest first" not in (await ana.search("nurse")).buttons


async def test_refine_keeps_the_search(ana: Someone):
    await ana.search("nurse in Boston")
    seen = await ana.press("Refine")
    assert seen.form
    assert "nurse" in typed(seen)
    await ana.submit(what="nurse telemetry")
    assert "Clara Barton" in ana.card()
    assert "Grace Hopper" not in ana.card()
    assert "Boston, MA" in ana.card()


async def test_a_new_search_starts_empty(ana: Someone):
    await ana.search("nurse in Denver")
    await ana.press("New search")
    await ana.submit(what="engineer")
    assert "Ada Byron" in ana.card()


# ── star and hide on the list ──


async def test_a_star_on_the_row_saves_and_a_second_press_takes_it_back(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    seen = await ana.press("☆ Star")
    assert "★ Starred" in seen.buttons
    assert "Saved by you" in seen
    seen = await ana.press("★ Starred")
    assert "☆ Star" in seen.buttons
    assert "Saved by you" not in seen


async def test_two_concurrent_presses_of_star_save_once(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await asyncio.gather(ana.press("☆ Star"), ana.press("☆ Star"))
    [row] = (await engaged(chat, ana)).items
    assert (row.candidate.name, len(row.starred_by)) == ("Grace Hopper", 1)
    assert "★ Starred" in ana.card().buttons


async def test_two_members_who_star_concurrently_make_one_candidate(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await ana.search("Grace Hopper")
    await diego.search("Grace Hopper")
    await asyncio.gather(ana.press("☆ Star"), diego.press("☆ Star"))
    [row] = (await engaged(chat, ana)).items
    assert len(row.starred_by) == 2
    assert "Saved by a teammate" in await ana.search("Grace Hopper")


async def test_hide_takes_the_person_out_of_the_jobs_searches_and_undo_brings_them_back(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    seen = await ana.press("Hide", near="Grace Hopper")
    assert "Grace Hopper is hidden for Registered Nurse." in seen
    assert "5 " in seen
    await ana.search("nurse in Boston")
    assert "Grace Hopper" not in await ana.press("Use for: Registered Nurse")
    await ana.press("Undo", card=-2)
    assert "Shown again" in ana.cards()[-2]
    assert "Grace Hopper" in await ana.search("nurse in Boston")


async def test_hidden_for_one_job_is_not_hidden_for_another(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await ana.press("Hide", near="Grace Hopper")
    await ana.press("Change or clear job")
    await ana.press("Clear job")
    assert "Grace Hopper" in ana.card()


async def test_two_concurrent_presses_of_hide_hide_one_person(chat: Chat, ana: Someone):
    await ana.search("nurse in Boston")
    await asyncio.gather(ana.press("Hide", near="Grace Hopper"), ana.press("Hide", near="Grace Hopper"))
    assert "of 5 " in ana.card()
    assert len(await hidden_from(chat, ana)) == 1


# ── several ──


async def test_several_over_pages_are_starred_together(chat: Chat, ana: Someone):
    await ana.search("nurse")
    seen = await ana.press("Select several")
    assert seen.form
    await ana.submit(people_1=["Grace Hopper", "Edith Cavell", "Dorothea Dix"], do="Star")
    assert "3 people starred." in ana.card()
    assert await names(chat, ana, "saved") == {"Grace Hopper", "Edith Cavell", "Dorothea Dix"}


async def test_several_are_hidden_together_also_from_later_groups(chat: Chat, ana: Someone):
    await many(chat, 30)
    await ana.search("nurse")
    seen = await ana.press("Select several")
    assert "People 1–25 of this search's results" in seen
    one, two, three = (first_of(seen, n) for n in (1, 2, 3))
    await ana.submit(people_1=[one], people_2=[two], people_3=[three], do="Hide")
    assert "3 people hidden from searches without a job." in ana.card()
    assert "of 34 " in ana.card()


async def test_selecting_nobody_is_an_error_in_the_form(ana: Someone):
    await ana.search("nurse")
    await ana.press("Select several")
    seen = await ana.submit(do="Star")
    assert seen.form
    assert "Choose at least one person" in seen


async def test_more_than_25_or_foreign_ids_are_refused(chat: Chat, ana: Someone):
    await many(chat, 40)
    await ana.search("nurse")
    everybody = tuple(str(n) for n in range(1, 60))
    reply = await ana.forge(
        "do_with_several", {"search_id": await search_id(chat, ana)}, {"do": "star", "people_1": everybody}
    )
    assert "reference" not in reply
    assert (await engaged(chat, ana)).total <= 25


# ── sources ──


async def test_a_tab_per_source_with_its_count_and_one_row_for_a_person_found_in_two(chat: Chat, ana: Someone):
    twin = {**nurse(1, "Grace Hopper"), "id": "d-1", "source": "dice"}
    await add_people(chat.bot, [twin, {**nurse(60, "Only Dice"), "source": "dice"}])
    seen = await ana.search("nurse in Boston")
    assert "Internet (6)" in seen
    assert "Dice (2)" in seen
    seen = await ana.search("Grace Hopper nurse")
    assert seen.text.count("8 years of experience") == 1
    await ana.search("nurse in Boston")
    label = next(each for each in ana.card().buttons if each.startswith("Dice"))
    seen = await ana.press(label)
    assert "Only Dice" in seen
    assert "Edith Cavell" not in seen
