"""Parsers for text in a spreadsheet cell or a résumé: "yes", "2 Year(s) 3 Month(s)", "H1B", "Boston, MA 02110"."""

import re
from typing import Any

from connectors.files.values import InvalidValue

_YES = frozenset(["yes", "y", "true", "1", "x", "on", "ja", "oui", "si", "sí", "sim", "✓", "✔", "checked"])
_NO = frozenset(["no", "n", "false", "0", "off", "nein", "non", "não", "nee", "unchecked"])
_OPEN = frozenset(
    [
        "open",
        "active",
        "published",
        "public",
        "live",
        "posted",
        "in progress",
        "accepting candidates",
        "accepting",
        "recruiting",
        "hiring",
        "sourcing",
        "interviewing",
        "approved",
        "reopened",
        "re opened",
        "ongoing",
        "running",
        "listed",
        "internal",
        "external",
        "new",
        "current",
        "available",
        "vacant",
        "true",
        "yes",
        "1",
        "opened",
        "offen",
        "aktiv",
        "veröffentlicht",
        "online",
        "ouvert",
        "ouverte",
        "actif",
        "active",
        "publié",
        "publiée",
        "abierto",
        "abierta",
        "activo",
        "activa",
        "publicado",
        "publicada",
        "aperto",
        "aperta",
        "attivo",
        "aberto",
        "aberta",
        "ativo",
        "ativa",
        "open to applications",
        "en cours",
        "ouvert",
        "ouverte",
        "accept candidates",
    ]
)
_CLOSED = frozenset(
    [
        "closed",
        "close",
        "filled",
        "on hold",
        "onhold",
        "hold",
        "held",
        "draft",
        "archived",
        "cancelled",
        "canceled",
        "inactive",
        "expired",
        "paused",
        "pending",
        "pending approval",
        "awaiting approval",
        "unpublished",
        "lost",
        "private",
        "deleted",
        "completed",
        "complete",
        "hired",
        "position filled",
        "placed",
        "placement",
        "declined",
        "rejected",
        "waiting",
        "waiting for approval",
        "not published",
        "unlisted",
        "suspended",
        "withdrawn",
        "frozen",
        "not approved",
        "false",
        "no",
        "0",
        "done",
        "ended",
        "stopped",
        "removed",
        "template",
        "planned",
        "confidential",
        "covered",
        "won",
        "partially filled",
        "overachieved",
        "offers out",
        "wrong",
        "job closed",
        "inaktiv",
        "geschlossen",
        "besetzt",
        "entwurf",
        "archiviert",
        "pausiert",
        "abgeschlossen",
        "vergeben",
        "offline",
        "fermé",
        "fermée",
        "pourvu",
        "pourvue",
        "brouillon",
        "archivé",
        "cerrado",
        "cerrada",
        "cubierto",
        "cubierta",
        "borrador",
        "pausado",
        "cancelado",
        "chiuso",
        "chiusa",
        "bozza",
        "fechado",
        "fechada",
        "preenchida",
        "rascunho",
    ]
)
_LOOKING = re.compile(r"(?:actively |currently )?(?:looking|open|available|interested)(?: (?:to|for) .*)?")
_NOT_LOOKING = re.compile(r"not (?:actively |currently )?(?:looking|open|available|interested|willing).*|unavailable")
_AUTHORIZATIONS: tuple[tuple[str, str], ...] = (
    (r"(?:no|without|not (?:need|require)).{0,20}sponsor", "unknown"),
    (r"sponsor|need h1", "needs_sponsorship"),
    (r"citizen", "citizen"),
    (r"green card|permanent|\bpr\b|settled", "permanent_resident"),
    (r"visa|\bh-?1b\b|\bopt\b|\bcpt\b|\btn\b|\bead\b|work permit", "work_visa"),
    (r"^unknown$|not specified|^n/?a$", "unknown"),
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_A_YEAR = r"y(?:ea)?rs?\.?|y(?:ea)?r\(s\)|y|jahre?n?|ans?|annees?|anos?|anni|jaar|lat(?:a)?|год|лет|年"
_A_MONTH = r"mo(?:nth)?s?\.?|month\(s\)|mths?|m|monate?n?|mois|meses|mes|mesi|maand(?:en)?"
_YEARS = re.compile(
    rf"(?:over|more than|at least|about|approx\.?|ca\.?|>=?|~|\+)?\s*(?P<years>\d{{1,2}})(?:[.,]\d+)?\s*\+?"
    rf"(?:\s*(?:-|–|—|to|bis)\s*\d{{1,2}}(?:[.,]\d+)?)?\s*\+?\s*(?:{_A_YEAR})?(?:\s*(?:and|,|&)?\s*\d{{1,2}}\s*(?:{_A_MONTH}))?"
    r"(?:\s*(?:of |work |total )*(?:experience|exp\.?))?",
    re.ASCII,
)
_UNDER_A_YEAR = re.compile(
    rf"(?:less than|under|below|<)\s*(?:1|one|a)\s*(?:{_A_YEAR})|(?P<months>\d{{1,3}})\s*(?:{_A_MONTH})"
    r"|fresher|no experience",
    re.ASCII,
)
_US_CODE = re.compile(r"(?P<rest>.*?[^\d\s,])[\s,]+(?P<code>\d{5}(?:-\d{4})?)", re.ASCII)
_LONGEST_PLACE = 500  # characters
_POSTCODE = re.compile(  # at the end of a part: British, Canadian, or after a state ("TX 75001")
    r"(?:^|(?<=\s))(?P<code>(?<=^[A-Z]{2}\s)\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|"
    r"[A-Z]\d[A-Z] ?\d[A-Z]\d)$",
    re.ASCII,
)
_STREET = re.compile(  # "12 Elm St", "Flat 2"; but "10115 Berlin" and "Flat Rock" are towns
    r"\d{1,6}[a-z]?(?:[-/]\d{1,6}[a-z]?)?\s.*\b(?:street|st|avenue|ave?|road|rd|boulevard|blvd|drive|dr|lane|ln|way|court|"
    r"ct|place|pl|parkway|pkwy|highway|hwy|circle|cir|terrace|square|sq|trail|trl|close|crescent|gardens|grove|mews|row|"
    r"walk|broadway)\b\.?"
    r"(?:\s+(?:[ns]?[ew]|[ns]))?(?:\s+(?:apt\.?|unit|suite|ste\.?|floor|#)?\s*#?(?:\d\w{0,5}|[a-z]))?"
    r"|(?:flat|apt\.?|apartment|unit|suite|ste\.?|floor|room|p\.?\s?o\.?\s+box|#)\s*#?(?:\d\w{0,5}|[a-z])",
    re.ASCII | re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,4}[a-z]?\s+[^\d\W].*", re.ASCII | re.IGNORECASE)  # "12 The Glade", but also "29 Palms"
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:/|\\\"']+@(?:[\w-]+\.)+[\w-]{2,63}")
_DAMAGED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+?\d+|#+|#[A-Z/0!]+\??", re.ASCII)
DAMAGED = "was damaged by a spreadsheet program: format the column as text and export it again"


