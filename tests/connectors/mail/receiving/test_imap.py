"""Reading mailboxes: from a real server, read-only, and from a misbehaving one."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from connectors.errors import BadCredentials, Refused, Unreachable
from connectors.mail.base import MailAccount
from connectors.mail.receiving import imap
from connectors.mail.receiving.imap import ImapReader
from tests.fakes.imap import FakeMailbox, fake_mailbox
from tests.servers.dovecot import PASSWORD, USER, CannotRun, Dovecot, dovecot


def mail(number: int, text: str = "hello") -> bytes:
    return f"From: grace@home.example\r\nMessage-ID: <{number}@home.example>\r\n\r\n{text}\r\n".encode()


# ── a real server ──


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    try:
        with dovecot() as running:
            yield running
    except CannotRun as why:
        pytest.skip(str(why))


def account(server: Dovecot, folder: str, *, secure: bool = False, password: str = PASSWORD) -> MailAccount:
    host = f"localhost:{server.tls_port}" if secure else f"127.0.0.1:{server.port}"
    login = f"{quote(USER, safe='')}:{quote(password, safe='')}"
    return MailAccount(imap_url=f"{'imaps' if secure else 'imap'}://{login}@{host}/{folder}")


def folder(server: Dovecot, name: str) -> str:
    with server.client() as client:
        client.create(name)
    return name


async def test_it_continues_from_the_cursor(server: Dovecot):
    inbox = account(server, folder(server, "On"))
    reader = ImapReader()
    assert (await reader.fetch(inbox, 0, 0)).mails == ()
    server.deliver(mail(1), "On")
    server.deliver(mail(2), "On")
    first = await reader.fetch(inbox, 0, 0)
    assert [each.raw for each in first.mails] == [mail(1), mail(2)]
    assert all(each.whole for each in first.mails)
    assert not first.more
    last = first.mails[-1].uid
    assert (await reader.fetch(inbox, first.uid_validity, last)).mails == ()
    server.deliver(mail(3), "On")
    assert [each.raw for each in (await reader.fetch(inbox, first.uid_validity, last)).mails] == [mail(3)]
    again = await reader.fetch(inbox, first.uid_validity + 1, last)  # the server renumbered its e-mails
    assert len(again.mails) == 3


async def test_it_changes_nothing(server: Dovecot):
    inbox = account(server, folder(server, "Untouched"))
    server.deliver(mail(1), "Untouched")
    await ImapReader().fetch(inbox, 0, 0)
    with server.client() as client:
        client.select("Untouched", readonly=True)
        assert client.uid("SEARCH", "UNSEEN")[1] == [b"1"]
        flags = client.uid("FETCH", "1", "(FLAGS)")[1][0]
    assert b"Seen" not in flags


async def test_many_and_large_mails_are_read_within_limits(server: Dovecot):
    inbox = account(server, folder(server, "Many"))
    server.deliver(mail(1, "x" * 78 + "\r\n" * 2 * imap.MOST_BYTES), "Many")
    for number in range(imap.MOST_MAILS):
        server.deliver(mail(number + 2), "Many")
    first = await ImapReader().fetch(inbox, 0, 0)
    assert (len(first.mails), first.more) == (imap.MOST_MAILS, True)
    large = first.mails[0]
    assert (len(large.raw), large.whole) == (imap.MOST_BYTES, False)
    rest = await ImapReader().fetch(inbox, first.uid_validity, first.mails[-1].uid)
    assert (len(rest.mails), rest.more) == (1, False)


async def test_over_tls_with_a_trusted_certificate(server: Dovecot):
    inbox = account(server, "INBOX", secure=True)
    await ImapReader(tls=ssl.create_default_context(cafile=str(server.certificate))).check(inbox)
    with pytest.raises(Unreachable):
        await ImapReader().check(inbox)


async def test_a_sent_mail_is_found_by_its_id(server: Dovecot):
    inbox = account(server, "INBOX")
    server.deliver(b"Message-ID: <inv-1@acme.example>\r\n\r\nx\r\n", "Gesendet")
    reader = ImapReader()
    assert await reader.was_sent(inbox, "<inv-1@acme.example>")
    assert not await reader.was_sent(inbox, "<inv-2@acme.example>")
    assert not await reader.was_sent(inbox, '<x@y> OR ALL "')


async def test_refusals_of_a_real_server(server: Dovecot):
    with pytest.raises(Refused, match="no folder named Nowhere"):
        await ImapReader().check(account(server, "Nowhere"))
    with pytest.raises(BadCredentials) as no:
        await ImapReader().check(account(server, "INBOX", password="hunter2"))
    assert "hunter2" not in f"{no.value!r} {no.value.detail} {no.value.__cause__!r}"


# ── a misbehaving server ──


@pytest.fixture
async def fake() -> AsyncIterator[FakeMailbox]:
    async with fake_mailbox() as mailbox:
        yield mailbox


def impatient() -> ImapReader:
    return ImapReader(lambda: datetime(2026, 11, 23, tzinfo=UTC), timeout=0.5, longest=1.0)


def at(fake: FakeMailbox) -> MailAccount:
    return MailAccount(imap_url=fake.url)


@pytest.mark.parametrize(
    "behave", ["mute", "garbage", "drip", "huge literal", "endless", "drop", "away", "crowded", "limited", "echo"]
)
async def test_an_invalid_response_raises_unreachable(fake: FakeMailbox, behave: str):
    fake.deliver(mail(1))
    fake.behave = behave
    with pytest.raises(Unreachable) as fault:
        await impatient().fetch(at(fake), 0, 0)
    assert fake.password not in f"{fault.value!r} {fault.value.detail} {fault.value.__cause__!r}"
    fake.behave = ""
    assert [each.raw for each in (await ImapReader().fetch(at(fake), 0, 0)).mails] == [mail(1)]


@pytest.mark.parametrize(
    ("behave", "message"),
    [
        ("huge literal", "a literal is too large"),
        ("endless line", "a line is too long"),
        ("endless", "too much data in one connection"),
    ],
)
async def test_no_more_is_read_than_expected(fake: FakeMailbox, behave: str, message: str):
    """It stops well before the timeout, within which a fast server could fill the memory."""
    fake.deliver(mail(1))
    fake.behave = behave
    with pytest.raises(Unreachable) as fault:
        await ImapReader().fetch(at(fake), 0, 0)
    assert message in fault.value.detail


async def test_nobody_there(fake: FakeMailbox):
    with pytest.raises(Unreachable):
        await impatient().fetch(MailAccount(imap_url="imap://a:b@127.0.0.1:1/INBOX"), 0, 0)


async def test_a_password_is_never_repeated(fake: FakeMailbox):
    """Even if the server echoes it."""
    fake.password = "other"
    with pytest.raises(BadCredentials) as no:
        await impatient().fetch(MailAccount(imap_url=fake.url.replace(":other@", ":s3cret@")), 0, 0)
    assert "s3cret" not in f"{no.value!r} {no.value.detail} {no.value.__cause__!r}"
    assert "s3cret" not in repr(at(fake))


async def test_a_mail_the_server_cannot_deliver_blocks_no_other(fake: FakeMailbox):
    for number in range(3):
        fake.deliver(mail(number))
    fake.poisoned = 2
    mails = (await impatient().fetch(at(fake), 0, 0)).mails
    assert [(each.uid, each.raw, each.whole) for each in mails] == [
        (1, mail(0), True),
        (2, b"", False),
        (3, mail(2), True),
    ]


async def test_the_last_mail_that_servers_always_list_is_not_read_twice(fake: FakeMailbox):
    fake.deliver(mail(1))
    first = await impatient().fetch(at(fake), 0, 0)
    assert first.uid_validity == fake.uid_validity
    assert (await impatient().fetch(at(fake), first.uid_validity, 1)).mails == ()
    assert any("SINCE 09-Nov-2026" in each for each in fake.commands)


async def test_a_sent_folder_without_a_flag_is_found_by_name(fake: FakeMailbox):
    fake.sent.append(b"Message-ID: <inv-7@acme.example>\r\n\r\n")
    assert await impatient().was_sent(at(fake), "<inv-7@acme.example>")


@pytest.mark.parametrize("url", ["", "http://a:b@host/", "imaps://host/INBOX", "imaps://a:b@host:port/"])
async def test_an_invalid_url_is_refused(url: str):
    with pytest.raises(Refused):
        await ImapReader().check(MailAccount(imap_url=url))


async def test_a_password_is_sent_to_another_host_only_over_tls(fake: FakeMailbox):
    """127.1 reaches this server too but is not recognised as loopback, and this server does not support STARTTLS."""
    other = MailAccount(imap_url=fake.url.replace("127.0.0.1", "127.1"))
    with pytest.raises(Unreachable):
        await ImapReader().check(other)
    assert fake.connections == 1
    assert "LOGIN" not in fake.commands
    while fake.open:  # no connection to an untrusted server stays open
        await asyncio.sleep(0.01)


async def test_closing_does_not_wait_for_the_mailbox(fake: FakeMailbox):
    fake.behave = "endless silence"
    reader = ImapReader()
    reading = asyncio.ensure_future(reader.fetch(at(fake), 0, 0))
    while "LOGIN" not in fake.commands:
        await asyncio.sleep(0.01)
    reader.close()
    with pytest.raises(Unreachable):
        await reading
