"""A draft survives a restart, and so do open forms and previews: they are pressed after the bot was stopped and started
again on the same data."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import running, served
from bot.settings import Settings
from bot.teams.settings import TeamsSettings
from store.roles import Role
from tests.chat.base import OUTREACH, Chat, Clock, Someone
from tests.chat.slack import SlackChat
from tests.chat.teams import APP_ID, TENANT, TeamsChat
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, slack_workspace
from tests.fakes.smtp import smtp_sink
from tests.fakes.teams import fake_teams
from tests.flows.conftest import recruiting
from tests.flows.looking import names, typed
from tests.flows.test_contact import TYPED, holds, open_form, preview, sent
from tests.flows.test_contact_several import preview as preview_several

Life = Callable[..., AbstractAsyncContextManager[Chat]]


@asynccontextmanager
async def on_slack(folder: Path, clock: Clock) -> AsyncIterator[Life]:
    """The workspace stays; the bot can be started several times."""
    async with slack_workspace() as fake, smtp_sink() as mailbox:

        @asynccontextmanager
        async def life(**more: Any) -> AsyncIterator[Chat]:
            settings = Settings(
                data_dir=folder,
                slack_signing_secret=SIGNING_SECRET,
                slack_bot_token=BOT_TOKEN,
                slack_api_url=fake.api_url.rstrip("/"),
                **{**OUTREACH, "smtp_url": mailbox.url, **more},
            )
            async with running(settings, now=clock) as bot, served(bot.app, "127.0.0.1", 0) as address:
                fake.bot_url = f"{address}/slack/events"
                yield SlackChat(fake, bot, clock, mailbox)

        yield life


@asynccontextmanager
async def on_teams(folder: Path, clock: Clock) -> AsyncIterator[Life]:
    async with fake_teams() as fake, aiohttp.ClientSession() as http, smtp_sink() as mailbox:
        teams_settings = TeamsSettings(
            app_id=APP_ID,
            app_password="secret",
            tenant_ids=frozenset({TENANT}),
            loopback=True,
            service_hosts=(fake.url,),
            login_url=fake.url,
            openid_url=fake.openid_url,
        )

        last: dict[str, Any] = {}

        @asynccontextmanager
        async def life(**more: Any) -> AsyncIterator[Chat]:
            settings = Settings(
                data_dir=folder,
                teams_app_id=APP_ID,
                teams_app_password="secret",
                teams_tenant_ids=(TENANT,),
                **{**OUTREACH, "smtp_url": mailbox.url, **more},
            )
            async with (
                running(settings, now=clock, teams=teams_settings) as bot,
                served(bot.app, "127.0.0.1", 0) as address,
            ):
                chat = TeamsChat(fake, bot, clock, mailbox, address, http)
                chat.last = last
                yield chat

        yield life


@pytest.fixture(params=["slack", "teams"])
async def life(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Life]:
    async with (on_slack if request.param == "slack" else on_teams)(tmp_path, clock) as start:
        yield start


async def again(chat: Chat) -> Someone:
    """Ana, who is already in the store."""
    return await chat.person("Ana", Role.RECRUITER)


async def test_a_form_from_before_is_previewed(life: Life):
    async with life() as chat:
        await open_form(await recruiting(chat))
    async with life() as chat:
        ana = await again(chat)
        assert "Hi Grace, a word?" in await ana.submit(**TYPED)


async def test_a_preview_from_before_is_sent_once(life: Life):
    async with life() as chat:
        await preview(await recruiting(chat))
    async with life() as chat:
        ana = await again(chat)
        await ana.submit()
        assert "grace1@example.com" in ana.card()
        assert await names(chat, ana, "unlocked") == {"Grace Hopper"}
    async with life() as chat:
        ana = await again(chat)
        await ana.repeat(3)
        assert len(await sent(chat)) == len(await holds(chat)) == 1


async def test_what_was_typed_before_is_offered_again(life: Life):
    async with life() as chat:
        ana = await recruiting(chat)
        await preview(ana, text="Hi Grace, still")
        await ana.cancel()
    async with life() as chat:
        form = await open_form(await again(chat))
        assert "This is your unsent draft" in form
        assert "Hi Grace, still" in typed(form)


async def test_several_previews_from_before_are_stepped_through_and_sent(life: Life):
    async with life() as chat:
        await preview_several(await recruiting(chat))
    async with life() as chat:
        ana = await again(chat)
        assert "Hi Edith, a word?" in await ana.press("Next ▶")
        await ana.submit()
        assert len(await sent(chat)) == len(await holds(chat)) == 3


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("postal_address", "", "postal address"),
        ("mail_from", "", "address"),
        ("public_url", "", "SOURCER_PUBLIC_URL"),
        ("public_url", "http://localhost:3000", "SOURCER_PUBLIC_URL"),
        ("public_url", "https://127.0.0.2", "SOURCER_PUBLIC_URL"),
        ("hash_key", "", "SOURCER_HASH_KEY"),
        ("smtp_url", "", "mail server"),
    ],
)
async def test_a_removed_setting_blocks_sending(life: Life, setting: str, value: str, why: str):
    async with life() as chat:
        await preview(await recruiting(chat))
    async with life(**{setting: value}) as chat:
        ana = await again(chat)
        seen = await ana.submit()
        assert "Nothing was sent" in seen
        assert why in seen
        assert "Send message" not in seen.buttons
        assert not await sent(chat)
        assert not await holds(chat)
    async with life() as chat:
        ana = await again(chat)
        await ana.submit()  # Back
        await ana.submit()
        await ana.submit()
        assert len(await sent(chat)) == 1
