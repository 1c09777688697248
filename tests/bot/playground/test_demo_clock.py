"""The demo's clock: real time, can be set forward but never back, and persists."""

import calendar
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.clock import FURTHEST, DemoClock, advanced
from bot.playground.slack.user_inputs import NotPossible

moments = st.datetimes(datetime(2000, 1, 1), datetime(2400, 1, 1), timezones=st.just(UTC))


@given(moments)
def test_a_month_later_is_the_same_day_or_the_last_one(at: datetime):
    later = advanced(at, "month")
    assert (later.year * 12 + later.month) - (at.year * 12 + at.month) == 1
    assert later.day == min(at.day, calendar.monthrange(later.year, later.month)[1])
    assert later.time() == at.time()


@given(moments)
def test_days_and_weeks_are_of_24_hours(at: datetime):
    assert (advanced(at, "day") - at, advanced(at, "week") - at) == (timedelta(days=1), timedelta(days=7))


async def test_it_continues_from_where_it_was_set_even_after_a_restart(tmp_path: Path):
    file = tmp_path / "clock.json"
    clock = DemoClock(file)
    assert abs(clock.seconds() - time.time()) < 60
    await clock.forward("week")
    await clock.forward("day")
    again = DemoClock(file, real=lambda: 1_000_000.0)
    assert again.now() == datetime.fromtimestamp(1_000_000 + 8 * 86_400, UTC)


async def test_invalid_requests_do_not_move_it(tmp_path: Path):
    clock = DemoClock(tmp_path / "clock.json", real=lambda: 0.0)
    for step in ("", "year", "-1", "Day"):
        with pytest.raises(NotPossible):
            await clock.forward(step)
    while clock.ahead + 32 * 86_400 < FURTHEST:
        await clock.forward("month")
    with pytest.raises(NotPossible):
        await clock.forward("month")
    assert clock.ahead <= FURTHEST


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"ahead": "soon"}', '{"ahead": -5}', '{"ahead": 0}'])
def test_an_invalid_file_starts_at_the_real_time(tmp_path: Path, content: str):
    file = tmp_path / "clock.json"
    file.write_text(content)
    assert DemoClock(file).ahead == 0
