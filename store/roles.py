"""Permissions: which role may do what."""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    RECRUITER = "recruiter"
    REVIEWER = "reviewer"
    GUEST = "guest"  # known to the platform, not admitted yet


RANK = (Role.GUEST, Role.REVIEWER, Role.RECRUITER, Role.ADMIN)  # from least to most


class May(StrEnum):
    """The permission that an action needs."""

    ENTER = "enter"  # everybody: help, claim, ask for access
    READ = "read"  # members: home
    SEARCH = "search"
    NOTE = "note"
    CONTACT = "contact"  # write to people, spend credits
    SEE_CONTACTS = "see_contacts"
    EXPORT = "export"
    ADMINISTER = "administer"


_RECRUITER = frozenset({May.ENTER, May.READ, May.SEARCH, May.NOTE, May.CONTACT, May.SEE_CONTACTS, May.EXPORT})
_ALLOWED: dict[Role, frozenset[May]] = {
    Role.ADMIN: frozenset(May),
    Role.RECRUITER: _RECRUITER,
    Role.REVIEWER: frozenset({May.ENTER, May.READ}),
    Role.GUEST: frozenset({May.ENTER}),
}


def allows(role: Role, what: May) -> bool:
    return what in _ALLOWED[role]
