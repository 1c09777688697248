"""States and provinces: their codes as in ISO 3166-2 ("MA"), their names, and what GeoNames calls them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is what `ProfilePlace.region` and `Query.region` hold."""

    country: str  # ISO 3166-1 alpha-2
    code: str
    geonames: str
    name: str
    others: tuple[str, ...] = ()


def rows(path: Path) -> list[list[str]]:
    """The rows of one of our tab-separated files; a line that starts with # is a comment."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def regions() -> tuple[Region, ...]:
    """Of the United States, Canada, the United Kingdom, Australia, Germany and India; other countries have none."""
    found: list[Region] = []
    for country, code, geonames, name, others in rows(DATA / "regions.tsv"):
        found.append(Region(country, code, geonames, name, tuple(others.split("|")) if others else ()))
    return tuple(found)
