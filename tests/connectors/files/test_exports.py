"""Exports of known programs: recognised by their headings, each column in its place."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from connectors.files import CANDIDATES, JOBS, read

ANN: dict[str, Any] = {"name": "Ann Sample", "emails": ["ann@example.com"]}


def post(title: str, company: str = "Contoso") -> dict[str, Any]:
    return {"experience": [{"title": title, "company": company}]}


# program → a row by heading, and what it gives besides name, e-mail address and `other`
EXPORTS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "LinkedIn connections": (
        {
            "First Name": "Ann",
            "Last Name": "Sample",
            "URL": "https://www.linkedin.com/in/ann",
            "Email Address": "ann@example.com",
            "Company": "Contoso",
            "Position": "Nurse",
            "Connected On": "01 Jan 2020",
        },
        {**post("Nurse"), "links": [{"kind": "linkedin", "url": "https://www.linkedin.com/in/ann"}]},
    ),
    "LinkedIn Recruiter": (
        {
            "First Name": "Ann",
            "Last Name": "Sample",
            "Headline": "Nurse",
            "Location": "Boston, MA",
            "Current Title": "Nurse",
            "Current Company": "Contoso",
            "Email Address": "ann@example.com",
            "Profile URL": "https://www.linkedin.com/talent/profile/x",
            "Active Project": "ICU",
        },
        {
            **post("Nurse"),
            "headline": "Nurse",
            "place": {"city": "Boston", "region": "MA"},
            "links": [{"kind": "linkedin", "url": "https://www.linkedin.com/talent/profile/x"}],
        },
    ),
    "Greenhouse": (
        {
            "Candidate ID": "7",
            "First Name": "Ann",
            "Last Name": "Sample",
            "Email": "ann@example.com",
            "Job": "Staff SRE",
            "Stage": "Offer",
            "Status": "Rejected",
            "Source": "Referral",
            "Rejection Reason": "",
        },
        {"id": "7", "found_via": "Referral"},
    ),
    "Lever": (
        {
            "Candidate Name": "Ann Sample",
            "Email": "ann@example.com",
            "Origin": "sourced",
            "Sources": "LinkedIn",
            "Stage": "New lead",
            "Posting Title": "Staff SRE",
        },
        {"found_via": "LinkedIn"},
    ),
    "Workable": (
        {"Name": "Ann Sample", "Email": "ann@example.com", "Job": "SRE", "Stage": "Applied", "Disqualified": "No"},
        {},
    ),
    "Ashby": (
        {
            "Candidate Name": "Ann Sample",
            "Primary Email Address": "ann@example.com",
            "Job Title": "SRE at Acme",
            "Current Interview Stage": "Screen",
            "Credited To": "Dana",
            "Application Source": "Indeed",
        },
        {"found_via": "Indeed"},
    ),
    "Bullhorn": (
        {
            "ID": "7",
            "First Name": "Ann",
            "Last Name": "Sample",
            "Occupation": "Nurse",
            "Company Name": "Contoso",
            "Email 1": "ann@example.com",
            "Mass Mail Opt Out": "1",
            "Date Last Modified": "3/15/2024 10:00 AM",
        },
        {"id": "7", **post("Nurse"), "do_not_contact": True, "updated_at": "2024-03-15T10:00:00+00:00"},
    ),
    "Zoho Recruit": (
        {
            "CANDIDATE ID": "ZR_1",
            "Salutation": "Ms.",
            "First Name": "Ann",
            "Last Name": "Sample",
            "Email": "ann@example.com",
            "Current Employer": "Contoso",
            "Current Job Title": "Nurse",
            "Skill Set": "ICU, Triage",
            "Highest Qualification Held": "B.E.",
            "Experience in Years": "7",
            "Candidate Status": "New",
            "Email Opt Out": "true",
        },
        {
            "id": "ZR_1",
            **post("Nurse"),
            "skills": ["ICU", "Triage"],
            "education": [{"degree": "bachelor"}],
            "years_experience": 7,
            "do_not_contact": True,
        },
    ),
    "Indeed": (
        {
            "name": "Ann Sample",
            "email": "ann@example.com",
            "phone": "'+1 202 555 0108",
            "candidate location": "Altoona, PA",
            "relevant experience": "Caregiver",
            "education": "High school diploma",
            "job title": "Nurse – Weekly Pay",
            "interest level": "",
            "source": "Sponsored",
        },
        {
            "phones": ["+1 202 555 0108"],
            "place": {"city": "Altoona", "region": "PA"},
            "experience": [{"title": "Caregiver"}],
            "education": [{"degree": "high_school", "study_type": "High school diploma"}],
            "found_via": "Sponsored",
        },
    ),
    "Naukri": (
        {
            "Name": "Ann Sample",
            "Email ID": "ann@example.com",
            "Total Experience": "2 Year(s) 3 Month(s)",
            "Curr. Company name": "Contoso",
            "Curr. Company Designation": "Nurse",
            "Role": "Care",
            "Key Skills": "ICU",
            "Resume Headline": "Nurse",
        },
        {**post("Nurse"), "years_experience": 2, "skills": ["ICU"], "headline": "Nurse"},
    ),
    "HubSpot": (
        {
            "Record ID": "7",
            "First Name": "Ann",
            "Last Name": "Sample",
            "Email": "ann@example.com",
            "Contact owner": "Dana",
            "Unsubscribed from all email": "true",
        },
        {"id": "7", "do_not_contact": True},
    ),
    "Google Contacts": (
        {
            "First Name": "Ann",
            "Last Name": "Sample",
            "Organization Name": "Contoso",
            "Organization Title": "Nurse",
            "E-mail 1 - Label": "* Work",
            "E-mail 1 - Value": "ann@example.com",
            "Phone 1 - Value": "+1 202 555 0101 ::: +1 202 555 0102",
        },
        {**post("Nurse"), "phones": ["+1 202 555 0101", "+1 202 555 0102"]},
    ),
    "Outlook": (
        {
            "First Name": "Ann",
            "Last Name": "Sample",
            "Title": "Dr.",
            "E-mail Address": "ann@example.com",
            "Business Phone": "+1 202 555 0112",
            "Company": "Contoso",
            "Job Title": "Nurse",
            "Business City": "Leeds",
            "Business Country/Region": "United Kingdom",
            "Web Page": "https://ann.example",
        },
        {
            **post("Nurse"),
            "phones": ["+1 202 555 0112"],
            "place": {"city": "Leeds", "country": "United Kingdom"},
            "links": [{"kind": "website", "url": "https://ann.example"}],
        },
    ),
}


def table(path: Path, row: dict[str, str]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([row.keys(), row.values()])
    path.write_text(text.getvalue())
    return path


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_recognised_and_understood(tmp_path: Path, program: str):
    row, gives = EXPORTS[program]
    records = read(table(tmp_path / "a.csv", row), CANDIDATES)
    assert records.columns is not None
    assert (records.columns.export, records.columns.unknown()) == (program, ())
    [line] = records
    body = {name: value for name, value in (line.body or {}).items() if name != "other"}
    assert (body, line.asides) == ({**ANN, **gives}, ())


def test_googles_older_export_is_recognised(tmp_path: Path):
    row = {
        "Name": "Ann Sample",
        "Given Name": "Ann",
        "Family Name": "Sample",
        "E-mail 1 - Type": "* Work",
        "E-mail 1 - Value": "ann@example.com",
        "Organization 1 - Name": "Contoso",
        "Organization 1 - Title": "Nurse",
    }
    records = read(table(tmp_path / "a.csv", row), CANDIDATES)
    assert records.columns is not None
    assert (records.columns.export, [line.body for line in records]) == ("Google Contacts", [{**ANN, **post("Nurse")}])


def test_greenhouses_jobs_are_recognised(tmp_path: Path):
    row = {"Job ID": "1", "Job Name": "Controller", "Requisition ID": "R-1", "Office": "Boston", "Status": "Draft"}
    [line] = read(table(tmp_path / "a.csv", row), JOBS)
    assert line.body == {"id": "1", "title": "Controller", "place": {"city": "Boston"}, "status": "closed"}


@pytest.mark.parametrize("program", sorted({*EXPORTS}))
def test_the_docs_list_each_program(program: str):
    assert f"| {program} |" in Path("docs/importing.md").read_text()


@pytest.mark.parametrize(
    "start",
    [
        '{"candidates": [',
        '{"total": 2, "jobs": [',
        '\n{ "meta": {"page": 1}, "errors": [],\n "data": [',
        '{"results":[',
    ],
)
def test_a_list_within_an_object_is_found(tmp_path: Path, start: str):
    path = tmp_path / "a.json"
    path.write_text(start + '{"id": "1", "name": "Ann"},\n{"id": "2", "name": "Ben"}], "more": {"next": null}}')
    assert [(line.body or {}).get("name") for line in read(path, CANDIDATES)] == ["Ann", "Ben"]


def test_a_record_with_a_list_of_that_name_is_one_record(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text('{"id": "1", "name": "Ann", "results": [{"name": "Ben"}]}')
    assert [(line.body or {})["name"] for line in read(path, CANDIDATES)] == ["Ann"]


ANN_AT_HOME = {
    "first_name": "Ann",
    "last_name": "Sample",
    "email_addresses": [{"value": "ann@example.com", "type": "home"}],
}


@pytest.mark.parametrize(
    "given",
    [
        {"data": {"candidates": [{"name": "Ann Sample", "email": "ann@example.com"}]}},
        {"results": [{"resume": {"basics": {"name": "Ann Sample", "email": ["ann@example.com"]}}}]},
        {"took": 3, "hits": {"total": 1, "hits": [{"_source": {"fullName": "Ann Sample", "mail": "ann@example.com"}}]}},
        {"data": [{"type": "candidates", "attributes": {"full_name": "Ann Sample", "emails": ["ann@example.com"]}}]},
        {"candidates": [ANN_AT_HOME]},
    ],
)  # fmt: skip
def test_people_in_the_json_of_other_programs_keep_their_name_and_address(tmp_path: Path, given: dict[str, Any]):
    path = tmp_path / "people.json"
    path.write_text(json.dumps(given), "utf-8")
    [line] = read(path, CANDIDATES)
    assert line.fault is None
    assert {**ANN, **(line.body or {})} == (line.body or {}) | ANN


def test_common_names_of_fields_are_read_as_in_a_table(tmp_path: Path):
    path = tmp_path / "people.json"
    person = {
        **ANN_AT_HOME,
        "phone_numbers": [{"value": "+1 202 555 0100"}],
        "location": "Boston, MA",
        "title": "Nurse",
    }
    path.write_text(json.dumps([{**person, "company": "Contoso", "doNotContact": "yes", "tags": ["icu"]}]), "utf-8")
    [line] = read(path, CANDIDATES)
    assert line.body == {
        **ANN, **post("Nurse"), "phones": ["+1 202 555 0100"], "place": {"city": "Boston", "region": "MA"},
        "do_not_contact": True, "tags": ["icu"],
    }  # fmt: skip


def test_a_list_of_jobs_with_other_things_gives_the_jobs(tmp_path: Path):
    job = {"@type": "JobPosting", "title": "Nurse", "url": "https://a.example/1"}
    path = tmp_path / "jobs.json"
    for given in (
        {"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Acme"}, job]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": job}]},
        {"offers": [{"title": "Nurse", "careers_url": "https://a.example/1"}]},
    ):
        path.write_text(json.dumps(given), "utf-8")
        [line] = read(path, JOBS)
        assert line.body is not None
        assert (line.body["title"], line.body["apply_url"]) == ("Nurse", "https://a.example/1")


def test_what_accompanies_a_posting_is_named_only_if_there_is_no_posting(tmp_path: Path):
    path = tmp_path / "jobs.json"
    others = [{"@type": "Organization", "name": "Acme"}, {"@type": ["WebPage"]}, {"@type": "BreadcrumbList"}]
    job = {"@type": "JobPosting", "title": "Nurse"}
    for given, faults in (
        ({"@graph": [*others, job, *others]}, [None]),
        ([*others, job, {"title": ""}], [None, "title is empty"]),
        ({"@graph": others}, ["is not a job but “Organization”"]),
        (others[0], ["is not a job but “Organization”"]),
        ([{"@graph": [*others, job]}, {"@graph": [job]}], [None, None]),
    ):
        path.write_text(json.dumps(given), "utf-8")
        assert [line.fault for line in read(path, JOBS)] == faults


@pytest.mark.parametrize(
    "table",
    [
        "Imię;Nazwisko;E-mail;Miasto\nAnn;Sample;ann@example.com;Boston",
        "姓名,邮箱,城市\nAnn Sample,ann@example.com,Boston",
    ],
)
def test_headings_in_other_languages_are_recognised(tmp_path: Path, table: str):
    path = tmp_path / "people.csv"
    path.write_text(table, "utf-8")
    [line] = read(path, CANDIDATES)
    assert line.body == {**ANN, "place": {"city": "Boston"}}
