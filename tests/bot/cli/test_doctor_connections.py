"""The doctor's lines about what workspaces connected: while it works, when it fails, and when its key is lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from store import job_boards
from store.db import Store
from store.keys import KeyRing
from store.mailbox import connections as mailboxes
from store.members import members, workspaces
from store.roles import Role
from store.sources import connections
from store.tables.core import Member
from tests.bot.cli.conftest import Sourcer
from tests.databases import NOW, sqlite_file
from tests.fakes.dice import CREDENTIALS

KEY = Fernet.generate_key().decode()
KEYS = KeyRing([KEY])


async def doctor(sourcer: Sourcer, key: str) -> str:
    """Its output, in which lines may be wrapped."""
    done = await asyncio.to_thread(lambda: sourcer("doctor", SOURCER_SECRET_KEYS=key))
    return " ".join(done.out.split())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    (tmp_path / "data").mkdir()
    sqlite_file(tmp_path / "data" / "sourcer.db")
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'sourcer.db'}")
    yield store
    await store.close()


@pytest.fixture
async def sam(store: Store) -> Member:
    """The admin of workspace 1."""
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1")
        await members.give_role(db, workspace, "U1", Role.ADMIN)
        sam = await members.find(db, workspace.id, "U1")
    assert sam
    return sam


async def test_it_says_since_when_an_ats_fails_and_whether_its_key_is_lost(sourcer: Sourcer, store: Store, sam: Member):
    async with store.write() as db:
        board = await job_boards.connect(db, sam, "ashby", {"api_key": "ashby-secret"}, KEYS, NOW)
    assert "ashby (ATS) of workspace 1: is connected" in await doctor(sourcer, KEY)
    async with store.write() as db:
        await job_boards.save_jobs(db, board, [], set(), complete=True, now=NOW)
    assert "ashby (ATS) of workspace 1: copied its jobs at 2026-11-20 09:00 UTC" in await doctor(sourcer, KEY)
    async with store.write() as db:
        await job_boards.record_failure(db, board, "It refused the key.", NOW + timedelta(hours=1), at_once=True)
    done = await doctor(sourcer, KEY)
    assert "has not worked since 2026-11-20 10:00 UTC. It refused the key." in done
    other = await doctor(sourcer, Fernet.generate_key().decode())
    assert "no key in SOURCER_SECRET_KEYS decrypts its credentials" in other
    assert "ashby-secret" not in done + other


async def test_it_says_since_when_a_source_fails_also_a_members_own(sourcer: Sourcer, store: Store, sam: Member):
    async with store.write() as db:
        for everyone in (True, False):
            await connections.connect(db, sam, "dice", CREDENTIALS, KEYS, NOW, everyone=everyone)
        ours, own = sorted(await connections.everywhere(db), key=lambda row: row.member_id or 0)
    done = await doctor(sourcer, KEY)
    assert "dice of workspace 1: worked at 2026-11-20 09:00 UTC" in done
    assert f"dice of workspace 1, member {sam.id}: worked at" in done
    for row, hours in ((ours, 1), (own, 2)):
        async with store.write() as db:
            why, at = "Dice rejects the credentials.", NOW + timedelta(hours=hours)
            await connections.record_failure(db, row.workspace_id, row.id, why, at, refused=True)
    done = await doctor(sourcer, KEY)
    broken = "has not worked since 2026-11-20 {} UTC. Dice rejects the credentials."
    assert f"dice of workspace 1: {broken.format('10:00')}" in done
    assert f"dice of workspace 1, member {sam.id}: {broken.format('11:00')}" in done
    assert "worked at" not in done
    assert CREDENTIALS["password"] not in done


async def test_it_says_that_the_key_of_a_mailbox_is_lost(sourcer: Sourcer, store: Store, sam: Member):
    async with store.write() as db:
        await mailboxes.connect(db, sam, {"smtp_url": "smtp://a:s3cret@127.0.0.1:9"}, "a@b.example", KEYS, NOW)
    done = await doctor(sourcer, Fernet.generate_key().decode())
    assert "mailbox of workspace 1: connected by password: no key in SOURCER_SECRET_KEYS decrypts its login" in done
    assert "s3cret" not in done
