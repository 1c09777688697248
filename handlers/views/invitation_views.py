"""Builds the views of invitations that screens are drawn from."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from cards.screens.wording import counted, days_ago, zone_label
from cards.views.outreach import BatchView, InvitationView
from handlers.views.profile_views import shown_name
from store.outreach.invitation_changes import changeable
from store.outreach.invitations_page import Batch, InvitationRow
from store.tables.core import Member
from store.tables.outreach import Invitation

ANSWERABLE = ("interested", "not_interested", "replied")
PAUSED = {
    "job_closed": "paused: its job was closed",
    "sender_left": "paused: its sender can no longer contact people",
}


def view(
    row: Invitation,
    named: Mapping[int, Member],
    titles: Mapping[int, str],
    *,
    person_name: str,
    reader: Member,
    now: datetime,
) -> InvitationView:
    """The view of one invitation. `named` (members) and `titles` (of jobs) are by id, for the whole page at once."""
    who = named.get(row.member_id)
    return InvitationView(
        row.id,
        row.profile_id,
        shown_name(person_name),
        row.state,
        row.kind,
        row.subject,
        job=titles.get(row.job_id, "") if row.job_id else "",
        by=(who.name if who else "") or "somebody",
        when=when(row, now),
        follow_up=follow_up(row, now),
        answer=row.answer,
        fault=row.failure_reason,
        paused=PAUSED.get(row.pause_reason, row.pause_reason),
        scheduled=_waits(row, now),
        undo=undo(row, reader, now),
    )


def undo(row: Invitation, reader: Member, now: datetime) -> str:
    """A sentence such as "You can undo this for 15 seconds."; "" if there is no *Undo*: for other members' messages,
    and for scheduled messages after the first moments (those are listed under `invitations`)."""
    if row.undo_until is None or row.state != "queued" or row.pause_reason or row.member_id != reader.id:
        return ""
    if row.send_at is not None:
        return "You can still undo this." if row.undo_until > now else ""
    return undo_until(row.undo_until, now)


def undo_until(at: datetime, now: datetime) -> str:
    """A sentence such as "You can undo this for 15 seconds."; after that time, it says that the message hasn't gone out
    yet, because it may still be waiting for its turn."""
    left = ceil((at - now).total_seconds())
    return f"You can undo this for {counted(left, 'second')}." if left > 0 else "It hasn't gone out yet."


def batch(row: Batch, now: datetime, zone: ZoneInfo) -> BatchView:
    scheduled = row.send_at is not None and row.send_at > now
    return BatchView(
        row.id,
        row.subject,
        row.total,
        row.sent,
        row.waiting,
        row.by,
        when=f"goes out {format_moment(row.send_at, zone)}" if scheduled and row.send_at else "",
        undoable=row.undo_until is not None and row.undo_until > now,
    )


def item(row: InvitationRow, now: datetime, zone: ZoneInfo) -> InvitationView:
    """A row of the invitations page."""
    sent = row.invitation
    return InvitationView(
        sent.id,
        sent.profile_id,
        shown_name(row.name),
        sent.state,
        sent.kind,
        sent.subject,
        job=row.job,
        by=row.by or "somebody",
        when=f"goes out {format_moment(sent.send_at, zone)}" if _waits(sent, now) and sent.send_at else when(sent, now),
        follow_up=f"follow-up {ahead(row.follow_up_at, now)}" if row.follow_up_at else "",
        answer=sent.answer,
        fault=row.answer.text if row.answer and sent.answer == "replied" else sent.failure_reason,
        paused=PAUSED.get(sent.pause_reason, sent.pause_reason),
        changeable=changeable(sent),
        scheduled=_waits(sent, now),
        answer_id=row.answer.id if row.answer and row.answer.kind in ANSWERABLE else 0,
    )


def _waits(row: Invitation, now: datetime) -> bool:
    return row.state == "queued" and row.send_at is not None and row.send_at > now


def when(row: Invitation, now: datetime) -> str:
    """When the invitation goes out or went out, as in "sent 3 days ago" or "goes out in 2 days"; "" if the state says
    enough."""
    if row.sent_at is not None:
        return f"sent {days_ago((now - row.sent_at).days)}"
    if _waits(row, now) and row.send_at is not None:
        return f"goes out {ahead(row.send_at, now)}"
    return ""


def follow_up(row: Invitation, now: datetime) -> str:
    """When the follow-up goes out, as in "follow-up in 4 days"; "" if none is planned."""
    if row.follow_up_days is None or row.state not in ("queued", "sending", "sent") or row.answer:
        return ""
    if row.sent_at is None:
        return f"follow-up {counted(row.follow_up_days, 'day')} later"
    left = row.follow_up_days - (now - row.sent_at).days
    if left < 0:
        return ""
    return f"follow-up in {counted(left, 'day')}" if left else "follow-up today"


def format_moment(at: datetime, zone: ZoneInfo) -> str:
    """The time in the form "Mon 30 Nov at 09:30 (Paris time)"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b} at {local:%H:%M} ({zone_label(zone.key)})"


def ahead(then: datetime, now: datetime) -> str:
    """How far ahead a time is, as in "in 3 days", "in 5 hours" or "in a moment"."""
    left = (then - now).total_seconds()
    if left >= 2 * 86400:
        return f"in {counted(int(left // 86400), 'day')}"
    if left >= 2 * 3600:
        return f"in {counted(int(left // 3600), 'hour')}"
    return f"in {counted(int(left // 60), 'minute')}" if left >= 60 else "in a moment"
