"""Queries on connectors/data/places.sqlite. The file is read in place, never loaded into memory."""

import sqlite3
from pathlib import Path
from threading import Lock
from typing import Any

from connectors.geo import place
from connectors.geo.place import Place

# Scores in the file are the population as hundredths of a power of ten.
HOME = 70  # added to places in the home country, which makes them count fivefold
READY_LETTERS = 3  # prefixes up to this length match too many names to sort: the file holds their best matches
_WHOLE, _ALTERNATE = 200, -80  # for a name typed in full; for an alternate name not typed in full
_CITY = "SELECT c.id, c.name, c.country, c.region, c.lat, c.lon, c.population"


class PlacesFile:
    """Queries the file. Thread-safe: one read-only connection behind a lock; a query takes well under a millisecond."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lock = Lock()

    def close(self) -> None:
        self._db.close()

    def city(self, key: int) -> Place | None:
        rows = self._rows(f"{_CITY} FROM city c WHERE c.id = ?", key)
        return place.city(rows[0]) if rows else None

    def named(self, name: str, country: str = "", region: str = "", limit: int = 1) -> list[Place]:
        """Cities with this folded name, largest first; "" matches any country or region."""
        rows = self._rows(
            f"{_CITY} FROM name n JOIN city c ON c.id = n.city WHERE n.name = ?1 AND (?2 = '' OR c.country = ?2) "
            "AND (?3 = '' OR c.region = ?3) ORDER BY n.score DESC LIMIT ?4",
            *(name, country, region, limit),
        )
        return [place.city(row) for row in rows]

    def scored(self, name: str, home: str) -> list[tuple[Place, int]]:
        """Cities with this name and their scores, best first."""
        rows = self._rows(
            f"{_CITY}, n.score + CASE c.country WHEN ? THEN {HOME} ELSE 0 END AS points "
            "FROM name n JOIN city c ON c.id = n.city WHERE n.name = ? ORDER BY points DESC LIMIT 12",
            *(home, name),
        )
        return [(place.city(row), row[7]) for row in rows]

    def by_prefix(self, letters: str, limit: int, home: str) -> list[Place]:
        """Cities with a name that starts with these letters, best first."""
        if len(letters) <= READY_LETTERS:
            source, where, points = "start n", "n.letters = ?1", "n.score"
        else:
            source, where = "name n", "n.name >= ?1 AND n.name < ?1 || char(127)"
            points = f"n.score + CASE WHEN n.name = ?1 THEN {_WHOLE} WHEN n.own THEN 0 ELSE {_ALTERNATE} END"
        rows = self._rows(
            f"{_CITY}, max({points} + CASE c.country WHEN ?2 THEN {HOME} ELSE 0 END) AS points "
            f"FROM {source} JOIN city c ON c.id = n.city WHERE {where} GROUP BY c.id ORDER BY points DESC LIMIT ?3",
            *(letters, home, limit),
        )
        return [place.city(row) for row in rows]

    def spelling_candidates(self, shortest: int, longest: int) -> dict[str, int]:
        """Name → score for the names of these lengths, so that a misspelling can be compared with them."""
        return dict(self._rows("SELECT name, score FROM known WHERE length BETWEEN ? AND ?", shortest, longest))

    def zip_code(self, code: str) -> Place | None:
        found = self.zip_codes(code, 1)
        return found[0] if found else None

    def zip_codes(self, digits: str, limit: int) -> list[Place]:
        """ZIP codes that start with these digits."""
        if len(digits) > 5:
            return []
        span = 10 ** (5 - len(digits))
        low = int(digits) * span
        rows = self._rows(
            "SELECT zip, city, region, lat, lon FROM zip WHERE zip >= ? AND zip < ? ORDER BY zip LIMIT ?",
            *(low, low + span, limit),
        )
        return [place.zip_code(row) for row in rows]

    def region(self, country: str, code: str, name: str) -> Place | None:
        rows = self._rows("SELECT lat, lon, population FROM region WHERE country = ? AND code = ?", country, code)
        return place.region(country, code, name, rows[0]) if rows else None

    def country(self, code: str) -> Place | None:
        rows = self._rows("SELECT code, name, lat, lon, population FROM country WHERE code = ?", code)
        return place.country(rows[0]) if rows else None

    def _rows(self, statement: str, *values: str | int) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()
