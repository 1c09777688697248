"""Formatting of numbers, dates, sources and roles, the same on every screen."""

from datetime import timedelta

from cards.tree import Badge, Kind

RECENTLY = 30  # days
_AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
SOURCES = {
    "": "All",
    "internet": "Internet",
    "people_data_labs": "People Data Labs",
    "careerbuilder": "CareerBuilder",
}


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, such as "1 person" or "1,204 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def zone_label(name: str) -> str:
    """A time zone as people say it: America/New_York is "New York time". A name without a city, such as UTC, is
    unchanged."""
    area, _, city = name.partition("/")
    return f"{city.rpartition('/')[2].replace('_', ' ')} time" if city and area in _AREAS else name


def duration(began: str) -> str:
    """How long something has lasted, from text that says when it began: "2 hours ago" becomes "for 2 hours",
    "yesterday" becomes "since yesterday"."""
    if began == "just now":
        return "for a moment"
    return f"for {began.removesuffix(' ago')}" if began.endswith(" ago") else f"since {began}"


def short(text: str, limit: int) -> str:
    """The text, cut to at most `limit` characters: between words where possible, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 2 // 3 else cut).rstrip(" ,;.") + "…"


def days_ago(days: int) -> str:
    """How long ago it was, such as "today", "yesterday", "12 days ago", "5 months ago", "3 years ago"."""
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    if days < 730:
        return f"{days // 30} months ago"
    return f"{days // 365} years ago"


def time_ago(since: timedelta) -> str:
    """How long ago it was, such as "just now", "2 min ago", "3 hours ago", "yesterday", "12 days ago"."""
    minutes = int(since / timedelta(minutes=1))
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 24 * 60:
        return f"{counted(minutes // 60, 'hour')} ago"
    return days_ago(since.days)


def flag(updated_days: int | None) -> Badge | None:
    """The blue flag of a recently updated profile."""
    if updated_days is None or updated_days > RECENTLY:
        return None
    return Badge(Kind.FRESH, f"Updated {days_ago(updated_days)}")


def freshness(updated_days: int | None) -> str:
    """An old or unknown update date as text; "" if the flag already shows that the profile is fresh."""
    if updated_days is None:
        return "last update unknown"
    return "" if updated_days <= RECENTLY else f"updated {days_ago(updated_days)}"


def source_label(source: str) -> str:
    """The display name of a source."""
    return SOURCES.get(source) or source.replace("_", " ").replace("-", " ").capitalize()


def role_label(role: str) -> str:
    return {"admin": "Admin", "recruiter": "Recruiter", "reviewer": "Reviewer"}.get(role, "Guest")


def a_role(role: str) -> str:
    """The role with its article, such as "an admin" or "a recruiter"."""
    return f"{'an' if role == 'admin' else 'a'} {role_label(role).lower()}"


def total_text(total: int, *, about: bool = False, more: bool = False) -> str:
    """A total as text, such as "1,240", "about 1,240", or "10,000+" if there are `more`."""
    return f"about {total:,}" if about else f"{total:,}+" if more else f"{total:,}"
