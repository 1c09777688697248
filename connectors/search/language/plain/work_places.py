"""Writes out the words that people omit around employers, places and distances, before any filter is taken from the
text: "at Boston", "ex-McKinsey Boston", "at Google and Meta", "Boston +25", "30 minutes from Boston",
`location="Boston"`."""

import re
from dataclasses import replace

from connectors.geo.places import Places
from connectors.geo.plain import plain_place
from connectors.search.language.plain.bare_places import BARE_NOT, LARGE
from connectors.search.language.plain.employers import employers_in_english
from connectors.search.language.plain.negation import BUT, EXCEPT, HEADS, UNWANTED, only_aside
from connectors.search.language.plain.places import TOWN_WORDS
from connectors.search.language.plain.rule import replaced, rewritten
from connectors.search.language.plain.years_abroad import years_in_english
from connectors.search.language.spans import free_text
from connectors.search.language.terms import Terms, set_aside
from connectors.search.word_forms import other_forms
from connectors.titles import Titles

_NAME = r"[A-Z][\w&.’'-]*"
_END = (
    r"(?=\s*(?:$|[,;.)\x00])"
    r"|\s+(?:and|or|with|who|that|in|near|from|open|willing|remote|not|AND|OR|NOT|[+\d])(?![\w-]))"
)
_AT_PLACE = re.compile(rf"(?<![\w-])(?P<at>at\s+|@\s?)(?P<place>{_NAME}(?:\s{_NAME}){{0,2}}){_END}")
_FIRM_PLACE = re.compile(rf"(?<![\w-])(?:at\s+|@\s?|[Ee]x-)(?P<run>{_NAME}(?:\s{_NAME}){{1,5}}){_END}")
_PART_OF_NAME = {  # "University Boston", "First Boston": the place belongs to the name
    *("university", "college", "school", "hospital", "bank", "club", "hotel", "institute", "museum", "academy", "of"),
    *("first", "new", "port", "fort", "san", "saint", "st", "st.", "north", "south", "east", "west", "greater", "city"),
    *("the", "radio", "hilton", "hyatt", "marriott", "opera", "ballet", "symphony", "port"),
}
_LEVEL = (
    r"(?:(?:senior|junior|assistant|project|team|vice)\s+)?(?:managers?|directors?|leads?|leaders?|supervisors?|executives?"
    r"|presidents?|vps?|heads?|interns?|students?|trainees?|recruiters?|juniors?|seniors?|contractors?|freelancers?)"
)
_NOT_LIST = re.compile(  # "NOT manager, director": both are excluded
    rf"(?<![\w-])(?P<no>NOT|not|no|without|excluding)\s+(?P<list>{_LEVEL}(?:\s*,\s*(?:or\s+|and\s+|nor\s+)?{_LEVEL})+"
    rf"(?:\s+(?:or|and|nor)\s+{_LEVEL})?)(?=\s*(?:$|[;.)]))",
    re.IGNORECASE,
)
_NOT_IN_BRACKETS = re.compile(
    r"\(\s*(?P<no>not|no|without|excluding|except)\s+(?P<list>[^()\"]{2,80},[^()\"]{2,80})\)", re.IGNORECASE
)
_NOT_A_JOB = re.compile(  # "sales manager, not sales rep"
    rf"(?<![\w-])(?:but\s+|(?:who|that)\s+(?:(?:is|are)\s+)?)?(?:not|no|without|(?:is|are)n[’']t|(?i:{UNWANTED}|{BUT}|{EXCEPT}))\s+"
    rf"(?:(?:an?|any|from)\s+)*(?P<job>(?!(?:an?|any|from)\s)[^\W\d_]+(?:\s(?!(?i:or|and|nor|not|no|without|with|only)\b)[^\W\d_]+){{1,2}}?)(?i:\s+(?P<head>{HEADS}))?(?=\s*(?:$|[,;.)]))"
)
_LEVELS = {"senior", "junior", "assistant", "associate", "lead", "chief", "vice", "deputy"}
_PLUS = re.compile(
    rf"(?:(?<![\w-])(?:in|near|around)\s+)?(?P<place>{_NAME}(?:[\s,]+{_NAME}){{0,3}})\s*\+\s?(?P<n>\d{{1,3}})\s*$"
)
_NO_UNIT = re.compile(r"(?<![\w-])within\s+(?P<n>\d{1,3})\s+of\s+(?=[A-Z\d])")
_TRAVEL = re.compile(
    r"(?<![\w-])(?:(?:with)?in\s+|about\s+|up\s+to\s+)?(?:an?\s+|half\s+an\s+|\d{1,3}[\s-]?)(?:hours?|hrs?|minutes?|mins?)"
    r"(?:['’]?s?\s+(?:drive|commute|travel|train|ride|away))?\s+(?:of|from|to|around)\s+(?=[A-Z\d])"
)
_QUOTED_PLACE = re.compile(
    r"(?<![\w-])(?P<label>location|place|city|state|country|zip|where)\s*(?:=\s*\"?|:\s*\")(?P<value>[^\"=]{2,60}?)(?:\"|(?=\s+\w+\s*=|\s*$))",
    re.IGNORECASE,
)


