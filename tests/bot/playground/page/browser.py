"""Tabs of a real Chromium with the playground's page in them, and what can be read from one."""

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
HEARD = """async () => {
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
    """One browser tab, of one person at a time. `faults` is what the browser complained about: nothing is expected."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address.replace("playground-slack", "playground")
        self.origin = address.split("/playground")[0]
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None
        )

    async def open(self, user: str) -> None:
        """The page, as this person; other addresses than the page's own are a fault."""
        await self.page.route("**/*", self._own_only)
        await self.page.goto(f"{self.address}#{NAMES[user]}")
        await self.read()

    async def _own_only(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.origin, "data:")):
            await route.fallback()
        else:
            self.faults.append(f"asked elsewhere: {url}")
            await route.abort()

    async def be(self, name: str) -> None:
        """Another person, chosen in the side bar."""
        chooser = self.page.get_by_label("You are")
        option = chooser.locator("option", has_text=name)
        await chooser.select_option(await option.get_attribute("value"))
        await expect(chooser.locator("option:checked")).to_contain_text(name)

    async def read(self) -> None:
        """The messages of the conversation are there."""
        await expect(self.messages).to_have_attribute("aria-busy", "false")

    async def catch_up(self) -> None:
        """Whatever happened so far has come to the browser, and could have been read."""
        await self.page.evaluate(HEARD)

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
        """The side bar."""
        return self.page.get_by_role("navigation", name="Conversations")

    @property
    def focused(self) -> Locator:
        return self.page.locator("*:focus")

    async def say(self, text: str) -> None:
        await self.line.fill(text)
        await self.line.press("Enter")

    async def command(self, text: str) -> None:
        """The same, and waits for the card that answers."""
        await self.read()
        before = await self.all.count()
        await self.say(text)
        await expect(self.all).to_have_count(before + 1)

    async def submit(self, name: str) -> None:
        await self.button(name, within=self.form).click()
        await self.submitted()

    async def submitted(self) -> None:
        """The form is gone. One whose answer came too late for Slack stays to say that it is done, and is closed."""
        done = self.form.filter(has_text="Done. You can close this window.")
        await expect(done.or_(self.page.locator("#modal:empty"))).to_be_attached()
        if await done.count():
            await self.page.keyboard.press("Escape")
        await expect(self.form).to_have_count(0)

    def button(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.last).get_by_role("button", name=name, exact=True)


@asynccontextmanager
async def tab(browser: Browser, fake: FakeSlack, **more: Any) -> AsyncIterator[Tab]:
    """A tab of its own. Raises at the end when the browser found a fault on the page."""
    context = await browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | more))
    opened = Tab(await context.new_page(), fake.address)
    yield opened
    await context.close()
    assert not opened.faults, opened.faults


def above(inner: dict[str, float], outer: dict[str, float]) -> bool:
    """Whether a box begins above another: its top is out of sight."""
    return inner["y"] < outer["y"] - 1


async def box(of: Locator) -> dict[str, float]:
    found = await of.bounding_box()
    assert found, f"{of} is not drawn"
    return dict(found)


# ── what a person with a screen reader, weak eyes or thick fingers meets ──

CONTROLS = {"button", "link", "textbox", "combobox", "checkbox", "radio", "listbox", "option"}
NAMED = CONTROLS | {"dialog", "img", "navigation", "region"}


async def nameless(page: Page) -> list[str]:
    """Controls, pictures and landmarks without a name, as the browser tells assistive technology."""
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
    """One of the questions of looks.js."""
    return await page.evaluate(f"({LOOKS})().{name}(...{json.dumps(more)})")


LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


async def looks_right(page: Page, *, least: int = 24) -> None:
    """Names, contrast, sizes, ids and widths of all that is on the page now."""
    await measured(page, "still")
    found = {"nameless": await nameless(page), "small": await measured(page, "small", least)}
    found |= {name: await measured(page, name) for name in ("pale", "twice", "astray", "wide")}
    assert not any(found.values()), {name: faults for name, faults in found.items() if faults}
