"""Contact checks: what forbids contacting a person, and what only warns."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import jobs
from store.credits import accounts
from store.db import statements
from store.errors import Gone, Refusal
from store.keys import HashKey
from store.mailbox import mailboxes
from store.outreach import contact_checks, do_not_contact, invitation_changes, invitations_page, suppressions
from store.outreach.contact_checks import ContactIssue
from store.people import employers, match_keys, matching, merging, profiles
from store.roles import Role
from store.tables.core import Member, Profile
from store.tables.outreach import CreditBudget, Invitation
from tests.databases import NOW, Team, profile_row
from tests.store.outreach.contacting import GRACE, KEY, invited

ACME: Any = [{"title": "Nurse", "company": "Acme, Inc."}]
LINK: Any = [{"kind": "linkedin", "url": "https://linkedin.com/in/grace"}]


async def _checks(
    team: Team, by: Member, profile_id: int, job_id: int | None = None, **more: Any
) -> list[ContactIssue]:
    options: dict[str, Any] = {"hash_key": KEY, "now": NOW, **more}
    async with team.store.read() as db:
        return list(await contact_checks.issues(db, by, profile_id, job_id, **options))


async def _names(team: Team, by: Member, profile_id: int, **more: Any) -> list[str]:
    return [each.name for each in await _checks(team, by, profile_id, **more)]


async def _address(team: Team, profile_id: int) -> str:
    async with team.store.read() as db:
        return await contact_checks.address(db, team.workspace.id, profile_id)


async def _engaged(team: Team, by: Member, *profile_ids: int) -> None:
    async with team.store.write() as db:
        await matching.engage_many(db, by, profile_ids, None, NOW)


async def test_a_new_person_passes_all_checks(team: Team) -> None:
    assert await _checks(team, await team.member(), await team.profile(emails=[GRACE])) == []


async def test_an_unknown_profile_is_gone(team: Team) -> None:
    by = await team.member()
    with pytest.raises(Gone):
        await _checks(team, by, 10**9)


# ── suppression ──


@pytest.mark.parametrize("why", ["opted_out", "erased"])
async def test_suppressed_by_any_address_of_the_person(team: Team, why: Any) -> None:
    """Even by an address of another source's profile that nobody has engaged with."""
    by = await team.member()
    one, other = [await team.profile(emails=mails, links=LINK) for mails in ([GRACE], ["home@example.org"])]
    stranger = await team.profile("Ada", emails=["ada@example.com"])
    await _engaged(team, by, one)
    async with team.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, "  Grace@EXAMPLE.com", why, KEY, NOW)
    assert [(each.name, each.forbids) for each in await _checks(team, by, one)] == [(why, True)]
    assert await _names(team, by, other) == [why]
    assert await _names(team, by, stranger) == []


async def test_whoever_opted_out_at_the_source_is_not_contacted(team: Team) -> None:
    """Also when it is another source that says so."""
    by = await team.member()
    free, flagged, said_no = [
        await team.profile(emails=[GRACE], links=LINK, do_not_contact=flag) for flag in (None, True, False)
    ]
    assert await _names(team, by, said_no) == []
    [issue] = await _checks(team, by, flagged)
    assert (issue.name, issue.forbids) == ("opted_out", True)
    await _engaged(team, by, flagged)
    assert await _names(team, by, free) == ["opted_out"]


async def test_an_opt_out_outlives_the_address_in_the_source(team: Team) -> None:
    by, workspace = await team.member(), team.workspace.id
    async with team.store.write() as db:
        row = profile_row("Grace", "g-1", emails=[GRACE], links=LINK)
        profile_id = (await profiles.save_many(db, workspace, [row])).ids[0]
        await matching.engage(db, by, profile_id, None, NOW)
        await suppressions.suppress(db, workspace, GRACE, "opted_out", KEY, NOW)
        renewed = profile_row("Grace", "g-1", emails=["new@example.com"], links=LINK)
        await profiles.save_many(db, workspace, [renewed])
    assert await _names(team, by, profile_id) == ["opted_out"]


