"""The candidates' mailbox page: presses, keyboard use, phones, dark mode, hostile mails."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.playground.demo import Playground
from bot.playground.slack.seed import ANA, SAM
from tests.bot.playground.page.browser import PHONE, Tab, box, looks_right, tab
from tests.bot.playground.page.mails import mail, mailbox_entry, mails, received
from tests.bot.playground.page.test_page_job import reach

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def ana(browser: Browser, made: Playground) -> AsyncIterator[Tab]:
    async with tab(browser, made.fake) as opened:
        await opened.open(ANA)
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, made: Playground) -> AsyncIterator[Tab]:
    async with tab(browser, made.fake, **PHONE) as opened:
        await opened.open(SAM)
        yield opened


async def test_a_mail_arrives_while_another_is_pressed(ana: Tab, made: Playground):
    await received(made, "Mary")
    await received(made, "Clara")
    await mailbox_entry(ana).click()
    await mails(ana).filter(has_text="Mary").hover()
    await ana.page.mouse.down()
    await received(made, "Edith")
    await ana.catch_up()
    await ana.page.mouse.up()
    await expect(mail(ana).locator("body")).to_contain_text("Hello Mary")
    await expect(mails(ana).filter(has_text="Edith")).to_be_visible()
    await expect(mails(ana).filter(has_text="Mary")).to_be_focused()


async def test_a_mail_arrives_while_a_finger_is_on_another(phone: Tab, made: Playground):
    """The list does not move until the finger is lifted."""
    await received(made, "Dorothea")
    await received(made, "Florence")
    await phone.page.get_by_role("button", name="Show conversations").tap()
    await mailbox_entry(phone).tap()
    touched = await box(mails(phone).filter(has_text="Dorothea"))
    await phone.page.clock.install()
    await phone.page.clock.pause_at(datetime.now() + timedelta(seconds=5))  # however late the browser sends the click
    finger = await phone.page.context.new_cdp_session(phone.page)
    point = {"x": touched["x"] + touched["width"] / 2, "y": touched["y"] + touched["height"] / 2}
    await finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    await received(made, "Lillian")
    await phone.catch_up()
    await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await expect(mail(phone).locator("body")).to_contain_text("Hello Dorothea")
    await phone.page.get_by_role("button", name="All mails").tap()
    await expect(mails(phone).filter(has_text="Lillian")).to_be_visible()


async def test_by_keys_alone(ana: Tab, made: Playground):
    await received(made, "Isla")
    await reach(ana, mailbox_entry(ana))
    await ana.page.keyboard.press("Enter")
    first = mails(ana).first
    await reach(ana, first)
    await ana.page.keyboard.press("Enter")
    await reach(ana, ana.page.get_by_label("Reply as"))
    await ana.page.keyboard.type("Typed by keys")
    await reach(ana, ana.page.get_by_role("button", name="Reply as the candidate"))
    await ana.page.keyboard.press("Enter")
    await expect(ana.page.get_by_role("article").last).to_contain_text("Typed by keys")
    step = ana.button("+1 day", within=ana.places)
    await reach(ana, step, "Shift+Tab")
    await ana.page.keyboard.press("Enter")
    await expect(ana.page.locator("#said")).to_contain_text("It is ")
    await expect(step).to_be_focused()


async def test_on_a_phone(phone: Tab, made: Playground):
    await received(made, "Grace")
    await phone.page.get_by_role("button", name="Show conversations").tap()
    await looks_right(phone.page, least=40)
    await mailbox_entry(phone).tap()
    grace = mails(phone).filter(has_text="Grace")
    await expect(grace).to_be_visible()
    await looks_right(phone.page, least=40)
    await grace.tap()
    await expect(mail(phone).locator("body")).to_contain_text("Hello Grace")
    await expect(phone.button("‹ All mails", within=phone.page.locator("body"))).to_be_focused()
    await looks_right(phone.page, least=40)
    await phone.page.get_by_role("button", name="All mails").tap()
    await expect(grace).to_be_focused()


async def test_in_dark_mode(browser: Browser, made: Playground):
    await received(made, "Elizabeth")
    async with tab(browser, made.fake, color_scheme="dark") as dark:
        await dark.open(ANA)
        await mailbox_entry(dark).click()
        await expect(mail(dark).locator("body")).to_be_visible()
        await looks_right(dark.page)


async def test_a_page_in_a_mail_can_do_nothing(ana: Tab, made: Playground):
    page = """<!doctype html><html><head><meta http-equiv="refresh" content="0; url=https://elsewhere.example/r">
        </head><body><script>parent.document.title = top.document.title = 'taken'</script>
        <img src="https://elsewhere.example/pixel"><link rel="stylesheet" href="https://elsewhere.example/s.css">
        <form action="/playground/api/forward" method="post"><button>Press me</button></form>
        <a href="/playground/">Leave</a> The rest.</body></html>"""
    await received(made, "Evil", page)
    await mailbox_entry(ana).click()
    await mails(ana).filter(has_text="Evil").click()
    await expect(mail(ana).locator("body")).to_contain_text("The rest.")
    ahead = made.clock.ahead
    await mail(ana).get_by_role("button", name="Press me").click()
    async with ana.page.context.expect_page() as opened:
        await mail(ana).get_by_role("link", name="Leave").click()
    await (await opened.value).close()
    await expect(mail(ana).locator("body")).to_contain_text("The rest.")
    await expect(ana.page).to_have_title(re.compile("Mailbox · Sourcer playground"))
    assert made.clock.ahead == ahead
    assert not [fault for fault in ana.faults if "asked elsewhere" in fault]
    ana.faults.clear()  # the browser's reports of everything it blocked
