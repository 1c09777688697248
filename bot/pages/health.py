"""Endpoints for monitoring: liveness, readiness, metrics."""

import asyncio
import logging

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from connectors.errors import OutsideError
from connectors.search.base import SearchIndex
from store.db import Store
from store.errors import StoreDown

log = logging.getLogger(__name__)

READY_WITHIN = 3.0  # seconds


def add_routes(app: web.Application, store: Store, index: SearchIndex) -> None:
    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        database, search = await asyncio.gather(_database(store), _index(index))
        faults = {name: problem for name, problem in (("database", database), ("index", search)) if problem}
        body = {"ready": not faults, "database": database or "ok", "index": search or "ok"}
        return web.json_response(body, status=503 if faults else 200)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


async def _database(store: Store) -> str:
    try:
        async with asyncio.timeout(READY_WITHIN):
            await store.check()
    except (StoreDown, TimeoutError) as fault:
        log.warning("the database is not ready: %s", fault)
        return "does not answer"
    return ""


async def _index(index: SearchIndex) -> str:
    try:
        async with asyncio.timeout(READY_WITHIN):
            status = await index.status()
    except (OutsideError, TimeoutError) as fault:
        log.warning("the index is not ready: %s", fault)
        return "does not answer"
    return "" if status.ready else status.detail or "not ready"
