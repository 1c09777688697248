"""The demo's mail: what is handed over stays, what candidates send back is what the bot's reader takes it for."""

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
        chain=("<first@northwind.example>",),
        unsubscribe_url="http://127.0.0.1:8765/u/secret",
    )


@pytest.fixture
def office(tmp_path: Path) -> MailServer:
    return MailServer(tmp_path / "mail", lambda: NOW)


async def received(office: MailServer, sent: Letter) -> StoredMail:
    await office.send(sent, ACCOUNT)
    return office.mails()[-1]


async def test_what_is_handed_over_is_there_after_a_restart(office: MailServer, tmp_path: Path):
    await office.send(letter(1), ACCOUNT)
    await office.deliver(candidate_replies.away(office.mails()[0], "Grace", NOW))
    again = MailServer(tmp_path / "mail", lambda: NOW)
    assert again.mails() == office.mails()
    assert [each.out for each in again.mails()] == [True, False]
    assert await again.raw(1) == await office.raw(1)
    assert await again.was_sent(ACCOUNT, "<inv-1@northwind.example>")
    assert not await again.was_sent(ACCOUNT, "<inv-2@northwind.example>")


async def test_many_at_once_are_numbered_in_a_row_and_none_is_lost(office: MailServer):
    await asyncio.gather(*(office.send(letter(n), ACCOUNT) for n in range(40)))
    assert [each.id for each in office.mails()] == list(range(1, 41))
    assert len({each.message_id for each in office.mails()}) == 40


async def test_the_bot_reads_what_came_after_its_cursor(office: MailServer):
    kept = await received(office, letter())
    for _ in range(60):
        await office.deliver(candidate_replies.away(kept, "Grace", NOW))
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


async def test_what_is_secret_in_a_mail_stays_out_of_logs(office: MailServer):
    kept = await received(office, letter())
    assert TOKEN not in repr(kept)
    assert "secret" not in repr(kept)


async def test_machines_answers_are_taken_for_what_they_are(office: MailServer):
    kept = await received(office, letter())
    away = read(candidate_replies.away(kept, "Grace", NOW))
    assert (away.kind, away.sender, away.tokens) == ("auto_reply", "grace@example.com", (TOKEN,))
    gone = read(candidate_replies.bounce(kept, await office.raw(kept.id), NOW))
    assert (gone.kind, gone.no_such_address, gone.references[0]) == ("bounced", True, kept.message_id)
    assert "no mailbox" in gone.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(name=NAMES, subject=WORDS, words=WORDS)
async def test_a_reply_stands_in_its_thread_whatever_is_in_it(office: MailServer, name: str, subject: str, words: str):
    kept = await received(office, letter(subject=subject))
    said = read(candidate_replies.reply(kept, name, f"Dear Ana,\n{words}\nYours", "Hello\n> Grace\n", NOW))
    assert (said.sender, said.references, said.tokens) == (
        "grace@example.com",
        ("<inv-1@northwind.example>", "<first@northwind.example>"),
        (TOKEN,),
    )
    assert said.text.startswith("Dear Ana,")
    assert "wrote:" not in said.text


async def test_a_reply_from_an_address_in_other_letters(office: MailServer):
    kept = await received(office, letter(to="größe@exämple.com"))
    said = read(candidate_replies.reply(kept, "Größe", "Ja", "Hallo", NOW))
    assert (said.kind, said.text) == ("replied", "Ja")
