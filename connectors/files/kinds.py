"""The kinds of records a file can contain, candidates or jobs, and how each is validated."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self, cast

from pydantic import BaseModel
from pydantic_core import from_json

from connectors.files import headings, job_forms, json_resume, profile_forms
from connectors.files.check import Checked, check, check_object
from connectors.files.faults import kind_of
from connectors.files.headings import Convert
from connectors.files.mending import Body
from connectors.files.values import dates
from connectors.files.values.dates import DateOrder
from connectors.jobs import JobLine
from connectors.profiles import Profile

_NO_NUMBER = re.compile(rb":\s*-?(?:NaN|Infinity)\b")
_DATES = (dates.partial_date, dates.start_of_post, dates.end_of_post, dates.moment)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. `fields`: what a CSV column may be mapped to, with the parser for its cells. `headings`: the
    recognized headings, folded, each with its field. `names_by`: a CSV must have at least one of these fields."""

    name: str
    model: type[BaseModel]
    fields: Mapping[str, Convert]
    headings: Mapping[str, str]
    names_by: tuple[str, ...]
    resumes: bool = False  # whether a JSON Resume is accepted too
    adapt: Callable[[Body], Body] | None = None  # converts other programs' JSON objects

    def recognises(self, heading: str) -> bool:
        """Whether a heading maps to a field, so that its line must be the heading of a table."""
        return self.headings.get(headings.folded(heading), "other") != "other"

    def dated(self, order: DateOrder | None) -> Self:
        """A copy of this kind that reads 3/1/2024 as day/month or month/day; None reads it as neither."""
        if order is None:
            return self
        fields = {
            name: _with_order(convert, order) if convert in _DATES else convert for name, convert in self.fields.items()
        }
        return replace(self, fields=fields)

    def check(self, raw: bytes) -> Checked:
        """Validate a JSON object of this kind, given as bytes."""
        if self.resumes and b'"basics"' in raw:
            resume = _resume_in(raw)
            if resume is not None:
                return self.check_resume(resume)
        if self.adapt is not None:
            with suppress(ValueError):
                value: object = from_json(raw, allow_inf_nan=False)
                if not self.resumes or self._in_another_form(value):
                    return self.check_value(value)
        if _NO_NUMBER.search(raw):  # NaN, which Python programs write for null
            with suppress(ValueError, RecursionError):
                return self.check_value(json.loads(raw, parse_constant=lambda _: None))
        return check(raw, self.model, self.fields)

    def _in_another_form(self, value: object) -> bool:
        if not isinstance(value, dict) or self.adapt is None:
            return False
        body = cast(Body, value)
        return self.adapt(profile_forms.inner(body)) != body

    def accompanies(self, value: object) -> bool:
        """Whether a value is not a record but only accompanies one, such as the Organization of a JobPosting."""
        return self.name == "jobs" and isinstance(value, dict) and job_forms.other_type(cast(Body, value)) is not None

    def check_value(self, value: object) -> Checked:
        """Like `check`, for JSON that is already parsed."""
        if not isinstance(value, dict):
            return Checked(None, f"is {kind_of(value)}, not an object")
        body = cast(Body, value)
        if self.resumes:
            body = profile_forms.inner(body)
        elif (found := job_forms.other_type(body)) is not None:
            return Checked(None, f"is not a job but “{found}”")
        if self.resumes and json_resume.is_resume(body):
            return self.check_resume(body)
        return check_object(self.adapt(body) if self.adapt else body, self.model, self.fields)

    def check_resume(self, resume: Body) -> Checked:
        """Convert a JSON Resume to the import format and validate it; errors use JSON Resume's field names."""
        return check_object(json_resume.profile(resume), self.model, self.fields, json_resume.NAMES)


def _with_order(convert: Callable[..., object], order: DateOrder) -> Convert:
    return partial(convert, order=order)


def _resume_in(raw: bytes) -> dict[str, Any] | None:
    try:
        value: object = from_json(raw)
    except ValueError:
        return None
    if isinstance(value, dict) and json_resume.is_resume(cast(Body, value)):
        return cast(Body, value)
    return None


CANDIDATES = Kind(
    "candidates",
    Profile,
    headings.PROFILE_FIELDS,
    headings.PROFILE_HEADINGS,
    ("name", "first_name", "last_name"),
    True,
    profile_forms.profile,
)
JOBS = Kind("jobs", JobLine, headings.JOB_FIELDS, headings.JOB_HEADINGS, ("title",), adapt=job_forms.job)
