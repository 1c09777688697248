"""Examples: search."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.invitations import UndoBulk
from cards.actions.person import Unhide
from cards.actions.search import Results
from cards.gallery.example import example
from cards.gallery.people import ENGINEER, EVERYBODY, GRACE, HOSTILE, LI, NURSE, OMAR, TEACHER
from cards.screens.search import (
    empty_index_card,
    failed_card,
    no_results_card,
    past_the_end_card,
    results_card,
)
from cards.screens.search_forms import advanced_form, bulk_form, search_form
from cards.screens.searches.faults import fault_card
from cards.screens.sources.results import nobody_at_source_card, price_card, source_failed_card
from cards.tree import Option, Value
from cards.views.outreach import Reach
from cards.views.people import (
    ConnectedSource,
    DroppableFilter,
    FaultView,
    PersonPage,
    PersonRow,
    PriceView,
    QuestionView,
    SearchView,
    SourceTab,
    State,
)
from cards.views.reveals import LockedView, Way

_CHIPS = (
    ("what", "nurse"),
    ("where", "within 25 miles of Boston, MA"),
    ("seniority", "seniority: senior"),
    ("years", "5+ years"),
)
_SEARCH = SearchView(40, (*_CHIPS, ("alias", "RN = registered nurse")), NURSE, near=True)
_OPEN = SearchView(41)
_INTERNET = (SourceTab("internet", "Internet", "214", True),)
_TABS = (
    SourceTab("", "All", "214", True),
    SourceTab("internet", "Internet", "201"),
    SourceTab("own_file", "Own file", "13"),
)
_CONNECTED = (
    SourceTab("", "All", "about 240", True),
    SourceTab("internet", "Internet", "214"),
    SourceTab("careerbuilder", "CareerBuilder", "waiting"),
    SourceTab("dice", "Dice", "37"),
    SourceTab("indeed", "Indeed", "failed", fault="Indeed isn't responding right now."),
    SourceTab("people_data_labs", "People Data Labs", None),
)
_AT = {
    name: tuple(
        replace(tab, selected=tab.source == name, count=tab.count if tab.source else None) for tab in _CONNECTED
    )
    for name in ("internet", "dice", "indeed", "people_data_labs")
}
_DICE = ConnectedSource("Dice", ("remote", "open to work"))
_LOCKED = replace(OMAR, state=State(reach=Reach(known=True, locked=LockedView(OMAR.profile_id, "Dice", "view", 37))))
_WAYS = (Way(GRACE.profile_id, "Internet", "1 credit"), Way(501, "Dice", "1 of 37 views", True))
_IN_BOTH = replace(GRACE, sources=("internet", "dice"), state=State(reach=Reach(known=True, ways=_WAYS)))
_ALIKE = replace(OMAR, name="Inès Moreau", sources=("internet",), alike=("dice",))
_AT_INTERNET = replace(_SEARCH, source="internet")
_PDL_PRICE = ConnectedSource("People Data Labs", price=PriceView(5, "5 of 350 credits"))
_MANY = tuple(PersonRow(500 + n, f"Person Number {n}", "Registered Nurse", "Boston, MA") for n in range(25))
_BOTH = replace(LI, sources=("internet", "own_file"))
_ASKED: dict[str, Value] = {"what": "senior nurse", "where": Option("4930956", "Boston, MA")}
_FILLED: dict[str, Value] = {
    **_ASKED,
    "what": "nurse",
    "radius": 25,
    "unit": "mi",
    "seniority": ("senior", "lead"),
    "years_from": 5,
    "only": ("remote",),
    "leave_out": ("rejected",),
}

EXAMPLES = (
    example("results.first_page", results_card, _SEARCH, PersonPage(EVERYBODY, 214, 0, 5, tabs=_INTERNET)),
    example(
        "results.quota",
        results_card,
        replace(_SEARCH, source="alumni"),
        PersonPage((OMAR,), 1, 0, 1, tabs=_INTERNET),
        source=ConnectedSource(
            "Alumni", quota="37 of 40 Alumni invitations are left this month. They cost no credits."
        ),
    ),
    example(
        "results.without_own",
        results_card,
        replace(_SEARCH, without=("Acme Health", "acme.com")),
        PersonPage((OMAR,), 1, 0, 1, tabs=_INTERNET),
    ),
    example("results.sources", results_card, _SEARCH, PersonPage((_BOTH, HOSTILE), 214, 5, 2, tabs=_TABS)),
    example(
        "results.all_sources",
        results_card,
        _SEARCH,
        PersonPage((_IN_BOTH, _ALIKE, _LOCKED), 240, 0, 3, tabs=_CONNECTED, about=True),
    ),
    example(
        "results.connected", results_card, _AT_INTERNET, PersonPage((GRACE, OMAR), 214, 0, 2, tabs=_AT["internet"])
    ),
    example(
        "results.all_sources_end",
        results_card,
        _SEARCH,
        PersonPage((_IN_BOTH, OMAR), 1240, 195, 5, tabs=_CONNECTED, about=True, ends=True, limit=200),
    ),
    example(
        "results.at_source",
        results_card,
        replace(_SEARCH, source="dice"),
        PersonPage((_LOCKED,), 37, 5, 1, tabs=_AT["dice"]),
        source=_DICE,
    ),
    example(
        "results.at_priced_source",
        results_card,
        replace(_SEARCH, source="people_data_labs"),
        PersonPage((_LOCKED,), 1204, 0, 1, tabs=_AT["people_data_labs"], ends=True),
        source=ConnectedSource("People Data Labs", price=PriceView(5, "5 of 345 credits", 5)),
    ),
    example(
        "source.price", price_card, replace(_SEARCH, source="people_data_labs"), _AT["people_data_labs"], _PDL_PRICE
    ),
    example(
        "source.failed", source_failed_card, replace(_SEARCH, source="indeed"), _AT["indeed"], ConnectedSource("Indeed")
    ),
    example("source.nobody", nobody_at_source_card, replace(_SEARCH, source="dice"), _AT["dice"], _DICE),
    example(
        "results.after_hide",
        results_card,
        _SEARCH,
        PersonPage((GRACE, OMAR), 7, 5, 2, tabs=_TABS),
        notice="Sam Low is hidden for Staff Nurse, ICU.",
        undo=Unhide(106, packed(Results(40, "", 5))),
    ),
    example(
        "results.sent",
        results_card,
        _SEARCH,
        PersonPage((GRACE, OMAR), 7, 5, 2, tabs=_TABS),
        notice="2 messages are on the way.",
        undo=UndoBulk(7),
    ),
    example(
        "results.reading",
        results_card,
        replace(_SEARCH, unsearched=("“$45/hr”", "“nights”"), bare_place="Boston MA"),
        PersonPage((GRACE,), 1, 0, 1, tabs=_INTERNET),
        also=(DroppableFilter("years", "Without “5+ years”", 34),),
    ),
    example(
        "results.use_for",
        results_card,
        SearchView(41, (("what", "nurse"),), source="internet", current_job=ENGINEER),
        PersonPage((OMAR,), 1, 0, 1, tabs=_INTERNET),
    ),
    example("results.one", results_card, _OPEN, PersonPage((OMAR,), 1, 0, 1, tabs=_INTERNET)),
    example(
        "results.many",
        results_card,
        SearchView(40, _CHIPS, TEACHER, "internet", "distance", True),
        PersonPage((GRACE,), 1000, 995, 5, approximate=True, tabs=_TABS),
    ),
    example(
        "no_results.loosen",
        no_results_card,
        _SEARCH,
        (
            DroppableFilter("word:1:trauma", "Without “trauma”", 61),
            DroppableFilter("years", "Without “5+ years”", 34),
            DroppableFilter("where", "Anywhere, not just Boston", 1204),
        ),
        _INTERNET,
    ),
    example("no_results.nothing_helps", no_results_card, _OPEN, ()),
    example("no_results.waiting", no_results_card, _OPEN, (), _CONNECTED),
    example("past_the_end", past_the_end_card, _SEARCH, 3),
    example("empty_index", empty_index_card, _SEARCH),
    example("failed.silent", failed_card, _SEARCH, system="the search index", reference="0f3a9c21"),
    example("failed.loading", failed_card, _OPEN, system="the search index", detail="it is still loading"),
    example("failed.busy", failed_card, _OPEN, system="the search index", wait=20),
    example(
        "fault.bracket",
        fault_card,
        SearchView(42, (), NURSE),
        (FaultView("what", 'The parenthesis opened at "(ICU OR ER" is never closed.', "nurse AND (ICU OR ER", 10),),
    ),
    example(
        "fault.place",
        fault_card,
        SearchView(43),
        (FaultView("where", "I don't know “Bosten”.", nearest=("Boston, MA", "Bostel")),),
    ),
    example(
        "results.question",
        results_card,
        SearchView(44, (("what", "nurse"),)),
        PersonPage((OMAR,), 1, 0, 1, tabs=_INTERNET),
        questions=(
            QuestionView(
                "where",
                "Which Springfield?",
                (("g1", "Springfield, MA"), ("g2", "Springfield, IL"), ("g3", "Springfield, MO")),
            ),
        ),
    ),
    example("search_form.new", search_form, 0, values={"what": "Staff Nurse"}),
    example("search_form.filled", search_form, 40, job=NURSE, filters="5+ years", values=_ASKED),
    example(
        "search_form.error",
        search_form,
        40,
        filters="5+ years, remote only",
        errors={"what": 'The parenthesis opened at "(ICU" is never closed.'},
        values={"what": "nurse AND (ICU"},
    ),
    example("advanced_form.filled", advanced_form, 40, job=NURSE, values=_FILLED),
    example("advanced_form.new", advanced_form, 0, errors={"where": "I don't know “Bosten”."}),
    example("several_form.full", bulk_form, _MANY, search_id=40, source="", first=5, job=NURSE),
    example(
        "several_form.error",
        bulk_form,
        EVERYBODY,
        search_id=40,
        source="internet",
        first=0,
        errors={"people_1": "Choose at least one person."},
        values={"do": "star"},
    ),
)
