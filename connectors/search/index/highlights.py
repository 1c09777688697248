"""Which words of a profile a query found: what a card marks."""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from connectors.search.base import Query
from connectors.search.index.field_groups import GROUPS, SKILL, TITLE
from connectors.search.index.query_plan import Leaf, Node, positive, values


def sought(query: Query, node: Node | None) -> list[Leaf]:
    """Everything to mark: the words looked for, and the skills and titles that the filters ask for."""
    filters = query.filters
    skills = values(query, (*filters.skills_all, *filters.skills_any))
    return [
        *positive(node),
        *(Leaf(name, (SKILL,)) for name in skills),
        *(Leaf(name, (TITLE,)) for name in values(query, filters.titles)),
    ]


def matched(leaves: Iterable[Leaf], said: Mapping[str, Sequence[str]], accents: Mapping[str, str]) -> tuple[str, ...]:
    """The words found in a profile, as they stand there in lower case, the strongest group's first.

    `said`: group → its values, folded; `accents`: folded word → as it stands."""
    found: dict[str, None] = {}
    leaves = list(leaves)
    for group in GROUPS:
        values = [value.split() for value in said.get(group, ())]
        for leaf in leaves if values else ():
            if group in leaf.groups:
                found.update(dict.fromkeys(word for value in values for word in _found(leaf, value)))
    return tuple(accents.get(word, word) for word in found)


def _found(leaf: Leaf, value: list[str]) -> list[str]:
    first, size = leaf.words[0], len(leaf.words)
    if size == 1:
        if leaf.typos:
            return [word for word in value if OSA.distance(first, word, score_cutoff=leaf.typos) <= leaf.typos]
        return [first] if first in value else []
    stands = any(tuple(value[at : at + size]) == leaf.words for at, word in enumerate(value) if word == first)
    return list(leaf.words) if stands else []
