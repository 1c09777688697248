"""Indeed for the tests: the playground's stand-in on a free port, with assets and rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import served
from bot.playground.sources.indeed import FakeIndeed

CREDENTIALS = {"client_id": "indeed-client", "client_secret": "indeed-secret-1", "employer_id": "emp-7"}
SEARCHING = CREDENTIALS | {"resume_search": "Yes"}
Record = dict[str, Any]


def interested(id: str, email: str | None, **more: Any) -> Record:
    """An asset of Candidate Sync."""
    candidate = {"email": email, "location": "Boston, MA", "name": "Rosa Rich", "phone": None}
    contact = {"candidate": candidate, "job": {"sourcedPostingId": "j-1"}}
    return {"id": id, "metadata": {"stagedAt": "2026-11-02T08:00:00Z"}, "contact": contact, **more}


def match(id: str | None, title: str | None = "Registered Nurse", city: str = "Boston", **more: Any) -> Record:
    """A row of the resume search, which has no name; `skills` is a field that we don't know of."""
    posts = [{"title": title, "company": "Mercy Hospital"}, {"title": "Aide", "company": None}]
    place = {"city": city, "country": "US"}
    summary = {
        "location": place,
        "skills": ["ICU", "nurse"],
        "workExperience": posts,
        "lastUpdatedTime": "2026-11-02T08:00:00Z",
    }
    urls = {"onIndeed": f"https://resumes.indeed.com/resume/{id}"}
    return {"jobSeekerId": id, "resumeSummary": summary, "viewResumeUrls": urls, **more}


@asynccontextmanager
async def indeed() -> AsyncIterator[FakeIndeed]:
    fake = FakeIndeed(CREDENTIALS)
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake
