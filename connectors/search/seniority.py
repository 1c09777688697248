"""How senior a post is, by the words of its title: whole words, and not those that only look like a level.

"Senior Care Nurse", "Lead Generation", "Account Executive" and "Staff Nurse" say no level. English titles are read."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from connectors.search.fold import words


class Seniority(StrEnum):
    """Ordered from least to most."""

    INTERN = "intern"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    VICE_PRESIDENT = "vice_president"
    EXECUTIVE = "executive"


# What follows speaks of titles as `fold.words` gives them: small letters, one space between words, no other signs.
_SAYS_NO_LEVEL = re.compile(
    r"\b(?:"
    + "|".join(
        (
            r"to\b.*",  # "Assistant to the Director" is none
            # senior people and schools
            r"senior (?:care|living|services|cent(?:er|re)s?|citizens?|communities|companions?|helpers?|housing|homes"
            r"|home care|adults?|nutrition|lifestyle|wellness|leaders?|leadership|high|secondary school)",
            r"senior (?:executives?|management)$",
            r"junior (?:high|college|league|achievement|school|varsity|golf|tennis)",
            # what is lead, and leads to be sold to
            r"lead (?:gen|generation|generator|abatement|paint|poisoning|acid|free|time|times|qualification|qualifier"
            r"|conversion|nurturing|scoring|capture|management|sourcing|testing|exposure|hazards?|levels?|removal|smelter)",
            r"lead development(?= (?:rep|reps|representatives?|manager|specialist))",
            r"(?:inbound|outbound|internet) lead",
            # who is in charge of interns
            r"(?:intern|interns|internship|internships|trainee|apprentice|apprenticeship|externship)"
            r"(?= (?:coordinator|manager|supervisor|director|program|programme|recruiter|recruitment))",
            # managers of something else than people
            r"(?:accounts?|project|product|program|programme|case|care|relationship|community|territory|category"
            r"|customer success|client success|social media|brand|portfolio|campaign|content|contracts?|engagement"
            r"|partner|partnerships?|change|release|events?|wealth|fund|database|property) manager",
            r"(?:art|funeral|music|casting|film|stage|choir|choral|band) director",
            r"head (?:start|office|hunter|injury|trauma|and neck)",
            r"(?:product|process|data|service|system|asset|risk|home|dog) owner",
            r"owner (?:operator|relations)",
            r"president s",  # of the President's Office
            r"chief (?:of staff|petty officer|warrant officer)",
            r"principal residence",
            r"(?:phase|type|class|grade|tier|level|war) i{1,3}",
        )
    )
    + r")\b"
)
_IN_TRAINING = r"(?:manager|management|engineer|teacher|leader) (?:trainee|in training)"
_CHIEF_OFFICER = r"chief (?:\w+ ){1,4}officer"
_SAYS: dict[Seniority, re.Pattern[str]] = {
    level: re.compile(rf"\b(?:{said})\b")
    for level, said in (
        (
            Seniority.INTERN,
            rf"interns?|internship|extern|externship|trainee|apprentice|apprenticeship|co ?op student|{_IN_TRAINING}"
            r"|student (?:nurse|teacher|worker|intern)|(?:(?<=\A)|(?<=\Aphd )|(?<=\Anursing ))student(?=\Z)",
        ),
        (
            Seniority.JUNIOR,
            r"junior|jr|entry level|new grad|new graduate|associate (?:software )?(?:engineer|developer|programmer)"
            r"|i(?=\Z)"
            r"|graduate (?:nurse|engineer|developer|software|analyst|consultant|accountant|architect|surveyor)",
        ),
        (Seniority.MID, r"mid level|mid weight|midweight|intermediate|ii(?=\Z)"),
        (
            Seniority.SENIOR,
            r"(?:senior|sr)(?! (?:vice president|vp|director|managing|executive (?:vice|director)|partner))|iii(?=\Z)",
        ),
        (
            Seniority.LEAD,
            r"lead|(?:team|shift|group|crew|section|unit|practice|technical|line) leader|supervisor"
            r"|foreman|forewoman|foreperson|charge nurse|principal(?= )(?!.*\bschool\b)"
            r"|staff (?:\w+ ){0,2}(?:engineer|developer|scientist|designer|architect|researcher|programmer)"
            rf"|head(?= )(?! of\b)|chief(?= )(?! of\b| executive\b)(?!{_CHIEF_OFFICER.removeprefix('chief')})",
        ),
        (
            Seniority.MANAGER,
            rf"(?!{_IN_TRAINING})manager|superintendent|department (?:head|chair)|principal(?=\Z|.*\bschool\b)",
        ),
        (Seniority.DIRECTOR, r"(?<!managing )director|head of|chief of"),
        (Seniority.VICE_PRESIDENT, r"vice president|vp|svp|evp|avp"),
        (
            Seniority.EXECUTIVE,
            rf"chief executive|{_CHIEF_OFFICER}|ceo|cfo|coo|cto|cio|ciso|cmo|chro|cno|(?<!vice )president|founder"
            r"|cofounder|owner|proprietor|executive director|managing (?:director|partner)"
            r"|(?:equity|founding|general|senior) partner|(?<=\A)partner(?=\Z)",
        ),
    )
}


_TITLE_ENDS = re.compile(r"\s(?:at|@|[|•·–—-])\s|[|@]")
_TITLE_WORDS = 6  # a longer headline is a sentence: "I lead people to better health"


def levels(titles: Iterable[str], headline: str = "") -> tuple[Seniority, ...]:
    """Every level that one of these titles says, in order ("Senior Nurse Manager" says two), or the title at the
    beginning of the headline. Titles that name no level are the middle of their trade; no titles say nothing."""
    titles = tuple(titles)
    said = {level for title in titles for level in _levels(title)}
    proclaimed = _TITLE_ENDS.split(headline, maxsplit=1)[0]
    if len(proclaimed.split()) <= _TITLE_WORDS:
        said.update(_levels(proclaimed))
    if not said and any(map(words, titles)):
        return (Seniority.MID,)
    return tuple(level for level in Seniority if level in said)


def first_level(text: str) -> Seniority | None:
    """The level that the first word of a title says: senior for "Sr. Nurse", none for "Senior Care Nurse"."""
    title = _read(text)
    return next((level for level, said in _SAYS.items() if said.match(title)), None)


@lru_cache(maxsize=8192)
def _levels(title: str) -> tuple[Seniority, ...]:
    read = _read(title)
    return tuple(level for level, said in _SAYS.items() if said.search(read))


def _read(title: str) -> str:
    """The words of a title, with a mark in the place of those that say no level."""
    return _SAYS_NO_LEVEL.sub("·", " ".join(words(title)))


# ── as a person names one ──

_NAMES = {
    Seniority.INTERN: r"intern(?:ship)?s?|trainees?",
    Seniority.JUNIOR: r"junior|jr\.?|entry",
    Seniority.MID: r"mid|intermediate",
    Seniority.SENIOR: r"senior|sr\.?",
    Seniority.LEAD: r"lead|principal|staff|supervisor",
    Seniority.MANAGER: r"manager(?:ial)?|management",
    Seniority.DIRECTOR: r"director",
    Seniority.VICE_PRESIDENT: r"vice[\s-]president|vp|svp",
    Seniority.EXECUTIVE: r"executive|c[\s-](?:level|suite)",
}
NAME = "|".join(_NAMES.values())
"""A pattern of every name of a level: case does not count in it."""
FIELD = re.compile(rf"seniority[:：]\s*(?P<level>{NAME})(?:[\s-]level)?(?![\w'’-])", re.IGNORECASE)


def named(name: str) -> Seniority | None:
    """The level of a name that `NAME` matches."""
    return next((level for level, said in _NAMES.items() if re.fullmatch(said, name, re.IGNORECASE)), None)
