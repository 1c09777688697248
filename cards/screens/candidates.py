"""The candidates page: the people that the team, or the member alone, has engaged with."""

from cards.actions.access import OpenStart
from cards.actions.base import packed
from cards.actions.candidates import ExportCandidates, FilterCandidates, OpenCandidateFilter, OpenCandidates
from cards.actions.entry import OpenSearchForm
from cards.actions.person import View
from cards.screens.outreach.contact_details import contact_line
from cards.screens.reach import contact_badge, contact_button, reach_badges, reply_first
from cards.screens.start import banner
from cards.screens.wording import counted, short
from cards.text import Strong, join
from cards.tree import (
    AnyButton,
    Badge,
    Button,
    Buttons,
    Card,
    Choice,
    Form,
    Heading,
    Kind,
    Node,
    Option,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
    TextInput,
    Typeahead,
    Value,
)
from cards.typed_text import SEARCH_BOX
from cards.views.people import CandidateFilter, CandidateItem, CandidateList

TABS = (("all", "All"), ("unlocked", "Unlocked"), ("saved", "Saved"))
_EMPTY_TEXTS = {
    "all": "someone stars or contacts them, or writes a note",
    "unlocked": "someone contacts them",
    "saved": "someone stars them",
}
INTEREST = (
    ("interested", "Interested"),
    ("replied", "Replied"),
    ("not_interested", "Not interested"),
    ("complained", "Reported as spam"),
)


def _open(f: CandidateFilter, *, tab: str | None = None, mine: bool | None = None, page: int = 0) -> OpenCandidates:
    return OpenCandidates(
        f.tab if tab is None else tab, f.mine if mine is None else mine, f.words, f.job_id, f.owner_id, page, f.interest
    )


def candidate_row(item: CandidateItem, back_to: str) -> Row:
    """One candidate with *View* and *Contact*, and with contact details if they are unlocked."""
    marks: list[Badge] = [*reach_badges(item.reach)]
    if item.interest in ("interested", "replied"):
        marks.append(Badge(Kind.INTERESTED, "Interested" if item.interest == "interested" else "Replied"))
    elif item.interest == "not_interested":
        marks.append(Badge(Kind.REJECTED, "Not interested"))
    marks += contact_badge(item.contacted, item.reach)
    if item.saved_by:
        marks.append(Badge(Kind.SAVED, "Saved by " + _names(item.saved_by)))
    details = (
        item.place,
        f"Owner: {item.owner}" if item.owner else "",
        f"for {item.job}" if item.job else "",
        counted(item.notes, "note") if item.notes else "",
    )
    return Row(
        title=(Strong(short(item.name, 80)),),
        detail=tuple(line for line in (short(item.headline, 100), contact_line(item.contact)) if line),
        small=(join(details),) if any(details) else (),
        badges=tuple(marks),
        buttons=reply_first(
            (
                Button("View", does=View(item.profile_id, back_to), hint=f"View {item.name}"),
                *contact_button(item.profile_id, item.name, back_to, item.interest, item.reach),
            )
        ),
    )


def _names(names: tuple[str, ...], most: int = 2) -> str:
    if len(names) <= most:
        return " and ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def narrowed(f: CandidateFilter) -> str:
    """The active filters as text; "" if no filter is active."""
    parts = (
        f"“{f.words}”" if f.words else "",
        f"for {f.job or 'a job'}" if f.job_id else "",
        f"owned by {f.owner or 'a member'}" if f.owner_id else "",
        dict(INTEREST).get(f.interest, ""),
    )
    return ", ".join(part for part in parts if part)


def candidates_page(found: CandidateList, *, may_export: bool, notice: str = "") -> Card:
    """Tabs with counts, the *mine* switch, the active filters, and the people."""
    f = found.filter
    here = _open(f, page=found.page)
    back_to, filters = packed(here), narrowed(f)
    switch = (
        Button("Show the whole team's", does=_open(f, mine=False))
        if f.mine
        else Button("Show mine", does=_open(f, mine=True))
    )
    export: tuple[AnyButton, ...] = ()
    if may_export and found.total:
        export = (
            Button("Export CSV", does=ExportCandidates(f.tab, f.mine, f.words, f.job_id, f.owner_id, f.interest)),
        )
    return Card(
        summary=f"Candidates: {counted(found.total, 'person', 'people')}",
        body=(
            Heading("My candidates" if f.mine else "Candidates"),
            *banner(notice),
            Tabs(tuple(Tab(label, _open(f, tab=tab), f.tab == tab, _count(found, tab)) for tab, label in TABS)),
            *((Text(("Filtered by: ", Strong(filters))),) if filters else ()),
            *(candidate_row(item, back_to) for item in found.items),
            *(() if found.items else _empty(found, filters)),
            *_pager(found),
        ),
        buttons=(
            switch,
            Button(
                "Search and filter", does=OpenCandidateFilter(f.tab, f.mine, f.words, f.job_id, f.owner_id, f.interest)
            ),
            *((Button("Show all", does=OpenCandidates(f.tab, f.mine)),) if filters else ()),
            *export,
            Button("Start", does=OpenStart()),
        ),
        about=tuple(item.profile_id for item in found.items),
        redraw=here,
    )


def _count(found: CandidateList, tab: str) -> str:
    return f"{found.counts.get(tab, 0):,}"


def _pager(found: CandidateList) -> tuple[Node, ...]:
    if found.total <= found.page_size or not found.items:
        return ()
    first, last = found.page * found.page_size + 1, min(found.total, (found.page + 1) * found.page_size)
    return (
        Pager(
            f"{first:,}–{last:,} of {found.total:,}",
            _open(found.filter, page=found.page - 1) if found.page else None,
            _open(found.filter, page=found.page + 1) if last < found.total else None,
        ),
    )


def _empty(found: CandidateList, filters: str) -> tuple[Node, ...]:
    f = found.filter
    if found.total:
        return (Text("This page is empty now."), Buttons((Button("First page", does=_open(f), main=True),)))
    if filters:
        return (Text("No one matches this filter. Change it, or show everyone."),)
    if f.mine:
        press = "Contact" if f.tab == "unlocked" else "☆ Star"
        return (Text(f"You have no candidates here yet. Show the whole team's, or search and press {press}."),)
    return (
        Text(f"No one here yet. People appear here when {_EMPTY_TEXTS[f.tab]}."),
        Buttons((Button("Search candidates", does=OpenSearchForm(), main=True),)),
    )


def candidate_filter_form(
    f: CandidateFilter, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """Search box and filters of the candidates page."""
    given: dict[str, Value] = {"words": f.words}
    if f.job_id:
        given["job"] = Option(str(f.job_id), f.job or f"Job {f.job_id}")
    if f.owner_id:
        given["owner"] = Option(str(f.owner_id), f.owner or f"Member {f.owner_id}")
    if f.interest:
        given["interest"] = f.interest
    return Form(
        title="Search and filter",
        body=(),
        inputs=(
            TextInput("words", "Name or keywords", placeholder="Grace, or nurse", max_length=SEARCH_BOX),
            Typeahead("job", "Job", "jobs"),
            Typeahead("owner", "Owner", "members"),
            Choice("interest", "Interest", tuple(Option(value, label) for value, label in INTEREST)),
        ),
        submit=Button("Show", does=FilterCandidates(f.tab, f.mine), main=True),
        errors=errors or {},
        values=values or given,
    )
