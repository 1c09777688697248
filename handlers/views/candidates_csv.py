"""Candidates as CSV, safe to open in a spreadsheet."""

import csv as tables
import io
import re
from collections.abc import Mapping, Sequence

from cards.screens.wording import source_label
from handlers.views import profile_views
from store.people import match_keys
from store.people.candidates_page import CandidateRow
from store.tables.core import Member, Profile

ALWAYS = ("Name", "Headline", "Place", "Source", "Owner", "Saved by", "Interest", "Notes", "Added", "Last update")
CONTACTS = ("E-mail", "Phone")  # only for unlocked candidates

_TELEPHONE = re.compile(r"\+(?=(?:\D*\d){8,15}\D*\Z)\d[\d ().\-/]*", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """The text, escaped if a spreadsheet would run it as a formula (https://owasp.org/www-community/attacks/CSV_Injection).
    An international phone number is written in groups of digits, which a spreadsheet takes for neither a formula nor a
    number."""
    text = text.replace("\x00", "")
    if _TELEPHONE.fullmatch(text):
        groups = re.findall(r"\d+", text)
        if len(groups) == 1:
            groups = [text[1:-7], text[-7:-4], text[-4:]]
        return "+" + " ".join(groups)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def csv(found: Sequence[CandidateRow], profiles: Mapping[int, list[Profile]], owners: Mapping[int, Member]) -> bytes:
    """UTF-8 with a byte order mark for spreadsheets, a header, and one line for each candidate. `profiles` are by
    candidate id, each list starting with the one to export; what the other profiles say is left out."""
    buffer = io.StringIO(newline="")
    write = tables.writer(buffer)
    write.writerow((*ALWAYS, *CONTACTS))
    for row in found:
        owner = owners.get(row.candidate.owner_id or 0)
        write.writerow(map(cell, _line(row, profiles.get(row.candidate.id, []), owner.name if owner else "")))
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _line(row: CandidateRow, profiles: list[Profile], owner: str) -> tuple[str, ...]:
    one, profile = row.candidate, profiles[0] if profiles else None
    updated = profile.updated_at if profile else None
    shown = profile if profile and profile.id != row.profile.id else None  # if the displayed one can't be exported
    contact = profile_views.contact(profiles if one.unlocked_at is not None else [])
    return (
        shown.name if shown else one.name,
        match_keys.headline(shown.body) if shown else one.headline,
        profile_views.format_place(profile_views.parse_profile(shown or row.profile).place),
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
