"""The commands `playground`, `serve`, `doctor` and `key`."""

import asyncio
import errno
import gc
import os
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from cryptography.fernet import Fernet
from rich.markup import escape

from bot import doctor as checks
from bot import logs
from bot.app import LOOPBACK, running, served, utc_now
from bot.cli.shell import console, fail, run, settings
from bot.playground import demo
from store.members import admin_claims


def playground(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8765,
    data_dir: Annotated[Path, typer.Option(help="Directory for all of the playground's data.")] = Path(
        "data/playground"
    ),
    candidates: Annotated[int, typer.Option(help="Sample candidates to create on first start.", min=0)] = 20_000,
) -> None:
    """Try Sourcer in the browser: a small Slack workspace on this machine, with sample data and no account."""
    own = settings({"SOURCER_SOURCE_URLS": os.environ.get("SOURCER_SOURCE_URLS", "")}).source_urls
    logs.set_up(os.environ.get("SOURCER_LOG_LEVEL") or "warning", "console")
    with _listening(LOOPBACK[0], port):
        run(demo.run_playground(port, data_dir, candidates, console, source_urls=dict(own), until=_stop_signal))


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 3978,
) -> None:
    """Serve Slack and Teams as configured in the environment."""
    config = settings()
    if not config.slack_bot_token and not config.teams:
        fail(
            "Neither Slack nor Teams is set up. Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN "
            "(docs/install-slack.md), or TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_IDS "
            "(docs/install-teams.md). "
            "To try Sourcer without an account: sourcer playground."
        )
    if config.development and not config.teams_app_id and host not in LOOPBACK:
        fail(
            "SOURCER_DEVELOPMENT: without TEAMS_APP_ID anyone could send requests to the bot, "
            "so only --host 127.0.0.1 is allowed."
        )

    async def work() -> None:
        async with running(config, host=host) as bot:
            settle_memory()
            async with bot.context.store.write() as db:
                needs_claim = not config.admins and await admin_claims.needed(db)
                code = await admin_claims.new_claim(db, utc_now()) if needs_claim else ""
            async with served(bot.app, host, port) as address:
                names = [name.capitalize() for name in bot.couriers]
                console.print(f"Serving {' and '.join(names)} at {escape(address)}")
                if code:
                    console.print(
                        f"No admin yet. To become the first, type [bold]/sourcer claim {code}[/bold] in Slack, or send "
                        f"[bold]claim {code}[/bold] to the bot in Teams. The code works once, within a day.",
                        soft_wrap=True,
                    )
                await _stop_signal()
                console.print("Stopping. Finishing work in progress first.")

    with _listening(host, port):
        run(work())


def settle_memory() -> None:
    """Exclude what was loaded at startup, such as the world's places, from garbage collection: scanning it pauses
    everything for 0.2 s."""
    gc.collect()
    gc.freeze()


@contextmanager
def _listening(host: str, port: int) -> Generator[None]:
    try:
        yield
    except OSError as fault:
        match fault.errno:
            case errno.EADDRINUSE | errno.EACCES:
                fail(f"Cannot listen on port {port}: {os.strerror(fault.errno)}. Choose another with --port.")
            case errno.EADDRNOTAVAIL | socket.EAI_NONAME | socket.EAI_AGAIN:
                fail(f"{host} is not an address of this machine. Choose another with --host.")
            case _:
                raise


def key() -> None:
    """Create a random key for SOURCER_SECRET_KEYS or SOURCER_HASH_KEY."""
    typer.echo(Fernet.generate_key().decode())


def doctor() -> None:
    """Check settings, database, index, tokens and scopes, and explain how to fix each fault."""
    found = run(checks.examine(settings()))
    for finding in found:
        mark = "[green]ok[/green]  " if finding.ok else "[red]fault[/red]"
        console.print(f"{mark} {escape(finding.name)}: {escape(finding.message)}", soft_wrap=True)
    if not all(finding.ok for finding in found):
        raise typer.Exit(1)


async def _stop_signal() -> None:
    """Wait for SIGINT or SIGTERM."""
    received = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, received.set)
    await received.wait()
