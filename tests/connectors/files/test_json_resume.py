"""JSON Resume 1.2.1 (https://jsonresume.org/schema) becomes a profile."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from connectors.files import CANDIDATES, read

RESUME: dict[str, Any] = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.2.1/schema.json",
    "basics": {
        "name": "Thomas Edison",
        "label": "Inventor",
        "image": "https://example.com/edison.png",
        "email": "thomas@example.com",
        "phone": "+1 202 555 0101",
        "url": "https://edison.example.com",
        "summary": "Light.",
        "location": {
            "address": "Christie St",
            "postalCode": "08837",
            "city": "Edison",
            "countryCode": "US",
            "region": "NJ",
        },
        "profiles": [{"network": "GitHub", "username": "tom", "url": "https://github.com/tom"}],
    },
    "work": [
        {
            "name": "Menlo Park",
            "position": "Founder",
            "startDate": "1876-03-01",
            "endDate": "",
            "summary": "Invented.",
            "highlights": ["Phonograph", "Bulb"],
        },
        {"name": "Western Union", "position": "Operator", "startDate": "1866", "endDate": "1869-06"},
    ],
    "education": [
        {"institution": "Cooper Union", "area": "Chemistry", "studyType": "BSc (Hons)", "endDate": "1875-06-29"}
    ],
    "skills": [
        {"name": "Electricity", "level": "Master", "keywords": ["Arc lamps", "Dynamos"]},
        {"name": "Telegraphy"},
    ],
    "languages": [{"language": "English", "fluency": "Native"}, {"language": "Klingon"}],
    "certificates": [{"name": "Telegraph operator", "date": "1863-01-01"}],
    "meta": {"canonical": "https://example.com/resume.json", "lastModified": "2026-11-20T08:00:00"},
}


def imported(path: Path, resume: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    path.write_text(json.dumps(resume, indent=2))
    [line] = read(path, CANDIDATES)
    return line.body, line.fault


def test_every_part_maps_to_its_field(tmp_path: Path):
    body, fault = imported(tmp_path / "resume.json", RESUME)
    assert fault is None
    assert body == {
        "id": "https://example.com/resume.json",
        "name": "Thomas Edison",
        "headline": "Inventor",
        "summary": "Light.",
        "emails": ["thomas@example.com"],
        "phones": ["+1 202 555 0101"],
        "links": [
            {"kind": "github", "url": "https://github.com/tom"},
            {"kind": "website", "url": "https://edison.example.com"},
        ],
        "photo_url": "https://example.com/edison.png",
        "place": {"city": "Edison", "region": "NJ", "country": "US", "postal_code": "08837", "address": "Christie St"},
        "experience": [
            {
                "title": "Founder",
                "company": "Menlo Park",
                "start": "1876-03-01",
                "summary": "Invented.\nPhonograph\nBulb",
            },
            {"title": "Operator", "company": "Western Union", "start": "1866", "end": "1869-06"},
        ],
        "education": [
            {
                "school": "Cooper Union",
                "degree": "bachelor",
                "field": "Chemistry",
                "end": "1875-06-29",
                "study_type": "BSc (Hons)",
            }
        ],
        "skills": ["Electricity", "Arc lamps", "Dynamos", "Telegraphy"],
        "languages": ["en", "Klingon"],
        "updated_at": "2026-11-20T08:00:00+00:00",
        "certificates": [{"name": "Telegraph operator", "date": "1863-01-01"}],
    }


def test_arrays_and_lines_of_resumes_are_read(tmp_path: Path):
    (tmp_path / "many.json").write_text(json.dumps([RESUME, RESUME]))
    (tmp_path / "many.jsonl").write_text(json.dumps(RESUME) + "\n" + json.dumps(RESUME))
    for name in ("many.json", "many.jsonl"):
        assert [(line.body or {}).get("name") for line in read(tmp_path / name, CANDIDATES)] == ["Thomas Edison"] * 2


def with_value(part: str, value: object) -> dict[str, Any]:
    resume = copy.deepcopy(RESUME)
    *way, last = part.split(".")
    inside: Any = resume
    for step in way:
        inside = inside[int(step) if step.isdigit() else step]
    inside[last] = value
    return resume


def test_a_resume_without_a_name_is_refused_with_the_field_names_of_the_schema(tmp_path: Path):
    body, fault = imported(tmp_path / "resume.json", with_value("basics.name", None))
    assert body is None
    assert (fault or "").startswith("basics.name is missing")


@pytest.mark.parametrize(
    ("part", "value", "column", "text"),
    [
        ("basics.email", {"a": 5}, "basics.email", '{"a": 5}'),
        ("work", "none", "work", "none"),
        ("work.0.startDate", "long ago", "work.startDate", "long ago"),
        ("work.0.position", ["a"], "work.position", '["a"]'),
        ("skills.0.name", {"a": 1}, "skills", '{"a": 1}'),
        ("meta.lastModified", 5, "meta.lastModified", "5"),
    ],
)
def test_odd_values_are_set_aside_under_the_field_names_of_the_schema(
    tmp_path: Path, part: str, value: object, column: str, text: str
):
    body, _ = imported(tmp_path / "resume.json", with_value(part, value))
    assert body is not None
    assert body["other"] == {column: text}


@pytest.mark.parametrize(
    ("basics", "links"),
    [
        ({"profiles": [{"network": "LinkedIn", "username": "ann-s"}]}, ["https://www.linkedin.com/in/ann-s"]),
        ({"profiles": [{"network": "GitHub", "username": "@ann"}]}, ["https://github.com/ann"]),
        (
            {"profiles": [{"network": "Stack Overflow", "username": "77/ann"}]},
            ["https://stackoverflow.com/users/77/ann"],
        ),
        ({"profiles": [{"network": "LinkedIn", "username": "linkedin.com/in/ann"}]}, ["linkedin.com/in/ann"]),
        (
            {"profiles": [{"network": "Mystery", "username": "ann"}], "url": "https://ann.example"},
            ["https://ann.example"],
        ),
        ({"website": "https://ann.example"}, ["https://ann.example"]),
        ({"url": "https://ann.example", "website": "https://ann.example"}, ["https://ann.example"]),
    ],
)
def test_a_user_name_and_a_website_are_links(tmp_path: Path, basics: dict[str, Any], links: list[str]):
    body, _ = imported(tmp_path / "resume.json", {"basics": {"name": "Ann Sample", **basics}})
    assert [link["url"] for link in (body or {})["links"]] == links


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("Boston, MA", {"city": "Boston", "region": "MA"}),
        ("Boston, MA 02110", {"city": "Boston", "region": "MA", "postal_code": "02110"}),
        ("Berlin", {"city": "Berlin"}),
        ({"city": "Leeds", "country": "United Kingdom"}, {"city": "Leeds", "country": "United Kingdom"}),
    ],
)
def test_a_place_may_be_written_as_text(tmp_path: Path, location: object, place: dict[str, str]):
    body, _ = imported(tmp_path / "resume.json", {"basics": {"name": "Ann Sample", "location": location}})
    assert (body or {})["place"] == place


def test_posts_under_experience_and_unpadded_dates_are_read(tmp_path: Path):
    post = {"company": "Contoso", "position": "Nurse", "from": "May 2022", "to": "Current"}
    body, _ = imported(tmp_path / "resume.json", {"basics": {"name": "Ann Sample"}, "experience": [post]})
    assert (body or {})["experience"] == [{"title": "Nurse", "company": "Contoso", "start": "2022-05"}]
    worked = {"name": "Contoso", "startDate": "2023-9-28", "endDate": "2024-3-1"}
    body, _ = imported(tmp_path / "resume.json", {"basics": {"name": "Ann Sample"}, "work": [worked]})
    assert (body or {})["experience"] == [{"company": "Contoso", "start": "2023-09-28", "end": "2024-03-01"}]


@pytest.mark.parametrize("part", ["work", "education", "skills", "languages", "meta"])
@pytest.mark.parametrize("value", [None, [], {}, "", 0, [None], [5], [{}], [[]]])
def test_odd_shapes_never_crash(tmp_path: Path, part: str, value: object):
    body, fault = imported(tmp_path / "resume.json", {**RESUME, part: value})
    assert (body is None) != (fault is None)
