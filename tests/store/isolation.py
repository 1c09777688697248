"""Helpers of the workspace isolation tests."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel import SQLModel, select

from store.db import Store, Write
from store.errors import Gone


async def all_rows(store: Store, workspace_id: int) -> list[str]:
    """The repr of every row of a workspace."""
    rows: list[str] = []
    async with store.read() as db:
        for mapper in SQLModel._sa_registry.mappers:  # type: ignore[attr-defined]
            if hasattr(mapper.class_, "workspace_id"):
                found = await db.exec(select(mapper.class_).where(mapper.class_.workspace_id == workspace_id))
                rows += sorted(repr(row.model_dump()) for row in found)
    return rows


async def outcome(store: Store, call: Callable[[Write], Awaitable[Any]]) -> str:
    """The repr of what the call returns; "gone" if it raises Gone."""
    try:
        async with store.write() as db:
            return repr(await call(db))
    except Gone:
        return "gone"
