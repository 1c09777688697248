"""The message about people who are new in a saved search."""

from cards.actions.base import Action, packed
from cards.actions.saved_searches import OpenSavedSearch, OpenSavedSearches, RunSavedSearch, ShowDigest
from cards.screens.search import result_row
from cards.screens.searches.saved import mute_button, search_line
from cards.screens.start import banner
from cards.screens.wording import counted, short
from cards.tree import Button, Card, Divider, Heading, Kind, Node, Pager, Text
from cards.views.people import PersonRow, SearchView
from cards.views.searches import DigestView


def digest_card(
    digest: DigestView,
    people: tuple[PersonRow, ...],
    search: SearchView,
    *,
    notice: str = "",
    undo: Action | None = None,
) -> Card:
    """Whom the search has found since the last message; erased people are left out."""
    name, here = short(digest.search.name, 80), ShowDigest(digest.id, digest.first)
    title = f"{counted(digest.total, 'new or updated person', 'new or updated people')} in “{name}”"
    rows = (node for person in people for node in (Divider(), result_row(person, packed(here), search)))
    return Card(
        summary=title,
        body=(
            *banner(notice, Kind.SUCCESS, undo),
            Heading(title),
            Text(search_line(digest.search.words, digest.search.job), muted=True),
            *(rows if people else (Text("The people in this message are no longer available."),)),
            Divider(),
            *_notes(digest),
            *_pager(digest),
        ),
        buttons=(
            Button("Open search", does=RunSavedSearch(digest.search.id)),
            Button("Edit", does=OpenSavedSearch(digest.search.id, digest_id=digest.id), hint=f"Edit {name}"),
            *((mute_button(digest.search, digest.id),) if digest.search.when else ()),
            Button("Saved searches", does=OpenSavedSearches()),
        ),
        about=tuple(dict.fromkeys(profile for person in people for profile in (person.profile_id, *person.also))),
        redraw=here,
    )


def _notes(digest: DigestView) -> tuple[Node, ...]:
    notes: list[str] = []
    if digest.total > digest.stored > 0:
        notes.append(f"These are the best {digest.stored:,}. Open the search to see everyone who matches.")
    if digest.silent:
        notes.append(f"No response from {digest.silent}. New people from there will come with the next message.")
    if digest.search.muted:
        notes.append("You muted this search: no more messages about it.")
    elif digest.search.when:
        notes.append(f"{digest.search.when}, if there's someone new.")
    return (Text(" ".join(notes), muted=True),) if notes else ()


def _pager(digest: DigestView) -> tuple[Node, ...]:
    if digest.stored <= digest.page_size:
        return ()
    last = min(digest.stored, digest.first + digest.page_size)
    return (
        Pager(
            f"{digest.first + 1}–{last} of {digest.stored}",
            ShowDigest(digest.id, max(0, digest.first - digest.page_size)) if digest.first else None,
            ShowDigest(digest.id, last) if last < digest.stored else None,
        ),
    )
