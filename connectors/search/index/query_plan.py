"""What is looked for, made ready for an engine: folded, cut into words, and not longer than an engine should bear."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from connectors.search.base import And, Not, Or, Phrase, Query, What, Word
from connectors.search.fold import fold, words
from connectors.search.index.field_groups import GROUPS_OF

MAX_ITEMS = 20  # words or phrases of one AND, and alternatives of one OR
MAX_WORDS = 400  # of the whole tree, other names included
FACET_VALUES = 10
RARE = 10  # a word that fewer profiles hold than this is also looked for misspelt


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words that stand together, in one of these groups of a profile. `typos`: letters that may differ."""

    words: tuple[str, ...]
    groups: tuple[str, ...]
    typos: int = 0


@dataclass(frozen=True, slots=True)
class All:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class No:
    item: "Node"


Node = Leaf | All | AnyOf | No


def plan(what: What | None) -> Node | None:
    """The tree to look for; None where no word is left, which finds everybody. What is over the limits is left out."""
    return None if what is None else _node(what, [MAX_WORDS], negated=False)


def _node(what: What, left: list[int], *, negated: bool) -> Node | None:
    match what:
        case Word(text, field):
            cut = tuple(words(text))
            return _leaf(Leaf(cut, GROUPS_OF[field], 0 if negated else typos(cut)), left)
        case Phrase(text, field):
            return _leaf(Leaf(tuple(words(text)), GROUPS_OF[field]), left)
        case And(items):
            return _joined(All, items, left, negated)
        case Or(items):
            return _joined(AnyOf, items, left, negated)
        case Not(Not(item)):
            return _node(item, left, negated=negated)
        case Not(item):
            inner = _node(item, left, negated=True)  # what is excluded is taken at its word
            return None if inner is None else No(inner)
    assert_never(what)


def _leaf(leaf: Leaf, left: list[int]) -> Leaf | None:
    if not leaf.words or left[0] < len(leaf.words):
        return None
    left[0] -= len(leaf.words)
    return leaf


def _joined(kind: type[All] | type[AnyOf], items: tuple[What, ...], left: list[int], negated: bool) -> Node | None:
    """One node of the kind: what is nested in its own kind is spread out."""
    nodes: list[Node] = []
    for item in items[:MAX_ITEMS]:
        node = _node(item, left, negated=negated)
        nodes += node.items if isinstance(node, kind) else [] if node is None else [node]
    return (nodes[0] if len(nodes) == 1 else kind(tuple(nodes))) if nodes else None


def typos(cut: tuple[str, ...]) -> int:
    """How many letters of a single word may differ: none under 4 letters or beside digits and signs, 2 from 8."""
    if len(cut) != 1 or len(cut[0]) < 4 or not cut[0].isalpha():
        return 0
    return 2 if len(cut[0]) >= 8 else 1


def positive(node: Node | None) -> Iterator[Leaf]:
    """The leaves that a profile is found by."""
    match node:
        case None | No():
            return
        case Leaf():
            yield node
        case All(items) | AnyOf(items):
            for item in items:
                yield from positive(item)


def values(query: Query, wanted: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of filter values, with their other names, each once."""
    found: dict[tuple[str, ...], None] = {}
    for value in wanted:
        for name in (value, *query.aliases.get(fold(value), ())):
            if cut := tuple(words(name)[:MAX_ITEMS]):
                found[cut] = None
    return list(found)


def settled(node: Node, common: Container[Leaf]) -> Node:
    """The tree with the words that the index knows well taken as they are: only rare ones may be misspelt."""
    match node:
        case Leaf():
            return replace(node, typos=0) if node.typos and node in common else node
        case All(items) | AnyOf(items):
            return type(node)(tuple(settled(item, common) for item in items))
        case No():
            return node
    assert_never(node)


def most(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The values of a facet, the most frequent first; those that fold alike are one, spelt as it is spelt most."""
    spelt: dict[str, tuple[str, int]] = {}
    for value, count in sorted(counts, key=lambda value: (-value[1], value[0])):
        name, before = spelt.get(key := " ".join(words(value)) or value, (value, 0))
        spelt[key] = (name, before + count)
    return tuple(sorted(spelt.values(), key=lambda value: (-value[1], value[0]))[:FACET_VALUES])
