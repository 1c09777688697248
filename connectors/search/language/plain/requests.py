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
    """Set aside words that nothing in a profile answers; the card names them."""
    return set_aside(terms, f"“{match[0].strip(' ,;:()–-')}”"), ""


def _needed(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Drop "needed" from "Nurse needed", but not from "no degree needed"."""
    return None if re.search(r"\b(?:not?|without)\b", terms.what[: match.start()], re.IGNORECASE) else (terms, "")


# ── introductions ───────────────────────────────────────────────────────────────

_COUNT = r"(?:(?:an?|some|the|all|any|few|another|\d{1,3}|two|three|four|five|six|ten|twenty)\s+){0,2}"
_GOOD = (
    r"(?:(?:(?:highly|very)\s+)?(?:good|great|strong|experienced|qualified|top|best|available|local|motivated|talented"
    r"|self-motivated|skilled|dedicated|passionate|dynamic|enthusiastic|driven)\s*,?\s+(?:and\s+)?(?=\w)){0,3}"
)
_FOR_ROLE = (
    r"(?:(?:suitable|matching|good|potential|available)\s+)?(?:profiles?|candidates?|people|someone|resumes?|cvs?)"
    r"\s+for\s+(?:(?:the|an?|our|my|this)\s+)?"
)
_THERE = (
    r"(?:(?:is|are)\s+there|do(?:es)?\s+(?:you|we|they|any(?:one|body))\s+have"
    r"|(?:have|has)\s+(?:you|we|any(?:one|body))\s+got)\s+"
)
_ASKING = rule(
    _words(""),
    r"\A\s*(?:(?:hi|hello|hey)(?:\s+(?:all|team|there))?\s*[,!.]\s*)?(?:(?:please|pls|can\s+you|could\s+you|kindly)\s+)*",
    r"(?:(?:find|show|get|give|send|source|list)\s+(?:me|us)\s+|(?:advise|let\s+(?:me|us)\s+know|see|check)\s+(?:if|whether)\s+you\s+have\s+(?:any\s+)?"
    r"|(?:(?:i|we)\s+have|there\s+is)\s+an?\s+(?:(?:new|urgent|open|immediate)\s+)*(?:requirement|opening|need|position|role|req)\s+for\s+"
    r"|(?:am\s+|are\s+)?in\s+search\s+of\s+|source\s+(?=\w)|who\s+do\s+we\s+have\s+for\s+|(?:find|source|list)\s+(?=an?\s|some\s|\d)",
    r"|(?:i|we)(?:\s+(?:urgently|currently|really))?\s+(?:need|want)(?:\s+to\s+(?:hire|find))?\s+",
    r"|find\s+(?=\w)|need(?:ed)?\s+(?=\w)(?!(?:for|to|of|assessments?|analysis|based)\b)"
    rf"|{_THERE}(?:any\s+)?(?=\w)|(?:got\s+)?(?!{BUT})any\s+(?=\w)(?!(?:location|state|city|place|country|(?:\w+\s+)?of|other)\b)|search\s+for\s+|(?:now\s+|we(?:\s+are|[’']re)\s+)?hiring\s*[:!–-]?\s+(?!manager)",
    r"|(?:(?:i|we)(?:\s+a(?:m|re)|[’'](?:m|re))\s+)?(?:(?:looking|searching)\s+(?:for|4|to\s+hire)|seeking)\s+"
    r"|(?:wir\s+suchen|ich\s+suche|suchen?|gesucht\s*:|nous\s+(?:re)?cherchons|je\s+(?:re)?cherche|on\s+(?:re)?cherche|recherch(?:e|ons)|buscamos|busco"
    r"|se\s+busca|necesit(?:o|amos))\s+(?:(?:dringend|einen?|eine[nrm]|une?|una?|unos|unas|des)\s+)*"
    rf"|{_FOR_ROLE})",
    rf"(?:(?:a\s+)?(?:list|number|couple)\s+of\s+)?{_COUNT}(?:{_FOR_ROLE})?{_GOOD}(?=\S)(?!(?:or|and)\s)",
)
_ISO = rule(  # "ISO" as "in search of", not the standards
    _words(""),
    r"\A\s*(?-i:ISO)(?:\s*:\s*|\s+(?!\d|[-/]|certif|audit|lead\s|consult|manage|special|engineer|coord|implement|officer|inspect"
    rf"|standard|complian|quality|analyst|technician|internal|qms|or\s|and\s|not\s)){_COUNT}(?=\S)",
)
_ABOUT = rule(
    _words(""),
    r"(?:\A|(?<=[.;])\s*)(?:about\s+(?:us|you|the\s+(?:job|role|position|company))|(?:job|role|position)\s+(?:description|overview|summary)"
    r"|overview|summary|the\s+role)\s*[:;]\s+(?=\S)",
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
        r"(?:\A|(?<=[.;,(]))\s*(?:and\s+)?(?:nice[\s-]to[\s-]ha(?:ve|s)s?|nice\s+to\s+see|preferred(?:\s+(?:skills|qualifications))?|pluses|plus"
        r"|bonus(?:\s+points)?|desired|desirable|optional|good\s+to\s+have|advantageous)\s*:\s*(?:[^.;\x00()]|\.(?=\w))+",
    ),
    rule(
        _aside,
        r"(?<![\w-])(?:ideally|preferably|optionally)[,:]?\s+(?:\w+\s+)?[^,;.\x00()]+",
    ),
    rule(
        _words(""),
        r"(?:\A|(?<=[.;,]))\s*(?:required(?:\s+skills)?|must\s+haves?|requirements?|mandatory(?:\s+skills)?|essential(?:s)?)\s*:\s+(?=\S)",
    ),
    rule(
        _aside,
        r"(?<![\w-])(?:client|end\s+client|salary|pay(?:\s+rate)?|(?:bill\s+)?rate|compensation|comp|budget|ctc|duration|start(?:\s+date)?"
        r"|hours|schedule|shift|type|employment(?:\s+type)?|job\s+type|interview|deadline|contract)\s*:\s*(?:[^,.;|\n\x00()–]|[.,](?=\w))+",
    ),
)

# ── what profiles don't say ─────────────────────────────────────────────────────

_MONEY = r"(?:[$€£₹]|(?:usd|eur|gbp|inr)\s?)"
_AMOUNT = r"\d[\d.,]*\s?(?:k|lpa|lakhs?|mio|m)?(?![\w%])"
_PER = (
    r"(?:\s*(?:/|per\s+|an?\s+|p\.?)\s*(?:hour|hr|h|year|yr|annum|a|month|mo|day|week|wk)\b\.?"
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
        r"(?<![\w-])(?:full[\s-]?time|part[\s-]?time|permanent|contract[\s-]to[\s-]hire|temp[\s-]to[\s-]perm|c2c|w2(?:\s+only)?"
        r"|corp[\s-]to[\s-]corp|1099|per\s+diem|prn|immediate\s+(?:start|joiners?)|asap|urgent(?:ly)?)",
        _FACT_ENDS,
    ),
)

_CHATTER = (
    rule(_aside, r"(?<![\w-])locals?\s+only(?![\w-])(?:\s*:)?"),
    rule(_aside, r"(?<![\w-])(?:f2f|face[\s-]to[\s-]face|in[\s-]person)\s+(?:interviews?|only)(?![\w-])"),
    rule(_aside, r"(?<![\w.])(?:\+\s*)?(?:\d+\s*%\s*)?(?:sign-?on\s+|signing\s+|annual\s+)?bonus(?=\s*(?:\Z|[,;.)]))"),
    rule(
        _aside,
        r"(?<![\w-])(?:home\s+(?:weekly|daily|weekends)|\d{1,2}[\s-](?:weeks?|wks?)(?:\s+(?:contract|assignment))?|\d{1,2}[\s-]months?\s+(?:contract|assignment))(?![\w-])",
    ),
    rule(
        _aside,
        r"\(\s*(?:[mfwdxh]|all\s+genders?|gn|div)(?:\s*[/|]\s*[mfwdxh])*\s*\)|(?<![\w-])[mfwdh]\s*/\s*[mfwdh]\s*/\s*[xd](?![\w-])",
    ),
    rule(
        _aside,
        r"(?<![\w-])(?:to\s+)?join\s+(?:our|the|a|my)\s+(?:[\w&/-]+\s+){0,4}?(?:team|company|group|department|practice|unit|family|firm|startup)"
        r"(?:\s+at\s+(?-i:[A-Z])[\w&.’'-]*(?:\s+(?-i:[A-Z])[\w&.’'-]*)*)?(?![\w-])",
    ),
    rule(_aside, r"(?<![\w-])(?:h-?1-?b|visas?|sponsorship)\s+(?:is\s+)?(?:ok(?:ay)?|accepted|welcome|fine)(?![\w-])"),
    rule(_needed, r"(?<=\w)\s+(?:urgently\s+)?(?:needed|wanted|sought)(?=\s*(?:\Z|[,;.!]|\s(?:in|at|near|asap)\s))"),
    rule(_words(""), r"(?<![\w-])either\s+(?=\S.*\s(?:or|OR)\s)"),
    rule(_words(""), r"(?<=\w)\s+(?:role|position|opening|vacancy)(?=\s*(?:\Z|[,;.]|\s(?:in|at|near|with)\s))"),
    rule(
        _aside,
        r"(?<![\w-])(?:turno\s+de\s+(?:noche|día|mañana|tarde)|nachtschicht|nachtdienst|schichtdienst|schichtarbeit|travail\s+de\s+nuit|homeoffice(?:\s+möglich)?|télétravail|teletrabajo)",
        _FACT_ENDS,
    ),
)
_QUESTION = rule(_words(""), r"(?<=\w)\?+\s*\Z")
REQUEST_RULES: tuple[Rule, ...] = (_ASKING, _INTRODUCTION, *_LABELS, *_CHATTER, *_UNKNOWN, _QUESTION)

_BRACKET = re.compile(r"\(([^()\"]{1,60})\)")


def brackets(text: str) -> list[tuple[int, int, str]]:
    """(start, end, content) of parentheses that may hold a fact, "(5+ yrs)", rather than an expression."""
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
    what = re.sub(r"(?:\s+[.,;])+(?=\s|\Z)", "", " ".join(what.split()))
    what = re.sub(r"\s*;\s*", ", ", what) if '"' not in what else what
    return replace(terms, what=_colons(what) if '"' not in what else what)


_HEADING = re.compile(
    r"(?<![\w-])(?:job\s+)?(?:title|role|skills?|requirements?|experience|location|position)\s*:\s", re.IGNORECASE
)
_OWN = re.compile(r"(?<![\w-])(?:job\s+)?(?:title|role|skills?)\s*:\s+(?=[^\s\"(])", re.IGNORECASE)


def _headings(what: str) -> str:
    """The text without headings that are also field names: "Title: Senior Data Engineer; Location: Boston"."""
    return _OWN.sub(", ", what) if len(_HEADING.findall(what)) > 1 else what


def _colons(what: str) -> str:
    """The text with a comma in place of a colon after a word that is not a field: "Denver CO: accountant"."""
    return re.sub(
        r"(?<![\w-])([^\W\d_]+):(?=\s)", lambda match: match[0] if names_field(match[1]) else f"{match[1]},", what
    )


def unlabelled(terms: Terms) -> Terms:
    """The terms without the introduction and labels of a pasted request, whose colons would be errors: "Need: …"."""
    if (what := _headings(terms.what)) != terms.what:
        terms = replace(terms, what=what.strip(" ,"))
    for one in (_ABOUT, _ASKING, _INTRODUCTION, _ISO, *_LABELS):
        while match := one.pattern.search(terms.what):
            lifted = one.lift(match, terms)
            if lifted is None:
                break
            changed, text = lifted
            what = f"{terms.what[: match.start()].rstrip()} {text} {terms.what[match.end() :].lstrip()}"
            terms = replace(changed, what=" ".join(what.split()))
    return replace(terms, what=_colons(terms.what)) if '"' not in terms.what else terms
