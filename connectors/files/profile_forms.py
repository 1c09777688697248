"""People in JSON from other programs, converted to the import format: common names of fields ("email", "firstName",
"location"), values in objects ({"value": …}), and a profile inside another object ("resume", "attributes")."""

from typing import Any, cast

from connectors.files.headings import PROFILE_FIELDS, PROFILE_HEADINGS, folded
from connectors.files.mending import Body
from connectors.files.values import InvalidValue, parsers

_INSIDE = ("resume", "attributes", "_source", "candidate", "person", "profile", "applicant", "fields", "item")
_OTHER_NAMES = {
    "emailaddresses": "emails", "phonenumbers": "phones", "websiteaddresses": "links", "socialmediaaddresses": "links",
    "addresses": "place", "sources": "found_via",
}  # fmt: skip
_LISTS = ("emails", "phones", "links")
_TAKEN = (
    *_LISTS, "first_name", "middle_name", "last_name", "name", "headline", "place", "links.linkedin", "links.github",
    "links.website", "experience.title", "experience.company", "years_experience", "found_via", "do_not_contact",
)  # fmt: skip


def inner(given: Body) -> Body:
    """The profile itself, if the program wraps it in an object."""
    if any(given.get(name) for name in ("name", "basics", "first_name", "firstName")):
        return given
    for name in _INSIDE:
        if isinstance(value := given.get(name), dict):
            found = inner(cast(Body, value))
            own = given.get("id")
            return {**found, "id": own} if own is not None and "id" not in found and "basics" not in found else found
    return given


def profile(given: Body) -> Body:
    """The profile in the import format; one that is already in it is returned unchanged."""
    body = dict(given)
    post: Body = {}
    for key, value in given.items():
        field = _field(key)
        values = _texts(value)
        if field is None or not values:
            continue
        if field in _LISTS or field.startswith("links."):
            _add(body, field.partition(".")[0], values)
        elif field == "place":
            body.setdefault("place", parsers.place(values[0]))
        elif field.startswith("experience."):
            post[field.partition(".")[2]] = values[0]
        elif not body.get(field):
            body[field] = _converted(field, values[0])
        else:
            continue
        del body[key]
    if post and not body.get("experience"):
        body["experience"] = [post]
    names = [str(body.pop(part, "") or "") for part in ("first_name", "middle_name", "last_name")]
    if not body.get("name") and any(names):
        body["name"] = " ".join(filter(None, names))
    return body


def _field(key: str) -> str | None:
    """The field that another program's key stands for."""
    if key == "source":  # the importer reads it: it names the tab
        return None
    if key in PROFILE_FIELDS and key not in ("first_name", "middle_name", "last_name"):
        return None
    field = _OTHER_NAMES.get(folded(key)) or PROFILE_HEADINGS.get(folded(key), "")
    return field if field in _TAKEN else None


def _texts(value: object) -> list[str]:
    """The texts of a value, of a list, or of objects such as {"type": "home", "value": "…"}."""
    if isinstance(value, list):
        return [text for one in cast(list[object], value) for text in _texts(one)]
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        return _texts(
            next((given[name] for name in ("value", "email", "number", "url", "name") if given.get(name)), None)
        )
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    return [text] if text else []


def _add(body: Body, field: str, values: list[str]) -> None:
    before = body.get(field)
    known = cast(list[Any], before) if isinstance(before, list) else []
    body[field] = [*known, *(one for one in values if one not in known)]


def _converted(field: str, text: str) -> object:
    try:
        return PROFILE_FIELDS[field](text)
    except InvalidValue:
        return text  # set aside later, with the reason
