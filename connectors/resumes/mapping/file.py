"""The mapping file: its keys, and messages for what is wrong with a file."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from connectors.resumes.mapping import paths, templates


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILTERS = _names(
    "titles skills_all skills_any skills_none company_now company_ever company_not seniority years_from years_to "
    "school remote relocate work_authorization updated_within_days open_to_work has_email has_phone"
)
"""Placeholders that are filters of ours, besides `education` (that degree) and `educations` (that degree and all higher
ones)."""
PLACES = _names("place city region country postal_code lat lon radius_km radius_miles")
LISTED = _names("titles company_now company_ever company_not")
"""Filters that also have a placeholder such as `titles_or`: `"Nurse" OR "ICU nurse"`."""
SEARCH = (
    FILTERS
    | PLACES
    | {f"{name}_or" for name in LISTED}
    | _names("words education educations sort size page offset cursor")
)
PROFILE = _names(
    "id name headline summary emails phones links photo_url experience education skills languages years_experience "
    "open_to_work remote willing_to_relocate work_authorization updated_at place.city place.region place.country "
    "place.postal_code place.lat place.lon"
)
LISTS = {
    "experience": _names("title company start end summary"),
    "education": _names("school degree field end"),
    "links": _names("url kind"),
}
_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")


class WrongMapping(Exception):
    """A mapping file can't be used. The message says which file, which line or key, and why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


JsonPath = Annotated[str, Field(max_length=200)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"\S")]
Mapped = str | list[str] | dict[str, str]  # a path, paths joined by a space, or `each` item of a list


class Auth(_Part):
    """How we authenticate with the partner. `kind` determines which credentials the connect page asks for."""

    kind: Literal["header", "bearer", "basic", "client_credentials", "signed_assertion"]
    header: str = "X-Api-Key"
    token_path: str = ""
    scope: str = ""
    within: str = ""  # the key under which the answer has access_token and expires_in

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in ("client_credentials", "signed_assertion") and not self.token_path:
            raise ValueError("token_path is missing: where the access token is fetched")
        return self


class SignInOf(_Part):
    """Where people sign in instead of entering credentials, if the operator has registered an app there
    (SOURCER_SOURCE_APPS). Each path is below the source's address, unless it is a whole URL."""

    authorize_path: Annotated[str, Field(pattern=r"^(/|https?://)")]
    token_path: Annotated[str, Field(pattern=r"^(/|https?://)")]
    revoke_path: Annotated[str, Field(pattern=r"^(/|https?://|$)")] = ""
    scope: str = ""
    params: dict[str, str] = {}


class Request(_Part):
    method: Literal["GET", "POST"] = "GET"
    path: Annotated[str, Field(pattern=r"^/")]
    params: dict[str, str | list[str]] = {}
    body: dict[str, Any] | None = None

    def placeholders(self) -> set[str]:
        return {
            *templates.placeholders(self.path),
            *templates.placeholders(self.params),
            *templates.placeholders(self.body),
        }


class Search(Request):
    people: JsonPath
    total: JsonPath = ""
    cursor: JsonPath = ""
    fields: dict[str, Mapped]


class Reveal(Request):
    person: JsonPath = ""
    fields: dict[str, Mapped]
    spent: JsonPath = ""
    left: JsonPath = ""


class DocumentOf(_Part):
    """How to fetch the resume as a file. `list_path`: where the file's id is looked up first, if the partner requires
    that."""

    list_path: str = ""
    document_id: JsonPath = ""
    path: Annotated[str, Field(pattern=r"^/")]
    content: JsonPath  # base64
    content_type: JsonPath = ""
    name: JsonPath = ""


class QuotaOf(_Part):
    """Where to find the quota. `left`: a path, or several counters, each under the time when it is reset ("tomorrow");
    the lowest counter applies."""

    path: Annotated[str, Field(pattern=r"^/")]
    left: JsonPath | dict[str, JsonPath]
    total: JsonPath = ""


class MappingFile(_Part):
    label: Label
    offers: Annotated[str, Field(max_length=300)] = ""
    address: Annotated[str, Field(pattern=r"^https?://[^\s/]+")]
    page_size: Annotated[int, Field(ge=1, le=100)] = 20
    deepest: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    search_costs: bool = False
    unit: Annotated[str, Field(max_length=20)] = ""
    free_again_days: Annotated[int, Field(ge=0, le=3_650)] = 0
    contact: list[Literal["email", "phone", "link"]] = []
    may_export: bool = False
    may_share: bool = False
    keep_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    auth: Auth
    sign_in: SignInOf | None = None
    search: Search
    reveal: Reveal | None = None
    document: DocumentOf | None = None
    quota: QuotaOf | None = None
    codes: dict[str, dict[str, str | list[str]]] = {}

    @property
    def asked(self) -> set[str]:
        """The placeholders that the search contains."""
        return self.search.placeholders()


