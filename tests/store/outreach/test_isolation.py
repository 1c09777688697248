"""Outreach data of another workspace can be neither read nor changed, whatever ids are sent."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.fernet import Fernet

from connectors.mail.base import MailAccount
from store import conversations, jobs
from store.credits import accounts
from store.db import Store, Write
from store.keys import KeyRing
from store.mailbox import mailboxes, own_companies, secrets, sender_profiles
from store.outreach import (
    contact_checks,
    contact_history,
    do_not_contact,
    invitation_changes,
    invitations,
    invitations_page,
    mail_handover,
    mail_outcomes,
    mail_queue,
    suppressions,
)
from store.outreach.invitations import InvitationContent, ReadyInvitation
from store.outreach.mail_queue import MailContent
from store.people import candidates, candidates_page, matching, reminders
from store.roles import Role
from store.tables.core import Job, Member
from store.tables.outreach import Invitation
from tests.databases import NOW, Team, new_team
from tests.store.isolation import all_rows, outcome
from tests.store.outreach.contacting import GRACE, KEY, drafted, invited

KEYS = KeyRing([Fernet.generate_key().decode()])
LATER = NOW.replace(year=2027, month=1)
EMPTY = ("None", "[]", "{}", "set()", "()", "''", "gone")


@dataclass
class Theirs:
    """Ids of another workspace's rows."""

    member: Member
    job: int
    profile: int
    candidate: int
    draft: int
    waits: int  # an invitation that is scheduled
    unknown: int  # one whose delivery is unknown
    entry: int  # an entry of the do-not-contact list
    mail: int  # a reply to the candidate
    reminded: int  # the profile of the candidate, of whom they are reminded


Call = Callable[[Write, Member, Theirs], Awaitable[Any]]
_WORDS: dict[str, Any] = {
    "kind": "connect", "language": "en", "subject": "x", "text": "x", "send_at": None,
    "follow_up_days": None, "follow_up_text": "",
}  # fmt: skip
_PRESS: dict[str, Any] = {
    "subject": "x", "text": "x", "follow_up_text": "", "address": GRACE, "digest": "d",
}  # fmt: skip


async def _save_for_their_job(db: Write, by: Member, it: Theirs) -> Any:
    ours = (await candidates_page.listed(db, by)).items[0].candidate.profile_id
    draft = await invitations.draft(db, by, ours, NOW)
    return await invitations.save(db, by, draft.id, InvitationContent(job_id=it.job, **_WORDS), "d", NOW)


GONE: dict[str, Call] = {
    "invitations.draft": lambda db, by, it: invitations.draft(db, by, it.profile, NOW),
    "invitations.mine": lambda db, by, it: invitations.mine(db, by, it.waits),
    "invitations.save": lambda db, by, it: invitations.save(
        db, by, it.draft, InvitationContent(job_id=None, **_WORDS), "d", NOW
    ),
    "invitations.save for their job": _save_for_their_job,
    "invitations.previewed": lambda db, by, it: invitations.previewed(db, by, it.draft, "d", NOW),
    "invitations.queue": lambda db, by, it: invitations.queue(db, by, ReadyInvitation(it.draft, **_PRESS), KEY, NOW),
    "invitation_changes.get_invitation": lambda db, by, it: invitation_changes.get_invitation(db, by, it.unknown),
    "invitation_changes.cancel": lambda db, by, it: invitation_changes.cancel(db, by, it.waits, NOW),
    "invitation_changes.reschedule": lambda db, by, it: invitation_changes.reschedule(db, by, it.waits, NOW, NOW),
    "invitation_changes.stop_follow_up": lambda db, by, it: invitation_changes.stop_follow_up(db, by, it.waits, NOW),
    "invitation_changes.resume": lambda db, by, it: invitation_changes.resume(db, by, it.waits, NOW),
    "invitation_changes.decide": lambda db, by, it: invitation_changes.decide(db, by, it.unknown, "refund", NOW),
    "contact_checks.check_contact": lambda db, by, it: contact_checks.check_contact(db, by, it.profile, None, KEY, NOW),
    "contact_checks.issues": lambda db, by, it: contact_checks.issues(db, by, it.profile, None, KEY, NOW),
    "contact_checks.address": lambda db, by, it: contact_checks.address(db, by.workspace_id, it.profile),
    "do_not_contact.remove": lambda db, by, it: do_not_contact.remove(db, by, it.entry, NOW),
    "reminders.remind": lambda db, by, it: reminders.remind(db, by, it.reminded, LATER, NOW),
}

