"""Parsers for text in a spreadsheet cell or a résumé: "yes", "BSc", "3/2019", "H1B"."""

import re
from datetime import UTC, datetime
from typing import Any

_YES = frozenset(["yes", "y", "true", "1", "x", "on"])
_NO = frozenset(["no", "n", "false", "0", "off"])
_DEGREES: tuple[tuple[str, str], ...] = (  # the first match wins: "MBA" before "master"
    (r"\bmba\b|business administration.*master|master.*business administration", "mba"),
    (r"\bph\.?\s?d|\bdoctor|\bd\.?phil|\bm\.?d\b\.?|\bj\.?d\b\.?|\bed\.?d\b|\bpharm\.?d|\bdnp\b|\bdpt\b", "doctorate"),
    (r"\bmaster|\bm\.?sc?\b|\bm\.?a\b|\bm\.?eng|\bm\.?ed\b|\bmsn\b|\bmsw\b|\bm\.?phil|\bpostgrad|\bmagister", "master"),
    (
        r"\bbachelor|\bb\.?sc?\b|\bb\.?a\b|\bb\.?eng|\bb\.?tech|\bbsn\b|\bbba\b|\bll\.?b\b|\bundergrad|\blicen",
        "bachelor",
    ),
    (r"\bassociate|\ba\.?a\.?s?\b|\badn\b|\bfoundation degree", "associate"),
    (r"high.?school|secondary|\bged\b|\ba-?levels?\b|\babitur|\bbaccalaur[eé]at\b|\bdiploma\b", "high_school"),
    (r"^none$|^no degree$", "none"),
)
_AUTHORIZATIONS: tuple[tuple[str, str], ...] = (
    (r"sponsor|need h1", "needs_sponsorship"),
    (r"citizen", "citizen"),
    (r"green card|permanent|\bpr\b|settled", "permanent_resident"),
    (r"visa|\bh-?1b\b|\bopt\b|\bcpt\b|\btn\b|\bead\b|work permit", "work_visa"),
    (r"^unknown$|not specified|^n/?a$", "unknown"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PRESENT = frozenset(["present", "current", "now", "today", "ongoing", "-", "–"])


class InvalidValue(ValueError):
    """The text is not a valid value of this field; the message says what was expected."""


def yes_or_no(text: str) -> bool:
    """ "Yes", "TRUE", "1" … Raises InvalidValue for anything else."""
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise InvalidValue("must be yes or no")


def remote(text: str) -> str:
    """yes, no or only; "hybrid" is yes, "fully remote" is only."""
    folded = text.casefold()
    if folded in ("only", "remote only", "fully remote", "100% remote"):
        return "only"
    if folded in ("remote", "hybrid", "open to remote"):
        return "yes"
    if folded in ("on-site", "onsite", "on site", "office"):
        return "no"
    return "yes" if yes_or_no(text) else "no"


def years(text: str) -> int:
    """Whole years: "12", "12+", "12.5", "12 years"."""
    found = re.fullmatch(r"(\d{1,2})(?:[.,]\d+)?\s*\+?\s*(?:years?|yrs?\.?)?", text.casefold(), re.ASCII)
    if found is None:
        raise InvalidValue("must be a number of years")
    return int(found[1])


def number(text: str) -> float:
    """A coordinate; accepts a decimal comma."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise InvalidValue("must be a number") from None


def degree(text: str) -> str:
    """The Degree for text such as "B.Sc. (Hons)". Raises InvalidValue if unknown."""
    folded = text.casefold().strip()
    key = folded.replace(" ", "_")
    for pattern, name in _DEGREES:
        if key == name or re.search(pattern, folded):
            return name
    raise InvalidValue("must be a known degree")


def work_authorization(text: str) -> str:
    """The WorkAuthorization for text such as "US Citizen". Raises InvalidValue if unknown."""
    folded = text.casefold().strip()
    key = folded.replace(" ", "_")
    for pattern, name in _AUTHORIZATIONS:
        if key == name or re.search(pattern, folded):
            return name
    raise InvalidValue("must be a known work authorization")


def partial_date(text: str) -> str | None:
    """ "2019", "2019-03", "03/2019", "Mar 2019", "2019-03-15T…" as YYYY[-MM[-DD]]; "Present" is None. Anything else is
    returned unchanged, for validation to reject."""
    folded = text.casefold().strip()
    if not folded or folded in _PRESENT:
        return None
    if found := re.match(r"(\d{4}-\d{2}-\d{2})[t ]", folded, re.ASCII):
        return found[1]
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{4})", folded, re.ASCII):
        return f"{found[2]}-{int(found[1]):02}"
    if (found := re.fullmatch(r"([a-z]{3})[a-z]*\.?,?\s+(\d{4})", folded, re.ASCII)) and found[1] in _MONTHS:
        return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}"
    return text.strip()


def moment(text: str) -> str:
    """An ISO 8601 time; a date alone becomes midnight UTC. Validation rejects a time without a time zone."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return text
    return day.replace(tzinfo=UTC).isoformat()


def place(text: str) -> dict[str, Any]:
    """Split "Boston, MA" or "Leeds, England, United Kingdom" into city, region, country; the import looks it up."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    match parts:
        case []:
            return {}
        case [city]:
            return {"city": city}
        case [city, region] if len(region) == 2 and region.isupper():
            return {"city": city, "region": region}
        case [city, country]:
            return {"city": city, "country": country}
        case [city, region, country]:
            return {"city": city, "region": region, "country": country}
        case _:
            return {"city": ", ".join(parts[:-2]), "region": parts[-2], "country": parts[-1]}


def listed(text: str) -> list[str]:
    """Split "COBOL; Compilers" at semicolons or, if there are none, at commas, bars and line breaks."""
    parts = text.split(";") if ";" in text else re.split(r"[,|\n]", text)
    return [part.strip() for part in parts if part.strip()]
