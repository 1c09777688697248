"""Column constructors that many tables share: keys, references, timezone-aware times, plain JSON values."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, DateTime, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field


class Moment(TypeDecorator[datetime]):
    """A point in time: stored as UTC and returned timezone-aware, even from SQLite, which drops time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("the datetime has no time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


Plain: TypeEngine[Any] = JSON().with_variant(JSONB(), "postgresql")
Id: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")


def key() -> Any:
    return Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment(), nullable=nullable, index=index))


def body() -> Any:
    return Field(default_factory=dict, sa_column=Column(Plain, nullable=False))


def workspace(*, primary_key: bool = False) -> Any:
    return ref("workspaces.id", primary_key=primary_key, index=not primary_key)


def ref(to: str = "", **more: Any) -> Any:
    """A column for the id of another row: as wide as a primary key, even if it is not a foreign key."""
    return Field(sa_type=cast(Any, Id), **({"foreign_key": to} if to else {}), **more)
