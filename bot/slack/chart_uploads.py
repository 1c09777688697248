"""Pictures of charts for Slack: each is uploaded once and referred to by its file id.

Slack has had built-in charts since June 2026 (data_visualization), but not on Home, and a workspace that doesn't
support them yet rejects the whole message; a picture works everywhere, and needs no URL of ours for Slack to fetch.
For a second or two, until Slack has processed a new file, it rejects blocks that use the file: the call is retried,
and after a few attempts the chart is shown as text (github.com/slackapi/java-slack-sdk/issues/1349).
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from cards import chart as charts
from cards.tree import Card, Chart
from connectors.errors import Refused

log = logging.getLogger(__name__)
T = TypeVar("T")

REMEMBERED = 500  # charts whose file ids are remembered
UPLOAD_WITHIN = 8.0  # seconds
WAITS = (0.5, 1.0, 2.0)  # seconds before a rejected file is tried again
_NOT_YET = "invalid_blocks"


class SlackPictures:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._files: OrderedDict[Chart, str] = OrderedDict()

    async def send(self, card: Card, call: Callable[[Mapping[Chart, str]], Awaitable[T]]) -> T:
        """The result of `call`, which gets the uploaded files for the card's charts, or none if Slack accepts none of
        them. Raises what `call` raises."""
        pictures = await self._of(card)
        for wait in WAITS if pictures else ():
            try:
                return await call(pictures)
            except Refused as no:
                if no.reason != _NOT_YET:
                    raise
            await asyncio.sleep(wait)
        for chart in pictures:
            log.warning("Slack rejected the picture of a chart, so the chart is shown as text")
            self._files.pop(chart, None)
        return await call({})

    async def _of(self, card: Card) -> dict[Chart, str]:
        found: dict[Chart, str] = {}
        for node in card.body:
            if isinstance(node, Chart):
                file = self._files.get(node) or await self._upload(node)
                if file:
                    found[node] = file
        return found

    async def _upload(self, chart: Chart) -> str:
        """The file's id; "" if the upload failed."""
        content = await asyncio.to_thread(charts.picture, chart)
        sending = cast(Any, self._client).files_upload_v2(
            filename="chart.png", title=chart.title, alt_txt=charts.description(chart), content=content
        )
        try:
            answer: Any = await asyncio.wait_for(sending, timeout=UPLOAD_WITHIN)
            file = str(answer["files"][0]["id"])
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, LookupError) as fault:
            log.warning("the picture of a chart was not uploaded: %s", type(fault).__name__)
            return ""
        self._files[chart] = file
        if len(self._files) > REMEMBERED:
            self._files.popitem(last=False)
        return file
