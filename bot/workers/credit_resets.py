"""Monthly credit resets: once across all replicas, including months that passed while the bot was down.

A lease keeps replicas from reading the same accounts at once. The store guarantees that a reset happens only once: the
account's row is locked, and each month's entry has a unique key (store/credits/ledger.py). Placing a hold on credits
also starts a month that is due, so invitations never wait for this job."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.background import CREDITS
from store import leases
from store.credits import accounts
from store.db import Store

log = logging.getLogger(__name__)


async def begin_periods(store: Store, holder: str, now: Callable[[], datetime]) -> int:
    """Reset the accounts that are due; returns the number of accounts, or 0 if another replica is doing this. Raises
    StoreDown."""
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
