"""All that was written to and by a candidate can be read: as sent, in order, by the team, and never by others."""

from datetime import timedelta

from store.roles import Role
from tests.chat.base import Chat, Someone, add_people
from tests.fakes.imap import FakeMailbox
from tests.flows import test_interest
from tests.flows.ats.connecting import card
from tests.flows.looking import NEXT, profile_id
from tests.flows.test_contact import TYPED, contact, open_form
from tests.flows.test_contact_private import press_in_channel
from tests.flows.test_interest import (
    ADDRESS,
    INVITATION,
    NAME,
    answered,
    notify_and_redraw,
    sent_mail,
    wrote,
)
from tests.paths import MAIL_CORPUS
from tests.people import GRACE, nurse

mailbox, chat, ana = test_interest.mailbox, test_interest.chat, test_interest.ana

AGAIN, TALK, THURSDAY = "Did you see my message?", "Could we talk on Thursday?", "Thursday at five."


async def test_a_mail_is_sent_answered_and_read_back(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    await ana.submit(follow_up_days=4, follow_up_text=AGAIN)
    await ana.submit()
    await sent_mail(chat)
    chat.clock.at += timedelta(days=4, minutes=1)
    follow_up = (await sent_mail(chat, 2))[-1]
    chat.clock.at += timedelta(hours=1)
    await answered(chat, mailbox, follow_up, TALK, sender="grace@work.example")

    await ana.press("Conversation")
    await ana.press("Reply (free)")
    seen = await ana.submit(text=THURSDAY)
    assert "On the way" in seen
    reply = (await sent_mail(chat, 3))[-1]
    await notify_and_redraw(chat)
    assert "On the way" not in ana.card()
    report = (MAIL_CORPUS / "bounce_postfix.eml").read_text()
    mailbox.deliver(report.replace(INVITATION, reply.message_id).encode())
    await chat.bot.mailbox_poller.run_once()
    await chat.bot.notifier.run_once()

    seen = await ana.press("Conversation")
    newest_first = (
        *("Mail server", "Not delivered", "About the reply", "The address doesn't exist.", "User unknown"),
        *("You · Fri 27 Nov at 13:01", "Re: Nights in Boston", THURSDAY),
        *(f"{NAME} · Fri 27 Nov at 13:01", "Replied", "In response to the follow-up", "grace@work.example", TALK),
        *("You · Fri 27 Nov at 12:01", "Re: Nights in Boston", "Follow-up", AGAIN),
        *("You · Mon 23 Nov at 12:00", "Nights in Boston", "Invitation to connect", "Hi Grace, a word?"),
    )
    text, at = squeezed(seen.text), -1
    for words in newest_first:
        at = text.find(squeezed(words), at + 1)
        assert at >= 0, (words, text)
    assert "nsubscribe" not in seen


async def test_it_opens_from_everything_and_leads_back_there(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), TALK)
    long = "I like nights. " * 120
    await add_people(chat.bot, [{**GRACE, "summary": f"{long}The very end."}])
    await ana.search(NAME)
    await ana.press("View", near=NAME)
    assert "The very end." not in ana.card()
    assert "The very end." in await ana.press("Show everything")
    seen = await ana.press("Conversation")
    assert TALK in seen
    assert "The very end." not in seen
    await ana.press("Reply (free)")
    await ana.submit(text=THURSDAY)
    assert THURSDAY in ana.card()
    seen = await ana.press("Back")
    assert "The very end." in seen
    assert "Show everything" not in seen.buttons


