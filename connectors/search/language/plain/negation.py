"""Negations in plain text: "not manager", "no managers", "without Java", "PhD not required".

They become NOT, or are set aside and named on the card: a negated phrase must never set the filter it denies."""

import re
from dataclasses import replace

from connectors.search.language.plain.rule import Lifted, Rule, rule
from connectors.search.language.spans import HIDDEN, free_text, groups, without
from connectors.search.language.terms import Terms, set_aside
from connectors.search.word_forms import other_forms

_EVERYTHING = (
    r"(?:(?:any|every)(?:thing|one|body)|(?:any|every|all)(?:\s+[^\W\d_]+){0,2}?|alles?|jede[nmrs]?|tout(?:e?s?)?(?:\s+le\s+monde)?"
    r"|tous|n[’']importe\s+(?:qui|quoi)|tod[oa]s?|cualquiera?(?:\s+cosa)?|tutt[oie]|chiunque|tudo|qualquer(?:\s+coisa)?"
    r"|iedereen|wszystko|wszyscy|każdy)"
)
EXCEPT = (
    r"except(?:ing)?(?:\s+for)?|exclud(?:es?|ing)(?:\s*[:,])?|excl\.?|avoid(?:ing)?|omit(?:ting)?|leav(?:e|ing)\s+out|other\s+than|apart\s+from"
    r"|aside\s+from|(?-i:außer|ausser|ausgenommen|sauf|hormis|excepto|salvo|tranne|eccetto|exceto|behalve|oprócz)"
)
BUT = (
    rf"{_EVERYTHING},?\s+(?:but(?!\s+not\b)|besides|save(?:\s+for)?"
    rf"|bis\s+auf|à\s+part|menos|meno|poza|z\s+wyjątkiem|{EXCEPT})"
)
_NEGATIONS = (
    r"(?-i:ohne|sans|sin|senza|zonder|bez|keine?n?|nicht|geen|niet|não|nie|pas\s+de)|not|no|never|without|w/o(?:ut)?|non"
    rf"|isn[’']t|aren[’']t|do(?:es)?(?:n[’']?t|\s+not)|can[’']t|cannot|won[’']t|nor|neither|unless|minus|rather\s+than|instead\s+of|{BUT}|{EXCEPT}"
)
_WHO = r"(?:(?:who|that)\s+(?:(?:is|are|was|were|has|have)\s+)?)?"
_BEFORE = re.compile(
    rf"(?:(?<![\w-]){_WHO}(?!(?-i:NOT)\b)(?:{_NEGATIONS})(?:\s+|-)(?:(?:an?|any|the|be|have|has|need|require|want|necessarily|really|currently"
    rf"|actively|more|with|in|at|of|{_NEGATIONS})\s+)*|(?<!\S)[!~]\s*)\Z",
    re.IGNORECASE,
)
_DENIED = (
    r"(?:\s*[,:–-])?\s*(?:(?:is|are|was)\s+)?(?:(?:not|isn[’']t|aren[’']t|no)\s+(?:strictly\s+)?(?:required|needed|necessary"
    r"|mandatory|essential|important|allowed|accepted|ok(?:ay)?|possible|available|wanted|offered|provided|considered"
    r"|eligible|preferred|relevant|welcome|please|an?\s+(?:must|option|requirement))|optional|unnecessary|excluded"
    r"|unacceptable|(?:strongly\s+|highly\s+)?(?:preferred|desired|desirable)(?!\s*:)|(?:nice\s+to\s+have|an?\s+(?:big\s+)?plus)"
    r"(?=\s*(?:\Z|[,;.)])))(?![\w-])"
)
_AFTER = re.compile(_DENIED, re.IGNORECASE)
HEADS = (
    r"(?:experiences?|backgrounds?|skills?|knowledge|degrees?|certifications?|licen[sc]es?|certs?|industry|industries"
    r"|compan(?:y|ies)|firms?|agency|agencies)"
)


