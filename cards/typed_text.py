"""What typed text means: a whole number, or several values separated by commas."""

SEARCH_BOX = 60  # characters of a search box: its text must fit into buttons
_MOST_DIGITS = 16  # any number with this many digits fits into the database's integers


def whole(text: str) -> int | None:
    """The whole number that was typed, in ASCII digits; None for anything else."""
    text = text.strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def separate(text: str) -> tuple[str, ...]:
    """The values in a comma-separated text, without empty ones."""
    return tuple(each.strip() for each in text.split(",") if each.strip())
