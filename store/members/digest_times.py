"""When a digest is due: at an hour of the day or of a day of the week, in the member's time zone."""

from datetime import UTC, date, datetime, timedelta

from store import time_zones

DAILY, WEEKLY = "daily", "weekly"
_DAY = timedelta(days=1)


def next_time(digest: str, weekday: int, hour: int, time_zone: str, after: datetime) -> datetime | None:
    """The first time after `after`, in UTC; None for a search without digest.

    When clocks go forward over the hour, it is an hour later on that day; when they go back, the first of the two."""
    if digest not in (DAILY, WEEKLY):
        return None
    zone = time_zones.zone(time_zone)

    def on(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)

    day = after.astimezone(zone).date()
    if digest == WEEKLY:
        day += timedelta(days=(weekday - day.weekday()) % 7)
    step = _DAY if digest == DAILY else 7 * _DAY
    return on(day) if on(day) > after else on(day + step)
