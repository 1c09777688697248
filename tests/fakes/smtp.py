"""A mail server with memory that accepts, refuses, defers, hangs or drops, as the test sets it."""

import asyncio
import base64
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Accepted = Callable[[str], None]


@dataclass
class Sink:
    """The mails the server accepted, and how it behaves: `rcpt` and `data` by the local part of the address.

    An answer is a line of SMTP, or "hang", or "drop"; "take and drop" stores the e-mail and hangs up without a reply.
    `accepts` says whether an access token fits a login (XOAUTH2)."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    sender: str = "250 OK"
    logins: list[tuple[str, str]] = field(default_factory=list)
    password: str = ""
    accepts: Callable[[str, str], bool] | None = None
    challenges: int = 0  # refused tokens whose challenge was answered with an empty line
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    most_open: int = 0
    slow: float = 0.0  # seconds it takes to accept an e-mail
    port: int = 0
    accepted: Accepted = lambda message_id: None
    transports: list[Any] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_MAIL(self, server: SMTP, _session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if self.sender.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return await self._answer(server, self.sender)

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        line = self.rcpt.get(address.partition("@")[0], "250 OK")
        if line.startswith("2"):
            envelope.rcpt_tos.append(address)
        return await self._answer(server, line)

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:
        [to] = envelope.rcpt_tos
        line = self.data.get(to.partition("@")[0], "250 Taken")
        if self.slow:
            await asyncio.sleep(self.slow)
        if line.startswith("2") or line == "take and drop":
            self._take(to, envelope.content)
        return await self._answer(server, line)

    def _take(self, to: str, content: str | bytes | None) -> None:
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        self.raw.append(content)
        self.to.append(to)
        self.mails.append(mail)
        self.accepted(str(mail["Message-ID"]))

    async def _answer(self, server: SMTP, line: str) -> str:
        if line == "hang":
            await asyncio.Event().wait()
        if line.endswith("drop"):
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(0.05)
        return line

    def drop_all(self) -> None:
        """Close every connection, as a restarting server does."""
        for transport in self.transports:
            transport.abort()
        self.transports.clear()

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password.decode() == self.password, handled=False)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        login, _, rest = base64.b64decode(args[1]).decode().partition("\x01")
        token = rest.removeprefix("auth=Bearer ").removesuffix("\x01\x01")
        self.logins.append((login.removeprefix("user="), token))
        if self.accepts is not None and self.accepts(*self.logins[-1]):
            return AuthResult(success=True)
        self.challenges += await server.challenge_auth('{"status":"400"}') == b""
        return AuthResult(success=False, handled=False)


class _Connection(SMTP):
    def __init__(self, sink: Sink, **options: Any) -> None:
        super().__init__(sink, hostname="mx.example", enable_SMTPUTF8=True, **options)
        self._sink = sink

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        sink = self._sink
        if transport not in sink.transports:
            sink.transports.append(transport)
            sink.connections += 1
            sink.open += 1
            sink.most_open = max(sink.most_open, sink.open)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink.open -= 1
        super().connection_lost(error)


@asynccontextmanager
async def smtp_sink(
    sink: Sink | None = None,
    *,
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
) -> AsyncIterator[Sink]:
    """Listening on loopback, on a free port unless one is given."""
    mail_server = sink or Sink()
    loop = asyncio.get_running_loop()
    options: dict[str, Any] = {"loop": loop, "timeout": 600}
    if mail_server.password or mail_server.accepts:
        options |= {
            "authenticator": mail_server.authenticate,
            "auth_required": True,
            "auth_require_tls": bool(starttls),
        }
    if starttls is not None:
        options |= {"tls_context": starttls}
    server = await loop.create_server(lambda: _Connection(mail_server, **options), "127.0.0.1", port, ssl=tls)
    mail_server.port = server.sockets[0].getsockname()[1]
    try:
        yield mail_server
    finally:
        server.close()
        mail_server.drop_all()


@dataclass(frozen=True)
class Certificate:
    """Self-signed, for 127.0.0.1: `server` for the server side, `trusting` for a client that trusts it."""

    server: ssl.SSLContext
    trusting: ssl.SSLContext


def certificate(folder: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return Certificate(server, ssl.create_default_context(cadata=pem.decode()))
