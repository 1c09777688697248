"""Interpreting typed text: as filters, places and aliases, or as an error or a question."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.geo.places import Places
from connectors.search.base import Filters, Not, Or, Phrase, Sort, Word
from connectors.search.language.terms import Terms
from connectors.search.language.understand import loosened, narrowed, query, understand
from connectors.search.language.what import show
from connectors.titles import Titles
from tests.steps import steps

PLACES, TITLES = Places.open(), Titles.open()


def read(what="", where="", **rest):
    return understand(Terms(what=what, where=where, **rest), PLACES, TITLES)


def test_the_example_sentence_of_the_product_page():
    u = read("senior nurse in Boston within 25 miles 5+ years")
    assert (u.terms.what, u.terms.where, u.terms.radius) == ("nurse", "Boston, MA", 25)
    assert u.terms.filters == Filters(seniority=("senior",), years_from=5)
    place = ("where", "within 25 miles of Boston, MA")
    assert u.chips == (("what", "nurse"), place, ("seniority", "seniority: senior"), ("years", "5+ years"))
    searched = query(u, workspace_id=1, now=0)
    assert searched.places[0].radius_km == pytest.approx(40.2, abs=0.1)
    assert (searched.places[0].lat, searched.places[0].lon) == pytest.approx((42.36, -71.06), abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "remote sensing engineer",
        "boston scientific",
        "nurse in Boston Scientific",
        "in-house counsel",
        "mobile developer in mobile",
        "engineer in PR",
        "remote or onsite engineer",
        "look at Google",
        "nurse at Home",
        "engineer at google",
        "scrum master",
        "MBA intern",
        "PhD student",
        "2 year contract",
        "last 5 years",
        "citizen developer",
        "open to work with children",
        "nurse in Boston OR teacher",
        'the "in Boston" nurse',
        "java -remote",
        "java NOT remote",
        "java NOT PhD",
        "java OR remote",
        "title:director with 5 years OR nurse",
        "years of wonder",
        "work in healthcare 99999 beds",
        "Madison Jackson",
        "Austin Powers",
        "senior",
        "senior care nurse",
        "senior living director",
        "senior vice president sales",
        "lead generation specialist",
        "junior high school teacher",
        "ICU nurse senior",
        "director of nursing",
        "account executive",
        "staff nurse",
        "principal engineer",
        "mid-level provider",
        "C-level executive assistant",
        "lead level testing",
        "senior nurse OR midwife",
        "senior (nurse OR midwife)",
        "senior nurse AND ICU",
        "senior nurse NOT manager",
        'senior "ICU" nurse',
        '"senior nurse"',
        "title:senior nurse",
        "nurse NOT entry level",
        "nurse OR senior level",
    ],
)
def test_ambiguous_text_stays_plain_words(text):
    u = read(text)
    assert (u.terms, u.faults) == (Terms(what=text), ())


@pytest.mark.parametrize(
    ("text", "what", "filters"),
    [
        ("Java developer with 5 years", "Java developer", Filters(years_from=5)),
        ("3-5 years teacher", "teacher", Filters(years_from=3, years_to=5)),
        ("teacher, 3 to 5 years of experience", "teacher", Filters(years_from=3, years_to=5)),
        ("at least 5 years experience welder", "welder", Filters(years_from=5)),
        ("teacher less than 3 years", "teacher", Filters(years_to=2)),
        ("5 years of Java experience", "Java", Filters(years_from=5)),
        ("10+ years user experience designer", "user experience designer", Filters(years_from=10)),
        ("remote java developer", "java developer", Filters(remote=True)),
        ("welder, remote ok, 2+ years", "welder", Filters(remote=True, years_from=2)),
        ("java AND 5+ years AND remote", "java", Filters(years_from=5, remote=True)),
        ("nurse open to work and willing to relocate", "nurse", Filters(open_to_work=True, relocate=True)),
        ("driver with email and phone", "driver", Filters(has_email=True, has_phone=True)),
        ("nurse updated this week", "nurse", Filters(updated_within_days=7)),
        ("nurse updated within 30 days", "nurse", Filters(updated_within_days=30)),
        ("with a master’s in nursing", "nursing", Filters(education="master")),
        ("PhD data scientist", "data scientist", Filters(education="doctorate")),
        ("US citizen welder", "welder", Filters(work_authorization=("citizen",))),
        ("nurse with green card", "nurse", Filters(work_authorization=("permanent_resident",))),
        ("engineer needs sponsorship", "engineer", Filters(work_authorization=("needs_sponsorship",))),
        ("engineer at Google", "engineer", Filters(company_now=("Google",))),
        ("ex-Google engineer", "engineer", Filters(company_ever=("Google",))),
        ("engineer formerly at Acme Corp", "engineer", Filters(company_ever=("Acme Corp",))),
        ("nurses not contacted", "nurses", Filters(exclude_contacted=True)),
        ("find me a welder with 2+ yrs", "welder", Filters(years_from=2)),
        ("senior nurse", "nurse", Filters(seniority=("senior",))),
        ("Sr. Nurse", "Nurse", Filters(seniority=("senior",))),
        ("find me a senior nurse", "nurse", Filters(seniority=("senior",))),
        ("remote senior nurse", "nurse", Filters(seniority=("senior",), remote=True)),
        ("senior nurse AND remote", "nurse", Filters(seniority=("senior",), remote=True)),
        ("Senior Executive Assistant", "Executive Assistant", Filters(seniority=("senior",))),
        ("senior manager", "manager", Filters(seniority=("senior",))),
        ("jr developer", "developer", Filters(seniority=("junior",))),
        ("lead electrician", "electrician", Filters(seniority=("lead",))),
        ("nurse, senior-level", "nurse", Filters(seniority=("senior",))),
        ("entry level sales", "sales", Filters(seniority=("junior",))),
        ("director level finance", "finance", Filters(seniority=("director",))),
        ("VP-level marketing", "marketing", Filters(seniority=("vice_president",))),
        ("C-level executives fintech", "fintech", Filters(seniority=("executive",))),
        ("nurse seniority: lead", "nurse", Filters(seniority=("lead",))),
        ("nurse AND seniority:vice president", "nurse", Filters(seniority=("vice_president",))),
        ("seniority:senior seniority:junior nurse", "nurse", Filters(seniority=("junior", "senior"))),
        ("mid-senior level nurse", "nurse", Filters(seniority=("mid", "senior"))),
        ("junior to senior level nurse", "nurse", Filters(seniority=("junior", "mid", "senior"))),
        ("senior or director level nurse", "nurse", Filters(seniority=("senior", "director"))),
        ('(ICU OR ER) "charge nurse" seniority:lead', '(ICU OR ER) "charge nurse"', Filters(seniority=("lead",))),
    ],
)
def test_plain_words_become_filters(text, what, filters):
    u = read(text)
    assert (u.terms.what, u.terms.filters) == (what, filters)
    assert len(u.chips) > 1


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("head of sales in NYC", "head of sales", "New York City, NY"),
        ("Paris Hilton hotel manager in Paris TX", "Paris Hilton hotel manager", "Paris, TX"),
        ("nurse near 02110", "nurse", "02110 (Boston, MA)"),
        ("registered nurse Boston MA", "registered nurse", "Boston, MA"),
        ("data scientist Bay Area", "data scientist", "San Francisco Bay Area"),
        ("nurse in Texas 3+ years", "nurse", "Texas"),
        ("Nurse in Boston icu", "Nurse icu", "Boston, MA"),
        ("java OR python in Boston", "java OR python", "Boston, MA"),
        ("nurse in Boston or New York", "nurse", "Boston, MA or New York City, NY"),
        ("nurse 50 miles from Dallas", "nurse", "Dallas, TX"),
        ("engineer based in Concord, CA", "engineer", "Concord, CA"),
        ("nurse in Springfield", "nurse", "Springfield"),
        ("nurse in Boston MA 02110", "nurse", "02110 (Boston, MA)"),
        ("welder from senior miles near 10001 miles", "welder from senior miles miles", "10001 (New York, NY)"),
    ],
)
def test_plain_words_become_a_place(text, what, where):
    u = read(text)
    assert (u.terms.what, u.terms.where) == (what, where)
    assert not u.faults


def test_a_seniority_is_added_to_the_filter_and_its_word_not_searched():
    u = read("senior nurse", filters=Filters(seniority=("director",)))
    assert (u.terms.what, u.terms.filters.seniority, u.what) == ("nurse", ("senior", "director"), Word("nurse"))
    assert ("seniority", "seniority: senior or director") in u.chips


def test_a_removed_seniority_stays_removed():
    [without] = [terms for key, _, terms in loosened(read("senior nurse"), PLACES) if key == "seniority"]
    assert without == Terms(what="nurse")
    assert understand(without, PLACES, TITLES).terms == without


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("nurse seniority:wizard", 6, "type intern, junior,"),
        ("nurse seniority:", 6, "or executive."),
        ("nurse OR seniority:lead", 9, "applies to the whole search"),
        ("seniority:lead OR nurse", 0, "applies to the whole search"),
        ("nurse (ICU seniority:lead)", 11, "applies to the whole search"),
        ("nurse -seniority:lead", 7, "applies to the whole search"),
        ("title:seniority:lead", 6, "applies to the whole search"),
    ],
)
def test_an_invalid_seniority_is_an_error(text, position, message):
    (fault,) = read(text).faults
    assert (fault.position, message in fault.message) == (position, True)


def test_what_does_not_change_an_explicit_where():
    u = read("nurse in Boston", "Chicago")
    assert (u.terms.what, u.terms.where) == ("nurse in Boston", "Chicago, IL")
    assert read("nurse in Boston", "Boston, MA").terms.what == "nurse"


@pytest.mark.parametrize(
    ("where", "areas", "circles"),
    [
        ("Texas", (("US", "TX"),), 0),
        ("Germany", (("DE", ""),), 0),
        ("Texas or Germany", (("US", "TX"), ("DE", "")), 0),
        ("MA, RI", (("US", "MA"), ("US", "RI")), 0),
        ("DACH or Austria", (("AT", ""), ("CH", ""), ("DE", "")), 0),
        ("Boston", (), 1),
        ("Boston; New York", (), 2),
        ("Boston, Worcester, Springfield", (), 3),
        ("Boston, MA / Austin, TX", (), 2),
        ("Springfield", (), 8),
        ("anywhere", (), 0),
        ("", (), 0),
    ],
)
def test_where_is_circles_or_areas(where, areas, circles):
    u = read("nurse", where)
    assert (u.areas, len(u.places), u.faults) == (areas, circles, ())
    assert understand(u.terms, PLACES, TITLES) == u


@pytest.mark.parametrize("where", ["Boston or Texas", "Texas; Boston"])
def test_towns_and_states_cannot_be_searched_together(where):
    (fault,) = read("nurse", where).faults
    assert (fault.field, "but not both" in fault.message) == ("where", True)


def test_where_can_set_remote_and_distance():
    u = read("nurse", "remote, US")
    assert (u.terms.filters.remote, u.terms.where, u.areas) == (True, "United States", (("US", ""),))
    u = read("nurse", "within 10 km of Berlin")
    assert (u.terms.where, u.terms.radius, u.terms.unit) == ("Berlin, Germany", 10, "km")
    assert u.places[0].radius_km == 10


def test_a_chosen_place_applies_until_where_is_edited():
    chosen = read("nurse", place_id="g4951788")
    assert (chosen.terms.where, len(chosen.places)) == ("Springfield, MA", 1)
    anew = understand(replace(chosen.terms, where="Boston"), PLACES, TITLES)
    assert anew.terms.where == "Boston, MA"


def test_an_unknown_place_is_an_error_offering_the_nearest():
    u = read("nurse", "Sprinfeild")
    assert u.faults[0].field == "where"
    assert "Sprinfeild" in u.faults[0].message
    assert "Springfield, MO" in u.faults[0].nearest
    assert u.terms == Terms(what="nurse", where="Sprinfeild")


def test_an_error_points_into_the_typed_text_and_leaves_it_unchanged():
    typed = Terms(what="nurse in  Boston (java")
    u = understand(typed, PLACES, TITLES)
    assert (u.faults[0].position, u.terms, u.what) == (17, typed, None)


def test_both_errors_are_reported_at_once():
    assert [one.field for one in read("(nurse", "Xyzzyq").faults] == ["what", "where"]


def test_aliases_are_added_to_the_words():
    assert read("RN").what == Or((Word("RN"), Phrase("registered nurse")))
    assert show(read("night registered nurse").what) == "night (registered nurse OR RN)"
    assert ("alias", "k8s = Kubernetes") in read("k8s admin").chips
    assert read('"RN"').what == Phrase("RN")
    assert "nodejs" not in show(read("node.js").what)
    assert 'front-end" developer OR "frontend developer"' in show(read("front-end developer").what)
    assert read('"registered nurse"').what == Phrase("registered nurse")
    assert read("company:RN").what == Word("RN", "company")
    assert read("nurse -RN").what.items[1] == Not(Or((Word("RN"), Phrase("registered nurse"))))


def test_function_words_are_not_searched():
    assert show(read("director of the board").what) == "director board"
    assert show(read("experience with Java").what) == "Java"
    assert show(read("of the").what) == "of the"


def test_several_meanings_raise_a_question_and_are_all_searched():
    u = read("PM fintech")
    assert {"product manager", "project manager"} <= {one.text for one in u.what.items[0].items}
    (question,) = u.questions
    assert (question.field, question.about) == ("what", "PM")
    narrow = understand(narrowed(u.terms, question, "project manager"), PLACES, TITLES)
    assert (narrow.terms.what, narrow.questions) == ("project manager fintech", ())


def test_an_answer_replaces_the_word_in_place():
    u = read("title:PM RPM")
    value = u.questions[0].choices[0][0]
    assert narrowed(u.terms, u.questions[0], value).what == "title:(product manager) RPM"
    nurse = read("nurse MA")
    moved = understand(narrowed(nurse.terms, nurse.questions[0], "in Massachusetts"), PLACES, TITLES)
    assert (moved.terms.what, moved.areas) == ("nurse", (("US", "MA"),))


def test_which_springfield():
    u = read("nurse", "Springfield")
    (question,) = u.questions
    assert (question.field, question.text) == ("where", "Which Springfield?")
    value = next(value for value, label in question.choices if label == "Springfield, IL")
    answered = understand(narrowed(u.terms, question, value), PLACES, TITLES)
    assert (answered.terms.where, len(answered.places), answered.questions) == ("Springfield, IL", 1, ())


def test_aliases_of_filters_reach_the_query():
    u = read(filters=Filters(skills_all=("K8s",), titles=("PM",)))
    aliases = query(u, workspace_id=1, now=0).aliases
    assert "Kubernetes" in aliases["k8s"]
    assert "product manager" in aliases["pm"]


def test_sorting_by_distance_needs_a_circle():
    assert query(read("nurse", "Texas", sort=Sort.DISTANCE), workspace_id=1, now=0).sort is Sort.RELEVANCE
    assert query(read("nurse", "Boston", sort=Sort.DISTANCE), workspace_id=1, now=0).sort is Sort.DISTANCE


def test_each_filter_can_be_loosened_alone():
    u = read("nurse", "Boston", filters=Filters(remote=True, years_from=3, years_to=5))
    found = {key: (label, terms) for key, label, terms in loosened(u, PLACES)}
    assert found["where"] == ("Anywhere, not just Boston, MA", replace(u.terms, where="", place_id=""))
    assert found["remote"] == ("Without “remote”", replace(u.terms, filters=Filters(years_from=3, years_to=5)))
    assert found["years"] == ("Without “3–5 years”", replace(u.terms, filters=Filters(remote=True)))
    assert loosened(read("nurse"), PLACES) == ()


def test_a_misspelt_town_after_in_is_offered_as_a_correction():
    u = read("nurse in Bostn with 5+ years")
    assert u.terms.what == "nurse in Bostn"  # plain words unless the person picks the correction
    [(key, label, terms), *_] = loosened(u, PLACES)
    assert (key, label) == ("in:Boston, MA", "In Boston, MA")
    assert (terms.what, terms.where, terms.filters.years_from) == ("nurse", "Boston, MA", 5)
    assert not [key for key, _, _ in loosened(read("nurse in Bostn", "Chicago"), PLACES) if key.startswith("in:")]


FRAGMENTS = [
    "nurse", "senior", "in", "near", "Boston", "boston", "Springfield", "TX", "Paris", "within", "25", "miles", "km",
    "of", "from", "5+", "years", "3-5", "experience", "remote", "only", "open to work", "with", "email", "and", "or",
    "AND", "OR", "NOT", "-", "(", ")", '"', "title:", "at", "Google", "ex-Acme", "PhD", "master's", "updated", ",",
    "this week", "10001", "Bay Area", "PM", "RN", "not contacted", "US citizen", "willing to relocate", "radius",
    "the", "a", "find me", "Georgia", "Texas", "lead", "junior", "level", "director", "seniority:", "to", "C-level",
    "generation", "Sr.",
]  # fmt: skip
sentences = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join)


@settings(max_examples=400, deadline=None)
@example("not contacted find me or nurse", "")
@example("nurse or remote 10001", "")
@example("NOT ex-Acme Boston Boston", "")
@example("NOT ex-Acme Boston experience", "")
@example("\x1bA:<\x08", "")
@given(sentences, st.sampled_from(["", "", "Boston", "remote", "Springfield", "Texas or Boston", "near LA"]))
def test_interpreting_twice_changes_nothing(what, where):
    once = read(what, where)
    twice = understand(once.terms, PLACES, TITLES)
    assert twice == once


@given(sentences)
def test_no_seniority_field_is_lost(what):
    u = read(what)
    assert u.faults or '"' in what or "seniority:" not in what or u.terms.filters.seniority


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_interpreted_or_an_error(what, where):
    u = read(what, where)
    assert u.faults or u.terms == understand(u.terms, PLACES, TITLES).terms


plain = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9))
json_values = st.recursive(plain, lambda one: st.lists(one, max_size=3))
names = st.sampled_from(["what", "where", "place_id", "radius", "unit", "filters", "sort", "other"])
inner = st.dictionaries(st.sampled_from([*Filters.__slots__, "other"]), json_values, max_size=6)


@given(st.dictionaries(names, st.one_of(json_values, inner), max_size=8))
def test_terms_are_read_from_any_json_and_round_trip(json):
    terms = Terms.from_json(json)
    assert Terms.from_json(terms.as_json()) == terms


def test_terms_preserve_every_filter():
    words = [(one,) for one in "abcdefg"]
    filters = Filters(
        *words,
        ("senior", "executive"),
        1,
        2,
        "mba",
        "s",
        True,
        True,
        ("citizen",),
        7,
        True,
        True,
        True,
        True,
        True,
        True,
    )
    terms = Terms("w", "x", "g1", 5, "km", filters, Sort.DISTANCE)
    assert Terms.from_json(terms.as_json()) == terms
    assert Terms().as_json() == {}


HOSTILE = ["remote ", "in Boston ", "5+ years ", "with ", "within 5 miles of ", "at Google ", "a" * 99 + " ", "& A "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_interpreted_quickly(piece):
    assert steps(lambda: read((piece * 1000)[:1000], piece)) < 1_000_000  # less than quadratic in the length


def test_a_typical_search_is_interpreted_in_a_few_thousand_steps():
    usual = "senior nurse in Boston within 25 miles 5+ years"
    read(usual)  # caches the places it names
    assert steps(lambda: read(usual)) < 8_000  # 5,600, about two milliseconds
