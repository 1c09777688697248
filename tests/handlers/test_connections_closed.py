"""What another replica disconnected is closed here, once the store has been read: closing may wait for the network."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from cryptography.fernet import Fernet

from connectors.ats.base import Ats
from connectors.ats.greenhouse import TRAITS
from connectors.ats.registry import AtsKind
from connectors.resumes.registry import SourceKind
from handlers.connected_ats import AtsConnections
from handlers.connected_sources import Sources
from store import job_boards
from store.db import inside
from store.keys import KeyRing
from store.roles import Role
from store.sources import connections
from tests.fakes.source import MemorySource
from tests.handlers.conftest import NOW, Workplace

KEYS = KeyRing([Fernet.generate_key().decode()])


@dataclass(slots=True)
class Closing(MemorySource):
    """`closed`: for each time that it was closed, whether the store was open."""

    closed: list[bool] = field(default_factory=list[bool])

    async def close(self) -> None:
        self.closed.append(inside())


@pytest.mark.parametrize("what", ["source", "ats"])
async def test_a_connection_that_was_removed_is_closed_after_the_read(work: Workplace, what: str):
    one, admin = Closing(), await work.member("Sam", Role.ADMIN)
    opened: Any
    if what == "source":
        opened = Sources(KEYS, kinds={"acme": SourceKind(one.traits, lambda credentials, address: one)})
        async with work.store.write() as db:
            row = await connections.connect(db, admin, "acme", {}, KEYS, NOW, everyone=True)
    else:
        ats = cast(Ats, one)
        opened = AtsConnections(KEYS, kinds={"greenhouse": AtsKind(TRAITS, lambda credentials, address: ats)})
        async with work.store.write() as db:
            row = await job_boards.connect(db, admin, "greenhouse", {"client_id": "x"}, KEYS, NOW)
    await opened.refresh(work.store)
    assert opened.of(row) is not None
    await opened.refresh(work.store)
    assert one.closed == []
    async with work.store.write() as db:
        await db.delete(row)
    await opened.refresh(work.store)
    assert one.closed == [False]
