"""What the candidate's pages say, in the languages that invitations are written in."""

from bot.pages.words.base import Words
from bot.pages.words.english import ENGLISH
from bot.pages.words.french import FRENCH
from bot.pages.words.german import GERMAN
from bot.pages.words.spanish import SPANISH

__all__ = ["LANGUAGES", "Words", "preferred", "spoken"]

LANGUAGES = {each.language: each for each in (ENGLISH, SPANISH, FRENCH, GERMAN)}


def spoken(language: str) -> Words:
    """Of a language code; English for one that we do not speak."""
    return LANGUAGES.get(language, ENGLISH)


def preferred(accepted: str) -> Words:
    """By an Accept-Language header, for who is known by nothing else: the first of its languages that we speak."""
    for part in accepted[:200].split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return LANGUAGES[language]
    return ENGLISH
