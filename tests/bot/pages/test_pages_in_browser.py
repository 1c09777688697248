"""The pages in a real Chromium: layout, buttons and content policy, without JavaScript, on desktop and phone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from bot.app import served
from bot.pages.texts import LANGUAGES
from tests.bot.pages.conftest import Site
from tests.bot.pages.signing_in import free_port, sign_in_site
from tests.bot.pages.test_connect_mailbox import link
from tests.bot.playground.page.browser import PHONE, chromium, looks_right
from tests.chat.base import Clock

NURSE = {"title": "Staff Nurse, ICU", "place": "Boston, MA"}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def tab(browser: Browser, site: Site, **more: Any) -> AsyncIterator[Page]:
    """A page on which any browser error or external request fails the test; it must leave no cookies."""
    context = await browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | more))
    page, faults = await context.new_page(), list[str]()
    page.on("console", lambda message: faults.append(message.text) if _faulty(message) else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda request: None if request.url.startswith(site.address) else faults.append(request.url))
    yield page
    assert await context.cookies() == []
    await context.close()
    assert faults == []


def _faulty(message: ConsoleMessage) -> bool:
    """Whether a console message is an error; info messages and non-200 statuses are not."""
    return message.type in ("error", "warning") and "status of 4" not in message.text


@pytest.mark.parametrize("window", [{}, PHONE, {"color_scheme": "dark"}], ids=["desk", "phone", "dark"])
async def test_every_page_is_readable_and_obeys_its_own_policy(browser: Browser, site: Site, window: dict[str, Any]):
    await site.set_signature("Acme Health", "Ana Ruiz", "Head of Nursing")
    async with tab(browser, site, **window) as page:
        for language in LANGUAGES:
            links = await site.invite(f"Person {language}", language=language, kind="apply", job=NURSE)
            for path in (f"/a/{links.answer}", f"/u/{links.never}", "/a/wrong"):
                await page.goto(site.address + path)
                await looks_right(page)
        await page.goto(site.address + await link(site))
        await looks_right(page)
        await page.get_by_label("Email address").fill("a@b.example")
        for name in ("Server", "Username", "Password"):
            await page.get_by_label(name).first.fill("x.invalid")
        await page.get_by_role("button", name="Connect").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        await looks_right(page)


async def test_one_press_without_javascript(browser: Browser, site: Site):
    links = await site.invite(job=NURSE)
    async with tab(browser, site, java_script_enabled=False, **PHONE) as page:
        await page.goto(f"{site.address}/a/{links.answer}")
        await page.get_by_label("Message to Ana Ruiz").fill("Mornings are best.")
        await page.get_by_role("button", name="Interested", exact=True).click()
        await expect(page.get_by_role("status")).to_contain_text("knows you're interested")
        await page.reload()
        assert await site.answers() == [("interested", "Mornings are best.")]
        await page.get_by_role("button", name="Don't contact me again").click()
        await expect(page.get_by_role("heading")).to_have_text("You won't be contacted again")
    assert await site.opted_out()


async def test_it_can_be_answered_by_keyboard_alone(browser: Browser, site: Site):
    links = await site.invite()
    async with tab(browser, site) as page:
        await page.goto(f"{site.address}/a/{links.answer}")
        for key in ("Tab", "Tab", "Tab"):
            await page.keyboard.press(key)
        await expect(page.locator("*:focus")).to_have_text("Not interested")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_be_visible()
    assert await site.answers() == [("not_interested", "")]


async def test_apply_follows_redirects_to_the_job_without_a_referrer(browser: Browser, site: Site):
    """Chromium applies the page's policy to redirects after a form: too strict a policy would strand the candidate."""
    came: list[web.Request] = []

    async def careers(request: web.Request) -> web.Response:
        came.append(request)
        if request.path == "/job":
            return web.Response(status=302, headers={"Location": f"{elsewhere.replace('127.0.0.1', 'localhost')}/form"})
        return web.Response(text="<title>Apply here</title>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", careers)
    async with served(app, "127.0.0.1", 0) as elsewhere:
        links = await site.invite(kind="apply", job={**NURSE, "apply_url": f"{elsewhere}/job"})
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(f"{site.address}/a/{links.answer}")
        await page.get_by_role("button", name="Apply").click()
        await expect(page).to_have_title("Apply here")
        await context.close()
    pages = [request for request in came if "favicon" not in request.path]
    assert [(request.method, request.path) for request in pages] == [("GET", "/job"), ("GET", "/form")]
    assert [request.headers.get("Referer") for request in pages] == [None, None]
    assert await site.answers() == [("interested", "")]


async def test_the_policy_blocks_injected_content(browser: Browser, site: Site):
    """The browser enforces the policy: an injected script and image are blocked."""
    links = await site.invite()
    context = await browser.new_context()
    page, messages = await context.new_page(), list[str]()
    page.on("console", lambda line: messages.append(line.text))
    await page.goto(f"{site.address}/a/{links.answer}")
    await page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=/healthz><style>p{color:red}</style>')"
    )
    await page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert await page.evaluate("window.ran") is None
    assert len([line for line in messages if "Content Security Policy" in line]) == 3
    await context.close()


@pytest.mark.parametrize("window", [{}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("error", ["", "access_denied"])
async def test_signing_in_leads_there_and_back(
    browser: Browser, tmp_path: Path, clock: Clock, window: dict[str, Any], error: str
):
    """The content policy lets the form lead to the provider, and the cookie comes back from there, and is gone then."""
    port = free_port()
    at = {"site_port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with sign_in_site(tmp_path, clock, **at) as there:
        there.sink.accepts, there.identity.error = (lambda _login, _token: False), error
        context = await browser.new_context(**window)
        page, faults = await context.new_page(), list[str]()
        page.on("console", lambda message: faults.append(message.text) if _faulty(message) else None)
        await page.goto(there.site.address + await there.link())
        await looks_right(page)
        await page.get_by_role("button", name="Connect Microsoft 365").click()
        said = page.get_by_role("alert" if error else "status")
        await expect(said).to_contain_text("Access wasn't allowed" if error else "now sent from jobs@acme.example")
        await looks_right(page)
        assert await context.cookies() == []
        if error:
            there.identity.error = ""
            await page.get_by_role("button", name="Connect Microsoft 365").click()
            await expect(page.get_by_role("status")).to_contain_text("now sent from jobs@acme.example")
        await context.close()
    assert faults == []
