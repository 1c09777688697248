"""From a profile as the store keeps it to what the index holds of it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from connectors.profiles import Degree, Profile
from connectors.search.base import Document
from connectors.search.seniority import levels

_DEGREES = {str(degree): position for position, degree in enumerate(Degree)}
_REMOTE = {"yes": True, "only": True, "no": False}


def document(profile_id: int, workspace_id: int, body: Profile | Mapping[str, Any]) -> Document:
    """The index's view of a profile; `workspace_id` 0 is everybody's.

    `body` is a checked profile, or its JSON as the store keeps it (the quick way: nothing is checked again)."""
    held: Mapping[str, Any] = body.model_dump(mode="json") if isinstance(body, Profile) else body
    posts = cast("list[Mapping[str, Any]]", held.get("experience") or ())
    studies = cast("list[Mapping[str, Any]]", held.get("education") or ())
    place = cast("Mapping[str, Any]", held.get("place") or {})
    now = [post for post in posts if not post.get("end")]
    past = [post for post in posts if post.get("end")]
    degrees = [_DEGREES[study["degree"]] for study in studies if study.get("degree") in _DEGREES]
    located = place.get("lat") is not None and place.get("lon") is not None
    authorization = held.get("work_authorization") or ""
    return Document(
        id=profile_id,
        workspace_id=workspace_id,
        source=held.get("source") or "internet",
        name=held["name"],
        headline=held.get("headline") or "",
        summary="\n".join(_prose(held, posts, studies)),
        current_titles=_each(now, "title"),
        past_titles=_each(past, "title"),
        current_companies=_each(now, "company"),
        past_companies=_each(past, "company"),
        skills=tuple(held.get("skills") or ()),
        schools=_each(studies, "school"),
        seniority=tuple(level.value for level in levels(_present_titles(now, past), held.get("headline") or "")),
        degree=max(degrees, default=None),
        country=place.get("country") or "",
        region=place.get("region") or "",
        city=place.get("city") or "",
        lat=place["lat"] if located else None,
        lon=place["lon"] if located else None,
        years=held.get("years_experience"),
        remote=_REMOTE.get(held.get("remote") or ""),
        relocate=held.get("willing_to_relocate"),
        work_authorization="" if authorization == "unknown" else authorization,
        open_to_work=bool(held.get("open_to_work")),
        has_email=bool(held.get("emails")),
        has_phone=bool(held.get("phones")),
        updated=_seconds(held.get("updated_at")),
    )


def _each(parts: Iterable[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    """The values of one key, each once, in order."""
    return tuple(dict.fromkeys(value for part in parts if (value := part.get(key))))


def _present_titles(now: Iterable[Mapping[str, Any]], past: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Of who has no post with a title just now, the last one's."""
    titled = [post for post in past if post.get("title")]
    last = max(titled, key=lambda post: str(post["end"]), default=None)
    return _each(now, "title") or ((last["title"],) if last else ())


def _prose(
    held: Mapping[str, Any], posts: Iterable[Mapping[str, Any]], studies: Iterable[Mapping[str, Any]]
) -> list[str]:
    """What is found by its words alone: one text a line, so that no phrase runs from one into the next."""
    return [
        *((held["summary"],) if held.get("summary") else ()),
        *_each(posts, "summary"),
        *_each(studies, "field"),
        *(held.get("languages") or ()),
    ]


def _seconds(moment: str | datetime | None) -> int | None:
    """Unix seconds; a moment without a zone is UTC's, one before 1970 is unknown."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    seconds = int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())
    return seconds if seconds > 0 else None
