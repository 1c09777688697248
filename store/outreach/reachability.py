"""Whether people can be written to, when a scheduled message goes out, and what they answered last, for a page of
people.

A list shows this before anybody writes; the contact checks decide again, with more information, before anything is
sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from sqlalchemy import String, literal, null, union_all
from sqlalchemy import cast as as_type
from sqlmodel import col, func, select

from store import time_zones
from store.columns import Moment
from store.db import Read
from store.keys import HashKey
from store.outreach.suppressions import normalized
from store.tables.core import CandidateKey, Workspace
from store.tables.outreach import BadAddress, CandidateAnswer, Invitation, Suppression

Block = Literal["", "erased", "complained", "opted_out", "bounced", "no_address"]
_KINDS = ("interested", "not_interested", "replied")
_Row = tuple[str, int, int, str, str, datetime, int]  # what, candidate, id, kind, text, time, member
_NOBODY = 0  # the candidate id for a row that is about no one


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """A candidate's newest answer. `to_member`: who sent the invitation it answers."""

    id: int
    kind: str
    text: str
    at: datetime
    to_member: int


@dataclass(frozen=True, slots=True)
class Reachability:
    """`block`: why nobody may or can write to the person; "" when there is a known address that may be used."""

    block: Block = ""
    goes_out: datetime | None = None  # when an unsent invitation is due, in the workspace's time zone
    answer: LastAnswer | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """A person to look up: the addresses in the profiles at hand, and the id of their candidate, if any. `opted_out`:
    a source says that they don't want to be contacted."""

    emails: tuple[str, ...] = ()
    candidate_id: int | None = None
    opted_out: bool = False


@dataclass(slots=True)
class _History:
    """What the workspace knows about candidates, by candidate id."""

    zone: ZoneInfo
    known_as: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    goes_out: dict[int, datetime] = field(default_factory=dict[int, datetime])
    answers: dict[int, LastAnswer] = field(default_factory=dict[int, LastAnswer])


async def of_people(
    db: Read, workspace_id: int, people: Mapping[int, Reached], hash_key: HashKey, now: datetime
) -> dict[int, Reachability]:
    """The reachability of `people`, by their keys. Two statements, regardless of the number of people."""
    if not people:
        return {}
    history = await _history(
        db, workspace_id, {each.candidate_id for each in people.values() if each.candidate_id}, now
    )
    addresses = {
        key: {normalized(email) for email in person.emails}
        | history.known_as.get(person.candidate_id or _NOBODY, set())
        for key, person in people.items()
    }
    suppressed, bounced = await _blocked(db, workspace_id, set[str]().union(*addresses.values()), hash_key)
    return {
        key: Reachability(
            _block(addresses[key], suppressed, bounced, opted_out=person.opted_out),
            history.goes_out.get(person.candidate_id or _NOBODY),
            history.answers.get(person.candidate_id or _NOBODY),
        )
        for key, person in people.items()
    }


def _block(emails: set[str], suppressed: Mapping[str, str], bounced: Collection[str], *, opted_out: bool) -> Block:
    reasons = {suppressed[email] for email in emails if email in suppressed}
    if opted_out:
        reasons.add("opted_out")
    for reason in ("erased", "complained", "opted_out"):
        if reason in reasons:
            return reason
    if not emails:
        return "no_address"
    return "bounced" if emails <= set(bounced) else ""


async def _history(db: Read, workspace_id: int, candidate_ids: Collection[int], now: datetime) -> _History:
    answers = (
        cast(Any, select)(
            literal("answer"), CandidateAnswer.candidate_id, CandidateAnswer.id, CandidateAnswer.kind,
            CandidateAnswer.text, CandidateAnswer.at, Invitation.member_id,
        )
        .join(Invitation, col(Invitation.id) == col(CandidateAnswer.invitation_id))
        .where(
            col(CandidateAnswer.workspace_id) == workspace_id,
            col(CandidateAnswer.candidate_id).in_(candidate_ids),
            col(CandidateAnswer.kind).in_(_KINDS),
        )
    )  # fmt: skip
    due = func.coalesce(col(Invitation.send_at), col(Invitation.undo_until))
    unsent = cast(Any, select)(
        literal("goes_out"), Invitation.candidate_id, Invitation.id, literal(""), literal(""), due,
        Invitation.member_id,
    ).where(
        col(Invitation.workspace_id) == workspace_id,
        col(Invitation.candidate_id).in_(candidate_ids),
        col(Invitation.state) == "queued",
        (due > now) | (due.is_not(None) & (col(Invitation.pause_reason) == "")),
    )  # fmt: skip
    never, nobody = as_type(null(), Moment()), literal(_NOBODY)
    keys = cast(Any, select)(
        literal("known_as"), CandidateKey.candidate_id, nobody, literal(""), as_type(CandidateKey.value, String), never,
        nobody,
    ).where(
        col(CandidateKey.workspace_id) == workspace_id,
        col(CandidateKey.candidate_id).in_(candidate_ids),
        col(CandidateKey.value).startswith("email:"),
    )  # fmt: skip
    zone = cast(Any, select)(literal("zone"), nobody, nobody, literal(""), Workspace.time_zone, never, nobody).where(
        col(Workspace.id) == workspace_id
    )
    executed: Any = await (await db.connection()).execute(union_all(answers, unsent, keys, zone))
    rows: list[_Row] = list(executed)
    found = _History(time_zones.zone(next((text for what, _, _, _, text, _, _ in rows if what == "zone"), "UTC")))
    for what, candidate_id, id, kind, text, at, member_id in rows:
        match what:
            case "answer":
                before = found.answers.get(candidate_id)
                if before is None or (at, id) > (before.at, before.id):
                    found.answers[candidate_id] = LastAnswer(id, kind, text, at, member_id)
            case "goes_out":
                at = at.astimezone(found.zone)
                found.goes_out[candidate_id] = min(at, found.goes_out.get(candidate_id, at))
            case "known_as":
                found.known_as.setdefault(candidate_id, set()).add(normalized(text.removeprefix("email:")))
            case _:
                pass
    return found


async def _blocked(
    db: Read, workspace_id: int, emails: Collection[str], hash_key: HashKey
) -> tuple[dict[str, str], set[str]]:
    """The given addresses that are suppressed, with the reason, and those that bounced."""
    hashed = {hash_key.email(email): email for email in emails} if hash_key else dict[str, str]()
    suppressions = select(literal("suppressed"), Suppression.hash, Suppression.reason).where(
        Suppression.workspace_id == workspace_id, col(Suppression.hash).in_(hashed)
    )
    bounces = select(literal("bounced"), BadAddress.email, literal("")).where(
        BadAddress.workspace_id == workspace_id, col(BadAddress.email).in_(emails)
    )
    rows = (await (await db.connection()).execute(union_all(suppressions, bounces))).all()
    suppressed = {hashed[value]: reason for what, value, reason in rows if what == "suppressed"}
    return suppressed, {value for what, value, _ in rows if what == "bounced"}
