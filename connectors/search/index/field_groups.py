"""What both engines hold of a profile: its words by group, its facts as tags, and one number to sort by date."""

from connectors.search.base import Document, Field
from connectors.search.fold import accented, fold, words

TITLE, HEADLINE, PAST_TITLE = "title", "headline", "past_title"
SKILL, COMPANY, PAST_COMPANY = "skill", "company", "past_company"
NAME, SCHOOL, REST = "name", "school", "rest"

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
"""How much a word found in a group counts for the order of the results."""

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


def spoken(document: Document) -> dict[str, list[str]]:
    """The folded words of each group, one string a value: a phrase stands within one value, or nowhere."""
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
    """One fact as one word: tag("region", "US", "New York") → "region_us_new_york"."""
    return "_".join((kind, *("_".join(words(str(value))) for value in values)))


def tags(document: Document) -> list[str]:
    """Facts that are so, or are not known to be: a filter asks for the tag, so what is unknown passes none."""
    held = [tag("workspace", document.workspace_id), tag("source", document.source)]
    if document.country:
        held.append(tag("country", document.country))
        if document.region:
            held.append(tag("region", document.country, document.region))
    if document.work_authorization:
        held.append(tag("authorization", document.work_authorization))
    held += [tag("seniority", level) for level in document.seniority]
    flags = {
        "remote": document.remote,
        "relocate": document.relocate,
        "open": document.open_to_work,
        "email": document.has_email,
        "phone": document.has_phone,
    }
    return [*held, *(name for name, so in flags.items() if so)]


def recency(document: Document) -> int:
    """Sorts by date, newest first, unknown dates last, and by ascending id within a date; under 2**63."""
    return (min(document.updated or 0, 2**31 - 1) << 32) | (2**32 - 1 - document.id)


def freshness(document: Document) -> float:
    """A weight that grows by 0.05 a year after 2010, for the order by relevance; 0 where the date is unknown.

    It does not depend on today, so that it can be kept: of two profiles only the difference matters."""
    return max(0.0, (document.updated or 0) - _YEAR_2010) / _YEAR * 0.05


def id_of(sorting: int) -> int:
    """The id within what `recency` gave."""
    return 2**32 - 1 - (sorting & (2**32 - 1))


def facets(document: Document) -> dict[str, tuple[str, ...]]:
    """Facet → the values a profile counts for, as it writes them, those that fold alike once."""
    return {
        "source": (document.source,),
        "skills": _once(document.skills),
        "company": _once(document.current_companies),
        "title": _once(document.current_titles),
        "region": (document.region,) if document.region else (),
    }


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({fold(value): value for value in values}.values())


def accents(document: Document) -> dict[str, None]:
    """The words that folding changes, each once, as they stand."""
    texts = (document.name, document.headline, document.summary, document.city, document.region)
    lists = (
        *(document.current_titles, document.past_titles, document.current_companies, document.past_companies),
        *(document.skills, document.schools),
    )
    return dict.fromkeys(
        word for text in (*texts, *(value for values in lists for value in values)) for word in accented(text)
    )
