"""The whole loop in the browser, by mouse: contact, the candidate's mailbox, their answer, the flag and the notice."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.playground.demo import Playground
from bot.playground.slack.seed import ANA
from tests.bot.playground.page.browser import Tab, looks_right, tab
from tests.bot.playground.page.mails import mail, mailbox_entry, mails

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    "</p><script>parent.document.title = 'taken'</script><img src=https://elsewhere.example/x.png> <!channel> *bold*"
)


@pytest_asyncio.fixture(loop_scope="session")
async def ana(browser: Browser, made: Playground) -> AsyncIterator[Tab]:
    if made.fake.views(ANA):
        await made.fake.close(ANA, clear=True)
    async with tab(browser, made.fake) as opened:
        await opened.open(ANA)
        yield opened


def field(form: Locator, label: str) -> Locator:
    return form.get_by_label(re.compile(f"^{label}"))


async def write_to(ana: Tab, name: str, message: str = "Hello, we look for you.") -> None:
    """From the results to the preview."""
    await ana.command(f'/source "{name}"')
    await ana.button(f"Contact {name}").click()
    await field(ana.form, "Subject").fill("A role at Northwind")
    await field(ana.form, "Message").fill(message)


async def send(ana: Tab, name: str) -> None:
    await ana.button("Preview & Send", within=ana.form).click()
    await expect(ana.form).to_contain_text("Price:")
    await ana.submit("Send message")
    await expect(ana.last).to_contain_text("Contacted by Ana Ruiz")
    await mailbox_entry(ana).click()
    await expect(mails(ana).first).to_contain_text(name)
    await mails(ana).first.click()
    await expect(ana.page.get_by_label(f"Reply as {name}")).to_be_visible()


async def done(ana: Tab, action: str, button: Locator) -> None:
    """Presses the button and waits until everything that follows is done."""
    async with ana.page.expect_response(f"**/api/{action}"):
        await button.click()


async def forward(ana: Tab, step: str) -> None:
    await done(ana, "forward", ana.button(step, within=ana.places))


async def back_in_slack(ana: Tab) -> None:
    await ana.places.get_by_role("button", name="Sourcer").click()
    await expect(ana.line).to_be_visible()


async def answer_page(ana: Tab) -> Page:
    """Opens the link in the e-mail."""
    async with ana.page.context.expect_page() as opened:
        await mail(ana).get_by_role("link", name="Let us know whether").click()
    page = await opened.value
    await page.wait_for_load_state()
    return page


async def test_from_an_invitation_to_the_interest_flag(ana: Tab):
    await write_to(ana, "Grace Hopper")
    await send(ana, "Grace Hopper")
    await looks_right(ana.page)
    reading = ana.page.get_by_role("region", name="Mail")
    for text in ("A role at Northwind", "Ana Ruiz, Northwind", "grace1@example.com", "List-Unsubscribe"):
        await expect(reading).to_contain_text(text)
    await expect(mail(ana).locator("body")).to_contain_text("Hello, we look for you.")
    await ana.button("Text", within=reading).click()
    await expect(ana.page.get_by_label("Email as plain text")).to_contain_text("Hello, we look for you.")
    await ana.button("Page", within=reading).click()
    page = await answer_page(ana)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind")
    await page.get_by_label("Message to Ana Ruiz").fill("From March on.")
    await page.get_by_role("button", name="Interested", exact=True).click()
    await expect(page.locator("body")).to_contain_text("Thank you")
    await page.close()
    await back_in_slack(ana)
    await expect(ana.last).to_contain_text("Grace Hopper is interested")
    await expect(ana.last).to_contain_text("From March on.")
    await ana.last.get_by_role("button", name="View").click()
    await expect(ana.last).to_contain_text("Interested")
    await expect(ana.last).to_contain_text("grace1@example.com")


async def test_a_reply_is_read_at_once_and_answered_in_its_thread(ana: Tab):
    await write_to(ana, "Florence Bell")
    await send(ana, "Florence Bell")
    reply = ana.page.get_by_label("Reply as Florence Bell")
    await reply.fill("What is the pay?\nAnd the shifts?")
    await ana.button("Reply as the candidate", within=ana.page.locator("form.answer")).click()
    await expect(reply).to_have_value("")
    await expect(ana.page.get_by_role("article")).to_contain_text("What is the pay?\nAnd the shifts?")
    await back_in_slack(ana)
    await expect(ana.last).to_contain_text("Florence Bell replied")
    await expect(ana.last).to_contain_text("And the shifts?")
    await expect(ana.last).not_to_contain_text("wrote:")
    await ana.button("Reply").click()
    await ana.form.get_by_role("textbox").last.fill("Days only, and well paid.")
    await ana.submit("Send")
    await expect(mailbox_entry(ana)).to_have_accessible_name(re.compile("unread"))
    await mailbox_entry(ana).click()
    await expect(mails(ana).first).to_contain_text("Re: A role at Northwind")
    await mails(ana).first.click()
    await expect(mail(ana).locator("body")).to_contain_text("Days only, and well paid.")


async def test_out_of_office_notifies_nobody(ana: Tab):
    await write_to(ana, "Mary Seacole")
    await send(ana, "Mary Seacole")
    await done(ana, "out_of_office", ana.page.get_by_role("button", name="Out of office"))
    await expect(ana.page.get_by_role("article")).to_contain_text("Out of office")
    await back_in_slack(ana)
    await expect(ana.last).to_contain_text("Mary Seacole")
    await expect(ana.last).not_to_contain_text("Mary Seacole replied")
    await ana.command("/sourcer invitations")
    await ana.last.get_by_role("button", name=re.compile("^Waiting")).click()
    await expect(ana.last).to_contain_text("Mary Seacole")


async def test_a_bounce_refunds_the_credit(ana: Tab):
    await write_to(ana, "Clara Barton")
    await send(ana, "Clara Barton")
    await back_in_slack(ana)
    await ana.command("/sourcer credits")
    before = await balance(ana)
    await mailbox_entry(ana).click()
    await done(ana, "bounce", ana.page.get_by_role("button", name="Bounce"))
    await expect(ana.page.get_by_role("article")).to_contain_text("no mailbox of that name")
    await back_in_slack(ana)
    await ana.command("/sourcer credits")
    assert await balance(ana) == before + 1


async def balance(ana: Tab) -> int:
    await expect(ana.last).to_contain_text("Balance")
    found = re.search(r"Balance:\s*(\d+)", await ana.last.inner_text())
    assert found, await ana.last.inner_text()
    return int(found[1])


async def test_the_mail_clients_own_unsubscribe_is_permanent(ana: Tab):
    await write_to(ana, "Edith Cavell")
    await send(ana, "Edith Cavell")
    await ana.page.get_by_role("button", name="Unsubscribe").click()
    await expect(ana.page.get_by_role("button", name="Unsubscribed ✓")).to_be_visible()
    await back_in_slack(ana)
    await ana.command('/source "Edith Cavell"')
    await expect(ana.last).to_contain_text("Asked not to be contacted")
    await expect(ana.button("Contact Edith Cavell", within=ana.last)).to_have_count(0)


async def test_a_follow_up_arrives_on_its_day(ana: Tab):
    await write_to(ana, "Lillian Wald")
    await ana.button("More options", within=ana.form).click()
    await field(ana.form, "Follow up after").fill("5")
    await field(ana.form, "Follow-up message").fill("Did you see my mail?")
    await send(ana, "Lillian Wald")
    await expect(mails(ana).filter(has_text="Lillian Wald")).to_have_count(1)
    for _ in range(4):
        await forward(ana, "+1 day")
    await expect(mails(ana).filter(has_text="Lillian Wald")).to_have_count(1)
    await forward(ana, "+1 day")
    await expect(mails(ana).filter(has_text="Lillian Wald")).to_have_count(2)
    await mails(ana).first.click()
    await expect(mail(ana).locator("body")).to_contain_text("Did you see my mail?")


async def test_a_month_later_the_credits_are_reset(ana: Tab):
    await write_to(ana, "Dorothea Dix")
    await send(ana, "Dorothea Dix")
    await back_in_slack(ana)
    await ana.command("/sourcer credits")
    assert await balance(ana) < 100
    await forward(ana, "+1 month")
    await ana.command("/sourcer credits")
    assert await balance(ana) == 100


async def test_hostile_content_in_a_mail_does_nothing(ana: Tab):
    await write_to(ana, "Rufus Scripter", HOSTILE)
    await send(ana, "Rufus Scripter")
    await expect(mail(ana).locator("body")).to_contain_text("<script>parent.document.title = 'taken'</script>")
    assert await mail(ana).locator("script, img").count() == 0
    answer = HOSTILE.replace("taken", "stolen").replace("*bold*", "*bold* answer")
    await ana.page.get_by_label("Reply as").fill(answer)
    await ana.button("Reply as the candidate", within=ana.page.locator("form.answer")).click()
    await expect(ana.page.get_by_role("article")).to_contain_text("<script>parent.document.title = 'stolen'</script>")
    await expect(ana.page).to_have_title(re.compile("Mailbox · Sourcer playground"))
    await back_in_slack(ana)
    await expect(ana.last).to_contain_text("*bold* answer")
    assert await ana.last.locator("script, .mention, strong", has_text=re.compile("channel|bold")).count() == 0
