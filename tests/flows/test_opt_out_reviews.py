"""An answer that may ask for no more mail is decided by the recruiter; an admin can take back what was misread."""

import pytest
from sqlmodel import col, select

from store.roles import Role
from store.tables.core import Audit
from store.tables.outreach import CandidateAnswer, PrivacyRequest, Suppression
from tests.chat.base import Chat, Someone
from tests.fakes.imap import FakeMailbox
from tests.flows import test_interest
from tests.flows.test_answer_links import links, press
from tests.flows.test_interest import answered, wrote

mailbox, chat, ana = test_interest.mailbox, test_interest.chat, test_interest.ana

DOUBTFUL = "Please stop sending me junior roles, the senior one sounds great."
MARK = "May not want more mail"


async def stored(chat: Chat) -> tuple[list[CandidateAnswer], list[Suppression], list[Audit]]:
    async with chat.bot.context.store.read() as db:
        answers = list(await db.exec(select(CandidateAnswer).order_by(col(CandidateAnswer.id))))
        lines = list(
            await db.exec(select(Audit).where(col(Audit.action).startswith("opt_out")).order_by(col(Audit.id)))
        )
        return answers, list(await db.exec(select(Suppression))), lines


async def test_never_contact_again_is_one_press(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), DOUBTFUL)
    assert MARK in ana.card()
    seen = await ana.press("Never contact again")
    assert "asked never to be contacted again" in seen
    assert "No one on your team can contact them anymore" in seen
    assert MARK not in seen
    [answer], suppressed, [line] = await stored(chat)
    assert (answer.kind, answer.opt_out_review, len(suppressed)) == ("opt_out", "confirmed", 1)
    assert (line.action, line.details) == ("opt_out_confirmed", {"answer": answer.id})
    assert "already been decided" in await ana.forge("keep_contacting", {"answer_id": answer.id})


async def test_a_request_in_the_subject_beside_other_text_gets_the_mark(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    await answered(chat, mailbox, mail, "Thanks for your message.", subject="Please delete my data")
    assert MARK in ana.card()
    assert {"Never contact again", "Keep contacting"} <= set(ana.card().buttons)
    await answered(chat, mailbox, mail, "Thanks, Tuesday is fine.", number=2)
    assert MARK not in ana.card()  # the subject is ours
    assert [each.opt_out_review for each in (await stored(chat))[0]] == ["open", ""]


@pytest.mark.parametrize(
    ("kind", "text", "request_opened"),
    [
        ("not_interested", "Not now. Please delete all my personal data.", True),
        ("not_interested", "Please unsubscribe me.", False),
        ("interested", "Unsubscribe me from job alerts, but tell me about this role.", False),
    ],
)
async def test_a_request_in_the_text_of_the_answer_page_gets_the_mark(
    chat: Chat, ana: Someone, kind: str, text: str, request_opened: bool
):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command()
    await wrote(chat, ana)
    page, _ = await links(chat)
    await press(chat, page, {"answer": kind, "message": text})
    assert MARK in ana.card()
    assert text in ana.card()
    async with chat.bot.context.store.read() as db:
        assert bool(list(await db.exec(select(PrivacyRequest)))) == request_opened
    assert ("asked to be forgotten" in sam.card()) == request_opened
    [answer], suppressed, _ = await stored(chat)
    assert (answer.kind, answer.opt_out_review, suppressed) == (kind, "open", [])
    seen = await ana.press("Never contact again")
    assert MARK not in seen
    assert "No one on your team can contact them anymore" in seen
    assert "Contact" not in (await ana.search("Grace Hopper")).buttons
    assert "already" not in await sam.forge("take_back", {"answer_id": answer.id}, {"reason": "misread"})
    [answer], suppressed, _ = await stored(chat)
    assert (answer.opt_out_review, suppressed) == ("taken_back", [])


async def test_other_text_on_the_answer_page_gets_no_mark(chat: Chat, ana: Someone):
    await wrote(chat, ana)
    page, _ = await links(chat)
    await press(chat, page, {"answer": "interested", "message": "Don't e-mail, call me on Tuesday."})
    assert "call me on Tuesday" in ana.card()
    assert MARK not in ana.card()


async def test_keep_removes_the_mark(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), DOUBTFUL)
    seen = await ana.press("Keep contacting")
    assert "they can still be contacted" in seen
    assert MARK not in seen
    assert "Reply" in seen.buttons
    [answer], suppressed, [line] = await stored(chat)
    assert (answer.kind, answer.opt_out_review, suppressed, line.action) == ("replied", "kept", [], "opt_out_dismissed")
    assert "already been decided" in await ana.forge("never_contact", {"answer_id": answer.id})
    assert (await stored(chat))[1] == []


async def test_home_shows_the_mark(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), DOUBTFUL)
    assert MARK in await ana.command("home")


async def test_an_admin_takes_back_what_was_misread(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command()
    await answered(chat, mailbox, await wrote(chat, ana), "Please delete all my personal data.")
    await sam.press("Take back")
    assert "already" not in await sam.submit(reason="misread")
    [answer], suppressed, [line] = await stored(chat)
    assert (answer.kind, answer.opt_out_review, suppressed) == ("replied", "taken_back", [])
    assert (line.action, line.details) == ("opt_out_taken_back", {"answer": answer.id, "reason": "misread"})
    async with chat.bot.context.store.read() as db:
        [request] = await db.exec(select(PrivacyRequest))
    assert request.answered_at == chat.clock()
    assert "Grace Hopper replied" in sam.card()
    assert "Reply" in sam.card().buttons


async def test_a_recruiter_cannot_take_it_back(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), "Please unsubscribe me.")
    assert "Take back" not in ana.card().buttons
    await ana.forge("take_back", {"answer_id": 1}, {"reason": "misread"})
    assert len((await stored(chat))[1]) == 1


@pytest.mark.parametrize("link_first", [False, True])
async def test_what_the_person_chose_on_their_page_cannot_be_taken_back(
    chat: Chat, ana: Someone, mailbox: FakeMailbox, link_first: bool
):
    """Only they can change that, even if their e-mail asked for it as well."""
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command()
    mail = await wrote(chat, ana)
    _, unsubscribe = await links(chat)
    if link_first:
        await press(chat, unsubscribe, {"List-Unsubscribe": "One-Click"})
    await answered(chat, mailbox, mail, "Please delete all my personal data.")
    if not link_first:
        await press(chat, unsubscribe, {"List-Unsubscribe": "One-Click"})
    before, suppressed, _ = await stored(chat)
    assert sorted(each.key.partition(":")[0] for each in before) == ["mail", "page"]
    [by_mail] = [each for each in before if each.key.startswith("mail:")]
    shown = await sam.forge("take_back", {"answer_id": by_mail.id}, {"reason": "misread"})
    assert "They chose this themselves, on the page linked in the invitation." in shown
    after, still_suppressed, lines = await stored(chat)
    assert [(each.kind, each.opt_out_review) for each in after] == [(each.kind, each.opt_out_review) for each in before]
    assert (len(suppressed), still_suppressed, lines) == (1, suppressed, [])
    async with chat.bot.context.store.read() as db:
        [request] = await db.exec(select(PrivacyRequest))
    assert request.answered_at is None
    assert "Contact" not in (await ana.search("Grace Hopper")).buttons
