"""The transition tables against what the store writes: every listed transition occurs, and no other."""

import contextlib
import random
from collections.abc import Iterable

import pytest
from sqlalchemy import text
from sqlmodel import select

from store.db import Store
from store.errors import Refusal
from store.outreach import answers, mail_handover, mail_outcomes, mail_queue
from store.tables.outreach import CandidateAnswer
from store.tables.states import ANSWER, INVITATION, MACHINES, MAIL, Machine
from tests.store.outreach.contacting import KEY
from tests.store.outreach.test_states import World, _do, _latest, _world  # pyright: ignore[reportPrivateUsage]

COLUMNS = {("invitations", "state"): INVITATION, ("invitations", "answer"): ANSWER, ("mails", "state"): MAIL}
STEPS = (
    *("invite now", "invite undoable", "invite later", "wait", "job closed", "cancel", "resume", "stop"),
    *("mails taken", "mails lost", "mails later", "mails refused", "decide sent", "decide again", "decide refund"),
    *("answer interested", "answer not_interested", "answer replied", "answer bounced", "answer complaint"),
    *("begin", "end taken", "end lost", "end later", "end refused", "down", "read interested", "read not_interested"),
)
EACH = (  # together these take every transition; the random walks look for unlisted ones
    ("invite later", "wait", "mails later", "cancel", "answer interested"),
    ("invite now", "begin", "job closed", "end later"),
    ("invite now", "begin", "job closed", "end taken"),
    ("invite now", "down", "wait", "down"),
    ("invite now", "begin", "answer bounced", "answer replied", "end lost"),
    ("invite now", "begin", "answer interested", "answer replied", "end taken", "read not_interested"),
    ("invite now", "mails later", "answer replied", "read interested"),
    ("invite now", "mails taken", "answer replied", "read not_interested", "answer replied", "answer interested"),
    ("invite now", "mails taken", "answer not_interested", "answer interested"),
    ("invite now", "mails taken", "answer complaint"),
    ("invite now", "mails taken", "answer replied", "answer complaint"),
    ("invite now", "mails taken", "answer interested", "answer complaint"),
    ("invite now", "mails taken", "answer not_interested", "answer complaint"),
    ("invite now", "mails lost", "decide again", "mails lost", "decide refund"),
    ("invite now", "job closed", "resume", "mails refused"),
    ("invite later", "job closed", "cancel"),
    ("invite now", "mails taken", "answer bounced"),
    ("invite now", "mails lost", "decide sent"),
)
WALKS, LENGTH = 8, 25
NOTHING: dict[str, set[object]] = {machine.name: set() for machine in MACHINES}


def listed(machine: Machine) -> set[tuple[str, str]]:
    return {(old, new) for old, after in machine.transitions.items() for new in after}


async def _log_every_write(store: Store) -> None:
    """Triggers log every write, including bulk updates."""
    async with store.write() as db:
        run = (await db.connection()).execute
        await run(text("CREATE TABLE walked (machine TEXT, old TEXT, new TEXT)"))
        for (table, column), machine in COLUMNS.items():
            log = f"INSERT INTO walked VALUES ('{machine.name}'"
            await run(
                text(f"CREATE TRIGGER new_{machine.name} AFTER INSERT ON {table} BEGIN {log}, NULL, NEW.{column}); END")
            )
            await run(
                text(
                    f"CREATE TRIGGER moved_{machine.name} AFTER UPDATE OF {column} ON {table} "
                    f"WHEN OLD.{column} <> NEW.{column} BEGIN {log}, OLD.{column}, NEW.{column}); END"
                )
            )


async def _walked(store: Store) -> tuple[dict[str, set[tuple[str, str]]], dict[str, set[str]]]:
    """Per state machine: the transitions, and the states of new rows."""
    async with store.read() as db:
        rows = (await (await db.connection()).execute(text("SELECT DISTINCT machine, old, new FROM walked"))).all()
    changes: dict[str, set[tuple[str, str]]] = {machine.name: set() for machine in MACHINES}
    starts: dict[str, set[str]] = {machine.name: set() for machine in MACHINES}
    for machine, old, new in rows:
        if old is None:
            starts[machine].add(new)
        else:
            changes[machine].add((old, new))
    return changes, starts


async def _send_due(world: World, what: str, leaving: set[int]) -> None:
    """A process claims what is due and hands it over; the outcome arrives later."""
    now = world.now
    async with world.team.store.write() as db:
        if what == "begin":
            claimed = await mail_queue.claim(db, "p", now, 10)
            leaving |= set(await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, "p", KEY, now))
        elif what == "down":
            for mail in await mail_queue.claim(db, "p", now, 10):
                await mail_outcomes.retry_later(db, mail.id, "p", "The mail server is away.", now)
        elif what == "end taken":
            await mail_outcomes.sent(db, leaving, now)
        elif what == "end lost":
            await mail_outcomes.unknown(db, leaving, now)
        else:
            for id in leaving:
                if what == "end later":
                    await mail_outcomes.retry_later(db, id, "p", "Busy.", now)
                else:
                    await mail_outcomes.failed(db, id, "No such user.", now)
    if what.startswith("end"):
        leaving.clear()


async def _walk(store: Store, steps: Iterable[tuple[str, int]]) -> None:
    world, leaving = await _world(store), set[int]()
    for step, which in steps:
        with contextlib.suppress(Refusal):
            if step in ("begin", "down") or step.startswith("end"):
                await _send_due(world, step, leaving)
            elif step.startswith("read"):
                await _read(world, step.split()[1], await _latest(world, which))
            else:
                await _do(world, (step, which))


async def _read(world: World, interest: str, invitation_id: int) -> None:
    """The member marks what an answer means."""
    async with world.team.store.write() as db:
        theirs = select(CandidateAnswer.id).where(CandidateAnswer.invitation_id == invitation_id)
        for id in (await db.exec(theirs)).all()[:1]:
            await answers.decide(db, world.people[1], id, interest, world.now)  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_exactly_the_listed_transitions_occur(store: Store):
    await _log_every_write(store)
    for steps in EACH:
        await _walk(store, [(step, 0) for step in steps])
    choose = random.Random(7)
    for _ in range(WALKS):
        await _walk(store, [(choose.choice(STEPS), choose.randrange(4)) for _ in range(LENGTH)])
    changes, starts = await _walked(store)
    assert {machine.name: changes[machine.name] - listed(machine) for machine in MACHINES} == NOTHING
    assert {machine.name: listed(machine) - changes[machine.name] for machine in MACHINES} == NOTHING
    assert starts == {machine.name: set(machine.start) for machine in MACHINES}
