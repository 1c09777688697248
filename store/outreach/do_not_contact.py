"""Companies and mail domains whose people this workspace does not contact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlmodel import col, delete, func, or_, select

from store import audit
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.paging import Page, within
from store.people import employers
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import DoNotContact
from store.text import clean, contains_all
from store.upserts import insert_new

Kind = Literal["company", "domain"]
LONGEST = 200  # the most characters in an entry
_ADMINS = "Only an admin can change the do-not-contact list."


async def add(db: Write, by: Member, text: str, now: datetime, *, kind: Kind | None = None) -> DoNotContact:
    """Put a company or a domain on the list; without `kind`, text that looks like a domain is one. An existing entry
    is left unchanged. Admins only; raises Refusal."""
    _check(by)
    shown = " ".join(clean(text).split())
    if kind is None:
        kind = "domain" if employers.is_domain(shown) else "company"
    value = employers.domain(shown) if kind == "domain" else employers.company(shown)
    if not value or len(shown) > LONGEST:
        raise Refusal("Enter a company name, or a domain like acme.com.")
    row = {"workspace_id": by.workspace_id, "kind": kind, "value": value, "label": shown, "member_id": by.id, "at": now}
    before = await _of_value(db, by.workspace_id, kind, value)
    if before is not None:
        return before
    await insert_new(db, DoNotContact, [row])
    entry = await _of_value(db, by.workspace_id, kind, value)
    if entry is None:
        raise RuntimeError("an entry that was just written is not there")
    await audit.add(db, by.workspace_id, by.id, "do_not_contact", {"entry": entry.id, "kind": kind, "added": True}, now)
    return entry


async def _of_value(db: Read, workspace_id: int, kind: Kind, value: str) -> DoNotContact | None:
    there = select(DoNotContact).where(
        DoNotContact.workspace_id == workspace_id, DoNotContact.kind == kind, DoNotContact.value == value
    )
    return (await db.exec(there)).one_or_none()


async def remove(db: Write, by: Member, id: int, now: datetime) -> None:
    """Remove an entry. Admins only; raises Refusal, and Gone."""
    _check(by)
    mine = delete(DoNotContact).where(col(DoNotContact.workspace_id) == by.workspace_id, col(DoNotContact.id) == id)
    if not (await db.exec(mine)).rowcount:
        raise Gone("This entry is no longer on the list.")
    await audit.add(db, by.workspace_id, by.id, "do_not_contact", {"entry": id, "added": False}, now)


def _check(by: Member) -> None:
    if not allows(by.role, May.ADMINISTER):
        raise Refusal(_ADMINS)


async def listed(
    db: Read, workspace_id: int, *, words: str = "", page: int = 0, page_size: int = 10
) -> Page[DoNotContact]:
    """A page of the list, by name."""
    wanted = [DoNotContact.workspace_id == workspace_id, contains_all(DoNotContact.value, words)]
    total = (await db.exec(select(func.count()).select_from(DoNotContact).where(*wanted))).one()
    page = within(page, page_size, total)
    by_name = select(DoNotContact).where(*wanted).order_by(col(DoNotContact.value), col(DoNotContact.id))
    return Page(list(await db.exec(by_name.offset(page * page_size).limit(page_size))), total, page, page_size)


async def matches(db: Read, workspace_id: int, companies: Iterable[str], emails: Iterable[str]) -> list[DoNotContact]:
    """The entries that cover these employers or addresses, oldest first. One statement."""
    names = {name for each in companies if (name := employers.company(each))}
    hosts = employers.domains(emails)
    falls_under = or_(
        (col(DoNotContact.kind) == "company") & col(DoNotContact.value).in_(names),
        (col(DoNotContact.kind) == "domain") & col(DoNotContact.value).in_(hosts),
    )
    found = select(DoNotContact).where(DoNotContact.workspace_id == workspace_id, falls_under)
    return list(await db.exec(found.order_by(col(DoNotContact.id)))) if names or hosts else []
