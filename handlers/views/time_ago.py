"""How long ago something happened."""

from datetime import datetime, timedelta

from cards.screens.wording import counted, days_ago


def ago(at: datetime | None, now: datetime) -> str:
    """As in "just now", "12 minutes ago", "3 hours ago", "yesterday"; "" for never."""
    if at is None:
        return ""
    since = now - at
    if since < timedelta(minutes=2):
        return "just now"
    if since < timedelta(hours=2):
        return f"{int(since / timedelta(minutes=1))} minutes ago"
    if since < timedelta(days=1):
        return f"{counted(int(since / timedelta(hours=1)), 'hour')} ago"
    return days_ago(since.days)
