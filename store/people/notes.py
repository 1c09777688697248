"""Notes on candidates, private or for the team."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy import delete as delete_from
from sqlmodel import col, or_, select, update

from store.db import Read, Write
from store.errors import Gone, Refusal
from store.members import members
from store.roles import May, allows
from store.tables.core import Candidate, Member, Note, NoteMention
from store.text import clean
from store.upserts import insert_new

LONGEST = 10_000  # characters
TWICE_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note to show. `mentions`: names by member id."""

    note: Note
    author_name: str
    mentions: dict[int, str] = field(default_factory=dict[int, str])


def readable(by: Member) -> ColumnElement[bool]:
    """The notes a member may read: the team's and their own."""
    return (col(Note.workspace_id) == by.workspace_id) & or_(col(Note.team), col(Note.author_id) == by.id)


async def add(
    db: Write, by: Member, candidate_id: int, text: str, team: bool, mentions: list[int], link: str, now: datetime
) -> Note:
    """Write a note; `link` points to the chat message it was made from. Raises Refusal, and Gone if there is no such
    candidate.

    A private note mentions nobody: see `mentioned`."""
    text = _checked(text)
    touched = (
        update(Candidate)
        .where(col(Candidate.workspace_id) == by.workspace_id, col(Candidate.id) == candidate_id)
        .values(updated_at=now)
    )
    if not (await db.exec(touched)).rowcount:
        raise Gone("This candidate is no longer in Sourcer.")
    note = Note(
        workspace_id=by.workspace_id,
        candidate_id=candidate_id,
        author_id=by.id,
        text=text,
        team=team,
        link=clean(link),
        created_at=now,
    )
    db.add(note)
    await db.flush()
    await _mention(db, note, mentions if team else ())
    return note


async def just_written(db: Write, by: Member, candidate_id: int, text: str, team: bool, now: datetime) -> Note | None:
    """The same note, written by the member within the last minute (the form was submitted twice); None when there is
    none."""
    same = select(Note).where(
        Note.workspace_id == by.workspace_id,
        Note.candidate_id == candidate_id,
        Note.author_id == by.id,
        Note.text == clean(text).strip(),
        Note.team == team,
        col(Note.created_at) > now - TWICE_WITHIN,
    )
    return (await db.exec(same)).first()


def _checked(text: str) -> str:
    text = clean(text).strip()
    if not text:
        raise Refusal("Type something first.")
    if len(text) > LONGEST:
        raise Refusal(f"A note can have at most {LONGEST:,} characters; this one has {len(text):,}.")
    return text


async def _mention(db: Write, note: Note, ids: Iterable[int]) -> None:
    known = await members.named(db, note.workspace_id, ids)
    rows = [
        {"workspace_id": note.workspace_id, "note_id": note.id, "member_id": member.id}
        for member in known.values()
        if allows(member.role, May.NOTE)
    ]
    await insert_new(db, NoteMention, rows)


async def mentioned(db: Read, workspace_id: int, note_id: int) -> list[Member]:
    """Members whom the note mentions and who may read it: those to notify."""
    found = await db.exec(
        select(Member)
        .join(NoteMention, col(NoteMention.member_id) == col(Member.id))
        .where(NoteMention.workspace_id == workspace_id, NoteMention.note_id == note_id)
        .order_by(col(Member.id))
    )
    return list(found)


async def of_candidate(db: Read, by: Member, candidate_id: int) -> list[NoteRow]:
    """The notes on the candidate that the member may read, newest first."""
    found = await db.exec(
        select(Note, Member.name)
        .join(Member, col(Member.id) == col(Note.author_id))
        .where(readable(by), col(Note.candidate_id) == candidate_id)
        .order_by(col(Note.created_at).desc(), col(Note.id).desc())
    )
    rows = {note.id: NoteRow(note, name) for note, name in found}
    if rows:
        named = await db.exec(
            select(NoteMention.note_id, Member.id, Member.name)
            .join(Member, col(Member.id) == col(NoteMention.member_id))
            .where(NoteMention.workspace_id == by.workspace_id, col(NoteMention.note_id).in_(list(rows)))
            .order_by(col(Member.id))
        )
        for note_id, member_id, name in named:
            rows[note_id].mentions[member_id] = name
    return list(rows.values())


async def mine(db: Read, by: Member, id: int) -> Note:
    """The member's own note. Raises Gone, including for a colleague's."""
    own = select(Note).where(Note.workspace_id == by.workspace_id, Note.author_id == by.id, Note.id == id)
    note = (await db.exec(own)).one_or_none()
    if note is None:
        raise Gone("This note no longer exists, or isn't yours.")
    return note


async def edit(db: Write, by: Member, id: int, text: str, team: bool, mentions: list[int], now: datetime) -> Note:
    """Replace the text of the member's own note. Raises Refusal and Gone."""
    note = await mine(db, by, id)
    note.text, note.team, note.edited_at = _checked(text), team, now
    await db.flush()
    await db.exec(delete_from(NoteMention).where(col(NoteMention.note_id) == note.id))
    await _mention(db, note, mentions if team else ())
    return note


async def delete(db: Write, by: Member, id: int) -> Note:
    """Delete the member's own note and return it. Raises Gone."""
    note = await mine(db, by, id)
    await db.exec(delete_from(NoteMention).where(col(NoteMention.note_id) == note.id))
    await db.exec(delete_from(Note).where(col(Note.id) == note.id))
    db.expunge(note)
    return note
