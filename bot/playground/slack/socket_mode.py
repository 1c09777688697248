"""Socket Mode: the app opens a websocket, receives envelopes and sends acknowledgements.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import json
import uuid
from typing import Any, cast

from aiohttp import WSMsgType, web

from bot.playground.slack.events_out import Parcel
from bot.playground.slack.objects import Json


class Socket:
    """One connection of the app."""

    def __init__(self, ws: web.WebSocketResponse) -> None:
        self._ws = ws
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    async def send(self, parcel: Parcel, seconds: float) -> Json | None:
        """Send an envelope; returns the acknowledgement's payload ({} if empty), or None on timeout. Raises
        ConnectionError."""
        envelope_id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "payload": parcel.payload,
            "type": parcel.kind,
            "accepts_response_payload": parcel.kind != "events_api",
        }
        if parcel.kind == "events_api":
            envelope["retry_attempt"] = int(parcel.headers.get("X-Slack-Retry-Num", "0"))
            envelope["retry_reason"] = parcel.headers.get("X-Slack-Retry-Reason", "")
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await self._ws.send_json(envelope)
            return await asyncio.wait_for(answer, seconds)
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(envelope_id, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to reconnect, as Slack does every hour or so."""
        with contextlib.suppress(ConnectionError):
            await self._ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})
        await self._ws.close()

    async def listen(self) -> None:
        """Receive acknowledgements until the app disconnects."""
        try:
            async for frame in self._ws:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(frame.data)
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError("the app disconnected"))

    def _acknowledged(self, text: str) -> None:
        try:
            frame: Any = json.loads(text)
        except ValueError:
            return
        if not isinstance(frame, dict):
            return
        body = cast(Json, frame)
        answer = self._waiting.get(str(body.get("envelope_id")))
        if answer and not answer.done():
            answer.set_result(body.get("payload") or {})


async def serve(request: web.Request, open_sockets: list[Socket], app_id: str) -> web.WebSocketResponse:
    """Serve one websocket from hello to disconnect."""
    ws = web.WebSocketResponse(heartbeat=10)
    await ws.prepare(request)
    socket = Socket(ws)
    open_sockets.append(socket)
    hello: Json = {
        "type": "hello",
        "num_connections": len(open_sockets),
        "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
        "connection_info": {"app_id": app_id},
    }
    try:
        await ws.send_json(hello)
        await socket.listen()
    finally:
        open_sockets.remove(socket)
    return ws
