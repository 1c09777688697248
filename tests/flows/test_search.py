"""Search: query text, the form, places, and clarifying questions."""

import pytest

from store.roles import Role
from tests.chat.base import Chat, Someone, add_jobs, add_people
from tests.flows.conftest import workspace_of
from tests.flows.looking import typed
from tests.people import BOSTON, nurse

SPRINGFIELD = {"city": "Springfield", "region": "IL", "country": "US", "lat": 39.8, "lon": -89.65}
MANAGERS = [
    {
        "id": "pm-1",
        "name": "Petra Product",
        "headline": "Product Manager",
        "experience": [{"title": "Product Manager"}],
    },
    {"id": "pm-2", "name": "Paul Project", "headline": "Project Manager", "experience": [{"title": "Project Manager"}]},
]
WARD = [
    nurse(60, "Sofia Senior", experience=[{"title": "Sr. Ward Nurse", "company": "Mercy"}]),
    nurse(
        61,
        "Rosa Plain",
        headline="Ward Nurse",
        summary="Works with a senior team.",
        experience=[{"title": "Ward Nurse"}],
    ),
    nurse(62, "Mina Manager", headline="Nurse", experience=[{"title": "Ward Nurse Manager", "company": "Mercy"}]),
]


# ── query text ──


async def test_plain_words_become_filters_that_are_shown_and_can_be_edited(ana: Someone):
    seen = await ana.search("senior nurse in Boston within 25 miles 5+ years")
    assert "within 25 miles of Boston, MA" in seen
    assert "5+ years" in seen
    assert "Florence Bell" not in seen  # three years
    await ana.press("Refine")
    seen = await ana.press("Advanced tools")
    assert seen.form
    await ana.submit(years_from=2)
    seen = ana.card()
    assert "2+ years" in seen
    assert "within 25 miles of Boston, MA" in seen


async def test_senior_is_a_filter_on_the_title_that_is_shown_and_can_be_edited(chat: Chat, ana: Someone):
    await add_people(chat.bot, WARD)
    seen = await ana.search("senior nurse in Boston")
    assert "seniority: senior" in seen
    assert "Sofia Senior" in seen
    assert "Rosa Plain" not in seen  # the word is only in her summary
    assert "Mina Manager" not in seen
    seen = await ana.press("Refine")
    assert "seniority: senior" in seen
    assert "senior" not in typed(seen)
    await ana.press("Advanced tools")
    await ana.submit(seniority=["Manager", "Director"])
    seen = ana.card()
    assert "seniority: manager or director" in seen
    assert "Mina Manager" in seen
    assert "Sofia Senior" not in seen
    await ana.press("Refine")
    await ana.press("Advanced tools")
    await ana.submit(what="nurse ward", seniority=[])
    seen = ana.card()
    assert "seniority" not in seen.text
    assert all(name in seen for name in ("Sofia Senior", "Rosa Plain", "Mina Manager"))


async def test_a_seniority_without_matches_can_be_removed_and_its_word_is_not_searched(ana: Someone):
    seen = await ana.search("junior telemetry nurse")
    assert "No one matches all of this" in seen
    seen = await ana.press("Without “seniority: junior” (1)")
    assert "Clara Barton" in seen
    assert "junior" not in seen.text


async def test_senior_in_the_title_of_a_job_is_the_same_filter(chat: Chat, ana: Someone):
    await add_people(chat.bot, WARD)
    job = {"id": "j-9", "title": "Senior Ward Nurse", "place": BOSTON, "status": "open"}
    await add_jobs(chat.bot, (await workspace_of(chat)).id, [job])
    await ana.command("job")
    await ana.press("Select", near="Senior Ward Nurse")
    seen = await ana.press("Search")
    assert "seniority: senior" in seen
    assert "Sofia Senior" in seen
    assert "Rosa Plain" not in seen


@pytest.mark.parametrize(
    ("words", "found", "not_found"),
    [
        ('"Patient Care"', "Grace Hopper", "Ada Byron"),
        ("nurse AND telemetry", "Clara Barton", "Grace Hopper"),
        ("telemetry OR kubernetes", "Ada Byron", "Grace Hopper"),
        ("nurse NOT telemetry", "Edith Cavell", "Clara Barton"),
        ("nurse AND (telemetry OR kubernetes)", "Clara Barton", "Ada Byron"),
        ("title:engineer", "Ada Byron", "Grace Hopper"),
        ("skill:telemetry", "Clara Barton", "Grace Hopper"),
        ("company:analytical", "Ada Byron", "Grace Hopper"),
        ("k8s", "Ada Byron", "Grace Hopper"),  # an alias
        ("SWE", "Ada Byron", "Grace Hopper"),
        ("RN telemetry", "Clara Barton", "Ada Byron"),
        ("kubernets", "Ada Byron", "Grace Hopper"),  # misspelt
    ],
)
async def test_what_is_understood(ana: Someone, words: str, found: str, not_found: str):
    seen = await ana.search(words)
    assert found in seen
    assert not_found not in seen


