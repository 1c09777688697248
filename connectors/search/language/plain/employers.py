"""Writes employers as the rules expect them: "neither at Google nor Meta", "at Foo and Barco", "not at Google Java
developer", and the German, French and Spanish of "at", "worked at" and "not at"."""

import re
from dataclasses import dataclass, field

from connectors.geo.places import Places
from connectors.search.language.plain.rule import rewritten
from connectors.search.language.terms import Terms, set_aside
from connectors.titles import Titles

_WORD = r"(?!(?:AND|OR|NOT)\b)[A-Z][\w&.’'+-]*"
_NAME = rf"{_WORD}(?:\s+(?:of\s+)?{_WORD}){{0,3}}"
_END = (
    r"(?=\s*(?:$|[,;.)\x00])"
    r"|\s+(?:and|or|but|with|who|that|in|near|from|open|willing|remote|not|AND|OR|NOT|[+\d])(?![\w-]))"
)
_KNOWN = {
    "accenture", "adidas", "adobe", "airbnb", "airbus", "amazon", "amazon web services", "amd", "anthropic",
    "apple", "aws", "bain", "bcg", "bmw", "boeing", "bosch", "bytedance", "capgemini", "cisco", "citi",
    "costco", "deloitte", "dhl", "dropbox", "ebay", "ey", "facebook", "fedex", "ford", "gm", "google", "ibm",
    "ikea", "infosys", "intel", "jpmorgan", "kpmg", "linkedin", "lyft", "mckinsey", "meta", "microsoft",
    "netflix", "nike", "novartis", "nvidia", "openai", "oracle", "palantir", "paypal", "pfizer", "pwc", "roche",
    "salesforce", "sap", "siemens", "snap", "spacex", "spotify", "starbucks", "stripe", "target", "tcs",
    "tesla", "tiktok", "toyota", "twitter", "uber", "ups", "volkswagen", "walmart", "wipro", "x",
}  # fmt: skip
_PAIRS = {
    *(("ernst", "young"), ("johnson", "johnson"), ("procter", "gamble"), ("marks", "spencer"), ("crate", "barrel")),
    *(("standard", "poor"), ("smith", "nephew"), ("arnold", "porter"), ("deloitte", "touche"), ("barnes", "noble")),
    *(("black", "veatch"), ("bain", "company"), ("mckinsey", "company"), ("eli", "lilly"), ("simon", "schuster")),
}
_ONE_FIRM = {"co", "sons", "company", "partners", "associates", "brothers"}  # "Tiffany and Co"
_WHAT_FOLLOWS = {  # words that begin what is wanted: "not at Google Java developer"
    "java", "python", "javascript", "typescript", "php", "ruby", "golang", "go", "c", "c++", "c#", ".net",
    "react", "angular", "node", "node.js", "sql", "scala", "kotlin", "swift", "rust", "salesforce", "sap",
    "oracle", "aws", "azure", "devops", "data", "software", "web", "frontend", "backend", "front-end",
    "back-end", "full", "stack", "full-stack", "mobile", "ios", "android", "cloud", "linux", "machine",
    "learning", "ml", "ai", "product", "project", "program", "account", "sales", "hr", "it", "qa", "ux", "ui",
    "registered", "senior", "junior", "sr", "sr.", "jr", "jr.", "lead", "staff", "principal", "licensed",
    "certified", "clinical", "icu", "er", "nurse", "nursing", "embedded", "network", "security", "systems",
    "business", "financial", "mechanical", "electrical", "civil",
}  # fmt: skip
_ROLE = re.compile(
    r"(?i:.*(?:er|or|ist|ant|ian|eur|euse|analyst|nurse|pfleger|attorney|executive|rn|lpn)(?:s|in|innen)?)"
)

_LARGE = 15_000  # population: "Meta" is also a town, but a smaller one

# ── in English ──────────────────────────────────────────────────────────────────

