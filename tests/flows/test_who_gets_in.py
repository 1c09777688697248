"""Access: admins, the claim code, requests, roles, and what each role may not do."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from store.members import admin_claims, workspaces
from store.roles import Role
from tests.chat.base import Chat, Clock, Someone, member_of
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.flows.accounts import deliver_notifications, display_name
from tests.flows.conftest import recruiting, workspace_of

OPENED = {"slack": slack_chat, "teams": teams_chat}


async def role_of(someone: Someone) -> Role:
    return (await someone.member()).role


# ── the first admin ──


@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("named", ["sam@northwind.example", "SAM@Northwind.Example"])
async def test_the_settings_name_the_first_admin_by_mail(tmp_path: Path, clock: Clock, platform: str, named: str):
    async with OPENED[platform](tmp_path, clock, admins=frozenset({named.lower()})) as chat:
        sam, lee = await chat.person("Sam", None), await chat.person("Lee", None)
        assert "The first admins are already named" in await lee.command()
        await lee.press("Ask for access")
        seen = await sam.command()
        assert "No job selected" in seen
        await deliver_notifications(chat)
        assert f"{await display_name(lee)} is asking for access" in sam.card()
        assert (await role_of(sam), await role_of(lee)) == (Role.ADMIN, Role.GUEST)


async def claim_code(chat: Chat) -> str:
    async with chat.bot.context.store.write() as db:
        return await admin_claims.new_claim(db, chat.clock())


async def test_the_claim_code_makes_the_first_admin(chat: Chat):
    sam = await chat.person("Sam", None)
    code = await claim_code(chat)
    seen = await sam.command(f"claim {code}")
    assert "You are the first admin" in seen
    assert await role_of(sam) is Role.ADMIN


async def test_two_concurrent_claims_make_one_admin(chat: Chat):
    sam, lee = await chat.person("Sam", None), await chat.person("Lee", None)
    await sam.command()
    await lee.command()
    code = await claim_code(chat)
    await asyncio.gather(sam.command(f"claim {code}"), lee.command(f"claim {code}"))
    assert sorted([await role_of(sam), await role_of(lee)]) == [Role.ADMIN, Role.GUEST]
    loser = lee if await role_of(lee) is Role.GUEST else sam
    assert any("wrong, expired, or already used" in line for line in loser.plain_messages())


async def test_a_code_works_once(chat: Chat):
    sam, lee = await chat.person("Sam", None), await chat.person("Lee", None)
    code = await claim_code(chat)
    await sam.command(f"claim {code}")
    await lee.command(f"claim {code}")
    assert await role_of(lee) is Role.GUEST
    assert any("wrong, expired, or already used" in line for line in lee.plain_messages())


async def test_codes_cannot_be_guessed_for_long(chat: Chat):
    lee = await chat.person("Lee", None)
    code = await claim_code(chat)
    for n in range(5):
        await lee.command(f"claim WRONG-{n}")
    await lee.command(f"claim {code}")
    assert any("Too many wrong codes" in line for line in lee.plain_messages())
    assert await role_of(lee) is Role.GUEST


# ── access requests ──


async def test_a_guest_asks_an_admin_answers_and_the_guest_is_notified(chat: Chat):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await sam.command()
    await lee.command()
    assert "I've let your admins know" in await lee.press("Ask for access")
    await deliver_notifications(chat)
    assert "Lee" in sam.card()
    assert "is asking for access" in sam.card()
    seen = await sam.press("Let in as recruiter")
    assert "is a recruiter now, approved by Sam" in seen
    assert "gave you access as a recruiter" in lee.card()
    assert "Select a job" in (await lee.command("job"))


async def test_the_answer_may_be_no(chat: Chat):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await sam.command()
    await lee.command()
    await lee.press("Ask for access")
    await deliver_notifications(chat)
    assert "declined" in await sam.press("No")
    assert "An admin declined" in lee.card()
    assert "Ask for access" in (await lee.command()).buttons


async def test_a_reviewer_is_let_in_as_one(chat: Chat):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await sam.command()
    await lee.command()
    await lee.press("Ask for access")
    await deliver_notifications(chat)
    await sam.press("Let in as reviewer")
    assert "gave you access as a reviewer" in lee.card()
    assert await role_of(lee) is Role.REVIEWER


async def test_two_concurrent_requests_of_one_guest_are_announced_once(chat: Chat):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await sam.command()
    await lee.command()
    await asyncio.gather(lee.press("Ask for access"), lee.press("Ask for access"))
    await deliver_notifications(chat)
    assert len([card for card in sam.cards() if "is asking for access" in card]) == 1
    assert "I've let your admins know" in lee.card()


async def test_of_two_concurrent_admin_answers_the_first_counts(chat: Chat):
    sam, maya = await chat.person("Sam", Role.ADMIN), await chat.person("Maya", Role.ADMIN)
    lee = await chat.person("Lee", None)
    for each in (sam, maya, lee):
        await each.command()
    await lee.press("Ask for access")
    await deliver_notifications(chat)
    one, other = await asyncio.gather(sam.press("Let in as recruiter"), maya.press("No"))
    news = [phrase for phrase in ("gave you access as", "An admin declined") if phrase in lee.everything()]
    assert len(news) == 1
    assert "Someone has already answered this" in one.text + other.text
    assert (await role_of(lee) is Role.RECRUITER) == (news == ["gave you access as"])


async def test_an_answer_changes_the_other_admins_cards(chat: Chat):
    sam, maya = await chat.person("Sam", Role.ADMIN), await chat.person("Maya", Role.ADMIN)
    lee, diego, ana = [await chat.person(name, None) for name in ("Lee", "Diego", "Ana")]
    for each in (sam, maya, lee, diego, ana):
        await each.command()
    for each in (lee, diego, ana):
        await each.press("Ask for access")
    await deliver_notifications(chat)
    assert "3 people are asking for access" in maya.card()
    await sam.press("Let in as recruiter")
    assert "2 people are asking for access" in maya.card()
    await maya.press("No")
    assert "2 people ask" not in sam.card()
    before = len(sam.cards())
    await maya.press("No")
    assert "Another admin has answered. No one is waiting for access now." in sam.card()
    assert "No" not in sam.card().buttons
    await lee.forge("access_requests", {"posted": True})
    assert len(sam.cards()) == before


async def test_the_dashboard_of_an_admin_shows_waiting_requests(chat: Chat):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await lee.command()
    await lee.press("Ask for access")
    seen = await sam.command("home")
    assert "1 person is asking for access" in seen
    assert "is a recruiter now" in await sam.press("Let in as recruiter", near="is asking for access")


async def test_a_steady_stream_of_requests_is_a_message_every_ten_minutes(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    people = [await chat.person(name, None) for name in ("Lee", "Diego", "Ana", "Maya")]
    for each in (sam, *people):
        await each.command()
    before = len(sam.cards())
    for each, minutes, messages in zip(people, (0, 4, 4, 4), (1, 1, 1, 2), strict=True):
        chat.clock.at += timedelta(minutes=minutes)
        await each.press("Ask for access")
        await deliver_notifications(chat)
        assert len(sam.cards()) == before + messages
    assert "4 people are asking for access" in sam.card()


async def test_requests_of_a_few_minutes_are_one_message_which_is_updated(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    lee, diego, ana = [await chat.person(name, None) for name in ("Lee", "Diego", "Ana")]
    for each in (sam, lee, diego, ana):
        await each.command()
    before = len(sam.cards())
    for each, minutes in ((lee, 0), (diego, 2)):
        chat.clock.at += timedelta(minutes=minutes)
        await each.press("Ask for access")
        await deliver_notifications(chat)
        assert len(sam.cards()) == before + 1
    assert "2 people are asking for access" in sam.card()
    name = await display_name(diego)
    seen = await sam.press("Let in as reviewer", near=name)
    assert f"{name} is a reviewer now, approved by {await display_name(sam)}." in seen
    assert f"{await display_name(lee)} is asking for access" in seen
    assert (await role_of(diego), await role_of(lee)) == (Role.REVIEWER, Role.GUEST)
    assert "gave you access as a reviewer" in diego.card()
    chat.clock.at += timedelta(minutes=9)  # later, so that the admin notices
    await ana.press("Ask for access")
    await deliver_notifications(chat)
    assert len(sam.cards()) == before + 2
    for _ in range(2):
        await sam.press("No")
    assert "declined" in sam.card()
    await diego.command("home")
    await lee.command()
    await lee.press("Ask for access")
    await deliver_notifications(chat)
    assert len(sam.cards()) == before + 3  # an answered card is not used again
    assert "is asking for access" in sam.card()
    await diego.forge("access_requests")
    assert await display_name(lee) not in diego.everything()


async def test_without_an_admin_the_newcomer_reads_what_is_true_and_the_first_admin_hears_of_the_request(chat: Chat):
    lee, sam = await chat.person("Lee", None), await chat.person("Sam", None)
    assert "There's no admin here yet" in await lee.command()
    for seen in (await lee.press("Ask for access"), await lee.command()):
        assert "There's no admin here yet" in seen
        assert "let your admins know" not in seen
    await sam.command()
    await sam.command(f"claim {await claim_code(chat)}")
    await deliver_notifications(chat)
    await sam.press("Let in as recruiter")
    assert await role_of(lee) is Role.RECRUITER


# ── the default role, and changing roles ──


async def test_a_workspace_may_make_its_newcomers_recruiters(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("members")
    assert (await sam.press("Change", near="Newcomers")).form
    await sam.submit(role="Recruiter")
    assert "Newcomers now start as a recruiter" in sam.card()
    lee = await chat.person("Lee", None)
    assert "No job selected" in await lee.command()


async def test_existing_guests_follow_the_new_default(chat: Chat):
    sam, lee, gus = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None), await chat.outsider("Gus")
    for each in (lee, gus):
        await each.command()
    await lee.press("Ask for access")
    maya = await chat.person("Maya", Role.GUEST)  # set by an admin
    await sam.command("members")
    await sam.press("Change", near="Newcomers")
    await sam.submit(role="Reviewer")
    assert "You're a reviewer" in await lee.command()
    assert await role_of(gus) is Role.GUEST
    assert await role_of(maya) is Role.GUEST
    assert "is asking for access" not in await sam.command("members")


async def test_a_role_change_applies_to_the_next_press(chat: Chat, ana: Someone):
    sam = await chat.person("Sam", Role.ADMIN)
    await ana.search("nurse in Boston")
    await sam.command("members")
    await sam.press("Change role", near="Ana")
    await sam.submit(role="Reviewer")
    assert "is a reviewer now" in sam.card()
    seen = await ana.press("View", near="Grace Hopper")
    assert "Reviewers cannot search" in seen
    assert "Runs the night shift" not in seen


async def test_the_last_admin_cannot_be_demoted(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("members")
    await sam.press("Change role", near="Sam")
    seen = await sam.submit(role="Recruiter")
    assert seen.form
    assert "You can't remove the last admin" in seen
    assert await role_of(sam) is Role.ADMIN


async def test_of_two_admins_who_demote_each_other_concurrently_one_stays(chat: Chat):
    sam, maya = await chat.person("Sam", Role.ADMIN), await chat.person("Maya", Role.ADMIN)
    await sam.command("members")
    await sam.press("Change role", near="Maya")
    await maya.command("members")
    await maya.press("Change role", near="Sam")
    await asyncio.gather(sam.submit(role="Recruiter"), maya.submit(role="Recruiter"))
    assert sorted([await role_of(sam), await role_of(maya)]) == [Role.ADMIN, Role.RECRUITER]


# ── permissions of each role ──


@pytest.mark.parametrize("words", ["nurse in Boston", "search", "job", "candidates", "settings", "home", ""])
async def test_reviewers_cannot_search_and_see_no_candidates(chat: Chat, ana: Someone, words: str):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star", near="Grace Hopper")
    maya = await chat.person("Maya", Role.REVIEWER)
    seen = await maya.command(words)
    assert seen.text
    assert not seen.form
    assert "Grace" not in maya.everything()
    assert "Registered Nurse" not in maya.everything()


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER, Role.GUEST])
async def test_members_and_roles_are_for_admins(chat: Chat, role: Role):
    await chat.person("Sam", Role.ADMIN)
    lee = await chat.person("Lee", role)
    seen = await lee.command("settings")
    assert "Change role" not in seen.buttons
    assert "Sam" not in seen
    await lee.forge("change_role", {"member_id": (await lee.member()).id}, {"role": "admin"})
    await lee.forge("change_default_role", {}, {"role": "recruiter"})
    await lee.forge("answer_access", {"member_id": (await lee.member()).id, "role": "recruiter"})
    assert await role_of(lee) is role
    assert (await workspace_of(chat)).default_role is Role.GUEST


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_guests_of_the_platform_are_never_let_in(tmp_path: Path, clock: Clock, platform: str):
    """Not through a stored role, the settings, a request, an admin, the claim code, or the default role."""
    async with OPENED[platform](tmp_path, clock, admins=frozenset({"gus@elsewhere.example"})) as chat:
        await recruiting(chat)
        sam = await chat.person("Sam", Role.ADMIN)
        gus = await chat.outsider("Gus")
        code = await claim_code(chat)
        async with chat.bot.context.store.write() as db:
            (await workspaces.get_or_create(db, chat.platform, chat.workspace)).default_role = Role.RECRUITER
        for words in ("nurse in Boston", f"claim {code}", "candidates", "settings"):
            seen = await gus.command(words)
            assert "Grace Hopper" not in seen
            assert await role_of(gus) is Role.GUEST
        assert "Ask for access" not in (await gus.command()).buttons
        await gus.forge("ask_access")
        await sam.command("members")
        await sam.forge("change_role", {"member_id": (await gus.member()).id}, {"role": "recruiter"})
        assert await role_of(gus) is Role.GUEST
        assert "Grace" not in gus.everything()


async def test_members_are_identified_by_their_platform_id(chat: Chat, ana: Someone):
    """Another person with the same name is another member."""
    me = await member_of(chat.bot, chat.platform, chat.workspace, (await ana.member()).external_id)
    assert me.id == (await ana.member()).id