@pytest.mark.parametrize("where", ["Boston", "Greater Boston", "02110", "Boston, MA", "Massachusetts"])
async def test_places_in_many_words(ana: Someone, where: str):
    await ana.command("search")
    await ana.submit(what="Grace", where=where)
    assert "Grace Hopper" in ana.card()


@pytest.mark.parametrize(
    ("words", "what", "where"),
    [
        ('"nurse', "The quote starting at", '▸"nurse'),
        ("nurse AND (icu OR", "nothing after OR", "nurse AND (icu ▸OR"),
        ("nurse)", "without a", "nurse▸)"),
        ("AND nurse", "nothing before AND", "▸AND nurse"),
        ("(((((", "parenthesis", "▸"),
    ],
)
async def test_a_broken_expression_is_answered_with_what_and_where(ana: Someone, words: str, what: str, where: str):
    seen = await ana.search(words)
    assert what in seen
    assert where.replace(" ", "") in seen.text.replace(" ", "")  # text runs of a Teams card are joined with spaces
    assert "Everything you typed is saved." in seen
    seen = await ana.press("Correct it")
    assert seen.form
    assert words in typed(seen)
    await ana.submit(what="nurse", where="Boston")
    assert "Grace Hopper" in ana.card()


async def test_a_broken_expression_in_the_form_is_an_error_at_its_field(ana: Someone):
    await ana.command("search")
    seen = await ana.submit(what="nurse AND (icu", where="Boston")
    assert seen.form
    assert "parenthesis" in seen.text
    await ana.submit(what="nurse")
    assert "Grace Hopper" in ana.card()
    assert "Boston, MA" in ana.card()  # was saved


# ── places ──


async def test_an_unknown_place_offers_the_nearest_names_in_the_form(ana: Someone):
    await ana.command("search")
    seen = await ana.submit(what="nurse", where="Bosten")
    if seen.form:  # a list that accepts nothing else corrects it at once
        assert "Boston, MA" in seen
    else:
        assert "Boston" in seen


async def test_an_unknown_place_that_was_typed_offers_the_nearest_as_buttons(ana: Someone):
    """Free text, as a client without suggestions sends it."""
    await ana.command()
    reply = await ana.forge("run_search", {}, {"what": "nurse", "where": "Bosten"})
    assert "Boston, MA" in reply


@pytest.mark.parametrize("words", ["nurse in Bosten", "registered nurse near Bostn"])
async def test_a_misspelt_place_in_plain_words_offers_the_nearest_as_buttons_and_one_press_searches_there(
    ana: Someone, words: str
):
    seen = await ana.search(words)
    label = next(each for each in seen.buttons if "Boston, MA" in each)
    seen = await ana.press(label)
    assert "within 25 miles of Boston, MA" in seen
    assert "Bost" not in seen.text.partition("Understood:")[2].partition(" · ")[0]
    assert "Grace Hopper" in seen
    assert "Dorothea Dix" not in seen  # Denver


@pytest.mark.parametrize(
    "words", ["nurse in charge", "experience in triage", "nurse in Boston", "specialist in oncology"]
)
async def test_what_is_not_a_place_is_not_treated_as_one(ana: Someone, words: str):
    assert "one of these places" not in (await ana.search(words)).text


async def test_an_ambiguous_place_prompts_a_question_that_one_press_answers(chat: Chat, ana: Someone):
    await add_people(chat.bot, [nurse(50, "Sally Springfield", place=SPRINGFIELD)])
    seen = await ana.search("nurse in Springfield")
    assert "Which Springfield?" in seen
    assert "Springfield, MO" in seen.buttons
    seen = await ana.press("Springfield, IL")
    assert "Which Springfield?" not in seen
    assert "Sally Springfield" in seen


async def test_an_ambiguous_word_prompts_a_question_that_one_press_answers(chat: Chat, ana: Someone):
    await add_people(chat.bot, MANAGERS)
    seen = await ana.search("PM")
    assert "Petra Product" in seen
    assert "Paul Project" in seen
    label = next(each for each in seen.buttons if each.lower() == "product manager")
    seen = await ana.press(label)
    assert "Petra Product" in seen
    assert "Paul Project" not in seen


