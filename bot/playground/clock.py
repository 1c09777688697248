"""The demo clock: the real time plus an offset, so that a credit reset or a follow-up happens in seconds.

The offset is stored in a file, so that after a restart nothing stored so far lies in the future."""

import asyncio
import calendar
import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from bot.playground.slack.snapshot import write
from bot.playground.slack.user_inputs import NotPossible

log = logging.getLogger(__name__)

Step = Literal["day", "week", "month"]
STEPS: tuple[Step, ...] = get_args(Step)
FURTHEST = 3660 * 86_400.0  # seconds: ten years


class DemoClock:
    """A clock that only moves forward."""

    def __init__(self, file: Path, real: Callable[[], float] = time.time) -> None:
        self._file = file
        self._real = real
        self.ahead = _saved_ahead(file)  # seconds

    def seconds(self) -> float:
        """Unix time."""
        return self._real() + self.ahead

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    async def forward(self, step: str) -> None:
        """Move forward by a day, a week or a calendar month. Raises NotPossible."""
        if step not in STEPS:
            raise NotPossible("the clock moves by a day, a week or a month")
        before = self.now()
        ahead = self.ahead + (advanced(before, step) - before).total_seconds()
        if ahead > FURTHEST:
            raise NotPossible("The clock can't go more than ten years ahead.")
        self.ahead = ahead
        await asyncio.to_thread(write, self._file, {"ahead": ahead})


def advanced(at: datetime, step: Step) -> datetime:
    """`at` plus one step. A month later is the same day, or the last day of a shorter month."""
    if step != "month":
        return at + timedelta(days=7 if step == "week" else 1)
    year, month = (at.year + 1, 1) if at.month == 12 else (at.year, at.month + 1)
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def _saved_ahead(file: Path) -> float:
    try:
        return min(FURTHEST, max(0.0, float(json.loads(file.read_text(encoding="utf-8"))["ahead"])))
    except FileNotFoundError:
        return 0.0
    except (OSError, ValueError, TypeError, KeyError) as fault:
        log.warning("cannot read %s (%s); the playground's clock starts at the current time", file, fault)
        return 0.0
