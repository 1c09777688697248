"""Negations in plain text: "not manager", "no managers", "without Java", "PhD not required".

They become NOT, or are set aside and named on the card: a negated phrase must never set the filter it denies."""

import re
from dataclasses import replace

from connectors.search.language.plain.rule import Lifted, Rule, rule
from connectors.search.language.spans import HIDDEN, free_text, without
from connectors.search.language.terms import Terms, set_aside

_NEGATIONS = (
    r"(?-i:ohne|sans|sin|senza|zonder|bez|keine?n?|nicht)|not|no|never|without|w/o(?:ut)?|non|isn[’']t|aren[’']t|don[’']t|doesn[’']t|can[’']t|cannot|won[’']t|except(?:\s+for)?"
    r"|excluding|nor|neither|unless|minus|rather\s+than|instead\s+of|other\s+than"
)
_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?!(?-i:NOT)\b)(?:{_NEGATIONS})(?:\s+|-)(?:(?:an?|any|the|be|have|has|need|want|necessarily|really|currently"
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
_HEADS = r"(?:experiences?|backgrounds?|skills?|knowledge|degrees?|certifications?|licen[sc]es?)"


def negation_before(text: str) -> int | None:
    """The position where a negation at the end of this text begins."""
    match = _BEFORE.search(text)
    return match.start() if match else None


def denial_after(text: str, end: int) -> int | None:
    """The position after "not required" or its like at `end`."""
    match = _AFTER.match(text, end)
    return match.end() if match else None


def _set_aside(match: re.Match[str], terms: Terms) -> Lifted:
    return set_aside(terms, f"“{match[0].strip(' ,;–-')}”"), ""


DENIAL_RULES: tuple[Rule, ...] = (
    rule(
        _set_aside,
        rf"(?<![\w-])(?:no|not|without)\s+[\w+#./’'-]+(?:\s+{_HEADS})?\s+(?:is\s+)?(?:required|needed|necessary)(?![\w-])",
    ),
    rule(
        _set_aside,
        rf"(?<![\w-])(?:(?:college|university|bachelor[’']?s?|master[’']?s?|high\s+school|driv(?:er[’']?s?|ing))\s+{_HEADS}"
        r"|(?:\d+\+?\s+)?[\w+#./’'-]+(?:\s+(?:experience|background|knowledge))?)",
        _DENIED,
    ),
)

_NOT = re.compile(
    r"(?<![\w-])(?<!dr )(?<!dr\. )(?P<negation>(?:(?:but|and|with)\s+)?(?!(?-i:NOT)\b)(?:"
    r"not|nor|non(?!\s+profits?\b)|(?-i:ohne|sans|(?<!original )sin|senza|zonder|bez|keine?n?|nicht)|without|w/o(?:ut)?"
    r"|excluding|excl\.?|(?:any(?:one|body)|every(?:one|body)|all)\s+but|except(?:\s+for)?|no|never|minus|rather\s+than|instead\s+of|other\s+than))\s+"
    r"(?:(?:an?|any|the|with|have|has|having|being|from|experience\s+(?:in|with|of|as))\s+)*"
    r"(?P<operand>[^\s\x00,;()]+(?:\s+(?:or|nor)\s+(?:an?\s+)?(?!\x00)[^\s,;()\x00]+)*|(?=[\x00]))"
    rf"(?P<head>\s+{_HEADS}(?![\w-])|\s+(?:shifts?|jobs?|roles?|positions?|work|travel)(?![\w-]))?",
    re.IGNORECASE,
)
_NO_OPERAND = {
    *("and", "or", "not", "no", "yet", "only", "just", "for", "in", "at", "code", "nonsense", "limit", "matter"),
    *("worked", "been", "mind", "again", "longer", "updated", "currently", "now"),
    *("one", "show", "less", "more", "under", "over", "than", "near", "with", "without"),
}


def negated(terms: Terms) -> Terms:
    """The terms with plain negations written as NOT: "without Java" → NOT Java, "no Java or Go" → NOT (Java OR Go)."""
    at = 0
    while match := _NOT.search(text := free_text(terms.what), at):
        at = match.end()
        if (written := _written(match, text)) is None:
            at = match.start() + 1
            continue
        terms = replace(terms, what=_joined(terms.what[: match.start()], written, terms.what[match.end() :]))
        at = match.start() + len(written)
    return terms


def _written(match: re.Match[str], text: str) -> str | None:
    """The negation as our operator; None if the word negates nothing: "no code", "not for profit"."""
    operand, head = match["operand"], (match["head"] or "").strip()
    if not operand:
        return "NOT" if text[match.end() : match.end() + 1] == HIDDEN else None
    words = re.split(r"\s+(?:or|nor)\s+(?:an?\s+)?", operand, flags=re.IGNORECASE)
    words = [word.strip(".,;:!?<>=~'’") for word in words]
    if any(word.lower() in _NO_OPERAND or not any(map(str.isalpha, word)) for word in words):
        return None
    if head and not re.fullmatch(_HEADS, head, re.IGNORECASE):
        return f'NOT "{" ".join(words)} {head}"' if len(words) == 1 else None
    return f"NOT {words[0]}" if len(words) == 1 else f"NOT ({' OR '.join(words)})"


def _joined(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part.strip())


_LEFT_OVER = re.compile(r"(?<![\w$€£])(?:[<>≤≥]=?|=[<>])\s*[$€£]?[\w.,]*(?:\s*(?:years?|yrs?|miles|km|hours?))?")


def comparisons_aside(terms: Terms) -> Terms:
    """The terms without comparisons that no filter took ("age < 40"): searching their number would mean nothing."""
    while match := _LEFT_OVER.search(free_text(terms.what)):
        rest = without(terms.what, *match.span())
        if rest is None:
            return terms
        terms = set_aside(replace(terms, what=rest), f"“{match[0].strip()}”")
    return terms
