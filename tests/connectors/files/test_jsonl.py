"""JSONL and JSON, valid and hostile: each line gives a body or an error message, and nothing crashes."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.files import CANDIDATES, JOBS, Kind, Line, Unreadable, expand, read

GOOD = b'{"id": "p-1", "name": "Grace Hopper", "emails": ["grace@example.com"]}'


def lines_of(path: Path, content: bytes) -> list[Line]:
    path.write_bytes(content)
    return list(read(path, CANDIDATES))


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    return tmp_path / "people.jsonl"


def test_valid_lines_are_returned_unchanged_with_unknown_fields(jsonl: Path):
    body = {"name": "Ada", "id": "2", "favourite_engine": {"name": "analytical", "wheels": [1, 2.5, None]}}
    [line] = lines_of(jsonl, json.dumps(body).encode() + b"\n")
    assert (line.number, line.body, line.fault) == (1, body, None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"id": "1"}', "name is missing"),
        (b'{"name": "  "}', "name is empty"),
        (b'{"name": "' + b"a" * 301 + b'"}', "name is longer than 300 characters"),
        (b'["Ada"]', "is a list, not an object"),
        (b'"Ada"', "is text, not an object"),
        (b"null", "is null, not an object"),
        (b'{"name": "Ada"', "is not JSON"),
        (b'{"name": "Ada"} {"name": "Bob"}', "is not JSON: trailing characters"),
        (b'{"name": "A\x00da"}', "contains a null character"),
        (b'{"name": "A\\u0000da"}', "contains a null character"),
        (b'{"name": "Ada", "note": {"x": ["\\u0000"]}}', "contains a null character"),
        (b'{"name": "\xff\xfe"}', "is not UTF-8 text (byte 11)"),
        (b'{"name": "\\ud800"}', "is not JSON"),
        (b'{"name": "Ada", "note": nan}', "is not JSON"),
        (b'{"name": "Ada", "deep": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", "is nested too deeply"),
        (b'{"name": "' + b"a" * 1_000_000 + b'"}', "is longer than 1 MB"),
    ],
)
def test_an_invalid_line_is_refused_with_its_reason_and_the_next_accepted(jsonl: Path, raw: bytes, reason: str):
    first, second = lines_of(jsonl, raw + b"\n" + GOOD)
    assert first.body is None
    assert first.fault is not None
    assert reason in first.fault
    assert (first.number, second.number) == (1, 2)
    assert second.body == json.loads(GOOD)
    assert len(first.raw) < 2_100


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"years_experience": "12"}, {"years_experience": 12}),
        ({"years_experience": 12.5}, {"years_experience": 12}),
        ({"open_to_work": "yes"}, {"open_to_work": True}),
        ({"emails": "a@example.com"}, {"emails": ["a@example.com"]}),
        ({"experience": [{"start": "March 2019"}]}, {"experience": [{"start": "2019-03"}]}),
        ({"experience": [{"start": "2015 - 2019"}]}, {"experience": [{"start": "2015", "end": "2019"}]}),
        ({"experience": [{"title": "A", "end": "Present"}]}, {"experience": [{"title": "A"}]}),
        ({"education": [{"degree": "PhD"}]}, {"education": [{"degree": "doctorate"}]}),
        ({"place": "Boston, MA"}, {"place": {"city": "Boston", "region": "MA"}}),
        ({"updated_at": "2026-11-20T08:00:00"}, {"updated_at": "2026-11-20T08:00:00+00:00"}),
        ({"id": 127817}, {"id": "127817"}),
        ({"skills": [None, "Go"]}, {"skills": ["Go"]}),
        ({"experience": [None]}, {"experience": []}),
    ],
)
def test_a_value_in_another_form_is_read(jsonl: Path, given: dict[str, Any], read: dict[str, Any]):
    [line] = lines_of(jsonl, json.dumps({"name": "Ada", **given}).encode())
    assert (line.body, line.fault, line.asides) == ({"name": "Ada", **read}, None, ())


@pytest.mark.parametrize(
    ("given", "others", "left", "reason"),
    [
        ({"years_experience": True}, {"years_experience": "true"}, {}, "must be a number of years"),
        ({"experience": [{"start": "٢٠١٩"}]}, {"experience.start": "٢٠١٩"}, {"experience": [{}]}, "is not a date"),
        ({"remote": "maybe"}, {"remote": "maybe"}, {}, "must be yes or no"),
        ({"place": {"lat": 91}}, {"place.lat": "91"}, {"place": {}}, "must be at most 90"),
        ({"updated_at": "yesterday"}, {"updated_at": "yesterday"}, {}, "is not a date"),
        (
            {"updated_at": "0001-01-01T00:00:00+14:00"},
            {"updated_at": "0001-01-01T00:00:00+14:00"},
            {},
            "must be at least 1970",
        ),
        ({"skills": ["Go", {"a": 1}]}, {"skills": '{"a": 1}'}, {"skills": ["Go"]}, "must be text"),
        ({"experience": "none"}, {"experience": "none"}, {}, "must be a list"),
        ({"other": "x", "remote": "maybe"}, {"other": "x", "remote": "maybe"}, {}, "must be yes or no"),
        (
            {"experience": [{"start": "soon"}, {"start": "later"}]},
            {"experience.start": "later; soon"},
            {"experience": [{}, {}]},
            "is not a date",
        ),
    ],
)
def test_a_value_that_is_not_understood_is_set_aside(
    jsonl: Path, given: dict[str, Any], others: dict[str, str], left: dict[str, Any], reason: str
):
    [line] = lines_of(jsonl, json.dumps({"name": "Ada", **given}).encode())
    assert (line.body, line.fault) == ({"name": "Ada", **left, "other": others}, None)
    assert reason in line.asides[0].reason


def test_a_text_that_is_too_long_is_cut_and_named(jsonl: Path):
    [line] = lines_of(jsonl, json.dumps({"name": "Ada", "summary": "x" * 30_000}).encode())
    assert line.body is not None
    assert len(line.body["summary"]) == 20_000
    assert "the rest was cut off" in line.asides[0].reason


def test_a_literal_backslash_u0000_is_not_a_null(jsonl: Path):
    [line] = lines_of(jsonl, rb'{"name": "Ada", "summary": "writes \\u0000 in C"}')
    assert line.body == {"name": "Ada", "summary": r"writes \u0000 in C"}


def test_null_at_the_top_means_absent(jsonl: Path):
    [line] = lines_of(jsonl, b'{"name": "Ada", "emails": null, "experience": null, "source": null, "id": "1"}')
    assert line.body == {"name": "Ada", "id": "1"}


def test_blank_lines_are_counted_but_give_no_records(jsonl: Path):
    assert [line.number for line in lines_of(jsonl, b"\n\r\n" + GOOD + b"\r\n  \n" + GOOD)] == [3, 5]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(jsonl: Path, encoding: str):
    [line, other] = lines_of(jsonl, '{"name": "Zoë", "id": "1"}\n{"name": "Łukasz", "id": "2"}\n'.encode(encoding))
    assert [found.body["name"] for found in (line, other) if found.body] == ["Zoë", "Łukasz"]


@given(st.binary(max_size=300))
def test_any_bytes_give_bodies_or_errors(tmp_path_factory: pytest.TempPathFactory, raw: bytes):
    folder = tmp_path_factory.mktemp("any")
    for name in ("any.jsonl", "any.json"):
        found: list[Line] = []
        with contextlib.suppress(Unreadable):  # bytes that start like a ZIP file
            found = lines_of(folder / name, raw)
        assert all((line.body is None) != (line.fault is None) for line in found)


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        (GOOD, [1]),
        (b"[" + GOOD + b",\n" + GOOD + b"\n]\n", [1, 2]),
        (b"[\n\n" + GOOD + b"\n]", [3]),
        (GOOD + b"\n" + GOOD, [1, 2]),
        (b"[]", []),
        (b"", []),
        (json.dumps(json.loads(GOOD), indent=2).encode(), [1]),
    ],
)
def test_a_json_file_is_one_object_an_array_or_lines(tmp_path: Path, content: bytes, numbers: list[int]):
    found = lines_of(tmp_path / "people.json", content)
    assert [line.number for line in found] == numbers
    assert all(line.body == json.loads(GOOD) for line in found)


def test_an_array_larger_than_a_block_is_streamed(tmp_path: Path):
    people = [{"id": str(number), "name": f"Person {number}", "summary": "é" * 700} for number in range(1_000)]
    found = lines_of(tmp_path / "people.json", json.dumps(people, ensure_ascii=False, indent=1).encode())
    assert [line.body for line in found] == people


def test_a_truncated_array_gives_its_complete_items(tmp_path: Path):
    found = lines_of(tmp_path / "people.json", b"[" + GOOD + b",\n" + GOOD + b",\n" + GOOD[:20])
    assert [line.fault is None for line in found] == [True, True, False]
    assert found[2].number == 3
    assert "nothing after it was read" in (found[2].fault or "")


def test_deep_nesting_in_an_array_is_refused(tmp_path: Path):
    deep = b'[{"name": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]"
    [line] = lines_of(tmp_path / "people.json", deep)
    assert "nested too deeply" in (line.fault or "")


@pytest.mark.parametrize("name", ["people.json", "people.jsonl"])
def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path, name: str):
    [line] = lines_of(tmp_path / name, b'{"name": "Ada", "id": "1", "x": ' + b"1" * 5_000 + b"}")
    assert (line.fault or "").startswith("is not JSON")


def test_a_binary_file_is_refused_at_once(tmp_path: Path):
    for content, what in ((b"PK\x03\x04rest", "save it as CSV"), (b"%PDF-1.7", "a PDF")):
        path = tmp_path / "people.csv"
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=what):
            read(path, CANDIDATES)


def test_a_directory_is_read_as_its_files_in_order(tmp_path: Path):
    for name in ("b.json", "a.jsonl", "c.csv", "notes.md"):
        (tmp_path / name).write_bytes(GOOD)
    assert [path.name for path in expand([tmp_path])] == ["a.jsonl", "b.json", "c.csv"]
    with pytest.raises(Unreadable, match="doesn't exist"):
        expand([tmp_path / "gone"])


def test_jobs_need_a_title_and_a_web_address(tmp_path: Path):
    path = tmp_path / "jobs.jsonl"
    path.write_text('{"title": "Nurse"}\n{"id": "2"}\n{"title": "Nurse", "apply_url": "javascript:alert(1)"}\n')
    good, untitled, script = read(path, JOBS)
    assert good.body == {"title": "Nurse"}
    assert untitled.fault == "title is missing"
    assert script.body == {"title": "Nurse", "other": {"apply_url": "javascript:alert(1)"}}
    assert script.asides[0].reason == "is not a web address"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("kind", [CANDIDATES, JOBS])
def test_a_number_that_is_none_is_left_out(tmp_path: Path, value: str, kind: Kind):
    raw = f'{{"name": "Ada", "title": "Nurse", "years_experience": {value}, "note": {value}}}\n'
    for path in (tmp_path / "a.jsonl", tmp_path / "a.json"):
        path.write_text(raw)
        [line] = read(path, kind)
        assert (line.fault, (line.body or {}).get("note"), line.asides) == (None, None, ())


def test_an_array_with_one_object_a_line_is_read(jsonl: Path):
    first, second = lines_of(jsonl, b'[\n{"name": "Ada"},\n{"name": "Bo"}\n]')
    assert (first.body, second.body) == ({"name": "Ada"}, {"name": "Bo"})
