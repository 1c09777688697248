"""Writes a search as People Data Labs accepts it: an Elasticsearch query over its fields, whose values are in lower
case.

Fields: https://docs.peopledatalabs.com/docs/elasticsearch-mapping. There is no search around a point."""

import json
import re
from collections.abc import Iterable
from typing import Any

from connectors.resumes.base import NamedPlace, SourceQuery
from connectors.resumes.boolean_text import unexpressed_filters
from connectors.resumes.place_names import country_name, region_name
from connectors.search.base import And, Field, Filters, Not, Or, Phrase, What, Word
from connectors.search.language.chips import shown

Query = dict[str, Any]
EXPRESSED = frozenset(
    {
        "titles",
        "skills_all",
        "skills_any",
        "skills_none",
        "company_now",
        "company_ever",
        "company_not",
        "seniority",
        "years_from",
        "years_to",
        "education",
        "school",
        "has_email",
        "has_phone",
    }
)
TITLE, SKILLS, COMPANY = "job_title", "skills", "job_company_name"
ANY_TITLE, ANY_COMPANY, SCHOOL = "experience.title.name", "experience.company.name", "education.school.name"
EVERYWHERE = (TITLE, ANY_TITLE, SKILLS, COMPANY, "job_company_industry", "education.majors")
FIELDS = {
    Field.TITLE: (TITLE,),
    Field.SKILL: (SKILLS,),
    Field.COMPANY: (COMPANY, ANY_COMPANY),
    Field.SCHOOL: (SCHOOL,),
    Field.NAME: ("full_name", "first_name", "last_name"),
}
TEXTS = frozenset({TITLE, ANY_TITLE})  # searched word by word; other fields match only as a whole
LEVELS = {  # job_title_levels
    "intern": ("training",),
    "junior": ("entry",),
    "senior": ("senior",),
    "manager": ("manager",),
    "director": ("director",),
    "vice_president": ("vp",),
    "executive": ("cxo", "owner", "partner"),
}
DEGREES = {  # how the names of degrees begin, from least to most
    "associate": "associate",
    "bachelor": "bachelor",
    "master": "master",
    "mba": "master of business",
    "doctorate": "doctor",
}
COUNTRIES = {"BO": "bolivia", "CV": "cape verde", "CW": "curaçao", "MK": "macedonia", "MO": "macau", "SZ": "swaziland"}


def search_clauses(query: SourceQuery) -> tuple[list[Query], tuple[str, ...]]:
    """The clauses that everyone found must match, and what cannot be expressed."""
    missing: list[str] = []
    clauses = [
        *([words] if query.what is not None and (words := _words(query.what)) else []),
        *_filters(query.filters),
        *_where(query, missing),
    ]
    missing += _half_expressed(query.filters)
    unexpressed = (*unexpressed_filters(query.filters, EXPRESSED), *missing)
    return clauses, tuple(dict.fromkeys(unexpressed))


def search_body(query: SourceQuery, clauses: list[Query], largest: int) -> Query:
    """The body of the request. `size` is the number of people that we pay for."""
    return {
        "query": json.dumps({"query": {"bool": {"must": clauses}}}),
        "size": min(max(query.size, 1), largest),
        "titlecase": True,
        **({"scroll_token": query.cursor} if query.cursor else {}),
    }


def _words(what: What) -> Query | None:
    match what:
        case Word(text, field, prefix):
            return _in_fields(text, FIELDS[field] if field else EVERYWHERE, prefix)
        case Phrase(text, field):
            return _in_fields(text, FIELDS[field] if field else EVERYWHERE)
        case And(items):
            found = [each for item in items if (each := _words(item))]
            return {"bool": {"must": found}} if found else None
        case Or(items):
            return _any(each for item in items if (each := _words(item)))
        case Not(item):
            found = _words(item)
            return {"bool": {"must_not": [found]}} if found else None


