"""Dice for the tests: the playground's stand-in on a free port, and its people."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import served
from bot.playground.sources.dice import FakeDice

CREDENTIALS = {
    "client_id": "acme-client",
    "client_secret": "dice-client-secret-1",
    "username": "ana@acme.example",
    "password": "dice-password-1",
}
Record = dict[str, Any]


def person(id: str, name: str, title: str = "Java Developer", **more: Any) -> Record:
    """A profile as a view shows it; the search leaves out `email`, `phone` and `resume`."""
    first, _, last = name.partition(" ")
    return {
        "id": id,
        "candidateId": f"c-{id}",
        "firstName": first,
        "lastName": last,
        "fullName": name,
        "city": "Boston",
        "region": "MA",
        "country": "United States",
        "currentJobTitle": title,
        "currentCompany": "Acme Systems",
        "experience": {
            "current": {"org": "Acme Systems", "title": title, "periodStart": {"day": 1, "month": 3, "year": 2021}},
            "history": [
                {
                    "org": "Bolt Labs",
                    "title": "Developer",
                    "periodStart": {"year": 2016},
                    "periodEnd": {"month": 2, "year": 2021},
                }
            ],
        },
        "skills": [{"skill": "Java", "yearsUsed": 6, "score": 0.9}, {"skill": "Kubernetes"}],
        "yearsOfExperience": 9,
        "locations": [{"city": "Boston", "region": "MA", "countryCode": "US", "latitude": 42.36, "longitude": -71.06}],
        "education": [{"degree": "Masters", "org": "Simmons University"}],
        "socialProfiles": [{"source": "github", "url": f"https://github.com/{id}"}],
        "workPermitDocuments": ["us citizenship"],
        "workPreferences": [{"willingToRelocate": True, "employmentType": ["full-time"]}],
        "dateResumeLastUpdated": "2026-11-02T08:00:00Z",
        "hasEmail": True,
        "hasPhone": True,
        "email": [f"{first.lower()}@people.example"],
        "phone": ["+1 617 555 0100"],
        "resume": {
            "contentType": "text/html",  # wrong, as real ones are
            "filename": f"{last}.html",
            "resumeData": base64.b64encode(b"%PDF-1.4 resume of " + name.encode()).decode(),
        },
        **more,
    }


@asynccontextmanager
async def dice() -> AsyncIterator[FakeDice]:
    fake = FakeDice(CREDENTIALS)
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake
