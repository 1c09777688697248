"""Settings: members set how they sign; admins set the company name, address, limits and do-not-contact list."""

import pytest
from sqlmodel import select

from store.mailbox import mailboxes, sender_profiles
from store.members import workspaces
from store.outreach import do_not_contact
from store.roles import Role
from store.tables.core import Audit, Member
from store.tables.outreach import Mailbox, Sender
from tests.chat.base import Chat, Someone
from tests.flows.conftest import workspace_of


async def sender_of(chat: Chat, someone: Someone) -> Sender:
    member = await someone.member()
    async with chat.bot.context.store.read() as db:
        return await sender_profiles.get(db, member)


async def mailbox_of(chat: Chat) -> Mailbox:
    id_ = (await workspace_of(chat)).id
    async with chat.bot.context.store.read() as db:
        return await mailboxes.get(db, id_)


async def listed(chat: Chat) -> list[tuple[str, str]]:
    id_ = (await workspace_of(chat)).id
    async with chat.bot.context.store.read() as db:
        found = await do_not_contact.listed(db, id_, page_size=100)
    return [(each.kind, each.value) for each in found.items]


async def audited(chat: Chat) -> list[str]:
    async with chat.bot.context.store.read() as db:
        return [str((row.action, row.details)) for row in await db.exec(select(Audit))]


