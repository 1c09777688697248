"""Work that is asked for one by one and done together: whatever waits when a turn begins is one piece of work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Got = TypeVar("Got")


class Batcher(Generic[Asked, Got]):
    """`work` is given all that waits, and gives an answer for each, in order. Each who asked gets theirs, or the error.

    Where the work on several fails, each is tried alone: one that cannot be done spoils no other's. `company`: seconds
    that a turn waits for others before it begins, `most`: how many are one turn at most."""

    def __init__(
        self, work: Callable[[Sequence[Asked]], Awaitable[Sequence[Got]]], *, company: float = 0.0, most: int = 64
    ) -> None:
        self._work = work
        self._company = company
        self._most = most
        self._waiting: list[tuple[Asked, asyncio.Future[Got]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Got:
        """Wait for a turn, and for its end."""
        answer: asyncio.Future[Got] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._company)
            turn, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            if not await self._do(turn, last=len(turn) == 1):
                for one in turn:
                    await self._do([one], last=True)

    async def _do(self, turn: Sequence[tuple[Asked, asyncio.Future[Got]]], *, last: bool) -> bool:
        """Answer them all; False when it failed and each may be tried alone. `last`: then the error is the answer."""
        [did] = await asyncio.gather(self._work([asked for asked, _ in turn]), return_exceptions=True)
        if not isinstance(did, BaseException):
            for (_, answer), got in zip(turn, did, strict=True):
                if not answer.done():  # who asked may have gone
                    answer.set_result(got)
            return True
        if last:
            for _, answer in turn:
                if not answer.done():
                    answer.set_exception(did)
        return last
