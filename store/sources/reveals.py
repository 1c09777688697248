"""Reveals: contact details bought from a partner under the workspace's own contract, each once.

A request is stored before the partner is asked, and its outcome afterward. A process that dies in between leaves a
request without an outcome: after a while it counts as unknown, and is repeated only when a member decides to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import col, select, update

from store import audit
from store.db import Read, Write
from store.errors import Gone
from store.people import found_profiles, matching, profile_scope
from store.people.profiles import ProfileRow
from store.tables.core import Candidate, Member, Profile
from store.tables.reveals import Resume, Reveal
from store.text import clean
from store.upserts import insert_new, upsert

ANSWERS_WITHIN = timedelta(minutes=2)  # a request without an outcome is unknown after this time

State = Literal["locked", "asked", "revealed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class ResumeFile:
    name: str
    content_type: str
    content: bytes


def state_of(reveal: Reveal | None, profile_id: int, now: datetime) -> State:
    """The state of a person's contact details. A profile that was deleted and found again is masked again."""
    if reveal is None or (reveal.state == "revealed" and reveal.profile_id != profile_id):
        return "locked"
    match reveal.state:
        case "asked":
            return "unknown" if now - reveal.asked_at > ANSWERS_WITHIN else "asked"
        case "revealed" | "failed" | "unknown":
            return reveal.state
        case _:
            return "locked"


async def of_profiles(db: Read, workspace_id: int, profile_ids: Iterable[int]) -> dict[int, Reveal]:
    """The reveals of these profiles, by profile. One statement."""
    wanted = (Reveal.workspace_id == workspace_id, col(Reveal.profile_id).in_(set(profile_ids)))
    return {reveal.profile_id: reveal for reveal in await db.exec(select(Reveal).where(*wanted))}


async def of_profile(db: Read, workspace_id: int, profile_id: int) -> Reveal | None:
    return (await of_profiles(db, workspace_id, [profile_id])).get(profile_id)


async def paid(db: Read, workspace_id: int, theirs: Iterable[Profile]) -> dict[int, Reveal]:
    """The reveals that paid for one of these profiles, by profile. No statement without a private profile."""
    private = [profile.id for profile in theirs if profile.workspace_id != profile_scope.SHARED]
    found = await of_profiles(db, workspace_id, private) if private else {}
    return {id: reveal for id, reveal in found.items() if reveal.state == "revealed"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A request for contact details. `mine`: this caller must ask the source now; otherwise `state` says why not."""

    reveal_id: int
    attempt: int
    mine: bool
    state: State


async def claim(db: Write, by: Member, profile_id: int, now: datetime, *, again: bool = False) -> Claim:
    """Record that a request to the source is about to be sent. Of concurrent callers, exactly one gets the claim.
    A request whose outcome is unknown is repeated only with `again`. Raises Gone."""
    profile = await profile_scope.get(db, by.workspace_id, profile_id)
    if profile.workspace_id != by.workspace_id:
        raise Gone(profile_scope.GONE)
    new = Reveal(
        workspace_id=by.workspace_id,
        source=profile.source,
        source_id=profile.source_id,
        profile_id=profile.id,
        member_id=by.id,
        asked_at=now,
    )
    await insert_new(db, Reveal, [new.model_dump(exclude={"id"})])
    one = (Reveal.workspace_id == by.workspace_id, Reveal.source == profile.source)
    locked = select(Reveal).where(*one, Reveal.source_id == profile.source_id).with_for_update()
    reveal = (await db.exec(locked.execution_options(populate_existing=True))).one()
    state = state_of(reveal, profile.id, now)
    if state in ("asked", "revealed") or (state == "unknown" and not again):
        return Claim(reveal.id, reveal.attempt, False, state)
    reveal.state, reveal.reason = "asked", ""
    reveal.attempt += 1
    reveal.profile_id, reveal.member_id, reveal.asked_at = profile.id, by.id, now
    await db.flush()
    return Claim(reveal.id, reveal.attempt, True, "asked")


@dataclass(frozen=True, slots=True)
class Bought:
    """What a source delivered. `amount`: how much of the contract's quota it used; `keep_until`: how long it may be
    stored."""

    row: ProfileRow
    amount: int
    resume: ResumeFile | None = None
    keep_until: datetime | None = None


async def succeed(db: Write, by: Member, claim: Claim, bought: Bought, now: datetime) -> Candidate:
    """Store what was bought: the whole profile in place of the masked one, the resume, and that the candidate is
    unlocked. A second response for the same person changes nothing but the amount. Raises Gone if they were erased."""
    reveal = await _locked(db, by.workspace_id, claim.reveal_id)
    reveal.amount += bought.amount
    if reveal.state != "revealed":
        reveal.state, reveal.revealed_at, reveal.reason = "revealed", now, ""
    ids = await found_profiles.save(db, by.workspace_id, [bought.row], {reveal.source: bought.keep_until})
    reveal.profile_id = ids[reveal.source, reveal.source_id]
    if (resume := bought.resume) is not None:
        file = {"name": clean(resume.name), "content_type": resume.content_type, "content": resume.content}
        stored = {"reveal_id": reveal.id, "workspace_id": by.workspace_id, **file}
        await upsert(db, Resume, [stored], by=("reveal_id",), change=tuple(file))
    candidate = await matching.engage(db, by, reveal.profile_id, None, now)
    candidate.unlocked_at = candidate.unlocked_at or now
    candidate.owner_id = candidate.owner_id or by.id
    candidate.updated_at = now
    await db.flush()
    about = {"reveal": reveal.id, "candidate": candidate.id, "source": reveal.source, "amount": bought.amount}
    await audit.add(db, by.workspace_id, by.id, "reveal", about, now)
    return candidate


async def fail(db: Write, workspace_id: int, claim: Claim, state: Literal["failed", "unknown"], reason: str) -> None:
    """Store that the request did not succeed, or may not have succeeded. Does nothing once there is a later request."""
    mine = (Reveal.workspace_id == workspace_id, Reveal.id == claim.reveal_id, Reveal.attempt == claim.attempt)
    failed = update(Reveal).where(*mine, col(Reveal.state) == "asked")  # pyright: ignore[reportArgumentType]
    await db.exec(failed.values(state=state, reason=reason))


async def resume_of(db: Read, workspace_id: int, profile_id: int) -> Resume | None:
    """The resume that came with the profile."""
    theirs = (Reveal.workspace_id == workspace_id, Reveal.profile_id == profile_id, Reveal.state == "revealed")
    file = select(Resume).join(Reveal, col(Reveal.id) == col(Resume.reveal_id)).where(*theirs)
    return (await db.exec(file)).one_or_none()


async def has_resume(db: Read, workspace_id: int, profile_id: int) -> bool:
    """Whether a resume came with the profile; does not load it."""
    theirs = (Reveal.workspace_id == workspace_id, Reveal.profile_id == profile_id, Reveal.state == "revealed")
    file = select(Resume.name).join(Reveal, col(Reveal.id) == col(Resume.reveal_id)).where(*theirs)
    return (await db.exec(file)).first() is not None


async def _locked(db: Write, workspace_id: int, id: int) -> Reveal:
    one = select(Reveal).where(Reveal.workspace_id == workspace_id, Reveal.id == id)
    found = (await db.exec(one.with_for_update().execution_options(populate_existing=True))).one_or_none()
    if found is None:
        raise Gone(profile_scope.GONE)
    return found
