"""Rules for plain text about a career: "5+ years", "with a master's", "at Google", "ex-Google"."""

import re

from connectors.profiles import Degree
from connectors.search.language.plain.rule import END, LEAD, STOP, Lift, Lifted, Rule, filters, rule, setting
from connectors.search.language.terms import Terms, set_aside

# ── years ───────────────────────────────────────────────────────────────────────

_MOST_YEARS = 60
_COUNTS: dict[str, int] = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty"],
        (*range(1, 11), 12, 15, 20),
        strict=True,
    )
)
_COUNT = rf"\d{{1,2}}|{'|'.join(_COUNTS)}"
_NUMBER = rf"(?<![\w.,$€£+#-])(?P<n>{_COUNT})"
_YEARS = (
    r"\s*\+?\s*(?:years?|yrs?|yoe)\b\.?(?:\+(?!\w))?"
    r"(?!\s*-?\s*(?:old|ago|contract|plan|term|warranty|program|anniversary)\b)"
)
_EXPERIENCE = (
    r"(?:[’']?\s+(?:of\s+)?(?:(?:relevant|work|working|professional|industry|total)\s+)?"
    r"(?:experience|exp)\b\.?|\s+of\b)?"
)
_NO = r"(?:not|no|never)\s+"
_AT_LEAST = (
    rf"(?:{_NO}(?:less|fewer)\s+than\s+|{_NO}(?:under|below)\s+"
    r"|(?<!no )(?<!not )(?:at\s+least|min(?:imum)?\.?(?:\s+of)?|over|above|more\s+than)\s+|(?:>=?|≥|=>)\s*)"
)
_AT_MOST = (
    rf"(?P<most>{_NO}(?:more\s+than|over|above|exceeding)\s+"
    r"|(?<!no )(?<!not )(?:less\s+than|fewer\s+than|under|below|up\s+to|at\s+most|max(?:imum)?\.?(?:\s+of)?)\s+"
    r"|(?:<=?|≤|=<)\s*)"
)
_BARE = r"(?!\s+(?:than\s+)?\d)"
_OR_LESS = (
    rf"(?:\s*(?:or|and)\s+(?:less|fewer|under|below){_BARE}"
    r"|\s*(?:max(?:imum)?|tops|at\s+(?:the\s+)?most)\b\.?)"
)
_OR_MORE = rf"(?:\s*(?:or|and)\s+(?:more|over|above|up){_BARE}|\s*(?:min(?:imum)?|plus|at\s+least)\b\.?)"
_NO_SPAN = "".join(rf"(?<!{word} )" for word in ("last", "past", "next", "within", "every", "in", "for", "the"))
_SUBJECT = r"(?P<subject>(?!experience\b|of\b)[\w+#./]+(?:\s+(?!experience\b)[\w+#./]+)?)"  # one or two words


def _years(low: int | None, high: int | None, terms: Terms) -> Lifted | None:
    if max(low or 0, high or 0) > _MOST_YEARS or (low is not None and high is not None and low > high):
        return None
    known = terms.filters
    if high is None and low is not None and known.years_to is not None and known.years_to >= low:  # "max 5, min 2"
        high = known.years_to
    elif low is None and high is not None and known.years_from is not None and known.years_from <= high:
        low = known.years_from
    return filters(terms, years_from=low, years_to=high)


def _count(text: str) -> int:
    return _COUNTS.get(text.lower()) or int(text)


def _from_to(match: re.Match[str], terms: Terms) -> Lifted | None:
    low, high = sorted((_count(match["n"]), _count(match["m"])))
    return _years(low, high, terms)


