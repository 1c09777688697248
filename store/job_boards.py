"""Job boards: an ATS's public board whose jobs are copied into the workspace, or the ATS itself, with a key."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlmodel import col, delete, func, select

from store import audit, jobs
from store.ats import records
from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.jobs import SourceJob
from store.keys import KeyRing
from store.members import members
from store.people.merging import lock
from store.roles import May, allows
from store.tables.core import Job, JobBoard, Member
from store.text import clean

EVERY = timedelta(hours=1)  # between two syncs of a board
NOTIFY_AFTER = timedelta(hours=3)  # how long a board may fail before admins are notified
MOST = 10  # the most boards in a workspace
EMPTY = "It lists no jobs at all. If that's still the case in an hour, its jobs will be closed here."
SHOW_BOARD = "job_board_fault"  # verb of the card that admins get
_ADMINS = "Only admins can connect job boards. Ask an admin."


@dataclass(frozen=True, slots=True)
class Synced:
    """How many jobs a sync added, changed and closed. `open`: how many the board has now. `empty`: it lists none, so
    nothing has been closed yet."""

    open: int = 0
    new: int = 0
    changed: int = 0
    closed: int = 0
    empty: bool = False
    unread: int = 0  # postings that could not be read


def source_of(board: JobBoard) -> str:
    """The source of the board's jobs."""
    return f"{board.system}:{board.name}"


async def add(db: Write, by: Member, system: str, name: str, now: datetime) -> JobBoard:
    """Connect a board; one that is already connected, even if capitalized differently, is returned unchanged. Admins
    only; raises Refusal."""
    check_admin(by)
    await lock(db, by.workspace_id)  # of two simultaneous presses, the second sees the first one's board
    boards = await _of_workspace(db, by.workspace_id)
    there = next(
        (board for board in boards if (board.system, board.name.casefold()) == (system, name.casefold())), None
    )
    if there is not None:
        return there
    if len(boards) >= MOST:
        raise Refusal(f"A workspace can have {MOST} job boards. Disconnect one first.")
    board = JobBoard(
        workspace_id=by.workspace_id, system=system, name=name, connected_by=by.id, connected_at=now, checked_at=now
    )
    db.add(board)
    await db.flush()
    await audit.add(db, by.workspace_id, by.id, "connect_job_board", {"board": board.id, "system": system}, now)
    return board


async def connect(
    db: Write, by: Member, system: str, credentials: Mapping[str, str], keys: KeyRing, now: datetime
) -> JobBoard:
    """Connect an ATS with a key, replacing an earlier connection to it. Its jobs are fetched soon. Audited, without the
    key. Admins only; raises Refusal, and LookupError without an encryption key."""
    check_admin(by)
    await lock(db, by.workspace_id)  # of two simultaneous calls, the second sees the first one's board
    boards = await _of_workspace(db, by.workspace_id)
    board = next((each for each in boards if (each.system, each.name) == (system, "")), None)
    if board is None:
        if len(boards) >= MOST:
            raise Refusal(f"A workspace can have {MOST} job boards. Disconnect one first.")
        board = JobBoard(workspace_id=by.workspace_id, system=system, name="")
    board.credentials = keys.seal(json.dumps(dict(credentials)))
    board.connected_by, board.connected_at = by.id, now
    board.checked_at = now - EVERY
    board.failing_since, board.last_error, board.admins_notified = None, "", False
    db.add(board)
    await db.flush()
    await audit.add(db, by.workspace_id, by.id, "connect_ats", {"board": board.id, "system": system}, now)
    return board


def credentials(board: JobBoard, keys: KeyRing) -> dict[str, str] | None:
    """The board's credentials; None when there are none, or no key in the ring can decrypt them anymore."""
    text = keys.open(board.credentials) if board.credentials else None
    return cast(dict[str, str], json.loads(text)) if text else None


async def remove(db: Write, by: Member, id: int, now: datetime) -> JobBoard:
    """Stop copying the board's jobs, and erase its key and what it said about people; the jobs stay as they are. Admins
    only; raises Refusal, and Gone."""
    check_admin(by)
    board = await get(db, by.workspace_id, id)
    await db.exec(delete(JobBoard).where(col(JobBoard.workspace_id) == by.workspace_id, col(JobBoard.id) == id))
    if board.credentials:
        await records.forget(db, by.workspace_id, board.system)
    await audit.add(db, by.workspace_id, by.id, "disconnect_job_board", {"board": id, "system": board.system}, now)
    return board


def check_admin(by: Member) -> None:
    """Raises Refusal for anyone but admins."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal(_ADMINS)


async def get(db: Read, workspace_id: int, id: int) -> JobBoard:
    """The workspace's board. Raises Gone."""
    found = select(JobBoard).where(JobBoard.workspace_id == workspace_id, JobBoard.id == id)
    board = (await db.exec(found)).one_or_none()
    if board is None:
        raise Gone("This job board is no longer connected.")
    return board


