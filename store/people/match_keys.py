"""What makes profiles one person: read from what their sources say."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from store.tables.core import Profile
from store.text import fold

# Links of these kinds are shared by many people, unless they stand where people have their page.
_NOT_PERSONAL = {"website", "company", "other", ""}
_PEOPLES_PAGES = {
    "about.me", "angel.co", "behance.net", "dribbble.com", "facebook.com", "github.com", "gitlab.com",
    "instagram.com", "kaggle.com", "linkedin.com", "medium.com", "orcid.org", "researchgate.net",
    "stackoverflow.com", "twitter.com", "wellfound.com", "x.com", "xing.com",
}  # fmt: skip
_SHARED_PATHS = ("company/", "jobs/", "school/", "groups/", "orgs/")
_LONGEST_ADDRESS = 254  # characters, RFC 5321
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+@(?:[\w-]+\.)+[\w-]{2,}")
_LONGEST_KEY = 300  # characters; PostgreSQL indexes at most 2,700 bytes
_MOST = 50  # addresses, links or posts of a profile that are looked at: all are asked for in one statement


def match_keys(profile: Profile) -> set[str]:
    """`email:…` and `link:…`: candidates that share one are one person."""
    body = profile.body
    emails = {_mail(text) for text in (profile.email, *_texts(body.get("emails")))}
    links = {_page(str(link.get("url") or ""), str(link.get("kind") or "")) for link in _parts(body.get("links"))}
    found = {f"email:{mail}" for mail in emails if mail} | {f"link:{page}" for page in links if page}
    return {key if len(key) <= _LONGEST_KEY else f"{key[:200]}#{_digest(key)}" for key in found}


def emails(profile: Profile) -> list[str]:
    """The e-mail addresses that can be written to, as the source spells them, the first first, each once."""
    said = (text.strip() for text in (*_texts(profile.body.get("emails")), profile.email))
    return distinct(text for text in said if is_address(text))


def is_address(text: str) -> bool:
    """Whether it is one e-mail address and nothing else."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def distinct(emails: Iterable[str]) -> list[str]:
    """Each address once, in order, in the spelling that comes first."""
    spellings: dict[str, str] = {}
    for email in emails:
        spellings.setdefault(email.casefold(), email)
    return list(spellings.values())


def employers(profile: Profile) -> list[str]:
    """The companies of the posts without an end, as the source spells them."""
    posts = _parts(profile.body.get("experience"))
    return [post["company"] for post in posts if not post.get("end") and isinstance(post.get("company"), str)]


def _mail(text: str) -> str:
    mail = "".join(fold(text).split())
    name, _, host = mail.rpartition("@")
    return mail if name and "." in host else ""


def _page(url: str, kind: str) -> str:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = fold(parts.path).strip("/")
    site = ".".join(host.split(".")[-2:])  # de.linkedin.com is linkedin.com
    if not path or path.startswith(_SHARED_PATHS):
        return ""
    if site in _PEOPLES_PAGES:
        return f"{site}/{path}"
    return "" if kind.lower() in _NOT_PERSONAL else f"{host}/{path}?{parts.query}".rstrip("?")


def similarity_key(profile: Profile) -> str:
    """Equal for equal name, employer and place; "" when one of them is not known."""
    parts = [fold(profile.name), fold(_current(profile.body).get("company")), fold(place(profile.body))]
    return _digest("|".join(parts)) if all(parts) else ""


def place(body: dict[str, Any]) -> str:
    """The place in words, as everywhere on screen: Boston, MA; or Leeds, GB."""
    where = _part(body.get("place"))
    at_home = where.get("region") and where.get("country") in (None, "US")
    parts = (
        where.get("city") or where.get("postal_code"),
        where.get("region"),
        None if at_home else where.get("country"),
    )
    return ", ".join(str(part) for part in parts if part)


def headline(body: dict[str, Any]) -> str:
    """As the source says it, else what they do now."""
    post = _current(body)
    return str(body.get("headline") or "") or " at ".join(
        str(post[name]) for name in ("title", "company") if post.get(name)
    )


def _current(body: dict[str, Any]) -> dict[str, Any]:
    """The post without an end that is named first."""
    return next((post for post in _parts(body.get("experience")) if not post.get("end")), dict[str, Any]())


def _texts(value: Any) -> Iterator[str]:
    return (each for each in _list(value) if isinstance(each, str))


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    return (_part(each) for each in _list(value))


def _part(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value)[:_MOST] if isinstance(value, list) else []


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
