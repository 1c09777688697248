"""Switching people, unread badges, the sidebar on a phone, and server restarts."""

from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, MAYA
from tests.bot.playground.page.browser import Tab, box, looks_right, tab
from tests.bot.playground.page.cards import post, press, row, section
from tests.fakes.slack import client, slack_workspace

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_unread_badges_and_mentions_belong_to_a_person(ana: Tab, fake: FakeSlack):
    channel = fake.channel("hiring-eng")
    await fake.say(MAYA, channel, "good morning")
    entry = ana.places.get_by_role("button", name="hiring-eng")
    await expect(entry).to_have_accessible_name("hiring-eng, 1 unread")
    await expect(entry.locator(".count")).to_have_count(0)
    await fake.say(MAYA, channel, "@ana look at this")
    await expect(entry.locator(".count")).to_have_text("1")
    await expect(ana.page).to_have_title("(2) Sourcer · Sourcer playground")
    await entry.click()
    await expect(ana.page.get_by_text("New", exact=True)).to_be_visible()
    await expect(ana.last).to_contain_text("@Ana Ruiz look at this")
    await expect(entry).to_have_accessible_name("hiring-eng")
    await expect(ana.page).to_have_title("#hiring-eng · Sourcer playground")
    await ana.switch_to("Diego Santos")
    await expect(ana.places.get_by_role("button", name="hiring-nursing")).to_be_visible()
    await expect(ana.places.get_by_role("button", name="hiring-eng")).to_have_count(0)
    await expect(ana.page).to_have_url(f"{ana.address}#diego")


async def test_a_message_reaches_another_tab(ana: Tab, browser: Browser, fake: FakeSlack):
    async with tab(browser, fake) as maya:
        await maya.open(MAYA)
        await maya.places.get_by_role("button", name="hiring-eng").click()
        await ana.places.get_by_role("button", name="hiring-eng").click()
        await ana.line.press_sequentially("see @ma")
        await ana.line.press("Enter")
        await expect(ana.line).to_have_value("see @maya ")
        await ana.line.press_sequentially("*today*")
        await ana.line.press("Enter")
        await expect(maya.last).to_contain_text("see @Maya Lindqvist today")
        await expect(maya.page.get_by_role("status").filter(has_text="Ana Ruiz: see")).to_be_attached()


async def test_commands_are_completed_by_keys(ana: Tab, fake: FakeSlack):
    await ana.line.press_sequentially("/s")
    offers = ana.page.get_by_role("option").filter(visible=True)
    await expect(offers).to_have_count(2)
    await expect(offers.nth(0)).to_contain_text("Jobs, searches, candidates and settings")
    await ana.line.press("ArrowDown")
    await expect(offers.nth(1)).to_have_attribute("aria-selected", "true")
    await ana.line.press("Tab")
    await expect(ana.line).to_have_value("/source ")
    await expect(offers).to_have_count(0)
    await ana.say("/nothing of that name")
    await expect(ana.page.get_by_role("alert")).to_contain_text("/nothing is not a valid command")
    await expect(ana.line).to_have_value("/nothing of that name")
    await ana.line.fill("/source")  # the full name of one command and a prefix of another
    async with ana.page.expect_request("**/api/command") as request:
        await ana.line.press("Enter")
    assert (await request.value).post_data_json["command"] == "/source"


async def test_an_unsent_draft_is_restored_for_its_writer(ana: Tab, fake: FakeSlack):
    await ana.line.fill("half a thought")
    await ana.places.get_by_role("button", name="general").click()
    await expect(ana.line).to_have_value("")
    await ana.places.get_by_role("button", name="Sourcer").click()
    await expect(ana.line).to_have_value("half a thought")


async def test_a_phone_has_a_drawer(phone: Tab, app: AsyncWebClient, fake: FakeSlack):
    long = "w" * 300
    fields = {"type": "section", "fields": [{"type": "mrkdwn", "text": long} for _ in range(2)]}
    buttons = row(*(press(f"{long[:60]} {n}", f"b{n}") for n in range(3)))
    await post(app, fake, section(f"*{long}* {long}", accessory=press(long[:70])), fields, buttons)
    await expect(phone.last).to_be_visible()
    await looks_right(phone.page, least=40)
    show = phone.page.get_by_role("button", name="Show conversations")
    await expect(phone.places).not_to_be_visible()
    await show.click()
    await expect(phone.places.get_by_role("button", name="Sourcer")).to_be_focused()
    await looks_right(phone.page, least=40)
    await phone.page.keyboard.press("Escape")
    await expect(phone.places).not_to_be_visible()
    await expect(show).to_be_focused()
    await show.click()
    width = (await box(phone.places))["width"]
    await phone.page.touchscreen.tap(width + 20, 300)
    await expect(phone.places).not_to_be_visible()
    await show.click()
    await phone.switch_to("Maya Lindqvist")
    await expect(phone.places).not_to_be_visible()
    await show.click()
    await phone.places.get_by_role("button", name="hiring-eng").click()
    await expect(phone.page.get_by_role("heading", level=1)).to_have_text("hiring-eng")
    await expect(phone.places).not_to_be_visible()


async def test_the_home_is_redrawn_in_place(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    await ana.page.get_by_role("button", name="Home").click()
    home = ana.page.get_by_role("region", name="Home")
    blocks = [section("*Hello*"), row(press("Open"))]
    await app.views_publish(user_id=ANA, view={"type": "home", "blocks": blocks})
    await home.get_by_role("button", name="Open").focus()
    await app.views_publish(user_id=ANA, view={"type": "home", "blocks": [section("*Hello again*"), *blocks]})
    await expect(home).to_contain_text("Hello again")
    await expect(home.get_by_role("button", name="Open")).to_be_focused()
    await ana.page.get_by_role("button", name="Messages").click()
    await expect(ana.line).to_be_visible()


async def test_after_a_restart_the_conversation_is_there_again(browser: Browser, tmp_path: Path):
    snapshot = tmp_path / "conversations.json"
    async with AsyncExitStack() as servers:
        fake = await servers.enter_async_context(slack_workspace(snapshot_file=snapshot, shutdown_seconds=0.01))
        port = urlsplit(fake.address).port or 0
        async with tab(browser, fake) as ana:
            await ana.open(ANA)
            await post(client(fake), fake, section("before"))
            await expect(ana.last).to_contain_text("before")
            await ana.line.fill("half a thought")
            await servers.aclose()
            await expect(ana.page.locator(".lost-mark")).to_be_visible()
            again = await servers.enter_async_context(slack_workspace(snapshot_file=snapshot, port=port))
            await expect(ana.page.get_by_role("status").filter(has_text="restarted")).to_be_visible()
            await expect(ana.page.locator(".lost-mark")).not_to_be_visible()
            await expect(ana.last).to_contain_text("before")
            await expect(ana.line).to_have_value("half a thought")
            await post(client(again), again, section("after"))
            await expect(ana.last).to_contain_text("after")
