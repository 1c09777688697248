"""Converts validated file records into store rows."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast

from pydantic_core import to_json

from bot.importing.batches import Unfit
from connectors.geo.places import Places
from handlers.job_rows import updated_at
from handlers.place_lookup import locate_person
from store.engines import Json
from store.people import match_keys
from store.people.profiles import ProfileRow

_SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")  # "internet", "people_data_labs"; not "Referral"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`body` is the record that `row` holds as JSON text; the index document is built from it. `older_id`: the id that
    an earlier version gave to the row; "" if the id has not changed."""

    row: ProfileRow
    body: dict[str, Any]
    older_id: str = ""


def candidate_row(body: dict[str, Any], places: Places, source: str = "") -> CandidateRow:
    """Convert a record to a row, and fill in missing coordinates of its place. `source` is the tab; the default is the
    record's own `source` if that is the name of a source. Any other value in the record says where the person was
    found. Raises Unfit."""
    given = body.get("source") or ""
    source = source or (given if _SOURCE_NAME.fullmatch(given) else "internet")
    if given and given != source:
        body.setdefault("found_via", given)
    if given or source != "internet":
        body["source"] = source
    source_id = (body.get("id") or "").strip() or match_keys.fallback_id(body)
    if source_id is None:
        raise Unfit("has no id, e-mail or link to identify the person")
    locate_person(body.get("place"), places)
    at = updated_at(body)
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
        updated_at=at,
    )
    return CandidateRow(row, body, match_keys.older_fallback_id(source_id))


def body_text(body: dict[str, Any]) -> str:
    """The record as compact JSON, four times as fast as with `json`. Raises ValueError for an infinite number."""
    text = to_json(body).decode()
    if "Infinity" in text or "NaN" in text:  # as a number, or just as part of a text
        json.dumps(body, allow_nan=False)
    return text
