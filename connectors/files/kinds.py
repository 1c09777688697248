"""The kinds of records a file can contain, candidates or jobs, and how each is validated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import from_json

from connectors.files import headings, json_resume
from connectors.files.check import Body, Checked, check, check_object
from connectors.files.headings import Convert
from connectors.jobs import JobLine
from connectors.profiles import Profile


@dataclass(frozen=True, slots=True)
class Kind:
    """`fields`: what a CSV column may be mapped to, with the parser for its cells. `headings`: the recognized headings,
    folded, each with its field. `names_by`: a CSV must have at least one of these fields."""

    name: str
    model: type[BaseModel]
    fields: Mapping[str, Convert]
    headings: Mapping[str, str]
    names_by: tuple[str, ...]
    resumes: bool = False  # whether a JSON Resume is accepted too

    def recognises(self, heading: str) -> bool:
        """Whether a CSV heading is recognized without being mapped."""
        return headings.folded(heading) in self.headings

    def check(self, raw: bytes) -> Checked:
        """Validate a JSON object of this kind, given as bytes."""
        if self.resumes and b'"basics"' in raw:
            resume = _resume_in(raw)
            if resume is not None:
                return self.check_resume(resume)
        return check(raw, self.model)

    def check_value(self, value: object) -> Checked:
        """Like `check`, for JSON that is already parsed."""
        if not isinstance(value, dict):
            return check(b"[]", self.model) if isinstance(value, list) else (None, "is not an object")
        body = cast(Body, value)
        if self.resumes and json_resume.is_resume(body):
            return self.check_resume(body)
        return check_object(body, self.model)

    def check_resume(self, resume: Body) -> Checked:
        """Convert a JSON Resume to the import format and validate it; errors use JSON Resume's field names."""
        return check_object(json_resume.profile(resume), self.model, json_resume.NAMES)


def _resume_in(raw: bytes) -> dict[str, Any] | None:
    try:
        value: object = from_json(raw)
    except ValueError:
        return None
    if isinstance(value, dict) and json_resume.is_resume(cast(Body, value)):
        return cast(Body, value)
    return None


CANDIDATES = Kind(
    "candidates", Profile, headings.PROFILE_FIELDS, headings.PROFILE_HEADINGS, ("name", "first_name", "last_name"), True
)
JOBS = Kind("jobs", JobLine, headings.JOB_FIELDS, headings.JOB_HEADINGS, ("title",))
