"""Retention: expired rows are deleted, and nothing else."""

from datetime import timedelta

from sqlmodel import select

from store import retention
from store.chat import notifications, stale_cards
from store.mailbox import mailbox_cursors, one_time_links
from store.people import found_profiles, matching, profiles
from store.people.profiles import ProfileRow
from store.retention import delete_old
from store.tables.outreach import Notice, PageLink, UnreadableMail
from tests.databases import NOW, Team

SOON = timedelta(hours=1)


async def test_only_expired_rows_are_deleted(team: Team):
    ana, bob = await team.member(), await team.member("Bob")
    async with team.store.write() as db:
        await notifications.add(db, ana.workspace_id, [ana.id], "told", "start", {}, NOW, NOW)
        await notifications.add(db, ana.workspace_id, [ana.id], "waits", "start", {}, NOW, NOW)
        notice = await notifications.get(db, ana.workspace_id, "told", ana.id)
        assert notice is not None
        await notifications.mark_sent(db, notice.id, NOW)
        await one_time_links.make(db, ana, "mailbox", NOW)
        await mailbox_cursors.record_unreadable(db, ana.workspace_id, 1, 7, "it has no headers", NOW)

    async def left_after(age: timedelta) -> tuple[set[str], int, int]:
        async with team.store.write() as db:
            await one_time_links.make(db, bob, "mailbox", NOW + age)
            await delete_old(db, NOW + age)
            keys = {each.key for each in await db.exec(select(Notice))}
            links = (await db.exec(select(PageLink))).all()
            unread = (await db.exec(select(UnreadableMail))).all()
        return {key.partition(":")[0] for key in keys}, len(links), len(unread)

    assert await left_after(SOON) == ({"told", "waits"}, 2, 1)
    assert await left_after(one_time_links.LIFETIME + retention.KEEP_LINKS + SOON) == ({"told", "waits"}, 1, 1)
    assert await left_after(retention.KEEP_SENT_NOTICES + SOON) == ({"waits"}, 1, 1)
    assert await left_after(retention.KEEP_UNREADABLE + SOON) == ({"waits"}, 1, 0)


async def test_people_of_a_source_are_deleted_when_its_terms_say_so(team: Team):
    ana = await team.member()
    people: list[ProfileRow] = [
        {"source": "dice", "source_id": id, "name": id, "email": "", "body": {"name": id}, "updated_at": None}
        for id in ("looked at", "saved", "of no term")
    ]
    async with team.store.write() as db:
        ids = await found_profiles.save(db, ana.workspace_id, people[:2], {"dice": NOW + retention.KEEP_LINKS})
        ids |= await found_profiles.save(db, ana.workspace_id, people[2:], {})
        await profiles.seen(db, ana, ids["dice", "looked at"], NOW)
        await profiles.reject(db, ana, None, ids["dice", "looked at"], NOW)
        await stale_cards.mark(db, ana.workspace_id, [ids["dice", "looked at"]], NOW)
        await matching.engage(db, ana, ids["dice", "saved"], None, NOW)
        await delete_old(db, NOW)
        assert await found_profiles.ids(db, ana.workspace_id, ids) == ids
        await delete_old(db, NOW + retention.KEEP_LINKS + SOON)
        assert set(await found_profiles.ids(db, ana.workspace_id, ids)) == {("dice", "saved"), ("dice", "of no term")}