UNWANTED = r"(?:(?:i|we)\s+)?do(?:n[’']?t|\s+not)\s+want(?:\s+to\s+(?:see|hire|have))?(?!\s+to\b)"


def negation_before(text: str) -> int | None:
    """The position where a negation at the end of this text begins; None if there is none."""
    match = _BEFORE.search(text)
    return match.start() if match else None


def denial_after(text: str, end: int) -> int | None:
    """The position after "not required" or the like at `end`; None if there is none."""
    match = _AFTER.match(text, end)
    return match.end() if match else None


def _set_aside(match: re.Match[str], terms: Terms) -> Lifted:
    return set_aside(terms, f"“{match[0].strip(' ,;–-')}”"), ""


_A_WORD = r"(?!(?:in|at|near|from|for|with|and|or|but)\b)[\w+#’'-]+"
DENIAL_RULES: tuple[Rule, ...] = (
    rule(
        _set_aside,
        r"(?<![\w-])(?:(?:i|we|who|that)\s+)?do(?:es)?(?:n[’']?t|\s+not)\s+(?:need|require|want\s+to(?!\s+(?:see|hire|have)\b))\s+"
        rf"(?:{_A_WORD}(?:\s+{_A_WORD}){{0,2}}(?=\s*(?:$|[,;.)]))|(?:(?:an?|any)\s+)?{_A_WORD})",
    ),
    rule(
        _set_aside,
        r"(?<![\w-])(?:(?:who|that)\s+)?(?:(?:is|are)\s+)?(?:not|never|isn[’']t|aren[’']t)\s+(?:actively\s+|currently\s+)?(?:looking|"
        r"interested|seeking|available)(?:\s+(?:for|in)\s+[^,;.()\x00]+|(?![\w-]))",
    ),
    rule(
        _set_aside,
        r"(?<![\w-])(?:(?:who|that)\s+)?did(?:n[’']t|\s+not)\s+(?:go\s+to|attend|study\s+at|graduate\s+from)\s+"
        r"(?-i:[A-Z])[\w&.’'-]*(?:\s+(?-i:[A-Z])[\w&.’'-]*)*",
    ),
    rule(_set_aside, r"(?<![\w-])not\s+current(?:ly)?\s+(?:at\s+)?(?-i:[A-Z])[\w&-]+"),
    rule(
        _set_aside,
        rf"(?<![\w-])(?:no|not|without)\s+[\w+#./’'-]+(?:\s+{HEADS})?\s+(?:is\s+)?(?:required|needed|necessary)(?![\w-])",
    ),
    rule(
        _set_aside,
        rf"(?<![\w-])(?:(?:college|university|bachelor[’']?s?|master[’']?s?|high\s+school|driv(?:er[’']?s?|ing))\s+{HEADS}"
        r"|(?:\d+\+?\s+)?[\w+#./’'-]+(?:\s+(?:experience|background|knowledge))?)",
        _DENIED,
    ),
)

