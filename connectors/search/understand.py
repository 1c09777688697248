"""What a person typed, understood: words into filters, places and names, and what is wrong or unclear."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors.places import Places
from connectors.search.base import Circle, Query, What
from connectors.search.faults import Fault, Question
from connectors.search.terms import Terms
from connectors.search.what import parse
from connectors.titles import Titles

__all__ = ["Fault", "Question", "Understood", "loosened", "query", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """`terms` are as to be shown and kept: plain words moved into their filters. With `faults` the search must not
    run (`terms` are then as typed); with `questions` it runs with every meaning."""

    terms: Terms
    what: What | None
    places: tuple[Circle, ...]
    country: str | None
    region: str | None
    chips: tuple[tuple[str, str], ...]  # (key, words) of what was understood, to show
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()  # folded value of a title or skill filter → its other names


def understand(terms: Terms, places: Places, titles: Titles) -> Understood:
    """Pure: the same terms give the same answer, and understanding the answer's terms changes nothing."""
    tree = parse(terms.what)
    if isinstance(tree, Fault):
        return Understood(terms, None, (), None, None, (), faults=(tree,))
    found = places.find(terms.where)
    circles = tuple(Circle(one.lat, one.lon, one.radius_km) for one in found if one.radius_km)
    return Understood(terms, tree, circles, None, None, ())


def query(
    u: Understood,
    *,
    workspace_id: int,
    sources: Sequence[str] = (),
    exclude: Sequence[int] = (),
    page: int = 0,
    page_size: int = 5,
    facets: Sequence[str] = (),
    now: int,
) -> Query:
    """What the index is asked. `now` is in Unix seconds."""
    return Query(
        workspace_id=workspace_id,
        what=u.what,
        places=u.places,
        country=u.country,
        region=u.region,
        filters=u.terms.filters,
        sources=tuple(sources),
        exclude=tuple(exclude),
        sort=u.terms.sort,
        page=page,
        page_size=page_size,
        facets=tuple(facets),
        now=now,
    )


def loosened(u: Understood) -> tuple[tuple[str, str, Terms], ...]:
    """(key, label, terms) each with one filter taken away."""
    if not u.terms.where:
        return ()
    return (("where", f"Anywhere, not just {u.terms.where}", replace(u.terms, where="", place_id="")),)
