"""The schema of the Typesense collections, and the conversion of documents to them.

Typesense has no OR in query words and no phrases in filters. So each group is stored as an array of tokens, which
filters match exactly and can negate: the single words, and every two and three consecutive words joined by underscores.
A longer phrase is looked up three words at a time."""

import json
from typing import Any

from connectors.search.base import Document
from connectors.search.fold import fold
from connectors.search.index.field_groups import GROUPS, REST, accents, facets, folded_values, recency, tags

VERSION = "3"  # of this schema and of the tags; collections of another version must be rebuilt

ANYWHERE = "anywhere"  # the tokens of all groups, including REST, which has no field of its own
TOKENS = tuple(group for group in GROUPS if group != REST)
FACETS = {name: f"{name}_facet" for name in ("source", "skills", "company", "title", "region")}
LONGEST_TOKEN = 3  # words
_SHORTEST = 3  # letters in a word of the vocabulary


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
            {"name": "number", "type": "int64"},  # the id: servers cannot sort by `id`
            {"name": "point", "type": "geopoint", "optional": True},
        ],
    }


def vocabulary(name: str) -> dict[str, Any]:
    """The collection of all words, forwards and backwards: Typesense misses typos at the beginning of a word."""
    spelt = [{"name": direction, "type": "string"} for direction in ("word", "mirror")]
    return {"name": name, "symbols_to_index": ["+", "#", "_"], "fields": spelt}


def line(document: Document) -> tuple[bytes, set[str]]:
    """A document as an import line, and its words for the vocabulary.

    `said` (the folded texts) and `accents` are not in the schema, so they are stored and returned with hits, but not
    indexed."""
    texts = folded_values(document)
    group_tokens = {group: _tokens(values) for group, values in texts.items()}
    anywhere = list(dict.fromkeys(token for group in group_tokens.values() for token in group))
    row: dict[str, Any] = {
        "id": str(document.id),
        "tags": tags(document),
        **{group: group_tokens.get(group, []) for group in TOKENS},
        ANYWHERE: anywhere,
        **{FACETS[name]: values for name, values in facets(document).items()},
        "recency": recency(document),
        "number": document.id,
        "source": document.source,
        "said": texts,
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


def tokens(words: tuple[str, ...]) -> list[str]:
    """The tokens to look up for consecutive words: a single token for up to three words, otherwise a token for every
    three in a row."""
    size = min(len(words), LONGEST_TOKEN)
    return ["_".join(words[at : at + size]) for at in range(len(words) - size + 1)]


def _tokens(values: list[str]) -> list[str]:
    """The tokens of each value: every word, and every two and three consecutive words."""
    found: dict[str, None] = {}
    for value in values:
        cut = value.split()
        for size in range(1, LONGEST_TOKEN + 1):
            found.update(dict.fromkeys("_".join(cut[at : at + size]) for at in range(len(cut) - size + 1)))
    return list(found)
