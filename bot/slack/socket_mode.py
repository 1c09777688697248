"""Slack in Socket Mode: requests come over a connection that we open, so no public address is needed."""

import asyncio
import logging
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.adapter import SlackAdapter
from connectors.errors import BadCredentials, Unreachable

log = logging.getLogger(__name__)

WRONG_TOKEN = "the app token is not accepted: copy SLACK_APP_TOKEN again, and turn Socket Mode on"  # noqa: S105
_NOT_NOW = {"internal_error", "service_unavailable", "fatal_error", "request_timeout", "ratelimited"}


async def socket_address(session: aiohttp.ClientSession, app_token: str, api_url: str) -> str:
    """A URL for opening one connection. Raises BadCredentials and Unreachable."""
    try:
        web: Any = _client(session, api_url)
        answer = await web.apps_connections_open(app_token=app_token)
    except SlackApiError as no:
        refused: Any = no.response
        reason = str(refused.get("error"))
        if refused.status_code >= 500 or reason in _NOT_NOW:
            raise Unreachable("Slack", reason) from no
        raise BadCredentials("Slack", f"{WRONG_TOKEN} ({reason})") from no
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as fault:
        raise Unreachable("Slack", type(fault).__name__) from fault
    return str(answer["url"])


class SlackSocket:
    """A connection with the app token, `xapp-…`. Slack's own client keeps it alive and reopens it.

    `session` is shared; closing the socket leaves the session open."""

    def __init__(self, slack: SlackAdapter, app_token: str, *, session: aiohttp.ClientSession, api_url: str) -> None:
        self._told = (session, app_token, api_url)
        self._client = AsyncSocketModeHandler(slack.app, app_token, web_client=_client(session, api_url)).client
        self._connecting: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Open the connection. Raises BadCredentials if Slack rejects the token. If Slack is unreachable, keeps trying
        in the background."""
        try:
            self._client.wss_uri = await socket_address(*self._told)
        except Unreachable as fault:
            log.warning("the connection is tried again: %s", fault)
        # Slack's client keeps retrying forever, so the rest of the bot doesn't wait for it.
        self._connecting = asyncio.create_task(self._client.connect(), name="slack socket")

    async def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        await self._client.close()


def _client(session: aiohttp.ClientSession, api_url: str) -> AsyncWebClient:
    return AsyncWebClient(base_url=api_url, session=session, timeout=10)
