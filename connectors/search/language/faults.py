"""Errors in a search and clarifying questions, for the user who typed it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """An error that prevents the search from running."""

    field: str  # "what" | "where"
    message: str  # 'The parenthesis opened at "(java" is never closed.'
    position: int | None = None  # character in the text
    nearest: tuple[str, ...] = ()  # suggestions


@dataclass(frozen=True, slots=True)
class Question:
    """Something is ambiguous. The search runs with all meanings; the user can pick one."""

    field: str  # "where" (Springfield) | "what" (PM) | "in" (in Bosten)
    text: str  # "Which Springfield?"
    choices: tuple[tuple[str, str], ...]  # (value, label): a place id, or text that replaces the ambiguous word
    about: str = ""  # the ambiguous word
