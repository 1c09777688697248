"""`sourcer playground`: the fake Slack and the bot in one process, with sample people, on this machine only."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot import sample
from bot.app import LOOPBACK, Bot, address_of, opened, running, served, utc_now
from bot.import_jobs import import_jobs
from bot.importing import import_candidates
from bot.playground import seed
from bot.playground.server import FakeSlack, add_routes
from bot.settings import Settings
from store import members, profiles, workspaces
from store.db import Store
from store.roles import Role

HOST = LOOPBACK[0]
SEED = 1
ROLES = {
    seed.ANA: Role.RECRUITER,
    seed.SAM: Role.ADMIN,
    seed.MAYA: Role.REVIEWER,
    seed.DIEGO: Role.REVIEWER,
}
"""Lee is let in by nobody yet, so that asking for access can be tried."""


async def play(
    port: int, data_dir: Path, candidates: int, console: Console, *, stopped: Callable[[], Awaitable[None]]
) -> None:
    """Serve until stopped. Prints the address once it answers."""
    secret, token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}"
    await asyncio.to_thread(data_dir.mkdir, parents=True, exist_ok=True)
    fake = FakeSlack(
        seed.northwind(), signing_secret=secret, bot_token=token, snapshot_file=data_dir / "conversations.json"
    )
    front = web.Application()
    add_routes(front, fake)
    front.router.add_get("/", _to_playground)
    door = opened(HOST, port)  # the address is in the settings, and is served when all is there
    fake.address = f"{address_of(door)}/playground-slack/"
    settings = Settings(
        data_dir=data_dir,
        slack_signing_secret=secret,
        slack_bot_token=token,
        slack_api_url=fake.api_url.rstrip("/"),
    )
    async with running(settings, host=HOST) as bot, served(bot.app, HOST, 0) as behind:
        fake.bot_url = f"{behind}/slack/events"
        await _furnish(bot, candidates, console)
        async with served(front, HOST, port, door) as address:
            console.print(f"Sourcer playground: [bold]{address}/playground/[/bold]  (Ctrl+C ends it)")
            await stopped()


async def _furnish(bot: Bot, candidates: int, console: Console) -> None:
    """What is missing: the people of the workspace with their roles, jobs, and sample candidates on first start."""
    store = bot.room.store
    async with store.write() as db:
        workspace = await workspaces.meet(db, "slack", seed.TEAM, "Northwind Hiring")
        for person in seed.PEOPLE:
            if person.id in ROLES and await members.find(db, workspace.id, person.id) is None:
                await members.give_role(db, workspace, person.id, ROLES[person.id], name=person.real_name)
    if await _empty(store):
        await _jobs(bot, workspace.id)
        await _people(bot, candidates, console)


async def _empty(store: Store) -> bool:
    async with store.read() as db:
        return not await profiles.count(db)


async def _jobs(bot: Bot, workspace_id: int) -> None:
    file = bot.settings.data_dir / "sample-jobs.jsonl"
    lines = "".join(json.dumps(job) + "\n" for job in sample.jobs(SEED))
    await asyncio.to_thread(file.write_text, lines, "utf-8")
    await import_jobs(bot.room.store, bot.room.places, [file], workspace_id=workspace_id, now=utc_now)


async def _people(bot: Bot, candidates: int, console: Console) -> None:
    file = bot.settings.data_dir / "sample-candidates.jsonl"
    room = bot.room
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as bar:
        made = bar.add_task(f"Making {candidates:,} sample people", total=candidates)
        day = room.now().date()
        await asyncio.to_thread(
            sample.write, file, candidates, SEED, day, lambda done: bar.update(made, completed=done)
        )
        kept = bar.add_task("Importing them", total=None)
        await import_candidates(
            room.store,
            room.index,
            room.places,
            [file],
            now=room.now,
            progress=lambda how_far: bar.update(kept, total=how_far.total, completed=how_far.done),
        )


async def _to_playground(_: web.Request) -> web.Response:
    raise web.HTTPFound("/playground/")