@pytest.mark.parametrize(
    ("contacted", "imported"),
    [
        (GRACE, "Grace@Example.COM"),
        ("grace+jobs@example.com", GRACE),
        (GRACE, "grace+other@example.com"),
        ("grace@bücher.example", "grace@xn--bcher-kva.example"),
        ("grace@xn--bcher-kva.example", "Grace@BÜCHER.example"),
        ("ｇrace@example.com", GRACE),
    ],
)
async def test_an_opt_out_matches_any_spelling_of_the_address(team: Team, contacted: str, imported: str) -> None:
    by, profile_id = await team.member(), await team.profile(emails=[imported])
    async with team.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, contacted, "opted_out", KEY, NOW)
    assert await _names(team, by, profile_id) == ["opted_out"]


async def test_erased_stays_erased_and_only_in_this_workspace(team: Team, other_team: Team) -> None:
    by, them, profile_id = await team.member(), await other_team.member(), await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        for why in ("opted_out", "erased", "opted_out"):
            await suppressions.suppress(db, team.workspace.id, GRACE, why, KEY, NOW)
        assert await suppressions.suppressed(db, team.workspace.id, [GRACE, "x@example.com"], KEY) == {GRACE: "erased"}
    assert await _names(team, by, profile_id) == ["erased"]
    assert await _names(other_team, them, profile_id) == []


async def test_suppressions_are_hashed_with_the_key(team: Team) -> None:
    async with team.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, GRACE, "erased", KEY, NOW)
        other = HashKey("another key of the hashes, long enough")
        assert await suppressions.suppressed(db, team.workspace.id, [GRACE], other) == {}
        with pytest.raises(LookupError):
            await suppressions.suppress(db, team.workspace.id, GRACE, "erased", HashKey(), NOW)


async def test_without_a_hash_key_contact_is_forbidden(team: Team) -> None:
    by, profile_id = await team.member(), await team.profile(emails=[GRACE])
    found = await _checks(team, by, profile_id, hash_key=HashKey())
    assert [(each.name, each.forbids) for each in found] == [("no_hash_key", True)]


# ── do not contact ──


async def _listed(team: Team, *entries: str) -> Member:
    admin = await team.member("Root", Role.ADMIN)
    async with team.store.write() as db:
        for entry in entries:
            await do_not_contact.add(db, admin, entry, NOW)
    return admin


@pytest.mark.parametrize(
    ("entry", "company", "blocked"),
    [
        ("ACME", "Acme, Inc.", True),
        ("Acme Inc", "acme", True),
        ("The Acme Company, L.L.C.", "ACME", True),
        ("Müller GmbH & Co. KG", "mueller", False),
        ("Müller GmbH & Co. KG", "Muller", True),
        ("Acme S.A.", "Acme", True),
        ("Acme Sp. z o.o.", "Acme", True),
        ("Procter & Gamble", "Procter and Gamble Co.", True),
        ("O'Reilly", "OReilly Limited", True),
        ("Acme", "Acme Health", False),
        ("Co", "Inc", False),
        ("Company", "The Company", True),
        ("株式会社日立", "株式会社日立", True),
    ],
)
def test_company_names_match_in_any_spelling(entry: str, company: str, blocked: bool) -> None:
    assert (employers.company(entry) == employers.company(company)) is blocked


async def test_only_the_current_company_of_any_profile_counts(team: Team) -> None:
    by = await _listed(team, "Acme")
    before = await team.profile(emails=["b@example.com"], experience=[{"company": "Acme", "end": "2020"}])
    second = await team.profile(emails=[GRACE], experience=[{"company": "Other"}, {"company": "ACME Corp."}])
    merged = await team.profile(emails=[GRACE], experience=[{"company": "Other"}])
    await _engaged(team, by, second)
    assert await _names(team, by, before) == []
    assert await _names(team, by, second) == ["do_not_contact"]
    assert await _names(team, by, merged) == ["do_not_contact"]


async def test_a_domain_entry_covers_its_subdomains(team: Team) -> None:
    entries = ("acme.com", "eu.other.com", "https://www.site.org/jobs", "@At.com", "ann@mail.com", "bücher.example")
    await _listed(team, *entries)
    expected = {
        "g@acme.com": "acme.com",
        "g@mail.eu.ACME.com": "acme.com",
        "g@notacme.com": "",
        "g@acme.com.example.org": "",
        "g@other.com": "",
        "g@x.eu.other.com": "eu.other.com",
        "g@site.org": "https://www.site.org/jobs",
        "g@at.com": "@At.com",
        "other@mail.com": "ann@mail.com",
        "g@xn--bcher-kva.example": "bücher.example",
        "g@bücher.example": "bücher.example",
    }
    async with team.store.read() as db:
        found = {mail: await do_not_contact.matches(db, team.workspace.id, [], [mail]) for mail in expected}
    assert {mail: "".join(each.label for each in entries) for mail, entries in found.items()} == expected


