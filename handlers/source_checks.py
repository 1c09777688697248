"""Checks whether a connected resume database accepts the credentials, and how much of the contract is left."""

import asyncio
from datetime import datetime

from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Unreachable
from connectors.resumes.base import Quota, ResumeSource
from handlers.context import Context
from handlers.source_faults import sentence
from store.db import Write
from store.sources import connections
from store.tables.sources import SourceConnection

TIMEOUT = 20.0  # seconds
LOG_IN = "log in"
UNREADABLE = "The key that encrypted its credentials is missing."


async def log_in(source: ResumeSource) -> Quota | None:
    """Log in. Returns how much of the contract is left, if the source reports it; 0 if the source refuses because the
    contract is used up. Raises OutsideError."""
    try:
        async with asyncio.timeout(TIMEOUT):
            return await source.check()
    except QuotaSpent:
        return Quota(0)
    except TimeoutError:
        raise Unreachable(source.traits.label, "no answer to the login") from None


async def check(context: Context, row: SourceConnection) -> str:
    """Log in again and record the outcome. Returns why the connection isn't working, or "" if it is working."""
    source = context.sources.reopen(row)
    if source is None:
        return await _failed(context, row, UNREADABLE, refused=True)
    try:
        async with context.outside():
            quota = await log_in(source)
    except OutsideError as fault:
        refused = isinstance(fault, BadCredentials)
        return await _failed(context, row, sentence(source.traits.label, fault, LOG_IN), refused=refused)
    finally:
        await source.close()
    now = context.now()
    async with context.write() as db:
        await connections.record_working(db, row.workspace_id, row.id, now)
        await save_quota(db, row, quota, now)
        if quota is None and row.quota_left == 0:  # the contract may have been renewed by now: only the source knows
            await connections.record_quota(db, row.workspace_id, row.id, None, row.quota_total, row.quota_resets, now)
    return ""


async def _failed(context: Context, row: SourceConnection, why: str, *, refused: bool) -> str:
    async with context.write() as db:
        await connections.record_failure(db, row.workspace_id, row.id, why, context.now(), refused=refused)
    context.wake()
    return why


async def save_quota(db: Write, row: SourceConnection, quota: Quota | None, now: datetime) -> None:
    """Record how much of the contract is left, if the source reported it."""
    if quota is not None:
        left, total, resets = quota.left, quota.total, quota.resets
        await connections.record_quota(db, row.workspace_id, row.id, left, total, resets, now)
