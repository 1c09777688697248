"""Messages: post, update, delete, ephemeral, rate limits; and response URLs."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, DIEGO, MAYA
from tests.bot.playground.conftest import TinyApp
from tests.fakes.slack import Clock, client

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Grace*"}}


def button(label: str = "View", **more: object) -> dict[str, object]:
    element = {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": "view", **more}
    return {"type": "actions", "block_id": "row", "elements": [element]}


async def refused(call) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def test_a_posted_message_is_seen_in_the_channel_by_its_members_only(fake: FakeSlack, web_client: AsyncWebClient):
    channel = fake.channel("#hiring-eng")
    answer = await web_client.chat_postMessage(channel=channel, text="Hello", blocks=[SECTION])
    [line] = fake.messages(channel, MAYA)
    assert (line.ts, line.text, line.by_app) == (answer["ts"], "Hello", True)
    assert answer["message"]["bot_id"] == fake.world.app.bot_id
    assert answer["message"]["blocks"][0]["block_id"]
    assert DIEGO not in fake.world.channels[channel].members


async def test_form_and_json_bodies_are_read_alike(fake: FakeSlack):
    dm = fake.dm(ANA)
    token = {"Authorization": f"Bearer {fake.web_api.bot_token}"}
    async with aiohttp.ClientSession(headers=token) as http:
        url = fake.api_url + "chat.postMessage"
        form = {"channel": dm, "text": "form", "blocks": '[{"type":"divider"}]'}
        async with http.post(url, data=form) as one:
            assert (await one.json())["message"]["blocks"][0]["type"] == "divider"
        async with http.post(url, json={"channel": dm, "text": "json", "blocks": [{"type": "divider"}]}) as two:
            assert (await two.json())["ok"]
        async with http.post(url, data={"channel": dm, "blocks": "[{"}) as broken:
            assert (await broken.json())["error"] == "invalid_blocks_format"
        async with http.post(url, data="{", headers={"Content-Type": "application/json"}) as broken:
            assert (await broken.json())["error"] == "invalid_json"
    assert [call.ok for call in fake.called("chat.postMessage")] == [True, True, False, False]
    assert fake.calls[0].args["blocks"] == [{"type": "divider"}]
    assert [line.text for line in fake.messages(dm, ANA)] == ["form", "json"]


@pytest.mark.parametrize(("token", "error"), [("xoxb-another", "invalid_auth"), ("", "not_authed")])
async def test_a_wrong_token_is_refused(fake: FakeSlack, token: str, error: str):
    assert (await refused(client(fake, token).auth_test())).response["error"] == error


async def test_the_app_must_be_in_the_channel(fake: FakeSlack, web_client: AsyncWebClient):
    general = fake.channel("general")
    assert (await refused(web_client.chat_postMessage(channel=general, text="x"))).response["error"] == "not_in_channel"
    fake.invite(ANA, general, fake.world.app.user)
    assert (await web_client.chat_postMessage(channel=general, text="x"))["ok"]
    unknown = await refused(web_client.chat_postMessage(channel="C404", text="x"))
    assert unknown.response["error"] == "channel_not_found"


async def test_blocks_over_a_limit_are_refused_naming_the_place(fake: FakeSlack, web_client: AsyncWebClient):
    fault = await refused(web_client.chat_postMessage(channel=fake.dm(ANA), text="x", blocks=[button("w" * 76)]))
    assert fault.response["error"] == "invalid_blocks"
    [message] = fault.response["response_metadata"]["messages"]
    assert message.startswith("[ERROR] ")
    assert "json-pointer:/blocks/0/elements/0/text" in message
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "w" * 2900}}] * 6
    fault = await refused(web_client.chat_postMessage(channel=fake.dm(ANA), text="x", blocks=long))
    assert fault.response["error"] == "msg_blocks_too_long"
    assert (await refused(web_client.chat_postMessage(channel=fake.dm(ANA)))).response["error"] == "no_text"
    assert fake.messages(fake.dm(ANA), ANA) == []


async def test_update_changes_own_messages_and_keeps_omitted_blocks(fake: FakeSlack, web_client: AsyncWebClient):
    dm = fake.dm(ANA)
    ts = (await web_client.chat_postMessage(channel=dm, text="one", blocks=[SECTION]))["ts"]
    await web_client.chat_update(channel=dm, ts=ts, text="two")
    [line] = fake.messages(dm, ANA)
    assert (line.text, len(line.blocks), bool(line.edited)) == ("two", 1, True)
    await web_client.chat_update(channel=dm, ts=ts, text="three", blocks=[])
    assert line.blocks == []
    await fake.say(ANA, dm, "mine")
    ts_of_ana = fake.messages(dm, ANA)[-1].ts
    assert (await refused(web_client.chat_update(channel=dm, ts=ts_of_ana, text="x"))).response["error"] == (
        "cant_update_message"
    )
    assert (await refused(web_client.chat_delete(channel=dm, ts=ts_of_ana))).response["error"] == "cant_delete_message"
    gone = await refused(web_client.chat_update(channel=dm, ts="1.000001", text="x"))
    assert gone.response["error"] == "message_not_found"
    await web_client.chat_delete(channel=dm, ts=ts)
    assert [each.text for each in fake.messages(dm, ANA)] == ["mine"]


async def test_an_ephemeral_is_seen_by_one_person_and_cannot_be_updated(fake: FakeSlack, web_client: AsyncWebClient):
    channel = fake.channel("hiring-eng")
    ts = (await web_client.chat_postEphemeral(channel=channel, user=ANA, text="for you"))["message_ts"]
    assert [line.text for line in fake.messages(channel, ANA)] == ["for you"]
    assert fake.messages(channel, MAYA) == []
    fault = await refused(web_client.chat_update(channel=channel, ts=ts, text="x"))
    assert fault.response["error"] == "message_not_found"
    stranger = await refused(web_client.chat_postEphemeral(channel=channel, user=DIEGO, text="x"))
    assert stranger.response["error"] == "user_not_in_channel"
    assert (await web_client.conversations_history(channel=channel))["messages"] == []


async def test_one_message_per_second_per_channel_when_enabled(
    fake: FakeSlack, web_client: AsyncWebClient, clock: Clock
):
    fake.api.chat_seconds = 1.0
    await web_client.chat_postMessage(channel=fake.dm(ANA), text="1")
    fault = await refused(web_client.chat_postMessage(channel=fake.dm(ANA), text="2"))
    assert (fault.response.status_code, fault.response.headers["Retry-After"]) == (429, "1")
    await web_client.chat_postMessage(channel=fake.dm(MAYA), text="another channel")
    clock.ahead += 1.1
    await web_client.chat_postMessage(channel=fake.dm(ANA), text="3")
    assert [line.text for line in fake.messages(fake.dm(ANA), ANA)] == ["1", "3"]


# ── response URLs ──


async def answer(url: str, **body: object) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.post(url, json=body) as response:
        return response.status, await response.text()


async def test_a_response_url_works_five_times_within_half_an_hour(fake: FakeSlack, tiny: TinyApp, clock: Clock):
    general = fake.channel("general")  # the app is not a member
    await fake.command(ANA, general, "/sourcer", "help")
    url = tiny.payloads[-1]["response_url"]
    for n in range(5):
        assert await answer(url, text=f"line {n}") == (200, "ok")
    assert await answer(url, text="one more") == (404, "used_url")
    assert len(fake.messages(general, ANA)) == 5
    assert fake.messages(general, MAYA) == []
    await fake.command(ANA, general, "/sourcer", "help")
    clock.ahead += 30 * 60 + 1
    assert await answer(tiny.payloads[-1]["response_url"], text="late") == (404, "expired_url")


async def test_a_response_url_replaces_and_deletes_an_ephemeral(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    channel = fake.channel("hiring-eng")
    await web_client.chat_postEphemeral(channel=channel, user=ANA, text="private", blocks=[button()])
    [line] = fake.messages(channel, ANA)
    await fake.press(ANA, line, "View")
    pressed = tiny.payloads[-1]
    assert pressed["container"]["is_ephemeral"] is True
    assert "message" not in pressed
    url = pressed["response_url"]
    assert await answer(url, text="changed", replace_original=True, blocks=[button()]) == (200, "ok")
    assert [each.text for each in fake.messages(channel, ANA)] == ["changed"]
    assert await answer(url, text="beside", response_type="in_channel") == (200, "ok")
    assert [each.text for each in fake.messages(channel, MAYA)] == ["beside"]
    assert await answer(url, delete_original=True) == (200, "ok")
    assert [each.text for each in fake.messages(channel, ANA)] == ["beside"]
    assert (await answer(url, text="x", blocks=[button("w" * 80)]))[0] == 400