_NEITHER = re.compile(
    r"(?<![\w-])(?i:(?:who\s+)?(?:(?:has\s+)?worked\s+|works?\s+)?neither|(?:not|never)(?:\s+worked)?(?=\s+(?:at|for)\s))\s+"
    rf"(?P<at>(?:at|for)\s+)?(?P<names>{_NAME}(?:\s*,?\s+nor\s+(?:(?:at|for)\s+)?{_NAME})+)"
)
_NOR = re.compile(r"\s*,?\s+nor\s+(?:(?:at|for)\s+)?")
_AND = re.compile(
    r"(?<![\w-])(?P<not>(?:not|never)\s+(?:worked\s+)?)?(?P<past>(?:worked|formerly|previously)\s+)?(?P<both>both\s+)?"
    rf"(?P<at>at\s+|@\s?)(?P<each>both\s+)?(?P<names>{_NAME}(?:\s*,\s*{_NAME})*),?\s+(?P<and>and|&)\s+(?:at\s+)?"
    rf"(?P<last>{_NAME}){_END}"
)
_NO_EMPLOYEES = re.compile(
    rf"(?<![\w-])(?:but\s+)?(?:no|not|excluding|except(?:\s+for)?|without)\s+(?:(?:any|current|former|ex)[\s-])*(?P<names>{_NAME}"
    rf"(?:(?:\s*,\s*|\s+(?:and|or|nor|&)\s+){_NAME})*)\s+(?:employees?|people|staff|folks|alumni|alums?|engineers\s+from)(?![\w-])"
)
_NOT_FIRM = re.compile(rf"(?<=\s)(?:but\s+)?not\s+(?P<firm>{_WORD}){_END}")
_BUT_NOT_FIRM = re.compile(rf"(?<![\w-])(?P<at>at\s+{_NAME})\s*,?\s+but\s+not\s+(?P<firm>{_NAME}){_END}")
_AT_FIRM = re.compile(rf"(?<![\w-])(?:at|@|for)\s?{_WORD}")
_THEN_WANTED = re.compile(
    rf"(?<![\w-])(?P<at>at\s+|@\s?|(?<=worked\s)for\s+|(?P<next>(?:or|nor)\s+(?:at\s+)?))(?P<run>{_WORD}(?:\s+{_WORD}){{0,5}})"
    r"(?=(?P<after>(?:\s+[a-z+#.]+){0,3}))"
)
_AT_ANOTHER = re.compile(rf"(?<![\w-])(?:(?:at|for)\s+|@\s?){_NAME}(?:(?:\s*,\s*|,?\s+n?or\s+){_NAME})*,?\s+\Z")

# ── in other languages ──────────────────────────────────────────────────────────

_OR_ABROAD = (
    r"(?:\s*,\s*|\s+(?:oder|und|noch|ou|et|ni|o|y|e|or|and|nor)\s+(?:auch\s+)?(?:(?:bei|chez|en|pour|para)\s+)?)"
)
_NAMES = (
    rf"(?P<names>{_NAME}(?:{_OR_ABROAD}{_NAME})*)(?![\w&.’'+-]|\s+(?:del?|di|du|des|von)\s)"
    r"(?P<end>\s+(?:gearbeitet|tätig|beschäftigt|angestellt|war(?:en)?)(?!\w))?"
)
_WHO_ABROAD = r"(?<![\w-])(?:(?:der|die|das|qui|que)\s+)?"
_NOT_ABROAD = re.compile(
    rf"{_WHO_ABROAD}(?:"
    r"(?:ohne\s+[Ee]rfahrung|sans\s+expérience)\s+(?:bei|chez)|(?:(?:hat|haben|war|waren|arbeitet)\s+)?(?:(?:noch\s+)?nie(?:mals)?|nicht|weder)\s+bei"
    r"|(?:(?:n[’']|ne\s+)\w+\s+)?(?:jamais|pas|ni)\s+(?:travaillé\s+)?(?:chez|pour)"
    r"|(?P<en>(?:nunca|jamás|no|ni)\s+(?:(?:trabaj\w+|ha\s+trabajado|estuvo|ha\s+estado)\s+)?(?:en|para))"
    rf")\s+{_NAMES}"
)
_PAST_ABROAD = re.compile(
    rf"{_WHO_ABROAD}(?:"
    r"(?:früher|ehemals|vorher|zuvor|war|waren|hat|arbeitete)\s+bei"
    r"|(?:anciennement|auparavant|(?:a|ont|ayant|avoir|avait)\s+(?:déjà\s+)?travaillé)\s+(?:chez|pour)"
    r"|(?P<en>(?:antes|anteriormente|trabaj(?:ó|aba|aron)|ha(?:n|ya)?\s+trabajado|habiendo\s+trabajado)\s+(?:en|para))"
    rf")\s+{_NAMES}"
)
_NOW_ABROAD = re.compile(
    rf"{_WHO_ABROAD}(?:(?:arbeitet|tätig|beschäftigt|angestellt|travaille|employée?|trabaja|trabajando)\s+)?"
    rf"(?:(?:derzeit|aktuell|zurzeit|actuellement|actualmente)\s+)?(?:bei|chez|(?P<en>en))\s+{_NAMES}"
)
_NO_FIRM = {  # "bei Bedarf", "Einsatz bei Kunden"
    "bedarf", "interesse", "nacht", "tag", "eignung", "kunden", "kunde", "patienten", "kindern", "banken",
    "behörden", "menschen", "versicherungen", "unternehmen", "firmen", "gericht", "notfällen", "projekten",
    "startups", "abwesenheit", "krankheit", "fragen", "problemen",
}  # fmt: skip


