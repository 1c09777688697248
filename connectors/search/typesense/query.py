"""A query in Typesense's terms: a filter says who is found, words or one comparison say in which order.

Only what servers 0.24 and 30 share is used. Everything of a person's that enters a filter has been cut into words by
`fold.words` first: letters, digits, + and #, so that nothing in it can end a value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from connectors.errors import Refused
from connectors.search.base import Circle, Query, Sort
from connectors.search.index.field_groups import GROUPS, REST, TITLE, WEIGHTS
from connectors.search.index.filter_rules import DAY, degree, held, never_held, tagged
from connectors.search.index.query_plan import MAX_ITEMS, All, Leaf, No, Node, positive
from connectors.search.index.query_plan import AnyOf as AnyOf
from connectors.search.typesense.client import SYSTEM
from connectors.search.typesense.schema import ANYWHERE, FACETS, TOKENS, tokens

Spellings = Mapping[Leaf, tuple[str, ...]]  # a rare word → the words of the index that it may be misspelt for

MAX_PARTS = 95  # of a filter: servers take 100
_CUTOFF = 8000  # milliseconds; then a server answers with what it has found
_ALTERNATIVES = 5  # of a word, that the order looks at
_QUERY_BY = ",".join((*TOKENS, ANYWHERE))
_QUERY_WEIGHTS = ",".join(str(round(WEIGHTS[group] * 10)) for group in (*TOKENS, REST))


@dataclass(frozen=True, slots=True)
class Compiled:
    """`parameters` of a search, but for the page, the facets and the order by distance."""

    parameters: dict[str, Any]
    node: Node | None


def compiled(query: Query, node: Node | None, spellings: Spellings) -> Compiled:
    """`node`: the words, settled. Who is found, and in which order by relevance or date."""
    conditions = list(_conditions(query))
    spoken = _spoken(node, spellings)
    if spoken:
        conditions += [text for item in _items(node) if (text := _beside_words(item))]
    elif node is not None:
        conditions += [_expression(item, spellings) for item in _items(node)]
    found = " && ".join(conditions)
    if _parts(found) > MAX_PARTS:
        raise Refused(SYSTEM, "The search has too many conditions at once. Leave out some words or filters.")
    parameters: dict[str, Any] = {
        "q": " ".join(spoken) or "*",
        "query_by": _QUERY_BY,
        "query_by_weights": _QUERY_WEIGHTS,
        "filter_by": found,
        "sort_by": _order(query, node, spellings, by_words=bool(spoken)),
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
    asked = [FACETS[name] for name in query.facets if name in FACETS]
    return {"facet_by": ",".join(asked), "max_facet_values": 50} if asked else {}


def exactly(leaf: Leaf) -> str:
    """The filter for a leaf as it is written."""
    return _either((leaf,), {})


# ── words ──


def _items(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.items if isinstance(node, All) else (node,)


def _spoken(node: Node | None, spellings: Spellings) -> list[str]:
    """The tree as plain words to search, where it is a plain AND and nothing is misspelt: then Typesense ranks."""
    words: list[str] = []
    for item in _items(node):
        match item:
            case Leaf() if not spellings.get(item):
                words += tokens(item.words)
            case No():
                pass
            case _:
                return []
    return words if len(words) <= MAX_ITEMS else []


def _beside_words(item: Node) -> str:
    """What plain words cannot say: in which group a word must stand, and what must not be."""
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
            return _denied(item)
    assert_never(node)


def _either(items: Iterable[Node], spellings: Spellings) -> str:
    """Any of the items. Single tokens share a list: a server takes no more than 100 parts of a filter."""
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
                listed.setdefault(field, []).extend((single, *spellings.get(item, ())))
    return _joined(" || ", [*(_held_in(field, names) for field, names in listed.items()), *rest])


def _denied(node: Node) -> str:
    """The contrary of a node. Typesense negates single comparisons only, so NOT goes inwards (De Morgan)."""
    match node:
        case Leaf(together, groups):
            absent = [[f"{field}:!={_quoted(token)}" for token in tokens(together)] for field in _fields(groups)]
            return _joined(" && ", [_joined(" || ", each) for each in absent])
        case All(items):
            return _joined(" || ", [_denied(item) for item in items])
        case AnyOf(items):
            return _joined(" && ", [_denied(item) for item in items])
        case No(item):
            return _expression(item, {})
    assert_never(node)


def _fields(groups: tuple[str, ...]) -> tuple[str, ...]:
    return (ANYWHERE,) if groups == GROUPS else groups


def _held_in(field: str, names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    return f"{field}:{_quoted(names[0])}" if len(names) == 1 else f"{field}:[{','.join(map(_quoted, names))}]"


def _joined(sign: str, expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({sign.join(expressions)})"


def _quoted(word: str) -> str:
    return f"`{word.replace('`', '')}`"


def _parts(expression: str) -> int:
    """What a server counts of a filter: comparisons, signs between them, and brackets."""
    signs = expression.count(" && ") + expression.count(" || ")
    return 2 * signs + 1 + expression.count("(") + expression.count(")")


# ── order ──


def _order(query: Query, node: Node | None, spellings: Spellings, *, by_words: bool) -> str:
    if query.sort is Sort.RELEVANCE and node is not None and any(True for _ in positive(node)):
        if by_words:
            return "_text_match:desc,recency:desc"
        better = _better(node, spellings)
        if _parts(better) <= MAX_PARTS:
            return f"_eval({better}):desc,recency:desc"
    return "recency:desc"


def _better(node: Node, spellings: Spellings) -> str:
    """Who comes first where Typesense cannot rank: those found as written, else those found in a present title.

    Servers before 25 know one such comparison, without lists."""
    return _unlisted(node if any(spellings.values()) else _aloud(node))


def _unlisted(node: Node) -> str:
    match node:
        case Leaf(together, groups):
            found = [[f"{field}:{_quoted(token)}" for token in tokens(together)] for field in _fields(groups)]
            return _joined(" || ", [_joined(" && ", each) for each in found])
        case All(items):
            return _joined(" && ", [_unlisted(item) for item in items])
        case AnyOf(items):
            return _joined(" || ", [_unlisted(item) for item in items[:_ALTERNATIVES]])
        case No(item):
            return _denied(item)
    assert_never(node)


def _aloud(node: Node) -> Node:
    match node:
        case Leaf(together, groups):
            return Leaf(together, (TITLE,)) if TITLE in groups else node
        case All(items) | AnyOf(items):
            return type(node)(tuple(_aloud(item) for item in items))
        case No():
            return node
    assert_never(node)


# ── filters ──


def _conditions(query: Query) -> Iterable[str]:
    filters = query.filters
    for names in tagged(query):
        yield _held_in("tags", names)
    for names, where in held(query):
        yield _either([Leaf(name, where) for name in names], {})
    for names, where in never_held(query):
        yield from (_denied(Leaf(name, where)) for name in names)
    if filters.years_from is not None:
        yield f"years:>={filters.years_from}"
    if filters.years_to is not None:
        yield f"years:<={filters.years_to}"
    if (least := degree(filters)) is not None:
        yield f"degree:>={least}"
    if filters.updated_within_days is not None:
        yield f"updated:>={query.now - filters.updated_within_days * DAY}"
    if query.places:
        yield _joined(" || ", [_circle(circle) for circle in query.places])


def _circle(circle: Circle) -> str:
    return f"point:({circle.lat:.7f},{circle.lon:.7f},{circle.radius_km:.6f} km)"
