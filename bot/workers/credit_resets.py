"""Months of credits begin: once for all replicas, also those that passed while nobody ran.

A lease keeps replicas from reading the same accounts at once. What makes a reset happen once is the store: the
account's row is taken, and a month's entry has a key of its own (store/credits/ledger.py). Whoever holds credits begins
a due month too, so that this job is never what an invitation waits for.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.background import CREDITS
from store import leases
from store.credits import accounts
from store.db import Store

log = logging.getLogger(__name__)


async def begin_periods(store: Store, holder: str, now: Callable[[], datetime]) -> int:
    """Reset the accounts whose time has come; how many: none, when another replica is at it. Raises StoreDown."""
    at = now()
    async with store.write() as db:
        if not await leases.take(db, CREDITS.lease, holder, at + CREDITS.lease_duration, at):
            return 0
    async with store.read() as db:
        due = await accounts.due_accounts(db, at)
    begun = 0
    for account_id in due:
        async with store.write() as db:
            begun += await accounts.reset_due(db, account_id, now())
    if begun:
        log.info("%d credit accounts were reset", begun)
    return begun
