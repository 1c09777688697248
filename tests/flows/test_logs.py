"""The log records which action failed and how, and nothing about the person."""

import logging
import re
import time
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import slack_chat

PRIVATE = ("Grace", "Hopper", "grace1@example.com", "555 01", "Tuesday", "Harbor Clinic", "nurse")


async def test_a_bug_is_logged_with_its_reference_and_without_the_person(
    chat: Chat, ana: Someone, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.INFO):
        await ana.search("nurse in Boston")
        await ana.press("View", near="Grace Hopper")
        await ana.press("Add note")
        async with chat.bot.context.store.write() as db:
            await (await db.connection()).execute(text("DROP TABLE notes"))
        seen = await ana.submit(text="Call her on Tuesday")
    logged = caplog.text
    code = re.search(r"reference: ([0-9a-f]{8})", " ".join([seen.text, *ana.plain_messages()]))
    assert code, "the person is told a reference"
    assert f"reference {code[1]}" in logged
    assert "no such table" in logged
    assert [words for words in PRIVATE if words in logged] == []


async def test_a_forged_request_is_logged_without_its_content(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
):
    headers = {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": f"{time.time():.0f}"}
    caplog.set_level(logging.DEBUG)
    async with slack_chat(tmp_path, clock) as chat, aiohttp.ClientSession() as http:
        payload = {"command": "/source", "text": "Grace Hopper", "trigger_id": "1", "team_id": "T", "user_id": "U"}
        async with http.post(chat.fake.bot_url, data=payload, headers=headers) as answer:
            assert answer.status == 401
    assert "Invalid request signature" in caplog.text
    assert "Hopper" not in caplog.text
