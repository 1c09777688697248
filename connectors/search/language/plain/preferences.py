"""Rules for plain text about preferences and contact details: "remote", "open to work", "with email"."""

import re

from connectors.profiles import WorkAuthorization
from connectors.search.language.plain.rule import END, LEAD, STOP, Lift, Lifted, Rule, filters, rule, setting
from connectors.search.language.terms import Terms, set_aside

# ── remote ──────────────────────────────────────────────────────────────────────

# Followed by one of these, "remote" means something else, such as "remote sensing".
_NOT_REMOTE = (
    r"(?!\s+(?:sens(?:ing|ors?)|desktop|access|monitor\w*|control\w*|areas?|procedure|patient|sites?|infrastructure|"
    r"support|teams?|hands|operat\w+|pilot|diagnostics?|video|viewing|work|working|learning|teaching|management|"
    r"administration|islands?|communit\w+|locations?|code|execution|or|and)\b)"
)
_REMOTE = (
    r"(?:(?:fully|100%|completely)[\s-]+remote|remote[\s-]+only|only remote|remote[\s-]first|"
    r"(?:works?|working) remotely|remotely|wfh|(?:work|works|working) from home|(?<!in )remote(?:\s+ok(?:ay)?)?"
)

# ── updated ─────────────────────────────────────────────────────────────────────

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LONGEST_AGO = 3650


def _updated(match: re.Match[str], terms: Terms) -> Lifted | None:
    days = int(match["count"] or 1) * _UNITS[match["unit"].lower()]
    return filters(terms, updated_within_days=days) if 1 <= days <= _LONGEST_AGO else None


_SINCE = (
    r"(?<![\w-])(?:updated|active|refreshed)\s+(?:(?:within|in|during|over)\s+)?(?:(?:the\s+)?(?:last|past)\s+|this\s+)?"
    r"(?:(?P<count>\d{1,3})\s+)?(?P<unit>day|week|month|year)s?(?![\w-])"
)

# ── work authorization ──────────────────────────────────────────────────────────

_CITIZEN, _RESIDENT = WorkAuthorization.CITIZEN, WorkAuthorization.PERMANENT_RESIDENT


def _may_work(*values: WorkAuthorization) -> Lift:
    def lift(match: re.Match[str], terms: Terms) -> Lifted:
        known = terms.filters.work_authorization
        return filters(terms, work_authorization=(*known, *(one.value for one in values if one.value not in known)))

    return lift


def _unknown(match: re.Match[str], terms: Terms) -> Lifted:
    """Set the words aside: no filter can exclude people with a permit."""
    return set_aside(terms, f"“{match[0].strip()}”"), ""


_NO = r"(?:no|(?:do(?:es)?\s+)?not|non|without|w/o|excluding|except)(?:\s+|-)(?:an?\s+|any\s+|on\s+)?"
_VISA = r"(?:h-?1-?b(?:\s+visas?|\s+holders?|\s+transfers?)?|h1s?|(?:work\s+)?visas?(?:\s+holders?)?|opt(?:/cpt)?|cpt)"
_SPONSORED = (
    r"(?:(?:requiring|needing|requires?|needs?)\s+)?(?:(?:visa|h-?1-?b)\s+)?sponsorships?(?:\s+(?:needed|required|available|"
    r"offered|provided|possible))?"
)
_DENIED = (
    r"\s+(?:(?:is|are)\s+)?(?:not|isn[’']t|aren[’']t)\s+(?:accepted|allowed|ok(?:ay)?|possible|available|offered|provided|"
    r"considered|eligible|required|needed|wanted)"
)
_USC = r"(?:usc|u\.?s\.?\s+citizens?)"
_GC = r"(?:gc|green[\s-]cards?|permanent\s+residents?)(?:\s+holders?)?"
_OR = r"\s*(?:/|,|&|\bor\b|\band\b)\s*"
AUTHORIZATION_RULES: tuple[Rule, ...] = (
    rule(_may_work(_CITIZEN, _RESIDENT), LEAD, _NO, rf"(?:{_SPONSORED}|{_VISA}(?:\s+(?:needed|required))?)", STOP),
    rule(_may_work(_CITIZEN, _RESIDENT), LEAD, rf"(?:{_SPONSORED}|{_VISA})", _DENIED, STOP),
    rule(
        _unknown,
        LEAD,
        _NO,
        r"(?:green[\s-]cards?|permanent\s+residents?)(?:\s+holders?)?(?:\s+(?:needed|required))?",
        STOP,
    ),
    rule(
        _may_work(_CITIZEN, _RESIDENT),
        LEAD,
        r"(?:do(?:es)?\s*n(?:[’']|o)?t|can(?:no|[’'])t|won[’']t)\s+",
        r"(?:(?:need|require|want|sponsor|provide|offer)\s+(?:an?\s+|any\s+)?(?:(?:h-?1-?b|(?:work\s+)?visas?)(?:\s+sponsorships?)?|sponsorships?)"
        r"|sponsor)",
        STOP,
    ),
    rule(_may_work(_CITIZEN, _RESIDENT), LEAD, rf"(?:{_USC}{_OR}{_GC}|{_GC}{_OR}{_USC})(?:\s+only)?", STOP),
    rule(
        _may_work(_CITIZEN, _RESIDENT, WorkAuthorization.WORK_VISA),
        LEAD,
        r"(?:legally\s+)?authori[sz]ed\s+to\s+work(?:\s+in\s+(?:the\s+)?(?:u\.?s\.?a?\.?|united\s+states))?",
        STOP,
    ),
    rule(
        _may_work(_CITIZEN),
        LEAD,
        r"(?:(?:an?\s+)?(?:u\.?s\.?|american)\s+citizens?(?:hip)?(?:\s+only)?|citizens\s+only)",
        STOP,
    ),
    rule(
        _may_work(_RESIDENT),
        *(LEAD, r"(?:an?\s+)?(?:green[\s-]card\s+holders?", STOP),
        *(r"|(?:green[\s-]card|permanent\s+residents?)", END, ")"),
    ),
    rule(_may_work(WorkAuthorization.WORK_VISA), LEAD, r"(?:an?\s+)?(?:h-?1b(?:\s+visa)?|work\s+visa)", END),
    rule(
        _may_work(WorkAuthorization.NEEDS_SPONSORSHIP),
        *(LEAD, r"(?:needs?|needing|requires?|requiring)\s+(?:visa\s+)?sponsorship", END),
    ),
)

