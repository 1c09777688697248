"""Great-circle distances, and grid cells that let a text index search circles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import asin, ceil, cos, floor, radians, sin, sqrt

from connectors.search.base import Circle

EARTH_KM = 6371.0088  # mean radius
_PER_DEGREE = (1, 8, 64)  # cells per degree, from coarse to fine
_KM_PER_DEGREE = 111.3


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance along the great circle (haversine)."""
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def nearest_km(circles: Iterable[Circle], lat: float, lon: float) -> float:
    """The distance to the nearest center of the circles."""
    return min(distance_km(circle.lat, circle.lon, lat, lon) for circle in circles)


def within(circles: Iterable[Circle], lat: float, lon: float) -> bool:
    return any(distance_km(circle.lat, circle.lon, lat, lon) <= circle.radius_km for circle in circles)


def cells(lat: float, lon: float) -> list[str]:
    """The cells that contain a point, one of each size."""
    return [_name(level, floor(lat * per), _wrapped(floor(lon * per), per)) for level, per in enumerate(_PER_DEGREE)]


@dataclass(frozen=True, slots=True)
class Cover:
    """The cells entirely inside a circle, and those on its edge, where each point must be measured."""

    inside: tuple[str, ...]
    edge: tuple[str, ...]


@lru_cache(maxsize=512)
def cover(circle: Circle) -> Cover:
    inside: list[str] = []
    edge: list[str] = []
    reach = circle.radius_km / _KM_PER_DEGREE
    south, north = floor(max(-90.0, circle.lat - reach)), ceil(min(90.0, circle.lat + reach))
    farthest = abs(circle.lat) + reach
    across = min(180.0, reach / cos(radians(farthest)) + 1) if farthest < 89 else 180.0  # around a pole: all longitudes
    east, west = floor(circle.lon - across), min(ceil(circle.lon + across), floor(circle.lon - across) + 360)
    for row in range(south, min(north + 1, 91)):
        for column in range(east, west):
            _sort_cell(circle, 0, row, column, inside, edge)
    return Cover(tuple(inside), tuple(edge))


def _sort_cell(circle: Circle, level: int, row: int, column: int, inside: list[str], edge: list[str]) -> None:
    """Add a cell to `inside` or `edge`, or recurse into smaller cells if it is large compared to the circle."""
    per = _PER_DEGREE[level]
    lat, lon = (row + 0.5) / per, (column + 0.5) / per
    wide = cos(radians(max(0.0, abs(lat) - 0.5 / per)))
    half = _KM_PER_DEGREE / per / 2 * sqrt(1 + wide * wide)  # center to corner, at most
    away = distance_km(circle.lat, circle.lon, lat, lon)
    if away + half <= circle.radius_km:
        inside.append(_name(level, row, _wrapped(column, per)))
    elif away - half > circle.radius_km:
        return
    elif level + 1 < len(_PER_DEGREE) and half > circle.radius_km / 8:
        for part_row, part_column in _parts(level, row, column):
            _sort_cell(circle, level + 1, part_row, part_column, inside, edge)
    else:
        edge.append(_name(level, row, _wrapped(column, per)))


def _parts(level: int, row: int, column: int) -> Iterator[tuple[int, int]]:
    finer = _PER_DEGREE[level + 1] // _PER_DEGREE[level]
    for y in range(finer):
        for x in range(finer):
            yield row * finer + y, column * finer + x


def _wrapped(column: int, per: int) -> int:
    """The column of a cell, normalized across the date line."""
    return (column + 180 * per) % (360 * per)


def _name(level: int, row: int, column: int) -> str:
    return f"cell{level}_{row}_{column}"
