"""Resolves Where to circles, or to a state or country."""

import re
from dataclasses import dataclass, field, replace

from connectors.geo.places import Place, Places
from connectors.search.base import ANYWHERE, Area, Circle
from connectors.search.language.faults import Fault, Question
from connectors.search.language.operators import oregon
from connectors.search.language.place_lists import MOST_PLACES, split
from connectors.search.language.plain.places import lift_radius
from connectors.search.language.remote_work import remote_work, split_remote
from connectors.search.language.terms import Terms
from connectors.search.language.tokens import short

KM = {"mi": 1.609344, "km": 1.0}
_DEFAULT_RADIUS = {"mi": 25, "km": 40}
_REMOTE = re.compile(r"(?<![\w-])(?:(?:fully|100%)\s+)?remote(?:ly|\s+only)?(?![\w-])", re.IGNORECASE)
_ANYWHERE = re.compile(
    r"(?:anywhere|any\s?where|everywhere|worldwide|global|any(?:\s+(?:place|location))?)", re.IGNORECASE
)
_BEFORE = re.compile(r"\A(?:(?:based|located|living)\s+in|in|near|around|close\s+to)\s+", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[;|]\s*|(?<!,)\s+(?:or|OR)\s+")  # "Portland, OR" is one place


@dataclass(frozen=True, slots=True)
class Where:
    """Where, resolved. `terms` contain Where as it should be displayed; `chip` is the label of its filter, "" for
    anywhere. `towns` are the places of the circles, in the same order. `remote_areas`: people who work remotely there
    are found as well."""

    terms: Terms
    circles: tuple[Circle, ...] = ()
    areas: tuple[Area, ...] = ()
    chip: str = ""
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = field(default=())
    towns: tuple[Place, ...] = ()
    remote_areas: tuple[Area, ...] = ()


def resolve(terms: Terms, places: Places) -> Where:
    """Use the chosen place if there is one, otherwise look up the text."""
    here, remote = split_remote(terms, places)
    if remote is None:
        return _resolved(terms, places)
    found = _resolved(replace(terms, where=here), places)
    if found.faults or not found.chip:
        return found
    work = remote_work(remote)
    shown = replace(found.terms, where=f"{found.terms.where} or {work}", place_id="")
    areas = places.areas(remote) if remote else (ANYWHERE,)
    return replace(found, terms=shown, chip=f"{found.chip} or {work}", remote_areas=areas)


def _resolved(terms: Terms, places: Places) -> Where:
    terms = _plain(terms)
    chosen = places.get(terms.place_id) if terms.place_id else None
    if chosen is not None and terms.where in ("", chosen.label, chosen.name if chosen.kind == "region" else ""):
        return _one(replace(terms, where=chosen.label), (chosen,), places)
    terms = replace(terms, place_id="")
    names = [one for one in _SEVERAL.split(oregon(terms.where, places)) if one]
    if not names:
        return Where(replace(terms, where=""))
    found = [one for name in names for one in _found(name, places)]
    if len(found) > MOST_PLACES:
        message = f"“Where” can have at most {MOST_PLACES} places, not {len(found)}."
        return Where(terms, faults=(Fault("where", message),))
    for at, name in enumerate(names[1:], start=1):  # "Portland, OR or ME"
        if len(found) == len(names) and len(name) == 2 and name.isupper() and _is_city(found[at - 1]):
            found[at] = places.exact(f"{found[at - 1][0].name}, {name}") or found[at]
    if unknown_names := [name for name in names if not _found(name, places)[0]]:
        return Where(terms, faults=(unknown(unknown_names[0], places),))
    return _one(terms, found[0], places) if len(found) == 1 else _several(terms, [one[0] for one in found], places)


def _found(name: str, places: Places) -> list[tuple[Place, ...]]:
    """The places that a name may mean, or each name in a list: "Boston, Worcester, Springfield"."""
    if exact := places.exact(name):
        return [exact]
    return [(one,) for one in split(name, places)] or [places.find(name)]


def unknown(name: str, places: Places) -> Fault:
    message = f'We don\'t know a place called "{short(name, 40)}".'
    nearest = places.nearest_names(name)
    return Fault("where", message if nearest else f"{message} Try a town and its state, or a ZIP code.", 0, nearest)


def _plain(terms: Terms) -> Terms:
    """The terms without "remote", "anywhere", "near" and a radius in Where, which are moved to their own fields or
    dropped."""
    where = terms.where
    if _REMOTE.search(where):
        terms = replace(terms, filters=replace(terms.filters, remote=True))
        where = _REMOTE.sub(" ", where)
        where = re.sub(r"\A[\s,;:/()–-]+|[\s,;:/()–-]+\Z", "", where)
        where = re.sub(r"(?i)\A(?:or|and|in|from)\s+|\s+(?:or|and)\Z", "", where)
        terms = replace(terms, place_id="")
    moved = lift_radius(Terms(what=where))
    if moved.radius is not None:
        where = moved.what
        terms = replace(terms, radius=moved.radius, unit=moved.unit, place_id="")
    where = _BEFORE.sub("", where.strip())
    return replace(terms, where="" if _ANYWHERE.fullmatch(where) else where)


def _is_city(found: tuple[Place, ...]) -> bool:
    return bool(found) and found[0].kind == "city"


def _one(terms: Terms, found: tuple[Place, ...], places: Places) -> Where:
    """Resolve a single name. If it is ambiguous, includes all places of that name until the user picks one."""
    first = found[0]
    questions: tuple[Question, ...] = ()
    if len(found) == 1:
        terms = replace(terms, where=first.label, place_id=first.id)
    else:
        choices = tuple((one.id, one.label) for one in found)
        questions = (Question("where", f"Which {short(terms.where, 40)}?", choices, about=terms.where),)
    if not first.radius_km:
        return Where(terms, (), places.areas(first), first.label, questions)
    circles = [one for one in found if one.radius_km]
    chip = _within(terms, circles)
    return Where(terms, _circles(terms, circles), chip=chip, questions=questions, towns=tuple(circles))


def _several(terms: Terms, found: list[Place], places: Places) -> Where:
    """Resolve several names, which must either all have a radius or all have none."""
    found = list({one.label: one for one in found}.values())
    terms = replace(terms, where=" or ".join(one.label for one in found))
    if all(one.radius_km for one in found):
        return Where(terms, _circles(terms, found), chip=_within(terms, found), towns=tuple(found))
    if any(one.radius_km for one in found):
        message = "“Where” can be several towns, or several states and countries, but not both."
        return Where(terms, faults=(Fault("where", message, 0),))
    areas = tuple(dict.fromkeys(area for one in found for area in places.areas(one)))
    return Where(terms, areas=areas, chip=_names(found))


def _circles(terms: Terms, found: list[Place]) -> tuple[Circle, ...]:
    wide = terms.radius * KM[terms.unit] if terms.radius else None
    return tuple(Circle(one.lat, one.lon, wide or one.radius_km) for one in found)


def _within(terms: Terms, found: list[Place]) -> str:
    """The label for places with a radius: "within 25 miles of Boston, MA". A metro is shown without a radius unless one
    is set."""
    listed = _names(found)
    if terms.radius is None and all(one.kind == "metro" for one in found):
        return listed
    number = terms.radius or _DEFAULT_RADIUS[terms.unit]
    unit = {"mi": "mile", "km": "kilometer"}[terms.unit] + ("" if number == 1 else "s")
    return f"within {number} {unit} of {listed}"


def _names(found: list[Place]) -> str:
    return " or ".join([one.label for one in found[:3]] + ([f"{len(found) - 3} more"] if len(found) > 3 else []))