def _at_least_but(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set the years from "At least 5 years but less than 10"."""
    under = (
        match["most"].strip().lower().startswith(("less", "under", "fewer", "below", "<")) and "=" not in match["most"]
    )
    return _years(_count(match["n"]), _count(match["m"]) - under, terms)


def _at_least(match: re.Match[str], terms: Terms) -> Lifted | None:
    return _years(_count(match["n"]), None, terms)


def _or_less(match: re.Match[str], terms: Terms) -> Lifted | None:
    under = "under" in match[0].lower() or "below" in match[0].lower()
    return _years(None, max(0, _count(match["n"]) - under), terms)


def _at_most(match: re.Match[str], terms: Terms) -> Lifted | None:
    under = (
        match["most"].strip().lower().startswith(("less", "under", "fewer", "below", "<")) and "=" not in match["most"]
    )
    return _years(None, max(0, _count(match["n"]) - under), terms)


def _years_of(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set the filter from "5 years Java experience", and leave Java in What."""
    lifted = _years(_count(match["n"]), None, terms)
    return (lifted[0], match["subject"].strip()) if lifted else None


def _months(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set the years from "18 months experience", rounded down. Fewer than twelve months are set aside."""
    years = int(match["n"]) // 12
    return _years(years, None, terms) if years else (set_aside(terms, f"“{match[0].strip()}”"), "")


def _either_side(match: re.Match[str], terms: Terms) -> Lifted:
    """Set aside "< 5 years or > 10 years", because the filter is a single range."""
    return set_aside(terms, f"“{match[0].strip()}”"), ""


_EXPERIENCED = r"(?<![\w-])(?<!user )(?<!customer )exp(?:erience)?\.?\s*:?\s+"  # "experience less than 5"
_FEW = rf"(?P<n>1?\d|20|{'|'.join(_COUNTS)})"  # a higher number may be an age
_OVER = rf"(?:{_AT_LEAST}|{_AT_MOST.replace('?P<most>', '?:')})?"
_SOME = rf"{_NUMBER.replace('?P<n>', '?:')}(?:\s*\+|\s*[-–]\s*\d{{1,2}})?"
_SIDE = rf"{_OVER}{_SOME}"  # "less than 5", "0-2", "10+"
_JOIN = r"\s*,?\s*\bn?or\s+"
_EITHER_SIDE = (
    rf"(?:\bexp(?:erience)?\.?\s*:?\s+)?(?:neither\s+)?(?:{_SIDE}{_YEARS}{_EXPERIENCE}{_JOIN}{_SIDE}(?:{_YEARS})?"
    rf"|{_SIDE}{_JOIN}{_SIDE}{_YEARS}){_EXPERIENCE}"
)
_NOT_COMPARED = "".join(rf"(?<!{word} )" for word in ("than", "under", "below", "over", "above", "least", "most", "to"))
_YEAR_RULES = (
    rule(
        _from_to,
        *(LEAD, _NOT_COMPARED, _NUMBER, rf"(?:{_YEARS})?", r"\s+or\s+(?P<m>\d{1,2})(?!\s*[+-])", _YEARS, _EXPERIENCE),
    ),
    rule(_either_side, LEAD, _EITHER_SIDE, r"(?![\w-])"),
    rule(
        _at_least_but,
        *(LEAD, rf"(?:{_AT_LEAST})?", _NUMBER, rf"(?:{_YEARS})?", r"\s*\+?,?\s*(?:but|and)\s+", _AT_MOST),
        *(r"(?P<m>\d{1,2})(?![\w.,])", rf"(?:{_YEARS})?", _EXPERIENCE),
    ),
    rule(
        _from_to,
        LEAD,
        r"(?:between\s+)?",
        _NUMBER,
        r"(?:\s*\+?\s*(?:-|–|to\b)|\s*and\b)\s*(?P<m>\d{1,2})",
        _YEARS,
        _EXPERIENCE,
    ),
    rule(
        _or_less,
        LEAD,
        _NUMBER,
        r"(?:",
        _YEARS,
        _EXPERIENCE,
        _OR_LESS,
        "|",
        _OR_LESS,
        _YEARS,
        _EXPERIENCE,
        r")(?![\w-])",
    ),
    rule(
        _at_least,
        LEAD,
        _NUMBER,
        r"(?:",
        _YEARS,
        _EXPERIENCE,
        _OR_MORE,
        "|",
        _OR_MORE,
        _YEARS,
        _EXPERIENCE,
        r")(?![\w-])",
    ),
    rule(_at_most, LEAD, _AT_MOST, _NUMBER, _YEARS, _EXPERIENCE),
    rule(_at_most, _EXPERIENCED, _AT_MOST, _FEW, END),
    rule(_at_least, _EXPERIENCED, _AT_LEAST, _FEW, END),
    rule(
        _years_of,
        *(LEAD, rf"(?:{_AT_LEAST}|from\s+)?", _NUMBER, _YEARS),
        *(r"\s+(?:of\s+)?", _SUBJECT, r"\s+(?<!user )(?<!customer )experience\b"),
    ),
    rule(_at_least, LEAD, _AT_LEAST, _NUMBER, _YEARS, _EXPERIENCE),
    rule(_months, LEAD, r"(?<![\w.,-])(?P<n>\d{1,3})\s*\+?\s*months?[’']?\s+(?:of\s+)?(?:\w+\s+)?(?:experience|exp)\b"),
    rule(_at_least, _NO_SPAN, LEAD, _NUMBER, r"\s*(?:year|yr)s?[’']?\s+(?:of\s+)?(?:experience|exp)\b"),
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
_ANY_DEGREE = r"ph\.?d\.?|mba|master[’']?s?|m\.?sc\.?|m\.?s\.?|bachelor[’']?s?|b\.?sc\.?|b\.?[sa]\.?|associate[’']?s"
_LETTERS = {"p": Degree.DOCTORATE, "m": Degree.MASTER, "b": Degree.BACHELOR, "a": Degree.ASSOCIATE}


def _either_degree(match: re.Match[str], terms: Terms) -> Lifted:
    """Set the lower of two degrees, as in "PhD or master's"."""
    order = "abmp"
    lower = min(match["one"][0].lower(), match["other"][0].lower(), key=order.index)
    return filters(terms, education=_LETTERS[lower].value)


_EITHER_DEGREE = rule(
    _either_degree,
    *(LEAD, r"(?:an?\s+)?(?<![\w.-])", f"(?P<one>{_ANY_DEGREE})", r"(?:\s*/\s*|\s+or\s+)(?:an?\s+)?"),
    *(f"(?P<other>{_ANY_DEGREE})", r"(?:\s+degree)?", STOP),
)
_DEGREE_RULES = tuple(
    rule(setting(education=degree.value), LEAD, r"(?:(?:at least )?an?\s+)?(?<![\w.-])", f"(?:{pattern})", _HAS_IT)
    for degree, pattern in _DEGREES
)

# ── schools ─────────────────────────────────────────────────────────────────────

_SCHOOL = r"(?P<school>(?-i:[A-Z])[\w&.’'-]*(?:\s+(?:&\s+|of\s+(?:the\s+)?)?(?-i:[A-Z])[\w&.’'-]*){0,4})"
_GRADUATE = r"(?:graduated?|graduates|alum(?:nus|na|ni|nae)?|grads?|studied|degree|educated|diploma)"
_KNOWN_SCHOOL = (
    r"(?:harvard|stanford|mit|yale|princeton|oxford|cambridge|berkeley|columbia|cornell|dartmouth|wharton|insead|caltech"
    r"|duke|brown|nyu|ucla|iit|eth|lse)"
)
_A_SCHOOL = re.compile(
    rf"\b(?:universit\w*|college|school|institute|academy|polytechnic|{_KNOWN_SCHOOL})\b",
    re.IGNORECASE,
)


def _school(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set the school from "from Harvard", if a degree or a graduate is wanted or the name is clearly a school's."""
    name = match["school"].strip(".,'’-")
    graduate = match["graduate"] or terms.filters.education
    certain = "from" in match[0].lower() and _A_SCHOOL.search(name) and name[:1].isupper()
    if terms.filters.school or not (graduate or certain):
        return None
    return filters(terms, school=name)


# ── employers ───────────────────────────────────────────────────────────────────

_ONE_WORD = r"(?-i:[A-Z])[\w&.+]*"
_FIRM = r"(?-i:[A-Z])[\w&.’'+-]*"
_NAME = rf"(?-i:[A-Z0-9])[\w&.’'+-]*(?:\s+(?:&\s+|of\s+)?{_FIRM}){{0,3}}"
_FIRMS = (  # one, or alternatives: "Google or Meta", "EY, KPMG or PwC", "Google/Meta"
    rf"(?P<firm>{_NAME}(?:(?:\s*,\s*{_FIRM})*\s*,?\s+(?:or|OR)\s+(?:at\s+|ex-)?{_NAME}|(?:\s*/\s*(?:ex-)?{_FIRM})+)?)"
)
_NO_FIRM = {"home", "scale", "large", "sea", "night", "work", "school", "least", "most", "all", "heart", "risk", "rest"}


_ALTERNATIVES = re.compile(r"\s*,?\s+(?:or|OR)\s+(?:at\s+|ex-)?|\s+and\s+ex-|\s*[,/]\s*(?:ex-)?")


def _employer(filter_name: str) -> Lift:
    """A rule's `lift` that adds an employer to this filter. The name needs a capital letter: "at Google", not "at
    scale". "at Home" and text in all capitals are left alone."""

    def lift(match: re.Match[str], terms: Terms) -> Lifted | None:
        names = [one.strip(".,'’- ") for one in _ALTERNATIVES.split(match["firm"])]
        if terms.what.isupper() or any(
            one.lower() in _NO_FIRM or len(one) < 2 or set(one.split()) & {"AND", "OR", "NOT"} for one in names
        ):
            return None
        known: tuple[str, ...] = getattr(terms.filters, filter_name)
        return filters(terms, **{filter_name: (*known, *(one for one in names if one not in known))})

    return lift


_SCHOOL_RULES = (
    rule(
        _school,
        rf"(?<![\w-])(?:(?:(?:who|with)\s+)?(?:an?\s+)?(?P<graduate>{_GRADUATE})\s+(?:(?:from|at|of)\s+)|from\s+)(?:the\s+)?",
        *(_SCHOOL, END),
    ),
    rule(
        _school,
        rf"(?<![\w-])(?:(?:who|with)\s+)?(?:an?\s+)?(?:(?P<graduate>{_GRADUATE})\s+(?:from|at|of)\s+)?(?:from\s+)?",
        rf"(?P<school>{_KNOWN_SCHOOL})(?![\w-])(?!\s+(?:university|street|place|health|hospital|club|line|square))",
    ),
    rule(_school, rf"(?<![\w-])(?P<school>{_KNOWN_SCHOOL})\s+(?P<graduate>{_GRADUATE})", STOP),
)
_NEVER_WORKED = (
    r"(?:(?:not|never|(?:has|have)n[’']t)\s+(?:ever\s+)?(?:work(?:ed|ing)|employed|been)"
    r"|(?:do|does|did)(?:n[’']t|\s+not)\s+(?:ever\s+|currently\s+)?work(?:ing)?)"
)
_EMPLOYER_RULES = (
    rule(
        _employer("company_not"),
        LEAD,
        rf"(?:{_NEVER_WORKED}\s+(?:at|for)|(?:not|never)\s+(?:at|for))\s+(?!profits?\b)",
        _FIRMS,
        END,
    ),
    rule(  # what is wanted may follow in lower case: "never worked at Google java"
        _employer("company_not"),
        LEAD,
        rf"(?:{_NEVER_WORKED}\s+(?:at|for)|(?:not|never)\s+at)\s+",
        _FIRMS,
        r"(?=\s+(?!of\b)(?-i:[a-z]))",
    ),
    rule(
        _employer("company_ever"),
        LEAD,
        r"(?:(?:formerly|previously|worked|used to work|no longer(?: working| employed)?)\s+(?:at|with|for)",
        r"|(?:recently\s+)?left)\s+",
        _FIRMS,
        END,
    ),
    rule(_employer("company_ever"), r"(?<![\w-])(?:and\s+)?ex[-–\s]", _FIRMS, END),
    rule(
        _employer("company_ever"),
        r"(?<![\w-])(?:and\s+)?ex[-–]",
        r"(?P<firm>(?-i:[A-Z])[\w&.+]*(?:\s*(?:\bor\b|\band\b|/|,)\s*ex-(?-i:[A-Z])[\w&.+]*)*)(?![\w-])",
    ),
    rule(
        _employer("company_now"),
        *(LEAD, r"(?:(?:currently\s+)?(?:working|works|employed)\s+|currently\s+)?"),
        *(r"(?<!look )(?<!arrive )(?<!worked )(?<!work )at\s+", _FIRMS, END),
    ),
    rule(_employer("company_now"), r"(?<![\w@])@\s?", _FIRMS, END),
)


CAREER_RULES: tuple[Rule, ...] = (*_YEAR_RULES, _EITHER_DEGREE, *_DEGREE_RULES, *_SCHOOL_RULES, *_EMPLOYER_RULES)
