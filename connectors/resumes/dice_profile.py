"""A profile from Dice in the import format. Field names: C in docs/sources.md."""

from typing import Any

from connectors.files.values import dates, degrees, parsers
from connectors.resumes.base import Body, Document
from connectors.resumes.documents import document
from connectors.resumes.reading import (
    Given,
    at,
    checked,
    items,
    number,
    part,
    parts,
    read,
    text,
    texts,
    whole,
    without_empty,
)


def masked(record: object) -> Body | None:
    """The profile without contact details, as in a page of results; None if it can't be read."""
    return checked(_body(record))


def whole_profile(record: object) -> Body | None:
    """The profile as viewed, with contact details."""
    emails = [each for each in texts(record, "email", ("email", "address", "value")) if "@" in each]
    phones = texts(record, "phone", ("phone", "number", "phoneNumber", "value"))
    return checked(_body(record) | without_empty(emails=emails, phones=phones))


def resume(record: object) -> Document | None:
    encoded = at(record, "resume.resumeData")
    return document(encoded, text(record, "resume.filename")) if isinstance(encoded, str) else None


def _body(record: object) -> Body:
    name = text(record, "fullName", 300) or " ".join(
        filter(None, (text(record, "firstName", 150), text(record, "lastName", 149)))
    )
    years = whole(record, "yearsOfExperience")
    return without_empty(
        id=text(record, "id") or text(record, "candidateId"),
        source="dice",
        name=name,
        headline=_headline(record),
        place=_place(record),
        experience=_experience(record),
        education=[study for each in parts(record, "education") if (study := _study(each))],
        skills=texts(record, "skills", ("skill", "name")),
        years_experience=years if years is not None and 0 <= years <= 80 else None,
        links=_links(record),
        willing_to_relocate=_relocates(record),
        work_authorization=_permit(record),
        updated_at=read(dates.moment, text(record, "dateResumeLastUpdated") or text(record, "dateLastActive")),
        has_email=_flag(record, "hasEmail"),
        has_phone=_flag(record, "hasPhone"),
    )


def _headline(record: object) -> str | None:
    title, company = text(record, "currentJobTitle", 240), text(record, "currentCompany", 240)
    return f"{title} at {company}" if title and company else title or company


def _place(record: object) -> Given:
    """The profile's own place, completed with details from the first of its locations."""
    first = part((items(record, "locations") or [None])[0])
    lat, lon = number(first, "latitude"), number(first, "longitude")
    on_earth = lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
    return without_empty(
        city=text(record, "city") or text(first, "city"),
        region=text(record, "region") or text(first, "region"),
        country=text(first, "countryCode") or text(record, "country") or text(first, "country"),
        postal_code=text(first, "postalCode"),
        lat=lat if on_earth else None,
        lon=lon if on_earth else None,
    )


def _experience(record: object) -> list[Given]:
    posts = [*parts(record, "experience.current"), *parts(record, "experience.history")]
    found = [post for each in posts if (post := _post(each))]
    if not parts(record, "experience.current"):
        current = without_empty(title=text(record, "currentJobTitle"), company=text(record, "currentCompany"))
        found = [current, *found] if current else found
    return found


def _post(given: Given) -> Given:
    return without_empty(
        title=text(given, "title"),
        company=text(given, "org"),
        start=_date(at(given, "periodStart")),
        end=_date(at(given, "periodEnd")),
    )


def _date(given: Any) -> str | None:
    """The date in an object {year, month, day}, as "2019-03"; text is parsed as a date."""
    if isinstance(given, str):
        return read(dates.partial_date, given)
    year, month = whole(given, "year"), whole(given, "month")
    if year is None or not 1900 <= year <= 2100:
        return None
    return f"{year}-{month:02}" if month is not None and 1 <= month <= 12 else str(year)


def _study(given: Given) -> Given:
    degree = text(given, "degree")
    return without_empty(school=text(given, "org"), degree=read(degrees.degree, degree), study_type=degree)


def _links(record: object) -> list[Given]:
    found: list[Given] = []
    for each in parts(record, "socialProfiles"):
        url = read(parsers.web_address, text(each, "url"))
        if url:
            found.append({"kind": text(each, "source") or "website", "url": url})
    return found


def _relocates(record: object) -> bool | None:
    given = [at(each, "willingToRelocate") for each in parts(record, "workPreferences")]
    return any(each is True for each in given) if any(isinstance(each, bool) for each in given) else None


def _permit(record: object) -> str | None:
    for each in items(record, "workPermitDocuments"):
        if known := read(
            parsers.work_authorization, text(each) or text(part(each), "type") or text(part(each), "name")
        ):
            return known
    return None


def _flag(record: object, path: str) -> bool | None:
    given = at(record, path)
    return given if isinstance(given, bool) else None
