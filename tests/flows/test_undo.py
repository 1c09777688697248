"""*Undo* after *Send message*, and stopping what waits to be sent."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from store.chat import stale_cards
from store.outreach import answers, mail_handover, mail_outcomes, mail_queue
from store.roles import Role
from store.tables.outreach import CandidateAnswer, Mail
from tests.chat.base import Chat, Clock, Screen, Someone
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.flows.conftest import recruiting
from tests.flows.looking import names, typed
from tests.flows.test_contact import balance, contact, holds, sent
from tests.flows.test_contact_several import THREE, choose, preview
from tests.flows.test_invitations_page import follows

UNDONE = "The message was not sent. The credit was returned."
WINDOW = "You can undo this for 15 seconds."


@pytest.fixture(params=["slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Fifteen seconds to undo, which pass only when the test moves the clock."""
    async with (slack_chat if request.param == "slack" else teams_chat)(tmp_path, clock, undo_seconds=15) as there:
        yield there


async def pass_time(chat: Chat, seconds: float) -> None:
    chat.clock.at += timedelta(seconds=seconds)
    chat.bot.context.wake()


async def one_goes_out(chat: Chat) -> None:
    """The time is up, and the first e-mail leaves."""
    now, key = chat.clock() + timedelta(seconds=15), chat.bot.context.outreach.hash_key
    async with chat.bot.context.store.write() as db:
        [claimed] = await mail_queue.claim(db, "p1", now, 1)
        await mail_outcomes.sent(db, await mail_handover.sending(db, {claimed.id: "x.example"}, "p1", key, now), now)


async def redraw(chat: Chat, who: Someone) -> Screen:
    """Their newest card after a redraw that nobody pressed for."""
    me, shown = await who.member(), [each.profile_id for each in await sent(chat)]
    async with chat.bot.context.store.write() as db:
        await stale_cards.mark(db, me.workspace_id, shown, chat.clock())
    await chat.bot.notifier.run_once()
    return who.card()


async def states(chat: Chat) -> list[str]:
    return [each.state for each in await sent(chat)]


async def test_an_undone_message_is_written_again_and_sent(chat: Chat, ana: Someone):
    before = await balance(chat, ana)
    await contact(ana)
    assert "The message to Grace Hopper is on the way." in ana.card()
    assert WINDOW in ana.card()
    assert "Message goes out soon" in ana.card()
    assert "Contacted by" not in ana.card()
    assert "grace1@example.com" not in ana.everything()
    form = await ana.press("Undo")
    assert form.form
    assert "Nights in Boston" in typed(form)
    assert "Hi Grace, a word?" in typed(form)
    assert "This is your unsent draft" in form
    assert not any(WINDOW in each for each in ana.cards())
    assert UNDONE in form
    assert UNDONE in await redraw(chat, ana)  # in Teams this is the form, which is in the card's place
    await ana.repeat(2)
    assert await states(chat) == ["cancelled"]
    assert await balance(chat, ana) == before
    await pass_time(chat, 60)
    assert not chat.mailbox.mails
    assert "Hi Grace, no: two words?" in await ana.submit(text="Hi Grace, no: two words?")
    await ana.submit()
    assert WINDOW in ana.card()
    await pass_time(chat, 14)
    assert await names(chat, ana, "unlocked") == set()
    assert "You can undo this for 1 second." in await ana.press("☆ Star")  # a redraw keeps Undo
    await pass_time(chat, 1)
    await follows(ana, "grace1@example.com", there=True)
    assert "undo" not in ana.card().text.casefold()
    assert "Contacted by Ana" in ana.card()
    assert len(chat.mailbox.mails) == 1
    assert await balance(chat, ana) == before - 1


async def test_too_late_to_undo(chat: Chat, ana: Someone):
    await contact(ana)
    [invitation] = await sent(chat)
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    await diego.forge("undo_send", {"invitation_id": invitation.id})
    await diego.forge("undo_several", {"batch_id": invitation.id})
    assert await states(chat) == ["queued"]
    await one_goes_out(chat)
    assert "It has already gone out." in await ana.press("Undo")
    assert "undo" not in ana.card().text.casefold()
    await ana.forge("undo_send", {"invitation_id": 2**40})
    assert not ana.screen().form
    assert await states(chat) == ["sent"]
    assert len(await holds(chat)) == 1


async def test_those_of_several_that_have_not_gone_out_are_undone(chat: Chat, ana: Someone):
    before = await balance(chat, ana)
    await preview(ana)
    await ana.submit()
    assert "3 messages are on the way." in ana.card()
    await one_goes_out(chat)
    redrawn = await redraw(chat, ana)
    assert "3 messages are on the way." in redrawn
    assert "Contacted by Ana" in redrawn
    form = await ana.press("Undo")
    assert "To 2 people" in form
    assert "2 messages were not sent. The credits were returned. 1 message had already gone out." in form
    assert "{first name}" in typed(form)
    assert sorted(await states(chat)) == ["cancelled", "cancelled", "sent"]
    assert await balance(chat, ana) == before - 1
    await ana.submit()
    await ana.submit()
    assert sorted(await states(chat)) == ["cancelled", "cancelled", "queued", "queued", "sent"]
    batch = min(each.batch_id or 0 for each in await sent(chat))
    await pass_time(chat, 15)
    await follows(ana, "Undo", there=False)  # everything has gone out
    await ana.forge("undo_several", {"batch_id": batch})
    assert "There is nothing left to undo." in ana.everything()
    assert sorted(await states(chat)) == ["cancelled", "cancelled", "sent", "sent", "sent"]


