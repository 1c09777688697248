"""When a month of credits begins: the contract's day in a time zone. Pure.

A period is named by the local date of its reset. There is one reset in each calendar month, also when the day or the
zone changes meanwhile: the next one is always that of the following month, at once when its moment has passed.
"""

import calendar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DAYS = range(1, 32)


def begins(day: date, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when that day begins there.

    Where midnight comes twice (clocks go back) it is the first one; where there is none (clocks go forward, or the
    whole day is left out) it is when the clocks go forward."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def in_month(year: int, month: int, day: int) -> date:
    """The contract's day in that month; the last day stands in for one that a short month does not have."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def current(now: datetime, day: int, zone: ZoneInfo) -> date:
    """The period that `now` is in: the last reset that is not in the future."""
    local = now.astimezone(zone)
    this = in_month(local.year, local.month, day)
    if begins(this, zone) <= now:
        return this
    year, month = (local.year, local.month - 1) if local.month > 1 else (local.year - 1, 12)
    return in_month(year, month, day)


def following(period: date, day: int) -> date:
    """The period after that one."""
    year, month = (period.year, period.month + 1) if period.month < 12 else (period.year + 1, 1)
    return in_month(year, month, day)


def due(period: date, now: datetime, day: int, zone: ZoneInfo) -> list[date]:
    """The periods that began after that one, in order: several when nobody was there to begin them."""
    begun: list[date] = []
    following_one = following(period, day)
    while begins(following_one, zone) <= now:
        begun.append(following_one)
        following_one = following(following_one, day)
    return begun
