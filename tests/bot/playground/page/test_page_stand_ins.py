"""A partner's resume database in the browser: connected on its page, searched, unlocked, failing, and back."""

import re

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.playground.demo import Playground
from bot.playground.slack.seed import SAM
from tests.bot.playground.page.browser import Tab, looks_right, tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
SMALL = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def open_view(sam: Tab, name: str) -> None:
    """From the sidebar, which is a drawer on a phone."""
    menu = sam.page.get_by_role("button", name="Show conversations")
    if await menu.is_visible():
        await menu.click()
    await sam.places.get_by_role("button", name=re.compile(f"^{name}")).click()


def stand_in(sam: Tab, name: str) -> Locator:
    return sam.page.get_by_role("listitem").filter(has=sam.page.get_by_label(name, exact=True))


async def switch(sam: Tab, name: str, behavior: str) -> None:
    """In the panel, and back to the conversation."""
    await open_view(sam, "Resume databases")
    async with sam.page.expect_response("**/api/switch"):
        await sam.page.get_by_label(name, exact=True).select_option(behavior)
    await open_view(sam, "Sourcer")
    await sam.wait_loaded()


async def connect(sam: Tab, name: str) -> None:
    await sam.command("/sourcer integrations")
    await sam.button("View the resume databases").click()
    await expect(sam.last).to_contain_text("never in Sourcer credits")
    await sam.button(f"Connect: {name}").click()
    async with sam.page.context.expect_page() as opened:
        await sam.last.get_by_role("link", name="Open the page").click()
    page = await opened.value
    await expect(page.locator("body")).to_contain_text("its demo login is filled in")
    await looks_right(page)
    await page.get_by_role("button", name="Connect").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} is connected", timeout=30_000)
    await page.close()


@pytest.mark.parametrize("size", [DESKTOP, SMALL], ids=["desktop", "phone"])
async def test_connected_unlocked_failing_and_back(browser: Browser, made: Playground, size: dict[str, object]):
    source = "Dice" if size is DESKTOP else "CareerBuilder"
    words, left, one_less = ("engineer in Boston", "37 of 40 views left", "36 of 40 views left")
    if source == "CareerBuilder":
        words, left, one_less = ("nurse", "37 views left today", "36 views left today")
    async with tab(browser, made.fake, **size) as sam:
        await sam.open(SAM)
        await open_view(sam, "Resume databases")
        await expect(sam.page.locator(".stand-ins")).to_contain_text("Nothing leaves this machine.")
        await expect(stand_in(sam, source)).to_contain_text(left)
        await looks_right(sam.page)
        await open_view(sam, "Sourcer")
        await connect(sam, source)

        await sam.command(f"/source {words}")
        await sam.last.get_by_role("button", name=re.compile(rf"^{source} \(\d+\)")).click()
        await expect(sam.last.get_by_role("button", name=re.compile(rf"^{source} \(\d+\), selected"))).to_be_visible()
        await expect(sam.last.get_by_role("button", name=re.compile(rf"^Unlock .* on {source}$")).first).to_be_visible()
        await expect(sam.last).to_contain_text(re.compile(r"1–\d of \d+"))
        await looks_right(sam.page)
        await sam.last.get_by_role("button", name=re.compile("^View ")).first.click()
        await expect(sam.button("Back")).to_be_visible()
        await sam.last.get_by_role("button", name=re.compile("^Unlock")).click()
        await expect(sam.form).to_contain_text("It costs no credits")
        await looks_right(sam.page)
        await sam.submit("Unlock")
        await expect(sam.last).to_contain_text("The contact details are unlocked.")
        await expect(sam.last).to_contain_text("@example.com")
        await sam.button("Open the resume").click()
        await expect(sam.last).to_contain_text(".pdf")
        await open_view(sam, "Resume databases")
        await expect(stand_in(sam, source)).to_contain_text(one_less)

        await switch(sam, source, "Failing")
        await expect(sam.places.get_by_label("Resume databases, 1 not working")).to_be_attached()
        await sam.command(f"/source {words}")
        failed = sam.last.get_by_role("button", name=f"{source} (failed)")
        await expect(failed).to_be_visible()
        await expect(sam.last).to_contain_text(f"{source} isn't responding right now.")
        await expect(sam.last.get_by_role("button", name=re.compile(r"^Internet \(\d"))).to_be_visible()
        await looks_right(sam.page)
        await switch(sam, source, "Works")
        await sam.last.get_by_role("button", name=re.compile("^Retry")).click()
        await expect(sam.last.get_by_role("button", name=re.compile(rf"^{source} \(\d+\)"))).to_be_visible()
