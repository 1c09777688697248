"""What is wrong with a search, and what is asked back, in words for the person who typed it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """The search must not run before this is put right."""

    field: str  # "what" | "where"
    words: str  # 'A bracket is opened at "(java" and never closed.'
    position: int | None = None  # character in the text
    nearest: tuple[str, ...] = ()  # what may have been meant


@dataclass(frozen=True, slots=True)
class Question:
    """Something has several meanings. The search runs all the same; one press narrows it."""

    field: str  # "where" (Springfield) | "what" (PM) | "in" (in Bosten)
    words: str  # "Which Springfield?"
    choices: tuple[tuple[str, str], ...]  # (value, label): a place id, or the words that replace the ambiguous one
    about: str = ""  # the ambiguous word
