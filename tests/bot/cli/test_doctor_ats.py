"""The doctor's line about an ATS that is connected with a key."""

import asyncio
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from store import job_boards
from store.db import Store
from store.keys import KeyRing
from store.members import members, workspaces
from store.roles import Role
from tests.bot.cli.conftest import Sourcer
from tests.databases import NOW, sqlite_file

KEY = Fernet.generate_key().decode()


async def doctor(sourcer: Sourcer, key: str) -> str:
    """Its output, in which lines may be wrapped."""
    done = await asyncio.to_thread(lambda: sourcer("doctor", SOURCER_SECRET_KEYS=key))
    return " ".join(done.out.split())


async def test_it_says_since_when_an_ats_fails_and_whether_its_key_is_lost(sourcer: Sourcer, tmp_path: Path):
    (tmp_path / "data").mkdir()
    sqlite_file(tmp_path / "data" / "sourcer.db")
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'sourcer.db'}")
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1")
        await members.give_role(db, workspace, "U1", Role.ADMIN)
        sam = await members.find(db, workspace.id, "U1")
        assert sam
        board = await job_boards.connect(db, sam, "ashby", {"api_key": "ashby-secret"}, KeyRing([KEY]), NOW)
    done = await doctor(sourcer, KEY)
    assert "ashby (ATS) of workspace 1: is connected" in done
    async with store.write() as db:
        await job_boards.record_failure(db, board, "It refused the key.", NOW + timedelta(hours=1), at_once=True)
    await store.close()
    done = await doctor(sourcer, KEY)
    assert "has not worked since 2026-11-20 10:00 UTC. It refused the key." in done
    other = await doctor(sourcer, Fernet.generate_key().decode())
    assert "no key in SOURCER_SECRET_KEYS decrypts its credentials" in other
    assert "ashby-secret" not in done + other
