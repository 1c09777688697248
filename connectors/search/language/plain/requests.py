"""Rules for pasted requests: "Need: Sr. Java Developer (5+ yrs) – Boston, MA (hybrid)", labels, pay, shifts."""

import re
from dataclasses import replace

from connectors.search.language.plain.negation import BUT
from connectors.search.language.plain.rule import STOP, Lift, Lifted, Rule, rule
from connectors.search.language.spans import free_text
from connectors.search.language.terms import Terms, set_aside
from connectors.search.language.tokens import names_field


def _words(text: str) -> Lift:
    return lambda match, terms: (terms, text)


def _aside(match: re.Match[str], terms: Terms) -> Lifted:
    """Nothing in a profile answers this: name it on the card."""
    return set_aside(terms, f"“{match[0].strip(' ,;:()–-')}”"), ""


# ── introductions ───────────────────────────────────────────────────────────────

_COUNT = r"(?:(?:an?|some|the|all|any|few|another|\d{1,3}|two|three|four|five|six|ten|twenty)\s+){0,2}"
_GOOD = r"(?:(?:good|great|strong|experienced|qualified|top|best|available|local)\s+(?=\w))?"
_THERE = (
    r"(?:(?:is|are)\s+there|do(?:es)?\s+(?:you|we|they|any(?:one|body))\s+have"
    r"|(?:have|has)\s+(?:you|we|any(?:one|body))\s+got)\s+"
)
_ASKING = rule(
    _words(""),
    r"\A\s*(?:(?:hi|hello|hey)(?:\s+(?:all|team|there))?\s*[,!.]\s*)?(?:(?:please|pls|can\s+you|could\s+you|kindly)\s+)*",
    r"(?:(?:find|show|get|give|send|source|list)\s+(?:me|us)\s+|(?:find|source|list)\s+(?=an?\s|some\s|\d)",
    r"|(?:i|we)(?:\s+(?:urgently|currently|really))?\s+(?:need|want)(?:\s+to\s+(?:hire|find))?\s+",
    r"|find\s+(?=\w)|need(?:ed)?\s+(?=\w)(?!(?:for|to|of|assessments?|analysis|based)\b)"
    rf"|{_THERE}(?:any\s+)?(?=\w)|(?:got\s+)?(?!{BUT})any\s+(?=\w)(?!(?:location|state|city|place|country|(?:\w+\s+)?of|other)\b)|search\s+for\s+|(?:now\s+|we(?:\s+are|[’']re)\s+)?hiring\s*[:!–-]?\s+(?!manager)",
    r"|(?:(?:i|we)(?:\s+a(?:m|re)|[’'](?:m|re))\s+)?(?:(?:looking|searching)\s+(?:for|to\s+hire)|seeking)\s+)",
    rf"(?:(?:a\s+)?(?:list|number|couple)\s+of\s+)?{_COUNT}{_GOOD}(?=\S)(?!(?:or|and)\s)",
)
_INTRODUCTION = rule(
    _words(""),
    r"\A\s*(?:urgent(?:ly)?\s+)?(?:need(?:ed|ing)?|wanted|requirements?|req|hiring|urgent(?:ly)?|opening|vacancy|looking\s+for"
    r"|hot\s+job|new\s+(?:req|role|job|opening)|open\s+(?:req|role|position)|immediate(?:\s+need)?|position)"
    rf"\s*[:!–—]\s*{_COUNT}(?=\S)",
)
_LABELS = (
    rule(
        _words("in"),
        r"(?<![\w-])(?:work\s+|job\s+)?(?:location|place|city|where|office|state|country|zip(?:\s*code)?|postal\s*code)\s*:\s*(?=\S)(?!remote)",
    ),
    rule(_words("in"), r"(?<![\w-])(?:zip|postal|post)(?:\s*code)?\s+(?=\d{5}(?!\d))"),
    rule(_words(""), r"(?<![\w-])location\s*:\s*(?=remote)"),
    rule(
        _words(""),
        r"(?<![\w-])(?:(?:required\s+|total\s+)?(?:experience|exp|yoe|qualifications?|education|degree|must\s+have"
        r"|key\s+skills|skills?\s+required|top\s+skills|job\s+title|position|work\s+authori[sz]ation|visa(?:\s+status)?))"
        r"\s*:\s+(?=\S)",
    ),
    rule(
        _aside,
        r"(?<![\w-])(?:client|end\s+client|salary|pay(?:\s+rate)?|(?:bill\s+)?rate|compensation|comp|budget|ctc|duration|start(?:\s+date)?"
        r"|hours|schedule|shift|type|employment(?:\s+type)?|job\s+type|interview|deadline|contract)\s*:\s*[^,;|\n\x00()–]+",
    ),
)

# ── what profiles don't say ─────────────────────────────────────────────────────