_FILLER = (
    r"(?:(?:an?|any|the|with|have|has|having|being|be|been|from|(?:worked?|working)\s+(?:in|as|with|on|for)"
    r"|experience\s+(?:in|with|of|as))\s+)*"
)
_KINDS = (  # "non-manager" excludes them; "non-profit" and "non-clinical" are words of their own
    r"(?:managers?|management|managerial|supervisors?|supervisory|directors?|leads?|travel(?:ers?)?|recruiters?|students?"
    r"|contractors?|interns?|juniors?|seniors?|nurses?)"
)
_NOT = re.compile(
    r"(?<![\w-])(?<!dr )(?<!dr\. )(?P<negation>(?:(?:but|and|with)\s+)?"
    rf"{_WHO}(?!(?-i:NOT)\b)(?:{UNWANTED}|not|nor|neither|non(?!\s+profits?\b)"
    r"|(?-i:ohne|sans|(?<!original )sin|senza|zonder|bez|keine?n?|nicht|geen|niet|não|nie"
    r"|pas(?:\s+de)?)|without|w/o(?:ut)?"
    rf"|no|never|minus|rather\s+than|instead\s+of|(?:is|are|has|have|ca|must|should)n[’']t|cannot|{BUT}|{EXCEPT}))"
    rf"(?:\s+{_FILLER}|(?<=non)-(?={_KINDS}(?![\w-])))"
    r"(?P<operand>[^\s\x00,;()]+(?:\s+(?:or|nor)\s+(?:an?\s+)?(?!\x00)[^\s,;()\x00]+)*|(?=[\x00]))"
    rf"(?P<head>\s+{HEADS}(?![\w-])|\s+(?:shifts?|jobs?|roles?|positions?|work|travel)(?![\w-]))?(?:\s+only(?![\w-]))?",
    re.IGNORECASE,
)
_NAMED = r"[^\s\x00,;()<>=!~\d-][^\s\x00,;()]*"
_LISTED = re.compile(  # "without PHP, Perl and COBOL", "everything but PHP and Perl": all are excluded
    rf"(?<![\w-])(?:(?:(?:{BUT}|{EXCEPT})\s+{_FILLER}(?P<any>{_NAMED}(?:\s*,\s*{_NAMED})*)"
    rf"|(?:no|without|w/o(?:ut)?)\s+{_FILLER}(?P<several>{_NAMED}(?:\s*,\s*{_NAMED})+))"
    rf"\s*,?\s+(?:and|or|nor|und|oder|et|ou|y|e|i)\s+(?P<last>{_NAMED}))(?=\s*(?:$|[,;.)]))",
    re.IGNORECASE,
)
_NO_OPERAND = {
    *("and", "or", "not", "no", "yet", "only", "just", "for", "in", "at", "code", "nonsense", "limit", "matter"),
    *("worked", "been", "mind", "again", "longer", "updated", "currently", "now", "necessarily", "if", "but"),
    *("one", "show", "less", "more", "under", "over", "than", "near", "with", "without"),
}


# A thing of several words, up to the end of the clause: "no new grads". After "not", the later words may be wanted.
_THINGS = re.compile(
    rf"(?:(?:but|and|with)\s+)?(?:no\b|w/|without|geen|keine?n?|ohne|{UNWANTED}|neither|nor|{BUT}|{EXCEPT})",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?P<words>(?:\s+(?!(?:and|or|nor|not|with|who|that|in|at|for|from|OR|AND|NOT)\b)[^\W\d_]+){1,2})(?=\s*(?:$|[,;.)]|nor\b))"
)


def negated(terms: Terms) -> Terms:
    """Write plain negations as NOT: "without Java" → NOT Java, "no Java or Go" → NOT (Java OR Go)."""
    for match in reversed(list(_LISTED.finditer(free_text(terms.what)))):
        listed = [*re.split(r"\s*,\s*", match["any"] or match["several"]), match["last"]]
        written = f"NOT ({' OR '.join(listed)})"
        terms = replace(terms, what=_joined(terms.what[: match.start()], written, terms.what[match.end() :]))
    at = 0
    while match := _NOT.search(text := free_text(terms.what), at):
        at = match.end()
        if (written := _written(match, text)) is None:
            at = match.start() + 1
            continue
        end, more = match.end(), _MORE.match(text, match.end())
        whole = _THINGS.match(match["negation"]) and "(" not in written and text[: match.start()].strip()
        if more and whole:
            words, end = [match["operand"], *more["words"].split()], more.end()
            forms = (words[-1], *other_forms(words[-1].lower())[:1])
            quoted = [f'"{" ".join((*words[:-1], form))}"' for form in forms]
            written = f"NOT ({' OR '.join(quoted)})"
        terms = replace(terms, what=_joined(terms.what[: match.start()], written, terms.what[end:]))
        at = match.start() + len(written)
    return terms


