"""Looks up places by name, nickname, postal code or state, to find the circle or region that Where refers to.

`scripts/make_places.py` builds the places from GeoNames (CC BY 4.0); the nicknames and metros are our own.
"""

import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from connectors.geo import place, postcodes
from connectors.geo.gazetteer import SHARED, country_codes, country_names, groups, metros, region_codes, region_names
from connectors.geo.place import Place
from connectors.geo.places_file import PlacesFile
from connectors.geo.plain import plain_place
from connectors.geo.regions import DATA, Region, regions

__all__ = ["Place", "Places"]

# Scores are hundredths of a power of ten.
_CLOSE = 50  # a name is ambiguous if two places are within a factor of three in population
_LISTED = 100  # an ambiguous name also offers places within a factor of ten
_PREFIX_MIN_POPULATION = 100_000  # cities of this size and up can be found by the start of their names
_FAR_LARGER = 20  # times as many people
_LONGEST = 80  # characters of a name
_ZIP = re.compile(r"(?:(?P<town>.*\D)[\s,]+)?(?P<code>[0-9]{5})(?:-[0-9]{4})?(?: \([^()]*\))?")  # or its own label
_CODED_TOWN = re.compile(r"(?P<code>[0-9]{4,6})\s+(?P<town>[^\d\W].*)")  # "10115 Berlin": most postal codes come first
_STATE_CODES = re.compile(r"[A-Z]{2}(?:\s*,\s*[A-Z]{2})+")  # "MA, RI" is not a town
_GREATER = re.compile(
    r"^(?:the )?(?:greater|metro|metropolitan) (?P<before>.+?)(?: area| region)?$"
    r"|^(?:the )?(?P<after>.+?) (?:(?:metro|metropolitan)(?: area| region)?|area)$"
)


