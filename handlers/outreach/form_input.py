"""The invitation form: its input, parsing it, and the errors by input."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cards.actions.invitations import FormParts, InvitationFields, ReviewBulk, ReviewInvitation
from cards.tree import Option, Value
from cards.typed_text import day, whole
from handlers import lookup
from handlers.outreach import texts
from handlers.outreach.preview import zone_of
from store import jobs
from store.db import Read
from store.errors import Gone
from store.tables.core import Job, Member
from store.text import is_link

NOT_A_DAY = "Use a date like 2026-11-30."
MOST_AHEAD = timedelta(days=180)
_INPUTS = tuple(field.name for field in fields(InvitationFields))
_OPTIONS = {"send_on", "send_at", "follow_up_days", "follow_up_text", "template_name"}
_TIME = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)")


def typed_in(action: InvitationFields) -> dict[str, Any]:
    """The typed values by input, without empty values."""
    typed = {name: getattr(action, name) for name in _INPUTS}
    return {name: value for name, value in typed.items() if value not in ("", None)}


def parts_for(typed: dict[str, Any]) -> FormParts:
    """The optional parts of the form that have input, and so must be expanded."""
    new_job = any(typed.get(name) for name in ("new_title", "new_place", "new_link"))
    more = any(typed.get(name) for name in _OPTIONS)
    return FormParts(new_job, more or typed.get("language", "en") != "en")


def with_errors(parts: FormParts, errors: Collection[str]) -> FormParts:
    """The expanded parts, plus those that have an error."""
    return FormParts(parts.new_job, parts.more_options or not _OPTIONS.isdisjoint(errors))


def values(typed: dict[str, Any], job: Job | None) -> dict[str, Value]:
    """The typed values in the form's format, with the job as an option labeled with its title."""
    given: dict[str, Value] = {name: value for name, value in typed.items() if isinstance(value, str | int)}
    if job is not None:
        given["job"] = Option(str(job.id), job.title[:75])
    return given


@dataclass(frozen=True, slots=True)
class ParsedForm:
    """The parsed input; `errors` by input. `new_title`: the title of a job to add."""

    kind: str
    job: Job | None
    new_title: str
    new_place: str
    new_link: str
    language: str
    subject: str
    text: str
    send_at: datetime | None
    follow_up_days: int | None
    follow_up_text: str
    template_name: str
    errors: dict[str, str]


async def parse(db: Read, by: Member, action: ReviewInvitation | ReviewBulk, now: datetime) -> ParsedForm:
    """Parses the input and resolves job and time. Values missing from a text are found later, when the text is
    rendered."""
    errors: dict[str, str] = {}
    written = texts.parse(action, errors, several=isinstance(action, ReviewBulk))
    zone = await zone_of(db, by.workspace_id)
    kind = action.kind if action.kind in ("connect", "apply") else "connect"
    job = await _job(db, by, action.job, errors) if not action.new_title.strip() else None
    new_link = action.new_link.strip()
    if (action.new_place.strip() or new_link) and not action.new_title.strip():
        errors["new_title"] = "A job needs a title."
    if new_link and not is_link(new_link):
        errors["new_link"] = "Use a link like https://example.com."
    if kind == "apply" and job is None and not action.new_title.strip():
        errors.setdefault("job", "An invitation to apply needs a job: choose one, or press New job.")
    if not action.subject.strip():
        errors["subject"] = "An invitation needs a subject."
    if not action.text.strip():
        errors["text"] = "Type something first."
    days = _days(action, errors)
    return ParsedForm(
        kind=kind,
        job=job,
        new_title=action.new_title.strip(),
        new_place=action.new_place.strip(),
        new_link=new_link,
        language=action.language if action.language in ("en", "es", "fr", "de") else "en",
        subject=" ".join(written["subject"].split()),
        text=written["text"],
        send_at=moment(action.send_on, action.send_at, zone, now, errors),
        follow_up_days=days,
        follow_up_text=written["follow_up_text"] if days else "",
        template_name=" ".join(action.template_name.split()),
        errors=errors,
    )


async def _job(db: Read, by: Member, value: str, errors: dict[str, str]) -> Job | None:
    picked = await lookup.job(db, by, value)
    if picked.trouble:
        errors["job"] = picked.trouble
    if not picked.id:
        return None
    try:
        job = await jobs.get(db, by.workspace_id, picked.id)
    except Gone:
        errors["job"] = "This job no longer exists. Choose another."
        return None
    if job.status != "open":
        errors["job"] = f"{job.title} is closed. Choose another job."
    return job


def _days(action: InvitationFields, errors: dict[str, str]) -> int | None:
    given = "" if action.follow_up_days is None else str(action.follow_up_days).strip()
    if not given:
        if action.follow_up_text.strip():
            errors["follow_up_days"] = "After how many days?"
        return None
    days = whole(given)
    if days is None or not 1 <= days <= 60:
        errors["follow_up_days"] = "Use a whole number of days, from 1 to 60."
        return None
    if not action.follow_up_text.strip():
        errors["follow_up_text"] = "Enter a follow-up message."
    return days


def moment(send_on: str, time: str, zone: ZoneInfo, now: datetime, errors: dict[str, str]) -> datetime | None:
    """The chosen time in UTC; a day without a time means 09:00, a time without a day means today. None means now, or
    that an error was added to `errors` under `send_on` or `send_at`."""
    send_on, time = send_on.strip(), time.strip()
    if not send_on and not time:
        return None
    clock = _TIME.fullmatch(time) if time else _TIME.fullmatch("09:00")
    if clock is None:
        errors["send_at"] = "Use a time like 09:30."
        return None
    on = day(send_on) if send_on else now.astimezone(zone).date()
    if on is None or not 1 < on.year < 9999:  # at the ends of the calendar, the same moment may have no date in UTC
        errors["send_on"] = NOT_A_DAY
        return None
    local = datetime(on.year, on.month, on.day, int(clock[1]), int(clock[2]), tzinfo=zone)
    at = local.astimezone(UTC)
    if wrong := _wrong(at, now, f"{local:%H:%M}", f"{at.astimezone(zone):%H:%M}"):
        errors["send_at" if time else "send_on"] = wrong
        return None
    return at


def _wrong(at: datetime, now: datetime, chosen: str, shown: str) -> str:
    """The error for an invalid time, "" if it is valid. `chosen` is the typed local time, `shown` the clock time it
    converts to."""
    if at <= now:
        return "That time has passed."
    if at - now > MOST_AHEAD:
        return "That's more than six months ahead."
    return f"The clocks go forward that day: there is no {chosen}." if chosen != shown else ""
