"""Builds the views of pushes to an ATS."""

from collections.abc import Sequence
from datetime import datetime

from cards.sanitize import visible, web_address
from cards.screens.wording import short
from cards.views.ats import NoteChoice, PushView
from handlers import job_sync
from handlers.context import Context
from handlers.views.answer_views import long_date
from store.ats import pushes
from store.db import Read
from store.people.notes import NoteRow
from store.roles import May, allows
from store.tables.ats import AtsPush
from store.tables.core import Candidate, Member


def push_views(found: Sequence[AtsPush], now: datetime) -> tuple[PushView, ...]:
    return tuple(
        PushView(
            job_sync.ats_label(each.system),
            pushes.state_of(each, now),
            long_date(each.pushed_at) if each.pushed_at else "",
            each.url if web_address(each.url) else "",
            each.reason,
        )
        for each in found
    )


async def of_candidate(
    db: Read, by: Member, context: Context, candidate: Candidate | None
) -> tuple[tuple[PushView, ...], bool]:
    """The candidate's pushes, and whether the member may push the candidate. Runs two SQL statements in a workspace
    with an ATS, none in others."""
    if candidate is None or not allows(by.role, May.CONTACT):
        return (), False
    connected = await context.atses.connected(db, by.workspace_id)
    if not connected:
        return (), False
    found = push_views(await pushes.of_candidate(db, by.workspace_id, candidate.id), context.now())
    return found, may_be_pushed(candidate)


def may_be_pushed(candidate: Candidate) -> bool:
    """Whether the contact details are unlocked, or the candidate has shown interest."""
    return candidate.unlocked_at is not None or candidate.interest in ("interested", "replied")


def note_choices(found: Sequence[NoteRow], by: Member, since: datetime | None) -> tuple[NoteChoice, ...]:
    """The notes to choose from. Team notes newer than the last push are preselected; the member's private ones are
    not."""
    return tuple(
        NoteChoice(
            row.note.id,
            short(visible(" ".join(row.note.text.split()), "No text"), 70),
            f"{'You' if row.note.author_id == by.id else visible(row.author_name, 'Somebody')}, "
            f"{'for the team' if row.note.team else 'only for you'}",
            chosen=row.note.team and (since is None or row.note.created_at > since),
        )
        for row in found
    )