def employers_in_english(terms: Terms, places: Places, titles: Titles) -> Terms:
    """The terms with employers written as "at X or Y", "worked at X or Y" or "not at X or Y"."""
    reader = _Employers(places, titles, terms.what.isupper())
    for pattern, at in ((_NOT_ABROAD, "not at"), (_PAST_ABROAD, "worked at"), (_NOW_ABROAD, "at")):
        terms = rewritten(terms, pattern, lambda match, at=at: reader.translated(match, at))
    for pattern, text in ((_THEN_WANTED, reader.then_wanted), (_NEITHER, reader.neither), (_AND, reader.either)):
        terms = rewritten(terms, pattern, text)
    terms = rewritten(terms, _NO_EMPLOYEES, reader.no_employees)
    terms = rewritten(terms, _BUT_NOT_FIRM, reader.but_not)
    if _AT_FIRM.search(terms.what):
        terms = rewritten(terms, _NOT_FIRM, reader.not_firm)
    return set_aside(terms, *reader.notes)


@dataclass(slots=True)
class _Employers:
    """Rewrites one search text. `notes`: what the search does not do."""

    places: Places
    titles: Titles
    capitals: bool
    notes: list[str] = field(default_factory=list[str])

    def translated(self, match: re.Match[str], at: str) -> str | None:
        names = re.split(_OR_ABROAD, match["names"])
        if match["en"] and not (all(map(self.firm, names)) and (at != "at" or any(map(self.no_place, names)))):
            return None
        if not match["en"] and not self.firm(names[0].split()[0]):
            return None
        past = at == "at" and (match["end"] or "").strip() in ("gearbeitet", "war", "waren")
        if at != "not at" and re.search(r"\s(?:und|et|y|e)\s", match["names"]):
            self.notes.append(f"“{match['names']}” (people from any of them are found)")
        return f"{'worked at' if past else at} {_listed(names)}"

    def then_wanted(self, match: re.Match[str]) -> str | None:
        """Put a comma after the employer in "at Google Java developer"."""
        words, after = match["run"].split(), match["after"].split()
        if self.capitals or (match["next"] and not _AT_ANOTHER.search(match.string[: match.start()])):
            return None
        for size in range(1, len(words) + 1):
            rest = [*words[size:], *after]
            role = next((n for n, word in enumerate(rest) if self.role(word)), None)
            certain = size < len(words) and size == 1 and known(words[0]) and role == len(words) - 2
            name = " ".join(words[:size])
            if role is None or not self.firm(name) or (size < 3 and known(" ".join(words[:3]))):
                continue
            if certain or all(self.wanted(word) for word in rest[: role + 1]):
                return f"{match['at']}{' '.join(words[:size])}, {' '.join(words[size:])}".rstrip(" ")
        return None

    def neither(self, match: re.Match[str]) -> str | None:
        names = _NOR.split(match["names"])
        return f"not at {_listed(names)}" if match["at"] or all(map(known, names)) else None

    def either(self, match: re.Match[str]) -> str | None:
        """Write "at Foo and Barco" as "at Foo or Barco", which finds people from either; "at Ernst and Young" is one
        employer."""
        names = [*re.split(r"\s*,\s*", match["names"]), match["last"]]
        both = match["both"] or match["each"]
        before = f"{match['not'] or ''}{match['past'] or ''}{match['at']}"
        one = len(names) == 2 and ((names[0].lower(), names[1].lower()) in _PAIRS or names[1].lower() in _ONE_FIRM)
        if one and not both:
            return f"{before}{names[0]} & {names[1]}"
        if not all(map(self.firm, names)) or (match["and"] == "&" and not all(map(known, names))):
            return None
        if not match["not"] and (both or match["past"] or not all(map(known, names))):
            self.notes.append(f"“and {names[-1]}” (people from any of them are found)")
        return f"{before}{_listed(names)}"

    def but_not(self, match: re.Match[str]) -> str | None:
        return f"{match['at']}, not at {match['firm']}" if self.firm(match["firm"]) else None

    def no_employees(self, match: re.Match[str]) -> str | None:
        """Write "excluding Google and Meta employees" as "not at Google or Meta"."""
        names = re.split(r"\s*,\s*|\s+(?:and|or|nor|&)\s+", match["names"])
        return f", not at {_listed(names)}," if all(map(self.firm, names)) else None

    def not_firm(self, match: re.Match[str]) -> str | None:
        return f"not at {match['firm']}" if known(match["firm"]) else None

    def firm(self, name: str) -> bool:
        """Whether the name may be an employer, rather than a place, a job or a skill, like Java in "at Google and
        Java"."""
        if known(name):
            return True
        words = name.split()
        place = any(one.kind != "city" or one.population >= _LARGE for one in self.places.exact(name))
        return not (place or name.lower() in _NO_FIRM or self.role(words[-1]) or all(map(self.wanted, words)))

    def no_place(self, name: str) -> bool:
        return known(name) or not (self.places.exact(name) or self.places.nearest_names(name))

    def wanted(self, word: str) -> bool:
        return word.lower() in _WHAT_FOLLOWS or self.titles.is_job_word(word)

    def role(self, word: str) -> bool:
        return bool(_ROLE.fullmatch(word)) and self.titles.is_job_word(word)


def _listed(names: list[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)


def known(name: str) -> bool:
    return name.lower() in _KNOWN
