"""How the client handles a Typesense server's answers; the fake server answers as each test sets it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable
from connectors.search.base import Query
from connectors.search.typesense.client import TypesenseClient
from connectors.search.typesense.collections import Collections
from connectors.search.typesense.engine import TypesenseIndex
from tests.connectors.search.people import person
from tests.servers.typesense import TypesenseServer

Answer = Callable[[web.Request], web.StreamResponse]


class FakeServer:
    """A server that answers every request with `answer` and records the requests."""

    url = ""

    def __init__(self) -> None:
        self.answer: Answer = lambda request: web.json_response({})
        self.requests: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path}")
        return self.answer(request)


@pytest.fixture
async def fake() -> AsyncIterator[FakeServer]:
    server = FakeServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, BadCredentials),
        (403, BadCredentials),
        (429, Throttled),
        (503, Unreachable),
        (500, Unreachable),
        (400, Refused),
    ],
)
async def test_each_error_status_raises_its_error(fake: FakeServer, status: int, error: type[OutsideError]) -> None:
    fake.answer = lambda request: web.json_response({"message": "no"}, status=status, headers={"Retry-After": "7"})
    index = await TypesenseIndex.open(fake.url, "key")
    with pytest.raises(error) as raised:
        await index.search(Query(1))
    assert raised.value.system == "the search index"
    if isinstance(raised.value, Throttled):
        assert raised.value.retry_after == 7
    assert not (await index.status()).ready
    await index.close()


async def test_a_failed_search_inside_a_200_response(fake: FakeServer) -> None:
    results = [{"found": 1, "hits": []}, {"code": 404, "error": "Could not find a field named `x`"}]
    fake.answer = lambda request: web.json_response({"results": results})
    async with TypesenseClient(fake.url, "key") as client:
        with pytest.raises(Refused, match="Could not find a field"):
            await client.multi_search([{}, {}])


async def test_a_refused_line_inside_a_200_response(fake: FakeServer) -> None:
    lines = '{"success":true}\n{"code":400,"error":"Field `recency` must be an int64.","success":false}'
    fake.answer = lambda request: web.Response(text=lines)
    async with TypesenseClient(fake.url, "key") as client:
        with pytest.raises(Refused, match=r"rejected 1 of the profiles: .*int64"):
            await client.import_documents("profiles", b"{}\n{}")


async def test_a_lost_connection_is_retried_once(fake: FakeServer) -> None:
    def lost(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    fake.answer = lost
    async with TypesenseClient(fake.url, "key") as client:
        with pytest.raises(Unreachable):
            await client.request("GET", "/x")
    assert fake.requests == ["GET /x", "GET /x"]


async def test_no_listener_raises_unreachable(unused_tcp_port: int) -> None:
    index = await TypesenseIndex.open(f"http://127.0.0.1:{unused_tcp_port}", "key")
    with pytest.raises(Unreachable):
        await index.search(Query(1))
    status = await index.status()
    assert (status.ready, status.documents) == (False, 0)
    assert "did not respond" in status.detail
    await index.close()


async def test_a_healthy_server_with_some_profiles_missing_is_not_ready(fake: FakeServer) -> None:
    answers = {
        "/health": {"ok": True},
        "/aliases/profiles": {"collection_name": Collections(TypesenseClient(fake.url, ""), "profiles").profiles},
    }
    fake.answer = lambda request: web.json_response(answers.get(request.path, {"num_documents": 18_000}))

    async def expected() -> int:
        return 100_000

    index = await TypesenseIndex.open(fake.url, "key", expected=expected)
    status = await index.status()
    assert (status.ready, status.documents) == (False, 18_000)
    assert status.detail.startswith("18,000 of 100,000 profiles loaded")
    answers["/health"] = {"ok": False}
    assert "loading" in (await index.status()).detail
    await index.close()


async def test_a_real_server_with_the_wrong_key(server: TypesenseServer) -> None:
    index = await TypesenseIndex.open(server.url, "wrong")
    with pytest.raises(BadCredentials):
        await index.search(Query(1))
    await index.close()


async def test_a_collection_of_another_version_is_rebuilt(server: TypesenseServer) -> None:
    async with TypesenseClient(server.url, server.api_key) as client:
        fields = [{"name": "old", "type": "string"}]
        await client.request("POST", "/collections", json={"name": "people_v0", "fields": fields})
        await client.request("PUT", "/aliases/people", json={"collection_name": "people_v0"})
        index = await TypesenseIndex.open(server.url, server.api_key, "people")
        assert (await index.status()).detail == "it was built by another version; run sourcer index rebuild"
        with pytest.raises(Refused, match="another version"):
            await index.put([person(1)])
        await index.clear()
        await index.put([person(1)])
        assert (await index.search(Query(1))).total == 1
        assert await client.request("GET", "/collections/people_v0", missing_ok=True) is None
        await index.close()


async def test_processes_starting_together_share_one_collection(server: TypesenseServer) -> None:
    several = [await TypesenseIndex.open(server.url, server.api_key, "begun") for _ in range(4)]
    await asyncio.gather(*(index.put([person(number)]) for number, index in enumerate(several, 1)))
    assert [(await index.search(Query(1))).total for index in several] == [4, 4, 4, 4]
    for index in several:
        await index.close()


async def test_stored_documents_equal_what_was_put(server: TypesenseServer) -> None:
    index = await TypesenseIndex.open(server.url, server.api_key, "kept")
    await index.put([person(7, skills=("Go",), lat=1.0, lon=2.0)])
    async with TypesenseClient(server.url, server.api_key) as client:
        stored = await client.request("GET", "/collections/kept/documents/7")
    assert stored is not None
    assert json.loads(json.dumps(stored))["skill"] == ["go"]
    await index.close()
