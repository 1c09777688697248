"""The Teams adapter, served over HTTP between a fake Microsoft and an in-memory intake."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest_asyncio
from aiohttp import web

from bot.pipeline.interaction import Courier, Interaction, Kind, MessageRef, Respond
from bot.teams.adapter import TeamsAdapter
from bot.teams.settings import TeamsSettings
from handlers.replies import Ask, Attach, Reply, Show, Tell
from tests.fakes.teams import FakeTeams, fake_teams

APP_ID = "11111111-2222-3333-4444-555555555555"
Flow = Callable[[Interaction], tuple[Reply, ...]]


class MemoryIntake:
    """Runs each key once; `flow` returns the replies. Stores in memory what a real intake has in the store."""

    def __init__(self) -> None:
        self.flow: Flow = lambda interaction: (Tell("Understood."),)
        self.ran: list[Interaction] = []
        self.places: list[MessageRef] = []
        self.faults: list[Exception] = []
        self.pace = 0.0  # seconds of work per interaction
        self.courier: Courier
        self._taken: set[str] = set()
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def take(self, interaction: Interaction) -> None:
        if interaction.key not in self._taken:
            self._taken.add(interaction.key)
            self._start(self._work(interaction))

    async def answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        if interaction.kind is Kind.PASSING:
            return (await respond(await self._run(interaction))).body
        if interaction.key not in self._answers:
            self._answers[interaction.key] = self._start(self._answer(interaction, respond))
        return await asyncio.shield(self._answers[interaction.key])

    async def idle(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _work(self, interaction: Interaction) -> None:
        await self._carry_out(interaction, await self._run(interaction))

    async def _answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        answer = await respond(await self._run(interaction))
        self._start(self._carry_out(interaction, answer.rest))
        return answer.body

    async def _run(self, interaction: Interaction) -> tuple[Reply, ...]:
        self.ran.append(interaction)
        await asyncio.sleep(self.pace)
        return self.flow(interaction)

    async def _carry_out(self, interaction: Interaction, replies: tuple[Reply, ...]) -> None:
        for reply in replies:
            try:
                await self._carry(interaction, reply)
            except Exception as fault:
                self.faults.append(fault)

    async def _carry(self, interaction: Interaction, reply: Reply) -> None:
        match reply:
            case Show(card):
                if place := await self.courier.show(interaction, card):
                    self.places.append(place)
            case Ask(form):
                await self.courier.ask(interaction, form)
            case Tell(text):
                await self.courier.tell(interaction, text)
            case Attach():
                await self.courier.attach(interaction, reply)
            case _:
                raise AssertionError(reply)

    def _start(self, work: Any) -> "asyncio.Task[Any]":
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


@dataclass
class Bot:
    """The running adapter. `post` sends requests as Microsoft does."""

    teams: FakeTeams
    intake: MemoryIntake
    adapter: TeamsAdapter
    http: aiohttp.ClientSession
    url: str
    signed: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    async def post(self, activity: Any, token: str | None = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON of the response, once all resulting work is done."""
        answer = await self.post_only(activity, token, **headers)
        await self.intake.idle()
        return answer

    async def post_only(self, activity: Any, token: str | None = None, **headers: str) -> tuple[int, Any]:
        if token is None and self.signed:
            token = self.teams.token(APP_ID)
        sent = {"Authorization": token} if token else {}
        async with self.http.post(self.url, json=activity, headers={**sent, **headers}) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if answer.content_type == "application/json" else None

    async def post_bytes(self, body: bytes, content_type: str = "application/json") -> int:
        headers = {"Authorization": self.teams.token(APP_ID), "Content-Type": content_type}
        async with self.http.post(self.url, data=body, headers=headers) as answer:
            return answer.status

    async def say(self, text: str, **more: Any) -> tuple[int, Any]:
        return await self.post(self.teams.activity("message", text=text, **more))

    async def invoke(self, name: str, value: Any, **more: Any) -> Any:
        """The body of the response to an invoke."""
        status, body = await self.post(self.teams.activity("invoke", name=name, value=value, **more))
        assert status == 200
        return body


def settings_of(teams: FakeTeams, **changed: Any) -> TeamsSettings:
    usual: dict[str, Any] = {
        "app_id": APP_ID,
        "app_password": "secret",
        "tenant_ids": frozenset({"tenant-1"}),
        "service_hosts": (teams.url,),
        "login_url": teams.url,
        "openid_url": teams.openid_url,
    }
    return TeamsSettings(**{**usual, **changed})


@pytest_asyncio.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with fake_teams() as fake:
        yield fake


Serve = Callable[..., Any]


@pytest_asyncio.fixture
async def serve(teams: FakeTeams) -> AsyncIterator[Serve]:
    """Starts the adapter, optionally with changed settings."""
    async with aiohttp.ClientSession() as http:
        stops: list[Callable[[], Any]] = []

        async def start(**changed: Any) -> Bot:
            intake = MemoryIntake()
            adapter = TeamsAdapter(settings_of(teams, **changed), intake, http)
            intake.courier = adapter.courier
            app = web.Application()
            app.router.add_post("/api/messages", adapter.handle)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            await adapter.start()
            stops.extend((adapter.stop, runner.cleanup))
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
            return Bot(teams, intake, adapter, http, url, signed=changed.get("app_id", APP_ID) != "")

        yield start
        teams.resume()
        for stop in reversed(stops):
            await stop()


@pytest_asyncio.fixture
async def bot(serve: Serve) -> Bot:
    return await serve()