def unwrapped(cell: str) -> str:
    """The text in a cell that a program protected from Excel: `="02110"` is 02110, `'+1 202 …` is +1 202 …"""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 3:
        return cell[2:-1].replace('""', '"').strip()
    if cell.startswith("'") and re.fullmatch(r"[+\-=@(\d][\d\s()./-]{4,}|[=+\-@].*", cell[1:], re.ASCII):
        return cell[1:].strip()
    return cell


def code(text: str) -> str:
    """An id or a postal code, without the ".0" that a program added because it read a number. Raises InvalidValue if a
    spreadsheet damaged it."""
    if _DAMAGED.fullmatch(text):
        raise InvalidValue(DAMAGED)
    return re.sub(r"(?<=\d)\.0$", "", text)


_TWO_NUMBERS = re.compile(r"(?<=\d{3})\s+/\s+(?=\+\d|\(?\d{3}\)?[ -]\d{3}[ -]\d{4})")


def phones(text: str) -> list[str]:
    """The phone numbers in a cell. Raises InvalidValue if a spreadsheet damaged one."""
    found = [
        code(unwrapped(part.removeprefix("tel:").strip()))
        for part in listed(_TWO_NUMBERS.sub(";", text.replace(":::", ";")))
    ]
    return [each for each in found if each]


def emails(text: str) -> list[str]:
    """The addresses in a cell such as "Kim <kim@example.com> / kim2@example.com (work)". Raises InvalidValue if there
    is none."""
    found = [address.strip(".") for address in _ADDRESS.findall(re.sub(r"mailto:", " ", text, flags=re.IGNORECASE))]
    if not found:
        raise InvalidValue("is not an e-mail address")
    return list(dict.fromkeys(found))


def one_email(text: str) -> str:
    """The first address in the text. Raises InvalidValue if there is none."""
    return emails(text)[0]


def web_address(text: str) -> str:
    """The web address in the text; an address without a scheme, such as "www.acme.example/jobs/2", gets https. Raises
    InvalidValue for anything else."""
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    if re.fullmatch(r"https?://(?:[\w-]+\.)+[\w-]{2,63}(?::\d+)?(?:[/?#]\S*)?", address, re.IGNORECASE) is None:
        raise InvalidValue("is not a web address")
    return re.sub(r"^https?", lambda scheme: scheme[0].lower(), address, flags=re.IGNORECASE)


def job_status(text: str) -> str:
    """ "open" or "closed", from the words that common systems use. Raises InvalidValue for other words."""
    folded = " ".join(re.sub(r"[_\-/]+", " ", text.casefold()).split())
    if folded in _OPEN:
        return "open"
    if folded in _CLOSED:
        return "closed"
    raise InvalidValue("must be open or closed")


def links(text: str) -> list[str]:
    """Web addresses, separated by whitespace, semicolons, bars or commas. Raises InvalidValue if there is none."""
    parts = re.split(r"\s*[;|]\s*|,\s+|\s+|,(?=https?:)|:::", text)
    found = [part for part in parts if re.search(r"[^\W_]\.[^\W\d_]{2}", part)]
    if text.strip() and not found:
        raise InvalidValue("is not a web address")
    return found


