"""Match keys: what identifies two profiles as the same person, read from their sources' data."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, cast

from store.tables.core import Profile
from store.text import fold

_HANDLE = r"[\w.%-]+"
# By site, the paths that are one person's page. Other sites and paths identify nobody: they could just as well belong
# to a company, a team or a project.
_PERSON_PAGES = {
    site: re.compile(path)
    for site, path in {
        "about.me": _HANDLE, "angel.co": f"u/{_HANDLE}", "behance.net": _HANDLE, "dribbble.com": _HANDLE,
        "facebook.com": _HANDLE, "github.com": _HANDLE, "gitlab.com": _HANDLE, "instagram.com": _HANDLE,
        "kaggle.com": _HANDLE, "linkedin.com": "(in|pub)/.+", "medium.com": f"@{_HANDLE}",
        "orcid.org": r"[\dx]{4}(-[\dx]{4}){3}", "researchgate.net": f"profile/{_HANDLE}",
        "stackoverflow.com": rf"users/\d+(/{_HANDLE})?", "twitter.com": f"@?{_HANDLE}", "wellfound.com": f"u/{_HANDLE}",
        "x.com": f"@?{_HANDLE}", "xing.com": f"profile/{_HANDLE}",
    }.items()
}  # fmt: skip
# Pages of these sites that only look like a person's.
_RESERVED = re.compile(
    r".*\.(php|html?)|in/(me|unavailable)|pub/dir(/.*)?|"
    "(about|accounts|admin|ads|api|app|apps|blog|business|careers|code|codespaces|collections|companies|company|"
    "competitions|compose|contact|contests|courses|customer-stories|dashboard|datasets|designers|developer|developers|"
    "directory|discussions|docs|download|enterprise|events|explore|features|galleries|gaming|groups|hashtag|help|hire|"
    "home|i|intent|issues|job|jobs|join|learn|legal|live|login|logout|marketplace|messages|models|new|notifications|"
    "orgs|organizations|p|pages|people|photo|pricing|privacy|profile|projects|public|pulls|readme|reel|reels|"
    "register|school|search|security|settings|share|sharer|shop|shots|signin|signup|site|sponsors|stories|support|tags|"
    "team|teams|terms|topics|tos|trending|tv|user|users|watch)"
)
_SUBDOMAIN = re.compile(r"^(?:m|mobile|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.[^.]+$)")  # de.linkedin.com
_NO_CASE = ("linkedin.com", "github.com", "xing.com", "stackoverflow.com", "x.com", "twitter.com")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?")
_NAMED = "#"  # separates a link, which has no fragment, from the name
_LONGEST_ADDRESS = 254  # characters, RFC 5321
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_LONGEST_KEY = 300  # characters; PostgreSQL indexes at most 2,700 bytes
_MOST = 50  # how many addresses, links or positions of a profile are read: one statement looks up all keys


class Described(Protocol):
    """What a source says about a person: a stored profile, or one that is not stored yet."""

    @property
    def id(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def body(self) -> dict[str, Any]: ...


def keys_of(profile: Described) -> set[str]:
    """`email:…` and `link:…` keys: profiles that share one belong to one person."""
    body = profile.body
    mails = (mail for text in (profile.email, *_texts(body.get("emails"))) for mail in _mails(text))
    pages = (_page(url, kind) for url, kind in _links(body))
    found = {f"email:{mail}" for mail in mails} | {f"link:{page}" for page in pages if page}
    return {key if len(key) <= _LONGEST_KEY else f"{key[:200]}#{_digest(key)}" for key in found}


def fallback_id(body: dict[str, Any]) -> str | None:
    """The id for a person whose source gives none, so that importing again updates the row: the first e-mail address,
    else the first link with a path that is not a company's page, else the first link. The name is added to a link that
    may be a team's rather than one person's. None when there is neither an address nor a link.

    It identifies a row of one source, not a person across sources. It must never change, or everyone would be imported
    twice."""
    for text in _texts(body.get("emails")):
        if mail := email(text):
            return f"email:{mail}"[:500]
    addresses = [(url, kind, address) for url, kind in _links(body) if (address := link(url))]
    own = (each for each in addresses if "/" in each[2] and not re.match(r"linkedin\.com/(?!in/|pub/)", each[2]))
    first = next(iter((*own, *addresses)), None)
    if first is None:
        return None
    url, kind, address = first
    name = "" if _page(url, kind) else fold(str(body.get("name") or ""))
    return f"link:{address[:300]}{_NAMED}{name[:150]}" if name else f"link:{address}"[:500]


def older_fallback_id(id: str) -> str:
    """The `fallback_id` without the name, as it used to be; "" if the name is not part of it."""
    return id.partition(_NAMED)[0] if id.startswith("link:") and _NAMED in id else ""


def email(text: str) -> str:
    """The e-mail address in a string, in lower case: "Grace <Grace@Example.COM>" is grace@example.com. "" when there is
    none."""
    inside = re.search(r"<([^<>]*)>", text)
    address = (inside[1] if inside else text).strip().removeprefix("mailto:").lower()
    return address if is_address(address) else ""


def link(text: str) -> str:
    """A web address as used by `fallback_id`: without scheme, `www.`, query, fragment or trailing slash; on the sites
    in `_NO_CASE`, also without a subdomain and with a lower-case path. "" when the text is not a web address."""
    host, path = _address(text)
    site = next((name for name in _NO_CASE if host == name or host.endswith(f".{name}")), None)
    if site:
        host, path = site, path.lower()
    return f"{host}/{path}" if path else host


def _address(text: str) -> tuple[str, str]:
    """Host and path of a web address, without `www.` and outer slashes; ("", "") if the text is not a web address."""
    rest = text.strip()
    scheme = _SCHEME.match(rest)
    if scheme and "." not in scheme[0]:
        if scheme[0].lower() not in ("http://", "https://"):
            return "", ""
        rest = rest[scheme.end() :]
    host, _, path = re.split(r"[?#]", rest, maxsplit=1)[0].partition("/")
    host, path = host.lower().removeprefix("www.").rstrip("."), path.strip("/")
    return (host, path) if _HOST.fullmatch(host) and not re.search(r"\s", path) else ("", "")


def emails(profile: Profile) -> list[str]:
    """The e-mail addresses that can be written to, in the source's order and spelling, each once."""
    found = (text.strip() for text in (*_texts(profile.body.get("emails")), profile.email))
    return distinct(text for text in found if is_address(text))


