"""Generates coherent careers: education, then consecutive positions with increasingly senior titles."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from bot.sample.archetype import Archetype
from bot.sample.cities import City
from bot.sample.employers import employer, school

_LONGEST = 38  # years at work
_MOST_POSTS = 7
_BETWEEN_JOBS = 0.05  # share of people without a current position
_BEFORE: dict[str, tuple[tuple[str, int], ...]] = {  # earlier degrees, and how many years earlier
    "master": (("bachelor", 2),),
    "mba": (("bachelor", 3),),
    "doctorate": (("bachelor", 5),),
}


@dataclass(frozen=True, slots=True)
class Career:
    """Positions and education in the import format, newest first."""

    experience: list[dict[str, Any]]
    education: list[dict[str, Any]]
    years: int  # full years from the first position to the last day at work
    working: bool
    focus: str
    focus_skills: tuple[str, ...]


def career(rng: Random, archetype: Archetype, city: City, others: tuple[City, ...], today: date) -> Career:
    """A career up to `today`; earlier positions may have been in one of `others`."""
    now = today.year * 12 + today.month - 1  # months since year 0
    share = rng.random()
    months = int(share * share * _LONGEST * 12) + 3
    start = now - months
    focus, focus_skills = archetype.focuses[int(rng.random() * len(archetype.focuses))]
    working = rng.random() >= _BETWEEN_JOBS
    end = now if working else max(start + 2, now - 1 - int(rng.random() * 10))
    posts = _posts(rng, archetype, focus, city, others, start, end)
    if working:
        posts[-1]["end"] = None
    posts.reverse()
    return Career(
        experience=posts,
        education=_studies(rng, archetype, city, others, start),
        years=(end - start) // 12,
        working=working,
        focus=focus,
        focus_skills=focus_skills,
    )


def _posts(
    rng: Random, archetype: Archetype, focus: str, city: City, others: tuple[City, ...], start: int, end: int
) -> list[dict[str, Any]]:
    """Positions from month `start` to month `end`, without overlap, oldest first."""
    random = rng.random
    highest = 2 + int(random() * (len(archetype.ladder) - 1))  # not everyone becomes a director
    posts: list[dict[str, Any]] = []
    at, level, company = start, -1, ""
    while at < end:
        reached = sum(1 for years, _ in archetype.ladder[:highest] if years * 12 <= at - start) - 1
        promoted = reached > level and level >= 0 and random() < 0.55
        if not promoted:
            here = city if end - at < 60 or not others or random() < 0.7 else others[int(random() * len(others))]
            company = employer(rng, archetype.employers[int(random() * len(archetype.employers))], here)
        level = reached
        titles = archetype.ladder[level][1]
        until = min(end, at + 10 + int(random() * random() * 84))
        if end - until < 6 or len(posts) == _MOST_POSTS - 1:
            until = end
        posts.append(
            {
                "title": titles[int(random() * len(titles))].replace("{focus}", focus),
                "company": company,
                "start": month(at),
                "end": month(until),
                "summary": _summary(rng, archetype, focus),
            }
        )
        at = until + (int(random() * 4) if random() < 0.3 and until < end - 6 else 0)
    return posts


def _summary(rng: Random, archetype: Archetype, focus: str) -> str:
    """One or two of the occupation's duties."""
    duties = archetype.duties
    first = int(rng.random() * len(duties))
    text = duties[first] + "."
    if rng.random() < 0.5:
        text += " " + duties[(first + 1 + int(rng.random() * (len(duties) - 1))) % len(duties)] + "."
    if "{" in text:
        text = text.replace("{focus}", focus)
        for mark, least, most in (("{n}", 4, 38), ("{m}", 2, 7), ("{p}", 101, 160), ("{q}", 92, 99), ("{c}", 18, 29)):
            if mark in text:
                text = text.replace(mark, str(least + int(rng.random() * (most - least + 1))))
    return text


def _studies(
    rng: Random, archetype: Archetype, city: City, others: tuple[City, ...], start: int
) -> list[dict[str, Any]]:
    """The highest degree and those before it, all completed before the first position; newest first."""
    degree = archetype.degrees[int(rng.random() * len(archetype.degrees))]
    field = archetype.fields[int(rng.random() * len(archetype.fields))]
    year = start // 12 - (1 if start % 12 < 6 else 0)  # exams are in June
    studies: list[dict[str, Any]] = []
    for name, earlier in ((degree, 0), *_BEFORE.get(degree, ())):
        at = city if not others or rng.random() < 0.6 else others[int(rng.random() * len(others))]
        study = {"school": school(rng, name, at), "degree": name, "field": field, "end": str(year - earlier)}
        if name == "high_school":
            del study["field"]
        studies.append(study)
    return studies


def month(at: int) -> str:
    """Format a number of months since year 0 as YYYY-MM."""
    return f"{at // 12}-{at % 12 + 1:02}"
