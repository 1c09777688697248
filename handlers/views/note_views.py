"""Builds the views of notes: author, date, and text with the mentioned members."""

from collections.abc import Sequence
from datetime import datetime

from cards.screens.wording import days_ago
from cards.text import Rich, Span, Strong
from cards.views.people import NoteView
from store.people.notes import NoteRow
from store.tables.core import Member


def note_views(found: Sequence[NoteRow], by: Member, now: datetime) -> tuple[NoteView, ...]:
    """The notes that the member may read, newest first."""
    return tuple(
        NoteView(
            id=row.note.id,
            author="You" if row.note.author_id == by.id else row.author_name or "Somebody",
            when=days_ago((now - row.note.created_at).days),
            text=note_text(row.note.text, tuple(row.mentions.values())),
            team=row.note.team,
            mine=row.note.author_id == by.id,
            edited=row.note.edited_at is not None,
            link=row.note.link,
        )
        for row in found
    )


def note_text(text: str, names: Sequence[str]) -> Rich:
    """The note, then a line with the mentioned members. Names are bold text, not platform mentions, so showing a note
    notifies no one."""
    if not names:
        return text
    line: list[Span] = [text, "\nFor "]
    for n, name in enumerate(names):
        if n:
            line.append(", ")
        line.append(Strong(name))
    return tuple(line)
