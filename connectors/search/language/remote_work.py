"""Remote work as an alternative to a place in Where: "Berlin, Germany or remote in Germany", "Boston/remote"."""

import re
from typing import Literal

from connectors.geo.places import Place, Places
from connectors.search.language.terms import Terms

_REMOTE_WORK = r"(?:(?:fully|100%)\s+)?remote(?:ly)?(?:\s+work)?"
_OR_REMOTE = re.compile(
    rf"(?:\A(?:or\s+)?|\s*(?:,\s*|\s)(?:or|OR)\s+|\s*/\s*){_REMOTE_WORK}(?:\s+(?:(?:in|from|within)\s+)?(?:the\s+)?(?P<there>[^/]+))?\Z",
    re.IGNORECASE,
)
_REMOTE_OR = re.compile(rf"\A{_REMOTE_WORK}(?:\s+(?:or|OR)\s+|\s*/\s*)(?:in\s+)?(?=\S)", re.IGNORECASE)


def remote_work(there: Place | Literal[""]) -> str:
    """How Where writes remote work as an alternative: "remote", "remote in Germany"."""
    return f"remote in {there.label}" if there else "remote"


def remote_part(where: str) -> str:
    """The remote-work alternative in Where; "" if there is none."""
    match = _OR_REMOTE.search(where)
    return match[0].strip() if match else ""


def split_remote(terms: Terms, places: Places) -> tuple[str, Place | Literal[""] | None]:
    """Where without its remote-work alternative, and the alternative's country or state: "" for anywhere, None if Where
    has no such alternative."""
    if match := _REMOTE_OR.match(terms.where):
        return terms.where[match.end() :], ""
    match = _OR_REMOTE.search(terms.where)
    here = terms.where[: match.start()] if match else ""
    if match is None or not (here or terms.place_id):
        return terms.where, None
    if not match["there"]:
        return here, ""
    found = places.exact(match["there"])
    return (here, found[0]) if found and not found[0].radius_km else (terms.where, None)
