"""States and provinces: ISO 3166-2 codes ("MA"), names, and GeoNames codes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province. `code` is the value of `ProfilePlace.region` and of `Query.areas`."""

    country: str  # ISO 3166-1 alpha-2
    code: str
    geonames: str
    name: str
    others: tuple[str, ...] = ()


def rows(path: Path) -> list[list[str]]:
    """The rows of a tab-separated data file; lines that start with # are comments."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def regions() -> tuple[Region, ...]:
    """The regions of the United States, Canada, the United Kingdom, Australia, Germany and India."""
    found: list[Region] = []
    for country, code, geonames, name, others in rows(DATA / "regions.tsv"):
        found.append(Region(country, code, geonames, name, tuple(others.split("|")) if others else ()))
    return tuple(found)