# ── no matches ──


async def test_without_matches_each_helpful_filter_to_remove_is_offered_with_its_count(ana: Someone):
    seen = await ana.search("nurse in Denver 20+ years")
    assert "No one matches all of this" in seen
    assert "Without “20+ years” (1)" in seen.buttons
    seen = await ana.press("Without “20+ years” (1)")
    assert "1–1 of 1" in seen
    assert "Dorothea Dix" in seen


async def test_each_offered_count_is_correct(ana: Someone):
    seen = await ana.search("telemetry in Denver")
    ways = [label for label in seen.buttons if label.startswith(("Without", "Anywhere"))]
    assert len(ways) == 2
    for way in ways:
        await ana.search("telemetry in Denver")
        count = way.rpartition("(")[2].rstrip(")")
        assert f"of {count} " in await ana.press(way), way


async def test_nothing_helps(ana: Someone):
    seen = await ana.search("zzzzqqqq in Honolulu")
    assert "No one matches all of this" in seen
    assert "Try fewer or more common words" in seen
    assert [label for label in seen.buttons if label.endswith(")")] == []


async def test_an_empty_index_says_so_and_how_to_fill_it(chat: Chat):
    sam = await chat.person("Sam", Role.RECRUITER)
    seen = await sam.search("nurse in Boston")
    assert "The Internet index is empty" in seen
    assert "sourcer import candidates FILE" in seen
    await add_people(chat.bot, [nurse(1, "Grace Hopper")])
    assert "Grace Hopper" in await sam.press("Try again")


# ── what was typed without "in", and what can't be searched ──


async def test_a_place_without_in_is_shown_and_put_back_with_one_press(ana: Someone):
    seen = await ana.search("nurses Boston nights $45/hr")
    assert "within 25 miles of Boston, MA" in seen
    assert "Not searched for: “$45/hr”, “nights”." in seen
    assert "Grace Hopper" in seen
    assert "Dorothea Dix" not in seen  # in Denver
    seen = await ana.press("Search “Boston” as words, not as a place")
    assert "within 25 miles" not in seen
    assert "Grace Hopper" in seen


async def test_a_place_or_remote_work_elsewhere(chat: Chat, ana: Someone):
    far = {"city": "Denver", "region": "CO", "country": "US", "lat": 39.74, "lon": -104.98}
    harpist = {"summary": "Plays the harp."}
    await add_people(
        chat.bot,
        [
            nurse(401, "Nina Near", **harpist),
            nurse(402, "Rita Remote", place=far, remote="yes", **harpist),
            nurse(403, "Dora Denver", place=far, remote="no", **harpist),
        ],
    )
    seen = await ana.search("harp in Boston or remote US")
    assert "within 25 miles of Boston, MA or remote in United States" in seen
    assert "Nina Near" in seen
    assert "Rita Remote" in seen
    assert "Dora Denver" not in seen


async def test_everything_but_excludes_and_nothing_but_does_not(ana: Someone):
    seen = await ana.search("nurse anything but telemetry")
    assert "nurse NOT telemetry" in seen
    assert "1–5 of 6" in seen
    seen = await ana.search("nurse nothing but telemetry")
    assert "Clara Barton" in seen
    assert "Not searched for: “nothing but”." in seen


async def test_nobody_fits_and_one_press_leaves_the_rare_word_out(ana: Someone):
    seen = await ana.search("nurse xylophone")
    assert "No one matches all of this" in seen
    seen = await ana.press("Without “xylophone” (7)")
    assert "Understood: nurse" in seen


async def test_a_negation_never_becomes_the_filter_it_denies(ana: Someone):
    seen = await ana.search("nurse < 5 years")
    assert "up to 4 years" in seen
    assert "Florence Bell" in seen
    assert "Grace Hopper" not in seen
    assert "needs sponsorship" not in await ana.search("nurse no H1B")


async def test_the_lines_of_a_pasted_request_stay_apart(ana: Someone):
    seen = await ana.command(
        "Hi team,\nplease find us a nurse\nLocation: Boston, MA\nNice to have: AWS, Docker\nThanks!"
    )
    assert "Understood: nurse · within 25 miles of Boston, MA" in seen
    assert "Not searched for: “Nice to have: AWS, Docker”" in seen
    assert "Clara Barton" in seen
    seen = await ana.command("source\nMust have: nurse\nNice to have: Docker")
    assert "Not searched for: “Nice to have: Docker”" in seen
    assert "Clara Barton" in seen