NOTHING: dict[str, Call] = {
    "invitations.of_candidate": lambda db, by, it: invitations.of_candidate(db, by.workspace_id, it.candidate),
    "invitations.drafts_of": lambda db, by, it: invitations.drafts_of(db, by, [it.profile]),
    "invitation_changes.cancel_waiting": lambda db, by, it: invitation_changes.cancel_waiting(db, by, [it.waits], NOW),
    "invitation_changes.undo": lambda db, by, it: invitation_changes.undo(db, by, [it.waits], NOW),
    "invitation_changes.of_batch": lambda db, by, it: invitation_changes.of_batch(db, by, it.waits),
    "invitations_page.listed": lambda db, by, it: _items(invitations_page.listed(db, by, "scheduled", mine=False)),
    "conversations.listed": lambda db, by, it: _entries(db, by, it),
    "conversations.entry": lambda db, by, it: conversations.entry(
        db, by.workspace_id, it.candidate, mail_id=it.mail, answer_id=0
    ),
    "conversations.last_reply": lambda db, by, it: conversations.last_reply(db, by.workspace_id, [it.waits], NOW),
    "conversations.mails_of": lambda db, by, it: conversations.mails_of(db, by, [it.waits]),
    "conversations.deliveries": lambda db, by, it: conversations.deliveries(db, by, [it.mail]),
    "do_not_contact.listed": lambda db, by, it: _items(do_not_contact.listed(db, by.workspace_id)),
    "do_not_contact.matches": lambda db, by, it: do_not_contact.matches(db, by.workspace_id, ["Acme"], [GRACE]),
    "suppressions.suppressed": lambda db, by, it: suppressions.suppressed(db, by.workspace_id, [GRACE], KEY),
    "suppressions.refused": lambda db, by, it: suppressions.refused(db, [(by.workspace_id, GRACE)], KEY),
    "suppressions.bad": lambda db, by, it: suppressions.bad(db, by.workspace_id, [GRACE]),
    "contact_history.last": lambda db, by, it: _last(db, by, it),
    "contact_history.last_refusal": lambda db, by, it: _last_refusal(db, by, it),
    "contact_history.recount": lambda db, by, it: contact_history.recount(db, by.workspace_id, it.candidate),
    "reminders.due": lambda db, by, it: reminders.due(db, by, it.candidate),
    "reminders.cancel": lambda db, by, it: reminders.cancel(db, by, it.reminded),
    "mailboxes.get": lambda db, by, it: _company(db, by),
    "mailboxes.account_of": lambda db, by, it: _postal_address(db, by),
    "own_companies.hidden_and_jobs": lambda db, by, it: _their_job(db, by, it),
    "own_companies.hidden": lambda db, by, it: _extra_companies(db, by),
}
SILENT = {
    "contact_history.recount",
    "contact_history.last_refusal",
    "reminders.remind",
    "reminders.cancel",
}  # returns nothing in either workspace
OWN = {  # takes no ids
    "do_not_contact.add", "suppressions.suppress", "suppressions.mark_bad", "mailboxes.update",
    "suppressions.lift", "sender_profiles.get", "sender_profiles.update", "own_companies.update",
}  # fmt: skip


async def _their_job(db: Write, by: Member, it: Theirs) -> dict[int, Job]:
    return (await own_companies.hidden_and_jobs(db, by.workspace_id, "", [it.job]))[1]


async def _extra_companies(db: Write, by: Member) -> list[str]:
    return list((await own_companies.hidden(db, by.workspace_id)).names[1:])


async def _items(page: Awaitable[Any]) -> list[Any]:
    return (await page).items


async def _entries(db: Write, by: Member, it: Theirs) -> Any:
    return (await conversations.listed(db, by.workspace_id, it.candidate, 0, 5)).entries


async def _company(db: Write, by: Member) -> str:
    return (await mailboxes.get(db, by.workspace_id)).company


async def _postal_address(db: Write, by: Member) -> str:
    return (await mailboxes.account_of(db, by.workspace_id, MailAccount(), KEYS)).postal_address


async def _last(db: Write, by: Member, it: Theirs) -> Any:
    theirs = await candidates.get(db, it.member.workspace_id, it.candidate)
    if by.workspace_id != it.member.workspace_id:
        db.expunge(theirs)
    return await contact_history.last(db, by.workspace_id, [theirs])


async def _last_refusal(db: Write, by: Member, it: Theirs) -> Any:
    theirs = await candidates.get(db, it.member.workspace_id, it.candidate)
    if by.workspace_id != it.member.workspace_id:
        db.expunge(theirs)
    return await contact_history.last_refusal(db, by.workspace_id, [theirs])


