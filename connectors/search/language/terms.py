"""The editable form of a search: what the search form shows and the store keeps."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from connectors.profiles import Degree, WorkAuthorization
from connectors.search.base import Filters, Sort
from connectors.search.seniority import Seniority

_WHOLE_NUMBERS = {"years_from": 80, "years_to": 80, "updated_within_days": 3650}  # and the largest that makes sense
LONGEST = 1000  # characters of one kept text
_MOST = 50  # values of one filter
WIDEST = 500  # miles or kilometres


@dataclass(frozen=True, slots=True)
class Terms:
    """One search as a person edits it. `understand()` turns it into a `Query` and says what it understood."""

    what: str = ""  # as typed; quoted phrases, AND OR NOT, brackets, title: skill: company: school: name:
    where: str = ""  # as typed or chosen
    place_id: str = ""  # a chosen place (`Places.get`); "" resolves `where`
    radius: int | None = None  # in `unit`; None: the place's own default
    unit: str = "mi"  # "mi" | "km"
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE

    def as_json(self) -> dict[str, Any]:
        """Only what differs from an empty search, so that kept searches stay short and old ones stay readable."""
        kept: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != getattr(_EMPTY, one.name):
                kept[one.name] = value
        if "filters" in kept:
            empty = _values(_EMPTY.filters)
            changed = {key: value for key, value in _values(self.filters).items() if value != empty[key]}
            kept["filters"] = {
                key: list(value) if isinstance(value, tuple) else value for key, value in changed.items()
            }
        if "sort" in kept:
            kept["sort"] = self.sort.value
        return kept

    @staticmethod
    def from_json(kept: dict[str, Any]) -> "Terms":
        """What `as_json` gave. Unknown keys are ignored and wrong values fall back to the default, so that a search
        kept by an older or newer version still opens."""
        filters: Any = kept.get("filters")
        unit, sort = kept.get("unit"), kept.get("sort")
        return Terms(
            what=_text(kept.get("what")),
            where=_text(kept.get("where")),
            place_id=_text(kept.get("place_id")),
            radius=_number(kept.get("radius"), 1, WIDEST),
            unit=unit if unit in ("mi", "km") else "mi",
            filters=_filters(filters) if isinstance(filters, dict) else Filters(),  # pyright: ignore[reportUnknownArgumentType]
            sort=Sort(sort) if sort in list(Sort) else Sort.RELEVANCE,
        )


_EMPTY = Terms()


def _values(filters: Filters) -> dict[str, tuple[str, ...] | str | int | bool | None]:
    return asdict(filters)


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _number(value: object, low: int, high: int) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else None


def _filters(kept: dict[str, Any]) -> Filters:
    """The right kind of value for each filter is the kind of its default."""
    good: dict[str, Any] = {}
    for key, default in _values(_EMPTY.filters).items():
        value = kept.get(key)
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
