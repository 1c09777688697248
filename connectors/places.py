"""Places by name, nickname, postcode or state: the circle or the region that Where means.

Read from `connectors/data/places.sqlite` (made by `scripts/make_places.py` from GeoNames, CC BY 4.0) without loading
it: a look-up is one or two index reads.
"""

import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from rapidfuzz import fuzz, process

from connectors.gazetteer import SHARED, Metro, country_codes, country_names, metros, region_names
from connectors.plain import plain_place
from connectors.regions import DATA, Region

CITY_RADIUS_KM = 40.0  # 25 miles
AROUND_RADIUS_KM = 55.0  # "Greater Omaha", "Omaha metro"
_HOME = 70  # hundredths of a power of ten of inhabitants, as the scores in the file
_CLOSE = 50  # two places of one name within a factor of three are both meant
_LISTED = 100  # and then those within a factor of ten are offered too
_SAME_KM = 50.0  # Kansas City and Kansas City
_ZIP = re.compile(r"^(\d{5})(?:-\d{4})?\b|(?<!\d)(\d{5})(?:-\d{4})?$")
_GREATER = re.compile(
    r"^(?:the )?(?:greater|metro|metropolitan) (?P<before>.+?)(?: area| region)?$"
    r"|^(?:the )?(?P<after>.+?) (?:(?:metro|metropolitan)(?: area| region)?|area)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: "city", "zip", "metro" are circles; "region" and "country" are not (their point is the middle of their
    people, `radius_km` 0): filter by `country` and `region` instead. `region` is as `ProfilePlace.region`: "MA"."""

    id: str  # permanent: "g4930956", "z02110", "mbay area", "a4930956", "rUS-MA", "cUS"
    name: str  # "Boston"
    label: str  # "Boston, MA"
    kind: str
    lat: float
    lon: float
    radius_km: float
    population: int
    country: str
    region: str


_CITY = "SELECT c.id, c.name, c.country, c.region, c.lat, c.lon, c.population"


class Places:
    """Thread-safe. A look-up takes well under 5 ms, `nearest_names` about 10."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._lock = Lock()
        self.locate = lru_cache(maxsize=20_000)(self._locate)

    @staticmethod
    def open(path: Path = DATA / "places.sqlite") -> "Places":
        """The places that come with the program."""
        for table in (metros, region_names, country_codes, country_names):  # read now, not in the first search
            table()
        return Places(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False))

    def close(self) -> None:
        self._db.close()

    def find(self, words: str, home: str = "US") -> tuple[Place, ...]:
        """What the words name, best first; nothing when unknown. More than one only when several may be meant
        ("Springfield"): a place in `home` counts as five times its size."""
        exact = self.exact(words, home)
        if exact or len(plain_place(words)) < 4:
            return exact
        begun = self.suggest(words, 1, home)  # "san fran", a name cut short
        return begun if begun and (begun[0].kind != "city" or begun[0].population >= 100_000) else ()

    def exact(self, words: str, home: str = "US") -> tuple[Place, ...]:
        """As `find`, but only by whole names."""
        folded = plain_place(words)[:80]
        if not folded:
            return ()
        zip_code = _ZIP.search(words.strip())
        if zip_code is not None and (found := self._zip(zip_code[1] or zip_code[2])):
            return (found,)
        named = self._whole(folded) or self._qualified(words)
        if named:
            return named
        cities = self._cities(folded, home)
        if cities:
            return cities
        return self._around(folded, home)

    def suggest(self, prefix: str, limit: int = 10, home: str = "US") -> tuple[Place, ...]:
        """What the words may become, for a typeahead."""
        folded = plain_place(prefix)[:80]
        if not folded:
            return ()
        if folded.isdigit():
            return self._zips(folded, limit)
        found = [*(self._whole(folded) or self._qualified(prefix))]
        if len(folded) > 1:
            found += [_metro(one) for name, one in metros().items() if name.startswith(folded)][:3]
        if len(folded) > 2:
            found += [self._region(one) for name, one in region_names().items() if name.startswith(folded)][:3]
        found += self._begun(folded, limit, home) or self._begun_region(folded, limit)
        return tuple({place.label: place for place in reversed(found)}.values())[::-1][:limit]

    def get(self, place_id: str) -> Place | None:
        """The place with this id; None for an id that is no longer (or never was) one."""
        kind, key = place_id[:1], place_id[1:]
        match kind:
            case "g" | "a" if key.isascii() and key.isdigit() and len(key) < 12:
                rows = self._rows(f"{_CITY} FROM city c WHERE c.id = ?", int(key))
                place = _city(rows[0]) if rows else None
                return _greater(place) if place and kind == "a" else place
            case "z" if key.isascii() and key.isdigit() and len(key) == 5:
                return self._zip(key)
            case "m":
                metro = metros().get(key)
                return _metro(metro) if metro else None
            case "r":
                return next(
                    (self._region(one) for one in region_names().values() if f"{one.country}-{one.code}" == key), None
                )
            case "c":
                return self._country(key)
            case _:
                return None

    def nearest_names(self, words: str, limit: int = 3) -> tuple[str, ...]:
        """Known names spelt nearly so, nearest first."""
        folded = plain_place(words.split(",")[0])[:40]
        if len(folded) < 3:
            return ()
        slack = 1 if len(folded) < 5 else 2
        rows = self._rows(
            "SELECT name, score FROM known WHERE length BETWEEN ? AND ?", len(folded) - slack, len(folded) + slack
        )
        scores: dict[str, int] = dict(rows) | {name: 700 for name in metros() if len(name) > 4}
        close = process.extract(folded, list(scores), scorer=fuzz.ratio, limit=30, score_cutoff=70)
        best = sorted(close, key=lambda one: one[1] + scores[one[0]] / 50, reverse=True)
        labels: list[str] = []
        for name, likeness, _ in best:
            if likeness < best[0][1] - 12:
                continue
            place = next(iter(self.exact(name)), None)
            if place is not None and place.label not in labels:
                labels.append(place.label)
            if len(labels) == limit:
                break
        return tuple(labels)

    def _locate(
        self, city: str | None, region: str | None, country: str | None, postal_code: str | None
    ) -> Place | None:
        """For imports: the place of a profile, None when it is unknown or names only a region or a country. Without a
        country the biggest place of the name is taken."""
        code = self.country_code(country or "")
        if (
            postal_code
            and code in ("", "US")
            and (found := _ZIP.search(postal_code.strip()))
            and (place := self._zip(found[1] or found[2]))
        ):
            return place
        if not city:
            return None
        state = self.region_code(region or "", code or "US")
        rows = self._named(plain_place(city)[:80], code or ("US" if state else ""), state)
        if not rows and (state or code):
            rows = self._named(plain_place(city)[:80], code, "")
            rows = [one for one in rows if not state or not one[3]]
        if rows:
            return _city(rows[0])
        if code or state:
            return None
        found_ones = self.exact(city)
        return found_ones[0] if found_ones and found_ones[0].radius_km else None

    def country_code(self, words: str) -> str:
        """ISO 3166-1 alpha-2 of a country by code or name; "" when unknown."""
        return country_codes().get(plain_place(words), "")

    def region_code(self, words: str, country: str = "US") -> str:
        """The code of a state or province by code or name ("Massachusetts" → "MA"); "" when unknown."""
        found = region_names().get(plain_place(words))
        if found is not None and found.country == country:
            return found.code
        folded = plain_place(words)
        from_code = (one for one in region_names().values() if one.country == country)
        return next((one.code for one in from_code if folded in (plain_place(one.code), plain_place(one.name))), "")

    # ── the look-ups ────────────────────────────────────────────────────────────

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def _whole(self, folded: str) -> tuple[Place, ...]:
        """Metros and nicknames, states, countries."""
        metro = metros().get(folded)
        if metro is not None:
            return (_metro(metro),)
        region = region_names().get(folded)
        if region is not None:
            return (self._region(region),)
        if folded in SHARED:
            return tuple(filter(None, map(self.get, SHARED[folded])))
        country = self._country(country_codes().get(folded, ""))
        return (country,) if country else ()

    def _qualified(self, words: str) -> tuple[Place, ...]:
        """A town and its state, country, or both: "Paris TX", "London, Ontario", "Boston, MA, USA"."""
        tokens = plain_place(words)[:80].split()
        for size in range(1, min(4, len(tokens))):
            town, rest = " ".join(tokens[:-size]), " ".join(tokens[-size:])
            for country, region in _within(rest):
                rows = self._named(town, country, region)
                if rows:
                    return (_city(rows[0]),)
                if metro := metros().get(town):
                    place = _metro(metro)
                    if place.country == country and region in ("", place.region):
                        return (place,)
        return ()

    def _named(self, town: str, country: str, region: str) -> list[Any]:
        return self._rows(
            f"{_CITY} FROM name n JOIN city c ON c.id = n.city WHERE n.name = ? AND (? = '' OR c.country = ?) "
            "AND (? = '' OR c.region = ?) ORDER BY n.score DESC LIMIT 1",
            town, country, country, region, region,
        )  # fmt: skip

    def _cities(self, folded: str, home: str) -> tuple[Place, ...]:
        rows = self._rows(
            f"{_CITY}, n.score + CASE c.country WHEN ? THEN {_HOME} ELSE 0 END AS points "
            "FROM name n JOIN city c ON c.id = n.city WHERE n.name = ? ORDER BY points DESC LIMIT 12",
            home, folded,
        )  # fmt: skip
        if not rows:
            return ()
        best, top = _city(rows[0]), rows[0][7]
        apart = [row for row in rows[1:] if not _near(best, _city(row))]
        if not apart or apart[0][7] < top - _CLOSE:
            return (best,)
        return (best, *(_city(row) for row in apart if row[7] >= top - _LISTED))[:8]

    def _around(self, folded: str, home: str) -> tuple[Place, ...]:
        match = _GREATER.match(folded)
        if match is None:
            return ()
        town = match["before"] or match["after"]
        found = self._qualified(town) or self._cities(town, home)
        return tuple(_greater(one) for one in found if one.kind == "city")

    def _begun(self, folded: str, limit: int, home: str) -> list[Place]:
        if len(folded) <= 3:  # too many to sort now: the best are ready
            source, where, exact = "start n", "n.letters = ?1", "0"
        else:  # an alternate name counts less while it is not whole
            source, where = "name n", "n.name >= ?1 AND n.name < ?1 || char(127)"
            exact = "CASE WHEN n.name = ?1 THEN 200 WHEN n.own THEN 0 ELSE -80 END"
        rows = self._rows(
            f"{_CITY}, max(n.score + {exact} + CASE c.country WHEN ?2 THEN {_HOME} ELSE 0 END) AS points "
            f"FROM {source} JOIN city c ON c.id = n.city WHERE {where} GROUP BY c.id ORDER BY points DESC LIMIT ?3",
            folded, home, limit,
        )  # fmt: skip
        return [_city(row) for row in rows]

    def _begun_region(self, folded: str, limit: int) -> list[Place]:
        """A whole town and the beginning of its state or country: "cambridge, m"."""
        town, _, begun = folded.rpartition(" ")
        within = {(one.country, one.code) for name, one in region_names().items() if name.startswith(begun)}
        within |= {(code, "") for name, code in country_codes().items() if name.startswith(begun)}
        rows = self._rows(
            f"{_CITY} FROM name n JOIN city c ON c.id = n.city WHERE n.name = ? ORDER BY n.score DESC", town
        )
        found = [_city(row) for row in rows]
        return [one for one in found if {(one.country, one.region), (one.country, "")} & within][:limit]

    def _zip(self, code: str) -> Place | None:
        rows = self._rows("SELECT zip, city, region, lat, lon FROM zip WHERE zip = ?", int(code))
        return _zip(rows[0]) if rows else None

    def _zips(self, digits: str, limit: int) -> tuple[Place, ...]:
        if len(digits) > 5:
            return ()
        span = 10 ** (5 - len(digits))
        low = int(digits) * span
        rows = self._rows(
            "SELECT zip, city, region, lat, lon FROM zip WHERE zip >= ? AND zip < ? ORDER BY zip LIMIT ?",
            low, low + span, limit,
        )  # fmt: skip
        return tuple(_zip(row) for row in rows)

    def _region(self, region: Region) -> Place:
        rows = self._rows(
            "SELECT lat, lon, population FROM region WHERE country = ? AND code = ?", region.country, region.code
        )
        lat, lon, population = rows[0] if rows else (0, 0, 0)
        label = region.name if region.country == "US" else f"{region.name}, {country_names()[region.country]}"
        return Place(
            f"r{region.country}-{region.code}", region.name, label, "region",
            lat / 10_000, lon / 10_000, 0.0, population, region.country, region.code,
        )  # fmt: skip

    def _country(self, code: str) -> Place | None:
        rows = self._rows("SELECT code, name, lat, lon, population FROM country WHERE code = ?", code)
        if not rows:
            return None
        code, name, lat, lon, population = rows[0]
        return Place(f"c{code}", name, name, "country", lat / 10_000, lon / 10_000, 0.0, population, code, "")


