"""A job from a file or an ATS, in the import format (docs/importing.md)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.profiles import Line, LongText, ProfilePlace, Updated


class JobLine(BaseModel):
    """A job. Only `title` is required; a missing `id` is derived from title, department and place.
    `more_places`: the places after the first."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: Line | None = None
    title: Annotated[str, Field(pattern=r"\S", max_length=300)]
    department: Line | None = None
    place: ProfilePlace | None = None
    more_places: list[ProfilePlace] | None = None
    remote: bool | Literal["yes", "no", "only"] | None = None
    description: LongText | None = None
    apply_url: Annotated[str, Field(pattern=r"^https?://", max_length=2_000)] | None = None
    status: Literal["open", "closed"] = "open"
    recruiter_email: Line | None = None
    employment_type: Line | None = None
    updated_at: Updated | None = None
