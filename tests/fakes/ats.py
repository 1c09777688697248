"""What the fakes of applicant tracking systems share: switches for bad weather."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(slots=True)
class Weather:
    """`misbehave`: answers in place of a request, unless it returns None; it gets the request and the name of what is
    asked for. `cut`: a candidate is created, and the connection breaks before the answer. `gate`: requests for this
    name wait for it."""

    address: str = ""
    misbehave: Callable[[web.Request, str], web.StreamResponse | None] | None = None
    cut: bool = False
    gate: asyncio.Event | None = None
    gated: str = ""  # all if ""
    asked: list[str] = field(default_factory=list[str])  # method and path of every request

    async def weather(self, request: web.Request, name: str) -> web.StreamResponse | None:
        self.asked.append(f"{request.method} {request.path_qs}")
        if self.gate is not None and self.gated in ("", f"{request.method} {name}"):
            await self.gate.wait()
        return self.misbehave(request, name) if self.misbehave is not None else None


async def lost(request: web.Request) -> web.StreamResponse:
    """Begins an answer and breaks the connection."""
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "5000"})
    await answer.prepare(request)
    await answer.write(b'{"id": 9')
    assert request.transport is not None
    request.transport.close()
    return answer
