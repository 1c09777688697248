"""Searching, from typed text to the result card, and everything that can go wrong."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.actions.access import OpenStart
from cards.actions.entry import OpenSearchForm, SearchFor
from cards.actions.person import Star
from cards.actions.search import Results
from cards.screens.person_row import marked
from cards.text import Strong, plain
from connectors.errors import Throttled
from handlers.replies import Close
from handlers.search.results import PAGE
from store import searches
from store.db import statements
from store.roles import Role
from tests.handlers.conftest import NOW, Workplace, nurse
from tests.handlers.reading import button, card, form, labels, search_of, several, text_of
from tests.handlers.test_jobs import job

SPRINGFIELD = {"city": "Springfield", "region": "IL", "country": "US", "lat": 39.8, "lon": -89.65}


async def ward(work: Workplace, count: int = 7) -> list[int]:
    return await work.people(*(nurse(f"n{n}", f"Nurse {n}") for n in range(count)))


async def test_plain_words_become_visible_filters(work: Workplace):
    await work.people(
        nurse("p1", "Grace Adeyemi"),
        nurse("p2", "Omar Young", years_experience=2),
        nurse("p3", "Li Far", place=SPRINGFIELD),
    )
    ana = await work.member("Ana")
    shown = card(await work.say("nurse in Boston within 25 miles 5+ years", ana))
    assert "Grace Adeyemi" in text_of(shown)
    assert "Omar Young" not in text_of(shown)
    assert "Li Far" not in text_of(shown)
    assert "within 25 miles of Boston, MA" in text_of(shown)
    assert "5+ years" in text_of(shown)
    async with work.store.read() as db:
        stored = await searches.latest(db, ana)
    assert stored is not None
    assert stored.terms["where"] == "Boston, MA"
    assert stored.terms["filters"]["years_from"] == 5


async def test_the_badge_shows_how_fresh_a_profile_is(work: Workplace):
    old = (NOW - timedelta(days=400)).isoformat()
    await work.people(nurse("p1", "Grace"), nurse("p2", "Omar", updated_at=old), nurse("p3", "Li", updated_at=None))
    shown = text_of(card(await work.say("nurse", await work.member("Ana"))))
    assert "Updated 3 days ago" in shown
    assert "updated 13 months ago" in shown
    assert "last update unknown" in shown


async def test_paging_keeps_the_search(work: Workplace):
    ids = await ward(work, 12)
    ana = await work.member("Ana")
    first = card(await work.say("nurse", ana))
    assert "1–5 of 12" in text_of(first)
    assert len(first.about) == PAGE
    pager = next(part for part in first.body if type(part).__name__ == "Pager")
    second = card(await work.press(pager.next, ana))
    assert "6–10 of 12" in text_of(second)
    assert not set(first.about) & set(second.about)
    assert set(second.about) <= set(ids)


async def test_a_search_card_takes_ten_statements_whatever_its_content(work: Workplace):
    ids = await ward(work, 40)
    ana, ben = await work.member("Ana"), await work.member("Ben")
    await job(work, ana, "Registered Nurse", "Boston, MA")
    with statements() as at_first:
        shown = card(await work.press(SearchFor("nurse"), ana))
    for person in ids[:20]:
        for member in (ana, ben):
            await work.press(Star(person), member)
    with statements() as new:
        await work.press(SearchFor("nurse"), ana)
    turned: set[int] = set()
    for at in (0, 10, 20):
        with statements() as ran:
            await work.press(Results(search_of(shown), "", at), ana)
        turned.add(len(ran))
    # each includes reading the member, as in the dispatcher; a new search also marks its row in the log
    assert (len(at_first), len(new), turned) == (8, 8, {8})


async def test_the_current_job_is_on_the_card(work: Workplace):
    await ward(work)
    ana = await work.member("Ana")
    await job(work, ana, "Registered Nurse", "Boston, MA")
    shown = card(await work.press(button(card(await work.say("nurse", ana)), "Use for: Registered Nurse"), ana))
    assert "Job: Registered Nurse · Boston, MA" in text_of(shown)
    assert "Change or clear job" in labels(shown)


async def test_a_syntax_error_says_what_and_where(work: Workplace):
    ana = await work.member("Ana")
    shown = card(await work.say("nurse AND (icu OR", ana))
    assert "There is nothing after OR" in text_of(shown)
    assert "▸" in text_of(shown)
    correction = form(await work.press(button(shown, "Correct it"), ana))
    assert correction.values["what"] == "nurse AND (icu OR"


async def test_a_syntax_error_in_the_form_keeps_what_was_typed(work: Workplace):
    ana = await work.member("Ana")
    search_form = form(await work.press(OpenSearchForm(), ana))
    again = form(await work.press(search_form.submit.does, ana, what="nurse AND (icu", where="Bosten"))
    assert set(again.errors) <= {"what", "where"}
    assert again.errors
    assert again.values["what"] == "nurse AND (icu"
    assert again.values["where"].value == "Bosten"  # pyright: ignore
    async with work.store.read() as db:
        assert await searches.latest(db, ana) is None


async def test_an_unknown_place_offers_the_nearest(work: Workplace):
    ana = await work.member("Ana")
    search_form = form(await work.press(OpenSearchForm(), ana))
    again = form(await work.press(search_form.submit.does, ana, what="nurse", where="Bosten"))
    assert "Boston, MA" in again.errors["where"]


async def test_an_ambiguous_place_is_resolved_with_one_press(work: Workplace):
    await work.people(nurse("p1", "Grace", place=SPRINGFIELD))
    ana = await work.member("Ana")
    shown = card(await work.say("nurse in Springfield", ana))
    assert "Which Springfield?" in text_of(shown)
    chosen = card(await work.press(button(shown, "Springfield, IL"), ana))
    assert "within 25 miles of Springfield, IL" in text_of(chosen)
    assert "Which Springfield?" not in text_of(chosen)
    assert "Grace" in text_of(chosen)


async def test_an_ambiguous_word_is_resolved_with_one_press(work: Workplace):
    await work.people(nurse("p1", "Grace", headline="Product Manager", experience=[{"title": "Product Manager"}]))
    ana = await work.member("Ana")
    shown = card(await work.say("PM in Boston", ana))
    assert "What does PM mean here?" in text_of(shown)
    chosen = card(await work.press(button(shown, "Product manager"), ana))
    assert "product manager" in text_of(chosen)
    assert "What does PM" not in text_of(chosen)


async def test_an_empty_result_suggests_filters_to_remove(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    shown = card(await work.say("nurse in Boston 30+ years", ana))
    assert "No one matches all of this" in text_of(shown)
    looser = card(await work.press(button(shown, "Without “30+ years” (3)"), ana))
    assert "1–3 of 3" in text_of(looser)


async def test_an_empty_index_says_how_to_fill_it(work: Workplace):
    shown = card(await work.say("nurse", await work.member("Ana")))
    assert "The Internet index is empty" in text_of(shown)
    assert "sourcer import candidates" in text_of(shown)


async def test_a_failing_index_affects_only_its_part_of_the_screen(work: Workplace):
    await ward(work)
    ana = await work.member("Ana")
    work.unplug()
    shown = card(await work.say("nurse in Boston", ana))
    assert "The search index did not respond" in text_of(shown)
    assert "within 25 miles of Boston, MA" in text_of(shown)
    work.index.down = None
    again = card(await work.press(button(shown, "Try again"), ana))
    assert "1–5 of 7" in text_of(again)


async def test_a_busy_index_says_when_to_retry(work: Workplace):
    await ward(work)
    work.index.down = Throttled("the search index", 20)
    assert "20 seconds" in text_of(card(await work.say("nurse", await work.member("Ana"))))


async def test_a_private_source_is_a_tab_of_its_own_workspace_only(work: Workplace, other_workspace: Workplace):
    await ward(work, 2)
    await work.people(nurse("o1", "Own Olga", source="own_file"), workspace_id=work.workspace.id)
    ana, eve = await work.member("Ana"), await other_workspace.member("Eve")
    shown = card(await work.say("nurse", ana))
    assert [label for label in labels(shown) if label in ("All", "Internet", "Own file")] == [
        "All",
        "Internet",
        "Own file",
    ]
    own = card(await work.press(button(shown, "Own file"), ana))
    assert "Own Olga" in text_of(own)
    assert "1–1 of 1" in text_of(own)
    theirs = card(await other_workspace.say("nurse", eve))
    assert "Own Olga" not in text_of(theirs)
    assert "Own file" not in labels(theirs)


async def test_the_same_person_in_two_sources_is_one_row(work: Workplace):
    await work.people(nurse("p1", "Grace Adeyemi"))
    twin = nurse("own1", "Grace Adeyemi", source="own_file", emails=["p1@people.example"])
    await work.people(twin, workspace_id=work.workspace.id)
    shown = card(await work.say("nurse", await work.member("Ana")))
    assert labels(shown).count("View") == 1
    assert {"Internet", "Own file"} <= set(text_of(shown).split("\n"))


async def test_refine_edits_the_same_search(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    shown = card(await work.say("nurse 5+ years", ana))
    search_form = form(await work.press(button(shown, "Refine"), ana))
    assert search_form.values["what"] == "nurse"
    assert "5+ years" in text_of(search_form)
    closed, replaced = several(await work.press(search_form.submit.does, ana, what="nurse", where="Boston, MA"))
    assert closed == Close()
    assert search_of(replaced.card) == search_of(shown)
    assert "5+ years" in text_of(replaced.card)
    assert "Boston, MA" in text_of(replaced.card)


async def test_advanced_tools_keep_what_was_typed_and_filter(work: Workplace):
    await work.people(nurse("p1", "Grace", open_to_work=True), nurse("p2", "Omar"))
    ana = await work.member("Ana")
    search_form = form(await work.press(OpenSearchForm(), ana))
    long = form(await work.press(search_form.buttons[0].does, ana, what="nurse", where="Boston, MA"))
    assert long.values["what"] == "nurse"
    assert long.values["where"].label == "Boston, MA"  # pyright: ignore
    _, replaced = several(
        await work.press(long.submit.does, ana, what="nurse", where="Boston, MA", only=("open_to_work",), unit="mi")
    )
    assert "Grace" in text_of(replaced.card)
    assert "Omar" not in text_of(replaced.card)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"years_from": "many"}, "years_from"),
        ({"years_from": 9, "years_to": 3}, "years_to"),
        ({"radius": 5000}, "radius"),
        ({"sort": "distance"}, "where"),
    ],
)
async def test_an_invalid_number_is_an_error_at_its_input(work: Workplace, typed: dict[str, object], field: str):
    ana = await work.member("Ana")
    search_form = form(await work.press(OpenSearchForm(), ana))
    long = form(await work.press(search_form.buttons[0].does, ana, what="nurse"))
    again = form(await work.press(long.submit.does, ana, what="nurse", skills_all="triage, BLS", **typed))
    assert field in again.errors
    assert again.values["skills_all"] == "triage, BLS"


async def test_sorting_by_distance_puts_the_nearest_first(work: Workplace):
    quincy = {"city": "Quincy", "region": "MA", "country": "US", "lat": 42.25, "lon": -71.0}
    await work.people(nurse("p1", "Far Fay", place=quincy), nurse("p2", "Near Ned"))
    ana = await work.member("Ana")
    shown = card(await work.say("nurse in Boston", ana))
    nearest = card(await work.press(button(shown, "Nearest first"), ana))
    result = text_of(nearest)
    assert result.index("Near Ned") < result.index("Far Fay")
    assert "mi away" in result


async def test_a_reviewer_cannot_search_in_any_way(work: Workplace):
    await ward(work)
    mia = await work.member("Mia", Role.REVIEWER)
    for replies in (
        await work.say("nurse", mia),
        await work.press(SearchFor("nurse"), mia),
        await work.press(OpenSearchForm(), mia),
        await work.press(Results(1), mia),
    ):
        assert "Reviewers cannot search" in text_of(card(replies))
        assert "Nurse 1" not in text_of(card(replies))


async def test_a_colleagues_search_is_gone(work: Workplace):
    await ward(work)
    ana, ben = await work.member("Ana"), await work.member("Ben")
    shown = card(await work.say("nurse", ana))
    lost = card(await work.press(shown.redraw, ben))
    assert "no longer" in text_of(lost)
    assert button(lost, "Help")


async def test_source_without_text_opens_the_form(work: Workplace):
    search_form = form(await work.press(SearchFor(""), await work.member("Ana")))
    assert search_form.title == "Search candidates"


async def test_a_page_past_the_end_says_so(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    shown = card(await work.say("nurse", ana))
    empty = card(await work.press(Results(search_of(shown), "", 500), ana))
    assert "3 people match" in text_of(empty)
    assert "1–3 of 3" in text_of(card(await work.press(button(empty, "First page"), ana)))
    assert button(empty, "Start") == OpenStart()


def test_matched_words_are_bold():
    assert marked("Senior ICU Nurse at Nursery", ("icu", "nurse")) == ("Senior ", Strong("ICU Nurse"), " at Nursery")
    assert marked("C++ and c#", ("c++", "c#")) == (Strong("C++"), " and ", Strong("c#"))


@given(st.text(), st.lists(st.text(min_size=1)))
def test_highlighting_changes_no_word(text: str, matched: list[str]):
    assert plain(marked(text, tuple(matched))) == text


async def test_a_place_without_in_goes_back_among_the_words_with_one_press(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    shown = card(await work.say("nurse Boston nights", ana))
    assert "within 25 miles of Boston, MA" in text_of(shown)
    assert "Not searched for: “nights”." in text_of(shown)
    words = card(await work.press(button(shown, "Search “Boston” as words, not as a place"), ana))
    assert 'nurse "Boston"' in text_of(words)
    assert "within 25 miles" not in text_of(words)
    assert "Not searched for: “nights”." in text_of(words)


async def test_new_words_forget_what_the_old_ones_could_not_search(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    shown = card(await work.say("nurse Boston nights", ana))
    search_form = form(await work.press(button(shown, "Refine"), ana))
    _, again = several(await work.press(search_form.submit.does, ana, what="RN", where="Boston, MA"))
    assert "Not searched for" not in text_of(again.card)
    assert "as words" not in " ".join(labels(again.card))


async def test_nobody_fits_each_word_and_filter_can_be_left_out_best_first(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    shown = card(await work.say("nurse xylophone in Boston", ana))
    offers = [label for label in labels(shown) if label.startswith(("Without", "Anywhere"))]
    assert offers == ["Without “xylophone” (3)", "Without “nurse xylophone” (3)"]
    looser = card(await work.press(button(shown, "Without “xylophone” (3)"), ana))
    assert "1–3 of 3" in text_of(looser)
    assert "Show also:" not in text_of(looser)


async def test_offers_of_words_and_filters_are_sorted_by_how_many_people_they_find(work: Workplace):
    def people(name: str, count: int, **fields):
        return [nurse(f"{name}{n}", f"{name} {n}", **{"years_experience": 12, **fields}) for n in range(count)]

    spoken = "Speaks Esperanto."
    welder = {"headline": "Welder", "experience": [{"title": "Welder", "company": "Acme"}], "skills": []}
    await work.people(
        *people("Quiet", 4),
        *people("Far", 2, summary=spoken, place=SPRINGFIELD),
        *people("New", 3, summary=spoken, years_experience=3),
        *people("Welding", 1, summary=spoken, **welder),
    )
    shown = card(await work.say("nurse esperanto in Boston 10+ years", await work.member("Ana")))
    assert [label for label in labels(shown) if label.startswith(("Without", "Anywhere"))] == [
        "Without “esperanto” (4)",
        "Without “10+ years” (3)",
        "Anywhere, not just Boston, MA (2)",
        "Without “nurse” (1)",
        "Without “nurse esperanto” (5)",  # last: whoever they are
    ]


async def test_one_or_two_results_offer_who_else_there_is(work: Workplace):
    await work.people(nurse("p1", "Grace", summary="Speaks Esperanto."), nurse("p2", "Omar"), nurse("p3", "Rosa"))
    ana = await work.member("Ana")
    shown = card(await work.say("nurse esperanto", ana))
    assert "Show also:" in text_of(shown)
    assert "1–3 of 3" in text_of(card(await work.press(button(shown, "Without “esperanto” (3)"), ana)))


async def test_plurals_find_the_same_people(work: Workplace):
    await ward(work, 3)
    ana = await work.member("Ana")
    assert "1–3 of 3" in text_of(card(await work.say("nurses in Boston", ana)))
    assert "1–3 of 3" in text_of(card(await work.say("nurs* in Boston", ana)))
