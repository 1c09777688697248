"""`sourcer source check` for an ATS that is connected with a key: prints its jobs, and one person, field by field."""

import asyncio
from dataclasses import asdict, fields
from urllib.parse import urlsplit

from bot.cli.field_tables import print_fields, print_sent
from bot.cli.shell import console, fail
from bot.settings import Settings
from connectors.ats.base import Ats, AtsPerson
from connectors.jobs import JobLine
from connectors.wire import Answer, Request
from handlers.connected_ats import AtsConnections
from store import job_boards
from store.db import Store
from store.keys import KeyRing

TIMEOUT = 60.0  # seconds for the whole check


async def check(config: Settings, store: Store, workspace_id: int, system: str, email: str) -> bool:
    """Log in, read the jobs, and look up one person if an e-mail address is given; nothing is written. False if the
    workspace has no such ATS connected. Raises OutsideError."""
    opened = AtsConnections(KeyRing(config.secret_keys), dict(config.source_urls))
    async with store.read() as db:
        row = next((each for each in await job_boards.with_key(db, workspace_id) if each.system == system), None)
    if row is None:
        return False
    one = opened.of(row)
    if one is None:
        fail("No key in SOURCER_SECRET_KEYS can decrypt the stored credentials. Connect the ATS again.")
    try:
        async with asyncio.timeout(TIMEOUT):
            await _try(one.ats, email)
    except TimeoutError:
        fail(f"{one.traits.label} took longer than {TIMEOUT:.0f} seconds.")
    finally:
        await opened.close()
    return True


async def _try(ats: Ats, email: str) -> None:
    await ats.check()
    console.print(f"{ats.traits.label}: the credentials are accepted.")
    sent: dict[str, object] = {}

    def listen(request: Request, answer: Answer) -> None:
        sent.setdefault(f"{request.method} {urlsplit(request.url).path}", answer.value)

    ats.wire.listener = listen
    try:
        found = await ats.jobs()
        console.print(f"Jobs: {len(found.jobs):,} open.")
        print_fields(found.jobs, list(JobLine.model_fields))
        if found.rejected:
            jobs = "1 job" if found.rejected == 1 else f"{found.rejected:,} jobs"
            console.print(f"{jobs} could not be read: a job needs at least an id and a title.")
    finally:  # also for an answer that could not be read
        _print_sent(sent)
    if not email:
        console.print("To look up a person too, add --email.")
        return
    try:
        person = await ats.find(email)
        console.print("Person: found." if person else "Person: nobody with this e-mail address.")
        if person:
            print_fields([asdict(person)], [field.name for field in fields(AtsPerson)])
    finally:
        _print_sent(sent)


def _print_sent(sent: dict[str, object]) -> None:
    """Print the fields of each answer so far, then forget those answers."""
    for request, value in sent.items():
        print_sent(f"Fields sent by {request}", value)
    sent.clear()
