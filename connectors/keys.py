"""What makes two profiles one person: an e-mail, a link or a phone number, written one way."""

import json
import re
from typing import Any, cast

import phonenumbers
from pydantic_core import to_json

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?")
_COMPANY = re.compile(r"linkedin\.com/(?!in/|pub/)")
_NETWORKS = ("linkedin.com", "github.com", "xing.com", "stackoverflow.com", "x.com", "twitter.com")


def email(words: str) -> str | None:
    """An address as it is compared: "Grace <Grace@Example.COM>" is grace@example.com. None when it is no address."""
    inside = re.search(r"<([^<>]*)>", words) if "<" in words else None
    address = (inside[1] if inside else words).strip().removeprefix("mailto:").lower()
    return address if len(address) <= 254 and _EMAIL.fullmatch(address) else None


def link(words: str) -> str | None:
    """A profile link as it is compared: without scheme, `www.`, query, fragment and trailing slash; on the known
    networks without the country's subdomain and the case of the path. None when it is no web address."""
    rest = words.strip()
    scheme = _SCHEME.match(rest)
    if scheme and "." not in scheme[0]:
        if scheme[0].lower() not in ("http://", "https://"):
            return None
        rest = rest[scheme.end() :]
    rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    host, _, path = rest.partition("/")
    host, path = host.lower().removeprefix("www.").rstrip("."), path.strip("/")
    if not _HOST.fullmatch(host) or re.search(r"\s", path):
        return None
    network = next((name for name in _NETWORKS if host == name or host.endswith(f".{name}")), None)
    if network:
        host, path = network, path.lower()
    return f"{host}/{path}" if path else host


def phone(words: str, country: str = "US") -> str | None:
    """A number as +15551234567; one without a country code is taken as of `country`. None when it is no number."""
    try:
        number = phonenumbers.parse(words, country if len(country) == 2 else "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def emails(body: dict[str, Any]) -> list[str]:
    """The addresses of a profile body, each once, in its order."""
    found = (email(words) for words in cast(list[str], body.get("emails") or []))
    return list(dict.fromkeys(address for address in found if address))


def links(body: dict[str, Any]) -> list[str]:
    """The links of a profile body that are one person's: those with a path. A bare host is as often a company's,
    as is a page on LinkedIn that is no member's."""
    found = (link(item["url"]) for item in cast(list[dict[str, str]], body.get("links") or []))
    return list(
        dict.fromkeys(address for address in found if address and "/" in address and not _COMPANY.match(address))
    )


def source_id(body: dict[str, Any]) -> str | None:
    """The id that a source knows the person by; where it gives none, made from the first e-mail or link, so that
    importing again updates. None when there is none of the three."""
    given = (body.get("id") or "").strip()
    if given:
        return given
    for kind, found in (("email", emails(body)), ("link", links(body))):
        if found:
            return f"{kind}:{found[0]}"[:500]
    bare = (link(item["url"]) for item in cast(list[dict[str, str]], body.get("links") or []))
    return next((f"link:{address}"[:500] for address in bare if address), None)


def text(body: dict[str, Any]) -> str:
    """A body as compact JSON, four times as quickly as `json` does it. Raises ValueError for an infinite number."""
    said = to_json(body).decode()
    if "Infinity" in said or "NaN" in said:  # in a number, or in words
        json.dumps(body, allow_nan=False)
    return said
