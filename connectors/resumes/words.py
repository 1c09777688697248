"""Our query as words for a partner: the boolean text that most resume databases take, and what can't be asked."""

from collections.abc import Collection, Iterable

from connectors.resumes.base import SourceQuery
from connectors.search.base import And, Field, Filters, Not, Or, Phrase, Sort, What, Word

_FIELDS = {
    Field.TITLE: "the job title",
    Field.SKILL: "the skills",
    Field.COMPANY: "the employers",
    Field.SCHOOL: "the schools",
    Field.NAME: "the name",
}
_FILTERS = {
    "titles": "job title",
    "skills_all": "required skills",
    "skills_any": "skills",
    "skills_none": "skills to leave out",
    "company_now": "current employer",
    "company_ever": "past employers",
    "company_not": "employers to leave out",
    "seniority": "seniority",
    "years_from": "least years of experience",
    "years_to": "most years of experience",
    "education": "education",
    "school": "school",
    "remote": "remote work",
    "relocate": "willing to relocate",
    "work_authorization": "work authorization",
    "updated_within_days": "date of the last update",
    "open_to_work": "open to work",
    "has_email": "has an e-mail address",
    "has_phone": "has a phone number",
}
"""In words for the person; the three `exclude_…` filters are ours alone and never reach a partner."""

SKILLS = frozenset({"skills_all", "skills_any", "skills_none"})


def boolean(what: What | None) -> str:
    """The expression as `nurse AND (icu OR "intensive care") AND NOT travel`, without our fields; "" for None."""
    match what:
        case None:
            return ""
        case Word(text, _, prefix):
            return _plain(text) + ("*" if prefix else "")
        case Phrase(text):
            return f'"{_plain(text)}"'
        case And(items):
            return " AND ".join(f"({boolean(one)})" if isinstance(one, Or) else boolean(one) for one in items)
        case Or(items):
            return " OR ".join(f"({boolean(one)})" if isinstance(one, And) else boolean(one) for one in items)
        case Not(item):
            return f"NOT ({boolean(item)})" if isinstance(item, And | Or) else f"NOT {boolean(item)}"


def with_skills(query: SourceQuery) -> What | None:
    """The words together with the skills, for a source that has no filter for skills."""
    filters = query.filters
    parts = [query.what] if query.what is not None else []
    parts += [_quoted(skill) for skill in filters.skills_all]
    if filters.skills_any:
        parts.append(_one_or(Or, [_quoted(skill) for skill in filters.skills_any]))
    parts += [Not(_quoted(skill)) for skill in filters.skills_none]
    flat = [item for part in parts for item in (part.items if isinstance(part, And) else (part,))]
    return _one_or(And, flat) if flat else None


def unexpressed(query: SourceQuery, can: Collection[str], *, sorts: Collection[Sort] = (Sort.RELEVANCE,)) -> list[str]:
    """What a source can't be asked for, in words for the person. `can`: the fields of Filters that it can express."""
    found = [words for name, words in _FILTERS.items() if name not in can and _is_set(query.filters, name)]
    found += [f"words only in {words}" for name, words in _FIELDS.items() if name in _fields(query.what)]
    if query.sort not in sorts:
        found.append("nearest first" if query.sort is Sort.DISTANCE else "newest first")
    return found


def _is_set(filters: Filters, name: str) -> bool:
    return getattr(filters, name) not in (None, False, ())


def _fields(what: What | None) -> Iterable[Field]:
    match what:
        case None:
            return ()
        case Word(_, field) | Phrase(_, field):
            return (field,) if field is not None else ()
        case Not(item):
            return _fields(item)
        case And(items) | Or(items):
            return [field for item in items for field in _fields(item)]


def _plain(text: str) -> str:
    return " ".join(text.replace('"', " ").split())


def _quoted(text: str) -> What:
    return Phrase(text)


def _one_or(kind: type[And] | type[Or], items: list[What]) -> What:
    return items[0] if len(items) == 1 else kind(tuple(items))
