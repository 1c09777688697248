"""Members who may no longer contact people: their own mailbox is disconnected once, whoever notices it."""

import asyncio

from cryptography.fernet import Fernet
from sqlmodel import col, select

from store.db import Store
from store.keys import KeyRing
from store.mailbox import departures, sign_ins
from store.roles import Role
from store.tables.core import Audit, Member
from store.tables.outreach import Notice
from tests.databases import NOW, new_team

KEYS = KeyRing([Fernet.generate_key().decode()])


async def test_two_processes_that_notice_it_at_once_disconnect_it_once(replicas: list[Store]):
    team = await new_team(replicas[0])
    ana, ada = await team.member(), await team.member("Ada", Role.ADMIN)
    granted = sign_ins.by_password("ana@acme.example", "smtps://ana:pw@mail.acme.example:465", "", NOW)
    async with replicas[0].write() as db:
        await sign_ins.save(db, ana, granted, KEYS, NOW, own=True)
        (await db.get_one(Member, ana.id)).role = Role.GUEST
    both = asyncio.Barrier(2) if replicas[0].engine.dialect.name == "postgresql" else None

    async def disconnect(store: Store) -> int:
        async with store.write() as db:
            if both is not None:
                await departures.pending(db)
                await both.wait()
            return await departures.disconnect(db, NOW)

    assert sum(await asyncio.gather(*map(disconnect, replicas[:2]))) == 1
    async with replicas[0].read() as db:
        audited = await db.exec(select(Audit).where(col(Audit.action) == "disconnect"))
        notified = await db.exec(select(Notice.member_id))
        assert (len(audited.all()), notified.all()) == (1, [ada.id])
