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
        "updated_at": "2026-11-20T08:00:00Z",
        "certificates": [{"name": "Telegraph operator", "date": "1863-01-01"}],
    }


def test_arrays_and_lines_of_resumes_are_read(tmp_path: Path):
    (tmp_path / "many.json").write_text(json.dumps([RESUME, RESUME]))
    (tmp_path / "many.jsonl").write_text(json.dumps(RESUME) + "\n" + json.dumps(RESUME))
    for name in ("many.json", "many.jsonl"):
        assert [(line.body or {}).get("name") for line in read(tmp_path / name, CANDIDATES)] == ["Thomas Edison"] * 2


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("basics.name", None, "basics.name is missing"),
        ("basics.email", 5, "basics.email[0] must be text"),
        ("work", "none", "work[0] must be an object, not text"),
        ("work.0.startDate", "long ago", "work[0].startDate is not a date"),
        ("work.0.position", ["a"], "work[0].position must be text, not a list"),
        ("skills.0.name", {"a": 1}, "skills[0] must be text, not an object"),
        ("meta.lastModified", 5, "meta.lastModified must be a time"),
    ],
)
def test_errors_use_json_resume_field_names(tmp_path: Path, part: str, value: object, reason: str):
    resume = copy.deepcopy(RESUME)
    *way, last = part.split(".")
    inside: Any = resume
    for step in way:
        inside = inside[int(step) if step.isdigit() else step]
    inside[last] = value
    body, fault = imported(tmp_path / "resume.json", resume)
    assert body is None
    assert reason in (fault or "")


@pytest.mark.parametrize("part", ["work", "education", "skills", "languages", "meta"])
@pytest.mark.parametrize("value", [None, [], {}, "", 0, [None], [5], [{}], [[]]])
def test_odd_shapes_never_crash(tmp_path: Path, part: str, value: object):
    body, fault = imported(tmp_path / "resume.json", {**RESUME, part: value})
    assert (body is None) != (fault is None)
