"""Search results: the job, how the search was understood, who was found, and what to do next."""

from cards.actions.access import OpenStart
from cards.actions.base import Action, packed
from cards.actions.entry import OpenSearchForm
from cards.actions.person import Hide, Star, Unhide, Unstar, View
from cards.actions.saved_searches import OpenSaveSearch
from cards.actions.search import (
    AnswerQuestion,
    BuyPeople,
    DropFilter,
    OpenBulk,
    Results,
    RetrySource,
    SearchPlaceAsWords,
    SortBy,
)
from cards.screens.jobs import job_bar
from cards.screens.person_row import person_row
from cards.screens.reach import contact_button, reply_first
from cards.screens.start import banner
from cards.screens.wording import counted, total_text
from cards.text import Span, Strong
from cards.tree import (
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Kind,
    Node,
    Notice,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
)
from cards.views.people import (
    ConnectedSource,
    DroppableFilter,
    PersonPage,
    PersonRow,
    QuestionView,
    SearchView,
    SourceTab,
)

_NEW_SEARCH = Button("New search", does=OpenSearchForm())
SORTS = {"relevance": "Best match first", "recency": "Newest first", "distance": "Nearest first"}


def _job(search: SearchView) -> Row:
    return job_bar(search.job, search.id, search.current_job, search.source)


def understood(search: SearchView) -> tuple[Node, ...]:
    """How the search was understood, chip by chip."""
    if not search.chips:
        return (Text(("Searching for ", Strong("everyone"), ", everywhere."), muted=True), *_reading(search))
    line: list[Span] = ["Understood: "]
    for key, text in search.chips:
        if len(line) > 1:
            line.append(" · ")
        line.append(Strong(text) if key in ("what", "where") else text)
    return (Text(tuple(line)), *_reading(search))


def _reading(search: SearchView) -> tuple[Node, ...]:
    """Says what couldn't be searched and who is left out, and offers a button for words that were read as a place."""
    nodes: list[Node] = []
    if search.unsearched:
        nodes.append(Text(f"Not searched for: {', '.join(search.unsearched)}.", muted=True))
    if search.without:
        where = f"{search.without[0]}{' and your other companies' if len(search.without) > 1 else ''}"
        nodes.append(Text(f"People who work at {where} are left out. Admins can change this in Settings.", muted=True))
    if search.bare_place:
        label = f"Search “{search.bare_place}” as words, not as a place"
        nodes.append(Buttons((Button(label, does=SearchPlaceAsWords(search.id)),)))
    return tuple(nodes)


def _edit(search: SearchView) -> Button:
    return Button("Refine", does=OpenSearchForm(search.id))


def _save(search: SearchView, at: int = 0) -> Button:
    return Button("Save search", does=OpenSaveSearch(search.id, search.source, at, search.late))


def source_tabs(search: SearchView, tabs: tuple[SourceTab, ...], *, nobody: bool = False) -> tuple[Node, ...]:
    """The source tabs, and which sources failed; empty for a single source. `nobody`: the card shows no people, so it
    isn't redrawn automatically once a source answers."""
    if len(tabs) < 2:
        return ()
    failed = (
        Notice(
            Kind.WARNING,
            tab.fault,
            Button("Retry", does=RetrySource(search.id, tab.source, search.source), hint=f"Retry {tab.label}")
            if tab.may_retry
            else None,
        )
        for tab in tabs
        if tab.fault
    )
    late = [tab.label for tab in tabs if tab.count == "waiting"]
    waiting: tuple[Node, ...] = ()
    if late:
        text = f"Still waiting for {', '.join(late)}."
        again = Button("Check again", does=Results(search.id, search.source))
        waiting = (Notice(Kind.INFO, text, again) if nobody else Text(text, muted=True),)
    return (
        Tabs(tuple(Tab(t.label, Results(search.id, t.source), t.selected, t.count) for t in tabs)),
        *failed,
        *waiting,
    )


def _sorts(search: SearchView) -> tuple[Button, ...]:
    """Buttons for the other sort orders; the pager's label shows the current order."""
    ways = [way for way in SORTS if way != search.sort and (way != "distance" or search.near)]
    return tuple(Button(SORTS[way], does=SortBy(search.id, way, search.source)) for way in ways)


def _pager(search: SearchView, found: PersonPage, total: str) -> Pager:
    last = found.first + found.shown
    only = tuple(tab.label for tab in found.tabs) if len(found.tabs) == 1 else ()
    several = found.total > 1
    sort = (SORTS[search.sort].lower(),) if several else ()
    return Pager(
        " · ".join((f"{found.first + 1:,}–{last:,} of {total}", *only, *sort)),
        page_at(search, found.first - found.page_size) if found.first else None,
        page_at(search, found.first + found.page_size) if last < found.total and not found.ends else None,
        (_edit(search), *(_sorts(search) if several else (_NEW_SEARCH,))),
    )


