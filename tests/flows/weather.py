"""Signs of an outage: `/readyz`, and the reference code that both the person and the log have."""

import re
from typing import Any

import aiohttp
import pytest

from bot.app import Bot, served
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat

OPENED = {"slack": slack_chat, "teams": teams_chat}
REFERENCE = re.compile(r"[Rr]eference: ([0-9a-f]{8})")


async def ready(bot: Bot) -> tuple[int, dict[str, Any]]:
    """Status and body of `/readyz`."""
    async with (
        served(bot.app, "127.0.0.1", 0) as address,
        aiohttp.ClientSession() as http,
        http.get(f"{address}/readyz") as answer,
    ):
        return answer.status, await answer.json()


def code_in(text: str, log: pytest.LogCaptureFixture) -> str:
    """The last reference code in the text; asserts that the log has it with a traceback."""
    found = REFERENCE.findall(text)
    assert found, text
    noted = [record for record in log.records if found[-1] in record.getMessage()]
    assert len(noted) == 1
    assert noted[0].exc_info
    return found[-1]
