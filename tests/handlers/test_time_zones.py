"""Time zones are shown as people say them, and what is shown can be typed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cards.screens.wording import zone_label
from handlers.lookup import time_zone, time_zones_like
from store import time_zones


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("America/New_York", "New York time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("Europe/Paris", "Paris time"),
        ("UTC", "UTC"),
        ("US/Eastern", "US/Eastern"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_named_by_its_city(name: str, label: str):
    assert zone_label(name) == label


def test_every_label_that_is_typed_is_its_zone():
    def offsets(name: str) -> list[object]:
        return [datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(name)).utcoffset() for month in range(1, 13)]

    for name in time_zones.names():
        found, trouble = time_zone(zone_label(name))
        assert not trouble, name
        assert offsets(found) == offsets(name)


def test_each_zone_is_offered_once():
    assert [(each.value, each.label) for each in time_zones_like("louisville")] == [
        ("America/Kentucky/Louisville", "Louisville time")
    ]
    assert time_zone("new york") == ("America/New_York", "")
    assert time_zone("Atlantis") == ("", "I can't find a time zone called “Atlantis”.")
