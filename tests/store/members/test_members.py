"""Members: who gets access, and which role."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from store.db import Store
from store.errors import Gone, Refusal
from store.members import admin_claims, members, workspaces
from store.roles import Role
from store.tables.core import Audit, Member
from tests.databases import NOW, Team, new_team


async def _meet(team: Team, id: str = "U1", *, admins: frozenset[str] = frozenset(), **profile: object) -> Member:
    facts: dict[str, object] = {"name": "Ana", "email": "Ana@Example.com ", "outsider": False, **profile}
    async with team.store.write() as db:
        workspace = await workspaces.get(db, team.workspace.id)
        return await members.get_or_create(db, workspace, id, admins=admins, **facts)  # type: ignore[arg-type]


async def test_a_new_person_is_a_guest_and_stored_once(team: Team) -> None:
    found = await asyncio.gather(*(_meet(team) for _ in range(5)))
    assert {member.id for member in found} == {found[0].id}
    assert (found[0].role, found[0].email) == (Role.GUEST, "ana@example.com")


@pytest.mark.parametrize("named", ["ana@example.com", "U1"])
async def test_a_person_named_by_the_operator_is_an_admin_also_later(team: Team, named: str) -> None:
    assert (await _meet(team)).role is Role.GUEST
    assert (await _meet(team, admins=frozenset({named}))).role is Role.ADMIN


async def test_an_empty_email_matches_no_admin(team: Team) -> None:
    assert (await _meet(team, email="", admins=frozenset({""}))).role is Role.GUEST


async def test_an_admins_decision_overrides_the_settings(team: Team) -> None:
    boss = await team.member("Boss", Role.ADMIN)
    ana = await _meet(team, admins=frozenset({"U1"}))
    async with team.store.write() as db:
        await members.set_role(db, boss, ana.id, Role.REVIEWER)
    assert (await _meet(team, admins=frozenset({"U1"}))).role is Role.REVIEWER


async def test_the_default_role_applies_to_new_and_undecided_people_not_to_outsiders(team: Team) -> None:
    boss = await team.member("Boss", Role.ADMIN)
    await _meet(team, "U1")
    async with team.store.write() as db:
        await workspaces.set_default_role(db, boss, Role.RECRUITER)
        with pytest.raises(Refusal):
            await workspaces.set_default_role(db, boss, Role.ADMIN)
    assert (await _meet(team, "U1")).role is Role.RECRUITER
    assert (await _meet(team, "U2")).role is Role.RECRUITER
    assert (await _meet(team, "U3", outsider=True, admins=frozenset({"U3"}))).role is Role.GUEST


async def test_a_member_who_becomes_an_outsider_is_a_guest(team: Team) -> None:
    assert (await _meet(team, admins=frozenset({"U1"}))).role is Role.ADMIN
    assert (await _meet(team, outsider=True)).role is Role.GUEST


async def test_fields_the_platform_omits_are_preserved(team: Team) -> None:
    await _meet(team)
    again = await _meet(team, name="", email="")
    assert (again.name, again.email) == ("Ana", "ana@example.com")


async def test_known_finds_members_by_platform_ids(team: Team, other_team: Team) -> None:
    ana = await _meet(team)
    async with team.store.read() as db:
        found = await members.known(db, "slack", team.workspace.external_id, "U1")
        assert found is not None
        assert found.id == ana.id
        assert await members.known(db, "teams", team.workspace.external_id, "U1") is None
        assert await members.known(db, "slack", other_team.workspace.external_id, "U1") is None


async def test_the_last_admin_stays(team: Team) -> None:
    one, two = await team.member("One", Role.ADMIN), await team.member("Two", Role.ADMIN)

    async def go(member: Member) -> None:
        async with team.store.write() as db:
            await members.set_role(db, one, member.id, Role.RECRUITER)

    ends = await asyncio.gather(go(one), go(two), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refusal"]
    async with team.store.read() as db:
        assert len(await members.admins(db, team.workspace.id)) == 1


async def test_only_an_admin_gives_roles_and_it_is_audited(team: Team) -> None:
    boss, ana = await team.member("Boss", Role.ADMIN), await team.member("Ana")
    guest = await team.member("Guest", Role.GUEST, outsider=True)
    async with team.store.write() as db:
        await members.set_role(db, boss, ana.id, Role.REVIEWER)
        with pytest.raises(Refusal, match="Only an admin"):
            await members.set_role(db, ana, ana.id, Role.ADMIN)
        with pytest.raises(Refusal, match="external guest"):
            await members.set_role(db, boss, guest.id, Role.REVIEWER)
        line = (await db.exec(select(Audit))).one()
    assert (line.action, line.member_id, line.details) == (
        "role",
        boss.id,
        {"member": ana.id, "from": "recruiter", "to": "reviewer"},
    )


async def test_an_access_request_notifies_once_and_is_answered_once(team: Team) -> None:
    boss, ana = await team.member("Boss", Role.ADMIN), await _meet(team)
    async with team.store.write() as db:
        assert await members.request_access(db, ana, NOW) is True
        assert await members.request_access(db, ana, NOW) is False
        assert [member.id for member in await members.waiting(db, team.workspace.id)] == [ana.id]
    async with team.store.write() as db:
        assert (await members.answer_access(db, boss, ana.id, Role.RECRUITER)).role is Role.RECRUITER
        with pytest.raises(Refusal, match="already"):
            await members.answer_access(db, boss, ana.id, None)
        with pytest.raises(Refusal, match="already"):
            await members.request_access(db, ana, NOW)
        assert await members.waiting(db, team.workspace.id) == []


async def test_a_refused_person_may_ask_again(team: Team) -> None:
    boss, ana = await team.member("Boss", Role.ADMIN), await _meet(team)
    async with team.store.write() as db:
        await members.request_access(db, ana, NOW)
        assert (await members.answer_access(db, boss, ana.id, None)).role is Role.GUEST
        assert await members.request_access(db, ana, NOW) is True


async def test_suggestions_fold_case_and_accents_and_match_wildcards_literally(team: Team) -> None:
    await team.member("Zoë Åström")
    await team.member("100% Sure", Role.REVIEWER)
    await team.member("Zoe Guest", Role.GUEST)
    async with team.store.read() as db:
        everybody = await members.suggest(db, team.workspace.id, "")
        assert [member.name for member in everybody] == ["100% Sure", "Zoë Åström"]
        assert [member.name for member in await members.suggest(db, team.workspace.id, "ÅSTROM zoe")] == ["Zoë Åström"]
        assert [member.name for member in await members.suggest(db, team.workspace.id, "%")] == ["100% Sure"]
        assert await members.suggest(db, team.workspace.id, "_") == []
        assert [member.name for member in await members.mentionable(db, team.workspace.id)] == ["Zoë Åström"]


# ── claiming ───────────────────────────────────────────────────────────────────


async def _claim(store: Store, member: Member, code: str, *, later: timedelta = timedelta()) -> Member:
    async with store.write() as db:
        return await admin_claims.claim(db, member, code, NOW + later)


async def test_a_claim_code_makes_only_one_admin(team: Team) -> None:
    people = [await _meet(team, f"U{number}") for number in range(4)]
    async with team.store.write() as db:
        assert await admin_claims.needed(db)
        code, unused = await admin_claims.new_claim(db, NOW), await admin_claims.new_claim(db, NOW)
    ends = await asyncio.gather(*(_claim(team.store, who, code) for who in people), return_exceptions=True)
    assert sum(isinstance(end, Member) for end in ends) == 1
    assert sum(isinstance(end, Refusal) for end in ends) == 3
    with pytest.raises(Refusal):
        await _claim(team.store, people[0], unused)
    async with team.store.read() as db:
        assert not await admin_claims.needed(db)
        assert len(await members.admins(db, team.workspace.id)) == 1


async def test_a_code_is_accepted_in_any_case_and_spacing(team: Team) -> None:
    ana = await _meet(team)
    async with team.store.write() as db:
        code = await admin_claims.new_claim(db, NOW)
    assert (await _claim(team.store, ana, f" {code.lower().replace('-', ' ')}\n")).role is Role.ADMIN
    assert (await _meet(team)).role is Role.ADMIN


async def test_failed_guesses_are_counted_and_limited(team: Team) -> None:
    ana = await _meet(team)
    async with team.store.write() as db:
        code = await admin_claims.new_claim(db, NOW)
    for _ in range(admin_claims.TRIES):
        with pytest.raises(Refusal, match="wrong, expired, or already used"):
            await _claim(team.store, ana, "WRONG")
    with pytest.raises(Refusal, match="Too many"):
        await _claim(team.store, ana, code)
    assert (await _claim(team.store, ana, code, later=timedelta(hours=1, seconds=1))).role is Role.ADMIN


async def test_a_code_is_good_for_a_day(team: Team) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        code = await admin_claims.new_claim(db, NOW)
    with pytest.raises(Refusal):
        await _claim(team.store, ana, code, later=timedelta(days=1))
    assert (await _claim(team.store, ana, code, later=timedelta(hours=23))).role is Role.ADMIN


async def test_an_outsider_cannot_claim(team: Team) -> None:
    guest = await _meet(team, outsider=True)
    async with team.store.write() as db:
        code = await admin_claims.new_claim(db, NOW)
    with pytest.raises(Refusal, match="External guests"):
        await _claim(team.store, guest, code)


async def test_workspaces_are_met_once_and_renamed(store: Store) -> None:
    async def meet(name: str) -> int:
        async with store.write() as db:
            return (await workspaces.get_or_create(db, "teams", "tenant", name)).id

    ids = await asyncio.gather(*(meet("Acme") for _ in range(5)))
    assert set(ids) == {await meet("")}
    assert set(ids) == {await meet("Acme 2")}
    async with store.read() as db:
        assert (await workspaces.get(db, ids[0])).name == "Acme 2"
        with pytest.raises(Gone):
            await workspaces.get(db, ids[0] + 1)


async def test_a_members_conversation_reference_is_stored(store: Store) -> None:
    team = await new_team(store)
    ana = await team.member()
    async with store.write() as db:
        await members.set_conversation(db, ana.id, "D1", {"serviceUrl": "https://example.com"})
    async with store.read() as db:
        stored = await members.by_id(db, ana.id)
    assert (stored.conversation, stored.reference) == ("D1", {"serviceUrl": "https://example.com"})


async def test_a_role_set_by_the_operator_needs_no_admin_and_overrides_the_settings(team: Team) -> None:
    async with team.store.write() as db:
        made = await members.give_role(db, team.workspace, "U9", Role.RECRUITER, name="Zed")
        await members.give_role(db, team.workspace, "U9", Role.REVIEWER, name="Not this")
        everybody = await members.of_workspace(db, team.workspace.id)
    assert [(member.id, member.name, member.role) for member in everybody] == [(made.id, "Zed", Role.REVIEWER)]
    assert (await _meet(team, "U9", admins=frozenset({"U9"}))).role is Role.REVIEWER
