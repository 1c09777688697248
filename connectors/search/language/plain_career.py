"""Rules for plain text about a career: "5+ years", "with a master's", "at Google", "ex-Google"."""

import re

from connectors.profiles import Degree
from connectors.search.language.plain_rule import END, LEAD, STOP, Lift, Lifted, Rule, filters, rule, setting
from connectors.search.language.terms import Terms

# ── years ───────────────────────────────────────────────────────────────────────

_MOST_YEARS = 60
_NUMBER = r"(?<![\w.,$€£+#-])(?P<n>\d{1,2})"
_YEARS = r"\s*\+?\s*(?:years?|yrs?)\b\.?(?!\s*-?\s*(?:old|ago|contract|plan|term|warranty|program|anniversary)\b)"
_EXPERIENCE = (
    r"(?:[’']?\s+(?:of\s+)?(?:(?:relevant|work|working|professional|industry|total)\s+)?"
    r"(?:experience|exp)\b\.?|\s+of\b)?"
)
_AT_LEAST = r"(?:at least|min(?:imum)?\.?(?: of)?|over|more than)\s+"
_AT_MOST = r"(?P<most>less than|fewer than|under|below|up to|at most|no more than|max(?:imum)?(?: of)?)\s+"
_NO_SPAN = "".join(rf"(?<!{word} )" for word in ("last", "past", "next", "within", "every", "in", "for", "the"))
_SUBJECT = r"(?P<subject>(?!experience\b)[\w+#./]+(?:\s+(?!experience\b)[\w+#./]+)?)"  # one or two words


def _years(low: int | None, high: int | None, terms: Terms) -> Lifted | None:
    if max(low or 0, high or 0) > _MOST_YEARS or (low is not None and high is not None and low > high):
        return None
    return filters(terms, years_from=low, years_to=high)


def _from_to(match: re.Match[str], terms: Terms) -> Lifted | None:
    return _years(int(match["n"]), int(match["m"]), terms)


def _at_least(match: re.Match[str], terms: Terms) -> Lifted | None:
    return _years(int(match["n"]), None, terms)


def _at_most(match: re.Match[str], terms: Terms) -> Lifted | None:
    under = match["most"].lower().startswith(("less", "under", "fewer", "below"))
    return _years(None, max(0, int(match["n"]) - under), terms)


def _years_of(match: re.Match[str], terms: Terms) -> Lifted | None:
    """ "5 years Java experience": sets the filter and leaves Java."""
    lifted = _years(int(match["n"]), None, terms)
    return (lifted[0], match["subject"].strip()) if lifted else None


_YEAR_RULES = (
    rule(_from_to, LEAD, r"(?:between\s+)?", _NUMBER, r"\s*(?:-|–|to\b|and\b)\s*(?P<m>\d{1,2})", _YEARS, _EXPERIENCE),
    rule(_at_most, LEAD, _AT_MOST, _NUMBER, _YEARS, _EXPERIENCE),
    rule(
        _years_of,
        *(LEAD, rf"(?:{_AT_LEAST}|from\s+)?", _NUMBER, _YEARS),
        *(r"\s+(?:of\s+)?", _SUBJECT, r"\s+(?<!user )(?<!customer )experience\b"),
    ),
    rule(_at_least, LEAD, _AT_LEAST, _NUMBER, _YEARS, _EXPERIENCE),
    # A bare number must be plural or have a plus, because of "2 year contract".
    rule(_at_least, _NO_SPAN, LEAD, _NUMBER, r"(?=\s*\+|\s*years\b|\s*yrs\b)", _YEARS, _EXPERIENCE),
    rule(_at_least, _NO_SPAN, LEAD, _NUMBER, r"\s*\+?\s*yoe\b"),
)

# ── degrees ─────────────────────────────────────────────────────────────────────