async def test_the_entry_is_named(team: Team) -> None:
    by, profile_id = (
        await _listed(team, "Acme, Inc.", "acme.com"),
        await team.profile(emails=["g@acme.com"], experience=ACME),
    )
    found = await _checks(team, by, profile_id)
    assert [(each.name, each.forbids) for each in found] == [("do_not_contact", True)]
    assert "Acme, Inc. and acme.com" in found[0].message


async def test_only_admins_edit_the_list_and_entries_are_unique(team: Team) -> None:
    ana, admin = await team.member("Ana"), await _listed(team, "Acme, Inc.", "ACME", "acme.com", "Zeta", "Éclair")
    async with team.store.write() as db:
        page = await do_not_contact.listed(db, team.workspace.id)
        assert [(each.kind, each.label) for each in page.items] == [
            ("company", "Acme, Inc."), ("domain", "acme.com"), ("company", "Éclair"), ("company", "Zeta"),
        ]  # fmt: skip
        found = await do_not_contact.listed(db, team.workspace.id, words="ECLAIR")
        assert [each.label for each in found.items] == ["Éclair"]
        with pytest.raises(Refusal, match="admin"):
            await do_not_contact.add(db, ana, "Other", NOW)
        with pytest.raises(Refusal, match="admin"):
            await do_not_contact.remove(db, ana, page.items[0].id, NOW)
        for nothing in ("", " , ", "x" * 300):
            with pytest.raises(Refusal, match="company name"):
                await do_not_contact.add(db, admin, nothing, NOW)
        await do_not_contact.remove(db, admin, page.items[0].id, NOW)
        with pytest.raises(Gone):
            await do_not_contact.remove(db, admin, page.items[0].id, NOW)
    profile_id = await team.profile(emails=[GRACE], experience=ACME)
    assert await _names(team, ana, profile_id) == []


@given(st.text(max_size=60))
def test_normalizing_a_company_or_domain_is_idempotent(text: str) -> None:
    once = employers.company(text)
    assert employers.company(once) == once
    host = employers.domain(text)
    assert employers.domain(host) == host


# ── address ──


async def test_the_address_is_the_first_that_did_not_bounce(team: Team) -> None:
    by, mails = await team.member(), ["first@example.com", "Second@Example.com", "first@example.com"]
    profile_id, other = (
        await team.profile(emails=mails),
        await team.profile(emails=["first@example.com", "o@example.com"]),
    )
    await _engaged(team, by, profile_id)
    assert await _address(team, profile_id) == await _address(team, other) == "first@example.com"
    addresses: list[str] = []
    for gone in ("FIRST@example.com ", "second@example.com", "o@example.com"):
        async with team.store.write() as db:
            await suppressions.mark_bad(db, team.workspace.id, gone, "550 no such user", NOW)
        addresses.append(await _address(team, other))
    assert addresses == ["Second@Example.com", "o@example.com", ""]
    found = await _checks(team, by, profile_id)
    assert [(each.name, each.forbids) for each in found] == [("no_address", True)]
    assert "the last message bounced" in found[0].message


@pytest.mark.parametrize(
    "mail", ["nothing", "a@b", "a b@example.com", "a@example.com\r\nBcc: x@example.com", "<a@example.com>", "a@b@c.de",
             "a,b@example.com", f"{'x' * 250}@example.com", "@example.com", "", 7, None]
)  # fmt: skip
def test_invalid_addresses_are_ignored(mail: Any) -> None:
    for emails in ([mail], mail, [mail, GRACE]):
        body: dict[str, Any] = {"emails": emails}
        found = match_keys.emails(Profile(id=1, source="internet", source_id="1", name="Grace", body=body))
        assert found == ([GRACE] if emails == [mail, GRACE] else [])


