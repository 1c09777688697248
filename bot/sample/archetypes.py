"""All occupations used for the sample people."""

from bot.sample.archetype import Archetype
from bot.sample.occupations import business, care, people_work, technology, trades

ARCHETYPES: tuple[Archetype, ...] = (
    *care.ARCHETYPES,
    *technology.ARCHETYPES,
    *business.ARCHETYPES,
    *people_work.ARCHETYPES,
    *trades.ARCHETYPES,
)
BY_KEY: dict[str, Archetype] = {archetype.key: archetype for archetype in ARCHETYPES}
