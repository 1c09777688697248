"""Mail: what is sent, by whom, and what a mail server may do with it."""

from dataclasses import dataclass, field
from typing import Protocol

from connectors.errors import Refused


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Whom a workspace's mails come from. The addresses of the servers carry passwords and are never shown.

    `smtp_url`: smtps://user:password@host:465, or smtp://…:587 (STARTTLS; without it only on loopback).
    `imap_url`: imaps://user:password@host:993/INBOX."""

    smtp_url: str = field(default="", repr=False)
    imap_url: str = field(default="", repr=False)
    mail_from: str = ""  # the address alone
    company: str = ""  # in whose name the invitations are
    postal_address: str = ""
    notice: str = ""  # where the data is from and how to be forgotten; "": the shipped words


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, ready to be sent: all of its words are final."""

    message_id: str  # "<…@…>"
    sender_name: str
    sender: str
    to: str
    subject: str
    text: str = field(repr=False)  # has the person's links in it, as `html` and `reply_to` have
    html: str = field(repr=False)
    reply_to: str = field(default="", repr=False)
    in_reply_to: str = ""
    chain: tuple[str, ...] = ()  # References, oldest first
    unsubscribe_url: str = field(default="", repr=False)  # RFC 8058: a POST there unsubscribes


class NoSuchAddress(Refused):
    """There is nobody at this address: nothing need be sent there again."""


class Mailer(Protocol):
    """Hands letters over to a mail server, once each: a `Letter` is never tried twice by itself.

    Raises Unreachable and BadCredentials (nothing was handed over), Throttled (a temporary no, 4xx: try later),
    Refused (a final no, 5xx), and Uncertain (the connection broke after the letter was handed over)."""

    async def send(self, letter: Letter, account: MailAccount) -> None: ...

    async def check(self, account: MailAccount) -> None:
        """Log in and out again; raises as `send` does."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as it lies in the mailbox. `raw` is cut at the size limit; `whole` says whether all of it is there."""

    uid: int
    raw: bytes = field(repr=False)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """Mails after the cursor, oldest first. Another `uid_validity` than before means that the mailbox counts anew."""

    uid_validity: int
    mails: tuple[RawMail, ...]
    more: bool = False


class MailReader(Protocol):
    """Reads a mailbox. Raises Unreachable, BadCredentials, Refused."""

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int) -> Fetched:
        """What came after the cursor, a bounded number of mails of bounded size; a mailbox that counts anew is read
        from its beginning, of the last days only."""
        ...

    async def check(self, account: MailAccount) -> None:
        """Log in, look into the folder, and out again."""
        ...

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        """Whether the folder of sent mails has it. False proves nothing: many servers keep no copy."""
        ...
