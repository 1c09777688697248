"""Translates filters into rules that both engines support: tags, and phrases in a field group."""

from collections.abc import Iterable

from connectors.profiles import Degree
from connectors.search.base import ANYWHERE, Area, Filters, Query
from connectors.search.index import field_groups
from connectors.search.index.field_groups import REMOTE, employer_tag, tag
from connectors.search.index.query_plan import values

DAY = 86_400  # seconds

Names = list[tuple[str, ...]]  # each name as its words
Rule = tuple[Names, tuple[str, ...]]  # any of these names, in any of these groups


def required_tags(query: Query) -> list[list[str]]:
    """Lists of tags; a profile must have at least one tag from each list."""
    filters = query.filters
    rules = [list(dict.fromkeys((tag("workspace", 0), tag("workspace", query.workspace_id))))]
    rules.append([tag("source", source) for source in query.sources])
    rules.append([] if query.remote_areas else area_tags(query.areas))
    rules.append([tag("authorization", kind) for kind in filters.work_authorization])
    rules.append([tag("seniority", level) for level in filters.seniority])
    rules.append([employer_tag(key) for key in query.any_employers])
    rules += [[flag] for flag in _flags(filters)]
    return [rule for rule in rules if rule]


def excluded_tags(query: Query) -> list[str]:
    """Tags, none of which a profile may have."""
    return [employer_tag(key) for key in query.not_employers]


def area_tags(areas: Iterable[Area]) -> list[str]:
    """The tags of these countries and states; a profile needs only one of them."""
    return [tag("region", *area) if area[1] else tag("country", area[0]) for area in areas]


def remote_tags(query: Query) -> list[list[str]]:
    """Like `required_tags`, for people who are found as remote workers rather than at a place."""
    where = [] if ANYWHERE in query.remote_areas else area_tags(query.remote_areas)
    return [[REMOTE], *([where] if where else [])] if query.remote_areas else []


def _flags(filters: Filters) -> list[str]:
    flags = {
        REMOTE: filters.remote,
        "relocate": filters.relocate,
        "open": filters.open_to_work,
        "email": filters.has_email,
        "phone": filters.has_phone,
    }
    return [name for name, is_set in flags.items() if is_set]


def required_rules(query: Query) -> list[Rule]:
    """Rules, all of which a profile must match."""
    filters = query.filters
    rules: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (filters.titles, (field_groups.TITLE,)),
        *(((skill,), (field_groups.SKILL,)) for skill in filters.skills_all),
        (filters.skills_any, (field_groups.SKILL,)),
        (filters.company_now, (field_groups.COMPANY,)),
        (filters.company_ever, (field_groups.COMPANY, field_groups.PAST_COMPANY)),
        ((filters.school,) if filters.school else (), (field_groups.SCHOOL,)),
    ]
    return [(names, where) for wanted, where in rules if (names := _values(query, wanted, where))]


def excluded_rules(query: Query) -> list[Rule]:
    """Rules, none of which a profile may match."""
    filters = query.filters
    rules = (
        (filters.skills_none, (field_groups.SKILL,)),
        (filters.company_not, (field_groups.COMPANY, field_groups.PAST_COMPANY)),
    )
    return [(names, where) for unwanted, where in rules if (names := _values(query, unwanted, where))]


def _values(query: Query, wanted: tuple[str, ...], where: tuple[str, ...]) -> Names:
    """The names to look for: titles and skills in every form, companies and schools unchanged."""
    return values(query, wanted, forms=where in ((field_groups.TITLE,), (field_groups.SKILL,)))


def degree(filters: Filters) -> int | None:
    """The lowest accepted position in Degree; None if the filter is unset or not a Degree."""
    order = [str(kind) for kind in Degree]
    return order.index(filters.education) if filters.education in order else None
