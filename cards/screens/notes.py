"""Notes: the note form, the form to save a chat message as a note, and the card for mentioned members."""

from cards.actions.candidates import OpenCandidates
from cards.actions.entry import NoteFromMessage
from cards.actions.person import SaveMessageNote, SaveNote, View
from cards.screens.wording import short
from cards.text import Muted, Rich, Strong
from cards.tree import (
    AnyButton,
    Button,
    Card,
    Choice,
    Form,
    Input,
    Kind,
    LinkButton,
    Notice,
    Option,
    Text,
    TextInput,
    Typeahead,
    Value,
)

LONGEST = 3000  # characters

_TEXT = TextInput("text", "Note", multiline=True, required=True, max_length=LONGEST)
_WHO: tuple[Input, ...] = (
    Choice(
        "audience",
        "Who can see it",
        (Option("team", "The team"), Option("me", "Only me")),
        required=True,
        expanded=True,
    ),
    Typeahead("mentions", "Notify these members", "members", hint="I'll message each of them", many=True),
)


def note_form(
    profile_id: int,
    name: str,
    *,
    note_id: int = 0,
    back_to: str = "",
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """The form for a note on a person, for the author alone or for the team."""
    return Form(
        title="Edit note" if note_id else "Add note",
        body=(Text(("About ", Strong(short(name, 100)))),),
        inputs=(_TEXT, *_WHO),
        submit=Button("Save", does=SaveNote(profile_id, note_id, back_to), main=True),
        errors=errors or {},
        values={"audience": "team", **(values or {})},
    )


def message_note_form(
    link: str,
    *,
    draft: str = "",
    shortened: bool = False,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """The form for saving a chat message as a note on a candidate. `draft`: where the text is stored; `shortened`: the
    text was too long, so it was cut."""
    cut = Notice(Kind.WARNING, f"A note can hold {LONGEST:,} characters, so the end of the message is left out.")
    return Form(
        title="Save as a note",
        body=(cut,) if shortened else (),
        inputs=(
            Typeahead(
                "candidate",
                "Candidate",
                "candidates",
                placeholder="Grace Hopper",
                hint="Someone your team has saved or written a note on",
                required=True,
            ),
            _TEXT,
            *_WHO,
        ),
        submit=Button("Save", does=SaveMessageNote(link, draft), main=True),
        errors=errors or {},
        values={"audience": "team", **(values or {})},
        reopens=NoteFromMessage(draft=draft) if draft else None,
    )


def note_saved(profile_id: int, name: str, text: str) -> Card:
    """Confirms that a message was saved as a note."""
    return Card(
        summary=f"Saved as a note on {name}",
        body=(Notice(Kind.SUCCESS, f"Saved as a note on {name}."), Text(short(text, 300), muted=True)),
        buttons=(
            Button("View", does=View(profile_id), hint=f"View {name}"),
            Button("Candidates", does=OpenCandidates()),
        ),
        about=(profile_id,),
    )


def mention_card(profile_id: int, *, author: str, name: str, headline: str, text: Rich, link: str = "") -> Card:
    """Sent to each mentioned member."""
    message: tuple[AnyButton, ...] = (LinkButton("Open message", link),) if link else ()
    return Card(
        summary=f"{author} mentioned you in a note on {name}",
        body=(
            Text(
                (
                    Strong(author),
                    " mentioned you in a note on ",
                    Strong(name),
                    Muted(f" · {headline}" if headline else ""),
                )
            ),
            Text(text),
        ),
        buttons=(Button("View", does=View(profile_id), main=True, hint=f"View {name}"), *message),
        about=(profile_id,),
    )
