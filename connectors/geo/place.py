"""`Place`, and its constructors from rows of the places file."""

from dataclasses import dataclass
from typing import Any

from connectors.geo.gazetteer import Group, Metro, country_names
from connectors.geo.plain import plain_place

CITY_RADIUS_KM = 40.0  # 25 miles
AROUND_RADIUS_KM = 55.0  # "Greater Omaha", "Omaha metro"
_SAME_KM = 50.0  # Kansas City, MO and Kansas City, KS are one place
_GRID = 10_000  # the file stores coordinates in 1/10,000 of a degree


@dataclass(frozen=True, slots=True)
class Place:
    """A place of some `kind`. "city", "zip" and "metro" are circles. For "region" and "country", the point is the
    center of population and `radius_km` is 0: filter by `country` and `region` instead. `region` is a
    `ProfilePlace.region` code: "MA". A "group" such as New England has neither; `Places.areas` returns what the group
    contains."""

    id: str  # permanent: "g4930956", "z02110", "pSW1A 1AA", "mbay area", "a4930956", "rUS-MA", "cUS", "unew england"
    name: str  # "Boston"
    label: str  # "Boston, MA"
    kind: str
    lat: float
    lon: float
    radius_km: float
    population: int  # 0 if unknown
    country: str
    region: str


def label(city: str | None, region: str | None, country: str | None) -> str:
    """The display name of a place: "Boston, MA", "Toronto, ON, Canada" or "Leeds, United Kingdom". Only US and Canadian
    regions are shown, since readers know their codes."""
    at_home = region and country in (None, "", "US")
    state = region if country in (None, "", "US", "CA") else None
    nation = None if at_home else country_names().get(country or "", country)
    return ", ".join(part for part in (city, state, nation) if part)


def city(row: Any) -> Place:
    """A city, from a row (id, name, country, region, lat, lon, population, …)."""
    key, name, country, region, lat, lon, population = row[:7]
    display = label(name, region, country)
    return Place(
        f"g{key}", name, display, "city", lat / _GRID, lon / _GRID, CITY_RADIUS_KM, population, country, region
    )  # fmt: skip


def zip_code(row: Any) -> Place:
    """A US ZIP code, from a row (zip, city, region, lat, lon)."""
    number, town, region, lat, lon = row
    code = f"{number:05d}"
    display = f"{code} ({town}, {region})"
    return Place(f"z{code}", town, display, "zip", lat / _GRID, lon / _GRID, CITY_RADIUS_KM, 0, "US", region)


def postcode(code: str, town: str, lat: float, lon: float) -> Place:
    """A British postcode, or the district that it begins with."""
    return Place(f"p{code}", town, f"{code} ({town})", "zip", lat, lon, CITY_RADIUS_KM, 0, "GB", "")


def metro(known: Metro) -> Place:
    return Place(
        f"m{plain_place(known.name)}", known.name, known.name, "metro",
        known.lat, known.lon, known.radius_km, 0, known.country, known.region,
    )  # fmt: skip


def greater(town: Place) -> Place:
    """The greater area of a city."""
    return Place(
        f"a{town.id[1:]}", f"Greater {town.name}", f"Greater {town.label}", "metro",
        town.lat, town.lon, AROUND_RADIUS_KM, town.population, town.country, town.region,
    )  # fmt: skip


def region(country: str, code: str, name: str, row: Any) -> Place:
    """A state or province, from a row (lat, lon, population)."""
    lat, lon, population = row
    display = name if country == "US" else f"{name}, {country_names()[country]}"
    display = "New York State" if (country, code) == ("US", "NY") else display  # "New York" is the city
    return Place(
        f"r{country}-{code}", name, display, "region", lat / _GRID, lon / _GRID, 0.0, population, country, code
    )


def country(row: Any) -> Place:
    """A country, from a row (code, name, lat, lon, population)."""
    code, name, lat, lon, population = row
    return Place(f"c{code}", name, name, "country", lat / _GRID, lon / _GRID, 0.0, population, code, "")


def group(known: Group) -> Place:
    return Place(f"u{plain_place(known.name)}", known.name, known.name, "group", 0.0, 0.0, 0.0, 0, "", "")


def near(one: Place, other: Place) -> bool:
    """Whether two places are within about 50 km of each other. Approximate: measured in degrees."""
    return abs(one.lat - other.lat) * 111 < _SAME_KM and abs(one.lon - other.lon) * 85 < _SAME_KM
