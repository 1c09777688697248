"""Which people each stand-in has: sample people, most of them at only one source, some at two or also in the Internet
tab."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from bot import sample
from bot.playground.sources import careerbuilder, dice, indeed, people_data_labs
from bot.sample.occupations import technology

Record = dict[str, Any]
SEED, INTERNET_SEED = 2, 1  # the latter is the seed in bot/playground/seed_data.py; another seed creates other people
COUNT, SHARED = 4_000, 400  # people who are not in the Internet tab, and people who are
_SKILLS = frozenset(skill for each in technology.ARCHETYPES for skill in each.skills)
RECORDS: dict[str, Callable[[Record], Record]] = {
    "careerbuilder": careerbuilder.record,
    "dice": dice.record,
    "indeed": indeed.record,
    "people_data_labs": people_data_labs.record,
}


def everyone(today: date) -> dict[str, list[Record]]:
    """The people in each source, as that source stores them; the result is the same on each run. Takes almost a
    second."""
    found: dict[str, list[Record]] = {name: [] for name in RECORDS}
    people = [*sample.people(COUNT, SEED, today), *sample.people(SHARED, INTERNET_SEED, today)]
    for number, person in enumerate(people):
        for name in _sources(person, number % 10):
            found[name].append(RECORDS[name](person))
    return found


def _sources(person: Record, digit: int) -> Iterator[str]:
    """The sources that have this person. Dice has people in technology; CareerBuilder and Indeed have the others in the
    United States. People at two sources are merged by the link to their own page, which CareerBuilder and Indeed don't
    show."""
    if digit > 5:
        yield "people_data_labs"
    if sum(skill in _SKILLS for skill in person["skills"]) * 2 >= len(person["skills"]):
        if digit < 8:
            yield "dice"
    elif person["place"]["country"] == "US" and digit < 9:
        yield "careerbuilder" if digit < 5 else "indeed"
