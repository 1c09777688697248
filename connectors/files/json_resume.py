"""Converts JSON Resume 1.2.1 (https://jsonresume.org/schema) to the import format.

Sections that the import format has no field for (certificates, projects, awards …) keep their name."""

import re
from typing import Any, cast

from connectors.files.values import InvalidValue, parsers
from connectors.files.values.degrees import degree

# JSON Resume's names for our fields, for error messages.
NAMES: dict[str, str] = {
    "name": "basics.name",
    "headline": "basics.label",
    "emails": "basics.email",
    "phones": "basics.phone",
    "links": "basics.profiles",
    "photo_url": "basics.image",
    "place": "basics.location",
    "country": "countryCode",
    "postal_code": "postalCode",
    "experience": "work",
    "title": "position",
    "company": "name",
    "start": "startDate",
    "end": "endDate",
    "school": "institution",
    "degree": "studyType",
    "field": "area",
    "updated_at": "meta.lastModified",
}
_UNMAPPED = ("volunteer", "awards", "certificates", "publications", "interests", "references", "projects")
_PAGES = {
    "linkedin": "https://www.linkedin.com/in/",
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "xing": "https://www.xing.com/profile/",
    "twitter": "https://x.com/",
    "x": "https://x.com/",
    "medium": "https://medium.com/@",
    "stackoverflow": "https://stackoverflow.com/users/",
    "kaggle": "https://www.kaggle.com/",
    "behance": "https://www.behance.net/",
    "dribbble": "https://dribbble.com/",
    "orcid": "https://orcid.org/",
}
# fmt: off
_LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "polish": "pl", "russian": "ru", "ukrainian": "uk", "chinese": "zh", "mandarin": "zh",
    "cantonese": "yue", "japanese": "ja", "korean": "ko", "arabic": "ar", "hebrew": "he", "hindi": "hi",
    "bengali": "bn", "urdu": "ur", "punjabi": "pa", "tamil": "ta", "telugu": "te", "turkish": "tr",
    "greek": "el", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "czech": "cs",
    "hungarian": "hu", "romanian": "ro", "vietnamese": "vi", "thai": "th", "indonesian": "id", "tagalog": "tl",
    "swahili": "sw", "catalan": "ca",
}
# fmt: on


def is_resume(value: dict[str, Any]) -> bool:
    """Whether an object is a JSON Resume, which has the name in `basics`; the import format has it at the top level."""
    return isinstance(value.get("basics"), dict) and "name" not in value


def profile(resume: dict[str, Any]) -> dict[str, Any]:
    """Convert to the import format. Values of the wrong type pass through and are rejected by validation later."""
    basics = _object(resume.get("basics"))
    meta = _object(resume.get("meta"))
    work = [_post(item) for item in (_items(resume, "work") or _items(resume, "experience"))]
    body: dict[str, Any] = {
        "id": meta.get("canonical"),
        "name": basics.get("name") or _full_name(basics),
        "headline": basics.get("label"),
        "summary": basics.get("summary"),
        "emails": _one(basics.get("email")),
        "phones": _one(basics.get("phone")),
        "links": _links(basics),
        "photo_url": basics.get("image") or basics.get("picture"),
        "place": _place(basics.get("location")),
        "experience": work,
        "education": [_study(item) for item in _items(resume, "education")],
        "skills": _skills(resume),
        "languages": [_language(item) for item in _items(resume, "languages")],
        "updated_at": meta.get("lastModified"),
        **{name: resume[name] for name in _UNMAPPED if resume.get(name)},
    }
    return {name: value for name, value in body.items() if value not in (None, "", [], {})}


def _object(value: object) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _items(resume: dict[str, Any], name: str) -> list[Any]:
    value = resume.get(name)
    if isinstance(value, list):
        return cast(list[Any], value)
    return [] if value is None else [value]


def _one(value: object) -> list[Any]:
    values = cast(list[Any], value) if isinstance(value, list) else [value]
    return [str(one) if isinstance(one, int) else one for one in values if one]


def _full_name(basics: dict[str, Any]) -> str:
    parts = (basics.get(name) for name in ("firstName", "middleName", "lastName"))
    return " ".join(one for one in parts if isinstance(one, str) and one)


def _post(item: object) -> object:
    if not isinstance(item, dict):
        return item
    post = cast(dict[str, Any], item)
    texts = [post.get("summary"), *_items(post, "highlights")]
    known = {
        "title": post.get("position") or post.get("title") or post.get("role"),
        "company": post.get("name") or post.get("company") or post.get("organization"),
        "start": post.get("startDate") or post.get("from") or post.get("start"),
        "end": post.get("endDate") or post.get("to") or post.get("end"),
        "summary": "\n".join(part for part in texts if isinstance(part, str) and part),
        "location": post.get("location"),
        "url": post.get("url") or post.get("website"),
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def _study(item: object) -> object:
    if not isinstance(item, dict):
        return item
    study = cast(dict[str, Any], item)
    known = {
        "school": study.get("institution"),
        "degree": _degree(study.get("studyType")),
        "field": study.get("area"),
        "end": study.get("endDate"),
        "study_type": study.get("studyType"),
        "courses": study.get("courses"),
    }
    return {name: value for name, value in known.items() if value not in (None, "", [])}


def _degree(value: object) -> object:
    """The degree. JSON Resume allows any text here; an unknown degree is stored only in `study_type`."""
    if not isinstance(value, str):
        return value
    try:
        return degree(value)
    except InvalidValue:
        return None


def _skills(resume: dict[str, Any]) -> list[Any]:
    """Skill names and keywords in one list, without duplicates."""
    found: list[Any] = []
    for item in _items(resume, "skills"):
        skill = _object(item)
        names = [skill.get("name"), *_items(skill, "keywords")] if skill else [item]
        for name in names:
            if name not in (None, "") and name not in found:
                found.append(name)
    return found


def _language(item: object) -> object:
    name = _object(cast(object, item)).get("language") if isinstance(item, dict) else item
    return _LANGUAGES.get(name.casefold(), name) if isinstance(name, str) else name


def _links(basics: dict[str, Any]) -> list[Any]:
    links: list[Any] = []
    for item in _items(basics, "profiles"):
        network = _object(item)
        kind = str(network.get("network") or "website").strip().casefold()
        if url := network.get("url") or _page_of(kind, network.get("username")):
            links.append({"kind": kind, "url": url})
    known = [link["url"] for link in links]
    for name in ("url", "website"):
        if (url := basics.get(name)) and url not in known:
            links.append({"kind": "website", "url": url})
            known.append(url)
    return links


def _page_of(network: str, username: object) -> str:
    """The address of a person's page on a known network; "" for other networks."""
    page = _PAGES.get(re.sub(r"[^a-z]", "", network))
    name = username.strip().strip("@/") if isinstance(username, str) else ""
    if "." in name and "/" in name:
        return name  # an address instead of the name
    return page + name if page and name and not re.search(r"\s", name) else ""


def _place(location: object) -> dict[str, Any]:
    if isinstance(location, str):
        return parsers.place(location)
    given = _object(location)
    known = {
        "city": given.get("city"),
        "region": given.get("region"),
        "country": given.get("countryCode") or given.get("country"),
        "postal_code": given.get("postalCode"),
        "address": given.get("address"),
    }
    return {name: value for name, value in known.items() if value not in (None, "")}
