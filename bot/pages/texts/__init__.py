"""The texts of the candidate's pages, in each language of invitations."""

from bot.pages.texts.base import Words
from bot.pages.texts.english import ENGLISH
from bot.pages.texts.french import FRENCH
from bot.pages.texts.german import GERMAN
from bot.pages.texts.spanish import SPANISH

__all__ = ["LANGUAGES", "Words", "preferred", "spoken"]

LANGUAGES = {each.language: each for each in (ENGLISH, SPANISH, FRENCH, GERMAN)}


def spoken(language: str) -> Words:
    """The texts for a language code, or the English ones."""
    return LANGUAGES.get(language, ENGLISH)


def preferred(accepted: str) -> Words:
    """The texts for an Accept-Language header: the first language that we have, or English."""
    for part in accepted[:200].split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return LANGUAGES[language]
    return ENGLISH
