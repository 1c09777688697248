"""CSV column headings: the field that each one maps to, and how its cells are parsed."""

import re
from collections.abc import Callable, Mapping

from connectors.files import headings_abroad
from connectors.files.values import dates, parsers
from connectors.files.values.degrees import degree, education

Convert = Callable[[str], object]


def _text(value: str) -> str:
    return value


_PLACE: dict[str, Convert] = {
    "place": parsers.place,
    "place.city": _text,
    "place.region": _text,
    "place.country": _text,
    "place.postal_code": parsers.code,
    "place.lat": parsers.number,
    "place.lon": parsers.number,
}
PROFILE_FIELDS: Mapping[str, Convert] = {
    "id": parsers.code,
    "name": _text,
    "first_name": _text,
    "middle_name": _text,
    "last_name": _text,
    "headline": _text,
    "summary": _text,
    "emails": parsers.emails,
    "phones": parsers.phones,
    "links": parsers.links,
    "links.linkedin": parsers.links,
    "links.github": parsers.links,
    "links.website": parsers.links,
    "photo_url": _text,
    **_PLACE,
    "experience.title": _text,
    "experience.company": _text,
    "experience.start": dates.start_of_post,
    "experience.end": dates.end_of_post,
    "experience.summary": _text,
    "education": education,
    "education.school": _text,
    "education.degree": degree,
    "education.field": _text,
    "education.end": dates.partial_date,
    "skills": parsers.listed,
    "languages": parsers.listed,
    "years_experience": parsers.years,
    "open_to_work": parsers.yes_or_no,
    "remote": parsers.remote,
    "willing_to_relocate": parsers.yes_or_no,
    "work_authorization": parsers.work_authorization,
    "found_via": _text,
    "do_not_contact": parsers.opted_out,
    "other": _text,
    "updated_at": dates.moment,
}
JOB_FIELDS: Mapping[str, Convert] = {
    "id": parsers.code,
    "title": _text,
    "department": _text,
    **_PLACE,
    "remote": parsers.remote,
    "description": _text,
    "apply_url": parsers.web_address,
    "status": parsers.job_status,
    "recruiter_email": parsers.one_email,
    "employment_type": _text,
    "updated_at": dates.moment,
}


def folded(heading: str) -> str:
    """Normalize a heading for comparison: "E-Mail  Address" and "email_address" are equal. A heading made up only of
    symbols, like "###", stays as it is."""
    plain = re.sub(r"\s*\((?:required|optional|mandatory|pflichtfeld)\)$", "", heading.casefold().strip())
    return re.sub(r"[^\w]+|_+", "", plain) or plain


def lines_of_headings(lines: str) -> dict[str, str]:
    """Folded heading → field, from lines of "field: heading, heading". Without a field, the column is skipped."""
    found: dict[str, str] = {}
    for line in filter(str.strip, lines.splitlines()):
        field, _, names = line.partition(": ")
        found.update({folded(name): field.strip() for name in names.split(", ")})
    return found


def _known(fields: Mapping[str, Convert], others: str) -> Mapping[str, str]:
    """Folded heading → field, for the field names themselves and for `others`, lines of "field: heading, heading"."""
    return {**lines_of_headings(others), **{folded(field): field for field in fields}}


