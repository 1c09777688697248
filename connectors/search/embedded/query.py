"""Compiles a query for the embedded engine."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import assert_never

import tantivy
from tantivy import FieldType, Occur

from connectors.search.base import Query, Sort
from connectors.search.embedded.reader import Reader
from connectors.search.index.field_groups import WEIGHTS
from connectors.search.index.filter_rules import (
    DAY,
    Names,
    area_tags,
    degree,
    excluded_rules,
    excluded_tags,
    remote_tags,
    required_rules,
    required_tags,
)
from connectors.search.index.geo import cover, within
from connectors.search.index.query_plan import (
    RARE,
    All,
    AnyOf,
    Leaf,
    No,
    Node,
    plan,
    positive,
    with_forms,
    without_typos,
)

Clause = tuple[Occur, tantivy.Query]
T = tantivy.Query

_FUZZY_WEIGHT = 0.03  # weight of a misspelled match of a rare word, relative to an exact match
_FORM_WEIGHT = 0.95  # weight of another form, "nurses" for "nurse": the typed one goes first
_TIE_BREAKER = 0.1  # weight of matches in further groups, relative to the best group
_MATCH_ALL: Clause = (Occur.Must, T.const_score_query(T.all_query(), 0.0))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled query. `node`: the final word tree. `by_date`: whether to sort by date, because it was requested or
    because no word yields a score."""

    query: tantivy.Query
    node: Node | None
    by_date: bool