def written_out(terms: Terms, places: Places, titles: Titles) -> Terms:
    """Rewrite such wordings in the form that the rules expect."""
    what = re.sub(r"(?<!\S)w/out(?!\S)", "without", terms.what)
    terms = only_aside(years_in_english(replace(terms, what=what)))
    what = _QUOTED_PLACE.sub(lambda match: f"{match['label']}: {match['value']}", terms.what)
    terms = replace(terms, what=what)
    for match in reversed(list(_TRAVEL.finditer(free_text(terms.what)))):
        terms = set_aside(replaced(terms, match.span(), "near "), f"“{match[0].strip()}” (travel times are not known)")
    terms = rewritten(terms, _NO_UNIT, lambda match: f"within {match['n']} miles of ")
    terms = rewritten(terms, _PLUS, lambda match: _radius(match, places))
    terms = employers_in_english(terms, places, titles)
    terms = rewritten(
        terms, _AT_PLACE, lambda match: f"in {match['place']}" if _large(match["place"], places) else None
    )
    for match in reversed(list(_NOT_IN_BRACKETS.finditer(terms.what))):
        terms = replaced(terms, match.span(), _none_of(match))
    terms = rewritten(terms, _NOT_LIST, _none_of)
    terms = rewritten(terms, _NOT_A_JOB, lambda match: _no_job(match, titles))
    return rewritten(terms, _FIRM_PLACE, lambda match: _firm_in(match, places))


def _radius(match: re.Match[str], places: Places) -> str | None:
    """Rewrite the radius in "Boston +25", where only the last words of the name are a place."""
    words = match["place"].split()
    for at in range(len(words)):
        if places.exact(" ".join(words[at:]).strip(" ,")):
            before = f"{' '.join(words[:at])} " if at else ""
            return f"{before}within {match['n']} miles of {' '.join(words[at:])}"
    return None


def _no_job(match: re.Match[str], titles: Titles) -> str | None:
    """Exclude a title of several words as a whole, not only its first word."""
    words, before = match["job"].split(), match.string[: match.start()]
    if not before.strip() or re.fullmatch(HEADS, words[-1], re.IGNORECASE):
        return None
    job = titles.is_job_word(words[-1])
    level = words[0].lower() in _LEVELS and len(words) == 2
    another = any(map(titles.is_job_word, before.split()))  # unlike "java, not python developer"
    if match["head"] or titles.known(match["job"]) or (job and (before.rstrip().endswith(",") if level else another)):
        forms = [words[-1], *(other_forms(words[-1].lower())[:1] if job else ())]
        quoted = [f'"{" ".join((*words[:-1], one))}"' for one in forms]
        return f"NOT {quoted[0]}" if len(quoted) == 1 else f"NOT ({' OR '.join(quoted)})"
    return None


def _none_of(match: re.Match[str]) -> str:
    words = re.split(r"\s*,\s*(?:(?:or|and|nor)\s+)?|\s+(?:or|and|nor)\s+", match["list"], flags=re.IGNORECASE)
    words = [re.sub(r"\A(?:no|not|any|an?)\s+", "", one, flags=re.IGNORECASE) for one in words]
    quoted = [f'"{one}"' if " " in one else one for one in words]
    return f"NOT ({' OR '.join(quoted)})"


def _firm_in(match: re.Match[str], places: Places) -> str | None:
    """Separate the place in "at Goldman Sachs New York" from the employer, unless the place is part of the name."""
    words = match["run"].split()
    if re.search(r"(?i:\bnot|-)\s*\Z", match.string[: match.start()]):
        return None
    for at in range(1, len(words)):
        place = " ".join(words[at:])
        if words[at - 1].lower() not in _PART_OF_NAME and _large(place, places):
            return f"{match[0][: -len(place)]}in {place}"
    return None


def _large(name: str, places: Places) -> bool:
    """Whether the name alone means a large city."""
    folded, found = plain_place(name), places.exact(name)
    if not found or folded in TOWN_WORDS or folded in BARE_NOT or len(folded) < 4:
        return False
    return found[0].kind == "city" and folded == plain_place(found[0].name) and found[0].population >= LARGE
