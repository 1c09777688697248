"""The API of the playground's page, and who may not use it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.origin_guard import is_loopback
from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, DIEGO, LEE, MAYA
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.slack.test_api_chat import button
from tests.bot.playground.slack.test_user_forms import field, modal, option
from tests.fakes.slack import slack_workspace


class Browser:
    """One tab's requests."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self.http, self.base = http, base

    async def get(self, path: str, user: str = "", **query: str) -> Any:
        async with self.http.get(self.base + path, params=query | ({"as": user} if user else {})) as answer:
            return await answer.json()

    async def do(self, action: str, user: str, /, *, status: int = 200, **body: Any) -> Any:
        async with self.http.post(f"{self.base}api/{action}", json={"as": user, **body}) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


@pytest.fixture
async def browser(fake: FakeSlack, tiny: TinyApp) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as http:
        yield Browser(http, fake.address.replace("playground-slack", "playground"))


async def test_the_state_shows_what_one_person_sees(fake: FakeSlack, browser: Browser, web_client: AsyncWebClient):
    nobody = await browser.get("api/state")
    assert (nobody["me"], nobody["channels"], len(nobody["people"])) == ("", [], 7)
    await web_client.chat_postMessage(channel=fake.dm(ANA), text=f"for <@{ANA}>")
    mine = await browser.get("api/state", ANA)
    assert mine["app"]["dm"] == fake.dm(ANA)
    assert {each["command"] for each in mine["app"]["commands"]} == {"/sourcer", "/source"}
    channels = {each["name"]: each for each in mine["channels"]}
    assert set(channels) == {"general", "hiring-eng", "hiring-nursing", "Sourcer"}
    assert (channels["Sourcer"]["unread"], channels["Sourcer"]["mentions"]) == (1, 1)
    await browser.do("read", ANA, channel=fake.dm(ANA))
    again = {each["name"]: each for each in (await browser.get("api/state", ANA))["channels"]}
    assert again["Sourcer"]["unread"] == 0
    assert {each["name"] for each in (await browser.get("api/state", LEE))["channels"]} == {"general", "Sourcer"}


async def test_messages_come_in_pages_and_only_to_members(fake: FakeSlack, browser: Browser):
    channel = fake.channel("hiring-eng")
    for n in range(5):
        await browser.do("say", ANA, channel=channel, text=f"line {n}")
    last = await browser.get("api/messages", MAYA, channel=channel, limit="2")
    assert ([each["text"] for each in last["messages"]], last["more"]) == (["line 3", "line 4"], True)
    before = await browser.get("api/messages", MAYA, channel=channel, limit="9", before=last["messages"][0]["ts"])
    assert ([each["text"] for each in before["messages"]], before["more"]) == (["line 0", "line 1", "line 2"], False)
    refused = await browser.get("api/messages", DIEGO, channel=channel)
    assert refused["ok"] is False
    await browser.do("say", DIEGO, status=409, channel=channel, text="x")