class Compiler:
    """Compiles queries against one state of the index."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._schema = reader.schema

    def compile(self, query: Query) -> Compiled:
        node = plan(query.what)
        if node is not None:
            node = with_forms(node, self._existing)
            node = without_typos(node, {leaf for leaf in positive(node) if leaf.typos and not self._rare(leaf)})
        clauses = [(Occur.Must, T.const_score_query(required, 0.0)) for required in self._required(query)]
        clauses += [(Occur.MustNot, excluded) for excluded in self._excluded(query)]
        scored = any(True for _ in positive(node))
        if node is not None:
            found = self._node(node)
            clauses.append((Occur.Must, found if query.sort is Sort.RELEVANCE else T.const_score_query(found, 0.0)))
        if where := list(self._where(query, clauses)):
            clauses.append((Occur.Must, T.const_score_query(self._any(where), 0.0)))
        return Compiled(T.boolean_query(clauses), node, query.sort is Sort.RECENCY or not scored)

    # ── words ──

    def _rare(self, leaf: Leaf) -> bool:
        """Whether fewer than RARE profiles contain the word. (The quick check also counts recently deleted ones.)"""
        if self._frequency(leaf.groups, *leaf.words, *leaf.forms) >= 100 * RARE:
            return False
        matching = self._any(
            T.term_query(self._schema, group, word) for group in leaf.groups for word in (*leaf.words, *leaf.forms)
        )
        return self._reader.total(matching) < RARE

    def _node(self, node: Node) -> tantivy.Query:
        match node:
            case Leaf():
                return self._leaf(node)
            case All(items):
                return self._all(items)
            case AnyOf(items):
                return self._any(self._node(item) for item in items)
            case No(item):
                return T.boolean_query([_MATCH_ALL, (Occur.MustNot, self._node(item))])
        assert_never(node)

    def _all(self, items: Iterable[Node]) -> tantivy.Query:
        clauses = [self._clause(item) for item in items]
        return T.boolean_query(clauses if any(occur == Occur.Must for occur, _ in clauses) else [_MATCH_ALL, *clauses])

    def _clause(self, item: Node) -> Clause:
        return (Occur.MustNot, self._node(item.item)) if isinstance(item, No) else (Occur.Must, self._node(item))

    def _leaf(self, leaf: Leaf) -> tantivy.Query:
        """The query for a leaf. A match scores the group's weight times the word's rarity. Term frequency and text
        length are ignored, because they say little about a person."""
        rarity = self._rarity(leaf)
        if leaf.prefix:
            pattern = f"{re.escape(leaf.words[0])}.*"
            begun = ((group, T.regex_query(self._schema, group, pattern)) for group in leaf.groups)
            return T.disjunction_max_query([T.const_score_query(query, WEIGHTS[group]) for group, query in begun])
        found = [T.const_score_query(self._exact(group, leaf.words), WEIGHTS[group] * rarity) for group in leaf.groups]
        found += [
            T.const_score_query(self._exact(group, (form,)), WEIGHTS[group] * rarity * _FORM_WEIGHT)
            for form in leaf.forms
            for group in leaf.groups
            if self._reader.frequency(group, form)
        ]
        if leaf.typos:
            found += [
                T.const_score_query(self._fuzzy(group, leaf), WEIGHTS[group] * rarity * _FUZZY_WEIGHT)
                for group in leaf.groups
            ]
        return found[0] if len(found) == 1 else T.disjunction_max_query(found, _TIE_BREAKER)

    def _fuzzy(self, group: str, leaf: Leaf) -> tantivy.Query:
        return T.fuzzy_term_query(self._schema, group, leaf.words[0], leaf.typos)

    def _rarity(self, leaf: Leaf) -> float:
        """The rarity of the rarest word; a word is as common as its most common form."""
        each = ((leaf.words[0], *leaf.forms),) if len(leaf.words) == 1 else ((word,) for word in leaf.words)
        rarest = min(self._frequency(leaf.groups, *forms) for forms in each)
        return log(1 + self._reader.documents / (1 + rarest))

    def _frequency(self, groups: Iterable[str], *words: str) -> int:
        return max(self._reader.frequency(group, word) for group in groups for word in words)

    def _existing(self, leaf: Leaf) -> tuple[str, ...]:
        """The forms that occur in at least one profile."""
        return tuple(form for form in leaf.forms if self._frequency(leaf.groups, form))

    def _exact(self, group: str, together: tuple[str, ...]) -> tantivy.Query:
        if len(together) == 1:
            return T.term_query(self._schema, group, together[0])
        return T.phrase_query(self._schema, group, list(together))

    @staticmethod
    def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
        return T.boolean_query([(Occur.Should, query) for query in queries])

    # ── filters ──

    def _required(self, query: Query) -> Iterable[tantivy.Query]:
        for names in required_tags(query):
            yield self._tagged(names)
        for names, where in required_rules(query):
            yield self._any_name(names, where)
        yield from self._ranges(query)
        if query.only:
            yield self._ids(query.only)

    def _ranges(self, query: Query) -> Iterable[tantivy.Query]:
        filters = query.filters
        if filters.years_from is not None or filters.years_to is not None:
            yield self._between("years", filters.years_from, filters.years_to)
        if (least := degree(filters)) is not None:
            yield self._between("degree", least, None)
        if filters.updated_within_days is not None:
            yield self._between("updated", query.now - filters.updated_within_days * DAY, None)

    def _excluded(self, query: Query) -> Iterable[tantivy.Query]:
        for names, where in excluded_rules(query):
            yield self._any_name(names, where)
        if unwanted := excluded_tags(query):
            yield self._tagged(unwanted)
        if query.exclude:
            yield self._ids(query.exclude)

    def _ids(self, profile_ids: Iterable[int]) -> tantivy.Query:
        return T.term_set_query(self._schema, "id", [str(profile_id) for profile_id in profile_ids])

    def _any_name(self, names: Names, where: tuple[str, ...]) -> tantivy.Query:
        return self._any(self._exact(group, name) for name in names for group in where)

    def _between(self, name: str, least: int | None, most: int | None) -> tantivy.Query:
        return T.range_query(self._schema, name, FieldType.Integer, least, most)

    def _tagged(self, names: Iterable[str]) -> tantivy.Query:
        return self._any(T.term_query(self._schema, "tags", name) for name in names)

    # ── places ──

    def _where(self, query: Query, clauses: list[Clause]) -> Iterable[tantivy.Query]:
        """The alternatives in Where; a profile must match one of them."""
        if query.places:
            yield self._places(query, clauses)
        if remote := remote_tags(query):
            yield T.boolean_query([(Occur.Must, self._tagged(names)) for names in remote])
            if query.areas:
                yield self._tagged(area_tags(query.areas))

    def _places(self, query: Query, clauses: list[Clause]) -> tantivy.Query:
        """The query for profiles in any circle: looked up by cell where a cell is entirely inside, and by measured
        distance on the edge."""
        covers = [cover(circle) for circle in query.places]
        inside = {cell for covered in covers for cell in covered.inside}
        edge = {cell for covered in covers for cell in covered.edge} - inside
        crossed = T.boolean_query([*clauses, (Occur.Must, T.term_set_query(self._schema, "tags", sorted(edge)))])
        hits = self._reader.all_hits(crossed)
        measured = zip(hits, self._reader.points(hits), strict=True)
        near = [at for at, point in measured if point and within(query.places, *point)]
        ids = [str(profile_id) for profile_id in self._reader.ids(near)]
        return self._any(
            (T.term_set_query(self._schema, "tags", sorted(inside)), T.term_set_query(self._schema, "id", ids))
        )
