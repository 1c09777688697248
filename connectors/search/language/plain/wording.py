"""Rules for the words around what is wanted: "someone who speaks Spanish", "with experience in AWS", "CPA required".

Nothing in a profile answers age, sex or "near me", so these are named on the card and never searched for."""

import re

from connectors.geo.gazetteer import region_codes
from connectors.search.language.plain.negation import negation_before
from connectors.search.language.plain.rule import END, STOP, Lift, Lifted, Rule, filters, rule
from connectors.search.language.terms import Terms, set_aside


def _words(text: str) -> Lift:
    return lambda match, terms: (terms, text)


def _aside(reason: str = "") -> Lift:
    def lift(match: re.Match[str], terms: Terms) -> Lifted:
        return set_aside(terms, f"“{match[0].strip(' ,;:()–-')}”{reason}"), ""

    return lift


# ── what is asked of a skill ────────────────────────────────────────────────────

_GRADES = (
    r"(?:(?:an?|some|strong|solid|good|great|excellent|proven|prior|previous|extensive|deep|hands[\s-]on|working|relevant"
    r"|demonstrated)\s+){0,2}"
)


def _skilled(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Drop "with experience in" from "with experience in AWS"; "no experience in AWS" is a negation."""
    return None if negation_before(terms.what[: match.start()]) is not None else (terms, "")


def _required(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Drop "required" from "CPA required", but not from "degree not required" or "no degree required"."""
    before = terms.what[: match.start()]
    return None if re.search(r"(?:\bnot|n[’']t|\b(?:no|without)\s+\S+)\Z", before, re.IGNORECASE) else (terms, "")


_SKILLED = (
    rule(
        _skilled,
        rf"(?<![\w-])(?:(?:and|who|that)\s+)?(?:(?:with|having|has|have|is|are)\s+)?{_GRADES}",
        r"(?:experienced?|background|expertise|expert|knowledge|proficien(?:t|cy)|skilled|familiar(?:ity)?|competent)",
        r"\s+(?:in|with|of|using|on)\s+(?=[\w\"(\x00])",
    ),
    rule(
        _words(""),
        *(
            r"(?<![\w-])(?:(?:someone|somebody|anyone|anybody|people|candidates?|persons?|folks)\s+)?(?:who|that)\s+(?:also\s+)?"
        ),
        r"(?:can\s+(?:do\s+|use\s+)?|(?:speaks?|knows?|understands?|uses?|do|does|has|have)\s+)(?=[\w\"(\x00])",
    ),
    rule(_words(""), r"(?<![\w-])(?:someone|somebody|anyone|anybody)\s+(?:who|that|with|for|in)(?=\s)"),
)
_AROUND = (
    rule(_words(""), r"(?<![\w-])must[\s-]have\s*:?\s+(?=\w)"),
    rule(_aside(), r"(?:\A|(?<=[,;.]))\s*(?:and\s+)?nice[\s-]to[\s-]have\s*:?\s+[^,;.\x00]+"),
    rule(
        _aside(),
        r"(?<=[,;])\s*[\w+#./-]+(?:\s+[\w+#./-]+){1,2}\s+(?:is\s+)?(?:an?\s+(?:big\s+)?plus|nice\s+to\s+have)(?=\s*(?:\Z|[,;.]))",
    ),
    rule(
        _words(""),
        *(r"(?<=[\w+#.])(?<!\bno)(?<!without)(?<!user)(?<!customer)(?<!employee)(?<!candidate)(?<!guest)(?<!digital)"),
        *(
            r"(?<!patient)(?<!brand)(?<!any)(?<!or)(?<!and)(?<!with)(?<!in)(?<!\bux)\s+(?:experience|exp\.?|expertise)",
            END,
        ),
    ),
    rule(
        _required,
        r"(?<=[\w+#.\x00])\s+(?:is\s+|are\s+)?(?:required|mandatory|an?\s+must|must[\s-]have|needed|essential)(?=\s*(?:$|[,;.)]))",
    ),
    rule(_words("with "), r"(?<!\S)w/\s*(?=[^\W\d_])(?!o(?![\w-]))"),
    rule(
        _words(""),
        r"(?<![\w-])exp(?:erience)?\.?\s*:?\s+(?=\d{1,2}\s*(?:\+|-|–|to\b)?\s*\d{0,2}\s*\+?\s*(?:years?|yrs?)\b)",
    ),
    rule(_words(""), r"(?<![\w-])(?:please|pls|thank\s+you|thanks)(?![\w-])[\s.!]*"),
    rule(_words(""), r"(?<![\w-])for\s+(?:our|my|a|one\s+of\s+our)\s+(?:clients?|teams?|company)(?![\w-])(?!\s+\w)"),
    rule(
        lambda match, terms: (terms, f"in {match['place']}"),
        r"(?<![\w-])for\s+(?:our|my|the|an?)\s+(?P<place>(?-i:[A-Z])[\w.]+(?:\s+(?-i:[A-Z])[\w.]+)?)\s+(?:site|office|branch|plant"
        r"|location|facility)(?![\w-])",
    ),
    rule(
        _aside(),
        r"(?<![\w-])(?:(?:with|have|has|having)\s+)?(?:no|without)\s+(?:any\s+)?(?:prior\s+|previous\s+|work\s+)?experience",
        STOP,
        r"(?!\s+(?:(?:is\s+)?(?:required|needed|necessary)|with|of|as)\b|\s+in\s+(?-i:[a-z]))",
    ),
    rule(
        _aside(),
        r"(?<![\w-])(?:sans|sin|ohne|senza|sem|zonder|bez)\s+(?:expérience|experiencia|(?:berufs)?erfahrung|esperienza|experiência"
        r"|ervaring|doświadczenia)",
        END,
    ),
)

# ── languages ───────────────────────────────────────────────────────────────────

_LANGUAGE = (
    r"(?:arabic|bengali|cantonese|chinese|croatian|czech|danish|dutch|english|farsi|finnish|french|german|greek|gujarati"
    r"|hebrew|hindi|hungarian|indonesian|italian|japanese|korean|mandarin|norwegian|persian|polish|portuguese|punjabi"
    r"|romanian|russian|serbian|spanish|swedish|tagalog|tamil|thai|turkish|ukrainian|urdu|vietnamese)"
)


def _language(match: re.Match[str], terms: Terms) -> Lifted:
    return terms, match["language"]


_LANGUAGES = (
    rule(_language, rf"(?<![\w-])(?P<language>{_LANGUAGE})(?:\s*-\s*|\s+)(?:speak(?:ing|ers?)|fluency)", STOP),
    rule(
        _language,
        r"(?<![\w-])(?:(?:and|with|who|that)\s+)?(?:(?:is|are|can)\s+)?(?:fluent|native|bilingual|trilingual|conversational|fluency"
        r"|speaks?|speaking|business)(?:\s+(?:level|in))*\s+",
        rf"(?P<language>{_LANGUAGE}(?:\s*(?:/|&|and)\s*{_LANGUAGE})*)(?:\s+speakers?)?",
        STOP,
    ),
)

# ── what is never searched, or can't be ─────────────────────────────────────────

_PERSONAL = " (age, sex and the like are never searched for)"
_PERSONAL_RULES = (
    rule(
        _aside(_PERSONAL),
        r"(?<![\w-])(?:(?:fe)?males?(?:\s+only)?(?!\s+(?:health|ward|urology|infertility|fertility|reproductive|wear|fashion))"
        r"|(?:men|women|ladies|girls|boys)\s+only|(?-i:young)(?:\s*(?:,|and)?\s*(?:dynamic|energetic))*)",
        STOP,
        r"(?!\s+(?:people|adults?|offenders?|children|carers?|persons?)\b)",
    ),
    rule(
        _aside(_PERSONAL),
        r"(?<![\w-])(?:age[ds]?\s*:?\s*(?:between\s+|under\s+|over\s+|below\s+|above\s+|up\s+to\s+|[<>≤≥]=?\s*)?\d{2}"
        r"(?:\s*(?:-|–|to|and)\s*\d{2})?(?:\s*(?:years?|yrs?)(?:\s+old)?)?"
        r"|(?:(?:under|over|below|above|max(?:imum)?)\s+)?\d{2}(?:\s*(?:-|–|to)\s*\d{2})?\s*[\s-](?:years?|yrs?)[\s-]old"
        r"|(?:under|below|(?:no\s+)?older\s+than|younger\s+than)\s+(?:age\s+)?(?:25|30|35|40|45|50|55|60))",
        END,
        r"(?!\s*(?:years?|yrs?|k\b|miles?|km|people|employees|%))",
    ),
)
_STATE = "|".join(
    sorted(
        {
            rf"(?-i:{name.upper()})" if len(name) == 2 else name.replace(" ", r"\s+")
            for country, name in region_codes()
            if country == "US"
        },
        key=len,
        reverse=True,
    )
)
_LICENCE = (
    r"(?:(?:rn|lpn|nursing|medical|bar|teaching|real\s+estate|insurance|driver[’']?s?)\s+)?licen[sc](?:e[ds]?|ure)"
)
_UNKNOWN_RULES = (
    rule(_aside(), r"(?<![\w-])(?:(?:willing|able|ready|happy)\s+to\s+travel|(?:\d+\s*%\s+)?travel\s+required)", STOP),
    rule(
        _aside(),
        rf"(?<![\w-])(?:with\s+)?(?:an?\s+)?(?:active\s+|current\s+|valid\s+)?(?:{_STATE})\s+(?:state\s+)?{_LICENCE}",
        STOP,
    ),
    rule(_aside(), rf"(?<![\w-])licen[sc]ed\s+in\s+(?:the\s+state\s+of\s+)?(?:{_STATE})", STOP),
    rule(
        _aside(" (name the town)"),
        r"(?<![\w-])(?:(?:near|around|close\s+to|by)\s+(?:me|us|here|my\s+(?:location|place|office|area))|near\s?by"
        r"|in\s+(?:my|our|this)\s+(?:area|city|town|region))",
        STOP,
    ),
    rule(
        _words(""),
        r"(?<![\w-])(?:in\s+)?(?:any\s+(?:location|state|city|place|country)|all\s+(?:states|locations)|anywhere(?:\s+in\s+the"
        r"\s+(?:world|country))?|world-?wide|nation-?wide)(?![\w-])(?!\s+(?:but|in|near|within|else|except))",
    ),
    rule(
        _aside(),
        r"(?<![\w-])(?:no\s+(?:agencies|third[\s-]part(?:y|ies)|vendors|c2c|corp[\s-]to[\s-]corp|1099|relocation)"
        r"|(?:won[’']t|will\s+not|can(?:no|[’'])t|unwilling\s+to)\s+relocate"
        r"|(?:(?:with\s+)?no|without(?:\s+an?)?)\s+(?:e-?mail|(?:tele)?phone)(?:\s+(?:address|number))?)",
        STOP,
    ),
    rule(
        _aside(),
        r"(?<![\w-])(?:(?:job|req(?:uisition)?|posting|vacancy|ref(?:erence)?)\s*(?:id|no\.?|number|code)?\s*[:.-]?\s*#?\s*"
        r"(?:[A-Z]{1,3}-?)?\d{3,}|(?:jr|req)-?\d{3,})",
        STOP,
    ),
)

# ── employers known by one name ─────────────────────────────────────────────────

_BIG_FOUR = ("Deloitte", "PwC", "EY", "KPMG")
_FAANG = ("Meta", "Facebook", "Apple", "Amazon", "Netflix", "Google")


def _worked_at(*companies: str) -> Lift:
    def lift(match: re.Match[str], terms: Terms) -> Lifted:
        known = terms.filters.company_ever
        return filters(terms, company_ever=(*known, *(one for one in companies if one not in known)))

    return lift


_FROM = r"(?<![\w-])(?:(?:with|from|at|former|ex)\b[\s-]*)?(?:an?\s+)?"
_FIRM = r"(?:\s+(?:firms?|compan(?:y|ies)|experience|exp|background|alum(?:ni)?|accounting))*(?![\w-])"
GROUP_RULES: tuple[Rule, ...] = (
    rule(_worked_at(*_BIG_FOUR), _FROM, r"big[\s-]?(?:4|four)", _FIRM, r"(?!\s+banks?\b)"),
    rule(_worked_at(*_FAANG), _FROM, r"(?:faang|maang)", _FIRM),
)

# ── other languages ─────────────────────────────────────────────────────────────


def _at_least(match: re.Match[str], terms: Terms) -> Lifted | None:
    return filters(terms, years_from=int(match["n"])) if int(match["n"]) <= 60 else None


_YEARS_ABROAD = r"(?:jahren?|ans|ann[ée]es|a[ñn]os|anni|jaar)"
_EXPERIENCE_ABROAD = (
    r"(?:\s+(?:berufs)?erfahrung|\s+d[’']exp[ée]rience|\s+de\s+experi[eê]ncia|\s+di\s+esperienza|\s+ervaring)"
)
_LEAST_ABROAD = r"(?:mindestens|mind\.|au\s+moins|al\s+menos|m[ií]nimo(?:\s+de)?|almeno|pelo\s+menos|minimaal|minstens)"
_ABROAD = (
    rule(
        _at_least,
        rf"(?<![\w-])(?:(?:mit|avec|con|com|met)\s+)?(?:{_LEAST_ABROAD}\s+(?P<n>\d{{1,2}})\s*{_YEARS_ABROAD}{_EXPERIENCE_ABROAD}?)",
        STOP,
    ),
    rule(
        _at_least,
        rf"(?<![\w-])(?:(?:mit|avec|con|com|met)\s+)?(?P<n>\d{{1,2}})\s*\+?\s*{_YEARS_ABROAD}{_EXPERIENCE_ABROAD}(?:\s+(?:au\s+)?m[ií]n(?:imum|imo))?",
        STOP,
    ),
    rule(
        _aside(),
        r"(?<![\w-])(?:(?-i:CDI|CDD)|vollzeit|teilzeit|festanstellung|unbefristet|temps\s+(?:plein|partiel)|jornada\s+completa"
        r"|tiempo\s+completo|tempo\s+(?:pieno|indeterminato|integral)|voltijds|deeltijds)",
        STOP,
    ),
)

WORDING_RULES: tuple[Rule, ...] = (*_PERSONAL_RULES, *_UNKNOWN_RULES, *_AROUND, *_ABROAD)
PHRASE_RULES: tuple[Rule, ...] = (*_LANGUAGES, *_SKILLED)
"""Applied after places are removed: "in Austin who speaks Spanish"."""
