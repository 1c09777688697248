"""One person in a list: the same row in results, on the card and in the form for several."""

import re
from itertools import groupby

from cards.screens.phrases import counted, flag, freshness, short, source_label
from cards.text import Muted, Rich, Span, Strong, join
from cards.tree import AnyButton, Badge, Kind, Row
from cards.views import PersonRow, Skill, State

SKILLS = 6


def years_words(years: int | None) -> str:
    """As in "12 years of experience"; "" where it is unknown."""
    if years is None:
        return ""
    return f"{counted(years, 'year')} of experience" if years else "under a year of experience"


def marked(text: str, matched: tuple[str, ...]) -> Rich:
    """The text with the words that the search found strong, neighbours together."""
    pieces = re.findall(r"[\w+#]+|[^\w+#]+", text)
    strong = [piece.lower() in matched for piece in pieces]
    for at in range(1, len(pieces) - 1):
        strong[at] |= pieces[at] == " " and strong[at - 1] and strong[at + 1]
    parts = groupby(zip(strong, pieces, strict=True), key=lambda pair: pair[0])
    whole = ((found, "".join(piece for _, piece in pair)) for found, pair in parts)
    return tuple(Strong(words) if found else words for found, words in whole)


def where_words(person: PersonRow) -> str:
    return " · ".join(part for part in (person.place, person.distance) if part)


def skill_words(skills: tuple[Skill, ...], most: int) -> Rich:
    """Matches first and strong; how many more there are."""
    ordered = sorted(skills, key=lambda skill: not skill.matches)
    line: list[Span] = []
    for skill in ordered[:most]:
        if line:
            line.append(", ")
        name = short(skill.name, 40)
        line.append(Strong(name) if skill.matches else name)
    if len(ordered) > most:
        line.append(Muted(f" and {len(ordered) - most} more"))
    return tuple(line)


def state_badges(state: State) -> tuple[Badge, ...]:
    """What the workspace did with the person."""
    badges: list[Badge] = []
    if state.starred:
        badges.append(Badge(Kind.SAVED, "Saved by you"))
    if state.saved_by_others:
        others = "a teammate" if state.saved_by_others == 1 else f"{state.saved_by_others} teammates"
        badges.append(Badge(Kind.SAVED, f"Saved by {others}"))
    if state.contacted:
        badges.append(Badge(Kind.CONTACTED, f"Contacted by {state.contacted}"))
    match state.interest:
        case "interested":
            badges.append(Badge(Kind.INTERESTED, "Interested"))
        case "not_interested":
            badges.append(Badge(Kind.REJECTED, "Not interested"))
        case "replied":
            badges.append(Badge(Kind.INTERESTED, "Replied"))
        case _:
            pass
    if state.hidden:
        badges.append(Badge(Kind.HIDDEN, "Hidden for this job"))
    if state.seen:
        badges.append(Badge(Kind.SEEN, "Seen"))
    return tuple(badges)


def badges(person: PersonRow) -> tuple[Badge, ...]:
    """The freshness flag first, then what the team did, then where the profile is from."""
    fresh = flag(person.updated_days)
    return (
        *((fresh,) if fresh else ()),
        *((Badge(Kind.OPEN_TO_WORK, "Open to work"),) if person.open_to_work else ()),
        *state_badges(person.state),
        *(Badge(Kind.SOURCE, source_label(source)) for source in person.sources),
    )


def person_row(person: PersonRow, buttons: tuple[AnyButton, ...]) -> Row:
    """Name, headline, place and years, best skills, an old or unknown date in words."""
    old = freshness(person.updated_days)
    return Row(
        title=(Strong(short(person.name, 80)),),
        detail=tuple(
            line
            for line in (
                marked(short(person.headline, 140), person.matched),
                join((where_words(person), years_words(person.years))),
                skill_words(person.skills, SKILLS),
                (Muted(old),) if old else "",
            )
            if line
        ),
        badges=badges(person),
        buttons=buttons,
    )
