"""Runs the searches that we send to People Data Labs by Elasticsearch's rules."""

from typing import Any, cast

from bot.playground.sources.searching import is_record

Record = dict[str, Any]


def matches(query: Record, record: Record) -> bool:
    """Whether a record matches by Elasticsearch's rules, for the kinds of queries that we use; any other kind fails."""
    [(kind, given)] = query.items()
    if kind == "bool":
        return (
            all(matches(each, record) for each in given.get("must", ()))
            and (not given.get("should") or any(matches(each, record) for each in given["should"]))
            and not any(matches(each, record) for each in given.get("must_not", ()))
        )
    if kind == "exists":
        return any(value not in (None, False, []) for value in _values(record, given["field"].split(".")))
    [(name, wanted)] = given.items()
    values = _values(record, name.split("."))
    match kind:
        case "term":
            return wanted in values
        case "terms":
            return any(value in wanted for value in values)
        case "prefix":
            return any(isinstance(value, str) and value.startswith(wanted) for value in values)
        case "match_phrase":
            return any(isinstance(value, str) and f" {wanted} " in f" {value} " for value in values)
        case "range":
            return any(wanted.get("gte", value) <= value <= wanted.get("lte", value) for value in values if value)
        case _:
            raise AssertionError(f"a query of the kind {kind}")


def _values(value: Any, steps: list[str]) -> list[Any]:
    if isinstance(value, list):
        return [found for each in cast(list[Any], value) for found in _values(each, steps)]
    if not steps:
        return [value]
    return _values(value.get(steps[0]), steps[1:]) if is_record(value) else []
