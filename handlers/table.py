"""How the table of handlers is made, and the one check of who may press what."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cards.actions import Action
from handlers.desk import Desk
from handlers.replies import Replies
from store.roles import May, allows
from store.tables import Member

Fn = Callable[[Any, Member, Desk], Awaitable[Replies]]


@dataclass(frozen=True, slots=True)
class Handler:
    """Who handles an action, and what the person needs for it."""

    fn: Fn
    needs: May


Table = dict[type[Action], Handler]


class NotAllowed(Exception):
    """The member's role does not allow the action."""

    def __init__(self, needs: May) -> None:
        super().__init__(needs)
        self.needs = needs


async def carry_out(table: Table, action: Action, by: Member, desk: Desk) -> Replies:
    """Run the action's handler. Raises NotAllowed, and whatever the handler raises."""
    handler = table[type(action)]
    if not allows(by.role, handler.needs):
        raise NotAllowed(handler.needs)
    return await handler.fn(action, by, desk)
