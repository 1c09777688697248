"""Operators that other search boxes support: state codes that look like OR, `site:`, NEAR, `~`, `and/or`, `*`.

Whatever has no meaning here is set aside and named on the card, never dropped silently."""

import re
from collections.abc import Callable
from dataclasses import replace

from connectors.geo.gazetteer import region_codes
from connectors.geo.places import Places
from connectors.search.language.terms import Terms, set_aside

_QUOTED = re.compile(r'(["“”„][^"“”„]*["“”„])')
_OR = re.compile(r"(?<![\w-])(?:OR|or)(?![\w-])")
_ENDS = re.compile(
    r"\s*(?:$|[,;.)|–-]|(?:and|or|AND|OR|with|within|who|that|near|remote|hybrid|onsite|\d)(?![^\W\d_]))"
)
_LONGEST_TOWN = 3  # words

_WEB = re.compile(
    r"(?<![\w/])-?(?:site|inurl|allinurl|intitle|allintitle|intext|inanchor|filetype|ext|cache|related)\s*:\s*"
    r'(?:"[^"]*"|\([^()]*\)|[^\s()]+)',
    re.IGNORECASE,
)
_DOCUMENT = re.compile(  # words for a document, next to `site:` and the like
    r"(?<![\w-])-?\(?\s*(?:resumes?|cvs?|vitae|\"?curriculum\s+vitae\"?)(?:\s*(?:OR|or|\|)\s*(?:resumes?|cvs?|vitae"
    r"|\"?curriculum\s+vitae\"?))*\s*\)?(?![\w-])",
    re.IGNORECASE,
)
_EMPTY = (  # what removing an operand leaves behind
    (re.compile(r"\(\s*(?:(?:OR|or|AND|NOT|\||-)\s*)*\)"), " "),
    (re.compile(r"\(\s*(?:(?:OR|or|AND|\|)\s+)+"), "("),
    (re.compile(r"\s+(?:(?:OR|or|AND|NOT|\|)\s*)+\)"), ")"),
    (re.compile(r"\A\s*(?:(?:OR|or|AND|\|)\s+)+(?=\S)"), ""),
    (re.compile(r"\s+(?:(?:OR|or|AND|NOT|\|)\s*)+\Z"), ""),
)
_NEAR = re.compile(
    r"(?<![\w-])(?:O?NEAR|WITHIN|ADJ|AROUND)(?:/\d{1,3}|\(\d{1,3}\))(?![\w-])|(?<![\w-])(?:O?NEAR|ADJ\d?)(?![\w-])"
    r"|(?<!\S)(?:w|n|p|pre)/\d{1,3}(?!\S)"
)
_TILDE = re.compile(r'(?<!\S)[~≈]\s*(?=[\w("])|(?<=\w)~\d*(?!\S)|\A~\d{1,3}(?!\S)|(?<!\S)[~≈](?!\S)')
_TIGHT_COMMA = re.compile(r"(?<=[\w+#]),(?=[^\W\d_])")
_PLUS = re.compile(r"(?<!\S)\+(?=[^\W\d])")  # "+java": required, as every word is
_BOOST = re.compile(r"(?<=\w)\^\d+(?:\.\d+)?(?!\S)")
_EQUALS = re.compile(r"(?<![\w-])(?P<field>title|skills?|company|school|name)\s*=\s*(?=\w|\Z)", re.IGNORECASE)
_STATE = f"(?:{'|'.join(sorted(state for country, state in region_codes().items() if country[0] == 'US'))})"
_OPERATING_ROOM = re.compile(
    r"(?:\A|(?<=\sor\s)|(?<=\sOR\s)|(?<=/)|(?<=,\s))OR(?=\s+(?:nurses?|RNs?|LPNs?|techs?|technicians?|circulat\w+|scrub\w*|staff"
    rf"|manager|director|supervisor|charge|suite|experience)(?![\w-]))|(?<!\b{_STATE}\sor\s)(?<=\sor\s)OR\Z"
)
_EITHER = re.compile(r"(?<![\w-])(?:and\s*/\s*or|or\s*/\s*and)(?![\w-])", re.IGNORECASE)
_STAR = re.compile(r"(?<![^\s(,:])(?P<before>[\w+#.-]*)\*+(?P<after>[\w*+#.-]*)")
SHORTEST_PREFIX = 3  # letters before a *


