"""Determines the seniority of a position from its title. Matches whole words, except those that only look like a level.

"Senior Care Nurse", "Lead Generation", "Account Executive" and "Staff Nurse" don't name a level. English titles
only."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from connectors.search.fold import words


class Seniority(StrEnum):
    """A level of seniority. Ordered from lowest to highest."""

    INTERN = "intern"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    VICE_PRESIDENT = "vice_president"
    EXECUTIVE = "executive"


# The patterns below match titles normalized by `fold.words`: lower case, single spaces, no punctuation.
_NOT_A_LEVEL = re.compile(
    r"\b(?:"
    + "|".join(
        (
            r"to\b.*",  # "Assistant to the Director" is not a director
            # senior citizens and secondary schools
            r"senior (?:care|living|services|cent(?:er|re)s?|citizens?|communities|companions?|helpers?|housing|homes"
            r"|home care|adults?|nutrition|lifestyle|wellness|leaders?|leadership|high|secondary school)",
            r"senior (?:executives?|management)$",
            r"junior (?:high|college|league|achievement|school|varsity|golf|tennis)",
            # the metal lead, and sales leads
            r"lead (?:gen|generation|generator|abatement|paint|poisoning|acid|free|time|times|qualification|qualifier"
            r"|conversion|nurturing|scoring|capture|management|sourcing|testing|exposure|hazards?|levels?|removal|smelter)",
            r"lead development(?= (?:rep|reps|representatives?|manager|specialist))",
            r"(?:inbound|outbound|internet) lead",
            # people in charge of interns
            r"(?:intern|interns|internship|internships|trainee|apprentice|apprenticeship|externship)"
            r"(?= (?:coordinator|manager|supervisor|director|program|programme|recruiter|recruitment))",
            # managers of something other than people
            r"(?:accounts?|project|product|program|programme|case|care|relationship|community|territory|category"
            r"|customer success|client success|social media|brand|portfolio|campaign|content|contracts?|engagement"
            r"|partner|partnerships?|change|release|events?|wealth|fund|database|property) manager",
            r"(?:art|funeral|music|casting|film|stage|choir|choral|band) director",
            r"head (?:start|office|hunter|injury|trauma|and neck)",
            r"(?:product|process|data|service|system|asset|risk|home|dog) owner",
            r"owner (?:operator|relations)",
            r"president s",  # "President's Office"
            r"chief (?:of staff|petty officer|warrant officer)",
            r"principal residence",
            r"(?:phase|type|class|grade|tier|level|war) i{1,3}",
        )
    )
    + r")\b"
)
_IN_TRAINING = r"(?:manager|management|engineer|teacher|leader) (?:trainee|in training)"
_CHIEF_OFFICER = r"chief (?:\w+ ){1,4}officer"
_PATTERNS: dict[Seniority, re.Pattern[str]] = {
    level: re.compile(rf"\b(?:{pattern})\b")
    for level, pattern in (
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
    """Every level named in the titles or in the title that starts the headline, lowest first ("Senior Nurse Manager"
    names two). Titles without a level count as mid-level; without titles the result is empty."""
    titles = tuple(titles)
    found = {level for title in titles for level in _levels(title)}
    headline_title = _TITLE_ENDS.split(headline, maxsplit=1)[0]
    if len(headline_title.split()) <= _TITLE_WORDS:
        found.update(_levels(headline_title))
    if not found and any(map(words, titles)):
        return (Seniority.MID,)
    return tuple(level for level in Seniority if level in found)


def first_level(text: str) -> Seniority | None:
    """The level that a title starts with: senior for "Sr. Nurse", None for "Senior Care Nurse"."""
    title = _normalized(text)
    return next((level for level, pattern in _PATTERNS.items() if pattern.match(title)), None)


@lru_cache(maxsize=8192)
def _levels(title: str) -> tuple[Seniority, ...]:
    normalized = _normalized(title)
    return tuple(level for level, pattern in _PATTERNS.items() if pattern.search(normalized))


def _normalized(title: str) -> str:
    """The words of a title, with phrases that only look like a level replaced by "·"."""
    return _NOT_A_LEVEL.sub("·", " ".join(words(title)))


# ── levels as typed in a search ──

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
"""A regular expression for all level names; match it case-insensitively."""
FIELD = re.compile(rf"seniority[:：]\s*(?P<level>{NAME})(?:[\s-]level)?(?![\w'’-])", re.IGNORECASE)


def named(name: str) -> Seniority | None:
    """The level for a name that matches `NAME`."""
    return next((level for level, pattern in _NAMES.items() if re.fullmatch(pattern, name, re.IGNORECASE)), None)
