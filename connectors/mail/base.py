"""Mail types and the interfaces for sending and reading mail."""

from dataclasses import dataclass, field
from typing import Protocol

from connectors.errors import Refused, Throttled


@dataclass(frozen=True, slots=True)
class MailAccount:
    """A mail account and sender details. The server URLs contain passwords and are never shown.

    `smtp_url`: smtps://user:password@host:465, or smtp://…:587 (STARTTLS; without it only on loopback).
    `imap_url`: imaps://user:password@host:993/INBOX. Both are https://… for an account that is used through Microsoft
    Graph.
    An account that somebody connected by signing in has a `sign_in_id`, and an `access_token` instead of a password
    while it is being used."""

    smtp_url: str = field(default="", repr=False)
    imap_url: str = field(default="", repr=False)
    mail_from: str = ""  # the address alone
    company: str = ""  # company name in the invitations
    postal_address: str = ""
    notice: str = ""  # privacy notice: where the data comes from and how to have it deleted; "": the default text
    sign_in_id: int = 0
    access_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, ready to send: all text is final."""

    message_id: str  # "<…@…>"
    sender_name: str
    sender: str
    to: str
    subject: str
    text: str = field(repr=False)  # like `html` and `reply_to`, contains the candidate's personal links
    html: str = field(repr=False)
    reply_to: str = field(default="", repr=False)
    in_reply_to: str = ""
    references: tuple[str, ...] = ()  # References, oldest first
    unsubscribe_url: str = field(default="", repr=False)  # a POST unsubscribes (RFC 8058)


class NoSuchAddress(Refused):
    """The address does not exist; do not send to it again."""


class SetupRefused(Refused):
    """The mail server refused our setup, not this address. `fault`: spf, block_list, …
    (connectors/mail/bounce_causes.py); `words`: the server's words, for admins."""

    def __init__(self, system: str, reason: str, fault: str, words: str) -> None:
        super().__init__(system, reason)
        self.fault = fault
        self.words = words


class SetupDeferred(Throttled):
    """The mail server refuses our setup for now. `fault` and `words` are the same as in SetupRefused."""

    def __init__(self, system: str, retry_after: float, detail: str, fault: str, words: str) -> None:
        super().__init__(system, retry_after, detail)
        self.fault = fault
        self.words = words


class Mailer(Protocol):
    """Sends each message to a mail server at most once; it never retries automatically.

    Raises Unreachable and BadCredentials (nothing was sent), Throttled (temporary rejection, 4xx: try later), Refused
    (permanent rejection, 5xx), and Uncertain (the connection broke after the message was sent). When our setup is the
    reason for a rejection: SetupDeferred and SetupRefused."""

    async def send(self, letter: Letter, account: MailAccount) -> None: ...

    async def check(self, account: MailAccount) -> None:
        """Log in and log out; raises the same errors as `send`."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class RawMail:
    """A message as stored in the mailbox. `raw` is truncated at the size limit; `whole` is False if it was."""

    uid: int
    raw: bytes = field(repr=False)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """Messages after the cursor, oldest first. A changed `uid_validity` means that the mailbox renumbered them.

    `link`: the cursor after these messages, for a mailbox whose messages have no numbers (Microsoft Graph)."""

    uid_validity: int
    mails: tuple[RawMail, ...]
    more: bool = False
    link: str = field(default="", repr=False)


class MailReader(Protocol):
    """Reads a mailbox. Raises Unreachable, BadCredentials, Refused."""

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int, link: str = "") -> Fetched:
        """The messages after the cursor, limited in number and size. If the mailbox has renumbered them, starts over
        with those from the last few days."""
        ...

    async def check(self, account: MailAccount) -> None:
        """Log in, open the folder, and log out."""
        ...

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        """Whether the message is in the sent folder. False proves nothing: many servers don't save a copy."""
        ...
