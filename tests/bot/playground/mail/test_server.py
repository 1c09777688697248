"""The demo's mail server: it stores accepted e-mails, and the bot reads candidates' replies as intended."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.mail import candidate_replies
from bot.playground.mail.server import UID_VALIDITY, MailServer, StoredMail
from connectors.errors import Refused
from connectors.mail.base import Letter, MailAccount
from connectors.mail.receiving.classify import read

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ACCOUNT = MailAccount()
TOKEN = "abcdefghijklmnopqrstuvwx"
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=60)
NAMES = st.text(st.characters(categories=("L", "Zs", "Cc")), max_size=80)


def letter(n: int = 1, to: str = "grace@example.com", subject: str = "A role for you — in Boston") -> Letter:
    return Letter(
        message_id=f"<inv-{n}@northwind.example>",
        sender_name="Ana Ruiz, Northwind",
        sender="talent@northwind.example",
        to=to,
        subject=subject,
        text="Hello Grace,\n\nwe look for you.\n\nOn Monday, for example:\n> quoted\n",
        html="<p>Hello Grace</p>",
        reply_to=f"talent+{TOKEN}@northwind.example",
        references=("<first@northwind.example>",),
        unsubscribe_url="http://127.0.0.1:8765/u/secret",
    )


@pytest.fixture
def office(tmp_path: Path) -> MailServer:
    return MailServer(tmp_path / "mail", lambda: NOW)


async def received(office: MailServer, sent: Letter) -> StoredMail:
    await office.send(sent, ACCOUNT)
    return office.mails()[-1]


async def test_accepted_mails_survive_a_restart(office: MailServer, tmp_path: Path):
    await office.send(letter(1), ACCOUNT)
    await office.deliver(candidate_replies.away(office.mails()[0], "Grace", NOW))
    again = MailServer(tmp_path / "mail", lambda: NOW)
    assert again.mails() == office.mails()
    assert [each.out for each in again.mails()] == [True, False]
    assert await again.raw(1) == await office.raw(1)
    assert await again.was_sent(ACCOUNT, "<inv-1@northwind.example>")
    assert not await again.was_sent(ACCOUNT, "<inv-2@northwind.example>")


async def test_concurrent_mails_are_numbered_consecutively_without_loss(office: MailServer):
    await asyncio.gather(*(office.send(letter(n), ACCOUNT) for n in range(40)))
    assert [each.id for each in office.mails()] == list(range(1, 41))
    assert len({each.message_id for each in office.mails()}) == 40


async def test_the_bot_reads_mails_after_its_cursor(office: MailServer):
    stored = await received(office, letter())
    for _ in range(60):
        await office.deliver(candidate_replies.away(stored, "Grace", NOW))
    first = await office.fetch(ACCOUNT, 0, 0)
    assert (len(first.mails), first.more, first.uid_validity) == (50, True, UID_VALIDITY)
    rest = await office.fetch(ACCOUNT, UID_VALIDITY, first.mails[-1].uid)
    assert (len(rest.mails), rest.more) == (10, False)
    assert len({mail.uid for mail in (*first.mails, *rest.mails)}) == 60
    assert not (await office.fetch(ACCOUNT, UID_VALIDITY, rest.mails[-1].uid)).mails


async def test_no_address_is_refused(office: MailServer):
    with pytest.raises(Refused):
        await office.send(letter(to="nobody"), ACCOUNT)
    assert not office.mails()


async def test_secrets_in_a_mail_stay_out_of_logs(office: MailServer):
    stored = await received(office, letter())
    assert TOKEN not in repr(stored)
    assert "secret" not in repr(stored)


async def test_automatic_replies_are_classified_correctly(office: MailServer):
    stored = await received(office, letter())
    away = read(candidate_replies.away(stored, "Grace", NOW))
    assert (away.kind, away.sender, away.tokens) == ("auto_reply", "grace@example.com", (TOKEN,))
    gone = read(candidate_replies.bounce(stored, await office.raw(stored.id), NOW))
    assert (gone.kind, gone.cause, gone.references[0]) == ("bounced", "no_such_address", stored.message_id)
    assert "no mailbox" in gone.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(name=NAMES, subject=WORDS, text=WORDS)
async def test_a_reply_is_threaded_whatever_its_content(office: MailServer, name: str, subject: str, text: str):
    stored = await received(office, letter(subject=subject))
    mail = read(candidate_replies.reply(stored, name, f"Dear Ana,\n{text}\nYours", "Hello\n> Grace\n", NOW))
    assert (mail.sender, mail.references, mail.tokens) == (
        "grace@example.com",
        ("<inv-1@northwind.example>", "<first@northwind.example>"),
        (TOKEN,),
    )
    assert mail.text.startswith("Dear Ana,")
    assert "wrote:" not in mail.text


async def test_a_reply_from_a_non_ascii_address(office: MailServer):
    stored = await received(office, letter(to="größe@exämple.com"))
    mail = read(candidate_replies.reply(stored, "Größe", "Ja", "Hallo", NOW))
    assert (mail.kind, mail.text) == ("replied", "Ja")
