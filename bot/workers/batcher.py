"""Batches individual requests: everything waiting when a batch starts is processed together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Request = TypeVar("Request")
Result = TypeVar("Result")


class Batcher(Generic[Request, Result]):
    """`process` gets all waiting requests and returns a result for each, in order; each caller gets its own.

    If a batch of several fails, each request is retried alone, so that a bad one doesn't fail the others. `delay`:
    seconds a batch waits for more requests before it starts. `max_batch`: requests per batch."""

    def __init__(
        self,
        process: Callable[[Sequence[Request]], Awaitable[Sequence[Result]]],
        *,
        delay: float = 0.0,
        max_batch: int = 64,
    ) -> None:
        self._process = process
        self._delay = delay
        self._max_batch = max_batch
        self._waiting: list[tuple[Request, asyncio.Future[Result]]] = []
        self._running: asyncio.Task[None] | None = None

    async def submit(self, request: Request) -> Result:
        """Queue a request and wait for its result."""
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._delay)
            batch, self._waiting = self._waiting[: self._max_batch], self._waiting[self._max_batch :]
            if not await self._run_batch(batch, last=len(batch) == 1):
                for one in batch:
                    await self._run_batch([one], last=True)

    async def _run_batch(self, batch: Sequence[tuple[Request, asyncio.Future[Result]]], *, last: bool) -> bool:
        """Process a batch. False when it failed and each request should be retried alone; with `last`, the callers get
        the error instead."""
        [results] = await asyncio.gather(self._process([request for request, _ in batch]), return_exceptions=True)
        if not isinstance(results, BaseException):
            for (_, answer), result in zip(batch, results, strict=True):
                if not answer.done():  # the caller may have been cancelled
                    answer.set_result(result)
            return True
        if last:
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(results)
        return last
