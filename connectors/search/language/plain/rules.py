"""Turns plain text in What into filters that the form shows.

A rule only takes what is certain: text in quotes, parentheses or `field:`, and words next to OR or NOT, are left alone.
"""

import re
from dataclasses import replace

from connectors.search.language.plain.career import CAREER_RULES
from connectors.search.language.plain.negation import DENIAL_RULES, denial_after, negation_before
from connectors.search.language.plain.preferences import AUTHORIZATION_RULES, PREFERENCE_RULES
from connectors.search.language.plain.requests import REQUEST_RULES
from connectors.search.language.plain.rule import Rule
from connectors.search.language.plain.seniority import SENIORITY_RULES
from connectors.search.language.plain.wording import GROUP_RULES, PHRASE_RULES, WORDING_RULES
from connectors.search.language.spans import free_text, without
from connectors.search.language.terms import Terms, set_aside

RULES: tuple[Rule, ...] = (
    *AUTHORIZATION_RULES,  # "no sponsorship" before "no" is a negation
    *REQUEST_RULES,
    *GROUP_RULES,  # "ex-FAANG" before "ex-" and a company
    *CAREER_RULES,
    *WORDING_RULES,
    *SENIORITY_RULES,
    *PREFERENCE_RULES,
    *DENIAL_RULES,  # last: what no filter took
)


def lift_words(terms: Terms) -> Terms:
    """Move everything in What that means a filter into that filter."""
    return _lifted(terms, RULES)


def lift_phrases(terms: Terms) -> Terms:
    """Remove the words around a skill or language. This is used after places are removed: "in Austin who speaks
    Spanish"."""
    return _lifted(terms, PHRASE_RULES)


def _lifted(terms: Terms, rules: tuple[Rule, ...]) -> Terms:
    before = None
    while before != terms:
        before = terms
        for rule in rules:
            terms = _all(rule, terms)
    return terms


def _all(rule: Rule, terms: Terms) -> Terms:
    """Apply a rule to every match, starting over after each, because removing text can create new matches."""
    at = 0
    while match := rule.pattern.search(free_text(terms.what), at):
        moved = _moved(rule, match, terms)
        at = max(match.end(), at + 1) if moved is None else 0
        terms = moved or terms
    return terms


def _moved(rule: Rule, match: re.Match[str], terms: Terms) -> Terms | None:
    lifted = rule.lift(match, terms)
    if lifted is None:
        return None
    changed, replacement = lifted
    denied = _denied(rule, match, terms)
    if denied is not None:
        return denied if denied != terms else None
    rest = without(terms.what, match.start(), match.end(), replacement)
    return None if rest is None else replace(changed, what=rest)


_ARTICLES = re.compile(r"\b(?:an?|any|the|with|and)\s+", re.IGNORECASE)


def _denied(rule: Rule, match: re.Match[str], terms: Terms) -> Terms | None:
    """The terms without a filter that the text denies ("not willing to relocate", "PhD not required"): that phrase is
    set aside, but the terms stay unchanged for a single word, which becomes NOT. None if nothing denies the filter."""
    if rule in DENIAL_RULES:
        return None
    text = free_text(terms.what)
    before, after = negation_before(text[: match.start()]), denial_after(text, match.end())
    if before is None and after is None:
        return None
    if after is None and len(_ARTICLES.sub("", match[0]).split()) == 1:
        return terms
    start = match.start() if before is None else before
    end = match.end() if after is None else after
    rest = without(terms.what, start, end)
    return terms if rest is None else set_aside(replace(terms, what=rest), f"“{terms.what[start:end].strip()}”")