def results_card(
    search: SearchView,
    found: PersonPage,
    *,
    questions: tuple[QuestionView, ...] = (),
    also: tuple[DroppableFilter, ...] = (),
    notice: str = "",
    undo: Action | None = None,
    source: ConnectedSource | None = None,
) -> Card:
    """A page of people. `also`: what could be dropped to find more; `undo` reverses what `notice` reports. `source`:
    the source that found the people, if it is connected or has a quota."""
    here = page_at(search, found.first)
    total = total_text(found.total, about=found.about, more=found.approximate)
    people = f"{total[:1].upper()}{total[1:]} {'person' if found.total == 1 else 'people'}"
    return Card(
        summary=f"{people} found",
        body=(
            _job(search),
            *banner(notice, Kind.SUCCESS, undo),
            Heading(people),
            *understood(search),
            *question_nodes(search, questions),
            *source_tabs(search, found.tabs),
            *about_source(source),
            *_rows(search, found),
            Divider(),
            *price_button(search, source, found.first + found.shown),
            *((Text("Show also:"), _drop_buttons(search, also)) if also else ()),
            *_limit(found),
            _pager(search, found, total),
        ),
        buttons=(
            Button("Select several", does=OpenBulk(search.id, search.source, found.first, search.late)),
            _NEW_SEARCH,
            _save(search, found.first),
        )
        if found.total > 1
        else (_save(search, found.first),),
        about=tuple(profile for person in found.rows for profile in (person.profile_id, *person.also)),
        redraw=here,
    )


def page_at(search: SearchView, at: int) -> Results:
    """The action that opens the page at that position, with the same search and tab as the current page."""
    return Results(search.id, search.source, at, search.late)


def _limit(found: PersonPage) -> tuple[Node, ...]:
    """Says how many people the All tab shows at most, if there are more."""
    if not found.limit:
        return ()
    text = f"This tab shows the first {found.limit:,} people. Open a source's tab, or refine the search."
    return (Text(text, muted=True),)


def about_source(source: ConnectedSource | None) -> tuple[Node, ...]:
    """Which parts of the search the source doesn't support, and what is left of its quota."""
    if source is None:
        return ()
    lacks = f"{source.label} doesn't support: {', '.join(source.unexpressed)}." if source.unexpressed else ""
    return tuple(Text(text, muted=True) for text in (lacks, source.quota) if text)


def price_button(search: SearchView, source: ConnectedSource | None, at: int) -> tuple[Node, ...]:
    """A button that shows the next people from a source that bills each person."""
    if source is None or (price := source.price) is None:
        return ()
    more = f"{price.people} more" if price.known else counted(price.people, "person", "people")
    buy = BuyPeople(search.id, search.source, at, price.known)
    return (Buttons((Button(f"Show {more}: {price.price}", does=buy),)),)


def _rows(search: SearchView, found: PersonPage) -> tuple[Node, ...]:
    """The people, with a divider above each: without a divider, a row's buttons seem to belong to the next row."""
    rows = (result_row(person, back_to(search, found.first + n), search) for n, person in enumerate(found.rows))
    return tuple(node for row in rows for node in (Divider(), row))


def back_to(search: SearchView, position: int) -> str:
    """The packed action that leads back to a person's position in the results, for that person's buttons."""
    return packed(page_at(search, position))


def result_row(person: PersonRow, back: str, search: SearchView) -> Row:
    """One person with *View*, *Star*, *Contact* and *Hide*."""
    who, name = person.profile_id, person.name
    star = (
        Button("★ Starred", does=Unstar(who, back), hint=f"Unstar {name}")
        if person.state.starred
        else Button("☆ Star", does=Star(who, back), hint=f"Star {name}")
    )
    for_all = "for this job, for your whole team" if search.job else "for your whole team"
    hide = (
        Button("Show again", does=Unhide(who, back), hint=f"Show {name} again")
        if person.state.hidden
        else Button("Hide", does=Hide(who, back), hint=f"Hide {name} {for_all}")
    )
    contact = contact_button(who, name, back, person.state.interest, person.state.reach)
    view = Button("View", does=View(who, back), hint=f"View {name}")
    return person_row(person, reply_first((view, star, *contact, hide)))