def is_address(text: str) -> bool:
    """Whether the text is exactly one e-mail address."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def distinct(emails: Iterable[str]) -> list[str]:
    """Each address once, in order, as it is first spelled."""
    spellings: dict[str, str] = {}
    for email in emails:
        spellings.setdefault(email.casefold(), email)
    return list(spellings.values())


def addresses(body: dict[str, Any]) -> list[str]:
    """The e-mail addresses in a body, in lower case."""
    return [mail for text in _texts(body.get("emails")) if (mail := email(text))]


def employers(body: dict[str, Any]) -> list[str]:
    """The companies of all current positions (those without an end), as the source spells them."""
    posts = _parts(body.get("experience"))
    return [post["company"] for post in posts if not post.get("end") and isinstance(post.get("company"), str)]


def _mails(text: str) -> set[str]:
    """The address in a string as a key, and the whole string, because keys used to be stored that way."""
    whole = "".join(fold(text).split())
    name, _, host = whole.rpartition("@")
    found = {whole} if name and "." in host else set[str]()
    inside = email(text)
    return found | {fold(inside)} if inside else found


def _page(url: str, kind: str) -> str:
    """A person's page as a key: the site and the whole path, folded; "" when it may be anybody's."""
    host, path = _address(url)
    site, path = _SUBDOMAIN.sub("", host.partition(":")[0]), fold(path)
    page = _PERSON_PAGES.get(site)
    if kind.lower() == "company" or page is None or not page.fullmatch(path) or _RESERVED.fullmatch(path):
        return ""
    return f"{site}/{path}"


def _links(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The links in a body, as pairs of address and kind."""
    return ((str(each.get("url") or ""), str(each.get("kind") or "")) for each in _parts(body.get("links")))


def similarity_key(profile: Described) -> str:
    """A key that is equal for the same name, employer and place; "" when one of them is unknown."""
    parts = [fold(profile.name), fold(_current(profile.body).get("company")), fold(place(profile.body))]
    return _digest("|".join(parts)) if all(parts) else ""


def place(body: dict[str, Any]) -> str:
    """The place in codes, to store and compare: "Munich, BY, DE". Handlers write it out for the screen."""
    where = _part(body.get("place"))
    at_home = where.get("region") and where.get("country") in (None, "US")
    parts = (
        where.get("city") or where.get("postal_code"),
        where.get("region"),
        None if at_home else where.get("country"),
    )
    return ", ".join(str(part) for part in parts if part)


def headline(body: dict[str, Any]) -> str:
    """The source's headline, or else the current position."""
    post = _current(body)
    return str(body.get("headline") or "") or " at ".join(
        str(post[name]) for name in ("title", "company") if post.get(name)
    )


def _current(body: dict[str, Any]) -> dict[str, Any]:
    """The first position without an end."""
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
