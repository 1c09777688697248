"""Changes to jobs that were typed in chat, or whose board is disconnected. Other jobs are changed in the system they
come from."""

from datetime import datetime

from sqlmodel import col, delete, exists, select, update

from store import job_boards, jobs
from store.db import Read, Write
from store.errors import Refusal
from store.jobs import JobDetails
from store.tables.core import Job, Member, Search
from store.tables.outreach import Invitation


async def edit(db: Write, by: Member, id: int, details: JobDetails, now: datetime) -> Job:
    """Replace the job's text; its recruiter stays the same. Raises Gone, and Refusal for a job from elsewhere."""
    job = await _ours(db, by, id)
    for name, value in jobs.text_columns(details).items():
        if name != "recruiter_email":
            setattr(job, name, value)
    job.updated_at = now
    await db.flush()
    return job


async def close(db: Write, by: Member, id: int, now: datetime) -> bool:
    """Close the job, and pause what is still to be sent for it; False if it is already closed. Raises Gone and
    Refusal."""
    job = await _ours(db, by, id)
    if job.status != "open":
        return False
    await jobs.close(db, by.workspace_id, [job.id], now)
    return True


async def reopen(db: Write, by: Member, id: int, now: datetime) -> None:
    """Reopen the job; what was paused stays paused until its sender decides. Raises Gone and Refusal."""
    job = await _ours(db, by, id)
    job.status, job.updated_at = "open", now
    await db.flush()


async def remove(db: Write, by: Member, id: int) -> str:
    """Delete the job for good, and return its title. Raises Gone, and Refusal if an invitation refers to it."""
    job = await _ours(db, by, id)
    mine = (col(Invitation.workspace_id) == by.workspace_id, col(Invitation.job_id) == id)
    if (await db.exec(select(exists().where(*mine)))).one():
        instead = " Close it instead." if job.status == "open" else ""
        raise Refusal(f"{job.title} can't be deleted: there are invitations for it.{instead}")
    for table in (Member, Search):
        here = update(table).where(col(table.workspace_id) == by.workspace_id, col(table.job_id) == id)
        await db.exec(here.values(job_id=None))
    if by.job_id == id:
        by.job_id = None
    await db.exec(delete(Job).where(col(Job.workspace_id) == by.workspace_id, col(Job.id) == id))
    return job.title


async def _ours(db: Read, by: Member, id: int) -> Job:
    job = await jobs.get(db, by.workspace_id, id)
    if not await job_boards.is_ours(db, job):
        raise Refusal(f"{job.title} wasn't entered here. Change it in the system it comes from.")
    return job
