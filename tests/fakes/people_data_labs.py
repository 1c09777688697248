"""People Data Labs for the tests: the playground's stand-in on a free port, and its people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import served
from bot.playground.sources.people_data_labs import FakePeopleDataLabs

CREDENTIALS = {"api_key": "pdl-api-key-1"}
Record = dict[str, Any]


def person(id: str, name: str, title: str = "icu nurse", **more: Any) -> Record:
    """A record as documented at https://docs.peopledatalabs.com/docs/fields."""
    first, _, last = name.lower().partition(" ")
    return {
        "id": id,
        "full_name": name.lower(),
        "first_name": first,
        "last_name": last,
        "linkedin_url": f"linkedin.com/in/{first}-{id}",
        "github_url": None,
        "work_email": f"{first}@mercy.example",
        "personal_emails": [f"{first}@people.example"],
        "recommended_personal_email": f"{first}@people.example",
        "emails": [{"address": f"{first}@mercy.example", "type": "current_professional"}],
        "mobile_phone": "+16175550100",
        "phone_numbers": ["+16175550100", "+16175550101"],
        "job_title": title,
        "job_title_role": "health",
        "job_title_levels": ["senior"],
        "job_company_name": "mercy hospital",
        "job_company_industry": "hospital & health care",
        "job_last_verified": "2026-10-20",
        "location_name": "boston, massachusetts, united states",
        "location_locality": "boston",
        "location_region": "massachusetts",
        "location_country": "united states",
        "location_geo": "42.36,-71.06",
        "skills": ["triage", "critical care"],
        "inferred_years_experience": 8,
        "experience": [
            {
                "title": {"name": "nurse", "levels": []},
                "company": {"name": "city clinic"},
                "start_date": "2014",
                "end_date": "2018-05",
                "is_primary": False,
            },
            {
                "title": {"name": title, "levels": ["senior"]},
                "company": {"name": "mercy hospital"},
                "start_date": "2018-06",
                "end_date": None,
                "is_primary": True,
            },
        ],
        "education": [
            {
                "school": {"name": "simmons university"},
                "degrees": ["bachelors", "bachelor of science"],
                "majors": ["nursing"],
                "end_date": "2013",
            }
        ],
        "profiles": [{"network": "linkedin", "url": f"linkedin.com/in/{first}-{id}", "username": first}],
        **more,
    }


@asynccontextmanager
async def people_data_labs() -> AsyncIterator[FakePeopleDataLabs]:
    fake = FakePeopleDataLabs(CREDENTIALS)
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake
