"""Mail servers by SMTP (RFC 5321): letters are handed over once each, over connections that are kept for a while.

When a connection breaks before the words of a letter went over, nothing was sent, and it may be tried again. Once they
went over, only the server knows: that is `Uncertain`, which is never repeated."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from connectors.errors import Refused, Uncertain, Unreachable
from connectors.mail.allowed_hosts import on_this_machine
from connectors.mail.base import Letter, MailAccount
from connectors.mail.sending import mime, smtp_errors
from connectors.mail.sending.smtp_errors import SYSTEM

CONNECTIONS = 3  # to one account at once: what Exchange Online allows
IDLE = 20.0  # seconds a connection without work is kept; servers end theirs after a minute or more
LETTERS = 100  # over one connection: servers end it after some hundreds
CONNECT_WITHIN = 15.0  # seconds
ANSWER_WITHIN = 30.0
ACCEPT_WITHIN = 300.0  # after the words went over: a server that scans them is slow, and giving up early is costly
_DATA_READY = 354


@dataclass(slots=True)
class _Line:
    """A connection and how many letters went over it."""

    client: SMTP
    letters: int = 0


@dataclass(slots=True)
class _Lines:
    """The connections to one account."""

    turn: asyncio.Semaphore
    idle: list[_Line] = field(default_factory=list[_Line])
    closing: asyncio.TimerHandle | None = None


class SmtpMailer:
    """`smtps://` is TLS from the first byte, `smtp://` must offer STARTTLS unless the server is on this machine.
    Certificates are checked. `tls` stands in for the machine's authorities, `answer_within` for all time-outs."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        answer_within: float | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._tls = tls
        self._connect_within = answer_within or CONNECT_WITHIN
        self._answer_within = answer_within or ANSWER_WITHIN
        self._accept_within = answer_within or ACCEPT_WITHIN
        self._now = now
        self._lines: dict[str, _Lines] = {}

    async def send(self, letter: Letter, account: MailAccount) -> None:
        """Hand the letter over. Raises as `Mailer` says; NoSuchAddress where nobody is at the address."""
        try:
            words = mime.as_bytes(letter, self._now())
            sender, to = mime.address(letter.sender), mime.address(letter.to)
        except mime.NoAddress:
            raise smtp_errors.no_such_address() from None
        lines = self._lines.setdefault(account.smtp_url, _Lines(asyncio.Semaphore(CONNECTIONS)))
        async with lines.turn:
            line = await self._envelope(lines, account, sender, to)
            try:
                await self._data(line.client, words)
            except SMTPResponseException as no:
                await self._keep(lines, line, clean=False)
                raise smtp_errors.of_letter(no) from None
            except BaseException:
                line.client.close()
                raise
            line.letters += 1
            await self._keep(lines, line)

    async def check(self, account: MailAccount) -> None:
        """Log in and out again. Raises Unreachable or BadCredentials."""
        line = await self._connect(account)
        await _quit(line.client)

    async def close(self) -> None:
        """Say goodbye on the connections without work."""
        for lines in self._lines.values():
            if lines.closing is not None:
                lines.closing.cancel()
            while lines.idle:
                await _quit(lines.idle.pop().client)
        self._lines.clear()

    async def _envelope(self, lines: _Lines, account: MailAccount, sender: str, to: str) -> _Line:
        """A connection on which the server took sender and recipient. One that was kept may have ended meanwhile: then
        a new one is made, once; nothing was handed over yet."""
        while True:
            kept = lines.idle.pop() if lines.idle else None
            line = kept or await self._connect(account)
            try:
                await self._say(line.client, sender, to)
                return line
            except SMTPSenderRefused as no:
                await self._keep(lines, line, clean=False)
                raise smtp_errors.of_sender(no) from None
            except SMTPRecipientRefused as no:
                await self._keep(lines, line, clean=False)
                raise smtp_errors.of_address(no) from None
            except SMTPException as fault:
                line.client.close()
                if kept is None:
                    raise smtp_errors.before_handed_over(fault) from None
            except BaseException:
                line.client.close()
                raise

    async def _say(self, client: SMTP, sender: str, to: str) -> None:
        utf8 = mime.needs_utf8(sender, to)
        if utf8 and not client.supports_extension("smtputf8"):
            raise SMTPRecipientRefused(550, "5.6.7", "")  # RFC 6531: non-ASCII addresses are not permitted
        options, encoding = (["SMTPUTF8", "BODY=8BITMIME"], "utf-8") if utf8 else ([], "ascii")
        within = self._answer_within
        await client.mail(sender, options=options, encoding=encoding, timeout=within)
        await client.rcpt(to, encoding=encoding, timeout=within)

    async def _data(self, client: SMTP, words: bytes) -> None:
        """Raises SMTPDataError, Unreachable (the words did not go over), Uncertain (they did, and no answer came)."""
        try:
            answer = await client.execute_command(b"DATA", timeout=self._answer_within)
        except SMTPException as fault:
            raise smtp_errors.before_handed_over(fault) from None
        if answer.code != _DATA_READY:
            raise SMTPDataError(answer.code, answer.message)
        protocol = client.protocol
        if protocol is None or not client.is_connected:
            raise Unreachable(SYSTEM, "the connection ended")
        protocol.write(_stuffed(words))  # from here on it may arrive
        try:
            answer = await protocol.read_response(timeout=self._accept_within)
        except SMTPException:  # also an answer that is none
            raise Uncertain(SYSTEM, "the connection ended after the letter was handed over") from None
        if not 200 <= answer.code < 300:
            raise SMTPDataError(answer.code, answer.message)

    async def _connect(self, account: MailAccount) -> _Line:
        client = SMTP(**await self._settings(account))
        try:
            await client.connect()
            return _Line(client)
        except (SMTPException, OSError, ValueError) as fault:
            raise smtp_errors.while_connecting(fault) from None

    async def _settings(self, account: MailAccount) -> dict[str, Any]:
        url = urlsplit(account.smtp_url)
        if not url.hostname:
            raise Unreachable(SYSTEM, "none is set up")
        whole, here = url.scheme == "smtps", on_this_machine(url.hostname)
        if self._tls is None and (whole or not here):
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        try:
            name = mime.address(account.mail_from).rpartition("@")[2]
        except mime.NoAddress:
            raise Refused(SYSTEM, "The sender's e-mail address is not set up, or is none.") from None
        return {
            "hostname": url.hostname,
            "port": url.port or (465 if whole else 587),
            "username": unquote(url.username) if url.username else None,
            "password": unquote(url.password or "") if url.username else None,
            "use_tls": whole,
            "start_tls": not whole and not here,
            "tls_context": self._tls,
            "local_hostname": name,  # this machine's own name is nobody's business
            "timeout": self._connect_within,
        }

    async def _keep(self, lines: _Lines, line: _Line, *, clean: bool = True) -> None:
        """For the next letter; after a no the server is told to forget what was said (RSET)."""
        if not clean:
            try:
                await line.client.rset(timeout=self._answer_within)
            except SMTPException:
                line.client.close()
        if not line.client.is_connected:
            return
        if line.letters >= LETTERS:
            await _quit(line.client)
            return
        lines.idle.append(line)
        if lines.closing is not None:
            lines.closing.cancel()
        lines.closing = asyncio.get_running_loop().call_later(IDLE, _hang_up, lines)


def _hang_up(lines: _Lines) -> None:
    """Nothing was sent for a while."""
    while lines.idle:
        lines.idle.pop().client.close()


async def _quit(client: SMTP) -> None:
    try:
        await client.quit(timeout=2.0)
    except (SMTPException, OSError):
        pass  # it is gone already, which is what was wanted
    finally:
        client.close()


def _stuffed(words: bytes) -> bytes:
    """As DATA wants it: a line that begins with a point gets another (RFC 5321, 4.5.2), a point alone ends it."""
    if words.startswith(b"."):
        words = b"." + words
    return words.replace(b"\r\n.", b"\r\n..") + b".\r\n"
