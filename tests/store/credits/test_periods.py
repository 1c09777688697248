"""When a credit period starts: reset days 29 to 31, unusual time zones, daylight-saving changes."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import time_zones
from store.credits import periods

ZONES = (
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "America/Asuncion",
    "Pacific/Apia",
    "Australia/Lord_Howe",
)
zones = st.sampled_from(ZONES).map(time_zones.zone)
days = st.integers(1, 31)
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(moments, days, zones)
def test_every_moment_is_in_exactly_one_period(now: datetime, day: int, zone: periods.ZoneInfo):
    period = periods.current(now, day, zone)
    assert periods.begins(period, zone) <= now < periods.begins(periods.following(period, day), zone)


@given(moments, days, zones, st.integers(1, 24))
def test_after_any_gap_each_month_starts_once_and_the_last_is_current(
    now: datetime, day: int, zone: periods.ZoneInfo, months: int
):
    period = periods.current(now, day, zone)
    later = now + timedelta(days=31 * months)
    begun = periods.due(period, later, day, zone)
    assert [(each.year, each.month) for each in begun] == [_after(period, n) for n in range(1, len(begun) + 1)]
    assert begun[-1] == periods.current(later, day, zone)
    assert periods.due(begun[-1], later, day, zone) == []


def _after(period: date, months: int) -> tuple[int, int]:
    whole = period.year * 12 + period.month - 1 + months
    return whole // 12, whole % 12 + 1


@given(moments, days, days, zones, zones)
def test_changing_the_day_or_zone_resets_no_month_twice(
    now: datetime, day: int, other: int, zone: periods.ZoneInfo, elsewhere: periods.ZoneInfo
):
    period = periods.current(now, day, zone)
    begun = [period, *periods.due(period, now, other, elsewhere)]
    begun += periods.due(begun[-1], now + timedelta(days=100), other, elsewhere)
    assert all(_after(one, 1) == (two.year, two.month) for one, two in pairwise(begun))


@given(days, zones, st.integers(2005, 2034), st.integers(1, 12))
def test_a_day_starts_when_its_date_does(day: int, zone: periods.ZoneInfo, year: int, month: int):
    """The instant before has an earlier local date, even where midnight is skipped or repeated."""
    wanted = periods.in_month(year, month, day)
    begins = periods.begins(wanted, zone)
    assert (begins - timedelta(seconds=1)).astimezone(zone).date() < wanted <= begins.astimezone(zone).date()


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("Africa/Cairo", date(2024, 4, 26), "2024-04-25T22:00"),  # midnight is skipped: the clocks go from 0:00 to 1:00
        ("America/Havana", date(2024, 11, 3), "2024-11-03T04:00"),  # clocks go back at 1:00: midnight is repeated
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00"),  # the whole day was skipped
        ("Europe/Paris", date(2026, 3, 29), "2026-03-28T23:00"),  # clocks go forward later in the night
        ("Europe/Paris", date(2026, 10, 26), "2026-10-25T23:00"),  # the day after they went back
    ],
)
def test_days_of_clock_changes(name: str, day: date, begins: str):
    assert periods.begins(day, time_zones.zone(name)) == datetime.fromisoformat(begins).replace(tzinfo=UTC)


def test_a_short_month_uses_its_last_day():
    assert [periods.in_month(2028, month, 31).day for month in range(1, 13)] == [
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    ]  # fmt: skip
    assert periods.following(date(2027, 1, 31), 31) == date(2027, 2, 28)
    assert periods.following(date(2027, 2, 28), 31) == date(2027, 3, 31)


@pytest.mark.parametrize(
    "name", ["Atlantis/Poseidonis", "", "../../etc/passwd", "Europe", "/etc/localtime", "a" * 5000]
)
def test_an_unknown_time_zone_falls_back_to_utc(name: str):
    assert time_zones.zone(name).key == "UTC"


def test_a_time_zone_is_found_by_its_city():
    assert time_zones.suggest("new york", 5) == ["America/New_York"]
    assert time_zones.suggest("paris", 1) == ["Europe/Paris"]
    assert len(time_zones.suggest("", 20)) == 20
    assert time_zones.suggest("atlantis", 5) == []


def test_time_zones_work_without_system_zone_files():
    """A bare Linux has no /usr/share/zoneinfo; zones are then read from the package `tzdata`."""
    code = "from store import time_zones as z; print(z.zone('America/New_York').key, len(z.names()) > 400)"
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONTZPATH": ""}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["America/New_York", "True"]
