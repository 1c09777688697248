"""A workspace's mailbox: the account its e-mail comes from, with the operator's settings as defaults."""

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
from store.mailbox import secrets, sign_ins
from store.people.match_keys import is_address
from store.roles import May, allows
from store.tables.core import Member, Workspace
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Mailbox
from store.text import clean
from store.upserts import insert_new

LONGEST = {"company": 200, "mail_from": 254, "postal_address": 500, "notice": 2_000}  # characters
_LINES = ("postal_address", "notice")  # may have several lines
_HIGHEST = {"ownership_days": 365, "per_minute": 10_000, "per_domain": 10_000}
_LABELS = {
    "company": "The company's name",
    "mail_from": "The e-mail address",
    "postal_address": "The postal address",
    "notice": "The notice",
    "ownership_days": "The number of days",
    "per_minute": "E-mails a minute",
    "per_domain": "E-mails a minute to one domain",
}


class Account(Protocol):
    """The account that mail comes from: the shape of connectors/mail's MailAccount, which the store must not import."""

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
    @property
    def sign_in_id(self) -> int: ...


SomeAccount = TypeVar("SomeAccount", bound=Account)


async def account_of(
    db: Read, workspace_id: int, defaults: SomeAccount, keys: KeyRing, member_id: int | None = None
) -> SomeAccount:
    """The mail account of a workspace: its own settings, or else the operator's `defaults`. With `member_id`, the
    account that this member's mail is sent from: their own mailbox if they have one. Two statements.

    A workspace with its own mail server takes neither address nor mailbox from the operator: its e-mail would go out
    under somebody else's name, and answers would arrive where it cannot read them. If the workspace has no address of
    its own, its server's login is used, if that is an address. A secret that no key can decrypt anymore counts as
    missing; the operator's does not replace it. A mailbox that was connected by signing in replaces all of this; it
    comes without an access token."""
    about = (
        select(Workspace.name, Mailbox, MailSignIn)
        .outerjoin(Mailbox, col(Mailbox.workspace_id) == col(Workspace.id))
        .outerjoin(MailSignIn, sign_ins.usable(col(Workspace.id), member_id))
        .where(Workspace.id == workspace_id)
        .order_by(col(MailSignIn.member_id).is_(None))  # the member's own first
        .limit(1)
    )
    found = cast("tuple[str, Mailbox | None, MailSignIn | None]", (await db.exec(about)).one())
    name, own, signed_in = found
    own = own or _new(workspace_id)
    addresses = await secrets.read(db, workspace_id, keys)
    smtp_url = addresses.get("smtp_url", defaults.smtp_url)
    has_server = "smtp_url" in addresses
    imap_url = addresses.get("imap_url", "" if has_server else defaults.imap_url)
    mail_from = own.mail_from or (_login(smtp_url) if has_server else defaults.mail_from)
    if signed_in is not None:
        smtp_url, imap_url, mail_from = signed_in.send_url, signed_in.read_url, signed_in.address
    return dataclasses.replace(
        defaults,
        smtp_url=smtp_url,
        imap_url=imap_url,
        mail_from=mail_from,
        sign_in_id=signed_in.id if signed_in is not None else 0,
        company=own.company or defaults.company or name,
        postal_address=own.postal_address or defaults.postal_address,
        notice=own.notice or defaults.notice,
    )


def _login(smtp_url: str) -> str:
    """The login of a mail server's URL, if it is an e-mail address."""
    user = unquote(urlsplit(smtp_url).username or "")
    return user if is_address(user) else ""


def missing(account: Account) -> tuple[str, ...]:
    """What must still be set up before anything can be sent from the account, as text to display."""
    needed = {
        "a mail server": account.smtp_url,
        "the e-mail address that invitations come from": account.mail_from,
        "a postal address": account.postal_address,
    }
    return tuple(words for words, value in needed.items() if not value)


async def get(db: Read, workspace_id: int) -> Mailbox:
    """The workspace's settings; if it has none, a new row that is not stored yet."""
    return await db.get(Mailbox, workspace_id) or _new(workspace_id)


def _new(workspace_id: int) -> Mailbox:
    return Mailbox(workspace_id=workspace_id)


async def update(db: Write, by: Member, values: Mapping[str, str | int], now: datetime) -> Mailbox:
    """Set some of company, mail_from, postal_address, notice ("": use the operator's), ownership_days (0: no window),
    per_minute and per_domain (0: no limit). Only the names of what changed are audited. Admins only; raises Refusal."""
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


def problem(name: str, value: str | int) -> str:
    """Why `update` would refuse the value, as text to display; "" when it would accept it."""
    try:
        _checked(name, value)
    except Refusal as no:
        return no.message
    return ""


def _checked(name: str, value: str | int) -> str | int:
    return _text(name, value) if name in LONGEST else _number(name, value)


def _text(name: str, value: str | int) -> str:
    lines = [" ".join(line.split()) for line in clean(str(value)).strip().splitlines()]
    text = "\n".join(lines) if name in _LINES else " ".join(lines)
    if len(text) > LONGEST[name]:
        raise Refusal(f"{_LABELS[name]} can have at most {LONGEST[name]:,} characters.")
    if name == "mail_from" and text and not is_address(text):
        raise Refusal("This is not an e-mail address.")
    return text


def _number(name: str, value: str | int) -> int:
    highest = _HIGHEST[name]
    if not isinstance(value, int) or not 0 <= value <= highest:
        raise Refusal(f"{_LABELS[name]} must be a whole number from 0 to {highest:,}.")
    return value
