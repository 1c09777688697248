"""Words made comparable: case, accents and scripts folded, punctuation gone."""

import re

from anyascii import anyascii

_NOT_KEPT = re.compile(r"[^a-z0-9+#]+")
_JOINED = re.compile(r"['’.](?=[a-z])")  # master's, St.Louis, node.js: no gap


def fold(text: str) -> str:
    """ "São  Paulo" → "sao paulo", "St. Louis" → "st louis", "C++" stays "c++"."""
    plain = text if text.isascii() else anyascii(text)
    return _NOT_KEPT.sub(" ", _JOINED.sub("", plain.casefold())).strip()


_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def fold_place(text: str) -> str:
    """As `fold`, and Saint Louis is St. Louis, Fort Worth is Ft Worth."""
    return " ".join(_SHORT.get(word, word) for word in fold(text).split())
