"""Typed text read once for both platforms: numbers, several values, and what a forged value becomes."""

import dataclasses
import types
import typing
from datetime import date
from typing import Any, cast

import pytest

from cards.actions.base import Action, BadArguments, read
from cards.actions.search import DoInBulk, RunSearch
from cards.typed_text import day, separate, whole
from handlers.routes import HANDLERS


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 12 ", 12),
        ("-3", -3),
        ("007", 7),
        ("9" * 16, 9999999999999999),
        ("9" * 17, None),
        ("", None),
        ("-", None),
        ("--3", None),
        ("1.5", None),
        ("1,000", None),
        ("٣", None),
        ("²", None),
        ("1e3", None),
        ("0x10", None),
        ("1_000", None),
    ],
)
def test_a_number_is_ascii_digits_and_fits_the_database(text: str, number: int | None):
    assert whole(text) == number


def test_a_date_has_one_form():
    assert day(" 2026-11-30 ") == date(2026, 11, 30)
    for text in (
        "",
        "20261130",
        "2026-W49-1",
        "2026-11-30T09:00",
        "2026-02-30",
        "30.11.2026",
        "2026-1-1",
        "٢٠٢٦-١١-٣٠",
    ):
        assert day(text) is None


def test_several_values_are_separated_by_commas():
    assert separate(" Ana,Bo , ,Cy,") == ("Ana", "Bo", "Cy")
    assert separate(" , ") == ()


def test_a_list_typed_in_a_plain_field_becomes_the_same_tuple_as_a_picked_one():
    picked = read("run_search", {}, {"seniority": ("senior", "lead"), "years_from": 5})
    assert picked == read("run_search", {}, {"seniority": "senior, lead", "years_from": "5"})
    assert isinstance(picked, RunSearch)
    assert picked.seniority == ("senior", "lead")


def test_only_typed_values_are_read_leniently():
    assert read("do_with_several", {"search_id": 1}, {"people_1": "4,5"}) == DoInBulk(1, people_1=("4", "5"))
    with pytest.raises(BadArguments):
        read("do_with_several", {"search_id": "1"}, {})


@pytest.mark.parametrize("kind", HANDLERS)
def test_no_field_takes_both_a_list_and_a_text(kind: type[Action]):
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(cast(Any, kind)):
        hint = hints[field.name]
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        lists = [each for each in options if typing.get_origin(each) is tuple]
        assert not (lists and str in options), f"{kind.__name__}.{field.name}"
