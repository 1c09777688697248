"""How words are compared: without case and accents, cut the same way wherever they come from."""

import re
import unicodedata

MAX_WORD = 60  # letters of a word that count
_WORD = re.compile(r"[^\W_]+(?:[+#]++(?![^\W_]))?")  # + and # end a word (C++, C#), other signs stand between words
_COMBINING = re.compile(r"[\u0300-\u036f]+")
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def fold(text: str) -> str:
    """Lower case, Latin letters without their accents: "Café Ørsted" → "cafe orsted"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_UNDECOMPOSED)
    return unicodedata.normalize("NFC", _COMBINING.sub("", plain))


def words(text: str) -> list[str]:
    """The folded words of a text, in order: "C++/C# & Node.js" → c++, c#, node, js."""
    found = _WORD.findall(fold(text))
    return [word[:MAX_WORD] for word in found] if len(text) > MAX_WORD else found


def accented(text: str) -> list[str]:
    """The words of a text, in lower case as they stand, that `words` changes."""
    if text.isascii():
        return []
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if not word.isascii()]
