"""The editable form of a search: what the search form shows and the store saves."""

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from connectors.profiles import Degree, WorkAuthorization
from connectors.search.base import Filters, Sort
from connectors.search.seniority import Seniority

_WHOLE_NUMBERS = {"years_from": 80, "years_to": 80, "updated_within_days": 3650}  # with the largest sensible value
LONGEST = 1000  # characters in one stored text
_MOST = 50  # values in one filter
_MOST_UNSEARCHED = 12
WIDEST = 500  # miles or kilometers


@dataclass(frozen=True, slots=True)
class Terms:
    """One search as the user edits it. `understand()` interprets it and `query()` turns it into a `Query`."""

    what: str = ""  # as typed; quoted phrases, AND OR NOT, parentheses, title: skill: company: school: name:
    where: str = ""  # as typed or chosen
    place_id: str = ""  # a chosen place (`Places.get`); if "", `where` is looked up
    radius: int | None = None  # in `unit`; None: the place's own default
    unit: str = "mi"  # "mi" | "km"
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    unsearched: tuple[str, ...] = ()  # parts of the text that can't be searched, as shown on the card
    bare_place: str = ""  # the words without "in" that Where was taken from

    def as_json(self) -> dict[str, Any]:
        """The values that differ from an empty search, and only these, so that saved searches are short and old ones
        stay readable."""
        data: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != getattr(_EMPTY, one.name):
                data[one.name] = value
        if "filters" in data:
            empty = _values(_EMPTY.filters)
            changed = {key: value for key, value in _values(self.filters).items() if value != empty[key]}
            data["filters"] = {
                key: list(value) if isinstance(value, tuple) else value for key, value in changed.items()
            }
        if "sort" in data:
            data["sort"] = self.sort.value
        return data

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Terms":
        """The terms from the output of `as_json`. Ignores unknown keys and replaces invalid values with the default, so
        that a search saved by an older or newer version still opens."""
        filters: Any = data.get("filters")
        unit, sort = data.get("unit"), data.get("sort")
        return Terms(
            what=_text(data.get("what")),
            where=_text(data.get("where")),
            place_id=_text(data.get("place_id")),
            radius=_number(data.get("radius"), 1, WIDEST),
            unit=unit if unit in ("mi", "km") else "mi",
            filters=_filters(filters) if isinstance(filters, dict) else Filters(),  # pyright: ignore[reportUnknownArgumentType]
            sort=Sort(sort) if sort in list(Sort) else Sort.RELEVANCE,
            unsearched=_texts(data.get("unsearched"))[:_MOST_UNSEARCHED],
            bare_place=_text(data.get("bare_place")),
        )


_EMPTY = Terms()


def set_aside(terms: Terms, *texts: str) -> Terms:
    """The terms, which now list these texts as not searched, each once."""
    return replace(terms, unsearched=tuple(dict.fromkeys((*terms.unsearched, *texts)))[:_MOST_UNSEARCHED])


def _values(filters: Filters) -> dict[str, tuple[str, ...] | str | int | bool | None]:
    return asdict(filters)


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _number(value: object, low: int, high: int) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else None


def _filters(data: dict[str, Any]) -> Filters:
    """The valid filters in `data`; each value must have the type of the filter's default."""
    good: dict[str, Any] = {}
    for key, default in _values(_EMPTY.filters).items():
        value = data.get(key)
        if key in _WHOLE_NUMBERS:
            good[key] = _number(value, 0, _WHOLE_NUMBERS[key])
        elif isinstance(default, bool):
            good[key] = value is True
        elif isinstance(default, tuple):
            good[key] = _texts(value)
        else:
            good[key] = _text(value) or None
    good["seniority"] = tuple(level.value for level in Seniority if level in good["seniority"])
    if good["education"] not in set(Degree):
        good["education"] = None
    good["work_authorization"] = tuple(one for one in good["work_authorization"] if one in set(WorkAuthorization))
    return Filters(**good)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    items: list[object] = list(value)  # pyright: ignore[reportUnknownArgumentType]
    return tuple(text for text in map(_text, items[:_MOST]) if text)
