"""Text folding, documents, circles: the parts shared by both engines."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.profiles import Degree, Post, Profile, ProfilePlace, Study, WorkAuthorization
from connectors.search.base import Circle, Document
from connectors.search.fold import fold, words
from connectors.search.index.document import document
from connectors.search.index.field_groups import id_of, recency
from connectors.search.index.geo import cells, cover, distance_km, within
from tests.connectors.search.people import person


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++/C# & Node.js", ["c++", "c#", "node", "js"]),
        ("C++Developer", ["c", "developer"]),
        ("Café Ørsted, STRASSE Straße", ["cafe", "orsted", "strasse", "strasse"]),
        ("O'Neil_& Sons", ["o", "neil", "sons"]),
        ("инженер 看護師", ["инженер", "看護師"]),
        ("\u202e<!channel> \x00", ["channel"]),
        ("", []),
        ("x" * 200, ["x" * 60]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=80))
def test_splitting_into_words_is_idempotent(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once
    assert fold(fold(text)) == fold(text)
    assert not any(set(word) & set(" `'\"\\()[]&|:=<>,*_-\x00") for word in once)


@given(
    st.builds(Circle, st.floats(-89, 89), st.floats(-180, 180), st.sampled_from((1.0, 40.0, 160.0, 900.0))),
    st.floats(-1.5, 1.5),
    st.floats(-1.5, 1.5),
)
@settings(max_examples=300, deadline=None)
def test_cells_never_exclude_a_point_within_the_distance(circle: Circle, north: float, east: float) -> None:
    reach = circle.radius_km / 111.2
    lat = max(-90.0, min(90.0, circle.lat + north * reach))
    lon = (circle.lon + east * reach / max(0.01, math.cos(math.radians(circle.lat))) + 180) % 360 - 180
    covered, here = cover(circle), set(cells(lat, lon))
    near = within([circle], lat, lon)
    if here & set(covered.inside):
        assert near
    elif not here & set(covered.edge):
        assert not near


def test_distances() -> None:
    assert distance_km(42.3601, -71.0589, 40.7128, -74.0060) == pytest.approx(306.1, abs=0.1)
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.1)


@given(st.integers(1, 2**32 - 1), st.integers(1, 2**32 - 1), st.none() | st.integers(1, 2**31 - 1), st.booleans())
def test_recency_sorts_by_date_then_id(one: int, other: int, updated: int | None, same_day: bool) -> None:
    first, second = person(one, updated=updated), person(other, updated=updated if same_day else None)
    assert id_of(recency(first)) == one
    assert recency(first) < 2**63
    expected = (-(first.updated or 0), one) < (-(second.updated or 0), other)
    assert (recency(first) > recency(second)) is expected


def test_a_full_profile_as_a_document() -> None:
    profile = Profile(
        source="dice",
        name="Grace Hopper",
        headline="Compiler engineer",
        summary="Wrote one.",
        emails=("grace@example.com",),
        place=ProfilePlace(city="Boston", region="MA", country="US", lat=42.36, lon=-71.06),
        experience=(
            Post(title="Engineer", company="Acme", start="2019-03", summary="Compilers"),
            Post(title="Clerk", company="Initech", start="2010", end="2018"),
            Post(company="Acme", start="2020"),
        ),
        education=(Study(school="Yale", degree=Degree.DOCTORATE, field="Mathematics"), Study(degree=Degree.BACHELOR)),
        skills=("COBOL",),
        languages=("en",),
        years_experience=0,
        open_to_work=True,
        remote="no",
        willing_to_relocate=None,
        work_authorization=WorkAuthorization.UNKNOWN,
        updated_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
    )
    made = document(7, 3, profile)
    assert made == Document(
        id=7,
        workspace_id=3,
        source="dice",
        name="Grace Hopper",
        headline="Compiler engineer",
        summary="Wrote one.\nCompilers\nMathematics\nen",
        current_titles=("Engineer",),
        past_titles=("Clerk",),
        current_companies=("Acme",),
        past_companies=("Initech",),
        skills=("COBOL",),
        schools=("Yale",),
        seniority=("mid",),
        degree=6,
        country="US",
        region="MA",
        city="Boston",
        lat=42.36,
        lon=-71.06,
        years=0,
        remote=False,
        relocate=None,
        open_to_work=True,
        has_email=True,
        updated=1_795_161_600,
    )
    assert document(7, 3, profile.model_dump(mode="json")) == made


def test_a_bare_profile_as_a_document() -> None:
    bare = document(1, 0, {"name": "Ann", "place": {"lat": 1.0, "lon": None}, "experience": None, "updated_at": None})
    assert bare == Document(id=1, workspace_id=0, source="internet", name="Ann")
    assert document(1, 0, {"name": "Ann", "remote": "only"}).remote is True


@pytest.mark.parametrize(
    ("fields", "levels"),
    [
        ({"experience": [{"title": "Senior Nurse"}, {"title": "Nurse Manager"}]}, ("senior", "manager")),
        ({"experience": [{"title": "Nurse"}, {"title": "Director", "end": "2020"}]}, ("mid",)),
        ({"headline": "Senior Nurse at Mercy", "experience": [{"title": "Nurse"}]}, ("senior",)),
        ({"headline": "Nurse", "experience": [{"title": "Charge Nurse"}]}, ("lead",)),
        ({"headline": "Nurse"}, ()),
        # currently unemployed: the last post
        (
            {"experience": [{"title": "Junior Nurse", "end": "2011-02"}, {"title": "Lead Nurse", "end": "2020"}]},
            ("lead",),
        ),
        ({"experience": [{"company": "Acme"}, {"title": "VP Sales", "end": "2020-05-01"}]}, ("vice_president",)),
        ({"headline": "Head of Finance", "experience": [{"company": "Acme"}]}, ("director",)),
        ({}, ()),
    ],
)
def test_seniority_is_read_from_current_titles(fields: dict[str, Any], levels: tuple[str, ...]) -> None:
    assert document(1, 0, {"name": "Ann", **fields}).seniority == levels
