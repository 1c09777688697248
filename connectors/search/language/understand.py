"""Interprets a typed search: turns text into filters, places and aliases, and reports errors and ambiguities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors.geo.places import Place, Places
from connectors.search.base import Area, Circle, Filters, Query, Sort, What
from connectors.search.fold import fold
from connectors.search.language.chips import removals, shown
from connectors.search.language.faults import Fault, Question
from connectors.search.language.operators import plain_operators
from connectors.search.language.plain.bare_places import lift_bare_places, lift_remote_places
from connectors.search.language.plain.bracketed_places import lift_bracketed_places
from connectors.search.language.plain.negation import comparisons_aside, negated, negated_everywhere
from connectors.search.language.plain.pasted import one_line
from connectors.search.language.plain.places import lift_places, lift_relocation, misspelt
from connectors.search.language.plain.remote_places import or_remote, split_remote
from connectors.search.language.plain.requests import brackets, tidied, unbracketed, unlabelled
from connectors.search.language.plain.rules import lift_phrases, lift_words
from connectors.search.language.plain.work_places import written_out
from connectors.search.language.remote_work import remote_part
from connectors.search.language.spans import all_words, parts_to_drop, without
from connectors.search.language.synonyms import Expanded, expand, other_names
from connectors.search.language.terms import LONGEST, Terms
from connectors.search.language.tokens import short, tokens
from connectors.search.language.what import parse
from connectors.search.language.where import resolve
from connectors.titles import Titles

__all__ = ["Fault", "Question", "Understood", "as_words", "loosened", "narrowed", "placed", "query", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """A search, interpreted. `terms` is what to show and save: words recognized as filters have been moved out of the
    text. If there are `faults`, the search must not run, and `terms` are as typed; if there are `questions`, it runs
    with all meanings."""

    terms: Terms
    what: What | None  # with aliases
    places: tuple[Circle, ...]
    areas: tuple[Area, ...]
    chips: tuple[tuple[str, str], ...]  # (key, label) of what was understood, for display
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()  # folded value of a title or skill filter → its aliases
    towns: tuple[Place, ...] = ()  # the places of the circles, in the same order
    written: What | None = None  # `what` without aliases
    remote_areas: tuple[Area, ...] = ()  # people who work remotely there are found as well


_CONTROLS = re.compile(r"[\x00-\x09\x0e-\x1f\x7f]")


def understand(terms: Terms, places: Places, titles: Titles) -> Understood:
    """Interpret a search. Pure and idempotent: interpreting the resulting terms again changes nothing."""
    read = parse(terms.what, most_words=LONGEST)
    typed = replace(terms, what=one_line(_CONTROLS.sub(" ", terms.what), places))
    plain = plain_operators(unlabelled(written_out(typed, places, titles)), places)
    if isinstance(read, Fault) and plain.what != " ".join(terms.what.split()):
        again = parse(plain.what, most_words=LONGEST)
        same = isinstance(again, Fault) and again.message == read.message
        read = read if same else replace(again, position=None) if isinstance(again, Fault) else None
    faults = (read,) if isinstance(read, Fault) else ()
    named = resolve(plain, places).terms  # Where first, because What never overrides it
    where = resolve(named if faults else _lifted(named, places, titles), places)
    faults += where.faults
    tree = parse(where.terms.what)
    if isinstance(tree, Fault):
        faults = faults or (replace(tree, position=None),)
        tree = None
    if faults:
        return Understood(terms, None, (), (), (), faults=faults)
    notes = Expanded()
    what = expand(tree, titles, notes) if tree is not None else None
    return Understood(
        terms=where.terms,
        what=what,
        places=where.circles,
        areas=where.areas,
        chips=_chips(where.terms, where.chip, notes),
        questions=(*where.questions, *_misspelt_place(where.terms, places), *notes.questions),
        aliases=_other_names(where.terms.filters, titles),
        towns=where.towns,
        written=tree,
        remote_areas=where.remote_areas,
    )


def query(
    u: Understood,
    *,
    workspace_id: int,
    sources: Sequence[str] = (),
    exclude: Sequence[int] = (),
    not_employers: Sequence[str] = (),
    only: Sequence[int] = (),
    page: int = 0,
    page_size: int = 5,
    facets: Sequence[str] = (),
    now: int,
) -> Query:
    """The query for the index. `now` is in Unix seconds."""
    by_distance = u.terms.sort is Sort.DISTANCE
    return Query(
        workspace_id=workspace_id,
        what=u.what,
        places=u.places,
        areas=u.areas,
        remote_areas=u.remote_areas,
        filters=u.terms.filters,
        sources=tuple(sources),
        exclude=tuple(exclude),
        not_employers=tuple(not_employers),
        only=tuple(only),
        sort=Sort.RELEVANCE if by_distance and not u.places else u.terms.sort,
        page=page,
        page_size=page_size,
        facets=tuple(facets),
        now=now,
        aliases=dict(u.aliases),
    )


def loosened(u: Understood, places: Places) -> tuple[tuple[str, str, Terms], ...]:
    """(key, label, terms): ways to loosen a search, by removing one word or filter, or by correcting a misspelled place
    after "in"."""
    found = [(f"in:{name}", f"In {name}", there) for name, there in misspelt(u.terms, places)]
    if u.terms.where:
        anywhere = replace(u.terms, where="", place_id="", radius=None, bare_place="")
        found.append(("where", f"Anywhere, not just {u.terms.where}", anywhere))
    for at, (text, rest) in enumerate(parts_to_drop(u.terms.what)):
        found.append((f"word:{at}:{short(text, 40)}", f"Without “{short(text, 40)}”", replace(u.terms, what=rest)))
    if u.terms.what and (u.terms.where or u.terms.filters != Filters()):
        found.append(("what", f"Without “{short(u.terms.what, 60)}”", replace(u.terms, what="")))
    return (*found, *removals(u.terms))


def as_words(terms: Terms) -> Terms:
    """Put the words that were read as a place back into What. Quotes keep them from being read as a place a
    second time."""
    if not terms.bare_place or not terms.where:
        return replace(terms, bare_place="")
    named = [one.replace(",", " ").split() for one in re.split(r"\s+or\s+", terms.bare_place, flags=re.IGNORECASE)]
    quoted = [" ".join(f'"{word}"' for word in one) for one in named]
    what = f"{terms.what} {_any_of(quoted)}".strip()
    return replace(terms, what=what, where="", place_id="", radius=None, bare_place="")


def _any_of(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({' OR '.join(texts)})"


def _misspelt_place(terms: Terms, places: Places) -> tuple[Question, ...]:
    """A question for "in Bosten", which is not a known place and is searched as text."""
    choices = tuple((name, name) for name, _ in misspelt(terms, places, named=True))
    return (Question("in", "Did you mean one of these places?", choices),) if choices else ()


def placed(terms: Terms, name: str, places: Places) -> Terms:
    """The terms with a misspelled place corrected to `name`."""
    return dict(misspelt(terms, places)).get(name, terms)


def narrowed(terms: Terms, question: Question, value: str) -> Terms:
    """The terms after the user has answered a question; `value` comes from one of its choices."""
    if question.field == "where":
        return replace(terms, where=remote_part(terms.where), place_id=value)
    what = terms.what
    for token in reversed(tokens(what)):
        if token.text == question.about:
            what = f"{what[: token.start]}{value}{what[token.end :]}"
    return replace(terms, what=what)


def _lifted(terms: Terms, places: Places, titles: Titles) -> Terms:
    """Move plain text into filters and Where, repeatedly, because removing text can create new matches."""
    before, remote = None, None
    while before != terms:
        before = terms
        if remote is None:  # it may be next to a place that has been found in the meantime
            terms, remote = split_remote(terms, places)
        terms = lift_relocation(lift_remote_places(terms, places, titles), places)
        terms = lift_phrases(lift_places(lift_words(terms), places))
        terms = lift_bracketed_places(terms, places, titles)
        terms = lift_bare_places(_facts_in_brackets(terms, places, titles), places, titles)
        if terms == before:
            terms = tidied(comparisons_aside(negated_everywhere(terms)))
    return or_remote(terms, remote)


def _facts_in_brackets(terms: Terms, places: Places, titles: Titles) -> Terms:
    """The terms without parentheses around text that is nothing but filters: "(5+ yrs)", "(hybrid)", "(remote, US)"."""
    for start, end, content in brackets(terms.what):
        beside = "remote " if terms.filters.remote else ""  # "remote (US)"
        alone = lift_remote_places(Terms(what=beside + content), places, titles)
        read = lift_places(lift_words(alone), places)
        plain = read.what != beside + content and all_words(content)  # "(CPA required)"
        denied = negated(Terms(what=content)).what.startswith("NOT ")  # "(not LPN)"
        if not (read.what and not plain and not denied) and without(terms.what, start, end) is not None:
            return unbracketed(terms, start, end, beside + content)
    return terms


def _chips(terms: Terms, where: str, notes: Expanded) -> tuple[tuple[str, str], ...]:
    words = (("what", terms.what), ("where", where))
    names = tuple(("alias", one) for one in notes.names)
    return (*(one for one in words if one[1]), *shown(terms.filters), *names)


def _other_names(filters: Filters, titles: Titles) -> tuple[tuple[str, tuple[str, ...]], ...]:
    values = (*filters.titles, *filters.skills_all, *filters.skills_any, *filters.skills_none)
    found = {fold(one): other_names(one, titles) for one in values}
    return tuple((value, names) for value, names in found.items() if names)
