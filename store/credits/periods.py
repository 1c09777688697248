"""When a month of credits begins: the contract's day, in a time zone. Pure functions.

A period is named by the local date of its reset. Each calendar month has one reset, even if the day or the zone
changes: the next one is always in the following month, and happens at once if its moment has passed.
"""

import calendar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DAYS = range(1, 32)


def begins(day: date, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when that day begins in the zone.

    If midnight occurs twice (clocks go back), the first one counts; if it doesn't exist (clocks go forward, or the
    whole day is skipped), the moment when the clocks go forward does."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def in_month(year: int, month: int, day: int) -> date:
    """The contract's day in that month, or the month's last day if it is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def current(now: datetime, day: int, zone: ZoneInfo) -> date:
    """The period that contains `now`: the date of the last reset that is not in the future."""
    local = now.astimezone(zone)
    this = in_month(local.year, local.month, day)
    if begins(this, zone) <= now:
        return this
    year, month = (local.year, local.month - 1) if local.month > 1 else (local.year - 1, 12)
    return in_month(year, month, day)


def following(period: date, day: int) -> date:
    """The next period."""
    year, month = (period.year, period.month + 1) if period.month < 12 else (period.year + 1, 1)
    return in_month(year, month, day)


def due(period: date, now: datetime, day: int, zone: ZoneInfo) -> list[date]:
    """The periods that began after that one, in order: several if nothing began them in the meantime."""
    begun: list[date] = []
    following_one = following(period, day)
    while begins(following_one, zone) <= now:
        begun.append(following_one)
        following_one = following(following_one, day)
    return begun
