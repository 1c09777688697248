"""Reads the answers of applicant tracking systems."""

from datetime import UTC, datetime
from typing import Any, cast

from connectors.ats.base import BoardJobs
from connectors.files import JOBS
from connectors.resumes.reading import at, text


def checked_jobs(given: list[Any]) -> BoardJobs:
    """Jobs in the import format, validated; what is no job is counted."""
    bodies: list[dict[str, Any]] = []
    rejected = 0
    for each in given:
        body = JOBS.check_value(cast(dict[str, Any], each) if isinstance(each, dict) else {}).body
        if body is None or not body.get("id"):
            rejected += 1
        else:
            bodies.append(body)
    return BoardJobs(tuple(bodies), rejected)


def includes(emails: list[str], email: str) -> bool:
    """Whether the address is one of theirs: a system that ignores a filter answers with somebody else."""
    return email.strip().casefold() in {each.casefold() for each in emails}


def moment(value: object, path: str) -> datetime | None:
    """The time at a path: ISO 8601, or milliseconds since 1970."""
    found = at(value, path)
    try:
        if isinstance(found, int | float) and not isinstance(found, bool):
            return datetime.fromtimestamp(found / 1000, UTC)
        read = datetime.fromisoformat(text(found) or "")
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
