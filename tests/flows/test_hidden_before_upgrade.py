"""Somebody who was hidden before the upgrade that recognizes people across sources: recognized after the next start."""

from sqlmodel import delete, select

from store.people import found_profiles, profiles
from store.tables.core import ProfileKey
from tests.databases import profile_row
from tests.flows.conftest import recruiting
from tests.flows.test_contact_restart import Life, life

__all__ = ["life"]


async def test_the_start_stores_by_what_hidden_people_are_recognized(life: Life):
    row = profile_row("Grace Hopper", "7", "dice", emails=["grace7@example.com"])
    async with life() as chat:
        ana = await (await recruiting(chat)).member()
        async with chat.bot.context.store.write() as db:
            [id] = (await found_profiles.save(db, ana.workspace_id, [row], {})).values()
            await profiles.reject(db, ana, None, id, chat.clock())
            await db.exec(delete(ProfileKey))
    async with life() as chat, chat.bot.context.store.read() as db:
        keys = await db.exec(select(ProfileKey.value).where(ProfileKey.profile_id == id))
        assert "email:grace7@example.com" in set(keys)
