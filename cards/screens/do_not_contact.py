"""The do-not-contact list: companies and e-mail domains whose people must not be contacted."""

from cards.actions.settings import (
    AddDoNotContact,
    FilterDoNotContact,
    OpenDoNotContact,
    OpenDoNotContactFilter,
    OpenDoNotContactForm,
    OpenSettings,
    RemoveDoNotContact,
)
from cards.screens.start import banner
from cards.screens.wording import counted
from cards.text import Muted, Strong
from cards.tree import AnyButton, Button, Card, Form, Heading, Kind, Pager, Row, Text, TextInput
from cards.views.settings import DoNotContactList, Entry

WORDS = 100  # characters in a search
LONGEST = 3000  # characters added at once


def do_not_contact_card(found: DoNotContactList, *, notice: str = "") -> Card:
    """A page of the list."""
    every: tuple[AnyButton, ...] = (Button("Show all", does=OpenDoNotContact()),) if found.words else ()
    search: tuple[AnyButton, ...] = ()
    if found.words or found.total > found.page_size:
        search = (Button("Search", does=OpenDoNotContactFilter(found.words)),)
    narrowed = f" matching “{found.words}”" if found.words else ""
    if found.total:
        entries = counted(found.total, "entry", "entries")
        text = f"{entries}{narrowed}. No one at these companies or domains can be contacted."
    else:
        text = f"No entries{narrowed}." if narrowed else "The list is empty."
    return Card(
        summary=f"Do-not-contact list: {counted(found.total, 'entry', 'entries')}",
        body=(
            Heading("Do-not-contact list"),
            *banner(notice, Kind.SUCCESS),
            Text(text),
            *(_row(each, found) for each in found.entries),
            *_pager(found),
        ),
        buttons=(
            Button("Add", does=OpenDoNotContactForm(), main=True),
            *search,
            *every,
            Button("Settings", does=OpenSettings()),
        ),
        redraw=OpenDoNotContact(found.page, found.words),
    )


def _row(entry: Entry, found: DoNotContactList) -> Row:
    kind = "e-mail domain and its subdomains" if entry.kind == "domain" else "company"
    remove = RemoveDoNotContact(entry.id, found.page, found.words)
    return Row(
        (Strong(entry.shown), Muted(f" · {kind}")),
        buttons=(Button("Remove", does=remove, hint=f"Remove {entry.shown} from the list"),),
    )


def _pager(found: DoNotContactList) -> tuple[Pager, ...]:
    if found.total <= found.page_size:
        return ()
    first, last = found.page * found.page_size + 1, min(found.total, (found.page + 1) * found.page_size)
    return (
        Pager(
            f"{first}–{last} of {found.total:,}",
            OpenDoNotContact(found.page - 1, found.words) if found.page else None,
            OpenDoNotContact(found.page + 1, found.words) if last < found.total else None,
        ),
    )


def do_not_contact_form(*, error: str = "", entries: str = "") -> Form:
    """The form for adding companies and domains to the list."""
    return Form(
        title="Do not contact",
        body=(Text("People who work at these companies, or have an e-mail address there, can't be contacted."),),
        inputs=(
            TextInput(
                "entries",
                "Companies and domains",
                hint="One per line. A domain covers its subdomains too.",
                placeholder="acme.com",
                multiline=True,
                required=True,
                max_length=LONGEST,
            ),
        ),
        submit=Button("Add", does=AddDoNotContact(), main=True),
        errors={"entries": error} if error else {},
        values={"entries": entries} if entries else {},
    )


def do_not_contact_filter(words: str) -> Form:
    """The form for searching the list."""
    return Form(
        title="Search the list",
        body=(),
        inputs=(TextInput("words", "Company or domain", max_length=WORDS),),
        submit=Button("Show", does=FilterDoNotContact(), main=True),
        values={"words": words} if words else {},
    )
