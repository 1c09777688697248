"""Folds names for comparison: to lower-case ASCII, without accents or punctuation.

For our own lists of names; search indexes use `connectors/search/fold.py`."""

import re

from anyascii import anyascii

_SEPARATORS = re.compile(r"[^a-z0-9+#]+")
_JOINED = re.compile(r"['’.](?=[a-z])")  # removed without leaving a space: master's, St.Louis, node.js


def plain(text: str) -> str:
    """The folded text: "São  Paulo" → "sao paulo", "St. Louis" → "st louis", "C++" → "c++"."""
    ascii_text = text if text.isascii() else anyascii(text)
    return _SEPARATORS.sub(" ", _JOINED.sub("", ascii_text.casefold())).strip()


_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def plain_place(text: str) -> str:
    """Like `plain`, but also abbreviates: Saint Louis and St. Louis fold to the same name."""
    return " ".join(_SHORT.get(word, word) for word in plain(text).split())