async def _of_workspace(db: Read, workspace_id: int) -> list[JobBoard]:
    mine = select(JobBoard).where(JobBoard.workspace_id == workspace_id)
    return list(await db.exec(mine.order_by(col(JobBoard.system), col(JobBoard.name))))


async def listed(db: Read, workspace_id: int) -> list[tuple[JobBoard, int]]:
    """The workspace's boards by name, each with the number of its open jobs. Two statements."""
    boards = await _of_workspace(db, workspace_id)
    open_jobs = (
        select(Job.source, func.count())
        .where(Job.workspace_id == workspace_id, Job.status == "open", col(Job.source).in_(map(source_of, boards)))
        .group_by(Job.source)
    )
    counts = dict((await db.exec(open_jobs)).all()) if boards else {}
    return [(board, counts.get(source_of(board), 0)) for board in boards]


async def is_ours(db: Read, job: Job) -> bool:
    """Whether the job can be changed here: it was typed in, or its board is no longer connected."""
    if job.source == jobs.TYPED:
        return True
    system, colon, name = job.source.partition(":")
    if not colon:
        return False
    wanted = (JobBoard.workspace_id == job.workspace_id, JobBoard.system == system, JobBoard.name == name)
    return (await db.exec(select(JobBoard.id).where(*wanted))).first() is None


async def with_key(db: Read, workspace_id: int) -> list[JobBoard]:
    """The workspace's ATSes that are connected with a key, by system. One statement."""
    mine = select(JobBoard).where(JobBoard.workspace_id == workspace_id, col(JobBoard.credentials).is_not(None))
    return list(await db.exec(mine.order_by(col(JobBoard.system))))


async def every_key(db: Read) -> list[JobBoard]:
    """The ATSes of all workspaces that are connected with a key."""
    found = select(JobBoard).where(col(JobBoard.credentials).is_not(None))
    return list(await db.exec(found.order_by(col(JobBoard.workspace_id), col(JobBoard.system))))


async def due(db: Read, now: datetime) -> list[JobBoard]:
    """Boards of all workspaces that are due to be read again, longest-waiting first."""
    waiting = select(JobBoard).where(col(JobBoard.checked_at) <= now - EVERY)
    return list(await db.exec(waiting.order_by(col(JobBoard.checked_at), col(JobBoard.id))))


async def save_jobs(
    db: Write, board: JobBoard, changed: Sequence[SourceJob], present: set[str], *, complete: bool, now: datetime
) -> Synced:
    """Save what changed on the board, and close those of its jobs that are no longer `present` (external ids).

    Nothing is closed unless the list is `complete`. An empty list closes jobs only the second time, because a board
    that is being rebuilt looks the same."""
    row = await _locked(db, board)
    if row is None:  # disconnected in the meantime: its jobs stay as they are
        return Synced()
    source = source_of(board)
    before = await jobs.open_ids(db, board.workspace_id, source)
    still_empty = row.last_error == EMPTY and row.failing_since is not None and now - row.failing_since >= EVERY
    if before and not present and not still_empty:
        await record_failure(db, board, EMPTY, now, at_once=False)
        return Synced(open=len(before), empty=True)
    await jobs.keep_many(db, board.workspace_id, source, changed, now)
    gone = {id for external_id, id in before.items() if external_id not in present} if complete else set[int]()
    await jobs.close(db, board.workspace_id, gone, now)
    row.checked_at = row.synced_at = now
    row.failing_since, row.last_error, row.admins_notified = None, "", False
    await db.flush()
    new = sum(job.external_id not in before and job.status == "open" for job in changed)
    return Synced(len(present), new, len(changed) - new, len(gone))


async def record_failure(db: Write, board: JobBoard, reason: str, now: datetime, *, at_once: bool) -> None:
    """Record that the board could not be read. Admins are notified once: immediately with `at_once`, otherwise once the
    failure persists."""
    row = await _locked(db, board)
    if row is None:  # disconnected in the meantime
        return
    row.checked_at = now
    row.failing_since = row.failing_since or now
    row.last_error = clean(reason)[:300]
    if not row.admins_notified and (at_once or now - row.failing_since >= NOTIFY_AFTER):
        row.admins_notified = True
        admins = [each.id for each in await members.admins(db, row.workspace_id)]
        key = f"job_board:{row.id}:{row.failing_since:%Y-%m-%dT%H:%M:%S}"
        await notifications.add(db, row.workspace_id, admins, key, SHOW_BOARD, {"board_id": row.id}, now, now)
    await db.flush()


async def _locked(db: Write, board: JobBoard) -> JobBoard | None:
    """The board's current row, locked; None once it is disconnected."""
    mine = select(JobBoard).where(JobBoard.id == board.id, JobBoard.workspace_id == board.workspace_id)
    return (await db.exec(mine.with_for_update().execution_options(populate_existing=True))).one_or_none()
