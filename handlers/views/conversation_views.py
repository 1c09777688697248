"""Builds the view of a conversation: who wrote what, when, and what became of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cards.screens.wording import time_ago
from cards.views.conversations import EntryView
from handlers.views.invitation_views import PAUSED
from store.conversations import Entry
from store.tables.core import Member
from store.tables.outreach import CandidateAnswer, Mail

_BY_SERVERS = ("bounced", "delayed")


def entry(row: Entry, by: Member, name: str, now: datetime, zone: ZoneInfo) -> EntryView:
    """The view of one entry. `name`: the candidate's name. `by`: the reader."""
    when = format_time(row.at, now, zone)
    if row.answer is not None:
        return _answer(row, row.answer, name, when)
    assert row.mail is not None
    waits = row.mail.state == "queued" and row.mail.last_attempt_at is None and row.mail.due_at > now
    return _mail(row, row.mail, by, when, format_time(row.mail.due_at, now, zone) if waits else "")


def _answer(row: Entry, answer: CandidateAnswer, name: str, when: str) -> EntryView:
    return EntryView(
        answer.kind,
        "Mail server" if answer.kind in _BY_SERVERS else name,
        when,
        answer.text,
        about=_about(row, row.answers_to),
        answer_id=answer.id,
        cause=answer.cause,
        from_address=answer.sender,
    )


def _mail(row: Entry, mail: Mail, by: Member, when: str, goes_out: str) -> EntryView:
    reason = "" if mail.state == "sent" else mail.last_error
    if mail.state == "paused":
        paused = row.invitation.pause_reason
        reason = PAUSED.get(paused, paused)
    return EntryView(
        mail.kind,
        writer(row.writer, by),
        when,
        mail.text,
        subject=mail.subject,
        about=_about(row, mail.kind),
        mail_id=mail.id,
        state=mail.state,
        goes_out=goes_out,
        reason=reason[:1].upper() + reason[1:],
    )


def writer(member: Member | None, by: Member) -> str:
    """ "You" for the reader, else the member's name."""
    if member is not None and member.id == by.id:
        return "You"
    return (member.name if member is not None else "") or "A teammate"


def _about(row: Entry, kind: str) -> str:
    """What the e-mail is, as in "invitation to apply for Staff Nurse", "follow-up" or "reply"."""
    match kind:
        case "follow_up":
            return "follow-up"
        case "reply":
            return "reply"
        case _:
            what = f"invitation to {'apply' if row.invitation.kind == 'apply' else 'connect'}"
            return f"{what} for {row.job}" if row.job else what


def format_time(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time in the form "Mon 23 Nov at 12:03"; with the year unless it is this year."""
    local = at.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year} at {local:%H:%M}"


def replied(found: tuple[Mail, Member | None] | None, by: Member, now: datetime) -> str:
    """A sentence such as "You replied 2 min ago."; "" without a reply."""
    if found is None:
        return ""
    mail, member = found
    text = f"{writer(member, by)} replied {time_ago(now - (mail.sent_at or mail.created_at))}."
    match mail.state:
        case "sent":
            return text
        case "unknown":
            return f"{text} It may not have been sent."
        case _:
            return f"{text} It's on the way."
