"""Exports of known programs, recognized by their headings. In these files, some headings have a different meaning than
elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.files.headings import folded, lines_of_headings


@dataclass(frozen=True, slots=True)
class Export:
    """An export of a known program. `signs`: a combination of folded headings that only this program writes.
    `headings`: folded heading → field."""

    name: str
    kind: str
    signs: frozenset[str]
    headings: Mapping[str, str]


def _export(name: str, signs: str, headings: str = "", kind: str = "candidates") -> Export:
    return Export(name, kind, frozenset(map(folded, signs.split(", "))), lines_of_headings(headings))


_EXPORTS = (
    _export("LinkedIn connections", "First Name, Last Name, Connected On"),
    _export(
        "LinkedIn Recruiter",
        "Profile URL, Current Title, Current Company, Active Project",
        "links.linkedin: Profile URL\nother: Active Project, Feedback",
    ),
    _export(
        "Greenhouse",
        "Candidate ID, Job, Stage, Rejection Reason",
        "other: Job, Jobs, Coordinator, Application Date, Milestone",
    ),
    _export(
        "Lever",
        "Origin, Stage, Posting Title",
        "id: Candidate ID, Opportunity ID\nother: Posting Title, Archive Reason, Archived At, Archived Reason, "
        "Posting Owner, Posting Team, Posting Department, Posting Location",
    ),
    _export("Lever", "Origin, Current Stage, Posting", "other: Posting, Archive Reason"),
    _export("Workable", "Job, Stage, Disqualified", "other: Job, Disqualified, Disqualification Reason, Domain"),
    _export(
        "Ashby",
        "Candidate Name, Current Interview Stage, Credited To",
        "other: Job, Job Title, Current Interview Stage, Credited To, Archive Reason, Hiring Team",
    ),
    _export(
        "Ashby",
        "Candidate Name, Application Source, Archive Reason",
        "other: Job, Job Title, Current Interview Stage, Credited To, Archive Reason, Hiring Team",
    ),
    _export(
        "Bullhorn",
        "Date Last Modified, Occupation, Mass Mail Opt Out",
        "updated_at: Date Last Modified\nother: Employee Type, Employment Preference, Desired Locations, Date Added",
    ),
    _export("Zoho Recruit", "Skill Set, Current Employer, Candidate Status", "other: Candidate Owner, Street"),
    _export(
        "Indeed",
        "Candidate Location, Job Title, Interest Level",
        "experience.title: Relevant Experience\neducation: Education\n"
        "other: Job Title, Job Location, Date, Status, Interest Level",
    ),
    _export(
        "Naukri",
        "Resume Headline, Curr. Company Designation, Key Skills",
        "other: Department, Role, Industry, Post graduation degree, PG Specialization, PG Graduation year, "
        "PG University/institute Name, Job Title, Functional Area, Gender, Marital Status, Home Town/City, Pin Code",
    ),
    _export("HubSpot", "Record ID, Contact owner", "other: Contact owner, Lead Status, Create Date, Lifecycle Stage"),
    _export("HubSpot", "Record ID, Lead Status", "other: Contact owner, Lead Status, Create Date, Lifecycle Stage"),
    _export(
        "Google Contacts",
        "Organization Name, E-mail 1 - Value",
        "name: File As\n: E-mail Label, Phone Label, Address Label, Website Label, Photo, Phonetic First Name, "
        "Phonetic Middle Name, Phonetic Last Name, Relation Label, Event Label, Custom Field Label\n"
        "other: Address Formatted, Address Street, Address PO Box, Address Extended Address",
    ),
    _export(
        "Google Contacts",
        "Given Name, Family Name, E-mail 1 - Value",
        "experience.title: Organization Title\nexperience.company: Organization Name\n"
        "other: Address Formatted, Address Street, Group Membership, Organization Department\n"
        ": E-mail Type, Phone Type, Address Type, Website Type, Organization Type, Photo, Yomi Name, Given Name Yomi, "
        "Additional Name Yomi, Family Name Yomi, Organization Yomi Name",
    ),
    _export(
        "Outlook",
        "E-mail Address, Business Phone, Job Title",
        "other: Title, Home Street, Business Street, Other Street, Home Fax, Business Fax, Initials, Anniversary, "
        "Assistant's Name, Manager's Name, Spouse, Children, Gender, Hobby, Keywords, Location, Priority, Private, "
        "Profession, Sensitivity\n: Given Yomi, Surname Yomi, Company Yomi, E-mail Type, E-mail Display Name\n"
        "place.city: Other City\nplace.region: Other State\nplace.postal_code: Other Postal Code\n"
        "place.country: Other Country/Region\nphones: Car Phone, Business Phone 2, Home Phone 2, Company Main Phone",
    ),
    _export(
        "Greenhouse jobs",
        "Job ID, Job Name, Requisition ID",
        "id: Job ID\n: Requisition ID, Opened, Closed, Openings, Hiring Managers, Coordinators, Recruiters",
        "jobs",
    ),
)


def recognised(present: set[str], kind: str) -> Export | None:
    """The export that folded headings belong to; None if they don't belong to a known program."""
    return next((each for each in _EXPORTS if each.kind == kind and each.signs <= present), None)
