"""A query in the embedded engine's terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import assert_never

import tantivy
from tantivy import FieldType, Occur

from connectors.search.base import Query, Sort
from connectors.search.embedded.reader import Reader
from connectors.search.index.field_groups import WEIGHTS
from connectors.search.index.filter_rules import DAY, Names, degree, held, never_held, tagged
from connectors.search.index.geo import cover, within
from connectors.search.index.query_plan import RARE, All, AnyOf, Leaf, No, Node, plan, positive, settled

Clause = tuple[Occur, tantivy.Query]
T = tantivy.Query

_NEAR = 0.03  # what a rare word found misspelt counts, beside one found as it is written
_ALSO = 0.1  # what a word counts in further groups, beside the weightiest it is found in
_EVERYBODY: Clause = (Occur.Must, T.const_score_query(T.all_query(), 0.0))


@dataclass(frozen=True, slots=True)
class Compiled:
    """`node`: the words looked for, as they were in the end. `by_date`: wanted so, or no word gives a score."""

    query: tantivy.Query
    node: Node | None
    by_date: bool


class Compiler:
    """Turns queries into those of one state of the index."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._schema = reader.schema

    def compile(self, query: Query) -> Compiled:
        node = plan(query.what)
        if node is not None:
            node = settled(node, {leaf for leaf in positive(node) if leaf.typos and not self._rare(leaf)})
        clauses = [(Occur.Must, T.const_score_query(wanted, 0.0)) for wanted in self._wanted(query)]
        clauses += [(Occur.MustNot, unwanted) for unwanted in self._unwanted(query)]
        scored = any(True for _ in positive(node))
        if node is not None:
            found = self._node(node)
            clauses.append((Occur.Must, found if query.sort is Sort.RELEVANCE else T.const_score_query(found, 0.0)))
        if query.places:
            clauses.append((Occur.Must, T.const_score_query(self._places(query, clauses), 0.0)))
        return Compiled(T.boolean_query(clauses), node, query.sort is Sort.RECENCY or not scored)

    # ── words ──

    def _rare(self, leaf: Leaf) -> bool:
        """Whether fewer than RARE profiles hold the word. (The first look also counts what was deleted just now.)"""
        word = leaf.words[0]
        if max(self._reader.frequency(group, word) for group in leaf.groups) >= 100 * RARE:
            return False
        held = self._any(T.term_query(self._schema, group, word) for group in leaf.groups)
        return self._reader.total(held) < RARE

    def _node(self, node: Node) -> tantivy.Query:
        match node:
            case Leaf():
                return self._leaf(node)
            case All(items):
                return self._all(items)
            case AnyOf(items):
                return self._any(self._node(item) for item in items)
            case No(item):
                return T.boolean_query([_EVERYBODY, (Occur.MustNot, self._node(item))])
        assert_never(node)

    def _all(self, items: Iterable[Node]) -> tantivy.Query:
        clauses = [self._clause(item) for item in items]
        return T.boolean_query(clauses if any(occur == Occur.Must for occur, _ in clauses) else [_EVERYBODY, *clauses])

    def _clause(self, item: Node) -> Clause:
        return (Occur.MustNot, self._node(item.item)) if isinstance(item, No) else (Occur.Must, self._node(item))

    def _leaf(self, leaf: Leaf) -> tantivy.Query:
        """Found in a group, a word counts the group's weight, and the more the rarer it is: how often it stands there,
        or among how many words, says little of a person."""
        worth = max(self._rarity(leaf.groups, word) for word in leaf.words)
        found = [T.const_score_query(self._stands(group, leaf.words), WEIGHTS[group] * worth) for group in leaf.groups]
        if leaf.typos:
            found += [
                T.const_score_query(self._near(group, leaf), WEIGHTS[group] * worth * _NEAR) for group in leaf.groups
            ]
        return found[0] if len(found) == 1 else T.disjunction_max_query(found, _ALSO)

    def _near(self, group: str, leaf: Leaf) -> tantivy.Query:
        return T.fuzzy_term_query(self._schema, group, leaf.words[0], leaf.typos)

    def _rarity(self, groups: Iterable[str], word: str) -> float:
        return log(1 + self._reader.documents / (1 + max(self._reader.frequency(group, word) for group in groups)))

    def _stands(self, group: str, together: tuple[str, ...]) -> tantivy.Query:
        if len(together) == 1:
            return T.term_query(self._schema, group, together[0])
        return T.phrase_query(self._schema, group, list(together))

    @staticmethod
    def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
        return T.boolean_query([(Occur.Should, query) for query in queries])

    # ── filters ──

    def _wanted(self, query: Query) -> Iterable[tantivy.Query]:
        for names in tagged(query):
            yield self._any(T.term_query(self._schema, "tags", name) for name in names)
        for names, where in held(query):
            yield self._held(names, where)
        yield from self._ranges(query)

    def _ranges(self, query: Query) -> Iterable[tantivy.Query]:
        filters = query.filters
        if filters.years_from is not None or filters.years_to is not None:
            yield self._between("years", filters.years_from, filters.years_to)
        if (least := degree(filters)) is not None:
            yield self._between("degree", least, None)
        if filters.updated_within_days is not None:
            yield self._between("updated", query.now - filters.updated_within_days * DAY, None)

    def _unwanted(self, query: Query) -> Iterable[tantivy.Query]:
        for names, where in never_held(query):
            yield self._held(names, where)
        if query.exclude:
            yield T.term_set_query(self._schema, "id", [str(profile_id) for profile_id in query.exclude])

    def _held(self, names: Names, where: tuple[str, ...]) -> tantivy.Query:
        return self._any(self._stands(group, name) for name in names for group in where)

    def _between(self, name: str, least: int | None, most: int | None) -> tantivy.Query:
        return T.range_query(self._schema, name, FieldType.Integer, least, most)

    # ── places ──

    def _places(self, query: Query, clauses: list[Clause]) -> tantivy.Query:
        """Profiles in any circle: by cells where a cell is wholly within one, measured where an edge may cross it."""
        covers = [cover(circle) for circle in query.places]
        inside = {cell for covered in covers for cell in covered.inside}
        edge = {cell for covered in covers for cell in covered.edge} - inside
        crossed = T.boolean_query([*clauses, (Occur.Must, T.term_set_query(self._schema, "tags", sorted(edge)))])
        hits = self._reader.every(crossed)
        measured = zip(hits, self._reader.points(hits), strict=True)
        near = [at for at, point in measured if point and within(query.places, *point)]
        ids = [str(profile_id) for profile_id in self._reader.ids(near)]
        return self._any(
            (T.term_set_query(self._schema, "tags", sorted(inside)), T.term_set_query(self._schema, "id", ids))
        )
