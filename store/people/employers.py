"""Employers: comparing company names, and where a profile says that a person works."""

import re
from collections.abc import Iterable
from typing import Any

from store.people import match_keys
from store.text import clean, fold

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_LEGAL_FORMS = {
    "ab", "ag", "aps", "as", "asa", "bhd", "bv", "bvba", "cia", "co", "company", "corp", "corporation", "cv",
    "doo", "eg", "ek", "ev", "eurl", "gbr", "gesmbh", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "kk",
    "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv", "oo", "oy", "oyj", "plc", "pllc", "pte", "pty",
    "pvt", "sa", "sarl", "sas", "sasu", "sca", "sdn", "se", "sl", "slu", "snc", "sp", "spa", "srl", "sro", "ug",
    "ulc",
}  # fmt: skip
_CONJUNCTIONS = {"and", "und", "et", "y", "e", "z"}


def company(text: str) -> str:
    """A company's name normalized for comparison: "The Acme Co., Inc." and "ACME" are "acme"."""
    plain = fold(text).replace("&", " and ").replace("'", "").replace("’", "").replace(".", "")
    parts = re.findall(r"\w+", plain)
    name = parts[1:] if parts[:1] == ["the"] and len(parts) > 1 else parts
    while len(name) > 1 and (name[-1] in _LEGAL_FORMS or name[-1] in _CONJUNCTIONS):
        name = name[:-1]
    return " ".join(name)


def domain(text: str) -> str:
    """The mail domain of "@Acme.com", "https://www.acme.com/jobs" or "ann@acme.com", normalized for comparison; ""
    when there is none."""
    host = clean(text).strip().casefold().rpartition("@")[2]
    host = host.partition("://")[2] or host
    host = re.split(r"[/:?#]", host, maxsplit=1)[0].removeprefix("www.").strip(".")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return ""
    return host if _DOMAIN.fullmatch(host) else ""


def is_domain(text: str) -> bool:
    """Whether an entry in a list is meant as a domain and not as a company's name."""
    return " " not in text and bool(domain(text))


def domains(emails: Iterable[str]) -> set[str]:
    """The addresses' domains and all their parent domains: an entry covers its subdomains."""
    found: set[str] = set()
    for email in emails:
        labels = domain(email).split(".")
        found |= {".".join(labels[start:]) for start in range(len(labels) - 1)}
    return found


def keys_of(body: dict[str, Any]) -> tuple[str, ...]:
    """Where a profile says that a person works now: each current employer's normalized name, and the domains of the
    person's e-mail addresses with an @ in front."""
    names = {name for each in match_keys.employers(body) if (name := company(each))}
    return (*sorted(names), *(f"@{host}" for host in sorted(domains(match_keys.addresses(body)))))


def keys_named(entry: str) -> set[str]:
    """The keys of people who work at a company, given by its name or its mail domain. "Acme.com" may be either."""
    named = {company(entry)} - {""}
    return named | ({f"@{domain(entry)}"} if is_domain(entry) else set())
