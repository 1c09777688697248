"""Finds the words of a profile that match a query, for highlighting on cards."""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from connectors.search.base import Query
from connectors.search.index.field_groups import GROUPS, SKILL, TITLE
from connectors.search.index.query_plan import Leaf, Node, positive, values


def leaves_to_highlight(query: Query, node: Node | None) -> list[Leaf]:
    """The leaves to highlight: the words of the query, and the skills and titles in its filters."""
    filters = query.filters
    skills = values(query, (*filters.skills_all, *filters.skills_any), forms=True)
    return [
        *positive(node),
        *(Leaf(name, (SKILL,)) for name in skills),
        *(Leaf(name, (TITLE,)) for name in values(query, filters.titles, forms=True)),
    ]


def matched(leaves: Iterable[Leaf], texts: Mapping[str, Sequence[str]], accents: Mapping[str, str]) -> tuple[str, ...]:
    """The matching words of a profile as spelled there (in lower case), starting with the highest-weighted group.

    `texts`: group → its values, folded; `accents`: folded word → original spelling."""
    found: dict[str, None] = {}
    leaves = list(leaves)
    for group in GROUPS:
        values = [value.split() for value in texts.get(group, ())]
        for leaf in leaves if values else ():
            if group in leaf.groups:
                found.update(dict.fromkeys(word for value in values for word in _found(leaf, value)))
    return tuple(accents.get(word, word) for word in found)


def _found(leaf: Leaf, value: list[str]) -> list[str]:
    first, size = leaf.words[0], len(leaf.words)
    if size == 1:
        if leaf.prefix:
            return [word for word in value if word.startswith(first)]
        if leaf.typos:
            return [
                word
                for word in value
                if word in leaf.forms or OSA.distance(first, word, score_cutoff=leaf.typos) <= leaf.typos
            ]
        return [word for word in value if word == first or word in leaf.forms]
    stands = any(tuple(value[at : at + size]) == leaf.words for at, word in enumerate(value) if word == first)
    return list(leaf.words) if stands else []
