"""The places of imported people are found, also where a spreadsheet dropped the zeros of a ZIP code."""

from typing import Any

import pytest

from connectors.geo.places import Places
from handlers.place_lookup import locate

PLACES = Places.open()


@pytest.mark.parametrize(
    ("place", "country", "region", "found"),
    [
        ({"postal_code": "2110"}, "US", "MA", True),
        ({"postal_code": "02110", "city": "Boston", "region": "Massachusetts", "country": "U.S.A."}, "US", "MA", True),
        ({"postal_code": "2110", "country": "USA"}, "US", "MA", True),
        ({"postal_code": "2110", "city": "Sydney", "country": "Australia"}, "AU", "NSW", True),
        ({"city": "Greater London", "country": "UK"}, "GB", "ENG", True),
        ({"city": "Nowhere at all", "country": "UK"}, "GB", None, False),
        ({"city": "Nowhere at all", "region": "UK"}, "GB", None, False),
        ({"city": "Boston", "country": "Ontario"}, "CA", "ON", False),
    ],
)
def test_the_place_and_its_codes_are_found(place: dict[str, Any], country: str, region: str | None, found: bool):
    locate(place, PLACES)
    assert (place["country"], place.get("region"), "lat" in place) == (country, region, found)
