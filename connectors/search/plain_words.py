"""Plain words that are filters, moved out of What into filters that the form shows.

A rule takes only what it is sure of: words inside quotes, brackets or `field:`, and words beside OR or NOT, stay words.
"""

from dataclasses import replace

from connectors.search.plain_career import CAREER_RULES
from connectors.search.plain_rule import Rule
from connectors.search.plain_wishes import WISH_RULES
from connectors.search.spans import free_text, without
from connectors.search.terms import Terms

RULES: tuple[Rule, ...] = (*CAREER_RULES, *WISH_RULES)


def lift_words(terms: Terms) -> Terms:
    """The terms with every plain word that is a filter moved into it."""
    before = None
    while before != terms:
        before = terms
        for rule in RULES:
            terms = _all(rule, terms)
    return terms


def _all(rule: Rule, terms: Terms) -> Terms:
    at = 0
    while match := rule.pattern.search(free_text(terms.what), at):
        at = max(match.end(), at + 1)
        lifted = rule.lift(match, terms)
        if lifted is None:
            continue
        changed, kept = lifted
        rest = without(terms.what, match.start(), match.end(), kept)
        if rest is not None:
            terms, at = replace(changed, what=rest), 0
    return terms
