"""Normalizes text for comparison, in the same way for both databases, because their own lower-casing differs."""

import re
import unicodedata

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

_LONGEST = 300  # the most characters of a search; the rest is ignored
_LINK = re.compile(r"https?://[^\s<>\"/]+\.[^\s<>\"]+", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without the characters that a database cannot store: null bytes (PostgreSQL) and lone surrogates
    (both)."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    return text.encode("utf-8", "ignore").decode("utf-8")


def is_link(text: str) -> bool:
    """Whether the text is a plausible web address: one with http or https and a dot in it."""
    return bool(_LINK.fullmatch(text))


def fold(*texts: str | None) -> str:
    """The strings joined, without case, accents or repeated spaces: "Zoë  ÅSTRÖM" is "zoe astrom"."""
    whole = clean(" ".join(text for text in texts if text))
    if whole.isascii():
        return " ".join(whole.lower().split())
    plain = unicodedata.normalize("NFKD", whole).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def contains_all(column: str, words: str) -> ColumnElement[bool]:
    """The condition that every word occurs in the folded column; always true without words."""
    return and_(True, *(col(column).contains(word, autoescape=True) for word in fold(words[:_LONGEST]).split()))
