"""Microsoft's side of Teams, over HTTP and with memory: sign-in, signing keys, and the Bot Connector.

`FakeTeams` is one server. Give its addresses to `TeamsSettings`; it stores the chats with everything written in them,
signs what it sends to the bot, and fails on demand (`fail`, `hang`).
"""

import asyncio
import json
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
Body = dict[str, Any]


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key by name, created once per test run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class SentActivity:
    """One activity in a conversation, in its current state."""

    conversation: str
    id: str
    activity: Body
    edits: int = 0

    @property
    def card(self) -> Body | None:
        attached = self.activity.get("attachments") or [{}]
        return attached[0].get("content")

    @property
    def text(self) -> str:
        return str(self.activity.get("text") or "")


@dataclass(slots=True)
class Fault:
    """The response of the next matching call."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    method: str = ""  # any


class FakeTeams:
    """Use `async with fake_teams() as teams`."""

    def __init__(self) -> None:
        self.url = ""
        self.activities: dict[tuple[str, str], SentActivity] = {}
        self.members: dict[str, Body] = {}  # by the person's channel id
        self.chats: dict[str, str] = {}  # person → personal chat
        self.closed_to: set[str] = set()  # people who have not added the bot
        self.calls: list[tuple[str, str]] = []  # method and path of each call to the connector
        self.uploads: dict[str, bytes] = {}
        self.faults: deque[Fault] = deque()
        self.hanging: asyncio.Event | None = None
        self.tokens_given = 0
        self.token_ends_in = 3600
        self.accepted: set[str] = set()
        self.keys_given = 0
        self.signing_in = 0  # calls waiting for `open_sign_in`
        self._sign_in = asyncio.Event()
        self._sign_in.set()
        self.more_keys: list[Body] = []
        self.keys: dict[str, list[str]] = {"first": ["msteams", "webchat"]}  # id → endorsements

    # ── test controls ──

    def fail(self, status: int, *, times: int = 1, method: str = "", **headers: str) -> None:
        """The next calls to the connector get this status. `Retry_After="1"` is sent as a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.faults.extend(Fault(status, named, method) for _ in range(times))

    def hang(self) -> None:
        """From now on the connector accepts calls without answering, until `resume`."""
        self.hanging = asyncio.Event()

    def resume(self) -> None:
        if self.hanging is not None:
            self.hanging.set()
            self.hanging = None

    def close_sign_in(self) -> None:
        """From now on requests for keys and tokens hang, until `open_sign_in`."""
        self._sign_in.clear()

    def open_sign_in(self) -> None:
        self._sign_in.set()

    def in_chat(self, conversation: str) -> list[SentActivity]:
        return [activity for activity in self.activities.values() if activity.conversation == conversation]

    def last(self, conversation: str) -> SentActivity:
        return self.in_chat(conversation)[-1]

    def token(self, app_id: str, *, key: str = "first", kid: str | None = None, **claims: Any) -> str:
        """A bearer header as Bot Framework signs it; `claims` replace the usual ones, and None removes one."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": app_id, "serviceurl": self.service_url, "nbf": now - 60, "exp": now + 3600}
        payload = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return "Bearer " + jwt.encode(payload, rsa_key(key), algorithm="RS256", headers={"kid": kid or key})

    @property
    def service_url(self) -> str:
        return f"{self.url}/amer/"

    @property
    def openid_url(self) -> str:
        return f"{self.url}/v1/.well-known/openidconfiguration"

    def upload_url(self) -> str:
        return f"{self.url}/drive/{uuid.uuid4().hex}"

    def activity(self, kind: str, *, user: str = "ana", chat: str = "", tenant: str = "tenant-1", **more: Any) -> Body:
        """An activity as Teams sends it, in the person's personal chat unless `chat` names a channel."""
        conversation = {"id": chat, "conversationType": "channel", "isGroup": True} if chat else self.personal(user)
        return {
            "type": kind,
            "id": uuid.uuid4().hex,
            "timestamp": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "0Z"),
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": f"29:{user}", "name": user.title(), "aadObjectId": f"aad-{user}"},
            "recipient": {"id": "28:bot", "name": "Sourcer"},
            "conversation": {**conversation, "tenantId": tenant},
            "channelData": {"tenant": {"id": tenant}},
            **more,
        }

    def personal(self, user: str) -> Body:
        chat = self.chats.setdefault(f"29:{user}", f"a:chat-{user}")
        return {"id": chat, "conversationType": "personal"}

    def mention(self, text: str) -> Body:
        """The fields of a message that mentions the bot."""
        at = "<at>Sourcer</at>"
        entity = {"type": "mention", "text": at, "mentioned": {"id": "28:bot", "name": "Sourcer"}}
        return {"text": f"{at}&nbsp;{text}\n", "entities": [entity]}

    # ── sign-in ──

    async def _openid(self, request: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        await self._signed_in()
        self.keys_given += 1
        keys = []
        for name, endorsements in self.keys.items():
            public = json.loads(RSAAlgorithm.to_jwk(rsa_key(name).public_key()))
            keys.append({**public, "kid": name, "use": "sig", "endorsements": endorsements})
        return web.json_response({"keys": [*self.more_keys, *keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        await self._signed_in()
        if form.get("client_secret") != "secret":
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens_given += 1
        token = f"token-{self.tokens_given}-{request.match_info['tenant']}"
        self.accepted = {token}
        return web.json_response({"access_token": token, "expires_in": self.token_ends_in, "token_type": "Bearer"})

    async def _signed_in(self) -> None:
        self.signing_in += 1
        await self._sign_in.wait()
        self.signing_in -= 1

    # ── connector ──

    @web.middleware
    async def _failures(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if not request.path.startswith("/amer/"):
            return await handler(request)
        self.calls.append((request.method, request.path))
        if self.hanging is not None:
            await self.hanging.wait()
        if self.faults and self.faults[0].method in ("", request.method):
            fault = self.faults.popleft()
            return web.json_response({"error": {"code": "Fault"}}, status=fault.status, headers=fault.headers)
        if self.accepted and request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.accepted:
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        return await handler(request)

    async def _open(self, request: web.Request) -> web.Response:
        body = await request.json()
        user = body["members"][0]["id"]
        if user in self.closed_to:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        assert body["tenantId"] == body["channelData"]["tenant"]["id"]
        return web.json_response({"id": self.chats.setdefault(user, f"a:chat-{user.removeprefix('29:')}")}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        conversation, activity = request.match_info["conversation"], await request.json()
        if len(json.dumps(activity).encode("utf-16")) > 100 * 1024:
            return web.json_response({"error": {"code": "MessageSizeTooBig"}}, status=413)
        message = f"1:{uuid.uuid4().hex}"
        self.activities[conversation, message] = SentActivity(conversation, message, activity)
        return web.json_response({"id": message}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        activity = self.activities.get((request.match_info["conversation"], request.match_info["activity"]))
        if activity is None:
            return web.json_response({"error": {"code": "ActivityNotFoundInConversation"}}, status=404)
        activity.activity = await request.json()
        activity.edits += 1
        return web.json_response({"id": activity.id})

    async def _delete(self, request: web.Request) -> web.Response:
        gone = self.activities.pop((request.match_info["conversation"], request.match_info["activity"]), None)
        return web.Response(status=200 if gone else 404)

    async def _member(self, request: web.Request) -> web.Response:
        member = self.members.get(request.match_info["member"])
        if member is None:
            return web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)
        return web.json_response({"id": request.match_info["member"], **member})

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["place"]] = await request.read()
        return web.json_response({}, status=201)

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._failures])
        chat = "/amer/v3/conversations/{conversation}"
        app.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._openid),
                web.get("/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.post("/amer/v3/conversations", self._open),
                web.post(f"{chat}/activities", self._send),
                web.put(f"{chat}/activities/{{activity}}", self._update),
                web.delete(f"{chat}/activities/{{activity}}", self._delete),
                web.get(f"{chat}/members/{{member}}", self._member),
                web.put("/drive/{place}", self._upload),
            ]
        )
        return app


@asynccontextmanager
async def fake_teams() -> AsyncIterator[FakeTeams]:
    """A fake Microsoft on a free loopback port."""
    teams = FakeTeams()
    runner = web.AppRunner(teams.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    teams.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield teams
    finally:
        teams.resume()
        await runner.cleanup()
