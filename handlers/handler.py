"""Builds the table of handlers."""

import inspect
import types
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cards.actions.base import Action
from handlers.context import Context
from handlers.replies import Replies
from store.roles import May
from store.tables.core import Member

Run = Callable[[Any, Member, Context], Awaitable[Replies]]


@dataclass(frozen=True, slots=True)
class Handler:
    """The function that handles an action, and the permission it needs."""

    run: Run
    needs: May


Table = dict[type[Action], Handler]


def table(*runs: Run) -> Table:
    """Maps each function by the action type that annotates its `action` parameter.

    Raises TypeError when two functions take the same action, or one takes none."""
    handlers: Table = {}
    for run in runs:
        for kind in _action_types(run):
            if kind in handlers:
                raise TypeError(f"{kind.__name__} has two handlers: {handlers[kind].run} and {run}")
            handlers[kind] = Handler(run, May(kind.needs))
    return handlers


def _action_types(run: Run) -> tuple[type[Action], ...]:
    function = run if inspect.isfunction(run) else type(run).__call__
    hints = typing.get_type_hints(function)
    first = hints.get("action")
    kinds = typing.get_args(first) if isinstance(first, types.UnionType) else (first,)
    if not all(isinstance(kind, type) and issubclass(kind, Action) for kind in kinds):
        raise TypeError(f"{run} does not say which action it handles")
    return typing.cast("tuple[type[Action], ...]", kinds)
