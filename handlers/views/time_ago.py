"""How long ago something happened."""

from datetime import datetime

from cards.screens.wording import time_ago


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago it was, as in "just now", "12 min ago" or "yesterday"; "" for never."""
    return time_ago(now - at) if at is not None else ""
