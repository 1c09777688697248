"""The platform is slow, or rejects what it is sent."""

import logging
from pathlib import Path

import pytest

from store.roles import Role
from tests.chat.base import Clock
from tests.chat.slack import slack_chat
from tests.flows.conftest import recruiting
from tests.flows.weather import code_in

pytestmark = pytest.mark.timeout(120)


async def test_a_search_that_takes_long_opens_no_form(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        chat.fake.hang("users.info", seconds=1.6)  # no member is stored yet, so Slack is asked first
        await ana.search("nurse in Boston")
        assert "Grace Hopper" in ana.card()
        assert chat.fake.called("views.open") == []


async def test_an_announced_form_that_never_opens_does_not_wait_forever(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        lee = await chat.person("Lee", None)
        chat.fake.hang("users.info", seconds=1.6)
        seen = await lee.command("search")  # a guest has no form to fill in
        assert len(chat.fake.called("views.open")) == 1
        assert "Done. You can close this window." in seen
        assert "Ask for access" in lee.card().buttons


async def test_a_card_that_slack_rejects_is_reported(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await ana.command()
        chat.fake.fail("chat.postMessage", "invalid_blocks")
        await ana.search("nurse in Boston")
        code_in(ana.plain_messages()[-1], caplog)


async def test_a_file_that_cannot_be_sent_is_reported(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await ana.search("Grace Hopper")
        await ana.press("☆ Star")
        await ana.command("candidates")
        chat.fake.fail("files.getUploadURLExternal", "missing_scope")
        await ana.press("Export CSV")
        code_in(ana.plain_messages()[-1], caplog)
        assert await ana.files() == []


async def test_the_author_is_told_that_a_mention_was_not_delivered(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
):
    async with slack_chat(tmp_path, clock) as chat:
        ana, diego = await recruiting(chat), await chat.person("Diego", Role.RECRUITER)
        await diego.command()
        await ana.search("Grace Hopper")
        await ana.press("View")
        await ana.press("Add note")
        chat.fake.fail("chat.postMessage", "is_archived")
        await ana.submit(text="Call her", mentions=["Diego"])
        assert "Call her" in ana.card()
        assert any("Diego" in line and "could not be notified" in line for line in ana.plain_messages())
