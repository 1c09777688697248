"""Files uploaded in three steps; Socket Mode with Slack's own client; conversations that survive a restart."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, MAYA
from tests.bot.playground.slack.test_api_chat import button, refused
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, Clock, client, slack_workspace

CSV = "name,place\nGrace Hopper,Boston\n"


async def test_a_file_is_uploaded_shared_and_downloaded_by_permitted_people(
    fake: FakeSlack, web_client: AsyncWebClient
):
    await web_client.files_upload_v2(
        channel=fake.dm(ANA), content=CSV, filename="saved people.csv", initial_comment="Here"
    )
    [line] = fake.messages(fake.dm(ANA), ANA)
    stored = fake.world.files[line.files[0]]
    assert (line.text, stored.name, stored.content) == ("Here", "saved people.csv", CSV.encode())
    url = f"{fake.address.replace('playground-slack', 'playground')}files/{stored.id}/x.csv"
    async with aiohttp.ClientSession() as http:
        async with http.get(url, params={"as": ANA}) as mine:
            assert (mine.status, await mine.text(), mine.content_type) == (200, CSV, "text/csv")
            assert "saved%20people.csv" in mine.headers["Content-Disposition"]
        async with http.get(url, params={"as": MAYA}) as theirs:
            assert theirs.status == 404


async def test_a_file_that_was_never_uploaded_cannot_be_shared(fake: FakeSlack, web_client: AsyncWebClient):
    made = await web_client.files_getUploadURLExternal(filename="a.csv", length=3)
    fault = await refused(
        web_client.files_completeUploadExternal(files=[{"id": made["file_id"]}], channel_id=fake.dm(ANA))
    )
    assert fault.response["error"] == "file_not_found"
    assert fake.messages(fake.dm(ANA), ANA) == []


async def connected(fake: FakeSlack, answers: dict[str, Any]) -> tuple[SocketModeClient, list[SocketModeRequest]]:
    """Slack's own Socket Mode client, which acknowledges with `answers` by envelope type, or not at all."""
    came: list[SocketModeRequest] = []
    socket = SocketModeClient(app_token=APP_TOKEN, web_client=client(fake, BOT_TOKEN))

    async def listen(_: Any, request: SocketModeRequest) -> None:
        came.append(request)
        if request.type in answers:
            payload = answers[request.type]
            await socket.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))

    socket.socket_mode_request_listeners.append(listen)
    await socket.connect()
    await fake.until(lambda: fake.sockets)
    return socket, came


async def test_socket_mode_delivers_envelopes_and_accepts_acknowledgements(fake: FakeSlack):
    socket, came = await connected(fake, {"slash_commands": {"text": "Answered"}, "events_api": None})
    try:
        delivery = await fake.command(ANA, fake.dm(ANA), "/sourcer", "help")
        assert (delivery.status, delivery.body) == (200, {"text": "Answered"})
        assert came[-1].payload["text"] == "help"
        assert [line.text for line in fake.messages(fake.dm(ANA), ANA)] == ["Answered"]
        assert (await fake.open_home(ANA)).status == 200
        assert came[-1].payload["event"]["type"] == "app_home_opened"
        fake.sender.ack_seconds = 0.1
        silent = await fake.shortcut(ANA, "search_candidates")
        assert (silent.status, silent.failure) == (0, "http_timeout")
        assert "did not respond" in silent.trouble
    finally:
        await socket.close()


async def test_a_socket_that_is_disconnected_reconnects(fake: FakeSlack):
    socket, came = await connected(fake, {"slash_commands": None})
    try:
        first = fake.sockets[0]
        await fake.disconnect_sockets()
        await fake.until(lambda: fake.sockets and fake.sockets[0] is not first, seconds=20)
        await asyncio.sleep(0.05)
        assert (await fake.command(ANA, fake.dm(ANA), "/sourcer")).ok
        assert len(came) == 1
    finally:
        await socket.close()


async def test_a_socket_url_needs_the_app_token_and_works_once(fake: FakeSlack, web_client: AsyncWebClient):
    wrong = await refused(web_client.apps_connections_open(app_token=BOT_TOKEN))
    assert wrong.response["error"] == "not_allowed_token_type"
    url = (await client(fake).apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(url) as ws:
            assert (await ws.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)


async def test_conversations_survive_a_restart(tmp_path: Path):
    snapshot = tmp_path / "deep" / "playground.json"
    async with slack_workspace(snapshot_file=snapshot) as before:
        web_client = client(before)
        await web_client.chat_postMessage(channel=before.dm(ANA), text="Hello", blocks=[button()])
        await web_client.files_upload_v2(channel=before.dm(ANA), content=CSV, filename="a.csv")
        await web_client.views_publish(user_id=ANA, view={"type": "home", "blocks": [button("Search")]})
        made = before.world.open_channel("new", [ANA])
        lines = before.messages(before.dm(ANA), ANA)
        read = before.world.unread(before.world.channel(before.dm(ANA)), ANA)
    behind = Clock()
    behind.ahead = -3600.0
    async with slack_workspace(snapshot_file=snapshot, clock=behind) as after:
        assert after.messages(after.dm(ANA), ANA) == lines
        assert after.world.files[lines[-1].files[0]].content == CSV.encode()
        assert after.home(ANA) == before.home(ANA)
        assert after.world.unread(after.world.channel(after.dm(ANA)), ANA) == read == (2, 2)
        assert after.channel("new") == made.id
        assert after.world.ts() > lines[-1].ts
    assert [each.name for each in snapshot.parent.iterdir()] == [snapshot.name]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 99}', '{"version": 1, "team": "T0NORTHWND"}'])
async def test_a_broken_snapshot_gives_a_fresh_start(tmp_path: Path, text: str):
    snapshot = tmp_path / "playground.json"
    snapshot.write_text(text)
    async with slack_workspace(snapshot_file=snapshot) as fake:
        assert fake.messages(fake.dm(ANA), ANA) == []
