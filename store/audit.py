"""Audit log: who did what. Free of personal data: only our own ids and fixed terms."""

from datetime import datetime
from typing import Any

from store.db import Write
from store.tables.core import Audit


async def add(
    db: Write, workspace_id: int, member_id: int | None, action: str, details: dict[str, Any], now: datetime
) -> None:
    """Add one audit entry, in the transaction of the change it records. `action`: role, claim, …; `details`: ids."""
    db.add(Audit(workspace_id=workspace_id, member_id=member_id, action=action, details=details, at=now))
    await db.flush()
