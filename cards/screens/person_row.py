"""One person in a list. The results, the candidate card and the form for several people share this code."""

import re
from itertools import groupby

from cards.screens.reach import contact_badge, reach_badges, ways_text
from cards.screens.wording import counted, flag, freshness, short, source_label
from cards.text import Rich, Span, Strong, join
from cards.tree import AnyButton, Badge, Kind, Row
from cards.views.people import PersonRow, Skill, State

SKILLS = 4


def experience_text(years: int | None) -> str:
    """The experience, such as "12 years of experience"; "" if unknown."""
    if years is None:
        return ""
    return f"{counted(years, 'year')} of experience" if years else "under a year of experience"


def marked(text: str, matched: tuple[str, ...]) -> Rich:
    """The text with matched words in bold; adjacent matched words share one span."""
    pieces = re.findall(r"[\w+#]+|[^\w+#]+", text)
    strong = [piece.lower() in matched for piece in pieces]
    for at in range(1, len(pieces) - 1):
        strong[at] |= pieces[at] == " " and strong[at - 1] and strong[at + 1]
    parts = groupby(zip(strong, pieces, strict=True), key=lambda pair: pair[0])
    whole = ((found, "".join(piece for _, piece in pair)) for found, pair in parts)
    return tuple(Strong(words) if found else words for found, words in whole)


def place_text(person: PersonRow) -> str:
    return " · ".join(part for part in (person.place, person.distance) if part)


def skill_list(skills: tuple[Skill, ...], most: int) -> Rich:
    """Up to `most` skills, matches first and in bold, then "and N more" (never "and 1 more")."""
    ordered = sorted(skills, key=lambda skill: not skill.matches)
    most += len(ordered) == most + 1
    line: list[Span] = []
    for skill in ordered[:most]:
        if line:
            line.append(", ")
        name = short(skill.name, 40)
        line.append(Strong(name) if skill.matches else name)
    if len(ordered) > most:
        line.append(f" and {len(ordered) - most} more")
    return tuple(line)


def state_badges(state: State) -> tuple[Badge, ...]:
    """Badges for what the workspace did with the person."""
    badges: list[Badge] = [*reach_badges(state.reach)]
    if state.starred:
        badges.append(Badge(Kind.SAVED, "Saved by you"))
    if state.saved_by_others:
        others = "a teammate" if state.saved_by_others == 1 else f"{state.saved_by_others} teammates"
        badges.append(Badge(Kind.SAVED, f"Saved by {others}"))
    badges += contact_badge(state.contacted, state.reach)
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
        badges.append(Badge(Kind.HIDDEN, "Hidden"))
    return tuple(badges)


def badges(person: PersonRow) -> tuple[Badge, ...]:
    """Badges for what the team did, how fresh the profile is, whether the person is open to work, and where the profile
    is from."""
    fresh = flag(person.updated_days)
    return (
        *state_badges(person.state),
        *((fresh,) if fresh else ()),
        *((Badge(Kind.OPEN_TO_WORK, "Open to work"),) if person.open_to_work else ()),
        *((Badge(Kind.SEEN, "Seen"),) if person.state.seen else ()),
        *(Badge(Kind.SOURCE, source_label(source)) for source in person.sources),
    )


def overview_line(person: PersonRow) -> Rich:
    """Place, distance, experience, and an old or unknown update date, in one line."""
    known = (place_text(person), experience_text(person.years))
    date = freshness(person.updated_days)
    return join((*known, date if any(known) else date.capitalize()))


def person_row(person: PersonRow, buttons: tuple[AnyButton, ...]) -> Row:
    """Name with badges and headline; in small print place, experience, an old date and the best skills."""
    headline = marked(short(person.headline, 120), person.matched)
    lines = (overview_line(person), skill_list(person.skills, SKILLS), _ways(person), _alike(person.alike))
    return Row(
        title=(Strong(short(person.name, 80)),),
        detail=(headline,) if headline else (),
        badges=badges(person),
        buttons=buttons,
        small=tuple(line for line in lines if line),
    )


def _ways(person: PersonRow) -> Rich:
    """What contacting the person costs, if there are several ways."""
    words = ways_text(person.state.reach.ways)
    return (words,) if words else ()


def _alike(sources: tuple[str, ...]) -> Rich:
    """Says which sources have somebody who may be the same person; the candidate card asks whether it is the same
    person."""
    if not sources:
        return ()
    who = " and ".join(map(source_label, sources[:3]))
    have = "has" if len(sources) == 1 else "have"
    return (f"{who} {have} someone with the same name, employer and place. Press View to compare.",)
