"""Converts validated file records into store rows."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from pydantic import TypeAdapter
from pydantic_core import to_json

from bot.importing.batches import Unfit
from connectors.geo.places import Place, Places
from store.engines import Json
from store.jobs import JobDetails
from store.people import match_keys
from store.people.profiles import ProfileRow

_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)


_SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")  # "internet", "people_data_labs"; not "Referral"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`body` is the record that `row` holds as JSON text; the index document is built from it. `older_id`: the id that
    an earlier version gave to the row; "" if it is the same."""

    row: ProfileRow
    body: dict[str, Any]
    older_id: str = ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """`updated_at` is None when the file doesn't give it."""

    external_id: str
    details: JobDetails
    status: str
    updated_at: datetime | None


def candidate_row(body: dict[str, Any], places: Places, source: str = "") -> CandidateRow:
    """Also fills in missing coordinates of the place. `source` is the tab, by default the record's own when it is a
    source's name; anything else it says there is where the person was found. Raises Unfit."""
    given = body.get("source") or ""
    source = source or (given if _SOURCE_NAME.fullmatch(given) else "internet")
    if given and given != source:
        body.setdefault("found_via", given)
    if given or source != "internet":
        body["source"] = source
    source_id = (body.get("id") or "").strip() or match_keys.fallback_id(body)
    if source_id is None:
        raise Unfit("has no id, e-mail or link to identify the person")
    locate(body.get("place"), places)
    updated_at = _updated(body)
    try:
        text = body_text(body)
    except ValueError:
        raise Unfit("contains a number that is too large") from None
    row = ProfileRow(
        source=source,
        source_id=source_id,
        name=body["name"],
        email=next((found for text in body.get("emails") or () if (found := match_keys.email(text))), ""),
        body=cast(dict[str, Any], Json(text)),
        updated_at=updated_at,
    )
    return CandidateRow(row, body, match_keys.older_fallback_id(source_id))


def body_text(body: dict[str, Any]) -> str:
    """Compact JSON, four times as fast as `json`. Raises ValueError for an infinite number."""
    text = to_json(body).decode()
    if "Infinity" in text or "NaN" in text:  # as a number, or just within a text
        json.dumps(body, allow_nan=False)
    return text


def job_row(body: dict[str, Any], places: Places) -> JobRow:
    """Without an id, title, department and place together serve as the id."""
    place = cast(dict[str, Any], body.get("place") or {})
    remote = body.get("remote") in (True, "yes", "only") or _without_remote(place)
    locate(place, places)
    where = _place_text(place, places)
    details = JobDetails(
        title=body["title"].strip(),
        department=body.get("department") or "",
        place=where,
        lat=place.get("lat"),
        lon=place.get("lon"),
        remote=remote,
        description=body.get("description") or "",
        apply_url=body.get("apply_url") or "",
        recruiter_email=match_keys.email(body.get("recruiter_email") or ""),
        employment_type=body.get("employment_type") or "",
    )
    derived_id = f"{details.title}|{details.department}|{where}".casefold()[:500]
    return JobRow((body.get("id") or "").strip() or derived_id, details, body.get("status") or "open", _updated(body))


def _without_remote(place: dict[str, Any]) -> bool:
    """Whether the place is the word "remote", which is taken out of it: "Remote - US" is the United States."""
    city = str(place.get("city") or "")
    if not re.match(r"(?:fully |100% )?remote\b", city, re.IGNORECASE):
        return False
    rest = re.sub(r"^.*?remote\b[\s()–—,/:-]*|\)$", "", city, flags=re.IGNORECASE)
    place["city"], place["country"] = None, place.get("country") or rest or None
    return True


def locate(place: dict[str, Any] | None, places: Places) -> None:
    """Add coordinates to a place that has none, and the country and region codes that searches use. Unknown places
    keep their text."""
    if not place or (place.get("lat") is not None and place.get("lon") is not None):
        return
    code = str(place.get("postal_code") or "").strip()
    if re.fullmatch("[0-9]{3,4}", code) and (found := _zip_without_zeros(place, code, places)):
        place["postal_code"] = code.zfill(5)
    else:
        found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is None:
        found = _as_written(place, places)
    if found is not None:
        place["lat"], place["lon"] = found.lat, found.lon
        place["country"] = found.country or place.get("country")
        place["region"] = found.region or place.get("region")
    elif country := places.country_code(place.get("country") or ""):
        place["country"] = country
        if region := places.region_code(place.get("region") or "", country):
            place["region"] = region


def _zip_without_zeros(place: dict[str, Any], code: str, places: Places) -> Place | None:
    """The place of a US ZIP code that a spreadsheet shortened: 2110 is 02110. None unless the rest of the place agrees,
    because other countries have codes of four digits."""
    country = places.country_code(place.get("country") or "")
    found = places.locate(None, None, "US", code.zfill(5)) if country == "US" or not place.get("country") else None
    if found is None or country == "US" or not (place.get("city") or place.get("region")):
        return found
    city = places.locate(place.get("city"), place.get("region"), None, None)
    state = city.region if city and city.country == "US" else places.region_code(place.get("region") or "")
    return found if state == found.region else None


def _as_written(place: dict[str, Any], places: Places) -> Place | None:
    """The city or area that the place's text names as a whole: "Greater London, UK", "Boston, Massachusetts"."""
    if not place.get("city"):
        return None
    text = ", ".join(str(place[name]) for name in ("city", "region", "country") if place.get(name))
    exact = places.exact(text)
    return exact[0] if exact and exact[0].radius_km else None


def _place_text(place: dict[str, Any], places: Places) -> str:
    """A label like "Boston, MA": from the places file, or else as written in the job."""
    found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is not None and found.kind == "city":
        return found.label
    return ", ".join(part for name in ("city", "region", "country") if (part := place.get(name)))


def _updated(body: dict[str, Any]) -> datetime | None:
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
