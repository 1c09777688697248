"""Converts a stored profile to an index document."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from connectors.profiles import Degree, Profile
from connectors.search.base import Document
from connectors.search.seniority import levels

_DEGREES = {str(degree): position for position, degree in enumerate(Degree)}
_REMOTE = {"yes": True, "only": True, "no": False}


def document(
    profile_id: int, workspace_id: int, body: Profile | Mapping[str, Any], employers: tuple[str, ...] = ()
) -> Document:
    """The index document of a profile; `workspace_id` 0 makes it visible to all workspaces. `employers`: the keys of
    the person's current employers.

    `body` is a validated profile or its stored JSON, which is faster because it is not validated again."""
    data: Mapping[str, Any] = body.model_dump(mode="json") if isinstance(body, Profile) else body
    posts = cast("list[Mapping[str, Any]]", data.get("experience") or ())
    studies = cast("list[Mapping[str, Any]]", data.get("education") or ())
    place = cast("Mapping[str, Any]", data.get("place") or {})
    now = [post for post in posts if not post.get("end")]
    past = [post for post in posts if post.get("end")]
    degrees = [_DEGREES[study["degree"]] for study in studies if study.get("degree") in _DEGREES]
    located = place.get("lat") is not None and place.get("lon") is not None
    authorization = data.get("work_authorization") or ""
    return Document(
        id=profile_id,
        workspace_id=workspace_id,
        source=data.get("source") or "internet",
        name=data["name"],
        headline=data.get("headline") or "",
        summary="\n".join(_prose(data, posts, studies)),
        current_titles=_each(now, "title"),
        past_titles=_each(past, "title"),
        current_companies=_each(now, "company"),
        past_companies=_each(past, "company"),
        skills=tuple(data.get("skills") or ()),
        schools=_each(studies, "school"),
        seniority=tuple(level.value for level in levels(_present_titles(now, past), data.get("headline") or "")),
        degree=max(degrees, default=None),
        country=place.get("country") or "",
        region=place.get("region") or "",
        city=place.get("city") or "",
        lat=place["lat"] if located else None,
        lon=place["lon"] if located else None,
        years=data.get("years_experience"),
        remote=_REMOTE.get(data.get("remote") or ""),
        relocate=data.get("willing_to_relocate"),
        work_authorization="" if authorization == "unknown" else authorization,
        open_to_work=bool(data.get("open_to_work")),
        has_email=bool(data.get("emails")),
        has_phone=bool(data.get("phones")),
        updated=_seconds(data.get("updated_at")),
        employers=employers,
    )


def _each(parts: Iterable[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    """The distinct values of one key, in order."""
    return tuple(dict.fromkeys(value for part in parts if (value := part.get(key))))


def _present_titles(now: Iterable[Mapping[str, Any]], past: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The titles of current positions; if there are none, the title of the most recent one."""
    titled = [post for post in past if post.get("title")]
    last = max(titled, key=lambda post: str(post["end"]), default=None)
    return _each(now, "title") or ((last["title"],) if last else ())


def _prose(
    data: Mapping[str, Any], posts: Iterable[Mapping[str, Any]], studies: Iterable[Mapping[str, Any]]
) -> list[str]:
    """The text that is searched but has no field of its own, with one entry per line, so that phrases don't match
    across entries."""
    return [
        *((data["summary"],) if data.get("summary") else ()),
        *_each(posts, "summary"),
        *_each(studies, "field"),
        *(data.get("languages") or ()),
    ]


def _seconds(moment: str | datetime | None) -> int | None:
    """The time in Unix seconds. A time without a zone is read as UTC; a time before 1970 counts as unknown."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    seconds = int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())
    return seconds if seconds > 0 else None