async def test_presses_forms_and_suggestions_go_through_the_page(
    fake: FakeSlack, browser: Browser, tiny: TinyApp, web_client: AsyncWebClient
):
    dm = fake.dm(ANA)
    ts = (await web_client.chat_postMessage(channel=dm, text="x", blocks=[button("View", value="7")]))["ts"]
    press = {"channel": dm, "ts": ts, "block_id": "row", "action": {"type": "button", "action_id": "view"}}
    assert await browser.do("press", ANA, **press) == {"ok": True}
    assert tiny.payloads[-1]["actions"][0]["value"] == "7"
    await browser.do("press", MAYA, status=409, **press)
    await browser.do("press", ANA, status=409, **press | {"block_id": "other"})

    await browser.do("command", ANA, channel=dm, command="/sourcer", text="search")
    blocks = field("what"), field("place", type="external_select", optional=True)
    await web_client.views_open(
        trigger_id=tiny.payloads[-1]["trigger_id"], view=modal(*blocks, private_metadata="s3cret")
    )
    [shown] = (await browser.get("api/views", ANA))["stack"]
    view = shown["view"]["id"]
    assert (shown["view"]["title"]["text"], "private_metadata" in shown["view"]) == ("Search", False)
    tiny.answer = lambda payload: web.json_response({"options": [option("Boston", "1")]})
    suggest = {"view_id": view, "block_id": "place", "action_id": "place", "words": "bos"}
    assert await browser.do("suggest", ANA, **suggest) == {"ok": True, "options": [option("Boston", "1")]}
    tiny.answer = lambda payload: web.Response()
    empty = {"what": {"what": {"type": "plain_text_input", "value": ""}}}
    answer = await browser.do("submit", ANA, view_id=view, values=empty)
    assert answer == {"ok": False, "trouble": "", "errors": {"what": "Please complete this required field."}}
    [shown] = (await browser.get("api/views", ANA))["stack"]
    assert shown["errors"] == answer["errors"]
    values = {
        "what": {"what": {"type": "plain_text_input", "value": "nurse"}},
        "place": {"place": {"type": "external_select", "selected_option": option("Boston", "1")}},
        "gone": {"gone": {"type": "plain_text_input", "value": "of an older view"}},
    }
    assert await browser.do("submit", ANA, view_id=view, values=values) == {"ok": True}
    sent = tiny.payloads[-1]["view"]
    assert sent["private_metadata"] == "s3cret"
    assert sent["state"]["values"]["place"]["place"]["selected_option"]["value"] == "1"
    assert (await browser.get("api/views", ANA)) == {"stack": []}


async def test_an_unresponsive_app_is_reported_to_the_page(fake: FakeSlack, browser: Browser):
    fake.bot_url = "http://127.0.0.1:9/slack/events"
    answer = await browser.do("command", ANA, channel=fake.dm(ANA), command="/sourcer", text="")
    assert answer["ok"] is False
    assert "did not respond" in answer["trouble"]


async def test_invalid_requests_are_refused_with_a_message(fake: FakeSlack, browser: Browser):
    dm = fake.dm(ANA)
    assert "channel" in (await browser.do("say", ANA, status=400, text="x"))["trouble"]
    await browser.do("say", ANA, status=400, channel=dm, text=["x"])
    await browser.do("say", "U404", status=404, channel=dm, text="x")
    await browser.do("say", fake.world.app.user, status=409, channel=dm, text="x")
    await browser.do("command", ANA, status=409, channel=dm, command="/rm", text="")
    await browser.do("close", ANA, status=404, view_id="V404")
    async with browser.http.post(
        browser.base + "api/say", data="[1", headers={"Content-Type": "application/json"}
    ) as bad:
        assert bad.status == 400


async def events(browser: Browser, user: str, queue: asyncio.Queue[tuple[str, Any]]) -> None:
    async with browser.http.get(f"{browser.base}api/events", params={"as": user}) as stream:
        assert stream.content_type == "text/event-stream"
        name = ""
        async for raw in stream.content:
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                await queue.put((name, json.loads(line[6:])))


