"""A fake of Microsoft Graph's mail: sendMail, Sent Items, and the inbox by delta; it behaves as the test sets it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web

from bot.app import served
from tests.fakes.identity import FakeIdentity

PAGE = 2  # messages of one page


@dataclass
class FakeGraph:
    """`sending` and `reading`: the status of the next answers, the last one for good; 0: accepts, and hangs. With
    `new_ids` the service gives each sent message another Message-ID."""

    identity: FakeIdentity
    address: str = ""
    sending: list[int] = field(default_factory=lambda: [202])
    reading: list[int] = field(default_factory=lambda: [200])
    retry_after: str = "7"
    new_ids: bool = False
    code: str = ""
    requests: int = 0
    sent: list[EmailMessage] = field(default_factory=list[EmailMessage])
    filed: list[str] = field(default_factory=list[str])  # Message-IDs in Sent Items
    inbox: dict[str, bytes] = field(default_factory=dict[str, bytes])
    hidden: set[str] = field(default_factory=set[str])  # ids that can't be read any more
    cursors: int = 0
    oldest_cursor: int = 0  # those before it have expired
    links_to: str = ""  # another server that links lead to
    seen: list[dict[str, str]] = field(default_factory=list[dict[str, str]])  # queries of the inbox

    @property
    def url(self) -> str:
        return f"{self.address}/v1.0"

    def deliver(self, raw: bytes) -> str:
        id = f"AAMk/{len(self.inbox)}=="
        self.inbox[id] = raw
        return id

    def _fault(self, request: web.Request, statuses: list[int]) -> web.Response | None:
        self.requests += 1
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        grant, resource = self.identity.tokens.get(token, (None, ""))
        if grant is None or resource != "graph.microsoft.com":
            return _error(401, "InvalidAuthenticationToken")
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        if status in (0, 200, 202):
            return None
        answer = _error(status, self.code or "ServiceUnavailable")
        if self.retry_after and status in (429, 503):
            answer.headers["Retry-After"] = self.retry_after
        return answer

    async def send_mail(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Content-Type"].startswith("text/plain")
        content, hangs = base64.b64decode(await request.read()), self.sending[0] == 0
        if fault := self._fault(request, self.sending):
            return fault
        mail = message_from_bytes(content, policy=policy.default)
        self.sent.append(mail)
        changed = f"<changed-{len(self.sent)}@outlook.example>"
        self.filed.append(changed if self.new_ids else str(mail["Message-ID"]))
        if hangs:
            await asyncio.Event().wait()
        return web.Response(status=202)

    async def inbox_folder(self, request: web.Request) -> web.StreamResponse:
        return self._fault(request, self.reading) or web.json_response({"id": "inbox"})

    async def sent_items(self, request: web.Request) -> web.StreamResponse:
        if fault := self._fault(request, self.reading):
            return fault
        wanted = request.query["$filter"].removeprefix("internetMessageId eq '").removesuffix("'")
        return web.json_response({"value": [{"id": "1"} for each in self.filed if each == wanted]})

    async def delta(self, request: web.Request) -> web.StreamResponse:
        """A page of what was delivered after the cursor, which is a number."""
        if fault := self._fault(request, self.reading):
            return fault
        self.seen.append(dict(request.query))
        at = int(request.query.get("$skiptoken", request.query.get("$deltatoken", "0")))
        if "$deltatoken" in request.query and at < self.oldest_cursor:
            return _error(410, "SyncStateNotFound")
        rows: list[dict[str, Any]] = [{"id": id} for id in list(self.inbox)[at : at + PAGE]]
        end = at + len(rows)
        link = f"{self.links_to or self.url}/me/mailFolders/inbox/messages/delta"
        if end < len(self.inbox):
            return web.json_response({"value": rows, "@odata.nextLink": f"{link}?$skiptoken={end}"})
        gone = [{"id": "gone", "@removed": {"reason": "deleted"}}]
        return web.json_response({"value": rows + gone, "@odata.deltaLink": f"{link}?$deltatoken={end}"})

    async def value(self, request: web.Request) -> web.StreamResponse:
        if fault := self._fault(request, self.reading):
            return fault
        id = request.match_info["id"]
        if id in self.hidden or id not in self.inbox:
            return _error(404, "ErrorItemNotFound")
        return web.Response(body=self.inbox[id], content_type="text/plain")


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "s3cret details"}}, status=status)


@asynccontextmanager
async def fake_graph(identity: FakeIdentity) -> AsyncIterator[FakeGraph]:
    fake = FakeGraph(identity)
    app = web.Application()
    app.router.add_post("/v1.0/me/sendMail", fake.send_mail)
    app.router.add_get("/v1.0/me/mailFolders/inbox", fake.inbox_folder)
    app.router.add_get("/v1.0/me/mailFolders/sentitems/messages", fake.sent_items)
    app.router.add_get("/v1.0/me/mailFolders/inbox/messages/delta", fake.delta)
    app.router.add_get("/v1.0/me/messages/{id}/$value", fake.value)
    async with served(app, "127.0.0.1", 0) as address:
        fake.address = address
        yield fake
