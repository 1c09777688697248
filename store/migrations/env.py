"""What Alembic runs: our tables, on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, BigInteger
from sqlmodel import AutoString, SQLModel

from store.tables import Moment

_SPELLED = ((Moment, "MOMENT"), (BigInteger, "ID"), (JSON, "BODY"), (AutoString, "sa.String()"))


def spelled(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Our types by the names that each revision defines: what it does must not change with the code."""
    return next((word for ours, word in _SPELLED if kind == "type" and isinstance(thing, ours)), False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
    render_item=spelled,
)
with context.begin_transaction():
    context.run_migrations()