async def test_without_an_address_contact_is_forbidden(team: Team) -> None:
    assert await _names(team, await team.member(), await team.profile(emails=["nothing"])) == ["no_address"]


# ── cost ──


async def test_without_credits_it_says_when_they_reset(team: Team) -> None:
    by, profile_id = await team.member(), await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        own = await accounts.account(db, team.workspace.id, NOW)
        own.balance, own.time_zone, own.next_reset_at = 0, "Asia/Tokyo", NOW.replace(day=30, hour=15)
    found = await _checks(team, by, profile_id)
    assert [(each.name, each.forbids) for each in found] == [("credits", True)]
    assert "1 December 2026" in found[0].message
    assert await _names(team, by, profile_id, price=0) == []
    assert await _names(team, by, profile_id, now=NOW.replace(day=30, hour=16)) == []


async def test_over_the_budget(team: Team) -> None:
    by, bob, profile_id = await team.member(), await team.member("Bob"), await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        own = await accounts.account(db, team.workspace.id, NOW)
        db.add(CreditBudget(workspace_id=team.workspace.id, account_id=own.id, member_id=by.id, credits=1))
    assert await _names(team, by, profile_id) == []
    assert await _names(team, by, profile_id, price=2) == ["budget"]
    assert await _names(team, bob, profile_id, price=2) == []
    assert (
        await _names(team, by, profile_id, price=2, now=NOW + timedelta(days=30)) == []
    )  # the spending is from an earlier period


async def test_a_closed_or_deleted_job(team: Team) -> None:
    by, profile_id = await team.member(), await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        job = await jobs.add(db, by, jobs.JobDetails("Nurse"), NOW)
    assert await _checks(team, by, profile_id, job.id) == []
    async with team.store.write() as db:
        (await jobs.get(db, team.workspace.id, job.id)).status = "closed"
    for job_id in (job.id, 10**9):
        assert [(each.name, each.forbids) for each in await _checks(team, by, profile_id, job_id)] == [
            ("job_closed", True)
        ]


# ── earlier contact ──


async def test_a_teammates_window_names_who_and_for_how_long(team: Team) -> None:
    ana, bob = await team.member("Ana Ruiz"), await team.member("Bob")
    profile_id = await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        job = await jobs.add(db, ana, jobs.JobDetails("Nurse"), NOW)
    await invited(team, ana, profile_id, job_id=job.id)
    warnings = {each.name: each for each in await _checks(team, bob, profile_id, now=NOW + timedelta(days=5, hours=1))}
    assert {name: each.forbids for name, each in warnings.items()} == {"owned": False, "contacted_before": False}
    assert warnings["owned"].message == "Ana Ruiz owns this candidate for 25 more days."
    assert warnings["contacted_before"].message == "Ana Ruiz contacted them 5 days ago, for Nurse."
    assert await _names(team, bob, profile_id, now=NOW + timedelta(days=30)) == ["contacted_before"]
    own = await _checks(team, ana, profile_id)
    assert [each.message for each in own] == ["You contacted them today, for Nurse."]


@pytest.mark.parametrize(("days", "after", "owned"), [(0, 0, False), (3, 2, True), (3, 3, False)])
async def test_the_ownership_window_is_a_workspace_setting(team: Team, days: int, after: int, owned: bool) -> None:
    ana, bob, admin = await team.member("Ana"), await team.member("Bob"), await team.member("Root", Role.ADMIN)
    profile_id = await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        await mailboxes.update(db, admin, {"ownership_days": days}, NOW)
    await invited(team, ana, profile_id)
    names = await _names(team, bob, profile_id, now=NOW + timedelta(days=after))
    assert names == ["owned", "contacted_before"] if owned else ["contacted_before"]


async def test_contact_counts_for_a_profile_that_would_be_merged(team: Team) -> None:
    """Otherwise the preview would show no warning and sending would be refused."""
    ana, bob = await team.member("Ana"), await team.member("Bob")
    await invited(team, ana, await team.profile(emails=[GRACE]))
    stranger = await team.profile(emails=["other@example.com", GRACE])
    assert await _names(team, bob, stranger) == ["owned", "contacted_before"]


