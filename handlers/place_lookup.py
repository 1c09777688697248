"""Coordinates and codes for the places of imported people and jobs."""

import re
from typing import Any

from connectors.geo.places import Place, Places


def locate(place: dict[str, Any] | None, places: Places) -> None:
    """Add coordinates to a place that has none, and the country and region codes that searches use. Unknown places
    keep their text."""
    if not place or (place.get("lat") is not None and place.get("lon") is not None):
        return
    code = str(place.get("postal_code") or "").strip()
    if re.fullmatch("[0-9]{3,4}", code) and (found := _zip_without_zeros(place, code, places)):
        place["postal_code"] = code.zfill(5)
    else:
        found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is None:
        found = _as_written(place, places)
    if found is not None:
        place["lat"], place["lon"] = found.lat, found.lon
        place["country"] = found.country or place.get("country")
        place["region"] = found.region or place.get("region")
    elif country := places.country_code(place.get("country") or ""):
        place["country"] = country
        if region := places.region_code(place.get("region") or "", country):
            place["region"] = region
    elif len(areas := places.areas_named(place.get("region"), place.get("country"))) == 1:
        place["country"], place["region"] = areas[0][0], areas[0][1] or None


def _zip_without_zeros(place: dict[str, Any], code: str, places: Places) -> Place | None:
    """The place of a US ZIP code that a spreadsheet shortened: 2110 is 02110. None unless the rest of the place agrees,
    because other countries have codes of four digits."""
    country = places.country_code(place.get("country") or "")
    found = places.locate(None, None, "US", code.zfill(5)) if country == "US" or not place.get("country") else None
    if found is None or country == "US" or not (place.get("city") or place.get("region")):
        return found
    city = places.locate(place.get("city"), place.get("region"), None, None)
    state = city.region if city and city.country == "US" else places.region_code(place.get("region") or "")
    return found if state == found.region else None


def _as_written(place: dict[str, Any], places: Places) -> Place | None:
    """The city or area that the place's text names as a whole: "Greater London, UK", "Boston, Massachusetts"."""
    if not place.get("city"):
        return None
    text = ", ".join(str(place[name]) for name in ("city", "region", "country") if place.get(name))
    exact = places.exact(text)
    return exact[0] if exact and exact[0].radius_km else None
