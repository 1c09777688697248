"""One connection to an IMAP server (RFC 3501) that is not trusted: bounded in bytes and time. Blocking: for a thread.

imap-tools drives it; only the reading of bytes and the choice of TLS are ours."""

import imaplib
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
TIMEOUT = 20.0  # seconds of silence
LONGEST = 120.0  # seconds of one connection, however busy
MOST_BYTES = 48 * 1024 * 1024  # of one connection
MOST_LITERAL = 4 * 1024 * 1024  # bytes that a server may announce in one piece
MOST_LINE = 1024 * 1024
# What imaplib and imap-tools raise when a server answers with something else than IMAP.
NONSENSE = (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a mailbox is, read from its URL. `secure`: TLS from the first byte; else STARTTLS, but on loopback."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    secure: bool

    @property
    def name(self) -> str:
        """Tells mailboxes apart, without the password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def address(url: str) -> Address:
    """Raises Refused for one that is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(SYSTEM, "Its address cannot be read.") from None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise Refused(SYSTEM, "Its address must be imaps://USER:PASSWORD@HOST/INBOX.")
    secure = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or "INBOX"
    password = unquote(parts.password or "")
    return Address(parts.hostname, port or (993 if secure else 143), unquote(parts.username), password, folder, secure)


class Bounded(imaplib.IMAP4):
    """Reads no more than it should, from a server that says what it likes."""

    def __init__(self, at: Address, timeout: float, longest: float) -> None:
        self._left = MOST_BYTES
        # A time-out is of silence alone: who sends a byte now and then would be listened to for ever.
        self._watch = threading.Timer(longest, self.cut)
        self._watch.daemon = True
        self._watch.start()
        try:
            super().__init__(at.host, at.port, timeout)
        except BaseException:
            self._watch.cancel()
            raise

    def shutdown(self) -> None:
        self._watch.cancel()
        super().shutdown()

    def cut(self) -> None:
        """Hang up, from any thread: who reads at this moment gets an error."""
        with suppress(OSError, AttributeError):  # AttributeError: it is not connected yet
            self.sock.shutdown(socket.SHUT_RDWR)

    def read(self, size: int) -> bytes:
        if size > MOST_LITERAL:
            raise self.abort("a literal beyond all bounds")
        return self._counted(cast(BinaryIO, self.file).read(size))

    def readline(self) -> bytes:
        line = cast(BinaryIO, self.file).readline(MOST_LINE + 1)
        if len(line) > MOST_LINE:
            raise self.abort("a line beyond all bounds")
        return self._counted(line)

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise self.abort("more than it should say")
        return data


class _Secure(Bounded):
    """TLS from the first byte."""

    def __init__(self, at: Address, timeout: float, longest: float, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__(at, timeout, longest)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = socket.create_connection((self.host, self.port), timeout)
        return self._tls.wrap_socket(plain, server_hostname=self.host)


class Box(BaseMailBox):
    """imap-tools' mailbox, over a bounded connection."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._client = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._client


@contextmanager
def opened(
    at: Address, tls: ssl.SSLContext | None, timeout: float, longest: float, lines: "set[Bounded]"
) -> Generator[Box]:
    """Logged in; logged out at the end; in `lines` while it is open. Raises Unreachable, BadCredentials, Refused, also
    for what happens within: the words of the server are for the log, and never hold what we sent."""
    tls = tls or ssl.create_default_context()
    try:
        client = _Secure(at, timeout, longest, tls) if at.secure else Bounded(at, timeout, longest)
    except (OSError, *NONSENSE) as fault:
        raise Unreachable(SYSTEM, _brief(fault)) from fault
    box = Box(client)
    lines.add(client)
    try:
        if not (at.secure or on_this_machine(at.host)):
            client.starttls(tls)
        _log_in(box, at)
        yield box
    except (imaplib.IMAP4.abort, OSError) as fault:
        raise Unreachable(SYSTEM, _brief(fault)) from fault
    except NONSENSE as fault:
        raise Unreachable(SYSTEM, f"it does not speak IMAP as it should ({type(fault).__name__})") from fault
    finally:
        lines.discard(client)
        _leave(box)


def _log_in(box: Box, at: Address) -> None:
    try:
        if at.password.isascii() and at.user.isascii():
            box.login(at.user, at.password, initial_folder=None)
        else:
            box.login_utf8(at.user, at.password, initial_folder=None)
    except imaplib.IMAP4.abort:  # its words may be what we sent, said back
        raise Unreachable(SYSTEM, "the connection ended at the login") from None
    except (imaplib.IMAP4.error, ImapToolsError) as no:
        if "UNAVAILABLE" in str(no).upper():  # RFC 5530: not about the password
            raise Unreachable(SYSTEM, "it cannot check passwords now") from None
        raise BadCredentials(SYSTEM, "the login is not accepted") from None


def _leave(box: Box) -> None:
    try:
        box.client.logout()
    except (OSError, *NONSENSE):
        box.client.shutdown()


def _brief(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
