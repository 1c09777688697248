"""Requests to the app: signed, in Slack's formats, retried as Slack does, and what people see on failures."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, MAYA, SAM
from bot.playground.slack.user_inputs import NotPossible
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.slack.test_api_chat import button, refused
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, client


async def test_a_command_is_sent_as_slack_sends_it(fake: FakeSlack, tiny: TinyApp):
    general = fake.channel("general")
    delivery = await fake.command(ANA, general, "/sourcer", "job & more <b>")
    headers, raw = tiny.requests[-1]
    assert (delivery.status, delivery.ok) == (200, True)
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["user-agent"].startswith("Slackbot")
    fields = {name: value for name, [value] in parse_qs(raw.decode(), keep_blank_values=True).items()}
    assert fields | {"response_url": "", "trigger_id": ""} == {
        "token": fields["token"],
        "team_id": fake.world.team,
        "team_domain": "northwind-hiring",
        "channel_id": general,
        "channel_name": "general",
        "user_id": ANA,
        "user_name": "ana",
        "command": "/sourcer",
        "text": "job & more <b>",
        "api_app_id": fake.world.app.id,
        "is_enterprise_install": "false",
        "response_url": "",
        "trigger_id": "",
    }
    with pytest.raises(NotPossible):
        await fake.command(ANA, general, "/nonsense")


@pytest.mark.parametrize(
    ("answer", "visible_to_maya"),
    [
        (lambda: web.Response(text="Answered"), False),
        (lambda: web.json_response({"text": "Answered"}), False),
        (lambda: web.json_response({"text": "Answered", "response_type": "in_channel"}), True),
    ],
)
async def test_a_commands_response_is_shown(fake: FakeSlack, tiny: TinyApp, answer: Any, visible_to_maya: bool):
    channel = fake.channel("hiring-eng")
    tiny.answer = lambda payload: answer()
    await fake.command(ANA, channel, "/source", "nurse")
    assert [line.text for line in fake.messages(channel, ANA)] == ["Answered"]
    assert [line.text for line in fake.messages(channel, MAYA)] == (["Answered"] if visible_to_maya else [])


async def test_a_command_that_is_not_answered_in_time_says_so(fake: FakeSlack, tiny: TinyApp):
    fake.sender.ack_seconds = 0.1

    async def slow(payload: dict[str, Any]) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    tiny.answer = slow
    dm = fake.dm(ANA)
    delivery = await fake.command(ANA, dm, "/sourcer")
    assert (delivery.status, delivery.failure) == (0, "http_timeout")
    [line] = fake.messages(dm, ANA)
    assert (line.user, "/sourcer failed because the app did not respond" in line.text) == ("USLACKBOT", True)
    tiny.answer = lambda payload: web.Response(status=404)
    assert "dispatch_failed" in (await fake.command(ANA, dm, "/sourcer")).trouble
    fake.bot_url = "http://127.0.0.1:9/slack/events"
    assert (await fake.command(ANA, dm, "/sourcer")).failure == "connection_failed"


async def test_a_press_carries_the_message_and_a_way_to_answer(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    dm = fake.dm(ANA)
    rows = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Grace Hopper*"}},
        {**button("View", value="1"), "block_id": "one"},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Ada Lovelace*"}},
        {**button("View", value="2", style="primary"), "block_id": "two"},
    ]
    posted = await web_client.chat_postMessage(channel=dm, text="People", blocks=rows)
    [line] = fake.messages(dm, ANA)
    await fake.press(ANA, line, "View", near="Ada")
    payload = tiny.payloads[-1]
    [action] = payload["actions"]
    assert action | {"action_ts": ""} == {
        "type": "button",
        "action_id": "view",
        "block_id": "two",
        "text": {"type": "plain_text", "text": "View", "emoji": True},
        "value": "2",
        "style": "primary",
        "action_ts": "",
    }
    assert payload["message"]["ts"] == posted["ts"]
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": dm,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": dm, "name": "directmessage"}
    assert payload["user"] == {"id": ANA, "username": "ana", "name": "ana", "team_id": fake.world.team}
    assert payload["state"] == {"values": {}}
    assert payload["response_url"].startswith(fake.address + "response/")
    with pytest.raises(NotPossible, match="there are"):
        await fake.press(ANA, line, "Contact")


async def test_shortcuts_are_sent_as_declared(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    await fake.shortcut(ANA, "search_candidates")
    assert {"type", "token", "action_ts", "team", "user", "callback_id", "trigger_id"} <= set(tiny.payloads[-1])
    channel = fake.channel("hiring-eng")
    await fake.say(MAYA, channel, "She leads teams & writes <clearly>, see https://x.example/a?b=1 @ana #general")
    line = fake.messages(channel, ANA)[-1]
    general = fake.channel("general")
    assert line.text == (
        f"She leads teams &amp; writes &lt;clearly&gt;, see <https://x.example/a?b=1> <@{ANA}> <#{general}|general>"
    )
    await fake.message_shortcut(ANA, "save_note", line)
    payload = tiny.payloads[-1]
    assert (payload["type"], payload["message_ts"], payload["message"]["text"]) == (
        "message_action",
        line.ts,
        line.text,
    )
    with pytest.raises(NotPossible):
        await fake.shortcut(ANA, "save_note")


async def test_the_app_receives_only_direct_messages_and_mentions(fake: FakeSlack, tiny: TinyApp):
    assert await fake.say(ANA, fake.channel("hiring-eng"), "only us") is None
    await fake.say(ANA, fake.dm(ANA), "source nurse in Boston")
    envelope = tiny.payloads[-1]
    assert (envelope["type"], envelope["event"]["channel_type"]) == ("event_callback", "im")
    assert envelope["event"]["text"] == "source nurse in Boston"
    assert {"event_id", "event_time", "authorizations", "team_id", "api_app_id", "event_context"} <= set(envelope)
    await fake.mention(ANA, fake.channel("hiring-eng"), "help")
    event = tiny.payloads[-1]["event"]
    assert (event["type"], event["text"]) == ("app_mention", f"<@{fake.world.app.user}> help")
    with pytest.raises(NotPossible):
        await fake.mention(ANA, fake.channel("general"), "help")
    assert len(tiny.payloads) == 2


async def test_a_failed_event_is_retried_with_slacks_headers(fake: FakeSlack, tiny: TinyApp):
    answers = [500, 503, 200]
    tiny.answer = lambda payload: web.Response(status=answers.pop(0))
    delivery = await fake.say(ANA, fake.dm(ANA), "hello")
    assert delivery is not None
    assert [retry.status for retry in delivery.retries] == [503]
    await fake.retry(delivery)
    (first, one), (second, two), (third, three) = tiny.requests
    assert one == two == three
    assert "x-slack-retry-num" not in first
    assert (second["x-slack-retry-num"], second["x-slack-retry-reason"]) == ("1", "http_error")
    assert third["x-slack-retry-num"] == "2"
    assert [retry.status for retry in delivery.retries] == [503, 200]


async def test_an_app_can_decline_retries(fake: FakeSlack, tiny: TinyApp):
    tiny.answer = lambda payload: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
    delivery = await fake.say(ANA, fake.dm(ANA), "hello")
    assert delivery is not None
    assert (delivery.retries, len(tiny.requests)) == ([], 1)


async def test_a_redelivery_has_the_same_bytes_and_headers(fake: FakeSlack, tiny: TinyApp):
    delivery = await fake.command(ANA, fake.dm(ANA), "/sourcer", "help")
    await fake.redeliver(delivery)
    (one, first), (two, second) = tiny.requests
    assert first == second
    assert one["x-slack-signature"] == two["x-slack-signature"]
    assert SignatureVerifier(SIGNING_SECRET).is_valid_request(first, one)
    assert not SignatureVerifier("another").is_valid_request(first, one)


async def test_the_apps_own_direct_messages_come_back_as_events(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    fake.echoes = True
    ts = (await web_client.chat_postMessage(channel=fake.dm(ANA), text="one"))["ts"]
    await web_client.chat_update(channel=fake.dm(ANA), ts=ts, text="two")
    await fake.settled()
    posted, changed = sorted((each["event"] for each in tiny.payloads), key=lambda each: each.get("subtype", ""))
    assert (posted["bot_id"], posted["text"]) == (fake.world.app.bot_id, "one")
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "two",
        "one",
    )


async def test_the_url_is_verified_and_an_uninstall_revokes_the_token(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    tiny.answer = lambda payload: web.json_response({"challenge": payload.get("challenge")})
    verified = await fake.verify_url()
    assert verified.body == {"challenge": json.loads(verified.parcel.body)["challenge"]}
    await fake.uninstall()
    assert [each["event"]["type"] for each in tiny.payloads[-2:]] == ["tokens_revoked", "app_uninstalled"]
    assert (await refused(web_client.auth_test())).response["error"] == "account_inactive"


async def test_failures_are_injected_on_demand_and_calls_recorded(fake: FakeSlack, web_client: AsyncWebClient):
    fake.throttle("auth.test", times=1, retry_after=7)
    fake.fail("users.info", "fatal_error")
    fake.outage("*", status=502)
    limited = await refused(web_client.auth_test())
    assert (limited.response.status_code, limited.response.headers["Retry-After"]) == (429, "7")
    assert (await refused(web_client.users_info(user=ANA))).response["error"] == "fatal_error"
    assert (await refused(web_client.api_call("team.info"))).response.status_code == 502
    fake.hang("auth.test", 0.2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(web_client.auth_test(), 0.05)
    assert (await web_client.auth_test())["user_id"] == fake.world.app.user
    assert fake.called("auth.test")[0].status == 429
    assert (await refused(web_client.api_call("chat.dance"))).response["error"] == "unknown_method"


async def test_people_and_conversations_are_listed_as_slack_lists_them(fake: FakeSlack, web_client: AsyncWebClient):
    person = (await web_client.users_info(user=SAM))["user"]
    assert (person["profile"]["email"], person["is_admin"], person["is_restricted"]) == (
        "sam@northwind.example",
        True,
        False,
    )
    assert (await web_client.users_lookupByEmail(email="MAYA@northwind.example"))["user"]["id"] == MAYA
    unknown = await refused(web_client.users_lookupByEmail(email="who@northwind.example"))
    assert unknown.response["error"] == "users_not_found"
    first = await web_client.users_list(limit=2)
    rest = await web_client.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) + len(rest["members"]) == len(fake.world.people)
    assert (await web_client.conversations_open(users=ANA))["channel"]["id"] == fake.dm(ANA)
    assert (await refused(web_client.conversations_open(users="U404"))).response["error"] == "user_not_found"
    names = {each["name"]: each["is_member"] for each in (await web_client.conversations_list())["channels"]}
    assert names == {"general": False, "hiring-eng": True, "hiring-nursing": True}
    info = (await web_client.conversations_info(channel=fake.channel("general"), include_num_members=True))["channel"]
    assert info["num_members"] == 5
    members = (await web_client.conversations_members(channel=fake.channel("hiring-eng")))["members"]
    assert members == [ANA, SAM, MAYA, fake.world.app.user]
    await fake.say(ANA, fake.channel("hiring-eng"), "one")
    await fake.say(ANA, fake.channel("hiring-eng"), "two")
    history = await web_client.conversations_history(channel=fake.channel("hiring-eng"))
    assert [line["text"] for line in history["messages"]] == ["two", "one"]
    outside = await refused(web_client.conversations_history(channel=fake.channel("general")))
    assert outside.response["error"] == "not_in_channel"


async def test_a_real_bolt_app_works(fake: FakeSlack):
    """A full round trip through Slack's own framework: command, modal, submission, message, suggestion."""
    app = AsyncApp(client=client(fake, BOT_TOKEN), signing_secret=SIGNING_SECRET, process_before_response=True)
    options = [{"text": {"type": "plain_text", "text": "Boston, MA"}, "value": "1"}]

    @app.command("/sourcer")
    async def opens(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place = {"type": "external_select", "action_id": "place"}
        block = {"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "Where"}, "element": place}
        title = {"type": "plain_text", "text": "Search"}
        view = {"type": "modal", "callback_id": "f", "title": title, "submit": title, "blocks": [block]}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.options("place")
    async def suggests(ack: Any) -> None:
        await ack(options=options)

    @app.view("f")
    async def searches(ack: Any, body: dict[str, Any], client: AsyncWebClient, view: dict[str, Any]) -> None:
        await ack()
        chosen = view["state"]["values"]["b"]["place"]["selected_option"]["text"]["text"]
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Searching in {chosen}")

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    served = web.Application()
    served.router.add_post("/slack/events", handle)
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        assert (await fake.command(ANA, fake.dm(ANA), "/sourcer")).ok
        [view] = fake.views(ANA)
        assert (await fake.type_ahead(ANA, view, "Where", "bos")).options == options
        assert (await fake.submit(ANA, values={"Where": "Boston, MA"})).ok
    finally:
        await runner.cleanup()
    assert fake.views(ANA) == []
    assert [line.text for line in fake.messages(fake.dm(ANA), ANA)] == ["Searching in Boston, MA"]
