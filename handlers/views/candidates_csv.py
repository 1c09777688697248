"""Candidates as CSV, safe to open in a spreadsheet.

Every source is an import of the operator's so far, whose licence lets all of these fields into a file.
"""

import csv as tables
import io
from collections.abc import Mapping, Sequence

from cards.screens.wording import source_label
from handlers.views import profile_views
from store.people.candidates_page import CandidateRow
from store.tables.core import Member, Profile

ALWAYS = ("Name", "Headline", "Place", "Source", "Owner", "Saved by", "Interest", "Notes", "Added", "Last update")
CONTACTS = ("E-mail", "Phone")  # only of those who are unlocked

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """A value that no spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def csv(found: Sequence[CandidateRow], profiles: Mapping[int, list[Profile]], owners: Mapping[int, Member]) -> bytes:
    """UTF-8 with the mark that spreadsheets want, a header, one line for each candidate. `profiles` by candidate, the
    one that is shown first first."""
    written = io.StringIO(newline="")
    write = tables.writer(written)
    write.writerow((*ALWAYS, *CONTACTS))
    for row in found:
        owner = owners.get(row.candidate.owner_id or 0)
        write.writerow(map(cell, _line(row, profiles.get(row.candidate.id, []), owner.name if owner else "")))
    return written.getvalue().encode("utf-8-sig", "replace")


def _line(row: CandidateRow, profiles: list[Profile], owner: str) -> tuple[str, ...]:
    one, profile = row.candidate, profiles[0] if profiles else None
    updated = profile.updated_at if profile else None
    contact = profile_views.contact(profiles if one.unlocked_at is not None else [])
    return (
        one.name,
        one.headline,
        profile_views.place_words(profile_views.parse_profile(row.profile).place),
        source_label(profile.source) if profile else "",
        owner,
        ", ".join(row.starred_by),
        one.interest.replace("_", " "),
        str(row.notes),
        f"{one.created_at:%Y-%m-%d}",
        f"{updated:%Y-%m-%d}" if updated else "",
        next(iter(contact.emails), ""),
        next(iter(contact.phones), ""),
    )
