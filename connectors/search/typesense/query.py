"""Compiles a query for Typesense: a filter selects the profiles; query words or a single comparison rank them.

Uses only what servers 0.24 and 30 have in common. All user input in a filter has been split by `fold.words` into
letters, digits, + and #, so it cannot break out of a quoted value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from connectors.errors import Refused
from connectors.search.base import Circle, Query, Sort
from connectors.search.index.field_groups import GROUPS, REST, TITLE, WEIGHTS
from connectors.search.index.filter_rules import (
    DAY,
    area_tags,
    degree,
    excluded_rules,
    excluded_tags,
    remote_tags,
    required_rules,
    required_tags,
)
from connectors.search.index.query_plan import MAX_ITEMS, All, Leaf, No, Node, positive
from connectors.search.index.query_plan import AnyOf as AnyOf
from connectors.search.typesense.client import SYSTEM
from connectors.search.typesense.schema import ANYWHERE, FACETS, TOKENS, tokens

Spellings = Mapping[Leaf, tuple[str, ...]]  # a rare word → indexed words that it may be a misspelling of

MAX_PARTS = 95  # in a filter; servers allow 100
_CUTOFF = 8000  # milliseconds; then a server returns what it has found so far
_ALTERNATIVES = 5  # alternatives of a word that affect ranking
_QUERY_BY = ",".join((*TOKENS, ANYWHERE))
_QUERY_WEIGHTS = ",".join(str(round(WEIGHTS[group] * 10)) for group in (*TOKENS, REST))


@dataclass(frozen=True, slots=True)
class Compiled:
    """The search `parameters`, except for paging, facets and sorting by distance."""

    parameters: dict[str, Any]
    node: Node | None


def compiled(query: Query, node: Node | None, spellings: Spellings) -> Compiled:
    """Compile filters and ranking by relevance or date. `node`: the word tree after the spell check. Raises
    Refused if there are too many conditions."""
    conditions = list(_conditions(query))
    words = _query_words(node, spellings)
    if words:
        conditions += [text for item in _items(node) if (text := _extra_filter(item))]
    elif node is not None:
        conditions += [_expression(item, spellings) for item in _items(node)]
    found = " && ".join(conditions)
    if _parts(found) > MAX_PARTS:
        raise Refused(SYSTEM, "The search has too many conditions at once. Remove some words or filters.")
    if query.only:
        only = f"id:[{','.join(map(str, query.only))}]"
        found = f"{found} && {only}" if found else only
    parameters: dict[str, Any] = {
        "q": " ".join(words) or "*",
        "query_by": _QUERY_BY,
        "query_by_weights": _QUERY_WEIGHTS,
        "filter_by": found,
        "sort_by": _order(query, node, spellings, by_words=bool(words)),
        "num_typos": 0,
        "prefix": "false",
        "drop_tokens_threshold": 0,
        "typo_tokens_threshold": 0,
        "search_cutoff_ms": _CUTOFF,
        "include_fields": "id,source,said,accents,point",
        "highlight_fields": "none",
        "highlight_full_fields": "none",
    }
    if query.exclude:
        parameters["hidden_hits"] = ",".join(str(profile_id) for profile_id in query.exclude)
    return Compiled(parameters, node)


def faceted(query: Query) -> dict[str, Any]:
    fields = [FACETS[name] for name in query.facets if name in FACETS]
    return {"facet_by": ",".join(fields), "max_facet_values": 50} if fields else {}


def exactly(leaf: Leaf) -> str:
    """The filter for exact matches of a leaf."""
    return _either((leaf,), {})


# ── words ──


def _items(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.items if isinstance(node, All) else (node,)


def _query_words(node: Node | None, spellings: Spellings) -> list[str]:
    """The words of the tree as query words, which Typesense ranks; empty unless the tree is a plain AND without
    misspellings."""
    words: list[str] = []
    for item in _items(node):
        match item:
            case Leaf() if not spellings.get(item) and not item.forms:
                words += tokens(item.words)
            case No():
                pass
            case _:
                return []
    return words if len(words) <= MAX_ITEMS else []


def _extra_filter(item: Node) -> str:
    """The filter for what query words cannot express: a specific group, or an exclusion; "" if not needed."""
    return "" if isinstance(item, Leaf) and item.groups == GROUPS else _expression(item, {})


def _expression(node: Node, spellings: Spellings) -> str:
    match node:
        case Leaf():
            return _either((node,), spellings)
        case All(items):
            return _joined(" && ", [_expression(item, spellings) for item in items])
        case AnyOf(items):
            return _either(items, spellings)
        case No(item):
            return _negated(item)
    assert_never(node)


def _either(items: Iterable[Node], spellings: Spellings) -> str:
    """The filter for any of the items. Single tokens share a list, because a server allows only 100 parts in a
    filter."""
    listed: dict[str, list[str]] = {}
    rest: list[str] = []
    for item in items:
        if not isinstance(item, Leaf):
            rest.append(_expression(item, spellings))
            continue
        single, *more = tokens(item.words)
        for field in _fields(item.groups):
            if more:
                rest.append(_joined(" && ", [f"{field}:{_quoted(token)}" for token in (single, *more)]))
            else:
                listed.setdefault(field, []).extend((single, *item.forms, *spellings.get(item, ())))
    return _joined(" || ", [*(_one_of(field, names) for field, names in listed.items()), *rest])


def _negated(node: Node) -> str:
    """The negation of a node. Typesense only negates single comparisons, so NOT is pushed inward (De Morgan)."""
    match node:
        case Leaf(words, groups):
            absent = [[f"{field}:!={_quoted(token)}" for token in tokens(words)] for field in _fields(groups)]
            others = [f"{field}:!={_quoted(form)}" for field in _fields(groups) for form in node.forms]
            return _joined(" && ", [*(_joined(" || ", each) for each in absent), *others])
        case All(items):
            return _joined(" || ", [_negated(item) for item in items])
        case AnyOf(items):
            return _joined(" && ", [_negated(item) for item in items])
        case No(item):
            return _expression(item, {})
    assert_never(node)


def _fields(groups: tuple[str, ...]) -> tuple[str, ...]:
    return (ANYWHERE,) if groups == GROUPS else groups


def _one_of(field: str, names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    return f"{field}:{_quoted(names[0])}" if len(names) == 1 else f"{field}:[{','.join(map(_quoted, names))}]"


def _joined(sign: str, expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({sign.join(expressions)})"


def _quoted(word: str) -> str:
    return f"`{word.replace('`', '')}`"


def _parts(expression: str) -> int:
    """The number of parts in a filter as a server counts them: comparisons, operators and parentheses."""
    operators = expression.count(" && ") + expression.count(" || ")
    return 2 * operators + 1 + expression.count("(") + expression.count(")")


# ── order ──


def _order(query: Query, node: Node | None, spellings: Spellings, *, by_words: bool) -> str:
    if query.sort is Sort.RELEVANCE and node is not None and any(True for _ in positive(node)):
        if by_words:
            return "_text_match:desc,recency:desc"
        ranked_first = _ranked_first(node, spellings)
        if _parts(ranked_first) <= MAX_PARTS:
            return f"_eval({ranked_first}):desc,recency:desc"
    return "recency:desc"


def _ranked_first(node: Node, spellings: Spellings) -> str:
    """The condition for profiles that come first when Typesense cannot rank: those with the exact spelling if words may
    be misspelled, otherwise those with a match in a current title.

    Servers before 25 support only one such condition, without lists."""
    return _unlisted(node if any(spellings.values()) else _in_title(node))


def _unlisted(node: Node) -> str:
    match node:
        case Leaf(words, groups):
            found = [[f"{field}:{_quoted(token)}" for token in tokens(words)] for field in _fields(groups)]
            return _joined(" || ", [_joined(" && ", each) for each in found])
        case All(items):
            return _joined(" && ", [_unlisted(item) for item in items])
        case AnyOf(items):
            return _joined(" || ", [_unlisted(item) for item in items[:_ALTERNATIVES]])
        case No(item):
            return _negated(item)
    assert_never(node)


def _in_title(node: Node) -> Node:
    match node:
        case Leaf(words, groups):
            return Leaf(words, (TITLE,)) if TITLE in groups else replace(node, forms=())
        case All(items) | AnyOf(items):
            return type(node)(tuple(_in_title(item) for item in items))
        case No():
            return node
    assert_never(node)


# ── filters ──


def _conditions(query: Query) -> Iterable[str]:
    filters = query.filters
    for names in required_tags(query):
        yield _one_of("tags", names)
    for names, where in required_rules(query):
        yield _either([Leaf(name, where) for name in names], {})
    for names, where in excluded_rules(query):
        yield from (_negated(Leaf(name, where)) for name in names)
    if unwanted := excluded_tags(query):
        yield f"tags:!=[{','.join(map(_quoted, unwanted))}]"
    if filters.years_from is not None:
        yield f"years:>={filters.years_from}"
    if filters.years_to is not None:
        yield f"years:<={filters.years_to}"
    if (least := degree(filters)) is not None:
        yield f"degree:>={least}"
    if filters.updated_within_days is not None:
        yield f"updated:>={query.now - filters.updated_within_days * DAY}"
    if where := list(_where(query)):
        yield _joined(" || ", where)


def _where(query: Query) -> Iterable[str]:
    """The alternatives in Where; a profile must match one of them."""
    yield from map(_circle, query.places)
    if remote := remote_tags(query):
        yield _joined(" && ", [_one_of("tags", names) for names in remote])
        if query.areas:
            yield _one_of("tags", area_tags(query.areas))


def _circle(circle: Circle) -> str:
    return f"point:({circle.lat:.7f},{circle.lon:.7f},{circle.radius_km:.6f} km)"
