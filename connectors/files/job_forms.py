"""Jobs in other forms, converted to the import format: schema.org's JobPosting (https://schema.org/JobPosting), the
public job boards of Greenhouse, Lever, Ashby and Workable, and JSON Resume's job."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from connectors.files.mending import Body
from connectors.files.values import InvalidValue, dates, parsers

_TAG = re.compile(r"<(?:br|/p|/li|/div|/h\d)\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>")
_TITLE = 300  # characters
_REMOTE = ("telecommute", "remote", "fully remote")
_THEIRS = ("@type", "absolute_url", "hostedUrl", "jobUrl", "categories", "location", "text", "shortcode", "careers_url")
_OURS = ("department", "place", "remote", "description", "apply_url", "status", "recruiter_email", "employment_type")


def job(given: Body) -> Body:
    """The job in the import format; if it is already in that format, only its HTML is converted to text."""
    if isinstance(inside := given.get("item"), dict) and "title" not in given:  # of an ItemList
        given = cast(Body, inside)
    if not any(name in given for name in _THEIRS):
        text = given.get("description")
        return {**given, "description": _plain(text)} if text else given
    groups = _object(given.get("categories"))  # Lever
    places = _places(
        [_where(given) or groups.get("location"), groups.get("allLocations"), given.get("secondaryLocations")]
    )
    known = {
        "id": _identifier(given),
        "title": _title(given.get("title") or given.get("text") or given.get("name")),
        "department": _name(given.get("departments")) or _name(given.get("department")) or groups.get("department")
        or groups.get("team") or _name(given.get("employmentUnit")),
        "place": next(iter(places), None),
        "more_places": places[1:],
        "remote": _remote(given),
        "description": _plain(given.get("descriptionPlain") or given.get("description") or given.get("content")),
        "apply_url": given.get("absolute_url") or given.get("hostedUrl") or given.get("jobUrl") or given.get("applyUrl")
        or given.get("application_url") or given.get("careers_url") or given.get("url") or given.get("sameAs"),
        "status": "closed" if _is_over(given.get("validThrough")) else given.get("status"),
        "employment_type": _listed(given.get("employmentType") or groups.get("commitment") or given.get("type")
        or given.get("employment_type") or _name(given.get("typeOfEmployment"))),
        "updated_at": given.get("updated_at") or given.get("dateModified") or given.get("publishedAt")
        or given.get("datePosted") or given.get("createdAt") or given.get("published_on")
        or given.get("releasedDate"),
    }  # fmt: skip
    ours = {name: given[name] for name in _OURS if given.get(name) not in (None, "") and name != "department"}
    if "place" in ours:
        known["more_places"] = None
    return {name: value for name, value in {**known, **ours, "description": known["description"]}.items() if value}


def other_type(given: Body) -> str | None:
    """The type of a schema.org object that is in a list of jobs but is not a job: "Organization"."""
    named = given.get("@type")
    types = cast(list[object], named) if isinstance(named, list) else [named]
    known = [one for one in types if isinstance(one, str)]
    return None if not known or {"JobPosting", "ListItem"} & set(known) else known[0]


def _identifier(given: Body) -> str:
    identifier = given.get("identifier")
    for each in (
        given.get("id"),
        given.get("shortcode"),
        _object(identifier).get("value"),
        identifier,
        given.get("@id"),
    ):
        if isinstance(each, str | int) and str(each).strip():
            return str(each).strip()
    return str(given.get("url") or "")


def _remote(given: Body) -> object:
    kind = str(given.get("jobLocationType") or given.get("workplaceType") or "").casefold()
    marks = (given.get("isRemote"), given.get("telecommuting"), _object(given.get("location")).get("remote"))
    if kind in _REMOTE or any(mark is True for mark in marks):
        return "yes"
    return {"hybrid": "yes", "on-site": "no", "onsite": "no"}.get(kind)


def _title(text: object) -> object:
    """The title; a very long one is shortened, so that the job need not be rejected."""
    return f"{text[: _TITLE - 1]}…" if isinstance(text, str) and len(text) > _TITLE else text


def _where(given: Body) -> object:
    """The place of a job. Workable puts its parts next to the title."""
    if "shortcode" in given and "location" not in given:
        return {"city": given.get("city"), "region": given.get("state"), "country": given.get("country")}
    return given.get("jobLocation") or given.get("location")


def _places(locations: object) -> list[Body]:
    """All places, each once. One string may name several."""
    if isinstance(locations, list):
        found = [place for each in cast(list[object], locations) for place in _places(each)]
    elif isinstance(text := _place_text(locations), str):
        found = parsers.places(text)
    else:
        found = [_place(_object(locations))]
    return [place for at, place in enumerate(found) if place and place not in found[:at]]


def _place_text(location: object) -> object:
    where = _object(location)
    if not where:
        return location
    if isinstance(where.get("location"), str):  # one of Ashby's secondary locations
        return where["location"]
    if isinstance(where.get("address"), str) and "city" not in where:
        return where["address"]
    return where.get("name") if "address" not in where else None


def _is_over(valid_through: object) -> bool:
    """Whether a posting has expired: its time has passed, or the whole day if only a date is given."""
    text = valid_through.strip() if isinstance(valid_through, str) else ""
    try:
        last = datetime.fromisoformat(dates.moment(text))
    except InvalidValue:
        return False
    return last < datetime.now(UTC) - timedelta(days=len(text) <= len("2024-03-01"))


def _place(where: Body) -> Body:
    address = _object(where.get("address")) or where
    country = address.get("addressCountry") or address.get("countryCode") or address.get("country")
    found = {
        "city": address.get("addressLocality") or address.get("city"),
        "region": address.get("addressRegion") or address.get("region"),
        "country": _name(country),
        "postal_code": address.get("postalCode"),
    }
    return {name: value for name, value in found.items() if value}


def _plain(text: object) -> object:
    """The plain text of HTML, which Greenhouse escapes twice."""
    if not isinstance(text, str) or not re.search(r"<\w|&lt;\w|&\w+;", text):
        return text
    unescaped = html.unescape(text) if "&lt;" in text else text
    lines = html.unescape(_ANY_TAG.sub("", _TAG.sub("\n", unescaped))).splitlines()
    return "\n".join(line for each in lines if (line := " ".join(each.split())))


def _name(value: object) -> object:
    if isinstance(value, list):
        return _name(cast(list[object], value)[0]) if value else None
    given = _object(value)
    return given.get("name") or given.get("label") if given else value


def _listed(value: object) -> object:
    return ", ".join(map(str, cast(list[object], value))) if isinstance(value, list) else value


def _object(value: object) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
