"""`invitations` lists Scheduled, Waiting, Answered, Failed, To decide, with the actions for each."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from store import jobs
from store.outreach import answers
from store.roles import Role
from store.tables.core import Job
from store.tables.outreach import Invitation, Mail
from store.tables.states import INVITATION, MAIL
from tests.chat.base import Chat, Someone
from tests.flows.test_contact import TYPED, balance, contact, open_form, sent


async def schedule(who: Someone, name: str = "Grace Hopper", day: str = "2026-11-25", **typed: object) -> None:
    await open_form(who, name)
    await who.press("More options", **TYPED)
    await who.submit(send_on=day, send_at="09:30", **typed)
    await who.submit()


async def put(chat: Chat, state: str, mail_state: str) -> None:
    """Puts the invitation and its e-mail into the states in which delivery leaves them."""
    async with chat.bot.context.store.write() as db:
        for invitation in await db.exec(select(Invitation)):
            if state in INVITATION.transitions["sending"]:
                invitation.state = "sending"
            invitation.state = state
        for mail in await db.exec(select(Mail)):
            if mail_state in MAIL.transitions["sending"]:
                mail.state = "sending"
            mail.state = mail_state


async def test_a_scheduled_invitation_is_listed_and_cancelled(chat: Chat, ana: Someone):
    before = await balance(chat, ana)
    await schedule(ana)
    await ana.command("invitations")
    seen = await ana.press("Scheduled (1)")
    assert "Grace Hopper" in seen
    assert "goes out Wed 25 Nov at 09:30 (UTC)" in seen
    seen = await ana.press("Cancel")
    assert "The credit was returned." in seen
    assert await balance(chat, ana) == before
    assert [each.state for each in await sent(chat)] == ["cancelled"]
    await ana.repeat(2)
    assert await balance(chat, ana) == before


async def test_a_scheduled_invitation_is_rescheduled(chat: Chat, ana: Someone):
    await schedule(ana)
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    form = await ana.press("Reschedule")
    assert form.form
    assert "passed" in await ana.submit(send_on="2026-11-20")
    await ana.submit(send_on="2026-12-01", send_at="08:15")
    assert "It goes out Tue 1 Dec at 08:15 (UTC)." in ana.card()
    async with chat.bot.context.store.read() as db:
        [mail] = await db.exec(select(Mail))
    assert f"{mail.due_at:%Y-%m-%d %H:%M}" == "2026-12-01 08:15"


async def test_scheduling_and_cancelling_redraw_a_teammates_card(chat: Chat, ana: Someone):
    """No mail is sent, so only the presses can cause the redraws."""
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.search("Grace Hopper")
    await schedule(ana)
    await follows(diego, "Message goes out", there=True)
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    await ana.press("Cancel")
    await follows(diego, "Message goes out", there=False)


async def follows(who: Someone, words: str, *, there: bool) -> None:
    """Waits until their newest card contains `words` without a press: Teams is answered first, other cards are redrawn
    afterwards."""
    async with asyncio.timeout(30):
        while (words in who.card()) != there:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("press", "states", "left"),
    [
        ("It was sent", ("sent",), -1),
        ("Return the credit", ("failed",), 0),
        ("Send again", ("queued", "sending", "sent"), -1),
    ],
)
async def test_an_unknown_invitation_is_decided_by_one_press(
    chat: Chat, ana: Someone, press: str, states: tuple[str, ...], left: int
):
    before = await balance(chat, ana)
    await schedule(ana)
    await put(chat, "unknown", "unknown")
    await ana.command("invitations")
    await ana.press("To decide (1)")
    await ana.press(press)
    await ana.repeat(2)
    [invitation] = await sent(chat)
    assert invitation.state in states
    assert await balance(chat, ana) == before + left


async def test_a_closed_job_pauses_and_asks(chat: Chat, ana: Someone):
    await schedule(ana, job="Registered Nurse")
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        [job] = await db.exec(select(Job).where(Job.title == "Registered Nurse"))
        words = jobs.JobDetails(title=job.title)
        closed = jobs.SourceJob(job.external_id, words, "closed", chat.clock() + timedelta(minutes=1))
        await jobs.keep_many(db, me.workspace_id, job.source, [closed])
    await ana.command("invitations")
    seen = await ana.press("Scheduled (1)")
    assert "its job was closed" in seen
    await ana.press("Resume")
    assert [each.pause_reason for each in await sent(chat)] == [""]


async def test_members_see_their_own_and_admins_the_teams(chat: Chat, ana: Someone):
    sam, diego = await chat.person("Sam", Role.ADMIN), await chat.person("Diego", Role.RECRUITER)
    await schedule(ana)
    await diego.command("invitations")
    assert "Show the whole team's" not in diego.card().buttons
    await diego.forge("invitations", {"tab": "scheduled", "team": True})
    assert "Grace Hopper" not in diego.everything()
    [invitation] = await sent(chat)
    await diego.forge("cancel_invitation", {"invitation_id": invitation.id})
    assert [each.state for each in await sent(chat)] == ["queued"]
    await sam.command("invitations")
    await sam.press("Show the whole team's")
    seen = await sam.press("Scheduled (1)")
    assert "Grace Hopper" in seen
    assert "by Ana" in seen


async def test_an_invitation_sent_immediately_cannot_be_cancelled(chat: Chat, ana: Someone):
    await contact(ana)
    [invitation] = await sent(chat)
    before = await balance(chat, ana)
    await ana.forge("cancel_invitation", {"invitation_id": invitation.id})
    assert await balance(chat, ana) == before
    assert (await sent(chat))[0].state != "cancelled"


async def test_an_answer_is_replied_to_from_the_list(chat: Chat, ana: Someone):
    await contact(ana)
    [invitation] = await sent(chat)
    async with chat.bot.context.store.write() as db:
        values = {
            "key": "mail:<a@example.com>",
            "kind": "replied",
            "text": "Tuesday would suit me.",
            "at": chat.clock(),
        }
        key = chat.bot.context.outreach.hash_key
        received = answers.ReceivedAnswer(**values, message_id="<a@example.com>")
        await answers.record(db, invitation.id, received, key, chat.clock())
    await ana.command("invitations")
    seen = await ana.press("Answered (1)")
    assert "Tuesday would suit me." in seen
    form = await ana.press("Reply")
    assert form.form
    await ana.submit(text="Tuesday at ten, then.")
    async with chat.bot.context.store.write() as db:
        away = {"key": "mail:<b@example.com>", "kind": "auto_reply", "text": "I am away.", "at": chat.clock()}
        await answers.record(
            db, invitation.id, answers.ReceivedAnswer(**away), chat.bot.context.outreach.hash_key, chat.clock()
        )
    await ana.command("invitations")
    seen = await ana.press("Answered (1)")
    assert "Tuesday would suit me." in seen
    assert "Reply" in seen.buttons
    async with chat.bot.context.store.read() as db:
        [reply] = await db.exec(select(Mail).where(Mail.kind == "reply"))
    assert (reply.in_reply_to, reply.text) == ("<a@example.com>", "Tuesday at ten, then.")
