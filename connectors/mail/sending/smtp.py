"""Sends mail over SMTP (RFC 5321): each message at most once, over pooled connections.

If a connection breaks before the content was transmitted, nothing was sent and the caller may retry. After that, only
the server knows the outcome: this raises `Uncertain`, which must not be retried."""

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

CONNECTIONS = 3  # concurrent connections per account: the limit of Exchange Online
IDLE = 20.0  # seconds until an idle connection is closed; servers close theirs after a minute or more
LETTERS = 100  # per connection; servers close it after a few hundred
CONNECT_WITHIN = 15.0  # seconds
ANSWER_WITHIN = 30.0
ACCEPT_WITHIN = 300.0  # after the content was sent: scanning makes servers slow, and an early timeout is costly
_DATA_READY = 354


@dataclass(slots=True)
class _Connection:
    """A connection and the number of messages sent over it."""

    client: SMTP
    letters: int = 0


@dataclass(slots=True)
class _Pool:
    """The connections of one account."""

    slots: asyncio.Semaphore
    idle: list[_Connection] = field(default_factory=list[_Connection])
    closing: asyncio.TimerHandle | None = None


class SmtpMailer:
    """A Mailer over SMTP. `smtps://` uses implicit TLS; `smtp://` requires STARTTLS unless the server is on this
    machine. Certificates are verified. `tls` replaces the system's certificate authorities; `answer_within` (in
    seconds) replaces all timeouts."""

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
        self._pools: dict[str, _Pool] = {}

    async def send(self, letter: Letter, account: MailAccount) -> None:
        """Send the message. Raises the errors listed at `Mailer`, and NoSuchAddress if the address does not exist."""
        try:
            content = mime.as_bytes(letter, self._now())
            sender, to = mime.address(letter.sender), mime.address(letter.to)
        except mime.NoAddress:
            raise smtp_errors.no_such_address() from None
        pool = self._pools.setdefault(account.smtp_url, _Pool(asyncio.Semaphore(CONNECTIONS)))
        async with pool.slots:
            connection = await self._envelope(pool, account, sender, to)
            try:
                await self._data(connection.client, content)
            except SMTPResponseException as refusal:
                await self._release(pool, connection, clean=False)
                raise smtp_errors.of_letter(refusal) from None
            except BaseException:
                connection.client.close()
                raise
            connection.letters += 1
            await self._release(pool, connection)

    async def check(self, account: MailAccount) -> None:
        """Log in and log out. Raises Unreachable or BadCredentials."""
        connection = await self._connect(account)
        await _quit(connection.client)

    async def close(self) -> None:
        """Close the idle connections."""
        for pool in self._pools.values():
            if pool.closing is not None:
                pool.closing.cancel()
            while pool.idle:
                await _quit(pool.idle.pop().client)
        self._pools.clear()

    async def _envelope(self, pool: _Pool, account: MailAccount, sender: str, to: str) -> _Connection:
        """A connection on which the server accepted sender and recipient. If a pooled connection turns out to be
        closed, tries another one, which is safe because nothing has been sent yet."""
        while True:
            pooled = pool.idle.pop() if pool.idle else None
            connection = pooled or await self._connect(account)
            try:
                await self._send_envelope(connection.client, sender, to)
                return connection
            except SMTPSenderRefused as refusal:
                await self._release(pool, connection, clean=False)
                raise smtp_errors.of_sender(refusal) from None
            except SMTPRecipientRefused as refusal:
                await self._release(pool, connection, clean=False)
                raise smtp_errors.of_address(refusal) from None
            except SMTPException as fault:
                connection.client.close()
                if pooled is None:
                    raise smtp_errors.before_handed_over(fault) from None
            except BaseException:
                connection.client.close()
                raise

    async def _send_envelope(self, client: SMTP, sender: str, to: str) -> None:
        utf8 = mime.needs_utf8(sender, to)
        if utf8 and not client.supports_extension("smtputf8"):
            raise SMTPRecipientRefused(550, "5.6.7", "")  # RFC 6531: non-ASCII addresses are not permitted
        options, encoding = (["SMTPUTF8", "BODY=8BITMIME"], "utf-8") if utf8 else ([], "ascii")
        within = self._answer_within
        await client.mail(sender, options=options, encoding=encoding, timeout=within)
        await client.rcpt(to, encoding=encoding, timeout=within)

    async def _data(self, client: SMTP, content: bytes) -> None:
        """Send the content. Raises SMTPDataError, Unreachable (it was not sent) and Uncertain (it was sent, but no
        reply arrived)."""
        try:
            answer = await client.execute_command(b"DATA", timeout=self._answer_within)
        except SMTPException as fault:
            raise smtp_errors.before_handed_over(fault) from None
        if answer.code != _DATA_READY:
            raise SMTPDataError(answer.code, answer.message)
        protocol = client.protocol
        if protocol is None or not client.is_connected:
            raise Unreachable(SYSTEM, "the connection ended")
        protocol.write(_stuffed(content))  # from here on it may be delivered
        try:
            answer = await protocol.read_response(timeout=self._accept_within)
        except SMTPException:  # includes malformed replies
            raise Uncertain(SYSTEM, "the connection ended after the letter was sent") from None
        if not 200 <= answer.code < 300:
            raise SMTPDataError(answer.code, answer.message)

    async def _connect(self, account: MailAccount) -> _Connection:
        client = SMTP(**await self._settings(account))
        try:
            await client.connect()
            return _Connection(client)
        except (SMTPException, OSError, ValueError) as fault:
            raise smtp_errors.while_connecting(fault) from None

    async def _settings(self, account: MailAccount) -> dict[str, Any]:
        url = urlsplit(account.smtp_url)
        if not url.hostname:
            raise Unreachable(SYSTEM, "none is set up")
        implicit_tls, local = url.scheme == "smtps", on_this_machine(url.hostname)
        if self._tls is None and (implicit_tls or not local):
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        try:
            name = mime.address(account.mail_from).rpartition("@")[2]
        except mime.NoAddress:
            raise Refused(SYSTEM, "The sender's e-mail address is missing or invalid.") from None
        token = account.access_token

        async def current_token() -> str:
            return token

        return {
            "hostname": url.hostname,
            "port": url.port or (465 if implicit_tls else 587),
            "username": unquote(url.username) if url.username else None,
            "password": unquote(url.password or "") if url.username and not token else None,
            "oauth_token_generator": current_token if token else None,  # XOAUTH2
            "use_tls": implicit_tls,
            "start_tls": not implicit_tls and not local,
            "tls_context": self._tls,
            "local_hostname": name,  # don't disclose this machine's name
            "timeout": self._connect_within,
        }

    async def _release(self, pool: _Pool, connection: _Connection, *, clean: bool = True) -> None:
        """Return the connection to the pool. After a rejection (`clean` False), RSET aborts the transaction first."""
        if not clean:
            try:
                await connection.client.rset(timeout=self._answer_within)
            except SMTPException:
                connection.client.close()
        if not connection.client.is_connected:
            return
        if connection.letters >= LETTERS:
            await _quit(connection.client)
            return
        pool.idle.append(connection)
        if pool.closing is not None:
            pool.closing.cancel()
        pool.closing = asyncio.get_running_loop().call_later(IDLE, _hang_up, pool)


def _hang_up(pool: _Pool) -> None:
    """Close idle connections without waiting for the server."""
    while pool.idle:
        pool.idle.pop().client.close()


async def _quit(client: SMTP) -> None:
    try:
        await client.quit(timeout=2.0)
    except (SMTPException, OSError):
        pass  # already closed
    finally:
        client.close()


def _stuffed(content: bytes) -> bytes:
    """The message, dot-stuffed for DATA: a leading dot is doubled, and a line with a single dot ends the data (RFC
    5321, 4.5.2)."""
    if content.startswith(b"."):
        content = b"." + content
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"
