"""A workspace's mailbox: whom its mails come from, with the operator's settings where it has none of its own."""

import dataclasses
from collections.abc import Mapping
from dataclasses import Field
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar, cast
from urllib.parse import unquote, urlsplit

from sqlmodel import col, select

from store import audit
from store.db import Read, Write
from store.errors import Refusal
from store.keys import KeyRing
from store.mailbox import secrets
from store.people.match_keys import is_address
from store.roles import May, allows
from store.tables.core import Member, Workspace
from store.tables.outreach import Mailbox
from store.text import clean
from store.upserts import insert_new

LONGEST = {"company": 200, "mail_from": 254, "postal_address": 500, "notice": 2_000}  # characters
_LINES = ("postal_address", "notice")  # may have several
_HIGHEST = {"ownership_days": 365, "per_minute": 10_000, "per_domain": 10_000}
_WHAT = {
    "company": "The company's name",
    "mail_from": "The e-mail address",
    "postal_address": "The postal address",
    "notice": "The notice",
    "ownership_days": "The days",
    "per_minute": "E-mails a minute",
    "per_domain": "E-mails a minute to one domain",
}


class Account(Protocol):
    """Whom mails come from: the shape of connectors/mail's MailAccount, which this room does not import."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def smtp_url(self) -> str: ...
    @property
    def imap_url(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def company(self) -> str: ...
    @property
    def postal_address(self) -> str: ...
    @property
    def notice(self) -> str: ...


SomeAccount = TypeVar("SomeAccount", bound=Account)


async def account_of(db: Read, workspace_id: int, defaults: SomeAccount, keys: KeyRing) -> SomeAccount:
    """Whom the workspace's mails come from: what it set before the operator's `defaults`. Two statements.

    A workspace with a mail server of its own takes neither address nor mailbox from the operator: its mails would come
    in somebody else's name, and answers arrive where it cannot read. Without an address of its own it is the login of
    its server, where that is one. A secret that no key opens any more is missing, not replaced by the operator's."""
    about = select(Workspace.name, Mailbox).outerjoin(Mailbox, col(Mailbox.workspace_id) == col(Workspace.id))
    name, own = cast("tuple[str, Mailbox | None]", (await db.exec(about.where(Workspace.id == workspace_id))).one())
    own = own or _new(workspace_id)
    addresses = await secrets.read(db, workspace_id, keys)
    smtp_url = addresses.get("smtp_url", defaults.smtp_url)
    theirs = "smtp_url" in addresses
    mail_from = own.mail_from or (_login(smtp_url) if theirs else defaults.mail_from)
    return dataclasses.replace(
        defaults,
        smtp_url=smtp_url,
        imap_url=addresses.get("imap_url", "" if theirs else defaults.imap_url),
        mail_from=mail_from,
        company=own.company or defaults.company or name or mail_from.rpartition("@")[2],
        postal_address=own.postal_address or defaults.postal_address,
        notice=own.notice or defaults.notice,
    )


def _login(smtp_url: str) -> str:
    """The user of a mail server's address, where that is an e-mail address."""
    user = unquote(urlsplit(smtp_url).username or "")
    return user if is_address(user) else ""


def lacking(account: Account) -> tuple[str, ...]:
    """What must be set up before anything is sent from the account, in words."""
    needed = {
        "a mail server": account.smtp_url,
        "the e-mail address that invitations come from": account.mail_from,
        "a postal address": account.postal_address,
    }
    return tuple(words for words, value in needed.items() if not value)


async def get(db: Read, workspace_id: int) -> Mailbox:
    """What the workspace set; a new one, that is not kept yet, when it set nothing."""
    return await db.get(Mailbox, workspace_id) or _new(workspace_id)


def _new(workspace_id: int) -> Mailbox:
    return Mailbox(workspace_id=workspace_id)


async def update(db: Write, by: Member, values: Mapping[str, str | int], now: datetime) -> Mailbox:
    """Set some of company, mail_from, postal_address, notice ("" is the operator's), ownership_days (0: no window),
    per_minute and per_domain (0: no limit). Audited, by name only. Admins only; raises Refusal."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")
    checked = {name: _checked(name, value) for name, value in values.items()}
    new = Mailbox(workspace_id=by.workspace_id, updated_at=now)
    await insert_new(db, Mailbox, [new.model_dump()])
    mailbox = await db.get_one(Mailbox, by.workspace_id, with_for_update=True, populate_existing=True)
    changed = sorted(name for name, value in checked.items() if getattr(mailbox, name) != value)
    for name in changed:
        setattr(mailbox, name, checked[name])
    if changed:
        mailbox.updated_at = now
        await audit.add(db, by.workspace_id, by.id, "mailbox", {"changed": changed}, now)
    return mailbox


def fault(name: str, value: str | int) -> str:
    """Why `update` would not take it, in words; "" when it would."""
    try:
        _checked(name, value)
    except Refusal as no:
        return no.words
    return ""


def _checked(name: str, value: str | int) -> str | int:
    return _words(name, value) if name in LONGEST else _number(name, value)


def _words(name: str, value: str | int) -> str:
    lines = [" ".join(line.split()) for line in clean(str(value)).strip().splitlines()]
    words = "\n".join(lines) if name in _LINES else " ".join(lines)
    if len(words) > LONGEST[name]:
        raise Refusal(f"{_WHAT[name]} takes at most {LONGEST[name]:,} characters.")
    if name == "mail_from" and words and not is_address(words):
        raise Refusal("This is not an e-mail address.")
    return words


def _number(name: str, value: str | int) -> int:
    highest = _HIGHEST[name]
    if not isinstance(value, int) or not 0 <= value <= highest:
        raise Refusal(f"{_WHAT[name]}: a whole number from 0 to {highest:,}.")
    return value