async def test_an_older_batch_is_undone_with_its_text_and_a_newer_one_goes_out(chat: Chat, ana: Someone):
    before = await balance(chat, ana)
    await preview(ana, ["Grace Hopper", "Edith Cavell"], text="Hi {first name}, nights?")
    await ana.submit()
    older = (await sent(chat))[0].batch_id
    await pass_time(chat, 5)
    await preview(ana, ["Dorothea Dix", "Florence Bell"], text="Hi {first name}, days?")
    await ana.submit()
    await ana.forge("undo_several", {"batch_id": older})
    form = ana.screen()
    assert form.form
    assert "To 2 people" in form
    assert "Hi {first name}, nights?" in typed(form)
    assert await states(chat) == ["cancelled", "cancelled", "queued", "queued"]
    await ana.cancel()
    await ana.forge("undo_several", {"batch_id": older})
    assert "Hi {first name}, nights?" in typed(ana.screen())
    await ana.submit(text="Hi {first name}, evenings?")
    await ana.submit()
    assert "2 messages are on the way." in ana.card()
    await pass_time(chat, 20)
    await follows(ana, "Undo", there=False)
    bodies = [str(mail) for mail in chat.mailbox.mails]
    assert [sum(words in body for body in bodies) for words in ("nights?", "days?", "evenings?")] == [0, 2, 2]
    assert await balance(chat, ana) == before - 4


async def test_undoing_an_older_batch_leaves_a_newer_unsent_draft(chat: Chat, ana: Someone):
    await preview(ana, ["Grace Hopper", "Edith Cavell"], text="Hi {first name}, nights?")
    await ana.submit()
    older = (await sent(chat))[0].batch_id
    await preview(ana, THREE, text="Hi {first name}, days?")
    await ana.press("Back")
    await ana.cancel()
    await ana.forge("undo_several", {"batch_id": older})
    form = ana.screen()
    assert "To 2 people" in form
    assert "Hi {first name}, nights?" in typed(form)
    assert "You have another unsent draft, to 3 people. Press Other draft to open it." in form
    form = await ana.press("Other draft", text="Hi {first name}, evenings?")
    assert "To 3 people" in form
    assert "Hi {first name}, days?" in typed(form)
    assert "another unsent draft, to 2 people" in form
    form = await ana.press("Other draft")
    assert "Hi {first name}, evenings?" in typed(form)
    await ana.submit()
    await ana.submit()
    assert "2 messages are on the way." in ana.card()
    form = await choose(ana)
    assert "Hi {first name}, days?" in typed(form)
    assert "Other draft" not in form.buttons
    await ana.submit()
    await ana.submit()
    await pass_time(chat, 20)
    await follows(ana, "Undo", there=False)
    bodies = [str(mail) for mail in chat.mailbox.mails]
    assert [sum(words in body for body in bodies) for words in ("nights?", "days?", "evenings?")] == [0, 3, 2]


async def test_the_rest_is_stopped(chat: Chat, ana: Someone):
    before = await balance(chat, ana)
    await preview(ana)
    await ana.submit()
    await one_goes_out(chat)
    await ana.command("invitations")
    seen = await ana.press("Scheduled (2)")
    assert "Waiting to be sent (1 of 3 sent)" in seen
    assert "Waiting to be sent" in seen
    [first, *_] = await sent(chat)
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    await diego.forge("stop_several", {"batch_id": first.batch_id})
    assert (await states(chat)).count("queued") == 2
    seen = await ana.press("Cancel")
    assert "Waiting to be sent (1 of 2 sent)" in seen
    seen = await ana.press("Stop the rest")
    assert "1 message was stopped. The credit was returned." in seen
    assert "Nothing is scheduled." in seen
    await asyncio.gather(ana.repeat(2))
    await ana.forge("stop_several", {"batch_id": first.batch_id})
    assert "None of these messages is waiting anymore." in ana.everything()
    assert sorted(await states(chat)) == ["cancelled", "cancelled", "sent"]
    assert await balance(chat, ana) == before - 1
    assert len(await names(chat, ana, "unlocked") & set(THREE)) == 1


async def test_a_reply_is_undone_and_written_again(chat: Chat, ana: Someone):
    await contact(ana)
    await pass_time(chat, 15)
    await follows(ana, "grace1@example.com", there=True)
    [invitation] = await sent(chat)
    async with chat.bot.context.store.write() as db:
        received = answers.ReceivedAnswer("mail:<a@example.com>", "replied", chat.clock(), "Tuesday would suit me.")
        await answers.record(db, invitation.id, received, chat.bot.context.outreach.hash_key, chat.clock())
    await chat.bot.notifier.run_once()
    await ana.press("Reply")
    await ana.submit(text="Tuesday at tne, then.")
    assert WINDOW in ana.card()
    form = await ana.press("Undo")
    assert "Tuesday at tne, then." in typed(form)
    await ana.repeat(2)
    await ana.submit(text="Tuesday at ten, then.")
    await pass_time(chat, 15)
    for words in (WINDOW, "It hasn't gone out yet."):
        await follows(ana, words, there=False)
    assert ["Tuesday at ten, then." in str(mail) for mail in chat.mailbox.mails] == [False, True]
    async with chat.bot.context.store.read() as db:
        found = list(await db.exec(select(Mail).where(Mail.kind == "reply").order_by(col(Mail.id))))
    assert [each.state for each in found] == ["cancelled", "sent"]
    undone, went_out = (each.id for each in found)
    async with chat.bot.context.store.read() as db:
        [answer] = await db.exec(select(CandidateAnswer))
    await ana.forge("undo_reply", {"answer_id": answer.id, "mail_id": went_out})
    assert "It has already gone out." in ana.everything()
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    await diego.forge("undo_reply", {"answer_id": answer.id, "mail_id": undone})
    assert "Tuesday" not in diego.everything()


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    return await recruiting(chat)
