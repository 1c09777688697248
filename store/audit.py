"""Who did what that must be answered for. Free of personal data: ids and words of ours only."""

from datetime import datetime
from typing import Any

from store.db import Write
from store.tables.core import Audit


async def add(
    db: Write, workspace_id: int, member_id: int | None, action: str, details: dict[str, Any], now: datetime
) -> None:
    """Write one line, in the transaction of what it tells. `action`: role, claim, export, …; `details`: ids."""
    db.add(Audit(workspace_id=workspace_id, member_id=member_id, action=action, details=details, at=now))
    await db.flush()