_PLACE_HEADINGS = """
place: Location, Where, Candidate Location, Current Location, Job Location, Office, Address, Full Address
place.city: City, Town, Current City, Home City, Business City, Address City, City/Town
place.region: State, Region, Province, State/Province, County, State/Region, Home State, Business State, Address Region
place.country: Country, Country Code, Country/Region, Home Country/Region, Business Country/Region, Address Country
place.postal_code: ZIP, ZIP Code, Postal Code, Postcode, ZIP/Postal Code, Home Postal Code, Business Postal Code
place.lat: Latitude, Lat
place.lon: Longitude, Lon, Lng
"""
PROFILE_HEADINGS: Mapping[str, str] = _known(
    PROFILE_FIELDS,
    _PLACE_HEADINGS
    + headings_abroad.PROFILES
    + """
id: ID, Candidate ID, Person ID, External ID, Profile ID, Contact ID, Record ID, Applicant ID
name: Name, Full Name, Candidate, Candidate Name, Applicant, Applicant Name, Display Name, Contact Name
first_name: First Name, Given Name, Forename
middle_name: Middle Name, Additional Name
last_name: Last Name, Surname, Family Name
headline: Headline, Tagline, Resume Headline, Resume Title
summary: Summary, About, Bio, Profile Summary, About Me
emails: Email, E-mail, E-mail Address, Mail, Primary Email, Work Email, Personal Email, Email ID, Secondary Email
emails: Email Value, Other Email, Alternate Email, Emails, Candidate Email, Primary Email Address
phones: Phone, Phone Number, Mobile, Mobile Phone, Cell, Cell Phone, Telephone, Tel, Work Phone, Mobile Number
phones: Phone Value, Home Phone, Business Phone, Other Phone, Primary Phone, Contact Number, Phones, Mobile No
links: Links, URL, URLs, Profile URL, Public Profile, Social, Public Profile URL, Social Profiles
links.linkedin: LinkedIn, LinkedIn URL, LinkedIn Profile, LinkedIn Profile URL, LinkedIn Bio
links.github: GitHub, GitHub URL
links.website: Website, Web Site, Homepage, Portfolio, Blog, Web Page, Website Value, Website URL, Personal Website
photo_url: Photo, Picture, Avatar, Image
experience.title: Title, Job Title, Position, Current Title, Current Position, Role, Occupation, Current Job Title
experience.title: Designation, Current Designation, Organization Title, Curr. Company Designation
experience.company: Company, Employer, Organisation, Organization, Current Company, Current Employer, Company Name
experience.company: Organization Name, Curr. Company name, Associated Company, Current Organization
experience.start: Start Date, Started, Since
education: Education, Highest Education
education.school: School, University, College, School Name, UG University/institute Name
education.degree: Degree, Highest Degree, Education Level, Highest Qualification Held, Qualification
education.degree: Under Graduation degree
education.field: Major, Field of Study, Course, UG Specialization
education.end: Graduation, Graduation Year, Graduated, Graduation Date, UG Graduation year
skills: Skill, Skills, Key Skills, Top Skills, Technologies, Skill Set, Primary Skills, Skill List
languages: Language, Languages, Spoken Languages
years_experience: Years of Experience, Years, Experience (Years), YoE, Total Experience, Experience in Years
years_experience: Work Experience, Total Years of Experience
open_to_work: Open to Work, Looking, Actively Looking
remote: Remote, Open to Remote
willing_to_relocate: Relocate, Willing to Relocate, Relocation
work_authorization: Work Authorization, Work Authorisation, Work Permit, Visa, Visa Status
found_via: Source, Sources, Candidate Source, Lead Source, Application Source, Origin, Found Via, Referral Source
do_not_contact: Email Opt Out, Do Not Contact, Opt Out, Opted Out, Unsubscribed, Do Not Email, Do Not Call, DNC
do_not_contact: Unsubscribed from all email, Mass Mail Opt Out, Opted out of email, Unsubscribe, Has Opted Out Of Email
other: Status, Candidate Status, Stage, Current Stage, Notes, Tags, Labels, Groups, Categories, Salutation, Prefix
other: Suffix, Name Prefix, Name Suffix, Nickname, Department, Organization Department, Street, Industry, Owner
other: Expected Salary, Current Salary, Annual Salary, Rejection Reason, Preferred Locations, Recruiter, Interest Level
other: Notice period/ Availability to join, Notice Period, Date of application, Created At, Applied At, Created Time
other: Connected On, Relevant Experience, Birthday, Business Street, Home Street, Office Location, Certifications
updated_at: Updated, Last Updated, Last Modified, Modified, Updated On, Updated At, Modified Time, Last Modified Date
""",
)
JOB_HEADINGS: Mapping[str, str] = _known(
    JOB_FIELDS,
    _PLACE_HEADINGS
    + """
id: ID, Job ID, Requisition, Requisition ID, Req ID, Reference, External ID
title: Title, Job Title, Job, Role, Position, Job Name, Posting Title, Job Opening, Posting Name
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
