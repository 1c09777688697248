"""Names made comparable: case, accents and scripts folded to ASCII, punctuation gone.

For our own lists of names; what an index compares is `connectors/search/fold.py`."""

import re

from anyascii import anyascii

_NOT_KEPT = re.compile(r"[^a-z0-9+#]+")
_JOINED = re.compile(r"['’.](?=[a-z])")  # master's, St.Louis, node.js: no gap


def plain(text: str) -> str:
    """ "São  Paulo" → "sao paulo", "St. Louis" → "st louis", "C++" stays "c++"."""
    ascii_text = text if text.isascii() else anyascii(text)
    return _NOT_KEPT.sub(" ", _JOINED.sub("", ascii_text.casefold())).strip()


_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def plain_place(text: str) -> str:
    """As `plain`, and Saint Louis is St. Louis, Fort Worth is Ft Worth."""
    return " ".join(_SHORT.get(word, word) for word in plain(text).split())
