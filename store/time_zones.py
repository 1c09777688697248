"""Time zones by their IANA names."""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@cache
def names() -> frozenset[str]:
    """The names of all time zones (IANA), as the `tzdata` package lists them."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text().split())


def suggest(words: str, most: int) -> list[str]:
    """At most `most` names that contain the words, matching cities first: "new york" and "New York time" find
    America/New_York."""
    wanted = "_".join(words.split()).casefold().removesuffix("_time")
    found = [name for name in names() if wanted in name.casefold()]
    return sorted(found, key=lambda name: (not name.rpartition("/")[2].casefold().startswith(wanted), name))[:most]


def zone(name: str) -> ZoneInfo:
    """The time zone with that name, or UTC for an unknown (or retired) name, which must not cause an error."""
    return ZoneInfo(name) if name in names() else ZoneInfo("UTC")