_ALTERNATIVES_BUT = re.compile(r"\A(?P<head>[^,;]*\s(?:OR|or)\s[^,;]*)[,;]\s*(?P<but>NOT\s(?!.*\s(?:OR|or)\s).*)\Z")


def negated_everywhere(terms: Terms) -> Terms:
    """Like `negated`, but also inside parentheses: "(Go or Rust, not Java)"."""
    terms = _apart(negated(terms))
    for start, end in reversed(groups(terms.what)):
        inside = terms.what[start + 1 : end - 1]
        written = negated_everywhere(Terms(what=inside)).what
        if written != inside:
            terms = replace(terms, what=f"{terms.what[: start + 1]}{written}{terms.what[end - 1 :]}")
    return terms


def _apart(terms: Terms) -> Terms:
    """Put the alternatives before a negation in parentheses, since the negation applies to each of them."""
    match = _ALTERNATIVES_BUT.match(free_text(terms.what))
    if match is None:
        return terms
    head, but = terms.what[: match.end("head")], terms.what[match.start("but") :]
    return replace(terms, what=f"({head.strip()}) {but}")


def _written(match: re.Match[str], text: str) -> str | None:
    """The negation, written as our operator; None if the word negates nothing: "no code", "not for profit"."""
    operand, head = match["operand"], (match["head"] or "").strip()
    if not operand:
        return "NOT" if text[match.end() : match.end() + 1] == HIDDEN else None
    words = re.split(r"\s+(?:or|nor)\s+(?:an?\s+)?", operand, flags=re.IGNORECASE)
    words = [word.strip(".,;:!?<>=~'’") for word in words]
    if any(word.lower() in _NO_OPERAND or not any(map(str.isalpha, word)) for word in words):
        return None
    if head and not re.fullmatch(HEADS, head, re.IGNORECASE):
        return f'NOT "{" ".join(words)} {head}"' if len(words) == 1 else None
    return f"NOT {words[0]}" if len(words) == 1 else f"NOT ({' OR '.join(words)})"


def _joined(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part.strip())


_ONLY = re.compile(  # before other rules, which would take the "except" in "nothing except Java" for a negation
    r"(?<![\w-])(?:(?:with\s+)?(?:nothing|no\s?(?:one|body)|none)\s+(?:else\s+)?(?:but|besides|save|than"
    rf"|{EXCEPT})|not\s+(?:only|just|merely|limited\s+to|necessarily\s+\S+)|nichts\s+(?:als|außer|ausser)|rien\s+(?:que|sauf)"
    r"|but\s+not\s+both|nada\s+(?:más\s+que|excepto|salvo|além\s+de|exceto)|(?:niente|nient[’']altro)\s+(?:che|tranne)|niets\s+(?:dan|behalve)"
    r"|nic\s+(?:oprócz|poza))(?=\s+\S|\Z)",
    re.IGNORECASE,
)


def only_aside(terms: Terms) -> Terms:
    """Set aside "nothing but" and "not only", which exclude nobody."""
    for match in reversed(list(_ONLY.finditer(free_text(terms.what)))):
        rest = without(terms.what, *match.span())
        terms = terms if rest is None else set_aside(replace(terms, what=rest), f"“{match[0]}”")
    return terms


_LEFT_OVER = re.compile(
    r"(?<![\w-])(?i:under|over|below|above)\s+\d+(?=\s*(?:$|[,;.)]))|(?<![\w$€£])(?:[<>≤≥]=?|=[<>])\s*[$€£]?[\w.,]*(?:\s*(?:years?|yrs?|miles|km|hours?))?"
)


def comparisons_aside(terms: Terms) -> Terms:
    """Set aside comparisons that no filter used ("age < 40"): searching for their number would be meaningless."""
    while match := _LEFT_OVER.search(free_text(terms.what)):
        rest = without(terms.what, *match.span())
        if rest is None:
            return terms
        terms = set_aside(replace(terms, what=rest), f"“{match[0].strip()}”")
    return terms
