"""Initial data of the playground: the workspace's members with their roles, jobs, and sample candidates."""

import asyncio
import json

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot import sample
from bot.app import Bot
from bot.importing.candidates import import_candidates
from bot.importing.jobs import import_jobs
from bot.playground.slack import seed
from store.db import Store, Write
from store.mailbox import mailboxes, sender_profiles
from store.members import members, workspaces
from store.people import profiles
from store.roles import Role
from store.tables.core import Workspace

SEED = 1
TIME_ZONE = "America/New_York"
ROLES = {
    seed.ANA: Role.RECRUITER,
    seed.SAM: Role.ADMIN,
    seed.MAYA: Role.REVIEWER,
    seed.DIEGO: Role.REVIEWER,
}
"""Lee has no role yet, so you can try asking for access."""


async def load_seed_data(bot: Bot, candidates: int, console: Console) -> None:
    """Add missing members; if there are no candidates, add candidates and jobs too."""
    store = bot.context.store
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", seed.TEAM, "Northwind Hiring")
        first = await members.find(db, workspace.id, seed.SAM) is None
        for person in seed.PEOPLE:
            if person.id in ROLES and await members.find(db, workspace.id, person.id) is None:
                await members.give_role(db, workspace, person.id, ROLES[person.id], name=person.real_name)
        if first:
            await _settle(db, workspace, bot)
    if await _empty(store):
        await _jobs(bot, workspace.id)
        await _people(bot, candidates, console)


async def _settle(db: Write, workspace: Workspace, bot: Bot) -> None:
    """Fill in what Northwind's people would have entered in their settings."""
    now = bot.context.now()
    for person in seed.PEOPLE:
        member = await members.find(db, workspace.id, person.id)
        if member is None:
            continue
        await sender_profiles.update(db, member, {"title": person.title}, now)
        if member.role is Role.ADMIN:
            await workspaces.set_time_zone(db, member, TIME_ZONE, now)
            await mailboxes.update(db, member, {"company": "Northwind"}, now)


async def _empty(store: Store) -> bool:
    async with store.read() as db:
        return not await profiles.count(db)


async def _jobs(bot: Bot, workspace_id: int) -> None:
    file = bot.settings.data_dir / "sample-jobs.jsonl"
    lines = "".join(json.dumps(job) + "\n" for job in sample.jobs(SEED))
    await asyncio.to_thread(file.write_text, lines, "utf-8")
    await import_jobs(bot.context.store, bot.context.places, [file], workspace_id=workspace_id, now=bot.context.now)


async def _people(bot: Bot, candidates: int, console: Console) -> None:
    file = bot.settings.data_dir / "sample-candidates.jsonl"
    context = bot.context
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as bar:
        creating = bar.add_task(f"Creating {candidates:,} sample candidates", total=candidates)
        day = context.now().date()
        await asyncio.to_thread(
            sample.write, file, candidates, SEED, day, lambda done: bar.update(creating, completed=done)
        )
        importing = bar.add_task("Importing them", total=None)
        await import_candidates(
            context.store,
            context.index,
            context.places,
            [file],
            now=context.now,
            progress=lambda progress: bar.update(importing, total=progress.total, completed=progress.done),
        )
