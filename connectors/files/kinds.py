"""What a file can hold: candidates or jobs, and how each is checked and named."""

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
    """`fields`: what a CSV column may be mapped to, and how its words become a value. `headings`: the columns that
    are recognised by themselves, folded, each with its field. `names_by`: fields of which a CSV must have one."""

    name: str
    model: type[BaseModel]
    fields: Mapping[str, Convert]
    headings: Mapping[str, str]
    names_by: tuple[str, ...]
    resumes: bool = False  # a JSON Resume is one too

    def recognises(self, heading: str) -> bool:
        """Whether a CSV heading stands for a field without being mapped."""
        return headings.folded(heading) in self.headings

    def check(self, raw: bytes) -> Checked:
        """A JSON object of this kind, as bytes."""
        if self.resumes and b'"basics"' in raw:
            resume = _resume_in(raw)
            if resume is not None:
                return self.check_resume(resume)
        return check(raw, self.model)

    def check_value(self, value: object) -> Checked:
        """The same for JSON that is already read."""
        if not isinstance(value, dict):
            return check(b"[]", self.model) if isinstance(value, list) else (None, "is not an object")
        body = cast(Body, value)
        if self.resumes and json_resume.is_resume(body):
            return self.check_resume(body)
        return check_object(body, self.model)

    def check_resume(self, resume: Body) -> Checked:
        """A JSON Resume, as the import format has it; faults are told in JSON Resume's names."""
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
