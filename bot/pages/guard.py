"""What every page goes through: how often somebody may ask, how much they may send, and errors as pages."""

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
from bot.pages.texts import Words, preferred
from bot.pipeline.boundary import guarded

MOST_BODY = 16 * 1024  # bytes; the longest message, each of its signs as %XX%XX%XX, and what else a form has
MOST_FIELDS = 30
VISITS = 120  # a minute from one address
WRONG = 30  # wrong links a minute from one address
TOUCHES = 30  # requests a minute with one link
LONGEST_TOKEN = 80  # signs of it that tell links apart
READ_WITHIN = 10.0  # seconds

Fields = dict[str, str]  # what was sent, by name; of several the last
Page = Callable[[web.Request], Awaitable[web.Response]]


class NotRead(Exception):
    """What was sent is no form of ours, or too large. `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(slots=True)
class Guard:
    """`proxies`: how many of our own stand in front. Without any, only the socket says who asks: anybody can write
    X-Forwarded-For."""

    proxies: int = 0
    visits: Limit = field(default_factory=lambda: Limit(VISITS))
    wrong: Limit = field(default_factory=lambda: Limit(WRONG))
    touches: Limit = field(default_factory=lambda: Limit(TOUCHES))

    def guarded(self, show: Page) -> Page:
        """The page behind the door. Unsubscribing by POST is not counted by address: mail providers do it for many
        people from few addresses. Who guesses at links is held back there too."""

        async def guard(request: web.Request) -> web.Response:
            words, who = preferred(request.headers.get("Accept-Language", "")), self.asker(request)
            one_click = request.method == "POST" and request.path.startswith("/u/")
            token = request.match_info["token"][:LONGEST_TOKEN]
            if self.wrong.reached(who) or not (one_click or self.visits.count(who)) or not self.touches.count(token):
                return _too_often(words, self.visits.seconds)

            def failed(code: str) -> web.Response:
                return render.notice(words, words.fault_title, words.fault, 503, reference=code)

            during = f"a page ({request.method} /{request.path.split('/')[1]})"  # never the token
            shown = await guarded(_shown(show, request, words), failed, during)
            if shown.status == 404:
                self.wrong.count(who)
            return shown

        return guard

    def asker(self, request: web.Request) -> str:
        """The address that asks: of the socket, or what our own outermost proxy saw."""
        seen = [part.strip() for each in request.headers.getall("X-Forwarded-For", ()) for part in each.split(",")]
        if self.proxies and len(seen) >= self.proxies:
            return seen[-self.proxies][:64]
        return request.remote or ""


async def _shown(show: Page, request: web.Request, words: Words) -> web.Response:
    try:
        return await show(request)
    except NotRead as fault:
        return render.notice(words, words.not_read_title, words.not_read, fault.status)


def _too_often(words: Words, seconds: float) -> web.Response:
    answer = render.notice(words, words.too_often_title, words.too_often, 429)
    answer.headers["Retry-After"] = str(round(seconds))
    return answer


async def fields(request: web.Request) -> Fields:
    """What a form sent: url-encoded as browsers do, or multipart, which RFC 8058 allows too. Raises NotRead."""
    body = await _body(request)
    match request.content_type:
        case "application/x-www-form-urlencoded":
            try:
                return Fields(
                    parse_qsl(
                        body.decode("utf-8", "replace"),
                        keep_blank_values=True,
                        max_num_fields=MOST_FIELDS,
                        errors="replace",
                    )
                )
            except ValueError:
                raise NotRead(400) from None
        case "multipart/form-data":
            return _parts(request.headers.get("Content-Type", ""), body)
        case _:
            raise NotRead(415)


async def _body(request: web.Request) -> bytes:
    """At most so many bytes, whatever the request says of its length."""
    if (request.content_length or 0) > MOST_BODY:
        raise NotRead(413)
    body = b""
    try:
        async with asyncio.timeout(READ_WITHIN):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > MOST_BODY:
                    raise NotRead(413)
    except TimeoutError:
        raise NotRead(408) from None
    return body


def _parts(content_type: str, body: bytes) -> Fields:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    whole = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    found = Fields()
    for part in list(whole.iter_parts())[:MOST_FIELDS] if whole.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            found[name] = cast(bytes, part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return found
