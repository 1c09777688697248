"""The measured servers, each in its own process: `python -m benchmarks.servers CORE NAME …` prints its port.

`bare`: a bolt app that only acknowledges. `held`: Sourcer with the work after the acknowledgment held back.
`bot DATA API`: all of Sourcer, with a data directory and the address of a Slack API; with the sources described in
DATA/sources, if there are any. `slack`: the fake Slack.
`smtp`: a mail server that accepts everything.
"""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

from aiohttp import web

from benchmarks.load import SECRET

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="  # encrypts what the benchmarks connect


def _pin(core: int) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


async def _bare() -> None:
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/sourcer")
    async def command(ack):
        await ack()

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", handle)
    async with _served(server):
        await asyncio.Event().wait()


async def _held() -> None:
    with tempfile.TemporaryDirectory() as folder:
        await _bot(Path(folder), "http://127.0.0.1:1/api", held=True)


async def _bot(data: Path, api: str, *, held: bool = False) -> None:
    from bot.app import running
    from bot.cli.serving import settle_memory
    from bot.settings import Settings

    settings = Settings(
        data_dir=data,
        slack_signing_secret=SECRET,
        slack_bot_token="xoxb-1",
        slack_api_url=api,
        secret_keys=(KEY,),
        sources_dir=sources if (sources := data / "sources").is_dir() else None,
    )
    async with running(settings) as bot:
        settle_memory()
        if held:
            bot.intake.released.clear()
        async with _served(bot.app):
            await asyncio.Event().wait()


async def _slack() -> None:
    from bot.playground.server import FakeSlack, add_routes
    from bot.playground.slack.seed import northwind

    fake = FakeSlack(northwind(), signing_secret=SECRET, bot_token="xoxb-1")
    fake.echoes = False
    app = web.Application()
    add_routes(app, fake)
    async with _served(app) as port:
        fake.address = f"http://127.0.0.1:{port}/playground-slack/"
        await asyncio.Event().wait()


async def _smtp() -> None:
    from aiosmtpd.handlers import Sink
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(Sink(), loop=loop, hostname="mx.example"), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


@asynccontextmanager
async def _served(app: web.Application):
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    print(port, flush=True)
    yield port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(*name: str, core: int = 0) -> Iterator[tuple[int, Popen[str]]]:
    """Runs one of these as a child process on its own core; yields its port and the process."""
    child = Popen([sys.executable, "-m", "benchmarks.servers", str(core), *name], stdout=PIPE, text=True)
    assert child.stdout is not None
    try:
        yield int(child.stdout.readline()), child
    finally:
        child.kill()
        child.wait()


if __name__ == "__main__":
    _pin(int(sys.argv[1]))
    match sys.argv[2:]:
        case ["bare"]:
            asyncio.run(_bare())
        case ["held"]:
            asyncio.run(_held())
        case ["bot", data, api]:
            asyncio.run(_bot(Path(data), api))
        case ["slack"]:
            asyncio.run(_slack())
        case ["smtp"]:
            asyncio.run(_smtp())
        case _:
            sys.exit(__doc__)