_MONEY = r"(?:[$€£₹]|(?:usd|eur|gbp|inr)\s?)"
_AMOUNT = r"\d[\d.,]*\s?(?:k|lpa|lakhs?|mio|m)?(?![\w%])"
_PER = (
    r"(?:\s*(?:/|per\s+|an?\s+|p\.?)\s*(?:hour|hr|h|year|yr|annum|a|month|mo|day|week)\b\.?"
    r"|\s*(?:hourly|annually|yearly|pa|p\.a\.))"
)
_KIND = (
    r"(?:\s*(?:usd|eur|gbp|base|salary|ote|total\s+comp(?:ensation)?|comp|gross|all[\s-]in|on\s+(?:w2|c2c|1099)"
    r"|\+\s*(?:bonus|equity)))"
)
_MOST = (
    r"(?:(?:up\s+to|at\s+least|min(?:imum)?|max(?:imum)?|around|about|from|under|over|below|above|paying|pay|salary|rate"
    r"|budget|[<>≤≥~]=?)\s*(?:of\s+)?)*"
)
_RANGE = rf"(?:\s*(?:-|–|to)\s*{_MONEY}?\d[\d.,]*\s?(?:k|lpa)?(?![\w%]))?"
_FACT_ENDS = STOP + r"(?=\s*$|\s*[,;.)|\x00–]|\s+(?:and|with|in|at|near|for|remote|hybrid|onsite|not?|[-–]|\d))"
_UNKNOWN = (
    rule(_aside, rf"(?<![\w.]){_MOST}{_MONEY}\s?{_AMOUNT}{_RANGE}\+?{_PER}?{_KIND}*"),
    rule(_aside, rf"(?<![\w.]){_MOST}(?!401)\d[\d.,]*\s?k?(?:\s*(?:-|–|to)\s*\d[\d.,]*\s?)?k{_PER}?{_KIND}*(?![\w%])"),
    rule(
        _aside,
        rf"(?<![\w.]){_MOST}\d[\d.,]*(?:\s*(?:-|–|to)\s*\d[\d.,]*)?\s?(?:lpa|usd|eur|gbp|{_PER})(?:{_KIND})*(?![\w%])",
    ),
    rule(_aside, r"(?<![\w-])(?:dai?ly\s+)?(?:nights|weekends|evenings)", _FACT_ENDS),
    rule(
        _aside,
        r"(?<![\w-])(?:(?:on\s+)?(?:the\s+)?(?:night|day|evening|weekend|swing|graveyard|rotating|first|second|third|1st|2nd"
        r"|3rd|late|early|am|pm)\s+shifts?|(?:12|8|10)[\s-]?(?:hr|hour)\s+shifts?)",
        _FACT_ENDS,
    ),
    rule(_aside, r"(?<![\w-])(?:hybrid|on-?\s?site(?:\s+only)?|in[\s-]office|in[\s-]person)", _FACT_ENDS),
    rule(
        _aside,
        r"(?<![\w-])(?:full[\s-]?time|part[\s-]?time|contract[\s-]to[\s-]hire|temp[\s-]to[\s-]perm|c2c|w2(?:\s+only)?"
        r"|corp[\s-]to[\s-]corp|1099|per\s+diem|prn|immediate\s+(?:start|joiners?)|asap|urgent(?:ly)?)",
        _FACT_ENDS,
    ),
)

_QUESTION = rule(_words(""), r"(?<=\w)\?+\s*\Z")
REQUEST_RULES: tuple[Rule, ...] = (_ASKING, _INTRODUCTION, *_LABELS, *_UNKNOWN, _QUESTION)

_BRACKET = re.compile(r"\(([^()\"]{1,60})\)")


def brackets(text: str) -> list[tuple[int, int, str]]:
    """(start, end, content) of brackets that may hold a fact, "(5+ yrs)", rather than an expression."""
    return [(*match.span(), match[1]) for match in _BRACKET.finditer(text)]


def unbracketed(terms: Terms, start: int, end: int, content: str) -> Terms:
    return replace(
        terms, what=f"{terms.what[:start].rstrip()}, {content.strip()}, {terms.what[end:].lstrip()}".strip(" ,")
    )


_DASHES = re.compile(r"(?:\s+[–—·•-]+)+(?=\s)|\A[\s–—·•,;-]+(?=\s)|[\s–—·•,;-]+\Z")


def tidied(terms: Terms) -> Terms:
    """The terms without dashes and commas left between removed parts."""
    if not free_text(terms.what).strip():
        return terms
    what = re.sub(r"(?:\s*,|\s+and)+\Z|\A(?:\s*,)+", "", _DASHES.sub(" ", terms.what))
    what = " ".join(what.split())
    return replace(terms, what=_colons(what) if '"' not in what else what)


_HEADING = re.compile(
    r"(?<![\w-])(?:job\s+)?(?:title|role|skills?|requirements?|experience|location|position)\s*:\s", re.IGNORECASE
)
_OWN = re.compile(r"(?<![\w-])(?:job\s+)?(?:title|role|skills?)\s*:\s+(?=[^\s\"(])", re.IGNORECASE)


def _headings(what: str) -> str:
    """The text without headings that are also field names: "Title: Senior Data Engineer; Location: Boston"."""
    return _OWN.sub(", ", what) if len(_HEADING.findall(what)) > 1 else what


def _colons(what: str) -> str:
    """The text with a comma for a colon after a word that is not a field: "Denver CO: accountant"."""
    return re.sub(
        r"(?<![\w-])([^\W\d_]+):(?=\s)", lambda match: match[0] if names_field(match[1]) else f"{match[1]},", what
    )


def unlabelled(terms: Terms) -> Terms:
    """The terms without the introduction and labels of a pasted request, whose colons would be errors: "Need: …"."""
    if (what := _headings(terms.what)) != terms.what:
        terms = replace(terms, what=what.strip(" ,"))
    for one in (_ASKING, _INTRODUCTION, *_LABELS):
        while match := one.pattern.search(terms.what):
            lifted = one.lift(match, terms)
            if lifted is None:
                break
            changed, text = lifted
            what = f"{terms.what[: match.start()].rstrip()} {text} {terms.what[match.end() :].lstrip()}"
            terms = replace(changed, what=" ".join(what.split()))
    return replace(terms, what=_colons(terms.what)) if '"' not in terms.what else terms
