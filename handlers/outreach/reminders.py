"""Reminders about candidates: choosing the day, and the card that arrives on that day."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cards import typed_text
from cards.actions.interest import DropReminder, OpenReminder, SetReminder, ShowAnswer, ShowReminder
from cards.screens.outreach import reminders as screens
from cards.tree import Card, Option, Value
from cards.views.people import PersonRow
from handlers import navigation
from handlers.context import Context
from handlers.outreach import answers
from handlers.outreach.form_input import NOT_A_DAY
from handlers.outreach.preview import zone_of
from handlers.people import candidate_card
from handlers.replies import Ask, Close, Redraw, Replies, Show
from handlers.views import profile_views
from handlers.views.answer_views import long_date
from handlers.views.reach_views import reaches
from store.db import Read
from store.people import candidates, matching, reminders
from store.people.engagement import engagements, of_person
from store.tables.core import Member

HOUR = 9  # of the day, in the workspace's time zone
LONGEST = timedelta(days=3 * 365)

_Day = Callable[[date], date]


def _months(number: int) -> _Day:
    def later(today: date) -> date:
        year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))

    return later


def _next(month: int, day: int = 1) -> _Day:
    def later(today: date) -> date:
        this_year = date(today.year, month, day)
        return this_year if this_year > today else date(today.year + 1, month, day)

    return later


# value, label, the words of an answer that ask for it, the day
CHOICES: tuple[tuple[str, str, str, _Day], ...] = (
    ("month", "In a month", r"(?:a|one|1) month|next month|few weeks", _months(1)),
    ("quarter", "In 3 months", r"(?:three|3|few|couple(?: of)?) months|next quarter", _months(3)),
    ("half_year", "In 6 months", r"(?:six|6) months|half a year", _months(6)),
    ("year", "At the start of next year", r"next year|new year|january|nächstes jahr|année prochaine", _next(1, 7)),
    ("spring", "In spring", r"spring|march|frühling|frühjahr|printemps|primavera", _next(3)),
    ("summer", "In summer", r"summer|june|sommer|été|verano", _next(6)),
    ("autumn", "In fall", r"autumn|in (?:the )?fall|september|herbst|automne|otoño", _next(9)),
)
USUAL = "quarter"


def days(today: date) -> dict[str, date]:
    """The day that each choice refers to; a Monday in place of a weekend day."""
    found = {value: day(today) for value, _, _, day in CHOICES}
    return {
        value: day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0) for value, day in found.items()
    }


def asked_for(words: str) -> str:
    """The choice that the candidate's answer asks for: "ask again in spring" → "spring"."""
    folded = words.casefold()
    return next((value for value, _, pattern, _ in CHOICES if re.search(rf"\b(?:{pattern})\b", folded)), USUAL)


async def show(action: ShowReminder, by: Member, context: Context) -> Replies:
    return Show(await card(by, context, action.profile_id))


async def card(by: Member, context: Context, profile_id: int, notice: str = "") -> Card:
    """The current state of the reminder. Only reads. Raises Gone."""
    async with context.read() as db:
        person = await _person(db, by, context, profile_id)
    return screens.reminder_card(person, notice)


async def _person(db: Read, by: Member, context: Context, profile_id: int) -> PersonRow:
    person = await matching.person_of(db, by.workspace_id, profile_id)
    standings = await engagements(db, by, person.ids, None)
    reach = await reaches(db, by, context, {profile_id: (person.profiles, person.candidate_id or None)})
    return profile_views.person(
        person.profiles[0],
        context.now(),
        engagement=of_person([standings[id] for id in person.ids]),
        reach=reach[profile_id],
    )


async def open_form(action: OpenReminder, by: Member, context: Context) -> Replies:
    return await _form(action, by, context)


async def _form(
    action: OpenReminder | SetReminder,
    by: Member,
    context: Context,
    *,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Ask:
    async with context.read() as db:
        person = await _person(db, by, context, action.profile_id)
        candidate = await candidates.of_profile(db, by.workspace_id, action.profile_id)
        pending = await reminders.due(db, by, candidate.id) if candidate else None
        zone = await zone_of(db, by.workspace_id)
    by_choice = days(context.now().astimezone(zone).date())
    return Ask(
        screens.reminder_form(
            person,
            tuple(Option(value, f"{label} ({long_date(by_choice[value])})") for value, label, _, _ in CHOICES),
            back_to=action.back_to,
            on_card=action.on_card,
            pending=long_date(pending.astimezone(zone)) if pending else "",
            errors=errors,
            values=values or {"when": asked_for(person.state.reach.words)},
        )
    )


async def set_reminder(action: SetReminder, by: Member, context: Context) -> Replies:
    """Stores the reminder, in place of any earlier one. A typed day takes precedence over a chosen day."""
    errors: dict[str, str] = {}
    async with context.read() as db:
        zone = await zone_of(db, by.workspace_id)
    at = _moment(action, zone, context.now(), errors)
    if at is None:
        typed: dict[str, Value] = {"when": action.when, "on": action.on}
        return await _form(
            action, by, context, errors=errors, values={name: each for name, each in typed.items() if each}
        )
    async with context.write() as db:
        await reminders.remind(db, by, action.profile_id, at, context.now())
    shown = await _back(action, by, context, f"I'll remind you on {long_date(at.astimezone(zone))}.")
    return Close(), Show(shown), Redraw((action.profile_id,))


def _moment(action: SetReminder, zone: ZoneInfo, now: datetime, errors: dict[str, str]) -> datetime | None:
    """The morning of the chosen day, in UTC; None if an error was added to `errors`."""
    today = now.astimezone(zone).date()
    typed = bool(action.on.strip())
    day = typed_text.day(action.on) if typed else days(today).get(action.when)
    if day is None and typed:
        errors["on"] = NOT_A_DAY
    elif day is None:
        errors["when"] = "Choose when, or enter a day below."
    elif day < today:
        errors["on"] = "That day has passed. Choose a day after today."
    elif day == today:
        errors["on"] = "Choose a day after today."
    elif day - today > LONGEST:
        errors["on"] = "That's more than three years ahead."
    if day is None or errors:
        return None
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=zone).astimezone(UTC)


async def drop(action: DropReminder, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        await reminders.cancel(db, by, action.profile_id)
    shown = await _back(action, by, context, "The reminder was removed.")
    return Close(), Show(shown), Redraw((action.profile_id,))


async def _back(action: SetReminder | DropReminder, by: Member, context: Context, notice: str) -> Card:
    """The card whose button was pressed."""
    match None if action.on_card else navigation.parse_back(action.back_to):
        case ShowAnswer(answer_id):
            return await answers.card(by, context, answer_id, notice)
        case ShowReminder(profile_id):
            return await card(by, context, profile_id, notice)
        case _:
            return await candidate_card.card(by, context, action.profile_id, action.back_to, notice=notice)