class Places:
    """Finds places. Thread-safe. A lookup takes well under 5 ms, `nearest_names` about 10 ms."""

    def __init__(self, file: PlacesFile) -> None:
        self._file = file
        self.locate = lru_cache(maxsize=20_000)(self._locate)

    @staticmethod
    def open(path: Path = DATA / "places.sqlite") -> "Places":
        """Open the bundled places file."""
        for table in (metros, region_names, country_codes, country_names):  # load now, not during the first search
            table()
        return Places(PlacesFile(path))

    def close(self) -> None:
        self._file.close()

    def find(self, text: str, home: str = "US") -> tuple[Place, ...]:
        """The places that the text names, best first; empty if unknown. Returns more than one only if the name is
        ambiguous ("Springfield"). A place in `home` counts as five times its size."""
        exact = self.exact(text, home)
        if not exact and (district := postcodes.district(text.strip())):
            return (district,)
        if exact or len(plain_place(text)) < 4:
            return exact
        completed = self.suggest(text, 1, home)  # "san fran"
        return (
            completed
            if completed and (completed[0].kind != "city" or completed[0].population >= _PREFIX_MIN_POPULATION)
            else ()
        )

    def exact(self, text: str, home: str = "US") -> tuple[Place, ...]:
        """Like `find`, but matches whole names only."""
        name = plain_place(text)[:_LONGEST]
        if not name:
            return ()
        coded = _ZIP.fullmatch(text.strip()[:_LONGEST])
        if coded is not None and (found := self._file.zip_code(coded["code"])):
            return (found,) if not coded["town"] or self._named(plain_place(coded["town"]), home) else ()
        if british := postcodes.exact(text.strip()[:_LONGEST]):
            return (british,)
        if coded_town := _CODED_TOWN.fullmatch(text.strip()[:_LONGEST]):
            return self._coded_town(coded_town["code"], coded_town["town"], home)
        if _STATE_CODES.fullmatch(text.strip()[:_LONGEST]):
            return self._whole(name) or self._qualified(name)
        return self._named(name, home)

    def _coded_town(self, code: str, town: str, home: str) -> tuple[Place, ...]:
        """The place that a postal code with a town means: the US ZIP code if it is in that town, otherwise the
        likeliest town of that name."""
        found = tuple(one for one in self._named(plain_place(town), home) if one.kind == "city")
        zipped = self._file.zip_code(code) if len(code) == 5 else None
        if zipped and found and any(place.near(zipped, one) for one in found):
            return (zipped,)
        return found[:1]

    def suggest(self, prefix: str, limit: int = 10, home: str = "US") -> tuple[Place, ...]:
        """Completions of a prefix, for a typeahead."""
        name = plain_place(prefix)[:_LONGEST]
        if not name:
            return ()
        if name.isdigit():
            return tuple(self._file.zip_codes(name, limit))
        whole = self._whole(name) or self._qualified(name)
        found = [*whole]
        if len(name) > 1:
            found += [place.metro(one) for known, one in metros().items() if known.startswith(name)][:3]
        if len(name) > 2:
            found += [self._region(one) for known, one in region_names().items() if known.startswith(name)][:3]
        cities = self._file.by_prefix(name, limit, home) or self._towns_by_region_prefix(name)
        if not whole:  # the likeliest city goes before its metro area: Boston, then Greater Boston
            found[:0] = cities[:1]
        found += cities
        first: dict[str, Place] = {}
        for one in found:
            first.setdefault(one.label, one)
        return tuple(first.values())[:limit]

    def get(self, place_id: str) -> Place | None:
        """The place with this id; None if there is no such place, or if it no longer exists."""
        kind, key = place_id[:1], place_id[1:]
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 12 else None
        match kind:
            case "g" if number is not None:
                return self._file.city(number)
            case "a" if number is not None:
                town = self._file.city(number)
                return place.greater(town) if town else None
            case "z" if number is not None and len(key) == 5:
                return self._file.zip_code(key)
            case "p":
                return postcodes.exact(key) or postcodes.district(key)
            case "m":
                known = metros().get(key)
                return place.metro(known) if known else None
            case "r":
                country, _, code = key.partition("-")
                return next(
                    (self._region(one) for one in regions() if (one.country, one.code) == (country, code)), None
                )
            case "c":
                return self._file.country(key)
            case "u":
                return place.group(groups()[key]) if key in groups() else None
            case _:
                return None

    def areas(self, named: Place) -> tuple[tuple[str, str], ...]:
        """The countries and states that a place without a radius covers, as in `Query.areas`."""
        known = groups().get(named.id[1:]) if named.kind == "group" else None
        return known.areas if known else ((named.country, named.region),)

    def nearest_names(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Labels of places with a similar spelling, nearest first."""
        name = plain_place(text.split(",")[0])[:40]
        if len(name) < 3:
            return ()
        slack = 1 if len(name) < 5 else 2
        scores = self._file.spelling_candidates(len(name) - slack, len(name) + slack)
        scores |= {known: 700 for known in metros() if len(known) > 4}
        close = process.extract(name, list(scores), scorer=fuzz.ratio, limit=30, score_cutoff=70)
        best = sorted(close, key=lambda one: one[1] + scores[one[0]] / 50, reverse=True)
        labels: list[str] = []
        for known, likeness, _ in best:
            found = self.exact(known)[:1] if likeness >= best[0][1] - 12 else ()
            labels += [one.label for one in found if one.label not in labels]
        return tuple(labels[:limit])

    def _locate(
        self, city: str | None, region: str | None, country: str | None, postal_code: str | None
    ) -> Place | None:
        """The place of an imported profile; None if it is unknown or only a region or country, or if the city isn't
        in the region or country. The region may be in the country field and vice versa: "Cambridge, UK", "London,
        Ontario"."""
        code = self.country_code(country or "")
        digits = (postal_code or "").strip()[:5]
        if code in ("", "US") and re.fullmatch("[0-9]{5}", digits) and (found := self._file.zip_code(digits)):
            return found
        name = plain_place(city or "")[:_LONGEST]
        if not name:
            return None
        within = self.areas_named(region, country)
        for area in within:
            if town := self._town(name, *area):
                return town
        if within:
            return None
        unclear = bool(region or country)  # the text that isn't understood may be what distinguishes namesakes
        exact = self.exact(city or "", home="" if unclear else "US")
        return exact[0] if exact and exact[0].radius_km and not (unclear and exact[1:]) else None

    def areas_named(self, region: str | None, country: str | None) -> list[tuple[str, str]]:
        """The (country, region) pairs that the two strings may mean, likeliest first; empty if both are unknown. An
        unknown region of a known country is ignored."""
        code = self.country_code(country or "")
        if code:
            state = self.region_code(region or "", code)
            elsewhere = state and code not in ("US", "CA")  # other countries' regions are less exact
            return [(code, state), (code, "")] if elsewhere else [(code, state)]
        for text in (country, region):
            name = plain_place(text or "")
            state = self.region_code(name)
            found = [("US", state)] if state else []
            found += _within(name.split())
            if self.country_code(name) in ("", name.upper()):  # "UK" is a country's name, besides a code in India
                found += [(each, code) for (each, known), code in region_codes().items() if known == name]
            if name and found:
                return list(dict.fromkeys(found))
        return []

    def country_code(self, text: str) -> str:
        """The ISO 3166-1 alpha-2 code of a country given by code or name; "" if unknown."""
        return country_codes().get(plain_place(text), "")

    def region_code(self, text: str, country: str = "US") -> str:
        """The code of a state or province given by code or name ("Massachusetts" → "MA"); "" if unknown."""
        return region_codes().get((country, plain_place(text)), "")

    # ── kinds of names ──────────────────────────────────────────────────────────

    def _named(self, name: str, home: str) -> tuple[Place, ...]:
        return self._whole(name) or self._qualified(name) or self._cities(name, home) or self._around(name, home)

    def _whole(self, name: str) -> tuple[Place, ...]:
        """The metro, state, country or group that the whole text names, possibly by a nickname."""
        if name in metros():
            return (place.metro(metros()[name]),)
        if name in region_names():
            return (self._region(region_names()[name]),)
        if name in SHARED:
            return tuple(filter(None, map(self.get, SHARED[name])))
        country = self._file.country(country_codes().get(name, ""))
        if country is None and name in groups():
            return (place.group(groups()[name]),)
        return (country,) if country else ()

    def _qualified(self, name: str) -> tuple[Place, ...]:
        """A city followed by its state, country, or both: "Paris TX", "London, Ontario", "Boston, MA, USA"."""
        words = name.split()
        for size in range(1, min(5, len(words))):
            town = " ".join(words[:-size])
            for country, region in _within(words[-size:]):
                if found := self._town(town, country, region):
                    return (found,)
                known = metros().get(town)
                if known and known.country == country and region in ("", known.region):
                    return (place.metro(known),)
        return ()

    def _town(self, name: str, country: str, region: str) -> Place | None:
        """The city of that name in a region or country. Within a country, a far larger city with that name as an
        alternate name wins: "Newcastle, UK" is Newcastle upon Tyne."""
        found = self._file.named(name, country, region, limit=1 if region else 5)
        if not found:
            return None
        largest = max(found, key=lambda one: one.population)
        return largest if largest.population > _FAR_LARGER * found[0].population else found[0]

    def _cities(self, name: str, home: str) -> tuple[Place, ...]:
        """The city with that name, or several cities if a distant namesake is nearly as large."""
        found = self._file.scored(name, home)
        if not found:
            return ()
        best, top = found[0]
        apart = [(one, points) for one, points in found[1:] if not place.near(best, one)]
        if not apart or apart[0][1] < top - _CLOSE:
            return (best,)
        return (best, *(one for one, points in apart if points >= top - _LISTED))[:8]

    def _around(self, name: str, home: str) -> tuple[Place, ...]:
        """The area around a city, from "Greater Omaha" or "Omaha metro area"."""
        match = _GREATER.match(name)
        if match is None:
            return ()
        town = match["before"] or match["after"]
        for known in (f"greater {town}", f"{town} area", f"{town} metro"):
            if known in metros():
                return (place.metro(metros()[known]),)
        found = self._qualified(town) or self._cities(town, home)
        return tuple(place.greater(one) for one in found if one.kind == "city")

    def _towns_by_region_prefix(self, name: str) -> list[Place]:
        """The cities for a complete name that is followed by the start of a state or country: "cambridge, m"."""
        town, _, prefix = name.rpartition(" ")
        within = {(one.country, one.code) for known, one in region_names().items() if known.startswith(prefix)}
        within |= {(code, "") for known, code in country_codes().items() if known.startswith(prefix)}
        return [
            one
            for one in self._file.named(town, limit=50)
            if (one.country, one.region) in within or (one.country, "") in within
        ]

    def _region(self, region: Region) -> Place:
        found = self._file.region(region.country, region.code, region.name)
        assert found is not None, "every region of regions.tsv has a city"
        return found


def _within(words: list[str]) -> list[tuple[str, str]]:
    """The (country, region) pairs that words after a city may mean: "tx", "ontario canada", "uk"."""
    rest = " ".join(words)
    found: list[tuple[str, str]] = []
    region, country = region_names().get(rest), country_codes().get(rest, "")
    if region is not None:
        found.append((region.country, region.code))
    if country:
        found.append((country, ""))
    for size in range(1, len(words)):  # "ma usa"
        region = region_names().get(" ".join(words[:-size]))
        country = country_codes().get(" ".join(words[-size:]), "")
        if region is not None and region.country == country:
            found.append((country, region.code))
    return found
