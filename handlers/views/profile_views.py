"""Builds the views of people from their profile, the search hit, and the workspace's engagement with them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from pydantic import ValidationError

from cards.sanitize import visible, web_address
from cards.screens.wording import days_ago, source_label
from cards.views.outreach import NO_REACH, ContactDetails, Reach
from cards.views.people import CandidateView, PersonRow, PostView, Skill, State, StudyView
from connectors.geo.place import label
from connectors.profiles import Degree, Post, ProfilePlace, Study
from connectors.profiles import Profile as SourceProfile
from connectors.search.base import Hit
from connectors.search.fold import fold
from store.people.engagement import Engagement
from store.tables.core import Profile

MILE = 1.609344  # kilometers
DEGREES = {
    Degree.HIGH_SCHOOL: "High school",
    Degree.ASSOCIATE: "Associate degree",
    Degree.BACHELOR: "Bachelor's degree",
    Degree.MASTER: "Master's degree",
    Degree.MBA: "MBA",
    Degree.DOCTORATE: "Doctorate",
}
REMOTE = {"yes": "Yes", "no": "No", "only": "Only"}
LANGUAGES = {  # ISO 639-1 codes common in resumes
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "ig": "Igbo", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "so": "Somali", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip
# Headings of personal details that must not affect hiring; headings, then values, of ways to contact someone.
_PERSONAL = re.compile(
    r"birth|\bage\b|gender|\bsex\b|\brace\b|ethnic|religion|marital|nationality|disab|veteran|photo|picture|spouse|"
    r"children|passport|\bssn\b|social security|geburt|geschlecht|pronoun",
    re.IGNORECASE,
)
_WAY_TO_CONTACT = re.compile(
    r"mail|phone|mobile|\btel\b|\bcell|\bfax|telefon|handy|whatsapp|skype|street|address|stra(?:ß|ss)e|anschrift",
    re.IGNORECASE,
)
_ADDRESS_OR_NUMBER = re.compile(r"@|[(\[]at[)\]]|\+?\d[\d\s()./-]{7,}\d", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}\S*)?")
_SECTIONS = {"Summary": "summary", "Experience": "experience", "Education": "education"}  # by heading
LINKS = {"linkedin": "LinkedIn", "github": "GitHub", "gitlab": "GitLab", "xing": "XING", "x": "X", "orcid": "ORCID"}


def parse_profile(profile: Profile) -> SourceProfile:
    """The source's profile; only the name and the source if the stored body has an incompatible format."""
    try:
        return SourceProfile.model_validate(profile.body)
    except ValidationError:
        return SourceProfile.model_construct(name=profile.name or "Unknown", source=profile.source)


def shown_name(name: str) -> str:
    """The name, or a placeholder if no part of the name is visible."""
    return visible(name, "No name")


def format_place(place: ProfilePlace | None) -> str:
    """The place's label, the same as in place suggestions; with the postal code if the city is unknown."""
    return label(place.city or place.postal_code, place.region, place.country) if place else ""


def format_distance(km: float | None, unit: str) -> str:
    """The distance, as in "12 mi away"; "" if it is unknown or less than 1."""
    away = 0 if km is None else km if unit == "km" else km / MILE
    return f"{away:,.0f} {unit} away" if away >= 1 else ""


def skills(names: Sequence[str], matched: Sequence[str]) -> tuple[Skill, ...]:
    """The skills, marked as matching if the search matched the whole name or every word of it."""
    found = {fold(word) for word in matched}
    return tuple(Skill(name, _matches(fold(name), found)) for name in dict.fromkeys(names) if visible(name))


def _matches(name: str, found: set[str]) -> bool:
    return bool(name) and (name in found or all(word in found for word in name.split()))


def days_since(then: datetime | None, now: datetime) -> int | None:
    """The number of whole days since then; None if the date is unknown or more than a day in the future."""
    if then is None or (now - then).days < -1:
        return None
    return max(0, (now - then).days)


def state(engagement: Engagement | None, now: datetime, reach: Reach) -> State:
    if engagement is None:
        return State(reach=reach)
    others = len(engagement.starred_by) - engagement.starred
    return State(
        starred=engagement.starred,
        saved_by_others=max(0, others),
        contacted=contacted(engagement.contacted_name, engagement.contacted_at, now),
        interest=engagement.interest,
        hidden=engagement.rejected,
        seen=engagement.seen,
        reach=reach,
    )


def contacted(name: str, at: datetime | None, now: datetime) -> str:
    """Who contacted the person and when, as in "Ana, 3 days ago"; "" if the person has not been contacted."""
    return f"{name or 'somebody'}, {days_ago((now - at).days)}" if at is not None else ""


def person(
    profile: Profile,
    now: datetime,
    *,
    engagement: Engagement | None = None,
    hit: Hit | None = None,
    unit: str = "mi",
    others: Sequence[Profile] = (),
    reach: Reach = NO_REACH,
) -> PersonRow:
    """The row of one person. `others`: further profiles of the same person that the row represents."""
    who = parse_profile(profile)
    return PersonRow(
        profile_id=profile.id,
        name=shown_name(who.name),
        headline=visible(who.headline or "") or visible(_current(who.experience)),
        place=format_place(who.place),
        distance=format_distance(hit.distance_km if hit else None, unit),
        years=who.years_experience,
        skills=skills(who.skills, hit.matched if hit else ()),
        updated_days=days_since(profile.updated_at, now),
        open_to_work=bool(who.open_to_work),
        sources=tuple(dict.fromkeys((profile.source, *(other.source for other in others)))),
        state=state(engagement, now, reach),
        also=tuple(other.id for other in others),
        matched=hit.matched if hit else (),
    )


