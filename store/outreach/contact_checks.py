"""Contact checks: why a person can't be contacted, and warnings for the sender. Run at preview, send and follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, union_all
from sqlmodel import col, select

from store import time_zones
from store.credits import accounts, quotas
from store.credits.accounts import Spendable
from store.credits.quotas import SourceQuota
from store.db import Read
from store.keys import HashKey
from store.outreach import contact_history, do_not_contact, suppressions
from store.outreach.contact_history import Contact
from store.people import match_keys, matching, profile_keys, profile_scope
from store.sources import reveals
from store.tables.ats import AtsRecord
from store.tables.core import Candidate, CandidateKey, CandidateProfile, Job, Member, Profile, Workspace
from store.tables.outreach import INTERNET, BadAddress, CandidateAnswer, CreditAccount, Invitation, Suppression
from store.tables.reveals import Reveal

REPLY_IS_FREE = "They have answered your team. A reply in the same thread is free."
NO_HASH_KEY = (
    "Opt-outs can't be checked yet, so nobody can be contacted. "
    "Ask the person who runs Sourcer to set SOURCER_HASH_KEY."
)


@dataclass(frozen=True, slots=True)
class ContactIssue:
    """One reason against contacting a person, as text for the sender. The sender can override it unless it
    `forbids`."""

    name: str
    forbids: bool
    message: str


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """What to know before contacting a person. `address`: the recipient; "" when none is usable.

    `profiles`: all profiles of the person. `candidates`: those that are, or would become, the same person. `spendable`:
    what the sender may spend, None if not requested. `paid`: the reveal that included the address; writing to it then
    costs no credits. `quota`: the quota of the imported source that has the address; it then pays instead of
    credits."""

    profile: Profile
    address: str
    issues: tuple[ContactIssue, ...]
    candidates: tuple[Candidate, ...] = ()
    spendable: Spendable | None = None
    paid: Reveal | None = None
    profiles: tuple[Profile, ...] = ()
    quota: SourceQuota | None = None


@dataclass(frozen=True, slots=True)
class _Person:
    """Everything the sources say about one person, starting with the profile that is displayed."""

    requested: Profile
    profiles: tuple[Profile, ...]
    candidates: tuple[Candidate, ...]
    known_as: tuple[str, ...]  # former addresses, from the keys they were matched by

    @property
    def emails(self) -> list[str]:
        """Addresses to write to, each once, starting with those of the profile that is displayed."""
        return match_keys.distinct(email for profile in self.profiles for email in match_keys.emails(profile))

    @property
    def opted_out(self) -> bool:
        """Whether one of the sources says that they don't want to be contacted."""
        return any(profile.body.get("do_not_contact") is True for profile in self.profiles)

    @property
    def employers(self) -> list[str]:
        return [name for profile in self.profiles for name in match_keys.employers(profile.body)]


async def issues(
    db: Read,
    by: Member,
    profile_id: int,
    job_id: int | None,
    hash_key: HashKey,
    now: datetime,
    *,
    price: int = 1,
    again: Invitation | None = None,
) -> tuple[ContactIssue, ...]:
    """The reasons against contacting the person, forbidding ones first: see `check_contact`. Raises Gone."""
    return (await check_contact(db, by, profile_id, job_id, hash_key, now, price=price, again=again)).issues


async def address(db: Read, workspace_id: int, profile_id: int) -> str:
    """The e-mail address to write to: the person's first that did not bounce; "" when there is none. Raises Gone.

    Does not check whether they want to be contacted: see `issues`."""
    person = await _person(db, workspace_id, profile_id)
    bounced = await suppressions.bad(db, workspace_id, person.emails)
    return next((email for email in person.emails if email not in bounced), "")


async def check_contact(
    db: Read,
    by: Member,
    profile_id: int,
    job_id: int | None,
    hash_key: HashKey,
    now: datetime,
    *,
    price: int = 1,
    again: Invitation | None = None,
) -> ContactCheck:
    """The address to write to, and the reasons against contacting the person. Raises Gone for a missing profile.

    `price` 0: skips credits, because the caller holds them. `again`: an invitation that is due, or its follow-up; it
    was paid for, keeps its address, and its sender knows of earlier contact. A fixed number of statements, no matter
    how much is known about the person."""
    person = await _person(db, by.workspace_id, profile_id)
    emails = person.emails if again is None else [again.address] if again.address else []
    blocks = await _blocks(db, by.workspace_id, person, emails, hash_key)
    email = next((each for each in emails if suppressions.normalized(each) not in blocks.bounced), "")
    found, spendable, paid, quota = [*blocks.issues(email)], None, None, None
    if again is None:
        paid = await _paid(db, by.workspace_id, person, email)
        quota = None if paid else await _quota(db, by.workspace_id, person, email, now)
        found += await _job(db, by.workspace_id, job_id)
        spendable = await accounts.spendable(db, by) if price else None
        found += await _credits(db, by, spendable, price, now) if spendable and not (paid or quota) else ()
        found += _contacted(by, await contact_history.last(db, by.workspace_id, person.candidates), now)
        if any(each.interest == "not_interested" for each in person.candidates):
            found.append(_declined(await contact_history.last_refusal(db, by.workspace_id, person.candidates)))
        elif any(each.interest in ("interested", "replied") for each in person.candidates):
            found.append(ContactIssue("answered", False, REPLY_IS_FREE))
    against = tuple(sorted(found, key=lambda each: not each.forbids))
    return ContactCheck(person.requested, email, against, person.candidates, spendable, paid, person.profiles, quota)