def _in_fields(text: str, fields: Iterable[str], prefix: bool = False) -> Query | None:
    value = _clean(text)
    if not value:
        return None
    if prefix:
        return _any({"prefix": {field: value}} for field in fields)
    return _any(_holds(field, value) for field in fields)


def _holds(field: str, value: str) -> Query:
    return {"match_phrase": {field: value}} if field in TEXTS else {"term": {field: value}}


def _filters(filters: Filters) -> list[Query]:
    years = {"gte": filters.years_from, "lte": filters.years_to}
    bounds = {name: value for name, value in years.items() if value is not None}
    levels = [name for level in filters.seniority for name in LEVELS.get(level, ())]
    excluded = [*_each(SKILLS, filters.skills_none), *_each(ANY_COMPANY, filters.company_not)]
    found = [
        _any(_each(TITLE, filters.titles)),
        *_each(SKILLS, filters.skills_all),
        _any(_each(SKILLS, filters.skills_any)),
        _any(_each(COMPANY, filters.company_now)),
        _any(_each(ANY_COMPANY, filters.company_ever)),
        {"bool": {"must_not": excluded}} if excluded else None,
        {"terms": {"job_title_levels": levels}} if levels else None,
        {"range": {"inferred_years_experience": bounds}} if bounds else None,
        _degrees(filters.education),
        _any(_each(SCHOOL, (filters.school or "",))),
        _any(_exist("work_email", "personal_emails", "emails")) if filters.has_email else None,
        _any(_exist("mobile_phone", "phone_numbers")) if filters.has_phone else None,
    ]
    return [each for each in found if each]


def _half_expressed(filters: Filters) -> list[str]:
    """The filter values that People Data Labs has no name for, in words."""
    found: list[str] = []
    unknown = tuple(level for level in filters.seniority if level not in LEVELS)
    if unknown:
        found += [label for _, label in shown(Filters(seniority=unknown))]
    if filters.education and filters.education not in (*DEGREES, "none"):
        found += [label for _, label in shown(Filters(education=filters.education))]
    return found


def _degrees(least: str | None) -> Query | None:
    if least not in DEGREES:
        return None
    names = list(DEGREES.values())[list(DEGREES).index(least) :]
    return _any({"prefix": {"education.degrees": name}} for name in names)


def _where(query: SourceQuery, missing: list[str]) -> list[Query]:
    """The clause that matches any of the places and areas."""
    found: list[Query] = []
    for place in query.places:
        where = _place(place)
        if where is None:
            missing.append(f"in {place.label}")
            continue
        found.append(where)
        if place.radius_km:
            missing.append(f"the distance from {place.label}")
    for country, state in query.areas:
        found.append(_all_of(_country(country), _region(country, state) if state else None))
    anywhere = _any(found)
    return [anywhere] if anywhere else []


def _place(place: NamedPlace) -> Query | None:
    """The clause for a town, in its state and country if these are known; None if the place has no town."""
    town = _clean(place.city)
    if not town:
        return None
    region = _region(place.country, place.region) if place.region else None
    return _all_of({"term": {"location_locality": town}}, region, _country(place.country) if place.country else None)


def _country(code: str) -> Query:
    return {"term": {"location_country": COUNTRIES.get(code) or country_name(code).lower()}}


def _region(country: str, code: str) -> Query:
    return {"term": {"location_region": region_name(country, code).lower()}}


def _each(field: str, values: Iterable[str]) -> list[Query]:
    return [_holds(field, value) for each in values if (value := _clean(each))]


def _exist(*fields: str) -> list[Query]:
    return [{"exists": {"field": field}} for field in fields]


def _any(queries: Iterable[Query]) -> Query | None:
    found = list(queries)
    return found[0] if len(found) == 1 else {"bool": {"should": found}} if found else None


def _all_of(*queries: Query | None) -> Query:
    found = [each for each in queries if each]
    return found[0] if len(found) == 1 else {"bool": {"must": found}}


def _clean(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\ud800-\udfff]", " ", text).lower().split())
