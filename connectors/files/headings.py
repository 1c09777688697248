"""CSV column headings: the field each stands for, and how its cells are parsed."""

import re
from collections.abc import Callable, Mapping

from connectors.files import value_parsers

Convert = Callable[[str], object]


def _text(value: str) -> str:
    return value


_PLACE: dict[str, Convert] = {
    "place": value_parsers.place,
    "place.city": _text,
    "place.region": _text,
    "place.country": _text,
    "place.postal_code": _text,
    "place.lat": value_parsers.number,
    "place.lon": value_parsers.number,
}
PROFILE_FIELDS: Mapping[str, Convert] = {
    "id": _text,
    "source": _text,
    "name": _text,
    "first_name": _text,
    "last_name": _text,
    "headline": _text,
    "summary": _text,
    "emails": value_parsers.listed,
    "phones": value_parsers.listed,
    "links": value_parsers.listed,
    "links.linkedin": value_parsers.listed,
    "links.github": value_parsers.listed,
    "links.website": value_parsers.listed,
    "photo_url": _text,
    **_PLACE,
    "experience.title": _text,
    "experience.company": _text,
    "experience.start": value_parsers.partial_date,
    "experience.end": value_parsers.partial_date,
    "experience.summary": _text,
    "education.school": _text,
    "education.degree": value_parsers.degree,
    "education.field": _text,
    "education.end": value_parsers.partial_date,
    "skills": value_parsers.listed,
    "languages": value_parsers.listed,
    "years_experience": value_parsers.years,
    "open_to_work": value_parsers.yes_or_no,
    "remote": value_parsers.remote,
    "willing_to_relocate": value_parsers.yes_or_no,
    "work_authorization": value_parsers.work_authorization,
    "updated_at": value_parsers.moment,
}
JOB_FIELDS: Mapping[str, Convert] = {
    "id": _text,
    "title": _text,
    "department": _text,
    **_PLACE,
    "remote": value_parsers.remote,
    "description": _text,
    "apply_url": _text,
    "status": str.casefold,
    "recruiter_email": _text,
    "employment_type": _text,
    "updated_at": value_parsers.moment,
}


def folded(heading: str) -> str:
    """Normalize a heading for comparison: "E-Mail  Address" and "email_address" are equal."""
    return re.sub(r"[^\w]+|_+", "", heading.casefold())


def _known(fields: Mapping[str, Convert], others: str) -> Mapping[str, str]:
    """Folded heading → field, for the field names themselves and for `others`: lines of "field: heading, heading"."""
    known = {folded(field): field for field in fields}
    for line in others.strip().splitlines():
        field, _, names = line.strip().partition(": ")
        known.update({folded(name): field for name in names.split(", ")})
    return known


_PLACE_HEADINGS = """
place: Location, Where, Candidate Location, Current Location, Job Location, Office
place.city: City, Town
place.region: State, Region, Province, State/Province, County
place.country: Country, Country Code
place.postal_code: ZIP, ZIP Code, Postal Code, Postcode
place.lat: Latitude, Lat
place.lon: Longitude, Lon, Lng
"""
PROFILE_HEADINGS: Mapping[str, str] = _known(
    PROFILE_FIELDS,
    _PLACE_HEADINGS
    + """
id: ID, Candidate ID, Person ID, External ID, Profile ID
name: Name, Full Name, Candidate, Candidate Name, Applicant, Display Name
first_name: First Name, Given Name, Forename
last_name: Last Name, Surname, Family Name
headline: Headline, Tagline
summary: Summary, About, Bio, Profile Summary
emails: Email, E-mail, E-mail Address, Mail, Primary Email, Work Email, Personal Email, Email 1, Email 2, Email 3
phones: Phone, Phone Number, Mobile, Mobile Phone, Cell, Cell Phone, Telephone, Tel, Phone 1, Phone 2, Work Phone
links: Links, URL, URLs, Profile URL, Public Profile, Social
links.linkedin: LinkedIn, LinkedIn URL, LinkedIn Profile
links.github: GitHub, GitHub URL
links.website: Website, Web Site, Homepage, Portfolio, Blog
photo_url: Photo, Picture, Avatar, Image
experience.title: Title, Job Title, Position, Current Title, Current Position, Role, Occupation
experience.company: Company, Employer, Organisation, Organization, Current Company, Current Employer, Company Name
experience.start: Start Date, Started, Since
education.school: School, University, College, Education
education.degree: Degree, Highest Degree, Education Level
education.field: Major, Field of Study, Course
education.end: Graduation, Graduation Year, Graduated
skills: Skill, Skills, Key Skills, Top Skills, Technologies
languages: Language, Languages
years_experience: Years of Experience, Years, Experience (Years), YoE, Total Experience
open_to_work: Open to Work, Looking, Actively Looking
remote: Remote, Open to Remote
willing_to_relocate: Relocate, Willing to Relocate, Relocation
work_authorization: Work Authorization, Work Authorisation, Work Permit, Visa, Visa Status
updated_at: Updated, Last Updated, Last Modified, Modified
""",
)
JOB_HEADINGS: Mapping[str, str] = _known(
    JOB_FIELDS,
    _PLACE_HEADINGS
    + """
id: ID, Job ID, Requisition, Requisition ID, Req ID, Reference, External ID
title: Title, Job Title, Job, Role, Position
department: Department, Team, Division
remote: Remote, Workplace
description: Description, Job Description, Details
apply_url: Apply URL, Apply, Apply Link, Link, URL, Posting URL
status: Status, State of job
recruiter_email: Recruiter Email, Recruiter E-mail, Recruiter, Owner
employment_type: Employment Type, Type, Job Type, Contract
updated_at: Updated, Last Updated, Updated On
""",
)
