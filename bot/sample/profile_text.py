"""Generates the profile texts of the sample people: headline, skills, summary."""

from random import Random

from bot.sample.archetype import Archetype
from bot.sample.careers import Career

_OPENINGS = (
    "{title} with {years} in {area}.",
    "In {area} for {years}, now as {title}.",
    "{title} in {city} with a background in {area}.",
    "I have worked in {area} for {years}.",
    "{title}, at home in {area} after {years}.",
)
_STRENGTHS = (
    "Known for {strength}.",
    "Colleagues say: {strength}.",
    "What I bring: {strength}.",
    "I care about {strength}.",
    "Strong in {skill} and {other}, and valued for {strength}.",
    "Day to day I use {skill} and {other}.",
)
_WISHES = (
    "Looking for the next step in {city}.",
    "Open to a new role.",
    "Happy to hear about roles with more responsibility.",
    "Available at short notice.",
)


def headline(rng: Random, career: Career, known: list[str]) -> str:
    """The current title and company, or a variation; for people between jobs, their last title."""
    post = career.experience[0]
    title, kind = post["title"], rng.random()
    if not career.working:
        return f"{title}, open to new roles" if kind < 0.6 else f"Experienced {title}"
    if kind < 0.6:
        return f"{title} at {post['company']}"
    if kind < 0.75:
        return f"{title} | {known[0]}, {known[1]}"
    if kind < 0.9:
        return f"{title}, {post['company']}"
    return title


def skills(rng: Random, archetype: Archetype, career: Career) -> list[str]:
    """Skills of the focus and the occupation: more of them, and more advanced, with experience."""
    random = rng.random
    reach = min(len(archetype.skills), 5 + career.years * 2 // 3)
    known = [skill for at, skill in enumerate(archetype.skills[:reach]) if at < 3 or random() < 0.7]
    return [*known[:2], *career.focus_skills, *known[2:]]


def summary(rng: Random, archetype: Archetype, career: Career, city: str, known: list[str], *, open_now: bool) -> str:
    """One to three sentences."""
    random = rng.random
    years = "a year" if career.years == 1 else "some months" if career.years == 0 else f"{career.years} years"
    sentences = [_OPENINGS[int(random() * len(_OPENINGS))]]
    if random() < 0.75:
        sentences.append(_STRENGTHS[int(random() * len(_STRENGTHS))])
    if open_now and random() < 0.7:
        sentences.append(_WISHES[int(random() * len(_WISHES))])
    text = " ".join(sentences).format(
        title=career.experience[0]["title"],
        years=years,
        area=known[int(random() * min(5, len(known)))],
        city=city,
        strength=archetype.strengths[int(random() * len(archetype.strengths))],
        skill=known[0],
        other=known[-1],
    )
    return text[0].upper() + text[1:]
