"""A connection to an untrusted IMAP server (RFC 3501), limited in bytes and time. Blocking: run it in a thread.

imap-tools speaks the protocol; this module only reads the bytes and sets up TLS."""

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from connectors.errors import BadCredentials, Refused, Unreachable
from connectors.mail.allowed_hosts import on_this_machine

SYSTEM = "the mailbox"
_NOT_THE_PASSWORD = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b|\btoo many\b", re.IGNORECASE)  # RFC 5530
TIMEOUT = 20.0  # seconds of silence
LONGEST = 120.0  # seconds of one connection, even if it is active
MOST_BYTES = 48 * 1024 * 1024  # of one connection
MOST_LITERAL = 4 * 1024 * 1024  # bytes of one literal
MOST_LINE = 1024 * 1024
# What imaplib and imap-tools raise for responses that are not valid IMAP.
PROTOCOL_ERRORS = (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Address:
    """The location of a mailbox, parsed from its URL. `secure`: whether to use implicit TLS; otherwise STARTTLS, except
    on loopback. `access_token` replaces the password (XOAUTH2)."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    secure: bool
    access_token: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The name of the mailbox, without the password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def address(url: str, access_token: str = "") -> Address:
    """Parse a mailbox URL. Raises Refused if it is invalid."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(SYSTEM, "The mailbox address is invalid.") from None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise Refused(SYSTEM, "The mailbox address must look like imaps://USER:PASSWORD@HOST/INBOX.")
    secure = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or "INBOX"
    password, user = unquote(parts.password or ""), unquote(parts.username)
    return Address(parts.hostname, port or (993 if secure else 143), user, password, folder, secure, access_token)


class Bounded(imaplib.IMAP4):
    """An IMAP client that limits how much it reads from the server."""

    def __init__(self, at: Address, timeout: float, longest: float) -> None:
        self._left = MOST_BYTES
        # The timeout only covers silence: a server that sends a byte now and then could hold the connection forever.
        self._watchdog = threading.Timer(longest, self.cut)
        self._watchdog.daemon = True
        self._watchdog.start()
        try:
            super().__init__(at.host, at.port, timeout)
        except BaseException:
            self._watchdog.cancel()
            raise

    def shutdown(self) -> None:
        self._watchdog.cancel()
        super().shutdown()

    def cut(self) -> None:
        """Disconnect, from any thread; a read in progress fails."""
        with suppress(OSError, AttributeError):  # AttributeError: not connected yet
            self.sock.shutdown(socket.SHUT_RDWR)

    def read(self, size: int) -> bytes:
        if size > MOST_LITERAL:
            raise self.abort("a literal is too large")
        return self._counted(cast(BinaryIO, self.file).read(size))

    def readline(self) -> bytes:
        line = cast(BinaryIO, self.file).readline(MOST_LINE + 1)
        if len(line) > MOST_LINE:
            raise self.abort("a line is too long")
        return self._counted(line)

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise self.abort("too much data in one connection")
        return data


class _Secure(Bounded):
    """A connection with implicit TLS."""

    def __init__(self, at: Address, timeout: float, longest: float, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__(at, timeout, longest)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = socket.create_connection((self.host, self.port), timeout)
        return self._tls.wrap_socket(plain, server_hostname=self.host)


class Box(BaseMailBox):
    """An imap-tools mailbox over a limited connection."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._client = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._client


@contextmanager
def opened(
    at: Address, tls: ssl.SSLContext | None, timeout: float, longest: float, connections: "set[Bounded]"
) -> Generator[Box]:
    """A logged-in mailbox, logged out at the end and listed in `connections` while open. Raises Unreachable,
    BadCredentials and Refused, even for errors inside the `with` block. Their details contain the server's messages,
    which are only for the log and never include what we sent."""
    tls = tls or ssl.create_default_context()
    try:
        client = _Secure(at, timeout, longest, tls) if at.secure else Bounded(at, timeout, longest)
    except (OSError, *PROTOCOL_ERRORS) as fault:
        raise Unreachable(SYSTEM, _brief(fault)) from fault
    box = Box(client)
    connections.add(client)
    try:
        if not (at.secure or on_this_machine(at.host)):
            client.starttls(tls)
        _log_in(box, at)
        yield box
    except (imaplib.IMAP4.abort, OSError) as fault:
        raise Unreachable(SYSTEM, _brief(fault)) from fault
    except PROTOCOL_ERRORS as fault:
        raise Unreachable(SYSTEM, f"invalid IMAP response ({type(fault).__name__})") from fault
    finally:
        connections.discard(client)
        _log_out(box)


def _log_in(box: Box, at: Address) -> None:
    try:
        if at.access_token:
            _log_in_by_token(box, at)
        elif at.password.isascii() and at.user.isascii():
            box.login(at.user, at.password, initial_folder=None)
        else:
            box.login_utf8(at.user, at.password, initial_folder=None)
    except imaplib.IMAP4.abort:  # its message may echo the password we sent
        raise Unreachable(SYSTEM, "the connection ended during login") from None
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        if _NOT_THE_PASSWORD.search(str(error)):
            raise Unreachable(SYSTEM, "the server cannot check passwords right now") from None
        raise BadCredentials(SYSTEM, "the login was rejected") from None


def _log_in_by_token(box: Box, at: Address) -> None:
    """Log in with XOAUTH2. A server that refuses the token says why in a challenge, which must be answered with an
    empty line (https://developers.google.com/workspace/gmail/imap/xoauth2-protocol)."""
    login = f"user={at.user}\x01auth=Bearer {at.access_token}\x01\x01".encode()
    answers = iter((login,))
    box.client.authenticate("XOAUTH2", lambda _challenge: next(answers, b""))


def _log_out(box: Box) -> None:
    try:
        box.client.logout()
    except (OSError, *PROTOCOL_ERRORS):
        box.client.shutdown()


def _brief(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
