"""Words of a spreadsheet or a résumé that stand for a value: yes, "BSc", "3/2019", "H1B"."""

import re
from datetime import UTC, datetime
from typing import Any

_YES = frozenset(["yes", "y", "true", "1", "x", "on"])
_NO = frozenset(["no", "n", "false", "0", "off"])
_DEGREES: tuple[tuple[str, str], ...] = (  # the first that is found counts: "MBA" before "master"
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


class Odd(ValueError):
    """Words that stand for no value of this field; the text says what was expected."""


def yes_or_no(words: str) -> bool:
    """ "Yes", "TRUE", "1" … Raises Odd for anything that is neither."""
    folded = words.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise Odd("must be yes or no")


def remote(words: str) -> str:
    """yes, no or only; "hybrid" is yes, "fully remote" is only."""
    folded = words.casefold()
    if folded in ("only", "remote only", "fully remote", "100% remote"):
        return "only"
    if folded in ("remote", "hybrid", "open to remote"):
        return "yes"
    if folded in ("on-site", "onsite", "on site", "office"):
        return "no"
    return "yes" if yes_or_no(words) else "no"


def years(words: str) -> int:
    """Whole years: "12", "12+", "12.5", "12 years"."""
    found = re.fullmatch(r"(\d{1,2})(?:[.,]\d+)?\s*\+?\s*(?:years?|yrs?\.?)?", words.casefold(), re.ASCII)
    if found is None:
        raise Odd("must be a number of years")
    return int(found[1])


def number(words: str) -> float:
    """A coordinate; a decimal comma is read as one."""
    try:
        return float(words.replace(",", "."))
    except ValueError:
        raise Odd("must be a number") from None


def degree(words: str) -> str:
    """The Degree that words such as "B.Sc. (Hons)" name; Odd when they name none."""
    folded = words.casefold().strip()
    key = folded.replace(" ", "_")
    for pattern, name in _DEGREES:
        if key == name or re.search(pattern, folded):
            return name
    raise Odd("names no degree that is known")


def work_authorization(words: str) -> str:
    """The WorkAuthorization that words such as "US Citizen" name; Odd when they name none."""
    folded = words.casefold().strip()
    key = folded.replace(" ", "_")
    for pattern, name in _AUTHORIZATIONS:
        if key == name or re.search(pattern, folded):
            return name
    raise Odd("names no work authorization that is known")


def partial_date(words: str) -> str | None:
    """ "2019", "2019-03", "03/2019", "Mar 2019", "2019-03-15T…" as YYYY[-MM[-DD]]; "Present" is None. What is no
    date at all comes back as it was, for the check to refuse in its own words."""
    folded = words.casefold().strip()
    if not folded or folded in _PRESENT:
        return None
    if found := re.match(r"(\d{4}-\d{2}-\d{2})[t ]", folded, re.ASCII):
        return found[1]
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{4})", folded, re.ASCII):
        return f"{found[2]}-{int(found[1]):02}"
    if (found := re.fullmatch(r"([a-z]{3})[a-z]*\.?,?\s+(\d{4})", folded, re.ASCII)) and found[1] in _MONTHS:
        return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}"
    return words.strip()


def moment(words: str) -> str:
    """An ISO 8601 time; a day alone is its midnight in UTC. A time without a zone is refused by the check."""
    try:
        day = datetime.strptime(words, "%Y-%m-%d")
    except ValueError:
        return words
    return day.replace(tzinfo=UTC).isoformat()


def place(words: str) -> dict[str, Any]:
    """ "Boston, MA" or "Leeds, England, United Kingdom" as city, region, country; looked up when it is imported."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
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


def listed(words: str) -> list[str]:
    """ "COBOL; Compilers": parted at semicolons, or at commas, bars and line ends where there are none."""
    parts = words.split(";") if ";" in words else re.split(r"[,|\n]", words)
    return [part.strip() for part in parts if part.strip()]
