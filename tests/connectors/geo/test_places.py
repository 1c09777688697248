"""Places: the right one first, several if ambiguous, and the nearest if misspelt."""

import math
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.geo.place import near
from connectors.geo.places import Places
from connectors.geo.places_file import PlacesFile
from connectors.geo.regions import DATA, regions, rows
from tests.steps import steps

PLACES = Places.open()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("NYC", "New York City, NY"),
        ("DFW", "Dallas-Fort Worth"),
        ("LA", "Los Angeles, CA"),
        ("Bombay", "Mumbai, India"),
        ("Munchen", "Munich, Germany"),
        ("münchen", "Munich, Germany"),
        ("St Louis", "St. Louis, MO"),
        ("Saint Louis", "St. Louis, MO"),
        ("Paris TX", "Paris, TX"),
        ("Paris", "Paris, France"),
        ("Cambridge UK", "Cambridge, United Kingdom"),
        ("Cambridge", "Cambridge, MA"),
        ("san fr", "San Francisco, CA"),
        ("10001", "10001 (New York, NY)"),
        ("02110-1234", "02110 (Boston, MA)"),
        ("London, Ontario", "London, ON, Canada"),
        ("London", "London, United Kingdom"),
        ("Portland", "Portland, OR"),
        ("Portland, Maine", "Portland, ME"),
        ("Boston, MA, USA", "Boston, MA"),
        ("Greater Omaha", "Greater Omaha, NE"),
        ("Omaha metro area", "Greater Omaha, NE"),
        ("Bay Area", "San Francisco Bay Area"),
        ("the Bay Area", "San Francisco Bay Area"),
        ("Greater Boston", "Greater Boston"),
        ("Twin Cities", "Twin Cities"),
        ("D.C.", "Washington, DC"),
        ("Brooklyn", "Brooklyn, NY"),
        ("Texas", "Texas"),
        ("CA", "California"),
        ("Germany", "Germany"),
        ("uk", "United Kingdom"),
        ("東京", "Tokyo, Japan"),
    ],
)
def test_the_intended_place_is_found(text, label):
    assert [one.label for one in PLACES.find(text)] == [label]


def test_towns_of_similar_size_are_all_offered():
    springfields = PLACES.find("Springfield")
    assert {"Springfield, MO", "Springfield, MA", "Springfield, IL"} <= {one.label for one in springfields}
    assert [one.label for one in PLACES.find("Richmond")][:2] == ["Richmond, VA", "Richmond, CA"]
    assert {"Vancouver, WA", "Vancouver, BC, Canada"} == {one.label for one in PLACES.find("Vancouver")}
    assert [one.kind for one in PLACES.find("Washington")] == ["region", "metro"]


def test_home_decides_between_towns_of_the_same_name():
    assert PLACES.find("Cambridge", home="GB")[0].label == "Cambridge, United Kingdom"


@pytest.mark.parametrize("text", ["", " ", "Xyzzyq", "00000", "!", "\x00"])
def test_text_that_is_no_place_finds_none(text):
    assert PLACES.find(text) == ()


@pytest.mark.parametrize(
    ("misspelt", "label"),
    [
        ("bostn", "Boston, MA"),
        ("Pheonix", "Phoenix, AZ"),
        ("San Fransisco", "San Francisco, CA"),
        ("Bay Aria", "San Francisco Bay Area"),
    ],
)
def test_the_nearest_name_is_offered(misspelt, label):
    assert PLACES.nearest_names(misspelt)[0] == label


@pytest.mark.parametrize(
    ("prefix", "label"),
    [("bos", "Boston, MA"), ("s", "San Antonio, TX"), ("springf", "Springfield, MA"), ("cambridge, m", "Cambridge, MA"),
     ("0211", "02110 (Boston, MA)"), ("tex", "Texas"), ("silicon", "Silicon Valley")],
)  # fmt: skip
def test_suggestions(prefix, label):
    suggested = [one.label for one in PLACES.suggest(prefix)]
    assert label in suggested
    assert len(suggested) == len(set(suggested)) <= 10


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        (("Boston", "MA", "US", None), "Boston, MA"),
        (("Boston", "Massachusetts", None, None), "Boston, MA"),
        (("Boston", None, "GB", None), "Boston, United Kingdom"),
        (("Springfield", "IL", "United States", None), "Springfield, IL"),
        (("Toronto", "Ontario", "Canada", None), "Toronto, ON, Canada"),
        (("Lyon", "Rhône-Alpes", "FR", None), "Lyon, France"),
        (("Somewhere", "MA", "US", "02110"), "02110 (Boston, MA)"),
        (("Bay Area", None, None, None), "San Francisco Bay Area"),
        (("Nowhere", "MA", "US", None), None),
        (("Boston", "TX", "US", None), None),
        ((None, "TX", "US", None), None),
        (("Newcastle", "UK", None, None), "Newcastle upon Tyne, United Kingdom"),
        (("Newcastle", "NSW", None, None), "Newcastle, Australia"),
        (("Berlin", "DE", None, None), "Berlin, Germany"),
        (("Tbilisi", "Georgia", None, None), "Tbilisi, Georgia"),
        (("Atlanta", "Georgia", None, None), "Atlanta, GA"),
        (("Cardiff", "Wales", None, None), "Cardiff, United Kingdom"),
        (("Boston", "Ontario", None, None), None),
        (("Cambridge", "Cambridgeshire", None, None), None),
        (("Paris", "Île-de-France", None, None), "Paris, France"),
        (("", "", "", ""), None),
    ],
)
def test_a_profile_is_located(parts, label):
    found = PLACES.locate(*parts)
    assert (found.label if found else None) == label


