"""Converts validated jobs, from a file or an ATS, into rows for the store."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from pydantic import TypeAdapter

from connectors.geo.places import Places
from connectors.search.language.place_lists import MOST_PLACES
from handlers.place_lookup import locate
from store.jobs import JobDetails, SourceJob
from store.people import match_keys
from store.tables.core import Job

_LONGEST = 150  # characters that several places may take up in one form field
_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as a row for the store. `updated_at` is None if the job doesn't give it."""

    external_id: str
    details: JobDetails
    status: str
    updated_at: datetime | None

    def stored(self, now: datetime) -> SourceJob:
        return SourceJob(self.external_id, self.details, self.status, self.updated_at or now)

    def equals(self, job: Job | None) -> bool:
        """Whether the store already has an identical row."""
        if job is None or job.status != self.status:
            return False
        if self.updated_at is not None and job.updated_at != self.updated_at:
            return False
        return all(getattr(job, name) == value for name, value in asdict(self.details).items())


def job_row(body: dict[str, Any], places: Places) -> JobRow:
    """A validated job as a row. If it has no id, the title, department and first place together serve as the id. The
    places in `more_places` follow the first, separated as in Where; those that a search or a form can't take are listed
    in the description."""
    place = cast(dict[str, Any], body.get("place") or {})
    remote = body.get("remote") in (True, "yes", "only") or _without_remote(place)
    locate(place, places)
    where = _place_text(place, places)
    more = cast(list[dict[str, Any]], body.get("more_places") or [])
    remote = True in [_without_remote(each) for each in more] or remote
    shown, others = _all_places(where, [_place_text(each, places) for each in more], places)
    description = body.get("description") or ""
    if others:
        description = f"{description}\n\nAlso in: {'; '.join(others)}".strip()
    details = JobDetails(
        title=body["title"].strip(),
        department=body.get("department") or "",
        place="; ".join(shown),
        lat=place.get("lat"),
        lon=place.get("lon"),
        remote=remote,
        description=description,
        apply_url=body.get("apply_url") or "",
        recruiter_email=match_keys.email(body.get("recruiter_email") or ""),
        employment_type=body.get("employment_type") or "",
    )
    derived_id = f"{details.title}|{details.department}|{where}".casefold()[:500]
    return JobRow((body.get("id") or "").strip() or derived_id, details, body.get("status") or "open", updated_at(body))


def _all_places(first: str, more: list[str], places: Places) -> tuple[list[str], list[str]]:
    """The places that a search can take, and those that it can't."""
    shown, others = [first] if first else list[str](), list[str]()
    for each in dict.fromkeys(more):
        if each and each != first:
            fits = len(shown) < MOST_PLACES and len("; ".join((*shown, each))) <= _LONGEST
            (shown if fits and places.exact(each) else others).append(each)
    return shown, others


def _without_remote(place: dict[str, Any]) -> bool:
    """Whether the place contains the word "remote", and the place without that word: "Remote - US" is the United
    States."""
    city = str(place.get("city") or "")
    if not re.match(r"(?:fully |100% )?remote\b", city, re.IGNORECASE):
        return False
    rest = re.sub(r"^.*?remote\b[\s()–—,/:-]*|\)$", "", city, flags=re.IGNORECASE)
    place["city"], place["country"] = None, place.get("country") or rest or None
    return True


def _place_text(place: dict[str, Any], places: Places) -> str:
    """A label like "Boston, MA": from the places file, or else as written in the job."""
    found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is not None and found.kind == "city":
        return found.label
    return ", ".join(part for name in ("city", "region", "country") if (part := place.get(name)))


def updated_at(body: dict[str, Any]) -> datetime | None:
    """The validated time. Formats that Python can't parse are accepted too, and rewritten in `body` as ISO 8601."""
    text = body.get("updated_at")
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        at = _MOMENT.validate_python(text)
        body["updated_at"] = at.isoformat()
        return at