@pytest.fixture
async def theirs(store: Store) -> Theirs:
    team = await new_team(store)
    one = await team.member("Their admin", Role.ADMIN)
    ids = [
        await team.profile(f"P{n}", shared=False, emails=[f"p{n}@example.com"], experience=[{"company": "Zeta"}])
        for n in range(3)
    ]
    async with store.write() as db:
        job = await jobs.add(db, one, jobs.JobDetails("Nurse"), NOW)
    unknown = await invited(team, one, ids[0], address="p0@example.com")
    async with store.write() as db:
        claimed = await mail_queue.claim(db, "p1", NOW, 10)
        handed = await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, "p1", KEY, NOW)
        await mail_outcomes.unknown(db, handed, NOW)
    waits = await invited(team, one, ids[1], address="p1@example.com", send_at=LATER)
    async with store.write() as db:
        (await db.get_one(Invitation, waits.id)).batch_id = waits.id
    draft = await drafted(team, one, ids[2])
    async with store.write() as db:
        entry = await do_not_contact.add(db, one, "Acme", NOW)
        reply = await mail_queue.add(db, waits, "reply", MailContent("Re: Hello", "Thursday?"), NOW, NOW)
        await suppressions.suppress(db, team.workspace.id, GRACE, "opted_out", KEY, NOW)
        await suppressions.mark_bad(db, team.workspace.id, GRACE, "550", NOW)
        await mailboxes.update(db, one, {"company": "Theirs", "postal_address": "Their street"}, NOW)
        await own_companies.update(db, one, "Their Labs", show=False, now=NOW)
        await secrets.save(db, one, {"smtp_url": "smtp://u:p@x.example"}, KEYS, NOW)
        await sender_profiles.update(db, one, {"title": "Theirs"}, NOW)
        await reminders.remind(db, one, ids[1], LATER, NOW)
    return Theirs(
        one, job.id, ids[2], waits.candidate_id or 0, draft.id, waits.id, unknown.id, entry.id, reply.id, ids[1]
    )


@pytest.fixture
async def us(store: Store, team: Team) -> Member:
    """An admin of another workspace, who has a candidate."""
    by, profile_id = await team.member("Us", Role.ADMIN), await team.profile()
    async with store.write() as db:
        await matching.engage(db, by, profile_id, None, NOW)
    return by


async def test_another_workspaces_ids_are_gone(store: Store, us: Member, theirs: Theirs) -> None:
    before = await all_rows(store, theirs.member.workspace_id)
    assert len(before) > 25
    outcomes = {name: await outcome(store, lambda db, call=call: call(db, us, theirs)) for name, call in GONE.items()}
    assert outcomes == dict.fromkeys(GONE, "gone")
    assert await all_rows(store, theirs.member.workspace_id) == before


async def test_another_workspaces_rows_yield_nothing(store: Store, us: Member, theirs: Theirs) -> None:
    before = await all_rows(store, theirs.member.workspace_id)
    outcomes = {
        name: await outcome(store, lambda db, call=call: call(db, us, theirs)) for name, call in NOTHING.items()
    }
    assert {name: each for name, each in outcomes.items() if each not in EMPTY} == {}
    assert await all_rows(store, theirs.member.workspace_id) == before


async def test_the_same_calls_yield_something_in_their_own_workspace(store: Store, theirs: Theirs) -> None:
    """Proves that the tests above can fail."""
    tables: dict[str, Call] = {**GONE, **NOTHING}
    tables.pop("invitations.save for their job")
    outcomes = {
        name: await outcome(store, lambda db, call=call: call(db, theirs.member, theirs))
        for name, call in tables.items()
        if name
        not in {*SILENT, "contact_checks.issues", "invitation_changes.reschedule", "do_not_contact.remove", *_CHANGING}
    }
    assert [name for name, each in outcomes.items() if each in EMPTY] == []


_CHANGING = {
    "invitations.queue",
    "invitation_changes.cancel",
    "invitation_changes.cancel_waiting",
    "invitation_changes.undo",
    "invitation_changes.resume",
}  # each needs a different state


def test_every_function_is_covered() -> None:
    """A new function must be listed with what it does with another workspace's ids."""
    rooms = [contact_history, conversations, do_not_contact, contact_checks, invitation_changes, invitations_page,
             invitations, mailboxes, own_companies, reminders, sender_profiles, suppressions]  # fmt: skip
    found = {
        f"{room.__name__.rpartition('.')[2]}.{name}"
        for room in rooms
        for name, what in inspect.getmembers(room, inspect.iscoroutinefunction)
        if not name.startswith("_") and what.__module__ == room.__name__
    }
    assert found == {name for name in (*GONE, *NOTHING, *OWN) if " " not in name}


async def test_a_shared_profile_is_checked_per_workspace(store: Store, team: Team, theirs: Theirs) -> None:
    """Opted out, bounced, listed and contacted in one workspace; none of it counts in the other."""
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE], experience=[{"company": "Acme"}])
    async with store.read() as db:
        here = await contact_checks.check_contact(db, ana, profile_id, None, KEY, NOW)
        there = await contact_checks.check_contact(db, theirs.member, profile_id, None, KEY, NOW)
        balance = await accounts.look(db, team.workspace.id)
    assert (here.address, here.issues, balance) == (GRACE, (), None)
    assert {each.name for each in there.issues} == {"opted_out", "do_not_contact", "no_address"}
