"""Records of partners in which any value may be anything: each is read as a valid profile or skipped."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.profiles import Profile
from connectors.resumes import dice_profile, people_data_labs_profile
from tests.fakes import dice, people_data_labs

JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**400), 10**400),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
        st.sampled_from(["2019-13", "https://", "a@b", "mailto:x", "\x00", "9" * 600, "north,south"]),
    ),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from(["name", "title", "url", "x"]), each),
    max_leaves=6,
)


def paths(value: Any) -> list[tuple[Any, ...]]:
    """The way to every value within."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((step, *rest) for step, inner in steps for rest in paths(inner))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


@pytest.mark.parametrize(
    ("profiles", "record"),
    [
        (dice_profile, dice.person("1", "Rosa Rich")),
        (people_data_labs_profile, people_data_labs.person("1", "Rosa Rich")),
    ],
)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_value_anywhere_is_read_or_skipped(profiles: Any, record: dict[str, Any], data: st.DataObject):
    odd = replaced(record, data.draw(st.sampled_from(paths(record))), data.draw(JSON))
    for body in (profiles.masked(odd), profiles.whole_profile(odd)):
        if body is not None:
            Profile.model_validate_json(json.dumps(body), strict=True)
            assert body["id"]
            assert body["name"]
    assert not {"emails", "phones"} & set(profiles.masked(odd) or ())
    if profiles is dice_profile:
        dice_profile.resume(odd)
