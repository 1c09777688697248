"""SMTP and IMAP with an access token instead of a password (XOAUTH2), against aiosmtpd and a real dovecot."""

import logging
from collections.abc import Iterator

import pytest

from connectors.errors import BadCredentials, Unreachable
from connectors.mail.base import MailAccount
from connectors.mail.receiving.imap import ImapReader
from connectors.mail.sending.smtp import SmtpMailer
from tests.bot.pages.signing_in import free_port
from tests.connectors.mail.sending.test_smtp import LETTER
from tests.fakes.identity import fake_identity
from tests.fakes.smtp import Sink, smtp_sink
from tests.servers.dovecot import USER, CannotRun, Dovecot, dovecot

SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"
PERSON = {"preferred_username": USER, "email": USER}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def imap(port: int) -> Iterator[Dovecot]:
    try:
        with dovecot(introspect=f"http://127.0.0.1:{port}/introspect") as running:
            yield running
    except CannotRun as why:
        pytest.skip(str(why))


def reading(imap: Dovecot, token: str) -> MailAccount:
    login = USER.replace("@", "%40")
    return MailAccount(imap_url=f"imap://{login}@127.0.0.1:{imap.port}/INBOX", access_token=token)


async def test_a_mailbox_is_read_with_a_token(imap: Dovecot, port: int):
    imap.deliver(b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\nHello\r\n")
    imap.deliver(b"From: a@b.example\r\nMessage-ID: <sent-1@b.example>\r\n\r\nHello\r\n", "Gesendet")
    async with fake_identity(port) as identity:
        token, _ = identity.allowed((SCOPE,), PERSON)
        account, reader = reading(imap, token), ImapReader()
        await reader.check(account)
        [mail] = (await reader.fetch(account, 0, 0)).mails
        assert b"Hello" in mail.raw
        assert await reader.was_sent(account, "<sent-1@b.example>")


@pytest.mark.parametrize("token", ["ended", "of another mailbox", "empty"])
async def test_a_mailbox_refuses_a_wrong_token(imap: Dovecot, port: int, token: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    async with fake_identity(port) as identity:
        other = {"preferred_username": "x@acme.example", "email": "x@acme.example"}
        given, _ = identity.allowed((SCOPE,), other if token == "of another mailbox" else PERSON)
        if token == "ended":
            identity.expire()
        account = reading(imap, "" if token == "empty" else given)
        with pytest.raises(BadCredentials) as refused:
            await ImapReader().check(account)
    assert "s3cret" not in str(refused.value) + repr(account) + caplog.text


async def test_mail_is_sent_with_a_token_and_a_refusal_answered_with_an_empty_line():
    sink = Sink(accepts=lambda login, token: (login, token) == (USER, "s3cret-good"))
    async with smtp_sink(sink):
        url = f"smtp://{USER.replace('@', '%40')}@127.0.0.1:{sink.port}"
        good, bad = (MailAccount(url, mail_from=USER, access_token=f"s3cret-{each}") for each in ("good", "bad"))
        mailer = SmtpMailer(answer_within=5)
        with pytest.raises(BadCredentials) as refused:
            await mailer.check(bad)
        assert sink.challenges == 1
        await mailer.send(LETTER, good)
        await mailer.close()
    assert sink.to == [LETTER.to]
    assert "s3cret" not in str(refused.value) + repr(refused.value.__context__) + repr(bad)


async def test_a_server_that_knows_no_tokens_is_told_nothing():
    sink = Sink()  # offers no login at all
    async with smtp_sink(sink):
        url = f"smtp://{USER.replace('@', '%40')}@127.0.0.1:{sink.port}"
        with pytest.raises(Unreachable):
            await SmtpMailer(answer_within=5).check(MailAccount(url, mail_from=USER, access_token="s3cret-good"))
    assert sink.logins == []
