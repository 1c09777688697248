"""One Chromium for all page tests; a workspace with a small app, and a tab, for each test."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from rich.console import Console
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.demo import Playground, open_playground
from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA
from tests.bot.playground.conftest import TinyApp, tiny_app
from tests.bot.playground.page.browser import PHONE, Tab, chromium, tab
from tests.chat.base import add_people
from tests.fakes.slack import client, slack_workspace
from tests.people import NURSES, nurse


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def fake() -> AsyncIterator[FakeSlack]:
    async with slack_workspace(shutdown_seconds=0.01) as fake:
        fake.echoes = False
        yield fake


@pytest_asyncio.fixture(loop_scope="session")
async def tiny(fake: FakeSlack) -> AsyncIterator[TinyApp]:
    async with tiny_app(fake) as tiny:
        yield tiny


@pytest_asyncio.fixture(loop_scope="session")
async def ana(browser: Browser, fake: FakeSlack, tiny: TinyApp) -> AsyncIterator[Tab]:
    """Ana's tab, on her conversation with the app."""
    async with tab(browser, fake) as opened:
        await opened.open(ANA)
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, fake: FakeSlack, tiny: TinyApp) -> AsyncIterator[Tab]:
    """The same on a small phone."""
    async with tab(browser, fake, **PHONE) as opened:
        await opened.open(ANA)
        yield opened


@pytest.fixture
def app(fake: FakeSlack) -> AsyncWebClient:
    """The app's Slack client."""
    return client(fake)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def made(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """The demo as served by `sourcer playground`, with eight nurses."""
    async with open_playground(0, tmp_path_factory.mktemp("demo"), 0, Console(quiet=True), undo_seconds=0) as made:
        await add_people(made.bot, [*NURSES, nurse(8, "Rufus Scripter", place=NURSES[-1]["place"])])
        yield made
