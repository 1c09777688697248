"""British postcodes: "SW1A 1AA", or its district "SW1A". Only the area is looked up, as the center of its post town."""

import re
from functools import cache

from connectors.geo.place import Place, postcode
from connectors.geo.regions import DATA, rows

_FULL = re.compile(
    r"(?P<district>(?P<area>[A-Z]{1,2})\d[A-Z\d]?)\s*(?P<rest>\d[ABD-HJLNP-UW-Z]{2})(?: \([^()]*\))?", re.IGNORECASE
)
_DISTRICT = re.compile(r"(?P<area>[A-Z]{1,2})\d[A-Z\d]?(?: \([^()]*\))?")
_UNMISTAKABLE = re.compile(r"(?:(?:EC[1-4]|SW1|WC[12])[A-Y]|W1[A-Y]|E1W|N1[CP]|NW1W|SE1P)(?: \([^()]*\))?")
_ORDINALS = {"1ST", "2ND", "3RD", "4TH", "5TH", "6TH", "7TH", "8TH", "9TH"}


@cache
def _areas() -> dict[str, tuple[str, float, float]]:
    return {area: (town, float(lat), float(lon)) for area, town, lat, lon in rows(DATA / "uk_postcode_areas.tsv")}


def exact(text: str) -> Place | None:
    """The place of a full postcode, or of a district that can't mean anything else: "SW1A", but not "S3" or "EC2"."""
    if (match := _FULL.fullmatch(text)) and match["rest"].upper() not in _ORDINALS:
        return _place(match["area"], f"{match['district']} {match['rest']}")
    return district(text) if _UNMISTAKABLE.fullmatch(text) else None


def district(text: str) -> Place | None:
    """The place of any district that is written in capitals: "SW1A", "M1"."""
    match = _DISTRICT.fullmatch(text)
    return _place(match["area"], text.partition(" (")[0]) if match else None


def _place(area: str, code: str) -> Place | None:
    found = _areas().get(area.upper())
    return postcode(code.upper(), *found) if found else None
