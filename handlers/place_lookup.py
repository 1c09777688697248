"""Coordinates and codes for the places of imported people and jobs."""

import re
from typing import Any

from connectors.geo.place import near
from connectors.geo.places import Place, Places

# LinkedIn's region names: "Greater Vienna Metropolitan Area", "Dallas-Fort Worth Metroplex", "Paris et périphérie".
_AREA_BEFORE = re.compile(r"^(?:the )?(?:(?:greater|metro(?:politan)?) )?", re.IGNORECASE)
_AREA_AFTER = re.compile(
    r"(?: (?:metro(?:politan)?|bay)?(?: ?(?:area|region|county))| metro(?:politan|plex)?| et périphérie)$",
    re.IGNORECASE,
)
_BETWEEN_TOWNS = (re.compile(r"\s*(?:--|/|\band\b|&)\s*"), re.compile(r"\s*[-–—]\s*"), re.compile(r"\s+"))
_CODES_OF_COUNTRIES = ("us", "uk")  # other two-letter codes may be states: DE, IN, CA


def locate_person(place: dict[str, Any] | None, places: Places) -> None:
    """Like `locate`; also finds a country or state given in place of the city, and a region named after its towns. Not
    for jobs: their ids are derived from the text of their place."""
    city = str((place or {}).get("city") or "").strip()
    state = _state(city, place, places) if place else None
    if place and state is None:
        locate(place, places)
    if not place or not city or place.get("lat") is not None:
        return
    if area := state or _country_or_state(city, place, places):
        place["city"], place["region"], place["country"] = None, area.region or None, area.country
    elif town := _main_town(city, place, places):
        place["lat"], place["lon"] = town.lat, town.lon
        place["country"], place["region"] = town.country, town.region or None


def _state(name: str, place: dict[str, Any], places: Places) -> Place | None:
    """The state that a place such as "California, USA" is; never a town of that name in another state."""
    country = places.country_code(place.get("country") or "")
    if not country or place.get("region") or len(name) < 3 or not places.region_code(name, country):
        return None
    found = [one for one in places.exact(name, home="") if one.country == country]
    return found[0] if len(found) == 1 and found[0].kind == "region" else None


def _country_or_state(name: str, place: dict[str, Any], places: Places) -> Place | None:
    short = name.replace(".", "").lower()
    if place.get("region") or place.get("country") or (len(short) < 3 and short not in _CODES_OF_COUNTRIES):
        return None
    found = places.exact(name, home="")
    if len(found) != 1 or (found[0].kind == "region" and places.country_code(name)):  # Jersey is a country, too
        return None
    return found[0] if found[0].kind in ("country", "region") else None


def _main_town(city: str, place: dict[str, Any], places: Places) -> Place | None:
    """The town that a region is named after. If the name lists several towns: the first one, provided that
    another of them is nearby."""
    shorter = _AREA_AFTER.sub("", city)
    name = _AREA_BEFORE.sub("", shorter)
    region, country = place.get("region"), place.get("country")
    for each in dict.fromkeys((shorter, name)):
        if each != city and (found := _town(each, region, country, places)):
            return found
    for between in _BETWEEN_TOWNS:
        first, *others = (part for part in between.split(name) if part)
        for other in filter(None, (_town(other, region, country, places) for other in others)):
            towns = (_town(first, *area, places) for area in ((region, country), (other.region, other.country)))
            if found := next((town for town in towns if town and near(town, other)), None):
                return found
    first = _BETWEEN_TOWNS[1].split(name)[0]
    return _town(first, region, country, places) if first != name != city else None


def _town(name: str, region: str | None, country: str | None, places: Places) -> Place | None:
    if found := places.locate(name, region, country, None):
        return found
    exact = places.exact(name) if not region else ()
    return next((one for one in exact if one.radius_km and (not country or one.country == country)), None)


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
    """The place with a US ZIP code that a spreadsheet shortened: 2110 is 02110. None unless the rest of the place
    agrees, because other countries have four-digit codes."""
    country = places.country_code(place.get("country") or "")
    found = places.locate(None, None, "US", code.zfill(5)) if country == "US" or not place.get("country") else None
    if found is None or country == "US" or not (place.get("city") or place.get("region")):
        return found
    city = places.locate(place.get("city"), place.get("region"), None, None)
    state = city.region if city and city.country == "US" else places.region_code(place.get("region") or "")
    return found if state == found.region else None


def _as_written(place: dict[str, Any], places: Places) -> Place | None:
    """The city or area that the whole text of the place names: "Greater London, UK", "Boston, Massachusetts"."""
    if not place.get("city"):
        return None
    text = ", ".join(str(place[name]) for name in ("city", "region", "country") if place.get(name))
    exact = places.exact(text)
    return exact[0] if exact and exact[0].radius_km else None
