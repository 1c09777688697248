"""The filters of a query as rules that both engines know: tags, and words that stand together in a group."""

from connectors.profiles import Degree
from connectors.search.base import Filters, Query
from connectors.search.index import field_groups
from connectors.search.index.field_groups import tag
from connectors.search.index.query_plan import values

DAY = 86_400  # seconds

Names = list[tuple[str, ...]]  # each the words of one name
Rule = tuple[Names, tuple[str, ...]]  # any of these names, in any of these groups


def tagged(query: Query) -> list[list[str]]:
    """Of each list, a profile must hold at least one tag."""
    filters = query.filters
    rules = [list(dict.fromkeys((tag("workspace", 0), tag("workspace", query.workspace_id))))]
    rules.append([tag("source", source) for source in query.sources])
    if query.country:
        rules.append([tag("region", query.country, query.region) if query.region else tag("country", query.country)])
    rules.append([tag("authorization", kind) for kind in filters.work_authorization])
    rules.append([tag("seniority", level) for level in filters.seniority])
    rules += [[flag] for flag in _flags(filters)]
    return [rule for rule in rules if rule]


def _flags(filters: Filters) -> list[str]:
    asked = {
        "remote": filters.remote,
        "relocate": filters.relocate,
        "open": filters.open_to_work,
        "email": filters.has_email,
        "phone": filters.has_phone,
    }
    return [name for name, so in asked.items() if so]


def held(query: Query) -> list[Rule]:
    """All of these rules must hold."""
    filters = query.filters
    asked: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (filters.titles, (field_groups.TITLE,)),
        *(((skill,), (field_groups.SKILL,)) for skill in filters.skills_all),
        (filters.skills_any, (field_groups.SKILL,)),
        (filters.company_now, (field_groups.COMPANY,)),
        (filters.company_ever, (field_groups.COMPANY, field_groups.PAST_COMPANY)),
        ((filters.school,) if filters.school else (), (field_groups.SCHOOL,)),
    ]
    return [(names, where) for wanted, where in asked if (names := values(query, wanted))]


def never_held(query: Query) -> list[Rule]:
    """None of these rules may hold."""
    filters = query.filters
    asked = (
        (filters.skills_none, (field_groups.SKILL,)),
        (filters.company_not, (field_groups.COMPANY, field_groups.PAST_COMPANY)),
    )
    return [(names, where) for unwanted, where in asked if (names := values(query, unwanted))]


def degree(filters: Filters) -> int | None:
    """The least position in Degree that passes; None where nothing, or no Degree, is asked for."""
    order = [str(kind) for kind in Degree]
    return order.index(filters.education) if filters.education in order else None