# ── contact details, and earlier contact ────────────────────────────────────────

_WITH = r"(?<![\w-])(?:and\s+)?(?:with|has|have|having)\s+"
_EMAIL = r"(?:an?\s+)?e-?mail(?:\s+address(?:es)?)?"
_PHONE = r"(?:an?\s+)?(?:tele)?phone(?:\s+numbers?)?"

_LATELY = r"\s+(?:in|within|for|during)\s+(?:the\s+)?(?:last|past)\s+(?:\d{1,3}\s+)?(?:days?|weeks?|months?|years?)"


def _unseen(match: re.Match[str], terms: Terms) -> Lifted:
    """Leave out everyone who was ever seen; "in the last 30 days" is shown as not applied."""
    if match["when"]:
        terms = set_aside(terms, f"“{match['when'].strip()}”")
    return filters(terms, exclude_seen=True)


PREFERENCE_RULES: tuple[Rule, ...] = (
    rule(
        setting(has_email=True, has_phone=True),
        *(_WITH, rf"(?:{_EMAIL}\s+and\s+(?:with\s+)?{_PHONE}|{_PHONE}\s+and\s+(?:with\s+)?{_EMAIL})", END),
    ),
    rule(setting(has_email=True), _WITH, _EMAIL, END),
    rule(setting(has_phone=True), _WITH, _PHONE, END),
    rule(
        setting(remote=True),
        *(r"(?<![\w-])(?<!not )(?<!no )(?<!non )(?:(?:and|,)\s+)?", _REMOTE, _NOT_REMOTE, r")(?![\w-])"),
    ),
    rule(
        setting(open_to_work=True),
        *(LEAD, r"#?(?<!\w)open[\s-]?to[\s-]?work(?:ing)?(?![\w-])(?!\s+(?:with|in|on|for|at)\b)"),
    ),
    rule(setting(open_to_work=True), LEAD, r"(?:actively|currently)\s+looking(?:\s+for\s+(?:work|a\s+job))?", END),
    rule(
        setting(relocate=True),
        *(LEAD, r"(?:(?:willing|able|ready|happy)\s+to\s+relocate|open\s+to\s+(?:relocation|relocating|relocate)|"),
        *(r"(?:can|will|would)\s+relocate)", STOP),
    ),
    rule(_updated, _SINCE),
    rule(setting(updated_within_days=1), r"(?<![\w-])updated\s+today", STOP),
    rule(setting(updated_within_days=30), r"(?<![\w-])(?:recently\s+(?:updated|active)|updated\s+recently)", STOP),
    rule(
        setting(exclude_contacted=True),
        *(
            LEAD,
            r"(?:(?:(?:i|we)\s+(?:have(?:n[’']t|\s+not|\s+never)|never)|not|never)\s+(?:yet\s+|already\s+|been\s+)?contacted",
        ),
        *(r"(?:\s+(?:before|yet))?|uncontacted)", STOP),
    ),
    rule(
        _unseen,
        *(LEAD, r"(?:(?:not|never)\s+(?:yet\s+)?seen(?:\s+(?:before|yet))?|unseen)", rf"(?P<when>{_LATELY})?", END),
    ),
    rule(setting(exclude_rejected=True), LEAD, r"(?:not|never)\s+rejected", STOP),
)
