"""Forms of the same word: plural and singular, and the endings of job titles in German, French, Spanish, Italian,
Portuguese, Dutch and Polish.

Light on purpose: a nurse is not "nursing", and an engineer is not an engine, although their full stems are equal.
Candidates are generated from a few endings. Where these are common in English too, Snowball's stemmers confirm that the
word is the same; elsewhere they would separate "infermiere" from "infermieri", and they can't handle Polish without its
accents."""

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import Any, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]

_SHORTEST = 4  # letters of a plural
_SHORTEST_FOREIGN = 6  # letters before a German or Spanish ending, so that English words don't get one
_ONLY_PLURAL = {
    *("rails", "windows", "pandas", "news", "jenkins", "redis", "analytics", "physics", "mathematics", "statistics"),
    *("economics", "electronics", "robotics", "logistics", "series", "species", "always", "axis", "paris", "texas"),
}  # fmt: skip
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")
_GERMAN = ("", "e", "en", "n", "in", "innen")
_SPANISH = ("o", "a", "os", "as")
_ITALIAN = ("o", "i", "a", "e")
# Words, alone or at the end of a longer one, that belong together although their stems differ.
_WORDS = (
    ("man", "men"),
    ("woman", "women"),
    ("mann", "manner", "frau", "frauen", "leute"),
    ("arzt", "arzte", "arztin", "arztinnen"),
    ("koch", "koche", "kochin", "kochinnen"),
    ("kraft", "krafte"),
    ("arts", "artsen"),
    ("cuoco", "cuochi", "cuoca", "cuoche"),
    ("medico", "medici", "medica", "mediche"),
)
# Endings that belong together although their stems differ.
_TOGETHER = (
    ("eur", "eurs", "euse", "euses", "eurin", "eure", "eurinnen"),
    ("tor", "tora", "tores", "toras", "torin", "toren", "torinnen"),
    ("tant", "tante", "tants", "tantes"),
    ("ien", "iens", "ienne", "iennes"),
    ("aar", "aars", "aren"),
)
# The same, for words that get no other German, Spanish or Italian endings.
_TOGETHER_ONLY = (
    ("ier", "iers", "iere", "ieres", "ieri", "iera"),
    ("teur", "teurs", "trice", "trices", "teuse", "teuses"),
    ("tore", "tori", "trice", "trici"),
    ("sore", "sori", "soressa"),
    ("gnere", "gneri", "gnera"),
    ("dor", "dora", "dores", "doras"),
    ("sor", "sora", "sores", "soras"),
    ("eiro", "eira", "eiros", "eiras"),
    ("ional", "ionais"),
    ("aio", "ai", "aia", "aie"),
    ("ico", "ici"),
    ("ista", "isti", "iste", "istas"),
    ("ista", "istow", "isci", "isty"),
    ("rka", "rki", "rek"),
    ("lka", "lki", "lek"),
    ("stka", "stki", "stek"),
    ("wca", "wcy", "wcow"),
    ("ik", "icy", "ikow"),
    ("yk", "ycy", "ykow"),
    ("arz", "arze", "arzy"),
    ("ator", "atorow", "atorzy"),
    ("nier", "nierow", "nierowie"),
    ("oper", "operow", "operzy"),
)
_LONG_ENOUGH = 3  # letters before such an ending or word

_STEMMERS: dict[str, Any] = {
    name: cast(Any, snowballstemmer).stemmer(name) for name in ("english", "german", "spanish", "italian")
}
_STEMMING = Lock()  # a stemmer stores the word it is working on, so it isn't thread-safe


def _same(language: str, word: str, others: Iterator[str]) -> list[str]:
    """The words with the same stem."""
    with _STEMMING:
        wanted, *stems = _STEMMERS[language].stemWords([word, *(listed := list(others))])
    return [other for other, stem in zip(listed, stems, strict=True) if stem == wanted]


@lru_cache(maxsize=20_000)
def other_forms(word: str) -> tuple[str, ...]:
    """The other forms of a folded word; empty for short words and those with digits or symbols. All forms of a word
    share one set."""
    near = _near(word)
    base = min((word, *near), key=lambda form: (len(form), form))
    return tuple(form for form in dict.fromkeys((*near, *_near(base))) if form != word)


def _near(word: str) -> tuple[str, ...]:
    """The forms that are one ending away, the likeliest first."""
    if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST - 1 or word in _ONLY_PLURAL:
        return ()
    found = dict.fromkeys(only := tuple(_together(word, _TOGETHER_ONLY)))
    found |= dict.fromkeys(_same("english", word, _english(word)))
    found |= dict.fromkeys(_together(word, (*_WORDS, *_TOGETHER)))
    if not only:
        found |= dict.fromkeys(_same("german", word, _ended(word, _GERMAN)))
        found |= dict.fromkeys(_same("spanish", word, _ended(word, _SPANISH)))
        found |= dict.fromkeys(_same("italian", word, _ended(word, _ITALIAN)))
    return tuple(one for one in found if one not in _ONLY_PLURAL and one != word)


def _english(word: str) -> Iterator[str]:
    bases = [word]
    if len(word) >= _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        bases.append(word[:-1])
        if word.endswith("es") and _SIBILANT.search(word[:-2]):
            bases.append(word[:-2])
        if word.endswith("ies"):
            bases.append(word[:-3] + "y")
    for base in bases:
        yield base
        if base.endswith("y") and base[-2:-1] not in "aeiou":
            yield base[:-1] + "ies"
        elif _SIBILANT.search(base):
            yield base + "es"
        if not base.endswith("s"):
            yield base + "s"


def _ended(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        base = word.removesuffix(ending)
        if word.endswith(ending) and len(base) >= _SHORTEST_FOREIGN:
            yield from (base + other for other in endings)


def _together(word: str, families: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for endings in families:
        for ending in endings:
            alone = word == ending and endings in _WORDS
            if word.endswith(ending) and (alone or len(word) - len(ending) >= _LONG_ENOUGH):
                yield from (word.removesuffix(ending) + other for other in endings)


def names_with_forms(name: tuple[str, ...], most: int = 6) -> list[tuple[str, ...]]:
    """A name of one or more words, and its variants with other forms of the last word: "icu nurses" → "icu nurse"."""
    return [name, *((*name[:-1], form) for form in other_forms(name[-1]))][:most]
