"""Guards every page: rate limits, size limits, and error pages."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from typing import cast
from urllib.parse import parse_qsl

from aiohttp import web

from bot.pages import render
from bot.pages.rate_limit import Limit
from bot.pages.texts import Texts, preferred_texts
from bot.pipeline.boundary import guarded

MAX_BODY = 16 * 1024  # bytes; fits the longest message with every character as %XX%XX%XX, and the other fields
MAX_FIELDS = 30
VISITS = 120  # requests per minute from one address
BAD_LINKS = 30  # invalid links per minute from one address
PER_LINK = 30  # requests per minute for one link
LONGEST_TOKEN = 80  # characters of a token that tell links apart
READ_WITHIN = 10.0  # seconds

Fields = dict[str, str]  # form fields by name; the last value of a repeated one
Page = Callable[[web.Request], Awaitable[web.Response]]


class UnreadableForm(Exception):
    """The request body isn't one of our forms, or is too large. `status` is the HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(slots=True)
class Guard:
    """`proxies`: number of our own reverse proxies in front of the bot. With 0, only the socket identifies the client,
    because anyone can send X-Forwarded-For."""

    proxies: int = 0
    visits: Limit = field(default_factory=lambda: Limit(VISITS))
    bad_links: Limit = field(default_factory=lambda: Limit(BAD_LINKS))
    per_link: Limit = field(default_factory=lambda: Limit(PER_LINK))

    def guarded(self, show: Page) -> Page:
        """Wrap a page handler with the limits. One-click unsubscribe (POST) isn't counted per address: mail providers
        send it for many people from a few addresses. Link guessing is limited on that page too."""

        async def guard(request: web.Request) -> web.Response:
            texts, address = preferred_texts(request.headers.get("Accept-Language", "")), self.client_address(request)
            one_click = request.method == "POST" and request.path.startswith("/u/")
            token = request.match_info.get("token", request.query.get("state", ""))[:LONGEST_TOKEN]
            if (
                self.bad_links.reached(address)
                or not (one_click or self.visits.count(address))
                or not self.per_link.count(token)
            ):
                return _too_often(texts, self.visits.seconds)

            def failed(code: str) -> web.Response:
                return render.notice(texts, texts.fault_title, texts.fault, 503, reference=code)

            during = f"a page ({request.method} /{request.path.split('/')[1]})"  # without the token
            shown = await guarded(_shown(show, request, texts), failed, during)
            if shown.status == 404:
                self.bad_links.count(address)
            return shown

        return guard

    def client_address(self, request: web.Request) -> str:
        """The client's address: the socket's, or the one that our outermost proxy saw."""
        seen = [part.strip() for header in request.headers.getall("X-Forwarded-For", ()) for part in header.split(",")]
        if self.proxies and len(seen) >= self.proxies:
            return seen[-self.proxies][:64]
        return request.remote or ""


async def _shown(show: Page, request: web.Request, texts: Texts) -> web.Response:
    try:
        return await show(request)
    except UnreadableForm as fault:
        return render.notice(texts, texts.not_read_title, texts.not_read, fault.status)


def _too_often(texts: Texts, seconds: float) -> web.Response:
    answer = render.notice(texts, texts.too_often_title, texts.too_often, 429)
    answer.headers["Retry-After"] = str(round(seconds))
    return answer


async def fields(request: web.Request) -> Fields:
    """The submitted form: URL-encoded as browsers send it, or multipart, which RFC 8058 also allows. Raises
    UnreadableForm."""
    body = await _body(request)
    match request.content_type:
        case "application/x-www-form-urlencoded":
            try:
                return Fields(
                    parse_qsl(
                        body.decode("utf-8", "replace"),
                        keep_blank_values=True,
                        max_num_fields=MAX_FIELDS,
                        errors="replace",
                    )
                )
            except ValueError:
                raise UnreadableForm(400) from None
        case "multipart/form-data":
            return _parts(request.headers.get("Content-Type", ""), body)
        case _:
            raise UnreadableForm(415)


async def _body(request: web.Request) -> bytes:
    """The body, limited to MAX_BODY bytes whatever Content-Length says. Raises UnreadableForm."""
    if (request.content_length or 0) > MAX_BODY:
        raise UnreadableForm(413)
    body = b""
    try:
        async with asyncio.timeout(READ_WITHIN):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > MAX_BODY:
                    raise UnreadableForm(413)
    except TimeoutError:
        raise UnreadableForm(408) from None
    return body


def _parts(content_type: str, body: bytes) -> Fields:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    whole = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    found = Fields()
    for part in list(whole.iter_parts())[:MAX_FIELDS] if whole.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            found[name] = cast(bytes, part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return found
