"""A mailbox that asks the sender to confirm first: the recruiter is told that the e-mail isn't delivered yet, and what
to do; the candidate hasn't answered."""

import pytest
from sqlmodel import col, select

from store.tables.outreach import CandidateAnswer
from tests.chat.base import Chat, Someone
from tests.connectors.mail.receiving.bounce_forms import BOUNCES
from tests.connectors.mail.receiving.corpus import real_case
from tests.fakes.imap import FakeMailbox
from tests.flows import test_interest
from tests.flows.test_contact import balance
from tests.flows.test_interest import INVITATION, NAME, answered, notify_and_redraw, wrote

mailbox, chat, ana = test_interest.mailbox, test_interest.chat, test_interest.ana

CHALLENGES = {
    "report": real_case("challenge_waitlisted.eml").decode(),
    "own words": BOUNCES["challenge"]("", "To have your message delivered, please confirm your address by this link."),
}


@pytest.mark.parametrize("form", CHALLENGES)
async def test_a_challenge_is_told_to_the_recruiter(chat: Chat, ana: Someone, mailbox: FakeMailbox, form: str):
    mail = await wrote(chat, ana)
    before = await balance(chat, ana)
    for _ in range(2):  # the same one again changes nothing
        mailbox.deliver(CHALLENGES[form].replace(INVITATION, mail.message_id).encode())
        await chat.bot.mailbox_poller.run_once()
        await notify_and_redraw(chat)
    notice = ana.card()
    for words in (NAME, "hasn't received your e-mail yet", "hasn't been delivered yet", "follow its link if you trust"):
        assert words in notice, words
    assert "Reply" not in notice.buttons
    assert len([each for each in ana.cards() if "It hasn't been delivered yet" in each]) == 1
    assert "Not delivered yet" in await ana.press("Conversation")
    assert await balance(chat, ana) == before  # no refund: it may still arrive
    seen = await ana.search(NAME)
    assert "Replied" not in seen
    assert "bounced" not in seen

    await answered(chat, mailbox, mail, "I let it through. Yes, call me!")
    assert "Yes, call me!" in ana.card()
    async with chat.bot.context.store.read() as db:
        kinds = list(await db.exec(select(CandidateAnswer.kind).order_by(col(CandidateAnswer.id))))
    assert kinds == ["delayed", "replied"]
