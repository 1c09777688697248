"""From arrival to answer: store each interaction, run it once, deliver the replies. See docs/architecture.md,
"Once only"."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot.background import INTERACTIONS
from bot.pipeline.delivery import Delivery
from bot.pipeline.dispatch import Dispatcher, Outcome
from bot.pipeline.interaction import Courier, Interaction, Kind, Respond
from bot.pipeline.slots import Slot
from handlers.replies import Ask, Close, Tell
from store.errors import Refusal, StoreDown
from store.interactions.log import Arrived, InteractionLog, Stranded, Turn

log = logging.getLogger(__name__)

LEASE = INTERACTIONS.lease_duration.total_seconds()  # how long a process may be silent before its work is taken over
FORM_WAIT = 1.2  # seconds before a slow form opens empty: a trigger expires after three
MAX_ATTEMPTS = 5
TURN_POLL = (0.02, 0.25)  # seconds between checks of whether it is a person's turn: initial, and maximum
RESUMABLE = (Kind.DEFERRED,)  # interactions that run again if their process died
MAX_CONCURRENT = 6  # handlers running at once: more would not finish sooner, and would delay acknowledgements


class Intake:
    """Where adapters hand over interactions. One person's interactions run one after another, whichever replicas
    received them."""

    def __init__(
        self, interactions: InteractionLog, dispatcher: Dispatcher, delivery: Delivery, couriers: Mapping[str, Courier]
    ) -> None:
        self._interactions = interactions
        self._dispatcher = dispatcher
        self._delivery = delivery
        self._couriers = couriers
        self._holder = secrets.token_hex(8)
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._turns: dict[str, _PersonLock] = {}
        self.slots = asyncio.Semaphore(MAX_CONCURRENT)  # fewer in tests
        self.released = asyncio.Event()  # cleared by benchmarks and tests to pause the work
        self.released.set()

    async def take(self, interaction: Interaction) -> None:
        """Returns once the interaction is stored, so that it can be acknowledged; it runs later. Ignores duplicates."""
        stored = await self._store(interaction)
        if stored.new:
            self._start(interaction.key, self._work(interaction))

    async def answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        """Run the interaction now and return the response body that `respond` builds from the replies.

        A duplicate gets the same answer, and waits for the original if that is still running."""
        if interaction.kind is Kind.PASSING:
            outcome = await self._dispatcher.run(interaction)
            return (await self._dispatcher.carry_out(interaction, outcome, lambda done: respond(done.replies))).body
        running = self._running.get(interaction.key)
        if running is not None:
            return await asyncio.shield(running)
        stored = await self._store(interaction)
        if stored.new:
            return await asyncio.shield(self._start(interaction.key, self._answer(interaction, respond)))
        if (running := self._running.get(interaction.key)) is not None:
            return await asyncio.shield(running)
        return json.loads(stored.answer) if stored.answer else {}

    async def sweep(self, *, alone: bool = False) -> int:
        """Take over interactions left by a dead process, and renew our own leases. Returns how many were taken over.

        `alone`: no other process can be running (SQLite, at start), so leases need not expire first."""
        now = time.time()
        if self._running:
            await self._interactions.renew(list(self._running), holder=self._holder, lease_until=now + LEASE)
        taken = await self._interactions.take_stranded(
            now=float("inf") if alone else now, holder=self._holder, lease_until=now + LEASE, kinds=RESUMABLE
        )
        for row in taken:
            self._start(row.key, self._resume(row))
        return len(taken)

    async def tidy(self) -> None:
        await self._interactions.tidy(now=time.time())

    async def idle(self) -> None:
        """Wait until nothing is in progress: for tests and for stopping."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def stop(self, grace: float = 8.0) -> None:
        """Finish work in progress within `grace` seconds; the rest stays in the inbox for the next start."""
        try:
            async with asyncio.timeout(grace):
                await self.idle()
        except TimeoutError:
            left = dict(self._running)
            for task in left.values():
                task.cancel()
            await asyncio.gather(*left.values(), return_exceptions=True)
            await self._interactions.renew(list(left), holder=self._holder, lease_until=0)  # anyone may take it at once

    # ── inside ──

    async def _store(self, interaction: Interaction) -> Any:
        arrived = Arrived(
            interaction.key,
            _person(interaction),
            interaction.kind,
            json.dumps(interaction.as_json()),
            interaction.received,
        )
        return await self._interactions.put(arrived, holder=self._holder, lease_until=time.time() + LEASE)

    def _start(self, key: str, work: Any) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work, name=f"interaction {key}")
        self._running[key] = task  # the event loop holds only weak references to tasks
        task.add_done_callback(lambda _: self._running.pop(key, None))
        return task

    async def _work(self, interaction: Interaction) -> None:
        await self.released.wait()
        courier = self._couriers[interaction.person.platform]
        async with self._turn(interaction) as mine:
            if not mine:
                return
            running = asyncio.ensure_future(self._run(interaction))
            at = interaction
            if interaction.trigger and self._dispatcher.opens_form(interaction):
                finished, _ = await asyncio.wait({running}, timeout=FORM_WAIT)
                if not finished:
                    at = await self._delivery.show_waiting_form(courier, interaction)
            outcome = await running
            await self._carry_out(at, outcome if at is interaction else _filling(outcome))
        await self._done(interaction.key)

    async def _answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        async with self._turn(interaction):
            outcome = await self._dispatcher.run(interaction)
            await self._form_opens(interaction, outcome)
            answer = await self._dispatcher.carry_out(interaction, outcome, lambda done: respond(done.replies))
        await self._done(interaction.key, json.dumps(answer.body))
        if answer.rest:
            self._start(f"{interaction.key} rest", self._carry_out(interaction, Outcome(answer.rest, outcome.by)))
        return answer.body

    async def _form_opens(self, interaction: Interaction, outcome: Outcome) -> None:
        """If the answer is a form that replaces the card, record that before the form is visible."""
        courier = self._couriers[interaction.person.platform]
        if courier.forms_in_place and any(isinstance(reply, Ask) for reply in outcome.replies):
            try:
                await self._delivery.form_opens(courier, interaction, outcome)
            except (StoreDown, Refusal) as fault:
                log.warning("not recorded: %s: %s", interaction.key, fault)

    async def _resume(self, row: Stranded) -> None:
        interaction = Interaction.from_json(json.loads(row.payload))
        if row.attempts > MAX_ATTEMPTS:
            log.error("given up after %d attempts: %s %s", row.attempts - 1, interaction.verb, row.key)
            await self._done(row.key)
        elif row.applied:
            async with self._turn_here(interaction):  # nothing is written: no need to wait for other replicas
                await self._carry_out(interaction, await self._dispatcher.redraw(interaction))
            await self._done(row.key)
        else:
            await self._work(interaction)

    async def _run(self, interaction: Interaction) -> Outcome:
        """Run the handler in one of the slots. The slot is lent to others while we wait for an outside system, and
        released before replies are delivered: a source that hangs, or a platform that throttles us, doesn't hold up
        anybody else."""
        async with Slot(self.slots) as slot:
            return await self._dispatcher.run(interaction, slot.lent)

    async def _carry_out(self, interaction: Interaction, outcome: Outcome) -> None:
        courier = self._couriers[interaction.person.platform]
        await self._dispatcher.carry_out(
            interaction, outcome, lambda done: self._delivery.carry_out(courier, interaction, done)
        )

    async def _done(self, key: str, answer: str | None = None) -> None:
        try:
            await self._interactions.done(key, answer)
        except StoreDown as fault:  # the lease will expire, and the row is checked again
            log.warning("not marked as done: %s: %s", key, fault)

    @asynccontextmanager
    async def _turn(self, interaction: Interaction) -> AsyncGenerator[bool]:
        """Wait for this person's turn, here and in all replicas. Yields False if another process has taken over the
        interaction.

        The local lock is released while waiting for another replica, because that one may be waiting for this
        process."""
        pause, longest = TURN_POLL
        while True:
            async with self._turn_here(interaction):
                turn = await self._ask_turn(interaction)
                if turn in (Turn.MINE, Turn.LOST):
                    yield turn is Turn.MINE
                    return
            if turn is Turn.STRANDED:
                with suppress(StoreDown):  # checked again in a moment
                    await self.sweep()
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest)

    async def _ask_turn(self, interaction: Interaction) -> Turn:
        try:
            return await self._interactions.turn(
                interaction.key, _person(interaction), holder=self._holder, now=time.time(), kinds=RESUMABLE
            )
        except StoreDown as fault:
            log.warning("could not check whose turn it is: %s: %s", interaction.key, fault)
            return Turn.MINE  # the handler will report that the database is down

    def _turn_here(self, interaction: Interaction) -> "_PersonLock":
        person = _person(interaction)
        turn = self._turns.get(person)
        if turn is None:
            turn = self._turns[person] = _PersonLock(lambda: self._turns.pop(person, None))
        return turn


def _filling(outcome: Outcome) -> Outcome:
    """The outcome for an interaction whose empty form is already open; adds closing the form if none of the replies
    fills it."""
    if any(isinstance(reply, Ask | Tell | Close) for reply in outcome.replies):
        return outcome
    return Outcome((*outcome.replies, Close()), outcome.by)


def _person(interaction: Interaction) -> str:
    return f"{interaction.person.platform}:{interaction.person.workspace}:{interaction.person.user}"


class _PersonLock:
    """A lock that is dropped when nobody is waiting for it."""

    def __init__(self, forget: Callable[[], object]) -> None:
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._forget = forget

    async def __aenter__(self) -> None:
        self._waiting += 1
        try:
            await self._lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
        self._leave()

    def _leave(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self._forget()
