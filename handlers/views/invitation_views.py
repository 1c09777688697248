"""Builds the views of invitations that screens are drawn from."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from cards.screens.wording import counted, days_ago
from cards.views.outreach import InvitationView
from handlers.views.profile_views import shown_name
from store.outreach.invitation_changes import changeable
from store.outreach.invitations_page import InvitationRow
from store.tables.core import Member
from store.tables.outreach import Invitation

ANSWERABLE = ("interested", "not_interested", "replied")
PAUSED = {
    "job_closed": "paused: its job is closed",
    "sender_left": "paused: its sender can no longer contact people",
}


def view(
    row: Invitation,
    named: Mapping[int, Member],
    titles: Mapping[int, str],
    *,
    person_name: str,
    now: datetime,
) -> InvitationView:
    """`named` (members) and `titles` (of jobs) by id, for the whole page at once."""
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
        answer_id=row.answer.id if row.answer and row.answer.kind in ANSWERABLE else 0,
    )


def _waits(row: Invitation, now: datetime) -> bool:
    return row.state == "queued" and row.send_at is not None and row.send_at > now


def when(row: Invitation, now: datetime) -> str:
    """As in "sent 3 days ago", "goes out in 2 days"; "" where the state says enough."""
    if row.sent_at is not None:
        return f"sent {days_ago((now - row.sent_at).days)}"
    if _waits(row, now) and row.send_at is not None:
        return f"goes out {ahead(row.send_at, now)}"
    return ""


def follow_up(row: Invitation, now: datetime) -> str:
    """As in "follow-up in 4 days"; "" if none is planned."""
    if row.follow_up_days is None or row.state not in ("queued", "sending", "sent") or row.answer:
        return ""
    if row.sent_at is None:
        return f"follow-up {counted(row.follow_up_days, 'day')} later"
    left = row.follow_up_days - (now - row.sent_at).days
    if left < 0:
        return ""
    return f"follow-up in {counted(left, 'day')}" if left else "follow-up today"


def format_moment(at: datetime, zone: ZoneInfo) -> str:
    """As in "Mon 30 Nov at 09:30 (Europe/Paris)"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b} at {local:%H:%M} ({zone.key})"


def ahead(then: datetime, now: datetime) -> str:
    """As in "in 3 days", "in 5 hours", "in a moment"."""
    left = (then - now).total_seconds()
    if left >= 2 * 86400:
        return f"in {counted(int(left // 86400), 'day')}"
    if left >= 2 * 3600:
        return f"in {counted(int(left // 3600), 'hour')}"
    return f"in {counted(int(left // 60), 'minute')}" if left >= 60 else "in a moment"
