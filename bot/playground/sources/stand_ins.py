"""The four stand-ins on one port of this machine. Each can be switched to simulate a kind of trouble."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Container, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Protocol, cast

from aiohttp import web

from bot.app import LOOPBACK, served
from bot.playground import origin_guard
from bot.playground.slack.user_inputs import NotPossible
from bot.playground.sources import people
from bot.playground.sources.careerbuilder import FakeCareerBuilder
from bot.playground.sources.dice import FakeDice
from bot.playground.sources.indeed import FakeIndeed
from bot.playground.sources.people_data_labs import FakePeopleDataLabs

SLOW = 4.0  # seconds: longer than a card waits
LOGINS: Mapping[str, Mapping[str, str]] = {
    "careerbuilder": {"client_id": "demo", "client_secret": "careerbuilder-demo-" + "secret-" * 8},
    "dice": {
        "client_id": "demo",
        "client_secret": "dice-demo-secret",
        "username": "talent@northwind.example",
        "password": "dice-demo-password",
    },
    "indeed": {
        "client_id": "demo",
        "client_secret": "indeed-demo-secret",
        "employer_id": "northwind",
        "resume_search": "yes",
    },
    "people_data_labs": {"api_key": "people-data-labs-demo-key"},
}


class Behavior(StrEnum):
    WORKS = "Works"
    SLOW = "Slow (4 seconds)"
    FAILING = "Failing"
    SPENT = "Out of quota"
    REFUSES = "Refuses the login"
    RENAMED = "Renamed a field"


class Server(Protocol):
    """A partner's API. `allowances`: its attributes that count what is left. `renamed`: fields of its people → the
    names that replace them under RENAMED."""

    name: ClassVar[str]
    login_path: ClassVar[str]
    allowances: ClassVar[tuple[str, ...]]
    renamed: ClassVar[Mapping[str, str]]
    address: str
    people: list[Any]

    def app(self) -> web.Application: ...

    def left(self) -> str: ...


def _nothing() -> None: ...


@dataclass(slots=True)
class StandIn:
    """`changed` is called after each request and switch."""

    server: Server
    label: str
    behavior: Behavior = Behavior.WORKS
    requests: int = 0
    changed: Callable[[], None] = _nothing
    _allowance: dict[str, int] = field(default_factory=dict[str, int])  # what was left, while out of quota

    @property
    def behaviors(self) -> list[Behavior]:
        return [each for each in Behavior if each is not Behavior.SPENT or self.server.allowances]

    def switch(self, to: str) -> None:
        """Switch to another behavior. Raises NotPossible."""
        if to not in self.behaviors:
            raise NotPossible("this stand-in doesn't do that")
        for name, left in self._allowance.items():
            setattr(self.server, name, left)
        self._allowance.clear()
        self.behavior = Behavior(to)
        if self.behavior is Behavior.SPENT:
            for name in self.server.allowances:
                self._allowance[name] = getattr(self.server, name)
                setattr(self.server, name, 0)
        self.changed()

    @web.middleware
    async def behave(self, request: web.Request, handler: origin_guard.Handler) -> web.StreamResponse:
        self.requests += 1
        try:
            return await self._answer(request, handler)
        except ConnectionResetError:
            return web.Response(status=499)  # nobody is waiting for the answer anymore
        finally:
            self.changed()

    async def _answer(self, request: web.Request, handler: origin_guard.Handler) -> web.StreamResponse:
        match self.behavior:
            case Behavior.FAILING:
                return web.Response(status=503, text="<h1>Service Unavailable</h1>", content_type="text/html")
            case Behavior.REFUSES:
                return web.json_response({"error": "invalid_client"}, status=401)
            case Behavior.SLOW if not request.path.endswith(self.server.login_path):
                await asyncio.sleep(SLOW)
            case _:
                pass
        answer = await handler(request)
        if self.behavior is Behavior.RENAMED and isinstance(answer, web.Response) and answer.text:
            answer.text = json.dumps(_renamed(json.loads(answer.text), self.server.renamed))
        return answer


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        return {names.get(name, name): _renamed(each, names) for name, each in given.items()}
    return [_renamed(each, names) for each in cast(list[Any], value)] if isinstance(value, list) else value


class StandIns:
    """`without`: names of sources that need no stand-in. `today`: the day that the sample people's careers run up to;
    the people are created at the first request."""

    def __init__(self, today: Callable[[], date], without: Container[str] = ()) -> None:
        self.indeed = FakeIndeed(LOGINS["indeed"])
        self.all = {
            each.server.name: each
            for each in (
                StandIn(FakeCareerBuilder(LOGINS["careerbuilder"]), "CareerBuilder"),
                StandIn(FakeDice(LOGINS["dice"]), "Dice"),
                StandIn(self.indeed, "Indeed"),
                StandIn(FakePeopleDataLabs(LOGINS["people_data_labs"], search_credits=350), "People Data Labs"),
            )
            if each.server.name not in without
        }
        self._today = today
        self._filled = False
        self._filling = asyncio.Lock()

    @asynccontextmanager
    async def serve(self) -> AsyncGenerator[Mapping[str, str]]:
        """Serve all of them on a free port of this machine; yields their addresses by name."""
        app = web.Application(middlewares=[origin_guard.loopback_only, self._fill])
        for name, each in self.all.items():
            part = each.server.app()
            part.middlewares.insert(0, each.behave)
            app.add_subapp(f"/{name}", part)
        async with served(app, LOOPBACK[0], 0) as address:
            for name, each in self.all.items():
                each.server.address = f"{address}/{name}"
            yield {name: each.server.address for name, each in self.all.items()}

    @web.middleware
    async def _fill(self, request: web.Request, handler: origin_guard.Handler) -> web.StreamResponse:
        async with self._filling:
            if not self._filled:
                found = await asyncio.to_thread(people.everyone, self._today())
                for name, each in self.all.items():
                    each.server.people = found[name]
                self._filled = True
        return await handler(request)