_DEGREES = (
    (Degree.DOCTORATE, r"ph\.?\s?d\.?|doctorate|doctoral degree"),
    (Degree.MBA, r"mba"),
    (Degree.MASTER, r"master[’']?s(?: degree)?|master degree|m\.?sc\.?|ms degree|m\.?eng"),
    (Degree.BACHELOR, r"bachelor[’']?s?(?: degree)?|b\.?sc\.?|bs degree|ba degree|college degree"),
    (Degree.ASSOCIATE, r"associate[’']?s degree|associate degree"),
    (Degree.HIGH_SCHOOL, r"high school diploma|ged"),
)
# "PhD student", "MBA intern" and "MBA admissions" don't mean someone with that degree.
_HAS_IT = (
    r"(?:\s+(?:degree|or higher|or above|required))*" + STOP + r"(?!\s+(?:students?|candidates?|interns?|programs?|"
    r"programmes?|admissions?|recruit\w+|graduates?)\b)(?:\s+in(?=\s+[a-z]))?"
)
_DEGREE_RULES = tuple(
    rule(setting(education=degree.value), LEAD, r"(?:(?:at least )?an?\s+)?(?<![\w.-])", f"(?:{pattern})", _HAS_IT)
    for degree, pattern in _DEGREES
)

# ── employers ───────────────────────────────────────────────────────────────────

_FIRM = r"(?-i:[A-Z])[\w&.’'+-]*"
_FIRMS = rf"(?P<firm>(?-i:[A-Z0-9])[\w&.’'+-]*(?:\s+(?:&\s+|of\s+)?{_FIRM}){{0,3}})"
_NO_FIRM = {"home", "scale", "large", "sea", "night", "work", "school", "least", "most", "all", "heart", "risk", "rest"}


def _employer(filter_name: str) -> Lift:
    """A company needs a capital letter: "at Google", not "at scale". Neither "at Home" nor text in all capitals
    counts."""

    def lift(match: re.Match[str], terms: Terms) -> Lifted | None:
        name = match["firm"].strip(".,'’-")
        if (
            name.lower() in _NO_FIRM
            or terms.what.isupper()
            or len(name) < 2
            or set(name.split()) & {"AND", "OR", "NOT"}
        ):
            return None
        known: tuple[str, ...] = getattr(terms.filters, filter_name)
        return filters(terms, **{filter_name: known if name in known else (*known, name)})

    return lift


_EMPLOYER_RULES = (
    rule(_employer("company_not"), LEAD, r"(?:not|never)\s+(?:working\s+)?at\s+", _FIRMS, END),
    rule(
        _employer("company_ever"),
        LEAD,
        r"(?:formerly|previously|worked|used to work)\s+(?:at|with|for)\s+",
        _FIRMS,
        END,
    ),
    rule(_employer("company_ever"), r"(?<![\w-])ex[-–\s]", rf"(?P<firm>{_FIRM}(?:\s+{_FIRM})?)", END),
    rule(_employer("company_ever"), r"(?<![\w-])ex[-–]", r"(?P<firm>(?-i:[A-Z])[\w&.+]*)(?![\w-])"),
    rule(
        _employer("company_now"),
        *(LEAD, r"(?:(?:currently\s+)?(?:working|works|employed)\s+|currently\s+)?"),
        *(r"(?<!look )(?<!arrive )(?<!worked )(?<!work )at\s+", _FIRMS, END),
    ),
    rule(_employer("company_now"), r"(?<![\w@])@\s?", _FIRMS, END),
)


def _asking(match: re.Match[str], terms: Terms) -> Lifted:
    """Drops the request phrase from "find me a nurse"."""
    return terms, ""


_ASKING = rule(
    _asking,
    r"\A\s*(?:please\s+)?(?:(?:find|show|get|give)\s+me\s+|find\s+(?=an?\s|some\s)|i\s+need\s+|search\s+for\s+|",
    r"(?:i(?:\s+am|[’']m)\s+)?(?:looking|searching)\s+for\s+)(?:(?:an?|some|the|all|any)\s+)?(?=\S)",
)

CAREER_RULES: tuple[Rule, ...] = (_ASKING, *_YEAR_RULES, *_DEGREE_RULES, *_EMPLOYER_RULES)
