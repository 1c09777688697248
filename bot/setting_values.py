"""Parses the values of settings; each function raises ValueError with what is wrong."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from connectors.resumes import registry
from connectors.resumes.mapping.file import WrongMapping
from store.keys import KeyRing


def text(text: str) -> str:
    return text


def switch(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    raise ValueError(f"'{text}' must be 1 or 0")


def count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise ValueError(f"'{text}' must be a whole number from 0 to 99")
    return int(text)


def seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= 120):
        raise ValueError(f"'{text}' must be a number of seconds from 0 to 120")
    return int(text)


def words(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())


def ordered(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"'{text}' must be one of {', '.join(allowed)}")
        return text.lower()

    return read


def address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{text}' is not an http or https address")
    return text.rstrip("/")


def addresses(text: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, url = part.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"'{part}' must be NAME=ADDRESS")
        found[name.strip().lower()] = address(url.strip())
    return tuple(found.items())


def sources(text: str) -> Path:
    try:
        registry.sources(Path(text))
    except WrongMapping as wrong:
        raise ValueError(str(wrong)) from None
    return Path(text)


def keys(text: str) -> tuple[str, ...]:
    given = tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        KeyRing(given)
    except ValueError:
        raise ValueError("contains an invalid key: create one with `sourcer key`") from None
    return given


def long_key(text: str) -> str:
    if len(text) < 32:
        raise ValueError("is too short: use at least 32 characters, created with `sourcer key`")
    return text


def mail_address(*schemes: str) -> Callable[[str], str]:
    """A parser for mail server URLs. Its error never repeats the value or the library's message: either may contain a
    password."""

    def fits(text: str) -> bool:
        try:
            parts = urlsplit(text)
            cut = "@" in f"{parts.path}{parts.query}{parts.fragment}"  # a slash in a password ends the host early
            return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not cut
        except ValueError:
            return False

    def read(text: str) -> str:
        if not fits(text):
            prefixes = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValueError(f"must be {prefixes}USER:PASSWORD@HOST:PORT, with special characters percent-encoded")
        return text

    return read


def email(text: str) -> str:
    name, at, host = text.rpartition("@")
    if not (name and at and "." in host) or any(char.isspace() or char in "<>,;" for char in text):
        raise ValueError(f"'{text}' is not an e-mail address")
    return text


def database(text: str) -> str:
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("write it as postgresql+asyncpg://USER:PASSWORD@HOST/NAME, or leave it unset for SQLite")
    return text
