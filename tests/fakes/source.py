"""A connected source in memory, for what does not depend on the wire: gates, failures and prices."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.answer_sources import SourceAnswers
from connectors.resumes.base import Quota, Revealed, SourceQuery, SourceResults, Spent, Traits
from connectors.resumes.registry import SourceKind

TRAITS = Traits(name="acme", label="Acme", offers="Sample people.", credentials=(), unit="view")


def people(count: int, name: str = "Acme Person") -> list[dict[str, Any]]:
    return [
        {"id": f"a-{n}", "name": f"{name}{n}", "headline": "Registered Nurse", "updated_at": "2026-11-20T08:00:00Z"}
        for n in range(count)
    ]


@dataclass(slots=True)
class MemorySource:
    """`gate`: searches wait for it. `fault`: raised by searches. `left` is the contract, used up by people shown if the
    search costs."""

    traits: Traits = TRAITS
    people: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    gate: asyncio.Event | None = None
    fault: BaseException | None = None
    unexpressed: tuple[str, ...] = ()
    left: int = 350
    asked: list[SourceQuery] = field(default_factory=list[SourceQuery])

    @property
    def kind(self) -> SourceKind:
        return SourceKind(self.traits, lambda credentials, address: self)

    async def check(self) -> Quota | None:
        return None

    async def search(self, query: SourceQuery) -> SourceResults:
        self.asked.append(query)
        if self.gate is not None:
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        first = int(query.cursor or 0)
        shown = self.people[first : first + query.size]
        end = first + len(shown)
        spent = None
        if self.traits.search_costs:
            self.left -= len(shown)
            spent = Spent(len(shown), Quota(self.left, 350))
        cursor = str(end) if end < len(self.people) else ""
        return SourceResults(tuple(shown), len(self.people), cursor, self.unexpressed, spent)

    async def reveal(self, source_id: str) -> Revealed:
        raise NotImplementedError

    async def quota(self) -> Quota | None:
        return None

    async def answers(self, cursor: str) -> SourceAnswers:
        return SourceAnswers((), cursor)

    async def close(self) -> None: ...


def called(name: str, **more: Any) -> Traits:
    """The traits of another source."""
    return replace(TRAITS, name=name, label=name.capitalize(), **more)


@dataclass(slots=True)
class Sleeper:
    """In place of `asyncio.sleep`: sleeps until the test lets the time pass."""

    sleeping: list[tuple[float, asyncio.Event]] = field(default_factory=list[tuple[float, asyncio.Event]])

    async def __call__(self, seconds: float) -> None:
        done = asyncio.Event()
        self.sleeping.append((seconds, done))
        await done.wait()

    async def let_pass(self, seconds: float) -> None:
        """Wake those who sleep for exactly so long, as soon as there are some."""
        while not any(each == seconds and not done.is_set() for each, done in self.sleeping):
            await asyncio.sleep(0.01)
        for each, done in self.sleeping:
            if each == seconds:
                done.set()
