"""Saved and recent searches: the lists, and the form that names a search and schedules its messages."""

from cards.actions.base import Action
from cards.actions.entry import OpenHome, OpenSearchForm
from cards.actions.saved_searches import (
    DeleteSavedSearch,
    EditSavedSearch,
    MuteSavedSearch,
    OpenLastSearches,
    OpenSavedSearch,
    OpenSavedSearches,
    RunSavedSearch,
    SaveSearch,
)
from cards.actions.search import Results
from cards.screens.start import banner
from cards.screens.wording import short
from cards.text import Strong, join
from cards.tree import (
    AnyButton,
    Badge,
    Button,
    Card,
    Choice,
    Form,
    Heading,
    Kind,
    Node,
    Option,
    Pager,
    Row,
    Text,
    TextInput,
    Value,
)
from cards.views.searches import LastSearchView, SavedSearchList, SavedSearchView

LONGEST_NAME = 80
NEVER = "never"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WHEN = (
    Option(NEVER, "Don't message me"),
    Option("daily", "Every day"),
    *(Option(str(number), f"Every {day}") for number, day in enumerate(DAYS)),
)
_NO_SEARCHES = "You haven't searched yet."
_NO_SAVED = "No saved searches yet. Press Save search below any results: I can message you when someone new fits."


def hour_label(hour: int) -> str:
    """As in "9 AM"."""
    return f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}"


def when_label(digest: str, weekday: int, hour: int) -> str:
    """As in "Every Monday at 9 AM"; "" without messages."""
    if not digest:
        return ""
    day = "day" if digest == "daily" else DAYS[weekday]
    return f"Every {day} at {hour_label(hour)}"


def search_line(words: str, job: str) -> str:
    """What is searched for, and the job it is for."""
    return " · ".join(filter(None, (short(words, 200) or "everyone", f"for {short(job, 80)}" if job else "")))


def saved_searches_card(found: SavedSearchList, *, notice: str = "") -> Card:
    """The member's saved searches by name."""
    return Card(
        summary=f"Saved searches: {found.total:,}",
        body=(
            Heading("Saved searches"),
            *banner(notice, Kind.SUCCESS),
            *(_row(each, found.first) for each in found.items),
            *(() if found.items else (Text(_NO_SAVED),)),
            *_pager(found),
        ),
        buttons=(
            Button("New search", does=OpenSearchForm()),
            Button("Recent searches", does=OpenLastSearches()),
            Button("Home", does=OpenHome()),
        ),
        redraw=OpenSavedSearches(found.first),
    )


def _row(saved: SavedSearchView, at: int) -> Row:
    name = saved.name
    mute: tuple[AnyButton, ...] = ()
    if saved.when:
        label = "Unmute" if saved.muted else "Mute"
        mute = (Button(label, does=MuteSavedSearch(saved.id, not saved.muted, at), hint=f"{label} {name}"),)
    return Row(
        (Strong(short(name, LONGEST_NAME)),),
        (search_line(saved.words, saved.job),),
        small=(join((saved.when or "No messages", *_why_silent(saved))),),
        badges=(Badge(Kind.INFO, "Muted"),) if saved.muted else (),
        buttons=(
            Button("Open", does=RunSavedSearch(saved.id), hint=f"Open {name}"),
            Button("Edit", does=OpenSavedSearch(saved.id, at), hint=f"Edit {name}"),
            *mute,
            Button(
                "Delete",
                does=DeleteSavedSearch(saved.id, at),
                danger=True,
                confirm=f"Delete the saved search “{short(name, LONGEST_NAME)}”?",
                hint=f"Delete {name}",
            ),
        ),
    )


def _why_silent(saved: SavedSearchView) -> tuple[str, ...]:
    return ("paused while the job is closed",) if saved.when and not saved.job_open else ()


def _pager(found: SavedSearchList) -> tuple[Pager, ...]:
    if found.total <= found.page_size:
        return ()
    last = found.first + len(found.items)
    return (
        Pager(
            f"{found.first + 1}–{last} of {found.total:,}",
            OpenSavedSearches(max(0, found.first - found.page_size)) if found.first else None,
            OpenSavedSearches(last) if last < found.total else None,
        ),
    )


def saved_search_rows(saved: tuple[SavedSearchView, ...]) -> tuple[Row, ...]:
    """Short rows for Home."""
    return tuple(
        Row(
            (Strong(short(each.name, LONGEST_NAME)),),
            (search_line(each.words, each.job),),
            buttons=(Button("Open", does=RunSavedSearch(each.id), hint=f"Open {each.name}"),),
        )
        for each in saved
    )


def last_searches_card(found: tuple[LastSearchView, ...], total: int, at: int, page_size: int) -> Card:
    """The member's last searches, each once, the newest first."""
    last = at + len(found)
    pager: tuple[Node, ...] = ()
    if total > page_size:
        pager = (
            Pager(
                f"{at + 1}–{last} of {total}",
                OpenLastSearches(max(0, at - page_size)) if at else None,
                OpenLastSearches(last) if last < total else None,
            ),
        )
    return Card(
        summary=f"Recent searches: {total}" if total else _NO_SEARCHES,
        body=(
            Heading("Recent searches"),
            *(_last_row(each) for each in found),
            *(() if found else (Text(_NO_SEARCHES),)),
            *pager,
        ),
        buttons=(
            Button("New search", does=OpenSearchForm()),
            Button("Saved searches", does=OpenSavedSearches()),
            Button("Home", does=OpenHome()),
        ),
        redraw=OpenLastSearches(at),
    )


def _last_row(search: LastSearchView) -> Row:
    words = search_line(search.words, search.job)
    return Row(
        words,
        small=(search.ago,),
        buttons=(Button("Run again", does=Results(search.search_id), hint=f"Run again: {short(words, 60)}"),),
    )


def saved_search_form(
    submit: SaveSearch | EditSavedSearch,
    words: str,
    *,
    time_zone: str,
    values: dict[str, Value],
    errors: dict[str, str] | None = None,
) -> Form:
    """Name the search, and choose when to be messaged about new people. `time_zone`: "New York time"."""
    new = isinstance(submit, SaveSearch)
    return Form(
        title="Save search" if new else "Edit saved search",
        body=(
            Text(("Search: ", Strong(words))),
            Text(
                "I'll message you only about people who are new or updated since the last message, and whom you "
                "haven't seen and your team hasn't hidden or contacted. If there's no one new, I won't message you.",
                muted=True,
            ),
        ),
        inputs=(
            TextInput("name", "Name", required=True, max_length=LONGEST_NAME, placeholder="Night nurses in Boston"),
            Choice("when", "Message me about new people", _WHEN, required=True),
            Choice(
                "hour",
                "At",
                tuple(Option(str(hour), hour_label(hour)) for hour in range(24)),
                hint=time_zone,
            ),
        ),
        submit=Button("Save", does=submit, main=True),
        errors=errors or {},
        values=values,
    )


def mute_button(saved: SavedSearchView, digest_id: int) -> Button:
    """For the card of a digest."""
    does: Action = MuteSavedSearch(saved.id, not saved.muted, digest_id=digest_id)
    return Button("Unmute" if saved.muted else "Mute", does=does)