async def test_it_opens_from_another_profile_of_the_candidate(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    """Nobody has engaged with it, but its e-mail address is the candidate's: their card is the same."""
    await answered(chat, mailbox, await wrote(chat, ana), TALK)
    await add_people(chat.bot, [nurse(60, "Grace B. Hopper", emails=[ADDRESS])])
    await card(ana, await profile_id(chat, "Grace B. Hopper"))
    seen = await ana.press("Conversation")
    assert TALK in seen
    assert "Reply (free)" in seen.buttons


def squeezed(text: str) -> str:
    return "".join(text.split())


async def test_the_team_sees_who_replied_and_when(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    sam, diego = await chat.person("Sam", Role.ADMIN), await chat.person("Diego", Role.RECRUITER)
    await answered(chat, mailbox, mail, TALK)
    await ana.press("Reply")
    assert "You replied just now." in await ana.submit(text=THURSDAY)
    await sent_mail(chat, 2)
    chat.clock.at += timedelta(minutes=2)
    await notify_and_redraw(chat)
    assert "You replied 2 min ago." in ana.card()

    await diego.search(NAME)
    assert f"{(await ana.member()).name} replied 2 min ago." in await diego.press("View")
    seen = await diego.press("Conversation")
    assert TALK in seen
    assert THURSDAY in seen
    assert "Reply (free)" not in seen.buttons  # only the sender and admins reply
    assert "Invitations" in await diego.press("Back")

    await sam.search(NAME)
    await sam.press("View")
    await sam.press("Conversation")
    await sam.press("Reply (free)")
    await sam.submit(text="Ana is away, I will call you.")
    await sent_mail(chat, 3)
    seen = await ana.press("Conversation")
    assert f"{(await sam.member()).name} · Mon 23 Nov at " in seen  # not "You": the admin wrote it

    await answered(chat, mailbox, mail, "Five is too late.", number=2)
    await diego.search(NAME)
    assert "replied 2" not in await diego.press("View")  # the last answer has no reply yet


async def test_pages_and_whole_texts(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    long = "\r\n\r\n".join(f"Part {n}. {'I like nights. ' * 40}" for n in range(6))
    for number in range(1, 6):
        chat.clock.at += timedelta(minutes=1)
        await answered(chat, mailbox, mail, f"Answer {number}" if number > 1 else "", number=number)
    chat.clock.at += timedelta(minutes=1)
    await answered(chat, mailbox, mail, long, number=6)
    await ana.command("invitations")
    await ana.press("Answered (1)")
    seen = await ana.press("Conversation")
    assert "1–5 of 7" in seen
    assert "Part 0." in seen
    assert "Part 1." not in seen
    whole = await ana.press("Show the whole text")
    assert "Part 1." in whole
    assert "Part 2." not in whole
    assert "Part 2." in await ana.press(NEXT)
    await ana.press("Back")
    seen = await ana.press(NEXT)
    assert "6–7 of 7" in seen
    assert "Hi Grace, a word?" in seen
    assert "No text." in seen
    assert "Show the whole text" not in seen.buttons
    assert "Answered (1)" in (await ana.press("Back")).buttons


async def test_unsent_mail(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    await ana.submit(send_on="2026-11-25", send_at="09:30")
    await ana.submit()
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    seen = await ana.press("Conversation")
    assert "Goes out Wed 25 Nov at 09:30" in seen
    assert "Hi Grace, a word?" in seen
    assert ADDRESS not in seen  # not unlocked yet
    await ana.press("Back")
    await ana.press("Cancel")
    args = {"profile_id": await profile_id(chat, NAME)}
    assert "Nothing has been written yet." in await ana.forge("conversation", args)


async def test_nobody_else_reads_it(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    """Not in a channel, not a reviewer, and no message of another candidate's conversation."""
    mail = await wrote(chat, ana)
    await answered(chat, mailbox, mail, "My number is 555 0199")
    args = {"profile_id": await profile_id(chat, NAME)}
    lee = await chat.person("Lee", Role.REVIEWER)
    await lee.command()
    assert "555 0199" not in await lee.forge("conversation", args)
    await chat.in_channel(ana, "start")
    await press_in_channel(chat, ana, "conversation", args)
    assert not any("555 0199" in line for line in chat.channel_lines(ana))

    await contact(ana, "Mary Seacole")
    other = {"profile_id": await profile_id(chat, "Mary Seacole")}
    await ana.command("start")
    for id_ in ({"answer_id": 1}, {"mail_id": mail.id}):
        assert "This message no longer exists." in await ana.forge("conversation", {**other, **id_})
    assert "555 0199" not in ana.card()
