"""What tests of every room share: a clock, and a chat on each platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.chat.base import Chat, Clock


@pytest.fixture
def clock() -> Clock:
    from tests.chat.base import Clock

    return Clock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


@pytest.fixture(params=["slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """The running bot in a workspace, once per platform."""
    from tests.chat.slack import slack_chat
    from tests.chat.teams import teams_chat

    opened = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock) as there:
        yield there
