"""People in the tables and the JSON of other programs: where they were found, values in objects and in lists."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.files import CANDIDATES, read


@pytest.mark.parametrize(
    ("headings", "cells", "found_via", "other"),
    [
        ("Origin,Sources,Stage,Posting Title", 'sourced,"LinkedIn, Referral",New,SRE', "LinkedIn, Referral", "sourced"),
        ("Origin,Sources,Stage,Posting Title", "applied,,New,SRE", "applied", None),
        ("Origin,Sources,Current Stage,Posting", "sourced,LinkedIn,New,SRE", "LinkedIn", "sourced"),
        (
            "Origin,Source 1,Source 2,Stage,Posting Title",
            "sourced,LinkedIn,Referral,New,SRE",
            "LinkedIn; Referral",
            "sourced",
        ),
        ("Origin,Sources", "sourced,LinkedIn", "LinkedIn", "sourced"),
        ("Origin", "sourced", "sourced", None),
    ],
)
def test_levers_origin_is_where_somebody_was_found_only_without_a_source(
    tmp_path: Path, headings: str, cells: str, found_via: str, other: str | None
):
    path = tmp_path / "lever.csv"
    path.write_text(f"Candidate Name,Email,{headings}\nAnn Sample,ann@example.com,{cells}\n")
    [line] = read(path, CANDIDATES)
    assert line.body is not None
    assert (line.body["found_via"], line.body.get("other", {}).get("Origin")) == (found_via, other)


LEVER = {
    "id": "250d8f03",
    "name": "Shane Smith",
    "emails": ["shane@example.com"],
    "phones": [{"type": "mobile", "value": "(123) 456-7891"}],
    "links": ["indeed.com/r/Shane-Smith"],
    "location": "Oakland",
    "origin": "sourced",
    "sources": ["LinkedIn", "Referral"],
}


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (
            LEVER,
            {
                "phones": ["(123) 456-7891"],
                "links": [{"kind": "website", "url": "indeed.com/r/Shane-Smith"}],
                "found_via": "LinkedIn, Referral",
                "place": {"city": "Oakland"},
            },
        ),
        ({**LEVER, "sources": []}, {"found_via": "sourced"}),
        ({"emails": [{"value": "ann@example.com", "type": "home"}]}, {"emails": ["ann@example.com"]}),
        ({"emails": [{"address": "ann@example.com"}]}, {"emails": ["ann@example.com"]}),
        ({"website": "https://ann.example"}, {"links": [{"kind": "website", "url": "https://ann.example"}]}),
        ({"links": "linkedin.com/in/ann"}, {"links": [{"kind": "linkedin", "url": "linkedin.com/in/ann"}]}),
        (
            {"socialLinks": [{"type": "LinkedIn", "url": "https://linkedin.com/in/ann"}]},
            {"links": [{"kind": "linkedin", "url": "https://linkedin.com/in/ann"}]},
        ),
        ({"skills": [{"name": "java"}, {"name": "sql"}]}, {"skills": ["java", "sql"]}),
        ({"languages": [{"language": "German", "fluency": "native"}]}, {"languages": ["German"]}),
        ({"experience": {"title": "Nurse"}}, {"experience": [{"title": "Nurse"}]}),
        (
            {"location": {"city": "Boston", "state": "MA", "country": "US"}},
            {"place": {"city": "Boston", "region": "MA", "country": "US"}},
        ),
        ({"location": {"locationSummary": "Boston, MA"}}, {"place": {"city": "Boston", "region": "MA"}}),
        ({"source": {"title": "Referral"}}, {"source": "Referral"}),
        ({"locationName": "Boston, MA"}, {"place": {"city": "Boston", "region": "MA"}}),
        (
            {"positions": [{"title": "Nurse", "companyName": "Acme", "startDate": "2019-01", "endDate": None}]},
            {"experience": [{"title": "Nurse", "company": "Acme", "start": "2019-01"}]},
        ),
        ({"name": {"first": "Ann", "last": "Sample"}}, {"name": "Ann Sample"}),
        ({"primaryPhoneNumber": {"value": "+1 202 555 0100"}}, {"phones": ["+1 202 555 0100"]}),
    ],
)
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_values_in_objects_and_lists_of_other_programs_are_read(
    tmp_path: Path, suffix: str, given: dict[str, Any], right: dict[str, Any]
):
    path = tmp_path / f"people.{suffix}"
    path.write_text(json.dumps({"name": "Ann Sample", "emails": ["ann@example.com"], **given}) + "\n")
    [line] = read(path, CANDIDATES)
    assert line.body is not None
    assert {name: line.body.get(name) for name in right} == right
    assert not line.asides


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("csv", "Name,Email,LinkedIn\nAnn,ann@example.com,Ann's profile\n"),
        ("json", '[{"name": "Ann", "emails": ["ann@example.com"], "links": ["Ann\'s profile"]}]'),
    ],
)
def test_a_link_without_an_address_is_set_aside(tmp_path: Path, suffix: str, text: str):
    path = tmp_path / f"people.{suffix}"
    path.write_text(text)
    [line] = read(path, CANDIDATES)
    assert line.body is not None
    assert (line.body.get("links") or [], len(line.asides), len(line.body["other"])) == ([], 1, 1)


def test_a_heading_that_says_it_is_required_is_recognised(tmp_path: Path):
    path = tmp_path / "people.csv"
    path.write_text("Name *,Email (required),Phone # (optional)\nAnn,ann@example.com,+1 202 555 0100\n")
    [line] = read(path, CANDIDATES)
    assert line.body == {"name": "Ann", "emails": ["ann@example.com"], "phones": ["+1 202 555 0100"]}
