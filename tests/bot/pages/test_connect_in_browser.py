"""The pages that connect an ATS and a resume database in a real Chromium: on a desktop, a phone, and in the dark."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from connectors.ats.registry import ATSES
from store.mailbox import one_time_links
from store.tables.core import JobBoard
from store.tables.sources import SourceConnection
from tests.bot.pages.conftest import Site, a_site
from tests.bot.pages.signing_in import free_port
from tests.bot.pages.test_pages_in_browser import tab
from tests.bot.playground.page.browser import chromium, looks_right
from tests.chat.base import Clock
from tests.fakes.careerbuilder import sign_in_careerbuilder
from tests.fakes.greenhouse import CREDENTIALS, greenhouse
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET

WINDOWS = {
    "desk": {},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "dark": {"color_scheme": "dark"},
}


@pytest.fixture(params=WINDOWS)
def window(request: pytest.FixtureRequest) -> dict[str, Any]:
    return WINDOWS[request.param]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


async def link(site: Site, what: str) -> str:
    async with site.bot.context.store.write() as db:
        return f"{site.address}/connect/{await one_time_links.make(db, site.ana, what, site.clock())}"


async def test_the_form_of_every_ats_is_readable(browser: Browser, site: Site, window: dict[str, Any]):
    async with tab(browser, site, **window) as page:
        for name, kind in ATSES.items():
            await page.goto(await link(site, f"ats:{name}"))
            await expect(page.get_by_role("heading", level=1)).to_have_text(f"Connect {kind.traits.label}")
            for each in kind.traits.credentials:
                await expect(page.get_by_label(each.label)).to_be_visible()
            await looks_right(page)


async def test_an_ats_is_connected_after_a_wrong_key(
    browser: Browser, tmp_path: Path, clock: Clock, window: dict[str, Any]
):
    async with (
        greenhouse() as fake,
        a_site(tmp_path, clock, source_urls=(("greenhouse", fake.address),)) as site,
        tab(browser, site, **window) as page,
    ):
        await page.goto(await link(site, "ats:greenhouse"))
        connect = page.get_by_role("button", name="Connect")
        await connect.click()  # the browser itself asks for what is missing
        assert fake.asked == []
        client, secret = page.get_by_label("Client ID"), page.get_by_label("Client secret")
        await client.fill(CREDENTIALS["client_id"])
        await secret.fill("a wrong one")
        await page.locator("#user_id").fill(CREDENTIALS["user_id"])
        await connect.click()
        await expect(page.get_by_role("alert")).to_contain_text("Greenhouse isn't connected yet.")
        await expect(page.locator(".fault")).to_contain_text(
            "Greenhouse doesn't accept these credentials. Check them and enter them again."
        )
        await expect(client).to_have_value(CREDENTIALS["client_id"])
        await expect(secret).to_have_value("")
        await looks_right(page)
        assert await site.rows(JobBoard) == []
        await secret.fill(CREDENTIALS["client_secret"])
        await connect.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Greenhouse is connected")
        await looks_right(page)
        await page.goto(page.url)  # again, as somebody who goes back to it
        await expect(page.get_by_role("heading", level=1)).to_have_text("This link doesn't work")
        assert len(await site.rows(JobBoard)) == 1


async def test_signing_in_at_a_resume_database_leads_there_and_back(
    browser: Browser, tmp_path: Path, clock: Clock, window: dict[str, Any]
):
    """The content policy lets the form lead to the source; what was chosen before is still chosen after a refusal."""
    port = free_port()
    async with sign_in_careerbuilder() as fake:
        settings: dict[str, Any] = {
            "public_url": f"http://127.0.0.1:{port}",
            "source_urls": (("careerbuilder", fake.address),),
            "source_apps": (("careerbuilder", (CLIENT_ID, CLIENT_SECRET)),),
        }
        async with a_site(tmp_path, clock, port=port, **settings) as site:
            context = await browser.new_context(**window)
            page = await context.new_page()
            await page.goto(await link(site, "source:careerbuilder"))
            await looks_right(page)
            fake.identity.error = "access_denied"
            await page.get_by_label("Only me").first.check()
            sign_in = page.get_by_role("button", name="Sign in with CareerBuilder")
            await sign_in.click()
            await expect(page.get_by_role("alert")).to_contain_text("Access wasn't allowed at CareerBuilder.")
            await expect(page.get_by_label("Only me").first).to_be_checked()
            await looks_right(page)
            fake.identity.error = ""
            await sign_in.click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("CareerBuilder is connected")
            assert await context.cookies() == []
            await context.close()
            [row] = await site.rows(SourceConnection)
            assert row.member_id == site.ana.id
