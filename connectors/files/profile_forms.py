"""People in JSON from other programs, converted to the import format: common names of fields ("email", "firstName",
"location"), values in objects ({"value": …}), and a profile inside another object ("resume", "attributes")."""

from collections.abc import Sequence
from typing import Any, cast

from connectors.files.headings import PROFILE_FIELDS, PROFILE_HEADINGS, folded
from connectors.files.mending import Body
from connectors.files.values import InvalidValue, parsers

_INSIDE = ("resume", "attributes", "_source", "candidate", "person", "profile", "applicant", "fields", "item")
_OTHER_NAMES = {
    "emailaddresses": "emails", "phonenumbers": "phones", "websiteaddresses": "links", "socialmediaaddresses": "links",
    "primaryphonenumber": "phones", "locationname": "place", "addresswithcountry": "place",
    "sociallinks": "links", "addresses": "place", "sources": "found_via",
}  # fmt: skip
_LISTS = ("emails", "phones", "links")
_TEXT_LISTS = ("emails", "phones", "skills", "languages")
_TEXT_KEYS = ("value", "email", "number", "address", "url", "name", "title", "language", "text", "locationSummary")
_POSTS = ("experiences", "positions", "workExperience", "work_experience", "employmentHistory", "employment_history")
_POST_KEYS = {
    "title": ("title", "position", "jobTitle", "job_title"),
    "company": ("company", "companyName", "company_name", "employer", "organization"),
    "start": ("start", "startDate", "start_date", "from"),
    "end": ("end", "endDate", "end_date", "to"),
}
_PLACE_KEYS = {
    "city": ("city", "locality", "addressLocality"),
    "region": ("region", "state", "regionCode", "addressRegion"),
    "country": ("country", "countryCode", "country_code", "addressCountry"),
    "postal_code": ("postal_code", "postalCode", "zip", "zipCode"),
}
_TAKEN = (
    *_LISTS, "first_name", "middle_name", "last_name", "name", "headline", "place", "links.linkedin", "links.github",
    "links.website", "experience.title", "experience.company", "years_experience", "found_via", "do_not_contact",
)  # fmt: skip


def inner(given: Body) -> Body:
    """The profile, without the object that some programs wrap it in."""
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
    body = _in_our_lists(given)
    post: Body = {}
    for key, value in sorted(body.items(), key=lambda item: item[0] == "origin"):  # Lever's: "sourced", "applied"
        field = _field(key)
        values = _texts(value)
        if field is None or not (values or (field == "place" and _place(value))):
            continue
        if field in _LISTS or field.startswith("links."):
            name = field.partition(".")[0]
            _add(body, name, [parsers.link(url) for url in values] if name == "links" else values)
        elif field == "place":
            body.setdefault("place", _place(value) or parsers.place(values[0]))
        elif field.startswith("experience."):
            post[field.partition(".")[2]] = values[0]
        elif not body.get(field):
            body[field] = _converted(field, ", ".join(values) if field == "found_via" else values[0])
        else:
            continue
        del body[key]
    if post and not body.get("experience"):
        body["experience"] = [post]
    names = [str(body.pop(part, "") or "") for part in ("first_name", "middle_name", "last_name")]
    if not body.get("name") and any(names):
        body["name"] = " ".join(filter(None, names))
    return body


def _in_our_lists(given: Body) -> Body:
    """The profile, with objects that wrap a string replaced by the string, and with links and positions as lists of
    objects."""
    body = dict(given)
    for name in _TEXT_LISTS:
        items = cast(list[object], value) if isinstance(value := body.get(name), list) else []
        if any(isinstance(one, dict) for one in items):
            body[name] = [text for one in items for text in (not isinstance(one, str) and _texts(one)) or [one]]
    links = body.get("links")
    if links and not isinstance(links, dict):
        items = cast(list[object], links) if isinstance(links, list) else [cast(object, links)]
        body["links"] = [link for one in items for link in _link(one)]
    posts = next((key for key in _POSTS if isinstance(body.get(key), list)), "")
    if posts and not body.get("experience"):
        body["experience"] = [_post(one) for one in cast(list[object], body.pop(posts))]
    for name in ("experience", "education"):
        if isinstance(body.get(name), dict):
            body[name] = [body[name]]
    if isinstance(name := body.get("name"), dict):
        parts = cast(Body, name)
        known = ("first", "firstName", "given", "givenName", "middle", "last", "lastName", "family", "familyName")
        body["name"] = " ".join(str(parts[part]) for part in known if parts.get(part)) or next(iter(_texts(parts)), "")
    if isinstance(source := body.get("source"), dict):
        body["source"] = next(iter(_texts(cast(object, source))), None)
    return body


def _link(given: object) -> list[object]:
    if isinstance(given, dict) and "url" in given:
        return [cast(object, given)]
    try:
        urls = parsers.links(given) if isinstance(given, str) else _texts(cast(object, given))
    except InvalidValue:
        urls = []
    return [parsers.link(url) for url in urls] or [given]


def _post(given: object) -> object:
    if not isinstance(given, dict):
        return given
    post = cast(Body, given)
    known = {name: next((post[key] for key in keys if post.get(key)), None) for name, keys in _POST_KEYS.items()}
    return {name: value for name, value in known.items() if isinstance(value, str)}


def _place(value: object) -> Body:
    """The place, from an object that contains its parts."""
    given = cast(Body, value) if isinstance(value, dict) else Body()
    found = {
        name: next((given[key] for key in keys if isinstance(given.get(key), str) and given[key].strip()), None)
        for name, keys in _PLACE_KEYS.items()
    }
    return {name: text for name, text in found.items() if text}


def _field(key: str) -> str | None:
    """The field that another program's key maps to."""
    if key == "source":  # left to the importer: it names the tab
        return None
    if key in PROFILE_FIELDS and key not in ("first_name", "middle_name", "last_name"):
        return None
    field = _OTHER_NAMES.get(folded(key)) or PROFILE_HEADINGS.get(folded(key), "")
    return field if field in _TAKEN else None


def _texts(value: object) -> list[str]:
    """The strings in a value, in a list, or in objects such as {"type": "home", "value": "…"}."""
    if isinstance(value, list):
        return [text for one in cast(list[object], value) for text in _texts(one)]
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        return _texts(next((given[name] for name in _TEXT_KEYS if given.get(name)), None))
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    return [text] if text else []


def _add(body: Body, field: str, values: Sequence[object]) -> None:
    before = body.get(field)
    known = cast(list[Any], before) if isinstance(before, list) else []
    body[field] = [*known, *(one for one in values if one not in known)]


def _converted(field: str, text: str) -> object:
    try:
        return PROFILE_FIELDS[field](text)
    except InvalidValue:
        return text  # set aside later, with the reason
