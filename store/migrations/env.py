"""Alembic's environment: our tables, on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, BigInteger, Enum
from sqlmodel import AutoString, SQLModel

from store.columns import Moment
from store.tables import (
    ats,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    core,  # noqa: F401  # pyright: ignore[reportUnusedImport]  # compared with the database
    mail_sign_ins,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    reveals,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    saved_searches,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    sources,  # noqa: F401  # pyright: ignore[reportUnusedImport]
)

_TYPE_NAMES = (
    (Enum, "sa.String(20)"),
    (Moment, "MOMENT"),
    (BigInteger, "ID"),
    (JSON, "BODY"),
    (AutoString, "sa.String()"),
)


def render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our types under the names that each revision defines, so that a revision does not change with the code."""
    for ours, type_name in _TYPE_NAMES:
        if kind == "type" and isinstance(item, ours):
            return type_name
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
    render_item=render_type,
)
with context.begin_transaction():
    context.run_migrations()
