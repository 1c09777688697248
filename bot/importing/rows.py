"""Checked records of files as the rows that the store keeps."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from pydantic import TypeAdapter
from pydantic_core import to_json

from bot.importing.batches import Unfit
from connectors.geo.places import Places
from store.engines import Json
from store.jobs import JobWords
from store.people import match_keys
from store.people.profiles import ProfileRow

_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`body` is what `row` holds as JSON text: the index is told from it."""

    row: ProfileRow
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JobRow:
    """`updated_at` None: the file does not say."""

    external_id: str
    words: JobWords
    status: str
    updated_at: datetime | None


def candidate_row(body: dict[str, Any], places: Places) -> CandidateRow:
    """Fills in the coordinates that the place lacks. Raises Unfit."""
    source_id = (body.get("id") or "").strip() or match_keys.fallback_id(body)
    if source_id is None:
        raise Unfit("has no id, e-mail or link to know the person by")
    locate(body.get("place"), places)
    updated_at = _updated(body)
    try:
        text = body_text(body)
    except ValueError:
        raise Unfit("holds a number that is too large") from None
    row = ProfileRow(
        source=body.get("source") or "internet",
        source_id=source_id,
        name=body["name"],
        email=next((found for text in body.get("emails") or () if (found := match_keys.email(text))), ""),
        body=cast(dict[str, Any], Json(text)),
        updated_at=updated_at,
    )
    return CandidateRow(row, body)


def body_text(body: dict[str, Any]) -> str:
    """As compact JSON, four times as quickly as `json` does it. Raises ValueError for an infinite number."""
    text = to_json(body).decode()
    if "Infinity" in text or "NaN" in text:  # in a number, or in words
        json.dumps(body, allow_nan=False)
    return text


def job_row(body: dict[str, Any], places: Places) -> JobRow:
    """Without an id, title, department and place together are it."""
    place = cast(dict[str, Any], body.get("place") or {})
    locate(place, places)
    where = _in_words(place, places)
    words = JobWords(
        title=body["title"].strip(),
        department=body.get("department") or "",
        place=where,
        lat=place.get("lat"),
        lon=place.get("lon"),
        remote=body.get("remote") in (True, "yes", "only"),
        description=body.get("description") or "",
        apply_url=body.get("apply_url") or "",
        recruiter_email=match_keys.email(body.get("recruiter_email") or ""),
        employment_type=body.get("employment_type") or "",
    )
    made = f"{words.title}|{words.department}|{where}".casefold()[:500]
    return JobRow((body.get("id") or "").strip() or made, words, body.get("status") or "open", _updated(body))


def locate(place: dict[str, Any] | None, places: Places) -> None:
    """Coordinates for a place that has none, and the codes that searches know it by; unknown ones keep their words."""
    if not place or (place.get("lat") is not None and place.get("lon") is not None):
        return
    found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is not None:
        place["lat"], place["lon"] = found.lat, found.lon
        place["country"] = found.country or place.get("country")
        place["region"] = found.region or place.get("region")


def _in_words(place: dict[str, Any], places: Places) -> str:
    """ "Boston, MA", as the places file has it, or as the job has it."""
    found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is not None and found.kind == "city":
        return found.label
    return ", ".join(part for name in ("city", "region", "country") if (part := place.get(name)))


def _updated(body: dict[str, Any]) -> datetime | None:
    """The checked time, also in the spellings that Python does not read; the body then has it in ISO 8601."""
    words = body.get("updated_at")
    if not words:
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        at = _MOMENT.validate_python(words)
        body["updated_at"] = at.isoformat()
        return at
