"""Reads the answers of applicant tracking systems."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from connectors.ats.base import BoardJobs
from connectors.errors import Unreadable
from connectors.files import JOBS
from connectors.resumes.reading import Given, at, parts, text


def listed(label: str, answer: object, path: str) -> list[Any]:
    """The list at a path. Raises Unreadable if there is no list: treating that as an empty list would close every job
    and add people who are already in the system."""
    found = at(answer, path)
    if not isinstance(found, list):
        raise Unreadable(label, f"no list at {path}")
    return cast(list[Any], found)


def checked_jobs(given: list[Any]) -> BoardJobs:
    """The valid jobs, in the import format, and the number of entries that are not jobs."""
    bodies: list[dict[str, Any]] = []
    rejected = 0
    for each in given:
        body = JOBS.check_value(cast(dict[str, Any], each) if isinstance(each, dict) else {}).body
        if body is None or not body.get("id"):
            rejected += 1
        else:
            bodies.append(body)
    return BoardJobs(tuple(bodies), rejected)


def having(label: str, people: list[Any], emails: Callable[[Given], list[str]], email: str) -> list[Given]:
    """The people who have this e-mail address, ignoring case: a system that ignores the filter returns others, too.
    Raises Unreadable if nobody has an address, or if no match has an id."""
    found = parts(people)
    addresses = [{each.casefold() for each in emails(person) if each} for person in found]
    if people and not any(addresses):
        raise Unreadable(label, "people without an e-mail address")
    theirs = [person for person, known in zip(found, addresses, strict=True) if email.strip().casefold() in known]
    if theirs and not any(text(person, "id") for person in theirs):
        raise Unreadable(label, "people without an id")
    return [person for person in theirs if text(person, "id")]


def moment(value: object, path: str) -> datetime | None:
    """The time at a path, given in ISO 8601 or as milliseconds since 1970."""
    found = at(value, path)
    try:
        if isinstance(found, int | float) and not isinstance(found, bool):
            return datetime.fromtimestamp(found / 1000, UTC)
        read = datetime.fromisoformat(text(found) or "")
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
