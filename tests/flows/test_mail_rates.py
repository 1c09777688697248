"""An operator's monitoring scrapes how many e-mails bounce and how many are reported as spam."""

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.chat.base import Chat, Someone
from tests.fakes.imap import FakeMailbox
from tests.flows import test_interest
from tests.flows.test_answer_links import address_of
from tests.flows.test_contact import contact
from tests.flows.test_interest import INVITATION, sent_mail
from tests.flows.test_sending_holds import REPORT
from tests.paths import MAIL_CORPUS

mailbox, chat, ana = test_interest.mailbox, test_interest.chat, test_interest.ana


async def scraped(chat: Chat, workspace_id: int) -> dict[str, float]:
    """The rates of the workspace, by metric, as Prometheus reads them."""
    async with aiohttp.ClientSession() as http, http.get(f"{address_of(chat)}/metrics") as page:
        assert page.status == 200
        families = list(text_string_to_metric_families(await page.text()))
    return {
        sample.name: sample.value
        for family in families
        for sample in family.samples
        if sample.name in ("sourcer_bounce_rate", "sourcer_complaint_rate")
        and sample.labels == {"workspace": str(workspace_id)}
    }


async def test_the_rates_are_scraped(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    workspace_id = (await ana.member()).workspace_id
    people = ("Grace Hopper", "Florence Bell", "Mary Seacole", "Clara Barton")
    for name in people:
        await contact(ana, name)
    first, second, *_ = await sent_mail(chat, len(people))

    await chat.bot.mailbox_poller.run_once()
    assert await scraped(chat, workspace_id) == {"sourcer_bounce_rate": 0, "sourcer_complaint_rate": 0}

    bounce = (MAIL_CORPUS / "bounce_postfix.eml").read_text()
    complaint = REPORT.format(
        number=1, subject="Abuse", type="feedback-report", part="message/feedback-report",
        fields="Feedback-Type: abuse\nVersion: 1", id=second.message_id,
    )  # fmt: skip
    mailbox.deliver(bounce.replace(INVITATION, first.message_id).encode())
    mailbox.deliver(complaint.encode())
    mailbox.deliver(complaint.replace("<1@", "<2@").encode())  # one person's second complaint is none
    await chat.bot.mailbox_poller.run_once()
    rates = await scraped(chat, workspace_id)
    assert rates == pytest.approx({"sourcer_bounce_rate": 0.25, "sourcer_complaint_rate": 0.25})
