"""Drafting and sending an invitation: sent once, charged once, and only as previewed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from store import jobs
from store.credits import accounts, ledger
from store.credits.accounts import NotEnoughCredits, OverBudget
from store.db import Store, statements
from store.errors import Gone, Refusal
from store.outreach import invitations, suppressions
from store.outreach.invitations import Stale
from store.people import candidates
from store.roles import Role
from store.tables.core import Audit, Candidate, Member
from store.tables.outreach import CreditAccount, CreditBudget, CreditEntry, Invitation, Mail
from tests.databases import NOW, Team
from tests.store.outreach.contacting import GRACE, KEY, balance, drafted, invited, sent


async def _candidate(team: Team, profile_id: int) -> Candidate:
    async with team.store.read() as db:
        found = await candidates.of_profile(db, team.workspace.id, profile_id)
    assert found is not None
    return found


async def _mails(team: Team) -> list[Mail]:
    async with team.store.read() as db:
        return list(await db.exec(select(Mail).where(Mail.workspace_id == team.workspace.id).order_by(col(Mail.id))))


# ── drafts ──


async def test_there_is_one_draft_per_member_and_person(team: Team) -> None:
    ana, bob, profile_id = await team.member("Ana"), await team.member("Bob"), await team.profile()

    async def draft(by: Member) -> int:
        async with team.store.write() as db:
            return (await invitations.draft(db, by, profile_id, NOW)).id

    ids = await asyncio.gather(*(draft(ana) for _ in range(5)), draft(bob))
    assert len(set(ids[:5])) == 1
    assert ids[5] != ids[0]
    assert (await drafted(team, ana, profile_id, text="Kept", digest="x")).text == "Kept"
    async with team.store.write() as db:
        again = await invitations.draft(db, ana, profile_id, NOW)
    assert (again.id, again.text, again.digest) == (ids[0], "Kept", "x")


async def test_after_sending_a_new_draft_starts(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    first = await invited(team, ana, profile_id)
    second = await drafted(team, ana, profile_id)
    assert second.id != first.id


async def test_a_draft_is_private_to_its_member(team: Team) -> None:
    ana, admin, profile_id = await team.member("Ana"), await team.member("Root", Role.ADMIN), await team.profile()
    draft = await drafted(team, ana, profile_id)
    async with team.store.write() as db:
        with pytest.raises(Gone):
            await invitations.mine(db, admin, draft.id)
        with pytest.raises(Gone):
            await invitations.previewed(db, admin, draft.id, "d", NOW)
    with pytest.raises(Gone):
        await sent(team, admin, draft.id)


async def test_a_sent_invitation_is_visible_to_admins_not_to_colleagues(team: Team) -> None:
    ana, bob, admin = await team.member("Ana"), await team.member("Bob"), await team.member("Root", Role.ADMIN)
    made = await invited(team, ana, await team.profile(emails=[GRACE]))
    async with team.store.read() as db:
        assert (await invitations.mine(db, admin, made.id)).id == made.id
        with pytest.raises(Gone):
            await invitations.mine(db, bob, made.id)


async def test_a_sent_invitation_cannot_be_edited(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id)
    async with team.store.write() as db:
        with pytest.raises(Gone):
            await invitations.previewed(db, ana, made.id, "other", NOW)
    assert (await sent(team, ana, made.id, text="Other")).text == "Hello Grace"


# ── sending ──


async def test_sending_charges_queues_unlocks_and_takes_ownership(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id)
    candidate = await _candidate(team, profile_id)
    assert (made.state, made.candidate_id, made.subject, made.text, made.address, made.queued_at) == (
        "queued", candidate.id, "Hello", "Hello Grace", GRACE, NOW,
    )  # fmt: skip
    owned = (candidate.owner_id, candidate.contacted_by, candidate.contacted_at, candidate.unlocked_at)
    assert owned == (ana.id, ana.id, NOW, NOW)
    assert [(mail.invitation_id, mail.kind, mail.state, mail.due_at, mail.text) for mail in await _mails(team)] == [
        (made.id, "invitation", "queued", NOW, "Hello Grace")
    ]
    assert await balance(team) == ledger.DEFAULT_ALLOWANCE - 1
    async with team.store.read() as db:
        audited = (await db.exec(select(Audit).where(Audit.action == "invite"))).one()
    assert audited.details == {"invitation": made.id, "candidate": candidate.id, "overridden_warnings": []}


async def test_a_scheduled_invitation_is_due_on_time_and_unlocks_nothing_before(team: Team) -> None:
    ana, profile_id, later = await team.member(), await team.profile(emails=[GRACE]), NOW + timedelta(days=3)
    made = await invited(team, ana, profile_id, send_at=later)
    candidate = await _candidate(team, profile_id)
    assert (made.send_at, candidate.unlocked_at, candidate.contacted_at) == (later, None, NOW)
    assert [mail.due_at for mail in await _mails(team)] == [later]
    assert await balance(team) == ledger.DEFAULT_ALLOWANCE - 1


async def test_a_time_that_passed_during_the_preview_means_now(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id, send_at=NOW - timedelta(seconds=1))
    assert made.send_at is None
    assert (await _candidate(team, profile_id)).unlocked_at == NOW
    assert [mail.due_at for mail in await _mails(team)] == [NOW]


async def test_no_credit_is_held_for_more_than_half_a_year(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    with pytest.raises(Refusal, match="six months"):
        await invited(team, ana, profile_id, send_at=NOW + timedelta(days=200))


async def test_many_simultaneous_presses_send_and_charge_once(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    draft = await drafted(team, ana, profile_id)
    presses = await asyncio.gather(*(sent(team, ana, draft.id) for _ in range(8)))
    assert {(each.id, each.state) for each in presses} == {(draft.id, "queued")}
    assert len(await _mails(team)) == 1
    assert await balance(team) == ledger.DEFAULT_ALLOWANCE - 1


async def _nothing_was_sent(team: Team, draft_id: int) -> None:
    async with team.store.read() as db:
        invitation = (await db.exec(select(Invitation).where(Invitation.id == draft_id))).one()
        found = (await db.exec(select(Candidate).where(Candidate.contacted_by == invitation.member_id))).all()
    assert (invitation.state, invitation.address, list(found), await _mails(team)) == ("draft", "", [], [])


async def test_a_press_on_an_outdated_preview_sends_nothing(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    draft = await drafted(team, ana, profile_id, digest="new")
    with pytest.raises(Stale):
        await sent(team, ana, draft.id, digest="old")
    await _nothing_was_sent(team, draft.id)


async def test_an_address_other_than_previewed_sends_nothing(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=["new@example.com"])
    draft = await drafted(team, ana, profile_id)
    with pytest.raises(Stale, match="address"):
        await sent(team, ana, draft.id)
    await _nothing_was_sent(team, draft.id)


async def test_blocking_checks_apply_when_sending_too(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    draft = await drafted(team, ana, profile_id)
    async with team.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, GRACE.upper(), "opted_out", KEY, NOW)
    with pytest.raises(Refusal, match="asked not to be contacted") as refused:
        await sent(team, ana, draft.id, over=("opted_out",))
    assert not isinstance(refused.value, Stale)
    await _nothing_was_sent(team, draft.id)


async def test_an_unseen_warning_stops_sending_and_an_overridden_one_is_recorded(team: Team) -> None:
    ana, bob, profile_id = await team.member("Ana"), await team.member("Bob"), await team.profile(emails=[GRACE])
    await invited(team, ana, profile_id)
    draft = await drafted(team, bob, profile_id)
    with pytest.raises(Stale) as stale:
        await sent(team, bob, draft.id, over=("contacted_before",))
    assert [each.name for each in stale.value.issues] == ["owned"]
    made = await sent(team, bob, draft.id, over=("contacted_before", "owned"))
    assert (made.state, set(made.overridden_warnings.split(","))) == ("queued", {"owned", "contacted_before"})
    candidate = await _candidate(team, profile_id)
    assert (candidate.owner_id, candidate.contacted_by) == (bob.id, bob.id)


async def test_only_warnings_that_apply_are_recorded_as_overridden(team: Team) -> None:
    made = await invited(team, await team.member(), await team.profile(emails=[GRACE]), over=("owned", "anything"))
    assert made.overridden_warnings == ""


async def test_without_credits_nothing_is_sent(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    draft = await drafted(team, ana, profile_id)
    async with team.store.write() as db:
        (await accounts.account(db, team.workspace.id, NOW)).balance = 0
    with pytest.raises(NotEnoughCredits):
        await sent(team, ana, draft.id)
    await _nothing_was_sent(team, draft.id)


async def test_over_the_budget_nothing_is_sent(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    draft = await drafted(team, ana, profile_id)
    async with team.store.write() as db:
        own = await accounts.account(db, team.workspace.id, NOW)
        db.add(CreditBudget(workspace_id=team.workspace.id, account_id=own.id, member_id=ana.id, credits=0))
    with pytest.raises(OverBudget):
        await sent(team, ana, draft.id)
    await _nothing_was_sent(team, draft.id)


async def test_a_second_invitation_to_the_same_person_is_charged_again(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    await invited(team, ana, profile_id)
    await invited(team, ana, profile_id, over=("contacted_before",))
    assert await balance(team) == ledger.DEFAULT_ALLOWANCE - 2
    candidate = await _candidate(team, profile_id)
    async with team.store.read() as db:
        theirs = await invitations.of_candidate(db, team.workspace.id, candidate.id)
    assert len(theirs) == 2
    assert theirs[0].id > theirs[1].id


async def test_for_a_closed_job_nothing_is_sent(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        job = await jobs.add(db, ana, jobs.JobDetails("Nurse"), NOW)
    draft = await drafted(team, ana, profile_id, job_id=job.id)
    async with team.store.write() as db:
        (await jobs.get(db, team.workspace.id, job.id)).status = "closed"
    with pytest.raises(Refusal, match="Nurse is closed"):
        await sent(team, ana, draft.id)
    await _nothing_was_sent(team, draft.id)


# ── at once ──


async def test_of_two_simultaneous_recruiters_one_sends_and_the_other_is_notified(team: Team) -> None:
    people = [await team.member(f"M{number}") for number in range(6)]
    one, same = await team.profile(emails=[GRACE]), await team.profile(emails=[GRACE], phones=["1"])
    drafts = [await drafted(team, by, (one, same)[number % 2]) for number, by in enumerate(people)]
    pairs = zip(people, drafts, strict=True)
    done = await asyncio.gather(*(sent(team, by, draft.id) for by, draft in pairs), return_exceptions=True)
    refusals = [each for each in done if isinstance(each, Stale)]
    assert [each.state for each in done if isinstance(each, Invitation)] == ["queued"]
    assert len(refusals) == len(people) - 1
    assert all({each.name for each in no.issues} == {"owned", "contacted_before"} for no in refusals)
    assert len(await _mails(team)) == 1


async def test_a_quicker_colleague_is_reported_even_after_an_earlier_contact_was_seen(team: Team) -> None:
    ana, bob, eve = [await team.member(name) for name in ("Ana", "Bob", "Eve")]
    profile_id = await team.profile(emails=[GRACE])
    await invited(team, ana, profile_id)
    draft = await drafted(team, eve, profile_id, now=NOW + timedelta(days=1))
    await invited(team, bob, profile_id, now=NOW + timedelta(days=1, seconds=1), over=("owned", "contacted_before"))
    with pytest.raises(Stale, match="Bob"):
        await sent(team, eve, draft.id, now=NOW + timedelta(days=1, seconds=2), over=("owned", "contacted_before"))


async def test_fifty_simultaneous_sends_with_ten_credits_send_exactly_ten(team: Team) -> None:
    people = [await team.member(f"M{number}") for number in range(5)]
    async with team.store.write() as db:
        (await accounts.account(db, team.workspace.id, NOW)).balance = 10
    drafts: list[tuple[Member, Invitation]] = []
    for number in range(50):
        by = people[number % 5]
        drafts.append((by, await drafted(team, by, await team.profile(emails=[f"p{number}@example.com"]))))
    done = await asyncio.gather(
        *(sent(team, by, draft.id, address=f"p{number}@example.com") for number, (by, draft) in enumerate(drafts)),
        return_exceptions=True,
    )
    assert [type(each) for each in done if not isinstance(each, Invitation)] == [NotEnoughCredits] * 40
    async with team.store.read() as db:
        account = (await db.exec(select(CreditAccount))).one()
        held = (await db.exec(select(func.count()).where(CreditEntry.kind == "hold"))).one()
        states = dict((await db.exec(select(Invitation.state, func.count()).group_by(Invitation.state))).all())
    assert (account.balance, account.held, held) == (0, 10, 10)
    assert states == {"queued": 10, "draft": 40}
    assert len(await _mails(team)) == 10


async def test_sending_takes_a_constant_number_of_statements(store: Store, team: Team) -> None:
    """For a person with one profile and one invitation, and for one with twelve of each."""

    async def counted(profile_id: int, address: str) -> int:
        draft = await drafted(team, ana, profile_id)
        with statements() as ran:
            await sent(team, ana, draft.id, over=("contacted_before",), address=address)
        return len(ran)

    ana, few, many = await team.member(), await team.profile(emails=["few@example.com"]), await _known_well(team)
    await invited(team, ana, few, address="few@example.com")
    for number in range(12):
        await invited(team, ana, many[number], over=("contacted_before",))
    assert await counted(few, "few@example.com") == await counted(many[5], GRACE)


async def _known_well(team: Team) -> list[int]:
    """Twelve profiles of one person."""
    links: Any = [{"kind": "linkedin", "url": "https://linkedin.com/in/grace"}]
    return [
        await team.profile(
            emails=[GRACE, f"g{number}@example.com"], links=links, experience=[{"company": f"C{number}"}]
        )
        for number in range(12)
    ]