def plain_operators(terms: Terms, places: Places) -> Terms:
    """The terms with operators from other search boxes replaced by ours, or set aside."""
    terms = replace(terms, what=oregon(_bars(terms.what), places))
    terms = _web_fields(_replaced(terms, _TIGHT_COMMA, lambda match: (", ", "")))
    terms = _replaced(terms, _PLUS, lambda match: ("", ""))
    terms = _replaced(terms, _OPERATING_ROOM, lambda match: ('"operating room"', ""))
    terms = _replaced(terms, _EQUALS, lambda match: (f"{match['field'].lower()}:", ""))
    terms = _replaced(terms, _BOOST, lambda match: ("", f"“{match[0]}” (all words count the same)"))
    terms = _replaced(terms, _EITHER, lambda match: ("OR", ""))
    terms = _replaced(terms, _NEAR, lambda match: ("", f"“{match[0]}” (the words may be anywhere)"))
    terms = _replaced(terms, _TILDE, lambda match: ("", "“~” (synonyms match anyway)"))
    return _replaced(terms, _STAR, _star)


def _bars(text: str) -> str:
    """The text with spaces around "|", which means OR."""
    if "|" not in text:
        return text
    pieces = _QUOTED.split(text)
    pieces[::2] = [re.sub(r"(?<=[\w)+#])\|(?=[\w(])", " | ", one) for one in pieces[::2]]
    return "".join(pieces)


def _replaced(terms: Terms, pattern: re.Pattern[str], answer: Callable[[re.Match[str]], tuple[str, str]]) -> Terms:
    """Replace every match outside quotes; `answer` returns the replacement, and what to set aside."""
    notes: list[str] = []

    def one(match: re.Match[str]) -> str:
        text, note = answer(match)
        notes.extend((note,) if note else ())
        return text

    parts = _QUOTED.split(terms.what)
    parts[::2] = [pattern.sub(one, part) for part in parts[::2]]
    what = "".join(parts)
    if what == terms.what:
        return terms
    return set_aside(replace(terms, what=" ".join(what.split())), *notes)


def _star(match: re.Match[str]) -> tuple[str, str]:
    """The replacement for a word with a star, and the note on it. A star works at the end of a word, after at least
    three letters."""
    before, after = match["before"], match["after"].strip("*")
    if after:
        return f"{before} {after}".strip(), f"“{match[0]}” (a * works only at the end of a word)"
    if not before:
        return "", "“*” (a * works only at the end of a word)"
    if len(before) < SHORTEST_PREFIX or not before.isalpha():
        return before, f"“{match[0]}” (a * needs {SHORTEST_PREFIX} letters before it)"
    return f"{before}*", ""


def _web_fields(terms: Terms) -> Terms:
    """Set aside `site:` and the like, and remove the parentheses and operators that this leaves empty."""
    found = [match[0] for match in _WEB.finditer(terms.what)]
    if not found:
        return terms
    what, before = _WEB.sub(" ", terms.what), None
    found += [match[0].strip() for match in _DOCUMENT.finditer(what)]
    what = _DOCUMENT.sub(" ", what)
    while what != before:
        before = what
        for pattern, text in _EMPTY:
            what = pattern.sub(text, what)
    notes = (f"“{one}” (only web search engines support it)" for one in found)
    return set_aside(replace(terms, what=" ".join(what.split())), *notes)


def oregon(text: str, places: Places) -> str:
    """The text with the state of Oregon written "Or", which is not an operator: "Portland, OR", "Portland OR or ME"."""
    at = 0
    while match := _OR.search(text, at):
        at = match.end()
        if _is_oregon(text, match, places):
            text = f"{text[: match.start()]}Or{text[match.end() :]}"
    return text


def _is_oregon(text: str, match: re.Match[str], places: Places) -> bool:
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    comma = before.endswith(",")
    words = before.rstrip(", ").split()
    sizes = range(min(_LONGEST_TOWN, len(words)), 0, -1)
    in_list = rf"(?<![\w-]){_STATE}(?:,|,?\s+(?:or|and))\Z"
    if match[0] == "OR" and re.search(in_list, before) and (not after.strip() or after[:1] == ","):  # "WA, OR, CA"
        return True
    size = next((size for size in sizes if _town(f"{' '.join(words[-size:])}, OR", places)), 0)
    if not size or not words[-size][:1].isalpha():
        return False
    if match[0] == "or" and not comma and re.match(r"\s*(?:fully\s+)?remote", after):  # "Springfield or remote"
        return False
    if _ENDS.match(after):
        return True
    if match[0] == "or" or _town(_first_words(after, 2), places) or _town(_first_words(after, 1), places):
        return False
    rest = words[:-size]
    return comma or not rest or rest[-1].lower() in ("in", "near", "around")


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count]).strip(",;.")


def _town(text: str, places: Places) -> bool:
    return any(one.kind == "city" for one in places.exact(text))
