"""Spell-checks query words against the vocabulary of a Typesense index."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from connectors.search.index.query_plan import (
    RARE,
    All,
    AnyOf,
    Leaf,
    No,
    Node,
    leaves,
    positive,
    with_forms,
    without_typos,
)
from connectors.search.typesense.client import Json, TypesenseClient
from connectors.search.typesense.collections import Collections
from connectors.search.typesense.query import Spellings, exactly

MOST = 100  # nearest spellings of a word


async def check_spelling(
    client: TypesenseClient, collections: Collections, nodes: Sequence[Node | None]
) -> list[tuple[Node | None, Spellings]]:
    """Check several trees. Returns, for each, the tree with typos disabled for common words, and the possible spellings
    of rare words."""
    nodes = await _with_existing_forms(client, collections, nodes)
    leaves = list({leaf for node in nodes for leaf in positive(node) if leaf.typos})
    if not leaves:
        return [(node, {}) for node in nodes]
    searches = [
        search for leaf in leaves for search in (_exact_count(collections, leaf), *_similar_words(collections, leaf))
    ]
    answers = await client.multi_search(searches)
    common: set[Leaf] = set()
    corrections: dict[Leaf, Leaf] = {}
    spellings: dict[Leaf, tuple[str, ...]] = {}
    for at, leaf in enumerate(leaves):
        exact, *similar = answers[at * 3 : at * 3 + 3]
        near = _nearest(leaf, similar)
        if exact["found"] >= RARE:
            common.add(leaf)
        elif exact["found"] == 0 and len(near) == 1:
            corrections[leaf] = Leaf((near[0],), leaf.groups)
        elif near:
            spellings[leaf] = near
    return [
        (None if node is None else _corrected(without_typos(node, common), corrections), spellings) for node in nodes
    ]


async def _with_existing_forms(
    client: TypesenseClient, collections: Collections, nodes: Sequence[Node | None]
) -> list[Node | None]:
    """The trees, limited to the word forms and completions of prefixes that exist in the index."""
    each = list({leaf for node in nodes for leaf in leaves(node) if leaf.forms or leaf.prefix})
    if not each:
        return list(nodes)
    shared: Json = {"collection": collections.words, "per_page": 250, "include_fields": "word"}
    answers = await client.multi_search(
        [
            {
                **shared,
                "q": leaf.words[0],
                "query_by": "word",
                "num_typos": 0,
                "prefix": "true",
                "drop_tokens_threshold": 0,
            }
            if leaf.prefix
            else {**shared, "q": "*", "filter_by": f"id:[{','.join(leaf.forms)}]"}
            for leaf in each
        ]
    )
    known: dict[Leaf, tuple[str, ...]] = {}
    for leaf, answer in zip(each, answers, strict=True):
        words = {str(hit["document"]["word"]) for hit in answer["hits"]} - set(leaf.words)
        known[leaf] = tuple(sorted(word for word in words if not leaf.prefix or word.startswith(leaf.words[0])))
    return [None if node is None else with_forms(node, known.__getitem__) for node in nodes]


def _exact_count(collections: Collections, leaf: Leaf) -> Json:
    return {"collection": collections.profiles, "q": "*", "filter_by": exactly(leaf), "per_page": 0}


def _similar_words(collections: Collections, leaf: Leaf) -> list[Json]:
    word = leaf.words[0]
    shared: Json = {
        "collection": collections.words,
        "num_typos": leaf.typos,
        "min_len_1typo": 1,
        "min_len_2typo": 1,
        "typo_tokens_threshold": 10_000,
        "drop_tokens_threshold": 0,
        "exhaustive_search": True,
        "prefix": "false",
        "per_page": 250,
        "include_fields": "word",
    }
    return [{**shared, "q": word, "query_by": "word"}, {**shared, "q": word[::-1], "query_by": "mirror"}]


def _nearest(leaf: Leaf, answers: Sequence[Json]) -> tuple[str, ...]:
    """Similar words, nearest first, by the same edit distance as the embedded engine."""
    word = leaf.words[0]
    found = {str(hit["document"]["word"]) for answer in answers for hit in answer["hits"]} - {word}
    measured = sorted((OSA.distance(word, other, score_cutoff=leaf.typos), other) for other in found)
    return tuple(other for away, other in measured if away <= leaf.typos)[:MOST]


def _corrected(node: Node, corrections: dict[Leaf, Leaf]) -> Node:
    """The tree, in which each word that no profile contains is corrected if there is only one possible correction."""
    match node:
        case Leaf():
            return corrections.get(node, node)
        case All(items) | AnyOf(items):
            return type(node)(tuple(_corrected(item, corrections) for item in items))
        case No():
            return node