def link(url: str) -> dict[str, str]:
    """The link of a profile, with its kind."""
    folded = url.casefold()
    return {
        "kind": next((kind for kind in ("linkedin", "github", "xing") if f"{kind}.com" in folded), "website"),
        "url": url,
    }


def yes_or_no(text: str) -> bool:
    """True for "Yes", "TRUE", "1", "Actively looking" …, False for the opposites. Raises InvalidValue for anything
    else."""
    folded = text.casefold().strip(" .")
    if folded in _YES or _LOOKING.fullmatch(folded):
        return True
    if folded in _NO or _NOT_LOOKING.fullmatch(folded):
        return False
    raise InvalidValue("must be yes or no")


def opted_out(text: str) -> bool:
    """Whether someone must not be contacted. When in doubt, True: "by e-mail", a date or a reason is an opt-out too."""
    return text.casefold().strip(" .") not in _NO | {"none", "n/a", "opted in", "opt in", "subscribed"}


def remote(text: str) -> str:
    """ "yes", "no" or "only": "hybrid", "flexible" and "Remote - US" mean "yes", "fully remote" means "only"."""
    folded = " ".join(text.casefold().replace("-", " ").split())
    if folded in ("only", "remote only", "fully remote", "100% remote", "full remote", "telecommute"):
        return "only"
    if folded.startswith(("not remote", "no remote", "non remote")):
        return "no"
    if "remote" in folded or "hybrid" in folded or folded in ("flexible", "home office", "télétravail", "anywhere"):
        return "yes"
    if folded in ("on site", "onsite", "office", "in office", "in person", "vor ort", "präsenz"):
        return "no"
    return "yes" if yes_or_no(text) else "no"


def years(text: str) -> int:
    """Whole years: "12", "12+", "12.5", "2 Year(s) 3 Month(s)", "18 months"; for "10-15 years", the lower number."""
    folded = " ".join(text.casefold().replace("ñ", "n").replace("é", "e").split())
    for number, word in enumerate(_NUMBERS, 1):
        folded = re.sub(rf"\b{word}\b", str(number), folded)
    if found := _UNDER_A_YEAR.fullmatch(folded):
        return int(found["months"] or 0) // 12
    found = _YEARS.fullmatch(folded)
    if found is None:
        raise InvalidValue("must be a number of years")
    return int(found["years"])


def number(text: str) -> float:
    """A coordinate; accepts a decimal comma."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise InvalidValue("must be a number") from None


def work_authorization(text: str) -> str:
    """The WorkAuthorization for text such as "US Citizen". Raises InvalidValue if unknown."""
    folded = text.casefold().strip()
    key = folded.replace(" ", "_")
    for pattern, name in _AUTHORIZATIONS:
        if key == name or re.search(pattern, folded):
            return name
    raise InvalidValue("must be a known work authorization")


def places(text: str) -> list[dict[str, Any]]:
    """All places in the text, each once."""
    found = [place(part) for part in re.split(r"\s*[|;\n]\s*", text)]
    return [one for at, one in enumerate(found) if one and one not in found[:at]]


def place(text: str) -> dict[str, Any]:
    """Split "Boston, MA 02110" or "Leeds, England, United Kingdom" into city, region and country, which the import
    looks up. Takes the first place if there are several, and leaves out a street."""
    text = re.split(r"\s*[|;\n]\s*", text.strip()[:_LONGEST_PLACE])[0]
    coded = _US_CODE.fullmatch(text.strip())
    if coded is not None and "," in text:
        return {**place(coded["rest"]), "postal_code": coded["code"]}
    parts = _without_street(_parts(text))
    codes: dict[str, Any] = {}
    for at, part in enumerate(parts):
        if found := _POSTCODE.search(part):
            codes = {"postal_code": found["code"]}
            parts[at] = part[: found.start()].strip()
    parts = [part for part in parts if part]
    match parts:
        case []:
            return codes
        case [city]:
            return {"city": city, **codes}
        case [city, region] if len(region) == 2 and region.isupper():
            return {"city": city, "region": region, **codes}
        case [city, country]:
            return {"city": city, "country": country, **codes}
        case [city, region, country]:
            return {"city": city, "region": region, "country": country, **codes}
        case _:
            return {"city": ", ".join(parts[:-2]), "region": parts[-2], "country": parts[-1], **codes}


def has_street(text: str) -> bool:
    """Whether the text starts with a street or an apartment, which `place` leaves out."""
    parts = _parts(text[:_LONGEST_PLACE])
    return _without_street(parts) != parts


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _without_street(parts: list[str]) -> list[str]:
    """The parts of a place from the town on."""
    for at, part in enumerate(parts):
        if not (_STREET.fullmatch(part) or (len(parts) - at > 3 and _NUMBERED.fullmatch(part))):
            return parts[at:]
    return []


def listed(text: str) -> list[str]:
    """Split "COBOL; Compilers" at semicolons or, if there are none, at commas, bars and line breaks."""
    parts = text.split(";") if ";" in text else re.split(r"[,|\n]", text)
    return [part.strip() for part in parts if part.strip()]
