"""Deliveries from Slack: verified, deduplicated, acknowledged, or refused with 400 and never with 500."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from store.people import candidates_page
from tests.chat.slack import SlackChat, SlackPerson
from tests.fakes.slack import SIGNING_SECRET


async def post(slack: SlackChat, body: bytes, *, secret: str = SIGNING_SECRET, age: int = 0, kind: str = "form") -> int:
    """Posts bytes to /slack/events, signed as Slack does."""
    at = str(int(time.time()) - age)
    mark = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={mark}",
        "Content-Type": "application/json" if kind == "json" else "application/x-www-form-urlencoded",
    }
    async with aiohttp.ClientSession() as http, http.post(slack.fake.bot_url, data=body, headers=headers) as answer:
        return answer.status


def command(**more: str) -> bytes:
    fields = {
        "command": "/sourcer",
        "text": "help",
        "trigger_id": "1.2.abc",
        "user_id": "U0NWANA01",
        "team_id": "T0NORTHWND",
        "channel_id": "D1",
        "api_app_id": "A1",
    }
    return urlencode({**fields, **more}).encode()


async def test_a_genuine_command_is_accepted(slack: SlackChat):
    assert await post(slack, command()) == 200


@pytest.mark.parametrize("forged", [{"secret": "another"}, {"age": 310}, {"age": -360}])
async def test_forged_and_stale_requests_are_refused(slack: SlackChat, forged: dict[str, Any]):
    assert await post(slack, command(), **forged) == 401
    await slack.settle()
    assert slack.fake.called("chat.postMessage") == []


async def test_a_tampered_body_is_refused(slack: SlackChat):
    at = str(int(time.time()))
    mark = hmac.new(SIGNING_SECRET.encode(), f"v0:{at}:".encode() + command(), hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={mark}"}
    body = command(user_id="U0NWSAM02")
    async with aiohttp.ClientSession() as http, http.post(slack.fake.bot_url, data=body, headers=headers) as answer:
        assert answer.status == 401


MALFORMED = {
    "no payload at all": b"",
    "payload is no JSON": urlencode({"payload": "{"}).encode(),
    "payload is a list": urlencode({"payload": "[1, 2]"}).encode(),
    "payload is a number": urlencode({"payload": "7"}).encode(),
    "no user": command(user_id=""),
    "no trigger": command(trigger_id=""),
    "a press without an action": urlencode(
        {"payload": json.dumps({"type": "block_actions", "actions": [], "user": {"id": "U1"}, "team": {"id": "T1"}})}
    ).encode(),
    "a press of another shape": urlencode(
        {"payload": json.dumps({"type": "block_actions", "actions": [{"type": "button", "action_id": 7}], "user": "x"})}
    ).encode(),
    "a form without a view": urlencode(
        {"payload": json.dumps({"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": None})}
    ).encode(),
    "not UTF-8": b"payload=\xff\xfe%ff",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_malformed_requests_are_answered_400(slack: SlackChat, body: bytes, caplog: pytest.LogCaptureFixture):
    assert await post(slack, body) in (400, 404)  # 404: bolt found no listener for it
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'"x"', b"null", b'{"type": "event_callback"}', b'{"type": "event_callback", "event": 5}']
)
async def test_malformed_events_are_answered_400(slack: SlackChat, body: bytes):
    assert await post(slack, body, kind="json") in (400, 404)


async def test_the_url_is_verified(slack: SlackChat):
    delivery = await slack.fake.verify_url()
    assert delivery.status == 200
    assert delivery.body["challenge"] == delivery.parcel.payload["challenge"]


async def test_the_same_delivery_many_times_acts_once(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star", near="Grace Hopper")
    pressed = slack.fake.sent[-1]
    updates = len(slack.fake.called("chat.update"))
    again = await asyncio.gather(*(slack.fake.redeliver(pressed) for _ in range(5)))
    await slack.settle()
    assert [delivery.status for delivery in again] == [200] * 5
    assert len(slack.fake.called("chat.update")) == updates
    me = await ana.member()
    async with slack.bot.context.store.read() as db:
        assert (await candidates_page.listed(db, me)).counts["saved"] == 1


async def test_a_repeated_form_gets_the_same_answer_and_adds_one_note(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    await ana.press("View", near="Grace Hopper")
    await ana.press("Add note")
    await ana.submit(text="Once only")
    sent = next(each for each in reversed(slack.fake.sent) if each.parcel.payload.get("type") == "view_submission")
    again = await slack.fake.redeliver(sent)
    await slack.settle()
    assert (again.status, again.body) == (200, sent.body)
    assert ana.card().text.count("Once only") == 1


async def test_a_lost_event_is_sent_again_and_answered_once(slack: SlackChat, ana: SlackPerson):
    delivery = await slack.fake.say(ana.user, slack.fake.dm(ana.user), "nurse in Boston")
    assert delivery is not None
    await slack.settle()
    posted = len(slack.fake.called("chat.postMessage"))
    await slack.fake.retry(delivery)
    await slack.settle()
    assert posted == 1
    assert len(slack.fake.called("chat.postMessage")) == 1


async def test_the_bots_own_messages_are_not_answered(slack: SlackChat, ana: SlackPerson):
    await ana.say("help")
    await slack.settle()
    assert len(slack.fake.called("chat.postMessage")) == 1