# ── the person ──


async def _person(db: Read, workspace_id: int, profile_id: int) -> _Person:
    profile = await profile_scope.get(db, workspace_id, profile_id)
    people = await matching.matching(db, workspace_id, profile)
    ids = [candidate.id for candidate in people]
    met = await profile_keys.unengaged(db, workspace_id, profile)
    if not ids:
        return _Person(profile, (profile, *met), (), ())
    theirs = select(Profile).join(CandidateProfile, col(CandidateProfile.profile_id) == col(Profile.id))
    mine = (CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.candidate_id).in_(ids))
    shown_first = {candidate.profile_id for candidate in people}
    others = {each.id: each for each in await db.exec(theirs.where(*mine).order_by(col(Profile.id)))} | {
        profile.id: profile
    }
    others |= {each.id: each for each in met}
    in_order = sorted(others.values(), key=lambda each: (each.id not in shown_first, each.id))
    keys = select(CandidateKey.value).where(
        CandidateKey.workspace_id == workspace_id,
        col(CandidateKey.candidate_id).in_(ids),
        col(CandidateKey.value).startswith("email:"),
    )
    known_as = [key.removeprefix("email:") for key in await db.exec(keys)]
    return _Person(profile, tuple(in_order), tuple(people), tuple(known_as))


async def _paid(db: Read, workspace_id: int, person: _Person, email: str) -> Reveal | None:
    """The reveal that included the address: our credits never pay for people from a partner's database."""
    found = await reveals.paid(db, workspace_id, person.profiles)
    bought = (found[each.id] for each in person.profiles if each.id in found and email in match_keys.emails(each))
    return next(bought, None)


async def _quota(db: Read, workspace_id: int, person: _Person, email: str, now: datetime) -> SourceQuota | None:
    """The quota of the first profile with the address, if the workspace's own imported source has one."""
    first = next((each for each in person.profiles if email and email in match_keys.emails(each)), None)
    if first is None or first.workspace_id != workspace_id or not first.in_index:
        return None
    return (await quotas.of_sources(db, workspace_id, [first.source], now)).get(first.source)


# ── reasons that forbid it ──


@dataclass(frozen=True, slots=True)
class _Blocks:
    """What forbids contacting a person, whoever the sender is."""

    recognised: bool  # whether opt-outs can be recognized (needs the hash key)
    why: frozenset[str]  # opted_out, erased, complained
    opted_out_at_source: bool
    bounced: frozenset[str]
    entries: tuple[str, ...]  # entries of the do-not-contact list that cover them, as typed
    in_ats: tuple[str, ...]  # what ATSes know about them, as sentences
    ats_forbids: tuple[str, ...]  # the same, from the ATSes in which they are marked do-not-contact
    had_emails: bool

    def issues(self, email: str) -> Iterable[ContactIssue]:
        if not self.recognised:
            yield ContactIssue("no_hash_key", True, NO_HASH_KEY)
        if "erased" in self.why:
            yield ContactIssue("erased", True, "This person asked to be forgotten. They can't be contacted.")
        elif "complained" in self.why:
            yield ContactIssue("complained", True, "This person reported an e-mail as spam. They can't be contacted.")
        elif self.why:
            yield ContactIssue("opted_out", True, "This person asked not to be contacted again.")
        elif self.opted_out_at_source:
            yield ContactIssue(
                "opted_out", True, "The source of this profile says that they don't want to be contacted."
            )
        if self.entries:
            entries = " and ".join(dict.fromkeys(self.entries))
            yield ContactIssue("do_not_contact", True, f"Do not contact: your workspace's list includes {entries}.")
        for known in self.ats_forbids:
            yield ContactIssue("ats_do_not_contact", True, f"{known} They are marked do-not-contact there.")
        for known in self.in_ats:
            yield ContactIssue("in_ats", False, known)
        if not email:
            bounced = "No working e-mail address is known: the last message bounced."
            yield ContactIssue("no_address", True, bounced if self.had_emails else "No e-mail address is known.")


