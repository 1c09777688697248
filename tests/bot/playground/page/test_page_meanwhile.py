"""Updates that arrive while a person is pressing, choosing or writing on the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Route, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, MAYA
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.page.browser import Tab
from tests.bot.playground.page.cards import post, press, row, section, update

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def pressing(target: Locator) -> AsyncIterator[None]:
    """Holds the mouse button down on the target during the block."""
    await target.hover()
    await target.page.mouse.down()
    yield
    await target.page.mouse.up()


async def pressed(fake: FakeSlack, tiny: TinyApp) -> list[str]:
    """The presses the app received, once it has received any."""

    def received() -> list[str]:
        return [each["actions"][0]["action_id"] for each in tiny.payloads if "actions" in each]

    return await fake.until(received)


# ── pressing ──


async def test_a_card_that_changes_while_it_is_pressed(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    ts = await post(app, fake, section("Before"), row(press("Search")))
    async with pressing(ana.button("Search")):
        await update(app, fake, ts, section("After"), row(press("Search")))
        await ana.catch_up()
    assert await pressed(fake, tiny) == ["search"]
    await expect(ana.last).to_contain_text("After")


async def test_a_button_that_appears_under_the_pointer_is_not_pressed(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp
):
    ts = await post(app, fake, row(press("Select")))
    async with pressing(ana.button("Select")):
        await update(app, fake, ts, row(press("Delete")))
        await ana.catch_up()
    await expect(ana.page.get_by_role("alert")).to_contain_text("no longer")
    await ana.button("Delete").click()
    assert await pressed(fake, tiny) == ["delete"]


async def test_a_card_that_changes_while_the_space_bar_is_down(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp
):
    ts = await post(app, fake, section("Before"), row(press("Search")))
    await ana.button("Search").focus()
    await ana.page.keyboard.down(" ")
    await update(app, fake, ts, section("After"), row(press("Search")))
    await ana.catch_up()
    await ana.page.keyboard.up(" ")
    assert await pressed(fake, tiny) == ["search"]
    await expect(ana.last).to_contain_text("After")


async def test_a_press_that_is_aborted(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    ts = await post(app, fake, section("Before"), row(press("Search")))
    async with pressing(ana.button("Search")):
        await update(app, fake, ts, section("After"), row(press("Find")))
        await ana.catch_up()
        await ana.line.hover()
    await expect(ana.last).to_contain_text("After")
    await ana.button("Find").click()
    assert await pressed(fake, tiny) == ["find"]


async def test_the_home_changes_while_it_is_pressed(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    await ana.page.get_by_role("button", name="Home").click()
    await app.views_publish(user_id=ANA, view={"type": "home", "blocks": [row(press("Open"))]})
    async with pressing(ana.page.get_by_role("button", name="Open")):
        await app.views_publish(user_id=ANA, view={"type": "home", "blocks": [section("More"), row(press("Open"))]})
        await ana.catch_up()
    assert await pressed(fake, tiny) == ["open"]
    await expect(ana.page.get_by_role("region", name="Home")).to_contain_text("More")


async def test_unread_badges_appear_while_a_conversation_is_pressed(ana: Tab, fake: FakeSlack):
    async with pressing(ana.places.get_by_role("button", name="hiring-eng")):
        await fake.say(MAYA, fake.channel("general"), "good morning")
        await ana.catch_up()
    await expect(ana.page.get_by_role("heading", level=1)).to_have_text("hiring-eng")
    await expect(ana.places.get_by_role("button", name="general, 1 unread")).to_be_visible()


async def test_the_list_of_people_stays_open_when_a_message_arrives(ana: Tab, fake: FakeSlack):
    chooser = await ana.page.get_by_label("You are").element_handle()
    await fake.say(MAYA, fake.channel("general"), "good morning")
    await expect(ana.places.get_by_role("button", name="general, 1 unread")).to_be_visible()
    assert await chooser.evaluate("each => each.isConnected")


# ── writing ──


async def test_text_typed_at_once_goes_to_the_newly_opened_conversation(ana: Tab, fake: FakeSlack):
    """A conversation opens as soon as it is pressed, however long its messages take to load."""
    channel, goes_on = fake.channel("hiring-eng"), asyncio.Event()
    await fake.say(MAYA, channel, "good morning")

    async def late(route: Route) -> None:
        await goes_on.wait()
        await route.fallback()

    await ana.page.route("**/api/messages?*", late)
    await ana.places.get_by_role("button", name="hiring-eng").click()
    await expect(ana.line).to_be_focused()
    await ana.page.keyboard.type("see @ma")
    await ana.page.keyboard.press("Enter")
    await expect(ana.line).to_have_value("see @maya ")
    await ana.page.keyboard.press("Enter")
    goes_on.set()
    await expect(ana.all).to_have_count(2)
    await expect(ana.last).to_contain_text("see @Maya Lindqvist")
    await expect(ana.page.get_by_text("New", exact=True)).to_be_visible()
    assert [each.text for each in fake.messages(channel, ANA)] == ["good morning", f"see <@{MAYA}>"]


async def test_a_tab_does_not_take_the_focus_when_its_messages_load(ana: Tab, fake: FakeSlack):
    goes_on = asyncio.Event()

    async def late(route: Route) -> None:
        await goes_on.wait()
        await route.fallback()

    await ana.page.get_by_role("button", name="Home").click()
    await ana.page.route("**/api/messages?*", late)
    await ana.page.get_by_role("button", name="Messages", exact=True).click()
    await ana.line.focus()
    goes_on.set()
    await expect(ana.messages).to_have_attribute("aria-busy", "false")
    await expect(ana.line).to_be_focused()
