"""Texts of the candidate's pages, in every language that invitations are written in."""

from bot.pages.texts.base import Texts
from bot.pages.texts.english import ENGLISH
from bot.pages.texts.french import FRENCH
from bot.pages.texts.german import GERMAN
from bot.pages.texts.spanish import SPANISH

__all__ = ["LANGUAGES", "Texts", "preferred_texts", "texts_for"]

LANGUAGES = {texts.language: texts for texts in (ENGLISH, SPANISH, FRENCH, GERMAN)}


def texts_for(language: str) -> Texts:
    """The texts for a language code; the English texts if we don't support that language."""
    return LANGUAGES.get(language, ENGLISH)


def preferred_texts(accepted: str) -> Texts:
    """The texts for an Accept-Language header: the first language we support, or English."""
    for part in accepted[:200].split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return LANGUAGES[language]
    return ENGLISH
