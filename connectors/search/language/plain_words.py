"""Turns plain text in What into filters that the form shows.

A rule only takes what is certain: text in quotes, brackets or `field:`, and words next to OR or NOT, are left alone.
"""

import re
from dataclasses import replace

from connectors.search.language.plain_career import CAREER_RULES
from connectors.search.language.plain_preferences import PREFERENCE_RULES
from connectors.search.language.plain_rule import Rule
from connectors.search.language.plain_seniority import SENIORITY_RULES
from connectors.search.language.spans import free_text, without
from connectors.search.language.terms import Terms

RULES: tuple[Rule, ...] = (*CAREER_RULES, *SENIORITY_RULES, *PREFERENCE_RULES)


def lift_words(terms: Terms) -> Terms:
    """The terms with everything in What that means a filter moved into that filter."""
    before = None
    while before != terms:
        before = terms
        for rule in RULES:
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
    rest = without(terms.what, match.start(), match.end(), replacement)
    return None if rest is None else replace(changed, what=rest)
