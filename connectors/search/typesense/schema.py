"""The fields of a Typesense collection, and how a document fills them.

Typesense has no OR in its query words and no phrases in its filters. So each group of words is kept as an array of
tokens, which filters look up exactly and can negate: its words, and each two and three words that stand together,
joined by underlines. A longer phrase is looked up three words at a time."""

import json
from typing import Any

from connectors.search.base import Document
from connectors.search.fold import fold
from connectors.search.index.field_groups import GROUPS, REST, accents, facets, recency, spoken, tags

VERSION = "2"  # of this file and of the tags: a collection of another version is built anew

ANYWHERE = "anywhere"  # the tokens of all groups; those of REST are only here
TOKENS = tuple(group for group in GROUPS if group != REST)
FACETS = {name: f"{name}_facet" for name in ("source", "skills", "company", "title", "region")}
TOGETHER = 3  # words of the longest token
_SHORTEST = 3  # letters of a word that a misspelt one may stand for


def collection(name: str) -> dict[str, Any]:
    words = [{"name": group, "type": "string[]"} for group in (*TOKENS, ANYWHERE, "tags")]
    counted = [{"name": field, "type": "string[]", "facet": True} for field in FACETS.values()]
    numbers = [{"name": number, "type": "int32", "optional": True} for number in ("years", "degree", "updated")]
    return {
        "name": name,
        "symbols_to_index": ["+", "#", "_"],
        "fields": [
            *(*words, *counted, *numbers),
            {"name": "recency", "type": "int64"},
            {"name": "number", "type": "int64"},  # the id: servers cannot sort by that
            {"name": "point", "type": "geopoint", "optional": True},
        ],
    }


def vocabulary(name: str) -> dict[str, Any]:
    """Every word of the collection, forwards and backwards: Typesense misses typos in the first letters of a word."""
    spelt = [{"name": direction, "type": "string"} for direction in ("word", "mirror")]
    return {"name": name, "symbols_to_index": ["+", "#", "_"], "fields": spelt}


def line(document: Document) -> tuple[bytes, set[str]]:
    """A document as one line of an import, and its words for the vocabulary.

    `said` and `accents` are no fields of the collection: kept on disk, given back with hits, never searched."""
    said = spoken(document)
    held = {group: _tokens(values) for group, values in said.items()}
    anywhere = list(dict.fromkeys(token for group in held.values() for token in group))
    row: dict[str, Any] = {
        "id": str(document.id),
        "tags": tags(document),
        **{group: held.get(group, []) for group in TOKENS},
        ANYWHERE: anywhere,
        **{FACETS[name]: values for name, values in facets(document).items()},
        "recency": recency(document),
        "number": document.id,
        "source": document.source,
        "said": said,
        "accents": {fold(word): word for word in accents(document)},
    }
    row |= {
        name: number
        for name, number in (("years", document.years), ("degree", document.degree), ("updated", document.updated))
        if number is not None
    }
    if document.lat is not None and document.lon is not None:
        row["point"] = [document.lat, document.lon]
    known = {word for word in anywhere if len(word) >= _SHORTEST and word.isalpha()}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(), known


def word_line(word: str) -> bytes:
    return json.dumps({"id": word, "word": word, "mirror": word[::-1]}, ensure_ascii=False).encode()


def tokens(together: tuple[str, ...]) -> list[str]:
    """Words that stand together, as the tokens to look up: one for up to three words, else every three in a row."""
    size = min(len(together), TOGETHER)
    return ["_".join(together[at : at + size]) for at in range(len(together) - size + 1)]


def _tokens(values: list[str]) -> list[str]:
    """Every word, and every two and three words that stand together in one value."""
    found: dict[str, None] = {}
    for value in values:
        cut = value.split()
        for size in range(1, TOGETHER + 1):
            found.update(dict.fromkeys("_".join(cut[at : at + size]) for at in range(len(cut) - size + 1)))
    return list(found)
