"""A person from People Data Labs in the import format. On the free plan, a field that is not included is true or false.

Fields: https://docs.peopledatalabs.com/docs/fields."""

from connectors.files.values import dates, degrees, parsers
from connectors.profiles import Degree
from connectors.resumes.base import Body
from connectors.resumes.reading import (
    Given,
    at,
    checked,
    items,
    long_text,
    parts,
    read,
    text,
    texts,
    whole,
    without_empty,
)

_EMAILS = ("work_email", "recommended_personal_email", "personal_emails", "emails")
_PHONES = ("mobile_phone", "phone_numbers")


def masked(record: object) -> Body | None:
    """The person without contact details; None if the record can't be read."""
    return checked(_body(record))


def whole_profile(record: object) -> Body | None:
    """The person with the contact details that the plan includes."""
    emails = [each for field in _EMAILS for each in texts(record, field, ("address",)) if "@" in each]
    phones = [each for field in _PHONES for each in texts(record, field)]
    contact = without_empty(emails=list(dict.fromkeys(emails)), phones=list(dict.fromkeys(phones)))
    return checked(_body(record) | contact)


def _body(record: object) -> Body:
    years = whole(record, "inferred_years_experience")
    names = (text(record, "first_name", 150), text(record, "last_name", 149))
    return without_empty(
        id=text(record, "id"),
        source="people_data_labs",
        name=text(record, "full_name", 300) or " ".join(filter(None, names)),
        headline=_headline(record),
        summary=long_text(record, "summary"),
        place=_place(record),
        experience=_experience(record),
        education=[study for each in parts(record, "education") if (study := _study(each))],
        skills=texts(record, "skills", ("name",)),
        languages=texts(record, "languages", ("name",)),
        years_experience=years if years is not None and 0 <= years <= 80 else None,
        links=_links(record),
        updated_at=read(dates.moment, text(record, "job_last_verified") or text(record, "job_last_changed")),
        has_email=_has(record, _EMAILS),
        has_phone=_has(record, _PHONES),
    )


def _has(record: object, fields: tuple[str, ...]) -> bool | None:
    """Whether one of the fields has a value (the free plan returns true instead of the value); None if the response has
    none of these fields."""
    given = [at(record, field) for field in fields]
    return any(given) if any(each is not None for each in given) else None


def _headline(record: object) -> str | None:
    title, company = text(record, "job_title", 240), text(record, "job_company_name", 240)
    return f"{title} at {company}" if title and company else title or company


def _place(record: object) -> Given:
    lat, lon = _point(text(record, "location_geo"))
    return without_empty(
        city=text(record, "location_locality"),
        region=text(record, "location_region"),
        country=text(record, "location_country"),
        postal_code=text(record, "location_postal_code"),
        lat=lat,
        lon=lon,
    )


def _point(given: str | None) -> tuple[float | None, float | None]:
    """The coordinates in text such as "42.36,-71.06"."""
    try:
        lat, lon = (float(each) for each in (given or "").split(","))
    except ValueError:
        return None, None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)


def _experience(record: object) -> list[Given]:
    """The positions held, current ones first."""
    posts = sorted(parts(record, "experience"), key=lambda each: at(each, "is_primary") is not True)
    found = [post for each in posts if (post := _post(each))]
    current = without_empty(title=text(record, "job_title"), company=text(record, "job_company_name"))
    return found or ([current] if current else [])


def _post(given: Given) -> Given:
    return without_empty(
        title=text(given, "title.name"),
        company=text(given, "company.name"),
        start=read(dates.partial_date, text(given, "start_date")),
        end=read(dates.partial_date, text(given, "end_date")),
        summary=long_text(given, "summary"),
    )


def _study(given: Given) -> Given:
    known = [degree for each in texts(given, "degrees") if (degree := read(degrees.degree, each))]
    return without_empty(
        school=text(given, "school.name"),
        degree=max(known, key=[str(each) for each in Degree].index, default=None),
        field=next(iter(texts(given, "majors")), None),
        end=read(dates.partial_date, text(given, "end_date")),
    )


def _links(record: object) -> list[Given]:
    named = [("linkedin", text(record, "linkedin_url")), ("github", text(record, "github_url"))]
    named += [(text(each, "network") or "website", text(each, "url")) for each in items(record, "profiles")]
    found: dict[str, Given] = {}
    for kind, url in named:
        if address := read(parsers.web_address, url):
            found.setdefault(address.rstrip("/"), {"kind": kind, "url": address})
    return list(found.values())
