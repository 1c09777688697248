"""Words that may be misspelt, looked up in the vocabulary of a Typesense index."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from connectors.search.index.query_plan import RARE, All, AnyOf, Leaf, No, Node, positive, settled
from connectors.search.typesense.client import Json, Wire
from connectors.search.typesense.collections import Collections
from connectors.search.typesense.query import Spellings, exactly

MOST = 100  # spellings of one word, the nearest


async def settle(
    wire: Wire, collections: Collections, nodes: Sequence[Node | None]
) -> list[tuple[Node | None, Spellings]]:
    """Each tree with common words taken as they are, and for the rare ones what they may be misspelt for."""
    leaves = list({leaf for node in nodes for leaf in positive(node) if leaf.typos})
    if not leaves:
        return [(node, {}) for node in nodes]
    asked = [search for leaf in leaves for search in (_held(collections, leaf), *_alike(collections, leaf))]
    answers = await wire.searches(asked)
    common: set[Leaf] = set()
    meant: dict[Leaf, Leaf] = {}
    spellings: dict[Leaf, tuple[str, ...]] = {}
    for at, leaf in enumerate(leaves):
        held, *alike = answers[at * 3 : at * 3 + 3]
        near = _near(leaf, alike)
        if held["found"] >= RARE:
            common.add(leaf)
        elif held["found"] == 0 and len(near) == 1:
            meant[leaf] = Leaf((near[0],), leaf.groups)
        elif near:
            spellings[leaf] = near
    return [(None if node is None else _read(settled(node, common), meant), spellings) for node in nodes]


def _held(collections: Collections, leaf: Leaf) -> Json:
    return {"collection": collections.profiles, "q": "*", "filter_by": exactly(leaf), "per_page": 0}


def _alike(collections: Collections, leaf: Leaf) -> list[Json]:
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


def _near(leaf: Leaf, answers: Sequence[Json]) -> tuple[str, ...]:
    """The nearest words first; by the same measure of distance as the embedded engine's."""
    word = leaf.words[0]
    found = {str(hit["document"]["word"]) for answer in answers for hit in answer["hits"]} - {word}
    measured = sorted((OSA.distance(word, other, score_cutoff=leaf.typos), other) for other in found)
    return tuple(other for away, other in measured if away <= leaf.typos)[:MOST]


def _read(node: Node, meant: dict[Leaf, Leaf]) -> Node:
    """The tree with the words that nobody has put right, where only one word can be meant."""
    match node:
        case Leaf():
            return meant.get(node, node)
        case All(items) | AnyOf(items):
            return type(node)(tuple(_read(item, meant) for item in items))
        case No():
            return node