async def _blocks(db: Read, workspace_id: int, person: _Person, emails: Iterable[str], hash_key: HashKey) -> _Blocks:
    """What forbids contacting the person at `emails`, the addresses to use. Two statements: one for the addresses, one
    for the list."""
    everywhere = {suppressions.normalized(email) for email in (*emails, *person.emails, *person.known_as)}
    hashes = {hash_key.email(email) for email in everywhere} if hash_key else set[str]()
    suppressed = select(literal("suppressed"), Suppression.reason).where(
        Suppression.workspace_id == workspace_id, col(Suppression.hash).in_(hashes)
    )
    bounced = select(literal("bounced"), BadAddress.email).where(
        BadAddress.workspace_id == workspace_id, col(BadAddress.email).in_(everywhere)
    )
    ats = (AtsRecord.workspace_id == workspace_id, col(AtsRecord.hash).in_(hashes), AtsRecord.known != "")
    in_ats = select(literal("ats"), AtsRecord.known).where(*ats, ~col(AtsRecord.do_not_contact))
    forbidden = select(literal("ats_forbids"), AtsRecord.known).where(*ats, col(AtsRecord.do_not_contact))
    asked = union_all(suppressed, bounced, in_ats, forbidden)
    rows = (await (await db.connection()).execute(asked)).all()
    entries = await do_not_contact.matches(db, workspace_id, person.employers, everywhere)
    return _Blocks(
        recognised=bool(hash_key),
        why=frozenset(value for kind, value in rows if kind == "suppressed"),
        opted_out_at_source=person.opted_out,
        bounced=frozenset(value for kind, value in rows if kind == "bounced"),
        entries=tuple(entry.label for entry in entries),
        in_ats=tuple(sorted({value for kind, value in rows if kind == "ats"})),
        ats_forbids=tuple(sorted({value for kind, value in rows if kind == "ats_forbids"})),
        had_emails=bool(emails),
    )


async def _job(db: Read, workspace_id: int, job_id: int | None) -> list[ContactIssue]:
    if job_id is None:
        return []
    job = (await db.exec(select(Job).where(Job.workspace_id == workspace_id, Job.id == job_id))).one_or_none()
    if job is None:
        return [ContactIssue("job_closed", True, "The job no longer exists. Attach another one.")]
    return (
        []
        if job.status == "open"
        else [ContactIssue("job_closed", True, f"{job.title} is closed. Attach another job.")]
    )


async def _credits(db: Read, by: Member, mine: Spendable, price: int, now: datetime) -> list[ContactIssue]:
    """The issues of too few credits or too little budget. None once the period is over: the hold then begins the next
    one."""
    found: list[ContactIssue] = []
    resets = mine.next_reset_at
    if resets is not None and resets <= now:
        return found
    if mine.balance < price:
        until = await _reset_day(db, by, resets) if resets else ""
        text = accounts.NotEnoughCredits(mine.balance, price, resets).message
        found.append(ContactIssue("credits", True, text + until))
    if mine.budget is not None and mine.budget_left is not None and mine.budget_left < price:
        found.append(
            ContactIssue("budget", True, accounts.OverBudget(mine.budget, mine.budget - mine.budget_left).message)
        )
    return found


async def _reset_day(db: Read, by: Member, at: datetime) -> str:
    """The day of the reset, in the account's time zone."""
    zones = select(Workspace.time_zone, CreditAccount.time_zone).join(
        CreditAccount, col(CreditAccount.workspace_id) == col(Workspace.id)
    )
    here, own = (await db.exec(zones.where(Workspace.id == by.workspace_id, CreditAccount.source == INTERNET))).one()
    day = at.astimezone(time_zones.zone(own or here))
    return f" The next reset is on {day.day} {day:%B %Y}."


# ── warnings for the sender ──


def _declined(answer: CandidateAnswer | None) -> ContactIssue:
    """The issue that the person is not interested: when they said so, and in what words."""
    if answer is None:
        return ContactIssue("not_interested", False, "They are marked as not interested.")
    words = " ".join(answer.text.split())
    said = f": “{words if len(words) <= 200 else words[:199] + '…'}”" if words else "."
    when = f"{answer.at.day} {answer.at:%B %Y}"
    return ContactIssue("not_interested", False, f"On {when}, they answered that they are not interested{said}")


def _contacted(by: Member, last: Contact | None, now: datetime) -> Iterable[ContactIssue]:
    if last is None:
        return
    days = last.owned_for(now)
    if days and last.member_id != by.id:
        yield ContactIssue(
            "owned", False, f"{last.name} owns this candidate for {'1 more day' if days == 1 else f'{days} more days'}."
        )
    yield ContactIssue("contacted_before", False, last.describe(by, now))
