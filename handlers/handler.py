"""How the table of handlers is made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cards.actions import Action
from handlers.context import Desk
from handlers.replies import Replies
from store.roles import May
from store.tables.core import Member

Run = Callable[[Any, Member, Desk], Awaitable[Replies]]


@dataclass(frozen=True, slots=True)
class Handler:
    """Who handles an action, and what the person needs for it."""

    run: Run
    needs: May


Table = dict[type[Action], Handler]
