"""Places by name, nickname, postcode or state: the circle or the region that Where means.

The places come from GeoNames (CC BY 4.0) by `scripts/make_places.py`; nicknames and metros are our own.
"""

import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from connectors.geo import place
from connectors.geo.gazetteer import SHARED, country_codes, country_names, metros, region_codes, region_names
from connectors.geo.place import Place
from connectors.geo.places_file import PlacesFile
from connectors.geo.plain import plain_place
from connectors.geo.regions import DATA, Region, regions

__all__ = ["Place", "Places"]

_CLOSE = 50  # hundredths of a power of ten: two places of one name within a factor of three are both meant
_LISTED = 100  # and then those within a factor of ten are offered too
_CITY_TO_BEGIN = 100_000  # inhabitants of a city that is meant by the beginning of its name
_LONGEST = 80  # characters of a name
_ZIP = re.compile(r"(?:(?P<town>.*\D)[\s,]+)?(?P<code>[0-9]{5})(?:-[0-9]{4})?(?: \([^()]*\))?")  # also as its own label
_GREATER = re.compile(
    r"^(?:the )?(?:greater|metro|metropolitan) (?P<before>.+?)(?: area| region)?$"
    r"|^(?:the )?(?P<after>.+?) (?:(?:metro|metropolitan)(?: area| region)?|area)$"
)


class Places:
    """Thread-safe. A look-up takes well under 5 ms, `nearest_names` about 10."""

    def __init__(self, file: PlacesFile) -> None:
        self._file = file
        self.locate = lru_cache(maxsize=20_000)(self._locate)

    @staticmethod
    def open(path: Path = DATA / "places.sqlite") -> "Places":
        """The places that come with the program."""
        for table in (metros, region_names, country_codes, country_names):  # read now, not in the first search
            table()
        return Places(PlacesFile(path))

    def close(self) -> None:
        self._file.close()

    def find(self, words: str, home: str = "US") -> tuple[Place, ...]:
        """What the words name, best first; nothing when unknown. More than one only when several may be meant
        ("Springfield"): a place in `home` counts as five times its size."""
        exact = self.exact(words, home)
        if exact or len(plain_place(words)) < 4:
            return exact
        begun = self.suggest(words, 1, home)  # "san fran", a name cut short
        return begun if begun and (begun[0].kind != "city" or begun[0].population >= _CITY_TO_BEGIN) else ()

    def exact(self, words: str, home: str = "US") -> tuple[Place, ...]:
        """As `find`, but only by whole names."""
        name = plain_place(words)[:_LONGEST]
        if not name:
            return ()
        coded = _ZIP.fullmatch(words.strip()[:_LONGEST])
        if coded is not None and (found := self._file.zip_code(coded["code"])):
            return (found,) if not coded["town"] or self._named(plain_place(coded["town"]), home) else ()
        return self._named(name, home)

    def suggest(self, prefix: str, limit: int = 10, home: str = "US") -> tuple[Place, ...]:
        """What the words may become, for a typeahead."""
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
        begun = self._file.begun(name, limit, home) or self._begun_region(name)
        if not whole:  # the likeliest town before the region around it: Boston, then Greater Boston
            found[:0] = begun[:1]
        found += begun
        first: dict[str, Place] = {}
        for one in found:
            first.setdefault(one.label, one)
        return tuple(first.values())[:limit]

    def get(self, place_id: str) -> Place | None:
        """The place with this id; None for an id that is no longer (or never was) one."""
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
            case _:
                return None

    def nearest_names(self, words: str, limit: int = 3) -> tuple[str, ...]:
        """Labels of known places spelt nearly so, nearest first."""
        name = plain_place(words.split(",")[0])[:40]
        if len(name) < 3:
            return ()
        slack = 1 if len(name) < 5 else 2
        scores = self._file.known(len(name) - slack, len(name) + slack)
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
        """For imports: the place of a profile, None when it is unknown or names only a region or a country. Without a
        country the biggest place of the name is taken; a region that is not known does not stand in the way."""
        code = self.country_code(country or "")
        digits = (postal_code or "").strip()[:5]
        if code in ("", "US") and re.fullmatch("[0-9]{5}", digits) and (found := self._file.zip_code(digits)):
            return found
        name = plain_place(city or "")[:_LONGEST]
        if not name:
            return None
        state = self.region_code(region or "", code or "US")
        if state or code:
            named = self._file.named(name, code or "US", state)
            if not named and state and code not in ("", "US", "CA"):
                named = self._file.named(name, code)
            return named[0] if named else None
        exact = self.exact(city or "")
        return exact[0] if exact and exact[0].radius_km else None

    def country_code(self, words: str) -> str:
        """ISO 3166-1 alpha-2 of a country by code or name; "" when unknown."""
        return country_codes().get(plain_place(words), "")

    def region_code(self, words: str, country: str = "US") -> str:
        """The code of a state or province by code or name ("Massachusetts" → "MA"); "" when unknown."""
        return region_codes().get((country, plain_place(words)), "")

    # ── kinds of names ──────────────────────────────────────────────────────────

    def _named(self, name: str, home: str) -> tuple[Place, ...]:
        return self._whole(name) or self._qualified(name) or self._cities(name, home) or self._around(name, home)

    def _whole(self, name: str) -> tuple[Place, ...]:
        """Metros and nicknames, states, countries."""
        if name in metros():
            return (place.metro(metros()[name]),)
        if name in region_names():
            return (self._region(region_names()[name]),)
        if name in SHARED:
            return tuple(filter(None, map(self.get, SHARED[name])))
        country = self._file.country(country_codes().get(name, ""))
        return (country,) if country else ()

    def _qualified(self, name: str) -> tuple[Place, ...]:
        """A town and its state, country, or both: "Paris TX", "London, Ontario", "Boston, MA, USA"."""
        words = name.split()
        for size in range(1, min(5, len(words))):
            town = " ".join(words[:-size])
            for country, region in _within(words[-size:]):
                if found := self._file.named(town, country, region):
                    return (found[0],)
                known = metros().get(town)
                if known and known.country == country and region in ("", known.region):
                    return (place.metro(known),)
        return ()

    def _cities(self, name: str, home: str) -> tuple[Place, ...]:
        """The city of that name; all, when a second one far away is not much smaller."""
        found = self._file.scored(name, home)
        if not found:
            return ()
        best, top = found[0]
        apart = [(one, points) for one, points in found[1:] if not place.near(best, one)]
        if not apart or apart[0][1] < top - _CLOSE:
            return (best,)
        return (best, *(one for one, points in apart if points >= top - _LISTED))[:8]

    def _around(self, name: str, home: str) -> tuple[Place, ...]:
        """ "Greater Omaha", "Omaha metro area"."""
        match = _GREATER.match(name)
        if match is None:
            return ()
        town = match["before"] or match["after"]
        found = self._qualified(town) or self._cities(town, home)
        return tuple(place.greater(one) for one in found if one.kind == "city")

    def _begun_region(self, name: str) -> list[Place]:
        """A whole town and the beginning of its state or country: "cambridge, m"."""
        town, _, begun = name.rpartition(" ")
        within = {(one.country, one.code) for known, one in region_names().items() if known.startswith(begun)}
        within |= {(code, "") for known, code in country_codes().items() if known.startswith(begun)}
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
    """What may follow a town, as (country, region): "tx", "ontario canada", "uk"."""
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