def _current(posts: Sequence[Post]) -> str:
    now = next((post for post in posts if not post.end), None)
    if now is None:
        return ""
    return " at ".join(part for part in (now.title, now.company) if part)


def contact(profiles: Iterable[Profile]) -> ContactDetails:
    """All e-mail addresses and phone numbers in the profiles. The caller must check that they may be shown."""
    known = [parse_profile(profile) for profile in profiles]
    emails = dict.fromkeys(email for who in known for email in who.emails)
    phones = dict.fromkeys(phone for who in known for phone in who.phones)
    return ContactDetails(tuple(emails), tuple(phones))


def candidate(row: PersonRow, profile: Profile, *, with_contact: bool = False) -> CandidateView:
    """Everything in the source's profile except the fields of contact details. `with_contact`: whether other columns
    may show ways to contact them."""
    who = parse_profile(profile)
    return CandidateView(
        person=row,
        source=profile.source,
        summary=visible(who.summary or ""),
        experience=tuple(map(_post, who.experience)),
        education=tuple(map(_study, who.education)),
        languages=tuple(
            LANGUAGES.get(each.lower()[:2], each) if len(each) in (2, 5) else each for each in who.languages
        ),
        facts=_facts(who),
        other=_other(who, with_contact),
        links=tuple((_link_label(link.kind), link.url) for link in who.links if web_address(link.url)),
        profiles=((profile.id, profile.source),),
    )


def completed(shown: CandidateView, others: Sequence[Profile], now: datetime) -> CandidateView:
    """The view, completed with what only the person's other profiles say, and with those profiles' sources."""
    for other in others:
        theirs, label = candidate(person(other, now), other), source_label(other.source)
        missing = [
            (title, name) for title, name in _SECTIONS.items() if not getattr(shown, name) and getattr(theirs, name)
        ]
        new = {name: getattr(theirs, name) for _, name in missing}
        borrowed = [(title, other.source) for title, _ in missing]
        if not shown.person.skills and theirs.person.skills:
            new["person"] = replace(shown.person, skills=theirs.person.skills)
            borrowed.append(("Skills", other.source))
        names, urls = {name for name, _ in shown.facts}, {url for _, url in shown.links}
        facts = [(name, f"{words} ({label})") for name, words in theirs.facts if name not in names]
        if theirs.languages and not shown.languages and "Languages" not in names:
            facts.append(("Languages", f"{', '.join(theirs.languages[:8])} ({label})"))
        shown = replace(
            shown,
            **new,
            borrowed=(*shown.borrowed, *borrowed),
            facts=(*shown.facts, *facts),
            links=(*shown.links, *(link for link in theirs.links if link[1] not in urls)),
        )
    return shown


def _facts(who: SourceProfile) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Remote", REMOTE[who.remote] if who.remote else ""),
        ("Willing to relocate", "" if who.willing_to_relocate is None else "Yes" if who.willing_to_relocate else "No"),
        (
            "Work authorization",
            who.work_authorization.value.replace("_", " ").capitalize()
            if who.work_authorization and who.work_authorization.value != "unknown"
            else "",
        ),
        ("Found via", visible(who.found_via or "")),
        ("Do not contact", "Yes, according to the source" if who.do_not_contact else ""),
    ]
    return tuple((label, words) for label, words in facts if words)


def _other(who: SourceProfile, with_contact: bool) -> tuple[tuple[str, str], ...]:
    """What the source says that has no field, or was not understood. Leaves out personal details that must not affect
    hiring; includes ways to contact the person only if `with_contact`."""
    extra = who.model_extra or {}
    given = {**{name: value for name, value in extra.items() if isinstance(value, str | int | float)}, **who.other}
    return tuple(
        (_column(name), str(value))
        for name, value in given.items()
        if visible(str(value)) and not _PERSONAL.search(name) and (with_contact or not _contact(name, str(value)))
    )


def _contact(name: str, value: str) -> bool:
    """Whether the value is, or may be, a way to contact someone. A number that a spreadsheet damaged is not."""
    if re.fullmatch(r"[\d.,]+E\+\d+|#+", value):
        return False
    return bool(_WAY_TO_CONTACT.search(name) or _ADDRESS_OR_NUMBER.search(_DATE.sub("", value)))


def _column(name: str) -> str:
    """A column's heading, unchanged, or a field's path as words: "experience.start" becomes "Experience start"."""
    if not re.fullmatch(r"[a-z_.]+", name):
        return visible(name, "Column")
    words = re.sub(r"[_.]+", " ", name).strip()
    return (words[:1].upper() + words[1:]) or "Column"


def _link_label(kind: str) -> str:
    return LINKS.get(kind.lower()) or kind.replace("_", " ").strip().capitalize() or "Link"


def _post(post: Post) -> PostView:
    return PostView(
        visible(post.title or ""),
        visible(post.company or ""),
        period(post.start, post.end),
        visible(post.summary or ""),
    )


def _study(study: Study) -> StudyView:
    degree = DEGREES.get(study.degree, "") if study.degree else ""
    return StudyView(
        visible(study.school or ""),
        ", ".join(part for part in (degree, study.field) if part),
        month(study.end) if study.end else "",
    )


def period(start: str | None, end: str | None) -> str:
    """The period, as in "Mar 2019 – now"; "" if both dates are unknown."""
    if not start:
        return f"until {month(end)}" if end else ""
    return f"{month(start)} – {month(end) if end else 'now'}"


def month(partial: str) -> str:
    """The month of a date: "Mar 2019" for "2019-03-15"; a year alone is unchanged."""
    year, _, rest = partial.partition("-")
    if not rest:
        return year
    return f"{date(2000, int(rest[:2]), 1):%b} {year}"
