"""A profile: one source's data about a person, in the import format (docs/importing.md)."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

LongText = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=500)]
# "2019", "2019-03" or "2019-03-15"
PartialDate = Annotated[str, Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
Updated = Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)]


class Degree(StrEnum):
    """A degree. Ordered from lowest to highest: compare by `list(Degree).index`."""

    NONE = "none"
    HIGH_SCHOOL = "high_school"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    MBA = "mba"
    DOCTORATE = "doctorate"


class WorkAuthorization(StrEnum):
    CITIZEN = "citizen"
    PERMANENT_RESIDENT = "permanent_resident"
    WORK_VISA = "work_visa"
    NEEDS_SPONSORSHIP = "needs_sponsorship"
    UNKNOWN = "unknown"


Remote = Literal["yes", "no", "only"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class ProfilePlace(_Part):
    city: Line | None = None
    region: Line | None = None
    country: Line | None = None  # ISO 3166-1 alpha-2 if known, otherwise as the source spells it
    postal_code: Line | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class ProfileLink(_Part):
    kind: Line = "website"
    url: Line


class Post(_Part):
    """One position held; `end` is None for a current one."""

    title: Line | None = None
    company: Line | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    summary: LongText | None = None


class Study(_Part):
    school: Line | None = None
    degree: Degree | None = None
    field: Line | None = None
    end: PartialDate | None = None


class Profile(_Part):
    """A profile. Only `name` is required; the importer derives a missing `id` from the e-mail address or a link."""

    id: Line | None = None
    source: Annotated[str, Field(min_length=1, max_length=500)] = "internet"  # the tab; an import sets it
    name: Annotated[str, Field(pattern=r"\S", max_length=300)]
    headline: Line | None = None
    summary: LongText | None = None
    emails: tuple[Line, ...] = ()
    phones: tuple[Line, ...] = ()
    links: tuple[ProfileLink, ...] = ()
    photo_url: Line | None = None
    place: ProfilePlace | None = None
    experience: tuple[Post, ...] = ()
    education: tuple[Study, ...] = ()
    skills: tuple[Line, ...] = ()
    languages: tuple[Line, ...] = ()
    years_experience: Annotated[int, Field(ge=0, le=80)] | None = None
    open_to_work: bool | None = None
    remote: Remote | None = None
    willing_to_relocate: bool | None = None
    work_authorization: WorkAuthorization | None = None
    found_via: Line | None = None  # as the source says: a referral, a job board
    do_not_contact: bool | None = None  # they opted out at the source
    other: dict[str, Any] = Field(default_factory=dict[str, Any])  # column → what was not understood, as written
    updated_at: Updated | None = None