async def test_changes_stream_to_those_who_may_see_them(
    fake: FakeSlack, browser: Browser, tiny: TinyApp, web_client: AsyncWebClient
):
    queues: dict[str, asyncio.Queue[tuple[str, Any]]] = {user: asyncio.Queue() for user in (ANA, MAYA, DIEGO)}
    tabs = [asyncio.create_task(events(browser, user, queue)) for user, queue in queues.items()]

    async def received(user: str, name: str) -> Any:
        async with asyncio.timeout(5):
            while True:
                got, data = await queues[user].get()
                if got == name:
                    return data

    hello = await received(ANA, "hello")
    assert set(hello) == {"revision", "run"}
    await received(MAYA, "hello")
    await received(DIEGO, "hello")
    channel = fake.channel("hiring-eng")
    await web_client.chat_postEphemeral(channel=channel, user=ANA, text="private")
    await fake.say(ANA, channel, "hello @maya")
    assert (await received(ANA, "message"))["message"] | {"ts": ""} == {
        "ts": "",
        "user": fake.world.app.user,
        "text": "private",
        "blocks": [],
        "thread_ts": "",
        "edited": False,
        "ephemeral": True,
        "files": [],
        "joined": False,
    }
    message = await received(MAYA, "message")  # the first message Maya receives
    assert message["message"]["text"] == f"hello <@{MAYA}>"
    assert (await received(MAYA, "channel"))["mentions"] == 1
    await fake.shortcut(ANA, "search_candidates")
    await web_client.views_open(trigger_id=tiny.payloads[-1]["trigger_id"], view=modal())
    assert (await received(ANA, "views"))["stack"][0]["view"]["title"]["text"] == "Search"
    ephemeral = fake.messages(channel, ANA)[0]
    await browser.do("dismiss", ANA, channel=channel, ts=ephemeral.ts)
    assert await received(ANA, "gone") == {"channel": channel, "ts": ephemeral.ts}
    await web_client.views_publish(user_id=MAYA, view={"type": "home", "blocks": [button()]})
    assert (await received(MAYA, "home"))["view"]["type"] == "home"
    await fake.say(DIEGO, fake.dm(DIEGO), "mine")
    assert (await received(DIEGO, "message"))["channel"] == fake.dm(
        DIEGO
    )  # nothing from a channel he is not in came before it
    for tab in tabs:
        tab.cancel()
    await asyncio.gather(*tabs, return_exceptions=True)


async def test_an_open_tab_does_not_delay_shutdown():
    async with asyncio.timeout(5), aiohttp.ClientSession() as http:
        async with slack_workspace(shutdown_seconds=60) as fake:
            url = fake.address.replace("playground-slack", "playground") + "api/events"
            stream = await http.get(url, params={"as": ANA})
            assert await stream.content.readline() == b"event: hello\n"
        assert (await stream.content.read()).startswith(b"data: ")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
    ids=str,
)
async def test_no_other_page_can_reach_the_playground(fake: FakeSlack, browser: Browser, headers: dict[str, str]):
    body = json.dumps({"as": ANA, "channel": fake.channel("general"), "text": "from elsewhere"})
    sent = {"Content-Type": "application/json", **headers}
    async with browser.http.post(browser.base + "api/say", data=body, headers=sent) as answer:
        assert answer.status == 403
    assert fake.messages(fake.channel("general"), ANA) == []


async def test_other_host_names_for_this_machine_are_refused(fake: FakeSlack, browser: Browser):
    for url in (browser.base + "api/state", browser.base, fake.api_url + "auth.test"):
        async with browser.http.get(url, headers={"Host": "rebound.example"}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:8765", True),
        ("localhost", True),
        ("[::1]:80", True),
        ("127.9.9.9", True),
        ("", False),
        ("localhost.example", False),
        ("10.0.0.1:8765", False),
        ("0.0.0.0", False),
        ("[", False),
        ("127.0.0.1@evil.example", False),
    ],
)
def test_only_loopback_hosts_are_ours(host: str, ours: bool):
    assert is_loopback(host) is ours


async def test_every_response_has_a_strict_policy_and_no_path_escapes(fake: FakeSlack, browser: Browser):
    for path in ("api/state", "api/messages", "static/nothing.js", "files/F404/x.csv"):
        async with browser.http.get(browser.base + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with browser.http.get(browser.base.rstrip("/")) as page:
        assert (page.url.path, page.content_type) == ("/playground/", "text/html")
    async with browser.http.get(browser.base + "static/main.js") as script:
        assert script.content_type == "text/javascript"
    for path in ("static/../server.py", "static/%2e%2e/server.py", "static/..%2fserver.py", "static//etc/passwd"):
        async with browser.http.get(browser.base + path) as answer:
            assert answer.status == 404, path