def read(file: Path) -> MappingFile:
    """Read a mapping file. Raises WrongMapping."""
    if not _NAME.fullmatch(file.stem) or file.stem == "internet":
        raise WrongMapping(f"{file.name}: use only lowercase letters, digits and _ in its name, as in talent_hub.toml.")
    try:
        mapping = MappingFile.model_validate(tomllib.loads(file.read_text("utf-8")))
    except OSError as fault:
        raise WrongMapping(f"{file.name}: cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongMapping(f"{file.name}: is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as fault:
        raise WrongMapping(f"{file.name}: is not TOML: {fault}.") from None  # the message names the line
    except ValidationError as fault:
        raise WrongMapping("\n".join(f"{file.name}: {one}." for one in _faults(fault))) from None
    wrong = "\n".join(f"{file.name}: {one}." for one in _mistakes(mapping))
    if wrong:
        raise WrongMapping(wrong)
    return mapping


def _faults(error: ValidationError) -> Iterator[str]:
    """Each fault with its key; only one fault per value, even if it fails for each of several types."""
    seen: set[str] = set()
    for fault in error.errors(include_url=False, include_input=False):
        key = ".".join(str(step) for step in fault["loc"] if not (isinstance(step, str) and "[" in step))
        key = key.removesuffix(".str")
        if key not in seen:
            seen.add(key)
            yield f"{key}: {_why(fault['type'], fault['msg'])}"


def _why(kind: str, message: str) -> str:
    known = {"missing": "is missing", "extra_forbidden": "is not a key of a mapping file"}
    return known.get(kind, message.removeprefix("Value error, "))


def _mistakes(mapping: MappingFile) -> Iterator[str]:
    """Mistakes that only a comparison of several keys shows: placeholders, fields and paths that don't exist."""
    yield from _unknown("search", mapping.asked, SEARCH)
    if "id" not in mapping.search.fields:
        yield "search.fields.id: is missing: the partner's id for the person"
    if "name" not in mapping.search.fields:
        yield "search.fields.name: is missing"
    yield from _wrong_fields("search.fields", mapping.search.fields)
    yield from _wrong_paths("search", mapping.search.model_dump(include={"people", "total", "cursor"}))
    if mapping.reveal is not None:
        yield from _unknown("reveal", mapping.reveal.placeholders(), frozenset({"id"}))
        yield from _wrong_fields("reveal.fields", mapping.reveal.fields)
        yield from _wrong_paths("reveal", mapping.reveal.model_dump(include={"person", "spent", "left"}))
        if "id" not in mapping.reveal.placeholders():
            yield "reveal: {id} is missing: whose details to buy"
    if mapping.document is not None:
        named = {*templates.placeholders(mapping.document.path), *templates.placeholders(mapping.document.list_path)}
        yield from _unknown("document", named, frozenset({"id", "document_id"}))
    for name in mapping.codes.keys() - {*FILTERS, "education", "sort"}:
        yield f"codes.{name}: is not a filter; use one of {', '.join(sorted({*FILTERS, 'education', 'sort'}))}"


def _unknown(part: str, used: set[str], known: frozenset[str]) -> Iterator[str]:
    for name in sorted(used - known):
        yield f"{part}: {{{name}}} is not a placeholder; use one of {', '.join(sorted(known))}"


def _wrong_paths(part: str, given: dict[str, str]) -> Iterator[str]:
    for key, path in given.items():
        if not paths.is_path(path):
            yield f"{part}.{key}: “{path}” is not a path; write it like data.people[].name"


def _wrong_fields(part: str, fields: dict[str, Mapped]) -> Iterator[str]:
    for name, mapped in fields.items():
        if name not in PROFILE:
            yield f"{part}.{name}: is not a field of a profile; use one of {', '.join(sorted(PROFILE))}"
        elif isinstance(mapped, dict):
            known = LISTS.get(name, frozenset[str]())
            if "each" not in mapped or mapped.keys() - known - {"each"}:
                wanted = ", ".join(["each", *sorted(known)]) if known else "a path"
                yield f"{part}.{name}: takes {wanted}"
            yield from _wrong_paths(f"{part}.{name}", mapped)
        else:
            for path in [mapped] if isinstance(mapped, str) else mapped:
                yield from _wrong_paths(part, {name: path})
