"""What both engines index from a profile: words by group, facts as tags, and a number for sorting by date."""

from hashlib import blake2b

from connectors.search.base import Document, Field
from connectors.search.fold import accented, fold, words

TITLE, HEADLINE, PAST_TITLE = "title", "headline", "past_title"
SKILL, COMPANY, PAST_COMPANY = "skill", "company", "past_company"
NAME, SCHOOL, REST = "name", "school", "rest"
REMOTE = "remote"  # the tag of people who work remotely

WEIGHTS: dict[str, float] = {
    TITLE: 8.0,
    HEADLINE: 7.0,
    PAST_TITLE: 4.5,
    SKILL: 4.0,
    COMPANY: 2.5,
    PAST_COMPANY: 2.0,
    NAME: 1.5,
    SCHOOL: 1.0,
    REST: 0.7,
}
"""Ranking weight of a match in each group."""

GROUPS = tuple(WEIGHTS)

GROUPS_OF: dict[Field | None, tuple[str, ...]] = {
    None: GROUPS,
    Field.TITLE: (TITLE, HEADLINE, PAST_TITLE),
    Field.SKILL: (SKILL,),
    Field.COMPANY: (COMPANY, PAST_COMPANY),
    Field.SCHOOL: (SCHOOL,),
    Field.NAME: (NAME,),
}


_YEAR_2010 = 1_262_304_000  # Unix seconds
_YEAR = 31_556_952  # seconds


def folded_values(document: Document) -> dict[str, list[str]]:
    """Group → its values, folded. Values stay separate strings, so that a phrase matches only within a single value."""
    raw: dict[str, tuple[str, ...]] = {
        TITLE: document.current_titles,
        HEADLINE: (document.headline,),
        PAST_TITLE: document.past_titles,
        SKILL: document.skills,
        COMPANY: document.current_companies,
        PAST_COMPANY: document.past_companies,
        NAME: (document.name,),
        SCHOOL: document.schools,
        REST: (*document.summary.split("\n"), document.city, document.region),
    }
    folded = {group: [" ".join(cut) for value in values if (cut := words(value))] for group, values in raw.items()}
    return {group: values for group, values in folded.items() if values}


def tag(kind: str, *values: str | int) -> str:
    """A fact as a single token: tag("region", "US", "New York") → "region_us_new_york"."""
    return "_".join((kind, *("_".join(words(str(value))) for value in values)))


def employer_tag(key: str) -> str:
    """A key of `Document.employers` as a tag, of a fixed length and alphabet."""
    return f"employer_{blake2b(key.encode(), digest_size=8).hexdigest()}"


def tags(document: Document) -> list[str]:
    """A tag for each fact that is known to be true. A filter requires a tag, so profiles with an unknown value fail
    it."""
    found = [tag("workspace", document.workspace_id), tag("source", document.source)]
    if document.country:
        found.append(tag("country", document.country))
        if document.region:
            found.append(tag("region", document.country, document.region))
    if document.work_authorization:
        found.append(tag("authorization", document.work_authorization))
    found += [tag("seniority", level) for level in document.seniority]
    found += map(employer_tag, document.employers)
    flags = {
        REMOTE: document.remote,
        "relocate": document.relocate,
        "open": document.open_to_work,
        "email": document.has_email,
        "phone": document.has_phone,
    }
    return [*found, *(name for name, is_set in flags.items() if is_set)]


def recency(document: Document) -> int:
    """A key for sorting in descending order: newest first, unknown dates last, ascending ids within a date. Always
    under 2**63."""
    return (min(document.updated or 0, 2**31 - 1) << 32) | (2**32 - 1 - document.id)


def freshness(document: Document) -> float:
    """A weight for relevance ranking that grows by 0.05 per year after 2010; 0 if the date is unknown.

    It doesn't depend on the current date, so it can be stored: only the difference between profiles matters."""
    return max(0.0, (document.updated or 0) - _YEAR_2010) / _YEAR * 0.05


def id_of(recency_value: int) -> int:
    """The profile id encoded in a `recency` value."""
    return 2**32 - 1 - (recency_value & (2**32 - 1))


def facets(document: Document) -> dict[str, tuple[str, ...]]:
    """Facet → the profile's values in their original spelling. Of values that fold to the same text, only one is
    included."""
    return {
        "source": (document.source,),
        "skills": _distinct(document.skills),
        "company": _distinct(document.current_companies),
        "title": _distinct(document.current_titles),
        "region": (document.region,) if document.region else (),
    }


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({fold(value): value for value in values}.values())


def accents(document: Document) -> dict[str, None]:
    """The distinct words that folding changes, in their original spelling."""
    texts = (document.name, document.headline, document.summary, document.city, document.region)
    lists = (
        *(document.current_titles, document.past_titles, document.current_companies, document.past_companies),
        *(document.skills, document.schools),
    )
    return dict.fromkeys(
        word for text in (*texts, *(value for values in lists for value in values)) for word in accented(text)
    )
