"""Text normalization for search: folds case and accents and splits into words, for profiles and queries alike."""

import re
import unicodedata

MAX_WORD = 60  # characters; longer words are truncated
_WORD = re.compile(r"[^\W_]+(?:[+#]++(?![^\W_]))?")  # a word may end in + or # (C++, C#); other symbols separate words
_COMBINING = re.compile(r"[\u0300-\u036f]+")
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def fold(text: str) -> str:
    """Lower-case the text and strip accents from Latin letters: "Café Ørsted" → "cafe orsted"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_UNDECOMPOSED)
    return unicodedata.normalize("NFC", _COMBINING.sub("", plain))


def words(text: str) -> list[str]:
    """The folded words of a text, in order: "C++/C# & Node.js" → c++, c#, node, js."""
    found = _WORD.findall(fold(text))
    return [word[:MAX_WORD] for word in found] if len(text) > MAX_WORD else found


def accented(text: str) -> list[str]:
    """The words in the text that folding would change, in lower case but with their accents."""
    if text.isascii():
        return []
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if not word.isascii()]
