"""One ranking made from several: how the All tab merges what the sources found, including late sources."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def interleaved(
    lists: Mapping[str, Sequence[int]], joins: Mapping[str, int], dates: Mapping[int, float] | None = None
) -> list[int]:
    """People from all lists, each once: the first of every list, then the second of every list, and so on, in the order
    of the lists; with `dates` (by person), the newest of the people who are next in their lists always comes first.
    Somebody who is in two lists gets the better of the two positions.

    `joins`: for each list that starts late, the position where it joins. Earlier positions stay as they are, unless the
    other lists run out first."""
    at, order = dict.fromkeys(lists, 0), dict[int, None]()
    while left := [name for name, people in lists.items() if at[name] < len(people)]:
        ready = [name for name in left if joins.get(name, 0) <= len(order)]
        ready = ready or [min(left, key=lambda name: joins.get(name, 0))]
        if dates is not None:
            heads = {name: dates[lists[name][at[name]]] for name in ready}
            ready = [max(ready, key=heads.__getitem__)]
        for name in ready:
            order.setdefault(lists[name][at[name]])
            at[name] += 1
    return list(order)


def by_date(people: Sequence[T], dates: Sequence[float], at_once: int) -> list[T]:
    """The people that a source found, newest first within each of its pages of `at_once` people: this sorts a little
    even if the source can't sort by date, and a further page moves nobody on earlier pages."""
    order = sorted(range(len(people)), key=lambda n: (n // at_once, -dates[n]))
    return [people[n] for n in order]


def parsed(late: str) -> dict[str, int | None]:
    """Parses `late`: "dice:5,acme" says that Dice joined at position 5, and Acme has not answered yet. The string comes
    from outside and can't be trusted."""
    found: dict[str, int | None] = {}
    for each in late.split(","):
        name, _, position = each.partition(":")
        if name:
            found[name] = int(position) if position.isascii() and position.isdigit() and len(position) < 6 else None
    return found


def written(late: Mapping[str, int | None]) -> str:
    return ",".join(name if position is None else f"{name}:{position}" for name, position in late.items())


def updated(late: str, here: Mapping[str, bool], first: int, arrive_at: int) -> dict[str, int | None]:
    """The late sources, each with the position where it joined. `here`: whether each source has answered by now.
    `first`: the position that is shown. Sources that arrive now join at `arrive_at`. Sources that were there from the
    start are left out, even while they are briefly missing."""
    before, now = parsed(late), dict[str, int | None]()
    for name, answered in here.items():
        position = before.get(name)
        if name in before and position is None and answered:
            position = arrive_at
        if position or (position is None and not answered and (name in before or not first)):
            now[name] = position
    return now
