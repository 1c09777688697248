"""Tabs of a real Chromium showing the playground, and what tests read from them."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, Route, async_playwright, expect

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import PEOPLE

expect.set_options(timeout=10_000)
CATCH_UP = """async () => {
    const line = new EventSource("/playground/api/events?as=" + localStorage.getItem("sourcer-me"));
    await new Promise((done) => line.addEventListener("hello", done));
    line.close();
    for (const each of ["state", "mails"]) await fetch("/playground/api/" + each);
}"""
NAMES = {person.id: person.name for person in PEOPLE}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        await browser.close()


class Tab:
    """One browser tab, used by one person at a time. `faults` collects browser errors, of which none are expected."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address.replace("playground-slack", "playground")
        self.origin = address.split("/playground")[0]
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on(
            "console",
            lambda message: self.faults.append(message.text) if "Content Security Policy" in message.text else None,
        )

    async def open(self, user: str) -> None:
        """Opens the page as this person; any request to another address is a fault."""
        await self.page.route("**/*", self._own_only)
        await self.page.goto(f"{self.address}#{NAMES[user]}")
        await self.wait_loaded()

    async def _own_only(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.origin, "data:")):
            await route.fallback()
        else:
            self.faults.append(f"asked elsewhere: {url}")
            await route.abort()

    async def switch_to(self, name: str) -> None:
        """Switches to another person in the sidebar."""
        chooser = self.page.get_by_label("You are")
        option = chooser.locator("option", has_text=name)
        await chooser.select_option(await option.get_attribute("value"))
        await expect(chooser.locator("option:checked")).to_contain_text(name)

    async def wait_loaded(self) -> None:
        """Waits until the messages of the conversation are loaded."""
        await expect(self.messages).to_have_attribute("aria-busy", "false")

    async def catch_up(self) -> None:
        """Waits until every event so far has reached the browser and been processed."""
        await self.page.evaluate(CATCH_UP)

    @property
    def line(self) -> Locator:
        return self.page.locator("#say")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("region", name="Messages")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.all.last

    @property
    def all(self) -> Locator:
        return self.page.get_by_role("article")

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def places(self) -> Locator:
        """The sidebar."""
        return self.page.get_by_role("navigation", name="Conversations")

    @property
    def focused(self) -> Locator:
        return self.page.locator("*:focus")

    async def say(self, text: str) -> None:
        await self.line.fill(text)
        await self.line.press("Enter")

    async def command(self, text: str) -> None:
        """Sends a command and waits for the card that answers it."""
        await self.wait_loaded()
        before = await self.all.count()
        await self.say(text)
        await expect(self.all).to_have_count(before + 1)

    async def submit(self, name: str) -> None:
        await self.button(name, within=self.form).click()
        await self.wait_submitted()

    async def wait_submitted(self) -> None:
        """Waits until the form is gone, closing one that stays open because its answer came too late for Slack."""
        closing = self.form.filter(has_text="Done. You can close this window.")
        await expect(closing.or_(self.page.locator("#modal:empty"))).to_be_attached()
        if await closing.count():
            await self.page.keyboard.press("Escape")
        await expect(self.form).to_have_count(0)

    def button(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.last).get_by_role("button", name=name, exact=True)


@asynccontextmanager
async def tab(browser: Browser, fake: FakeSlack, **more: Any) -> AsyncIterator[Tab]:
    """A new tab. Raises at the end if the browser reported errors on the page."""
    context = await browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | more))
    opened = Tab(await context.new_page(), fake.address)
    yield opened
    await context.close()
    assert not opened.faults, opened.faults


def above(inner: dict[str, float], outer: dict[str, float]) -> bool:
    """Whether a box starts above another, so that its top is out of sight."""
    return inner["y"] < outer["y"] - 1


async def box(of: Locator) -> dict[str, float]:
    found = await of.bounding_box()
    assert found, f"{of} is not drawn"
    return dict(found)


# ── accessibility: screen readers, weak eyesight, large fingers ──

CONTROLS = {"button", "link", "textbox", "combobox", "checkbox", "radio", "listbox", "option"}
NAMED = CONTROLS | {"dialog", "img", "navigation", "region"}


async def unnamed(page: Page) -> list[str]:
    """Controls, images and landmarks without an accessible name."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    roles = [
        (str(node.get("role", {}).get("value")), str(node.get("name", {}).get("value", "")).strip())
        for node in tree["nodes"]
        if not node.get("ignored")
    ]
    return [role for role, name in roles if role in NAMED and not name]


async def measured(page: Page, name: str, *more: Any) -> Any:
    """The result of one function of looks.js."""
    return await page.evaluate(f"({LOOKS})().{name}(...{json.dumps(more)})")


LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


async def looks_right(page: Page, *, least: int = 24) -> None:
    """Checks the names, contrast, sizes, ids and widths of everything on the page."""
    await measured(page, "still")
    found = {"nameless": await unnamed(page), "small": await measured(page, "small", least)}
    found |= {name: await measured(page, name) for name in ("pale", "twice", "astray", "wide")}
    assert not any(found.values()), {name: faults for name, faults in found.items() if faults}
