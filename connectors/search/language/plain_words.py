"""Plain words that are filters, moved out of What into filters that the form shows.

A rule takes only what it is sure of: words inside quotes, brackets or `field:`, and words beside OR or NOT, stay words.
"""

import re
from dataclasses import replace

from connectors.search.language.plain_career import CAREER_RULES
from connectors.search.language.plain_preferences import WISH_RULES
from connectors.search.language.plain_rule import Rule
from connectors.search.language.plain_seniority import SENIORITY_RULES
from connectors.search.language.spans import free_text, without
from connectors.search.language.terms import Terms

RULES: tuple[Rule, ...] = (*CAREER_RULES, *SENIORITY_RULES, *WISH_RULES)


def lift_words(terms: Terms) -> Terms:
    """The terms with every plain word that is a filter moved into it."""
    before = None
    while before != terms:
        before = terms
        for rule in RULES:
            terms = _all(rule, terms)
    return terms


def _all(rule: Rule, terms: Terms) -> Terms:
    """Every match of one rule, from the start again after each, for what is left may come together."""
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
    changed, kept = lifted
    rest = without(terms.what, match.start(), match.end(), kept)
    return None if rest is None else replace(changed, what=rest)
