"""How each mail server reply is handled, against a real server on loopback with configurable behaviour."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Uncertain, Unreachable
from connectors.mail.base import Letter, MailAccount, NoSuchAddress, SetupDeferred
from connectors.mail.sending.smtp import CONNECTIONS, LETTERS, SmtpMailer
from tests.fakes.smtp import Certificate, Sink, certificate, smtp_sink

LETTER = Letter(
    message_id="<inv-1@acme.example>",
    sender_name="Ana Ruiz",
    sender="jobs@acme.example",
    to="grace@home.example",
    subject="A role at Acme",
    text="Dear Grace,\n\nhello.\n",
    html="<p>Dear Grace,</p>",
)
SECRET = "p%40ss-word"  # URL-encoded: the password is p@ss-word


def to(local: str, number: int = 1) -> Letter:
    return replace(LETTER, to=f"{local}@home.example", message_id=f"<inv-{local}{number}@acme.example>")


def account(sink: Sink, scheme: str = "smtp", login: str = "") -> MailAccount:
    return MailAccount(smtp_url=f"{scheme}://{login}127.0.0.1:{sink.port}", mail_from="jobs@acme.example")


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with smtp_sink() as listening:
        yield listening


@pytest.fixture
async def mailer() -> AsyncIterator[SmtpMailer]:
    mailer = SmtpMailer(answer_within=1.0)
    yield mailer
    await mailer.close()


@pytest.fixture(scope="module")
def cert(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls"))


ANSWERS = (
    # stage, reply of the server, resulting error
    ("rcpt", "550 5.1.1 No such user", NoSuchAddress),
    ("rcpt", "550 unknown", NoSuchAddress),
    ("rcpt", "553 5.1.3 Bad syntax", NoSuchAddress),
    ("rcpt", "550 5.7.1 Blocked by policy", Refused),
    ("rcpt", "552 5.2.2 Mailbox full", Refused),
    ("rcpt", "451 4.7.1 Greylisted", Throttled),
    ("rcpt", "421 4.7.0 Too busy", Throttled),
    ("rcpt", "421 4.7.28 Unusual rate of unsolicited mail from your IP address", SetupDeferred),
    ("rcpt", "450 4.7.25 Client host rejected: cannot find your reverse hostname", SetupDeferred),
    ("rcpt", "450 4.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", SetupDeferred),
    ("rcpt", "451 4.7.24 SPF validation failed", SetupDeferred),
    ("rcpt", "454 4.7.1 Rejected by policy", SetupDeferred),
    ("rcpt", "450 4.2.1 The user you are trying to contact is receiving mail at a rate that is too high", Throttled),
    ("rcpt", "450 4.7.1 Greylisting in action, please come back later", Throttled),
    ("data", "421 4.7.26 Rate limited: all senders must authenticate with SPF or DKIM", SetupDeferred),
    ("rcpt", "hang", Unreachable),
    ("rcpt", "drop", Unreachable),
    ("data", "554 5.7.1 This looks like spam", Refused),
    ("data", "550 no", Refused),
    ("data", "550 5.1.1 Nobody here", NoSuchAddress),
    ("data", "452 4.3.1 Disk full", Throttled),
    ("data", "drop", Uncertain),
    ("data", "take and drop", Uncertain),
    ("data", "hang", Uncertain),
    ("data", "nonsense", Uncertain),
)


@pytest.mark.parametrize(("where", "reply", "error"), ANSWERS)
async def test_each_reply_raises_the_documented_error(
    sink: Sink, mailer: SmtpMailer, where: str, reply: str, error: type[OutsideError]
):
    getattr(sink, where)["grace"] = reply
    with pytest.raises(OutsideError) as raised:
        await mailer.send(LETTER, account(sink))
    assert type(raised.value) is error
    assert len(sink.mails) == (1 if reply == "take and drop" else 0)
    assert "grace" not in str(raised.value)

    await mailer.send(to("alan"), account(sink))  # and the next letter is sent
    assert sink.to[-1] == "alan@home.example"


async def test_a_permanent_refusal_has_a_readable_message(sink: Sink, mailer: SmtpMailer):
    sink.rcpt = {"grace": "550 5.1.1 <grace@home.example> unknown", "full": "552 5.2.2 quota of full@home.example"}
    sink.data = {"odd": "571 5.5.9 odd@home.example is odd"}
    messages: dict[str, str] = {}
    for local in ("grace", "full", "odd"):
        with pytest.raises(Refused) as no:
            await mailer.send(to(local), account(sink))
        messages[local] = no.value.reason
    assert messages == {
        "grace": "The mail server says there is no such address.",
        "full": "The mail server says the mailbox is full.",
        "odd": "The mail server rejected the e-mail (571 5.5.9).",
    }


async def test_a_refused_sender(sink: Sink, mailer: SmtpMailer):
    sink.sender = "550 not yours"
    with pytest.raises(Refused, match="doesn't accept the sender's address"):
        await mailer.send(LETTER, account(sink))
    sink.sender = "530 5.7.0 Authentication required"
    with pytest.raises(BadCredentials):
        await mailer.send(LETTER, account(sink))


async def test_nobody_listens(mailer: SmtpMailer):
    async with smtp_sink() as gone:
        pass
    with pytest.raises(Unreachable):
        await mailer.send(LETTER, account(gone))
    with pytest.raises(Unreachable):
        await mailer.check(account(gone))


@pytest.mark.parametrize("greeting", [b"421 busy\r\n", b"554 no service\r\n", b"", b"garbage\r\n", b"\xff" * 9000])
async def test_after_a_bad_greeting_it_can_be_retried(mailer: SmtpMailer, greeting: bytes):
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(Unreachable):
        await mailer.send(LETTER, MailAccount(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="jobs@acme.example"))
    server.close()


async def test_connections_are_reused_and_stale_ones_replaced(sink: Sink, mailer: SmtpMailer):
    for number in range(3):
        await mailer.send(to("grace", number), account(sink))
    assert sink.connections == 1
    sink.drop_all()
    await asyncio.sleep(0.05)
    await mailer.send(to("grace", 4), account(sink))
    assert (len(sink.mails), sink.connections) == (4, 2)


async def test_a_connection_is_renewed_before_the_server_closes_it(sink: Sink, mailer: SmtpMailer):
    for number in range(LETTERS + 1):
        await mailer.send(to("grace", number), account(sink))
    assert (len(set(sink.message_ids)), sink.connections) == (LETTERS + 1, 2)


async def test_a_line_starting_with_a_dot_arrives_unchanged(sink: Sink, mailer: SmtpMailer):
    """A lone dot would end the letter, and the rest would be executed as commands (RFC 5321, 4.5.2)."""
    text = ".\n..\n.bashrc\n.\nMAIL FROM:<evil@example.com>\n"
    await mailer.send(replace(LETTER, text=text), account(sink))
    [mail] = sink.mails
    part = mail.get_body(("plain",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == text


async def test_many_at_once_share_a_few_connections(sink: Sink, mailer: SmtpMailer):
    await asyncio.gather(*(mailer.send(to("grace", number), account(sink)) for number in range(30)))
    assert len(set(sink.message_ids)) == 30
    assert sink.most_open <= CONNECTIONS


async def test_a_refused_letter_leaves_the_connection_clean(sink: Sink, mailer: SmtpMailer):
    sink.rcpt = {"nobody": "550 5.1.1 no"}
    with pytest.raises(NoSuchAddress):
        await mailer.send(to("nobody"), account(sink))
    await mailer.send(LETTER, account(sink))
    assert (sink.to, sink.connections) == (["grace@home.example"], 1)


async def test_closing_hangs_up(sink: Sink, mailer: SmtpMailer):
    await mailer.send(LETTER, account(sink))
    await mailer.close()
    await asyncio.sleep(0.05)
    assert sink.open == 0


async def test_over_tls_with_a_login(cert: Certificate):
    sink = Sink(password="p@ss-word")
    async with smtp_sink(sink, tls=cert.server):
        mailer = SmtpMailer(tls=cert.trusting, answer_within=5)
        await mailer.send(LETTER, account(sink, "smtps", f"jobs%40acme:{SECRET}@"))
        await mailer.check(account(sink, "smtps", f"jobs%40acme:{SECRET}@"))
        assert set(sink.logins) == {("jobs@acme", "p@ss-word")}
        with pytest.raises(BadCredentials):
            await mailer.check(account(sink, "smtps", "jobs%40acme:wrong@"))
        await mailer.close()
    assert len(sink.mails) == 1


async def test_nothing_is_sent_to_a_server_with_an_untrusted_certificate(cert: Certificate):
    async with smtp_sink(tls=cert.server) as sink:
        with pytest.raises(Unreachable, match="certificate"):
            await SmtpMailer(answer_within=5).send(LETTER, account(sink, "smtps"))
    assert sink.mails == []


def elsewhere(sink: Sink) -> MailAccount:
    """The same server under a name that does not count as loopback, so that STARTTLS is required."""
    return MailAccount(smtp_url=f"smtp://2130706433:{sink.port}", mail_from="jobs@acme.example")


async def test_starttls_is_required_off_loopback(cert: Certificate):
    async with smtp_sink() as plain:
        with pytest.raises(Unreachable, match="STARTTLS"):
            await SmtpMailer(tls=cert.trusting, answer_within=5).send(LETTER, elsewhere(plain))
    async with smtp_sink(starttls=cert.server) as sink:
        cert.trusting.check_hostname = False  # the certificate is for 127.0.0.1
        try:
            mailer = SmtpMailer(tls=cert.trusting, answer_within=5)
            await mailer.send(LETTER, elsewhere(sink))
            await mailer.close()
        finally:
            cert.trusting.check_hostname = True
        with pytest.raises(Unreachable):
            await SmtpMailer(answer_within=5).send(LETTER, elsewhere(sink))
    assert (plain.mails, len(sink.mails)) == ([], 1)


async def test_no_password_in_errors_reprs_and_logs(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    sink = Sink(password="another")
    async with smtp_sink(sink):
        with pytest.raises(BadCredentials) as no:
            await SmtpMailer(answer_within=5).send(LETTER, account(sink, login=f"jobs:{SECRET}@"))
    where_it_shows = [repr(account(sink, login=f"jobs:{SECRET}@")), repr(no.value), str(no.value), caplog.text]
    assert no.value.__suppress_context__
    assert not any(word in text for text in where_it_shows for word in (SECRET, "p@ss-word"))


async def test_addresses_with_non_ascii_letters(sink: Sink, mailer: SmtpMailer):
    await mailer.send(replace(LETTER, to="grace@bücher.example"), account(sink))
    await mailer.send(replace(LETTER, to="josé@bücher.example"), account(sink))
    assert sink.to == ["grace@xn--bcher-kva.example", "josé@xn--bcher-kva.example"]
    assert "To: josé@xn--bcher-kva.example".encode() in sink.raw[1]


@pytest.mark.parametrize(
    "address", ["", "grace", "@x.example", "a b@x.example", "a@x.example\r\nRCPT TO:<b@x>", "a@-ü-.example"]
)
async def test_an_invalid_address_is_refused(sink: Sink, mailer: SmtpMailer, address: str):
    with pytest.raises(NoSuchAddress):
        await mailer.send(replace(LETTER, to=address), account(sink))
    assert sink.connections == 0


async def test_cancelling_midway_leaves_nothing_open(sink: Sink, mailer: SmtpMailer, tmp_path: Path):
    sink.slow = 0.5
    sending = asyncio.create_task(mailer.send(LETTER, account(sink)))
    await asyncio.sleep(0.2)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await asyncio.sleep(0.1)
    assert sink.open == 0
