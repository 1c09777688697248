"""Pictures of charts for Slack: uploaded once each, and shown by the file's id.

Slack has charts of its own since June 2026 (data_visualization), but not on Home, and a workspace that does not draw
them yet refuses the whole message; a picture is drawn everywhere. It needs no address of ours that Slack could fetch.
A file that was just uploaded is refused in blocks until Slack has looked at it, in a second or two: then it is tried
again, and after a while the chart stands there in words (github.com/slackapi/java-slack-sdk/issues/1349).
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

REMEMBERED = 500  # charts whose file is known
UPLOAD_WITHIN = 8.0  # seconds
WAITS = (0.5, 1.0, 2.0)  # seconds until a file that is refused is tried again
_NOT_YET = "invalid_blocks"


class SlackPictures:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._files: OrderedDict[Chart, str] = OrderedDict()

    async def send(self, card: Card, call: Callable[[Mapping[Chart, str]], Awaitable[T]]) -> T:
        """What `call` gives, called with the files that show the card's charts, or with none when there are none that
        Slack takes. Raises what `call` raises."""
        pictures = await self._of(card)
        for wait in WAITS if pictures else ():
            try:
                return await call(pictures)
            except Refused as no:
                if no.reason != _NOT_YET:
                    raise
            await asyncio.sleep(wait)
        for chart in pictures:
            log.warning("Slack did not take the picture of a chart, which stands in words")
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
        """The file's id; "" when Slack did not take it."""
        content = await asyncio.to_thread(charts.picture, chart)
        sending = cast(Any, self._client).files_upload_v2(
            filename="chart.png", title=chart.title, alt_txt=charts.words(chart), content=content
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