async def test_a_recruiter_sets_how_they_sign(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    seen = await ana.command("settings")
    assert "How you sign your invitations" in seen
    assert "For the whole workspace" not in seen
    assert (await ana.press("Change", near="How you sign")).form
    await ana.submit(
        name="Ana R.", title="Head of Nursing", signature="Acme\nBoston", calendar_url="https://cal.example/a"
    )
    assert "Your next invitations will be signed like this" in ana.card()
    assert "Head of Nursing" in ana.card()
    saved = await sender_of(chat, ana)
    assert (saved.name, saved.signature, saved.calendar_url) == ("Ana R.", "Acme\nBoston", "https://cal.example/a")


async def test_a_removed_name_falls_back_to_the_one_in_chat(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    for name in ("Someone Else", ""):
        await ana.command("settings")
        await ana.press("Change", near="How you sign")
        await ana.submit(name=name)
    assert (await sender_of(chat, ana)).name == (await ana.member()).name


@pytest.mark.parametrize("link", ["cal", "javascript:alert(1)", "ftp://cal.example", "https://localhost", "https://"])
async def test_an_invalid_calendar_link_is_an_error_and_nothing_typed_is_lost(chat: Chat, link: str):
    ana = await chat.person("Ana", Role.RECRUITER)
    await ana.command("settings")
    await ana.press("Change", near="How you sign")
    seen = await ana.submit(title="Recruiter", calendar_url=link)
    assert seen.form
    assert "Use a link like https://" in seen
    assert link in str(seen.raw)
    assert "Recruiter" in str(seen.raw)
    assert (await sender_of(chat, ana)).title == ""
    await ana.submit(calendar_url="https://cal.example/ana")
    assert (await sender_of(chat, ana)).title == "Recruiter"


async def test_a_reviewer_has_no_settings(chat: Chat):
    maya = await chat.person("Maya", Role.REVIEWER)
    seen = await maya.command("settings")
    assert "nothing to set" in seen
    await maya.forge("save_sender", {}, {"name": "Not Maya"})
    async with chat.bot.context.store.read() as db:
        assert list(await db.exec(select(Sender))) == []


async def test_an_admin_sets_the_company_name_and_address(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    await sam.press("Change", near="Company name and address")
    await sam.submit(company="Acme <Health>", postal_address="1 Main Street\nBoston, MA", notice="")
    assert "1 Main Street · Boston, MA" in sam.card()
    saved = await mailbox_of(chat)
    assert (saved.company, saved.postal_address) == ("Acme <Health>", "1 Main Street\nBoston, MA")
    assert [line for line in await audited(chat) if "Acme" in line or "Main Street" in line] == []
    assert any("mailbox" in line for line in await audited(chat))


async def test_limits_accept_numbers_within_bounds(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    await sam.press("Change", near="Limits")
    await sam.submit(ownership_days=0, per_minute=60, per_domain=5)
    assert "No warning when" in sam.card()
    assert "60 e-mails a minute in total, 5 e-mails a minute to one domain" in sam.card()
    saved = await mailbox_of(chat)
    assert (saved.ownership_days, saved.per_minute, saved.per_domain) == (0, 60, 5)


@pytest.mark.parametrize("typed", ["366", "-1", "many", "", "1e3", "9" * 40])
async def test_an_invalid_number_of_days_changes_nothing(chat: Chat, typed: str):
    """Forged, because a number input accepts no text."""
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    await sam.forge("save_limits", {}, {"ownership_days": typed, "per_minute": "1", "per_domain": "1"})
    saved = await mailbox_of(chat)
    assert (saved.ownership_days, saved.per_minute) == (30, 30)


async def test_the_time_zone_must_exist(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    await sam.press("Change", near="Time zone")
    assert any("Madrid" in offered for offered in await sam.suggest("zone", "madrid"))
    seen = await sam.submit(zone="Europe/Madrid")
    assert "Time zone: Madrid time" in seen
    assert (await workspace_of(chat)).time_zone == "Europe/Madrid"
    assert "I can't find a time zone" in await sam.forge("save_identity", {}, {"company": "Evil", "zone": "Atlantis"})
    await sam.forge("confirm_workspace", {"time_zone": "Atlantis"})
    assert (await workspace_of(chat)).time_zone == "Europe/Madrid"
    assert (await mailbox_of(chat)).company == ""


async def test_members_and_roles_are_one_press_away(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    assert "Newcomers" in await sam.press("Members and roles")
    assert "Newcomers" in await sam.command("members")


# ── the do-not-contact list ──


async def open_list(sam: Someone) -> None:
    await sam.command("settings")
    await sam.press("Open", near="Do-not-contact list")


async def test_companies_and_domains_are_added_and_removed(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await open_list(sam)
    assert "The list is empty" in sam.card()
    await sam.press("Add")
    await sam.submit(entries="Initech, Inc.\n\n@globex.com\n  Initech, Inc.  \n<!channel> *Evil*")
    assert await listed(chat) == [("company", "channel evil"), ("domain", "globex.com"), ("company", "initech")]
    assert "3 entries are on the list" in sam.card()
    seen = await sam.press("Remove", near="Initech")
    assert "Removed from the list" in seen
    assert await listed(chat) == [("company", "channel evil"), ("domain", "globex.com")]
    assert "1 Main" not in " ".join(await audited(chat))


async def test_one_invalid_line_adds_none_and_keeps_what_was_typed(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await open_list(sam)
    await sam.press("Add")
    seen = await sam.submit(entries="Initech\n!!!\nGlobex")
    assert seen.form
    assert "“!!!”" in seen
    assert "Globex" in str(seen.raw)
    assert await listed(chat) == []
    await sam.submit(entries="Initech")
    assert await listed(chat) == [("company", "initech")]


async def test_a_long_list_is_paged_and_searched(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    me = await sam.member()
    async with chat.bot.context.store.write() as db:
        for number in range(19):
            await do_not_contact.add(db, me, f"Company {number:02}", chat.clock())
    await open_list(sam)
    assert "1–8 of 19" in sam.card()
    await sam.press("Next ▶")
    assert "9–16 of 19" in sam.card()
    await sam.press("Search")
    await sam.submit(words="company 17")
    assert "1 entry matching “company 17”" in sam.card()
    await sam.press("Remove", near="Company 17")
    assert "No entries matching “company 17”" in sam.card()
    await sam.press("Show all")
    assert "1–8 of 18" in sam.card()


async def test_an_entry_removed_by_a_colleague_shows_a_message(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    me = await sam.member()
    async with chat.bot.context.store.write() as db:
        entry = await do_not_contact.add(db, me, "Initech", chat.clock())
    await open_list(sam)
    async with chat.bot.context.store.write() as db:
        await do_not_contact.remove(db, me, entry.id, chat.clock())
    assert "no longer on the list" in await sam.press("Remove")


# ── permissions ──


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER, Role.GUEST])
async def test_only_admins_change_the_workspace_whatever_is_sent(chat: Chat, role: Role):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", role)
    me = await sam.member()
    async with chat.bot.context.store.write() as db:
        entry = await do_not_contact.add(db, me, "Initech", chat.clock())
    await lee.command("settings")
    await lee.forge("save_identity", {}, {"company": "Evil Corp", "zone": "Europe/Madrid"})
    await lee.forge("save_limits", {}, {"ownership_days": "1", "per_minute": "0", "per_domain": "0"})
    await lee.forge("confirm_workspace", {"time_zone": "Europe/Madrid"})
    await lee.forge("add_do_not_contact", {}, {"entries": "Globex"})
    await lee.forge("remove_do_not_contact", {"entry_id": entry.id})
    seen = await lee.forge("do_not_contact", {})
    assert "Initech" not in seen
    saved = await mailbox_of(chat)
    assert (saved.company, saved.ownership_days) == ("", 30)
    assert (await workspace_of(chat)).time_zone == "UTC"
    assert await listed(chat) == [("company", "initech")]


async def test_another_workspaces_list_is_out_of_reach(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    me = await sam.member()
    async with chat.bot.context.store.write() as db:
        other = await workspaces.get_or_create(db, chat.platform, "OTHER")
        stranger = Member(**{**me.model_dump(), "workspace_id": other.id})
        entry = await do_not_contact.add(db, stranger, "Initech", chat.clock())
    await open_list(sam)
    assert "Initech" not in sam.card()
    await sam.forge("remove_do_not_contact", {"entry_id": entry.id})
    async with chat.bot.context.store.read() as db:
        assert (await do_not_contact.listed(db, other.id)).total == 1