def _within(rest: str) -> list[tuple[str, str]]:
    """What may follow a town, as (country, region)."""
    found: list[tuple[str, str]] = []
    region, country = region_names().get(rest), country_codes().get(rest, "")
    if region is not None:
        found.append((region.country, region.code))
    if country:
        found.append((country, ""))
    tokens = rest.split()
    for size in range(1, len(tokens)):  # "MA USA"
        region, country = (
            region_names().get(" ".join(tokens[:-size])),
            country_codes().get(" ".join(tokens[-size:]), ""),
        )
        if region is not None and region.country == country:
            found.append((country, region.code))
    return found


def _city(row: Any) -> Place:
    key, name, country, region, lat, lon, population = row[:7]
    if region and country in ("US", "CA"):
        label = f"{name}, {region}" if country == "US" else f"{name}, {region}, Canada"
    else:
        label = f"{name}, {country_names().get(country, country)}"
    return Place(
        f"g{key}", name, label, "city", lat / 10_000, lon / 10_000, CITY_RADIUS_KM, population, country, region
    )


def _zip(row: Any) -> Place:
    number, city, region, lat, lon = row
    code = f"{number:05d}"
    return Place(
        f"z{code}",
        city,
        f"{code} ({city}, {region})",
        "zip",
        lat / 10_000,
        lon / 10_000,
        CITY_RADIUS_KM,
        0,
        "US",
        region,
    )


def _metro(metro: Metro) -> Place:
    return Place(
        f"m{plain_place(metro.name)}", metro.name, metro.name, "metro",
        metro.lat, metro.lon, metro.radius_km, 0, metro.country, metro.region,
    )  # fmt: skip


def _greater(city: Place) -> Place:
    return Place(
        f"a{city.id[1:]}", f"Greater {city.name}", f"Greater {city.label}", "metro",
        city.lat, city.lon, AROUND_RADIUS_KM, city.population, city.country, city.region,
    )  # fmt: skip


def _near(one: Place, other: Place) -> bool:
    """Roughly, by degrees: good enough to tell one metropolis from two."""
    return abs(one.lat - other.lat) * 111 < _SAME_KM and abs(one.lon - other.lon) * 85 < _SAME_KM
