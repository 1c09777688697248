"""The right values of each file and search of docs/cases.md: what the person may expect of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.files import CANDIDATES, JOBS, Kind, Unreadable, read
from connectors.geo.places import Places
from connectors.search.base import Filters
from connectors.search.language.terms import Terms
from connectors.search.language.understand import Understood, understand
from connectors.titles import Titles
from handlers.place_lookup import locate
from tests.connectors.test_cases import FILES, KINDS, ONE_LINE, PAGE

PLACES, TITLES = Places.open(), Titles.open()
AT_CONTOSO = {"title": "Nurse", "company": "Contoso"}

# Each record in the file, in order; None: must not be there. Only what matters is listed.
RIGHT: dict[str, list[dict[str, Any]]] = {
    "csv/indeed.csv": [
        {
            "name": "Ian Sample",
            "source": None,
            "experience": [{"title": "Asphalt Laborer"}],
            "education": [{"degree": "high_school", "school": None}],
            "phones": ["+1 202 555 0108"],
            "other": {"job title": "Field Installation Technician"},
        },
        {"name": "Ivy Sample", "source": None, "experience": [{"title": "Caregiver"}], "phones": ["+1 202 555 0109"]},
    ],
    "csv/greenhouse_candidates.csv": [
        {"name": "Kofi Sample", "source": None, "found_via": "Referral"},
        {"name": "Elena Sample", "source": None, "found_via": "LinkedIn (Prospecting)"},
    ],
    "csv/zoho_recruit.csv": [
        {
            "name": "Hana Sample",
            "source": None,
            "experience": [{"title": "Java Developer"}],
            "skills": ["Java", "Spring", "Kafka"],
            "years_experience": 7,
            "education": [{"degree": "bachelor"}],
            "emails": ["hana@example.com", "hana2@example.com"],
            "do_not_contact": True,
        }
    ],
    "csv/google_contacts_2024.csv": [
        {
            "name": "Milo Sample",
            "experience": [AT_CONTOSO],
            "emails": ["milo@example.com"],
            "phones": ["+12025550111"],
        }
    ],
    "csv/outlook_contacts.csv": [
        {
            "name": "Nora Sample",
            "experience": [{"title": "Cardiologist"}],
            "place": {"city": "Leeds", "postal_code": "LS1 1AA", "country": "GB"},
            "links": [{"url": "https://nora.example"}],
        }
    ],
    "csv/naukri.csv": [
        {
            "name": "Om Sample",
            "years_experience": 2,
            "experience": [{"title": "Service Desk Executive", "company": "Orient Tech"}],
            "skills": ["ITIL", "AD", "O365"],
            "place": {"city": "Pune"},
        }
    ],
    "csv/odd_values.csv": [
        {"name": "Xan Sample", "education": [{"degree": "master"}], "other": {"Updated": "3/1/2024"}},
        {"name": "Yve Sample", "education": [{"degree": "bachelor"}], "years_experience": 10},
        {"name": "Zed Sample", "education": [{"degree": "bachelor"}], "other": {"Work Authorization": "Yes"}},
        {"name": "Abe Sample", "education": None, "years_experience": None, "other": {"Degree": "Some college"}},
        {"name": "Bea Sample", "education": [{"degree": "master"}], "years_experience": 1},
    ],
    "csv/dates.csv": [
        {"name": f"P{number}", "experience": [{"start": start}], "updated_at": updated}
        for number, start, updated in (
            (1, "2019-03-15", "2024-03-01T00:00:00+00:00"),
            (2, "2019-03", "2024-03-01T00:00:00+00:00"),
            (3, "2019-03-15", "2024-03-01T00:00:00+00:00"),
            (4, "2019-03-05", "2024-03-01T00:00:00+00:00"),
            (5, "2019-03", "2024-03-01T00:00:00+00:00"),
            (6, "2019-03-15", "2024-03-01T00:00:00+00:00"),
            (7, "2019-03-15", None),
            (8, "2019-03-15", "2024-03-01T10:00:00+00:00"),
            (9, "2019", None),
        )
    ],
    "csv/excel_formulas.csv": [
        {"name": "Val Sample", "place": {"postal_code": "02110", "region": "MA"}, "phones": ["07700900123"]},
        {
            "name": "Wes Sample",
            "place": {"postal_code": "02110", "region": "MA"},
            "phones": None,
            "other": {"Phone": "4.47701E+11"},
        },
    ],
    "csv/dirty_emails.csv": [
        {"name": "Jan Sample", "emails": ["jan@example.com"]},
        {"name": "Kim Sample", "emails": ["kim@example.com"]},
        {"name": "Lou Sample", "emails": ["lou@example.com", "lou2@example.com"]},
        {"name": "Max Sample", "emails": None, "other": {"Email": "max(at)example.com"}},
        {"name": "Nat Sample", "emails": ["nat@example.com", "nat.w@example.com"]},
        {"name": "Ola Sample", "emails": ["ola@example.com"]},
        {"name": "Pat Sample", "emails": None},
    ],
    "csv/excel_german.csv": [
        {
            "name": "Jörg Müßig",
            "experience": [{"title": "Altenpfleger", "company": "Söhne & Töchter GmbH"}],
            "skills": ["Pflege", "Führung"],
            "years_experience": 12,
            "willing_to_relocate": True,
            "place": {"city": "Berlin", "country": "DE"},
        }
    ],
    "csv/places.csv": [
        {"name": "Q2", "place": {"postal_code": "02110", "region": "MA", "country": "US"}},
        {"name": "Q4", "place": {"postal_code": "02110", "region": "MA", "country": "US"}},
        {"name": "Q13", "place": {"city": "Greater London", "country": "GB"}},
    ],
    "json/profiles_username_only.json": [{"links": [{"url": "https://www.linkedin.com/in/ann-sample"}]}],
    "json/location_string.json": [{"place": {"city": "Boston", "region": "MA"}}],
    "json/unpadded_dates.json": [{"experience": [{"start": "2023-09-28"}]}],
    "json/website_000.json": [{"links": [{"url": "https://ann.example"}]}],
    "json/experience_key.json": [{"experience": [{**AT_CONTOSO, "start": "2022-05"}]}],
    "json/wrapper.json": [{"name": "Ann Sample"}, {"name": "Ben Sample"}],
    "json/mbbs.json": [{"education": [{"degree": "bachelor", "study_type": "MBBS"}]}],
    "jobs/greenhouse_board.json": [
        {
            "title": "Vault Designer",
            "place": {"city": "NYC", "region": "NY"},
            "apply_url": "https://boards.greenhouse.io/vaulttec/jobs/127817",
        },
        {"title": "Senior Go Engineer", "apply_url": "https://boards.greenhouse.io/acme/jobs/1"},
    ],
    "jobs/jobposting_three_places.json": [
        {
            "title": "Registered Nurse (ICU)",
            "place": {"city": city, "region": region},
            "apply_url": f"https://acme.example/jobs/{number}",
        }
        for number, city, region in ((1, "Boston", "MA"), (2, "Austin", "TX"), (3, "Reno", "NV"))
    ],
    "jobs/words_of_people.csv": [
        {"title": "Krankenpfleger (m/w/d)", "status": "open", "remote": "no"},
        {"title": "ICU Nurse", "status": "open", "remote": "no"},
        {"title": "ER Nurse", "status": "open", "remote": "yes"},
        {"title": "CNA", "status": "closed", "remote": "yes"},
        {"title": "LPN", "status": "closed", "remote": "yes"},
    ],
    "jobs/jsonresume_job.json": [{"title": "Ward Nurse", "remote": "yes"}],
    "jobs/greenhouse_jobs.csv": [
        {"title": "Staff Accountant", "status": "open"},
        {"title": "Controller", "status": "closed"},
        {"title": "Analyst", "status": "closed"},
    ],
}
AMERICAN = Filters(work_authorization=("citizen", "permanent_resident"))
SEARCHES: dict[str, Terms] = {
    "nurse in Portland, OR": Terms(what="nurse", where="Portland, OR"),
    "nurse in Portland OR or ME": Terms(what="nurse", where="Portland, OR or Portland, ME"),
    "registered nurses": Terms(what="registered nurses"),
    "nurses in Boston": Terms(what="nurses", where="Boston, MA"),
    "nurse < 5 years": Terms(what="nurse", filters=Filters(years_to=4)),
    "java developer no H1B": Terms(what="java developer", filters=AMERICAN),
    "develop* AND java": Terms(what="develop* AND java"),
    '"machine learning" NEAR engineer': Terms(
        what='"machine learning" engineer', unsearched=("“NEAR” (the words may be anywhere)",)
    ),
    "java and spring and not manager": Terms(what="java and spring NOT manager"),
    'site:linkedin.com/in ("Python developer" OR "Python engineer") Hyderabad': Terms(
        what='("Python developer" OR "Python engineer")',
        where="Hyderabad, India",
        unsearched=("“site:linkedin.com/in” (only web search engines support it)",),
    ),
    "forklift operator Columbus Ohio nights": Terms(
        what="forklift operator", where="Columbus, OH", unsearched=("“nights”",)
    ),
    "Java developer $120k-150k Austin": Terms(what="Java developer", where="Austin, TX", unsearched=("“$120k-150k”",)),
    "VP Ops": Terms(what="VP Ops"),
    "nurse in 10115 Berlin": Terms(what="nurse", where="Berlin, Germany"),
    "nurse in Boston MA 02110 25 miles": Terms(what="nurse", where="02110 (Boston, MA)", radius=25),
    "remote US recruiter": Terms(what="recruiter", where="United States", filters=Filters(remote=True)),
    "nurse Boston or Worcester": Terms(what="nurse", where="Boston, MA or Worcester, MA"),
    "Need: Sr. Java Developer (5+ yrs) – Boston, MA (hybrid)": Terms(
        what="Java Developer",
        where="Boston, MA",
        filters=Filters(seniority=("senior",), years_from=5),
        unsearched=("“hybrid”",),
    ),
    "MBA from Harvard": Terms(filters=Filters(education="mba", school="Harvard")),
}
# For searches whose words say the same in another way: the search they must equal.
SAME_AS = {
    "develop* AND java": "develop* java",
    "java and spring and not manager": "java AND spring AND NOT manager",
    "VP Ops": '("vice president" OR VP) (operations OR Ops)',
}


def wrong(found: Any, right: Any, at: str = "") -> list[str]:
    """The paths of the values that are not as they should be."""
    if isinstance(right, Mapping) and isinstance(found, Mapping):
        return [one for key, value in right.items() for one in wrong(found.get(key), value, f"{at}.{key}")]
    if isinstance(right, list) and isinstance(found, list) and len(right) == len(found):
        return [one for n, (a, b) in enumerate(zip(found, right, strict=True)) for one in wrong(a, b, f"{at}[{n}]")]
    return [] if found == right else [f"{at}: {found!r}, not {right!r}"]


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_gives_what_is_right(name: str):
    lines = list(read(FILES / name, KINDS[name.split("/")[0]]))
    bodies = [line.body or {} for line in lines]
    for body in bodies:
        locate(body.get("place"), PLACES)
    assert wrong(bodies, RIGHT[name]) == []


def read_search(typed: str) -> Understood:
    return understand(Terms(what=typed), PLACES, TITLES)


@pytest.mark.parametrize("typed", SEARCHES)
def test_a_search_gives_what_is_right(typed: str):
    u = read_search(typed)
    assert u.faults == ()
    assert replace(u.terms, place_id="", bare_place="") == SEARCHES[typed]


@pytest.mark.parametrize("typed", SAME_AS)
def test_a_search_means_the_same_as_in_other_words(typed: str):
    assert meanings(read_search(typed)) == meanings(read_search(SAME_AS[typed]))


def meanings(u: Understood) -> set[str]:
    """The words and phrases that are searched, with operators, in any order."""
    return set(repr(u.what).casefold().replace("(", " ").replace(")", " ").replace(",", " ").split())


@pytest.mark.parametrize(("kind", "name"), [(CANDIDATES, "people"), (JOBS, "jobs")])
def test_one_very_long_line_is_refused_in_a_sentence(tmp_path: Path, kind: Kind, name: str):
    path = tmp_path / f"{name}.txt"
    path.write_text(ONE_LINE, "utf-8")
    with pytest.raises(Unreadable, match=f"{name}.txt is XML or HTML. Save or export it as CSV or JSON."):
        read(path, kind)


def test_each_file_and_search_of_the_page_has_its_right_value():
    cells = [line.split(" | ")[0].removeprefix("| ").strip("`") for line in PAGE.read_text("utf-8").splitlines()]
    start = PAGE.read_text("utf-8").partition("## Chat")[0]
    listed = {one for one in cells if f"| `{one}` |" in start}
    assert listed - {"jobs/long_first_line.txt"} == {*RIGHT, *SEARCHES}