def test_codes_of_regions_and_countries():
    assert PLACES.region_code("massachusetts") == "MA"
    assert PLACES.region_code("Western Australia", "AU") == "WA"
    assert PLACES.region_code("Gondor") == ""
    assert PLACES.country_code("u.s.a.") == "US"
    assert PLACES.country_code("Deutschland") == "DE"
    assert PLACES.country_code("Narnia") == ""


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_looked_up_without_error(text):
    for found in (*PLACES.find(text), *PLACES.suggest(text)):
        assert PLACES.get(found.id) == found
    PLACES.nearest_names(text)
    PLACES.get(text)


def test_every_city_label_resolves_to_a_city_with_that_label():
    db = sqlite3.connect(DATA / "places.sqlite")
    keys = [key for (key,) in db.execute("SELECT id FROM city WHERE population > 100000 AND country IN ('US', 'CA')")]
    assert len(keys) > 300
    for key in keys:
        place = PLACES.get(f"g{key}")
        assert place is not None
        assert place.label in {one.label for one in PLACES.find(place.label)}, place


def test_every_region_has_a_population():
    for region in regions():
        place = PLACES.get(f"r{region.country}-{region.code}")
        assert place is not None
        assert place.population > 0


@pytest.mark.parametrize(("key", "lat", "lon"), [("rUS-TX", 31, -97), ("rDE-BE", 52.5, 13.4), ("rIN-MH", 19, 74)])
def test_a_region_lies_where_its_people_live(key, lat, lon):
    place = PLACES.get(key)
    assert place is not None
    assert math.dist((place.lat, place.lon), (lat, lon)) < 2


LOOKED_UP = ["s", "sa", "san", "new", "Springfield", "Boston", "Paris TX", "Greater Omaha", "10001", "Xyzzyq"]


class CountedFile(PlacesFile):
    """`work` counts the instructions that SQLite executes, in tens."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.work = 0
        self._db.set_progress_handler(self._count, 10)

    def _count(self) -> int:
        self.work += 1
        return 0


@pytest.mark.parametrize("text", LOOKED_UP)
def test_a_lookup_reads_little(text):
    """A full table scan takes over a million instructions."""
    file = CountedFile(DATA / "places.sqlite")
    places = Places(file)
    assert steps(lambda: (places.find(text), places.suggest(text))) < 10_000
    assert 0 < file.work < 1_000
    file.close()


def test_lookups_are_thread_safe():
    texts = LOOKED_UP * 20
    alone = [(PLACES.find(one), PLACES.suggest(one)) for one in texts]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: (PLACES.find(one), PLACES.suggest(one)), texts))
    assert together == alone


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("SW1A 1AA", "SW1A 1AA (London)"),
        ("sw1a1aa", "SW1A 1AA (London)"),
        ("SW1A", "SW1A (London)"),
        ("EH1 1YZ", "EH1 1YZ (Edinburgh)"),
        ("M1", "M1 (Manchester)"),
        ("S3", "S3 (Sheffield)"),
    ],
)
def test_a_british_postcode_or_its_district(text, label):
    (found,) = PLACES.find(text)
    assert (found.label, found.country) == (label, "GB")
    assert PLACES.get(found.id) == found
    assert PLACES.find(label) == (found,)


@pytest.mark.parametrize("text", ["S3", "EC2", "M1", "ZZ1 1AA", "M1 3RD", "SW1A 1CC"])
def test_what_may_be_no_postcode_is_none_within_a_text(text):
    assert not PLACES.exact(text)


def test_each_area_of_postcodes_lies_in_the_united_kingdom():
    for area, town, lat, lon in rows(DATA / "uk_postcode_areas.tsv"):
        named = PLACES.exact(f"{town}, UK")
        assert not named or any(near(PLACES.find(f"{area}1")[0], one) for one in named), area
        assert 49.8 < float(lat) < 61, area
        assert -8.7 < float(lon) < 1.9, area
