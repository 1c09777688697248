"""Prepares the What tree for an engine: folds it, splits it into words, and limits its size."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from connectors.search.base import And, Field, Not, Or, Phrase, Query, What, Word
from connectors.search.fold import fold, words
from connectors.search.index.field_groups import GROUPS_OF
from connectors.search.word_forms import names_with_forms, other_forms

MAX_ITEMS = 20  # words or phrases in one AND, and alternatives in one OR
MAX_WORDS = 400  # in the whole tree, including aliases
FACET_VALUES = 10
RARE = 10  # words found in fewer profiles than this also match with typos


@dataclass(frozen=True, slots=True)
class Leaf:
    """Consecutive words in one of these groups of a profile. `typos`: how many letters may differ. For a single word,
    `forms` are other words that match equally well, and `prefix` means that any word beginning with it matches."""

    words: tuple[str, ...]
    groups: tuple[str, ...]
    typos: int = 0
    forms: tuple[str, ...] = ()
    prefix: bool = False


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
    """The tree to search for, truncated to the limits; None if no word is left, which matches every profile."""
    return None if what is None else _node(what, [MAX_WORDS], negated=False)


def _node(what: What, budget: list[int], *, negated: bool) -> Node | None:
    match what:
        case Word(text, field, prefix):
            return _leaf(_word(tuple(words(text)), field, negated=negated, prefix=prefix), budget)
        case Phrase(text, field):
            return _leaf(Leaf(tuple(words(text)), GROUPS_OF[field]), budget)
        case And(items):
            return _joined(All, items, budget, negated)
        case Or(items):
            return _joined(AnyOf, items, budget, negated)
        case Not(Not(item)):
            return _node(item, budget, negated=negated)
        case Not(item):
            inner = _node(item, budget, negated=True)  # exclusions match exactly, without typos
            return None if inner is None else No(inner)
    assert_never(what)


def _word(cut: tuple[str, ...], field: Field | None, *, negated: bool, prefix: bool) -> Leaf:
    """The leaf for a single typed word. Names of people, companies and schools have no other forms."""
    if prefix and len(cut) == 1:
        return Leaf(cut, GROUPS_OF[field], prefix=True)
    named = field in (Field.NAME, Field.COMPANY, Field.SCHOOL)
    forms = other_forms(cut[0]) if len(cut) == 1 and not named else ()
    return Leaf(cut, GROUPS_OF[field], 0 if negated else typos(cut), forms)


def _leaf(leaf: Leaf, budget: list[int]) -> Leaf | None:
    if not leaf.words or budget[0] < len(leaf.words):
        return None
    budget[0] -= len(leaf.words)
    return leaf


def _joined(kind: type[All] | type[AnyOf], items: tuple[What, ...], budget: list[int], negated: bool) -> Node | None:
    """One node of this kind, with nested nodes of the same kind flattened."""
    nodes: list[Node] = []
    for item in items[:MAX_ITEMS]:
        node = _node(item, budget, negated=negated)
        nodes += node.items if isinstance(node, kind) else [] if node is None else [node]
    return (nodes[0] if len(nodes) == 1 else kind(tuple(nodes))) if nodes else None


def typos(cut: tuple[str, ...]) -> int:
    """The number of typos allowed in a single word: 2 from 8 letters on, 1 from 4 letters on, and none for shorter
    words, digits or symbols."""
    if len(cut) != 1 or len(cut[0]) < 4 or not cut[0].isalpha():
        return 0
    return 2 if len(cut[0]) >= 8 else 1


def positive(node: Node | None) -> Iterator[Leaf]:
    """The leaves that are not negated."""
    match node:
        case None | No():
            return
        case Leaf():
            yield node
        case All(items) | AnyOf(items):
            for item in items:
                yield from positive(item)


def values(query: Query, wanted: Iterable[str], *, forms: bool = False) -> list[tuple[str, ...]]:
    """The distinct filter values and their aliases, each as a tuple of words. `forms`: whether to add other forms of
    the last word."""
    found: dict[tuple[str, ...], None] = {}
    for value in wanted:
        for name in (value, *query.aliases.get(fold(value), ())):
            if cut := tuple(words(name)[:MAX_ITEMS]):
                found.update(dict.fromkeys(names_with_forms(cut) if forms else (cut,)))
    return list(found)


def without_typos(node: Node, common: Container[Leaf]) -> Node:
    """The tree with typos disabled for common words; only rare words may be misspelled."""
    match node:
        case Leaf():
            return replace(node, typos=0) if node.typos and node in common else node
        case All(items) | AnyOf(items):
            return type(node)(tuple(without_typos(item, common) for item in items))
        case No():
            return node
    assert_never(node)


def with_forms(node: Node, existing: Callable[[Leaf], tuple[str, ...]]) -> Node:
    """The tree with the forms of each word limited to those that exist in the index."""
    match node:
        case Leaf():
            return replace(node, forms=existing(node)) if node.forms or node.prefix else node
        case All(items) | AnyOf(items):
            return type(node)(tuple(with_forms(item, existing) for item in items))
        case No(item):
            return No(with_forms(item, existing))
    assert_never(node)


def leaves(node: Node | None) -> Iterator[Leaf]:
    """All leaves, negated or not."""
    match node:
        case None:
            return
        case Leaf():
            yield node
        case All(items) | AnyOf(items):
            for item in items:
                yield from leaves(item)
        case No(item):
            yield from leaves(item)


def top_values(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The values of a facet, most frequent first; values that fold to the same text are merged under the most frequent
    spelling."""
    spelt: dict[str, tuple[str, int]] = {}
    for value, count in sorted(counts, key=lambda value: (-value[1], value[0])):
        name, before = spelt.get(key := " ".join(words(value)) or value, (value, 0))
        spelt[key] = (name, before + count)
    return tuple(sorted(spelt.values(), key=lambda value: (-value[1], value[0]))[:FACET_VALUES])
