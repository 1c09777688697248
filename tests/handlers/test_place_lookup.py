"""The places of imported people are found, also where a spreadsheet dropped the zeros of a ZIP code."""

from typing import Any

import pytest

from connectors.files.values import parsers
from connectors.geo.places import Places
from handlers.job_rows import job_row
from handlers.place_lookup import locate, locate_person

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


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("USA", "US", None),
        ("United States", "US", None),
        ("U.S.", "US", None),
        ("Germany", "DE", None),
        ("Deutschland", "DE", None),
        ("Singapore", "SG", None),
        ("California", "US", "CA"),
        ("California, USA", "US", "CA"),
        ("Georgia, USA", "US", "GA"),
        ("England", "GB", "ENG"),
    ],
)
def test_a_person_whose_place_is_a_country_or_a_state_is_in_no_town(text: str, country: str, region: str | None):
    place = parsers.place(text)
    locate_person(place, PLACES)
    assert place == {"city": None, "region": region, "country": country}


@pytest.mark.parametrize("text", ["Georgia", "Washington", "Jersey", "DE", "EMEA", "Nowhere-Boston", "Nowhere Region"])
def test_a_place_of_several_meanings_stays_as_it_is_written(text: str):
    place = parsers.place(text)
    locate_person(place, PLACES)
    assert place == {"city": text}


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Washington DC-Baltimore Area", "Washington, DC"),
        ("Greater Boston", "Boston, MA"),
        ("San Francisco Bay Area", "San Francisco, CA"),
        ("Dallas-Fort Worth Metroplex", "Dallas, TX"),
        ("Dallas/Fort Worth Area", "Dallas, TX"),
        ("Raleigh-Durham", "Raleigh, NC"),
        ("Raleigh-Durham-Chapel Hill Area", "Raleigh, NC"),
        ("Miami-Fort Lauderdale Area", "Miami, FL"),
        ("Greater Minneapolis-St. Paul Area", "Minneapolis, MN"),
        ("Greensboro--Winston-Salem--High Point Area", "Greensboro, NC"),
        ("Urbana-Champaign Area", "Urbana, IL"),
        ("Bloomington-Normal Area", "Bloomington, IL"),
        ("London Area, United Kingdom", "London, United Kingdom"),
        ("Greater Paris Metropolitan Region", "Paris, France"),
        ("Greater Vancouver Metropolitan Area", "Vancouver, BC"),
        ("Cologne Bonn Region", "Cologne, Germany"),
        ("Hannover-Braunschweig-Göttingen-Wolfsburg Region", "Hannover, Germany"),
        ("Rotterdam and The Hague", "Rotterdam, Netherlands"),
        ("Bengaluru Area, India", "Bengaluru, India"),
    ],
)
def test_a_person_in_a_region_is_near_its_main_town(text: str, town: str):
    place, expected = parsers.place(text), PLACES.exact(town)[0]
    locate_person(place, PLACES)
    assert (place["country"], place["region"] or "") == (expected.country, expected.region)
    assert abs(place["lat"] - expected.lat) < 0.5
    assert abs(place["lon"] - expected.lon) < 0.5


@pytest.mark.parametrize("text", ["USA", "Germany", "Washington DC-Baltimore Area"])
def test_the_id_of_a_job_keeps_the_place_as_it_is_written(text: str):
    assert job_row({"title": "Nurse", "place": parsers.place(text)}, PLACES).external_id.endswith(f"|{text.casefold()}")
