"""What typed text means: a whole number, a date, or several values separated by commas."""

import re
from datetime import date

SEARCH_BOX = 60  # characters of a search box: its text must fit into buttons
_MOST_DIGITS = 16  # any number with this many digits fits into the database's integers
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def whole(text: str) -> int | None:
    """The whole number that was typed in ASCII digits; None for anything else."""
    text = text.strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def day(text: str) -> date | None:
    """The date that was typed in the form 2026-11-30; None for anything else, including other ISO 8601 formats."""
    try:
        return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:  # 2026-02-30
        return None


def separate(text: str) -> tuple[str, ...]:
    """The values in a comma-separated string, without empty values."""
    return tuple(each.strip() for each in text.split(",") if each.strip())