async def test_a_profile_marked_as_another_person_stays_separate(team: Team) -> None:
    """Even when a source later gives both the same address."""
    ana, bob, workspace = await team.member("Ana"), await team.member("Bob"), team.workspace.id
    alike: Any = {"experience": ACME, "place": {"city": "Boston"}}
    one = await team.profile(emails=[GRACE], **alike)
    async with team.store.write() as db:
        row = profile_row(source_id="other", emails=["o@example.com"], **alike)
        other = (await profiles.save_many(db, workspace, [row])).ids[0]
        made = await matching.engage_many(db, ana, [one, other], None, NOW)
        await merging.keep_apart(db, ana, made[one].id, made[other].id, NOW)
        both = profile_row(source_id="other", emails=["o@example.com", GRACE], **alike)
        await profiles.save_many(db, workspace, [both])
    await invited(team, ana, one)
    assert await _names(team, bob, other) == []
    assert await _names(team, bob, one) == ["owned", "contacted_before"]


async def test_a_scheduled_invitation_is_called_scheduled(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    profile_id = await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id, send_at=NOW + timedelta(days=2))
    day = NOW + timedelta(days=2)
    warnings = await _checks(team, bob, profile_id)
    assert warnings[-1].message == f"Ana wrote a message to them that goes out on {day.day} {day:%B}."
    async with team.store.write() as db:
        await invitation_changes.reschedule(db, ana, made.id, NOW, NOW)
    assert (await _checks(team, bob, profile_id))[-1].message == "Ana wrote a message to them that goes out today."


async def test_a_due_invitation_does_not_count_as_earlier_contact_for_itself(team: Team) -> None:
    ana, profile_id = await team.member("Ana"), await team.profile(emails=[GRACE])
    made: Invitation = await invited(team, ana, profile_id)
    async with team.store.write() as db:
        (await accounts.account(db, team.workspace.id, NOW)).balance = 0
    assert await _names(team, ana, profile_id, again=made) == []
    async with team.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, GRACE, "opted_out", KEY, NOW)
    assert await _names(team, ana, profile_id, again=made) == ["opted_out"]


async def test_a_due_invitation_goes_to_its_original_address(team: Team) -> None:
    """Whatever the sources say by now, unless mail to that address bounces."""
    ana, workspace = await team.member("Ana"), team.workspace.id
    async with team.store.write() as db:
        profile_id = (await profiles.save_many(db, workspace, [profile_row(source_id="g", emails=[GRACE])])).ids[0]
    made = await invited(team, ana, profile_id)
    async with team.store.write() as db:
        await profiles.save_many(db, workspace, [profile_row(source_id="g", emails=["new@example.com"])])
    async with team.store.read() as db:
        looked = await contact_checks.check_contact(db, ana, profile_id, None, KEY, NOW, again=made)
    assert (looked.address, looked.issues) == (GRACE, ())
    async with team.store.write() as db:
        await suppressions.mark_bad(db, workspace, GRACE, "550", NOW)
    assert await _names(team, ana, profile_id, again=made) == ["no_address"]


async def test_blocking_checks_come_first(team: Team) -> None:
    ana, bob, profile_id = (
        await team.member("Ana"),
        await _listed(team, "Acme"),
        await team.profile(emails=[GRACE], experience=ACME),
    )
    async with team.store.write() as db:
        candidate = await matching.engage(db, ana, profile_id, None, NOW)
        candidate.contacted_by, candidate.contacted_at = ana.id, NOW
    forbids = [each.forbids for each in await _checks(team, bob, profile_id)]
    assert forbids == [True, False, False]


async def test_checking_takes_a_constant_number_of_statements(team: Team) -> None:
    ana = await team.member("Ana")
    few = await team.profile("Ada", emails=["few@example.com"])
    many = [await team.profile(emails=[GRACE, f"g{n}@example.com"], experience=ACME) for n in range(15)]
    await invited(team, ana, few, address="few@example.com")
    for profile_id in many:
        await invited(team, ana, profile_id, over=("contacted_before",))

    async def counted(profile_id: int) -> int:
        with statements() as ran:
            assert await _names(team, ana, profile_id) == ["contacted_before"]
        return len(ran)

    assert await counted(few) == await counted(many[7]) <= 12
    assert len(await _listings(team, ana)) == 16


async def _listings(team: Team, by: Member) -> list[Any]:
    async with team.store.read() as db:
        return (await invitations_page.listed(db, by, "scheduled", 0, 100)).items