def question_nodes(search: SearchView, questions: tuple[QuestionView, ...]) -> tuple[Node, ...]:
    """Questions about ambiguous input, with a button for each meaning; the results below include all meanings."""
    nodes: list[Node] = []
    for question in questions:
        nodes.append(Text((Strong(question.text),)))
        choices = (
            Button(label, does=AnswerQuestion(search.id, question.field, value)) for value, label in question.choices
        )
        nodes.append(Buttons(tuple(choices)))
    return tuple(nodes)


def _drop_buttons(search: SearchView, droppable: tuple[DroppableFilter, ...]) -> Buttons:
    """A button for each word or filter that can be left out, with the number of people that leaving it out would
    find."""
    texts = ((each, f"{each.label} ({total_text(each.count, about=each.about)})") for each in droppable)
    return Buttons(tuple(Button(text, does=DropFilter(search.id, each.key)) for each, text in texts))


def no_results_card(
    search: SearchView,
    droppable: tuple[DroppableFilter, ...],
    tabs: tuple[SourceTab, ...] = (),
    questions: tuple[QuestionView, ...] = (),
    *,
    notice: str = "",
    undo: Action | None = None,
) -> Card:
    """The card for no matches: says which filters could be removed, and how many people each removal would find. `undo`
    reverses what `notice` reports."""
    if droppable:
        way: tuple[Node, ...] = (Text("Leave out one of these to find people:"), _drop_buttons(search, droppable))
    else:
        way = (Text("Leaving out one word or filter doesn't help. Try fewer or more common words."),)
    return Card(
        summary="No one matches this search",
        body=(
            _job(search),
            *banner(notice, Kind.SUCCESS, undo),
            Heading("No one matches all of this"),
            *understood(search),
            *question_nodes(search, questions),
            *source_tabs(search, tabs, nobody=True),
            *way,
        ),
        buttons=(
            Button("Refine", does=OpenSearchForm(search.id), main=True),
            _NEW_SEARCH,
            _save(search),
            Button("Start", does=OpenStart()),
        ),
        redraw=Results(search.id, search.source),
    )


def past_the_end_card(search: SearchView, total: int) -> Card:
    """The card for a page that no longer exists, because fewer people match than when the button was drawn."""
    first = Results(search.id, search.source)
    return Card(
        summary="This page is empty now",
        body=(
            _job(search),
            Heading("This page is empty now"),
            *understood(search),
            Text(f"{counted(total, 'person matches', 'people match')} the search."),
        ),
        buttons=(Button("First page", does=first, main=True), _edit(search), Button("Start", does=OpenStart())),
        redraw=first,
    )


def empty_index_card(search: SearchView, tabs: tuple[SourceTab, ...] = ()) -> Card:
    """The card for an index without any profiles: says what the Internet index is, and how the operator fills it."""
    return Card(
        summary="The Internet index is empty",
        body=(
            _job(search),
            Heading("No one to find yet"),
            *understood(search),
            *source_tabs(search, tabs, nobody=True),
            Notice(Kind.WARNING, "The Internet index is empty."),
            Text("The person who runs Sourcer fills it with profiles, under their own license. On the server, run:"),
            Text(
                (
                    Strong("sourcer import candidates FILE"),
                    " to import JSONL, CSV or JSON Resume.\n",
                    Strong("sourcer sample candidates --count 20000 --out people.jsonl"),
                    " to create sample people to try it with.",
                )
            ),
        ),
        buttons=(Button("Try again", does=Results(search.id), main=True), Button("Start", does=OpenStart())),
        redraw=Results(search.id),
    )


def failed_card(
    search: SearchView,
    tabs: tuple[SourceTab, ...] = (),
    *,
    system: str,
    wait: int = 0,
    detail: str = "",
    reference: str = "",
) -> Card:
    """The card that says that the index did not answer or is not ready yet (`detail` says why), and that the search is
    saved. `reference`: the error's code in the log."""
    name = f"{system[:1].upper()}{system[1:]}"
    text = f"{name} is not ready: {detail.rstrip('.')}." if detail else f"{name} did not respond."
    when = f" It is busy: try again in {counted(wait, 'second')}." if wait else " Your search is saved. Try again."
    return Card(
        summary="The search didn't run",
        body=(
            _job(search),
            Heading("The search didn't run"),
            *understood(search),
            *source_tabs(search, tabs),
            Notice(Kind.ERROR, text + when),
            *_reference(reference),
        ),
        buttons=(
            Button("Try again", does=Results(search.id, search.source), main=True),
            _edit(search),
            Button("Start", does=OpenStart()),
        ),
        redraw=Results(search.id, search.source),
    )


def _reference(code: str) -> tuple[Node, ...]:
    return (Text(f"If it keeps happening, give your admin this reference: {code}.", muted=True),) if code else ()
