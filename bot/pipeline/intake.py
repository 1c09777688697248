"""From arrival to answer: keep it, run it once, carry the replies out. See docs/architecture.md, "Once only"."""

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
from handlers.replies import Ask, Close, Tell
from store.errors import StoreDown
from store.interactions.log import Arrived, InteractionLog, Stranded, Turn

log = logging.getLogger(__name__)

LEASE = INTERACTIONS.lease_duration.total_seconds()  # a process may be silent so long before its work is taken over
WAIT_FOR_FORM = 1.2  # seconds before a form that is slow opens empty: a trigger lives for three
MOST_ATTEMPTS = 5
LOOK_AGAIN = (0.02, 0.25)  # seconds between looks whether a person's turn has come: at first, and at most
LEFT_BEHIND = (Kind.DEFERRED,)  # what is run again when its process died
AT_ONCE = 6  # handlers at work: more would not finish sooner, and acknowledgements would wait behind them


class Intake:
    """Where the adapters hand over what arrived. Interactions of one person run one after the other, whichever replicas
    took them."""

    def __init__(
        self, interactions: InteractionLog, dispatcher: Dispatcher, delivery: Delivery, couriers: Mapping[str, Courier]
    ) -> None:
        self._interactions = interactions
        self._dispatcher = dispatcher
        self._delivery = delivery
        self._couriers = couriers
        self._holder = secrets.token_hex(8)
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._turns: dict[str, _Place] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self.held = asyncio.Event()  # cleared by benchmarks and tests to hold the work back
        self.held.set()

    async def take(self, interaction: Interaction) -> None:
        """Returns when it is kept, so that the platform can be told; the work follows. A duplicate is left alone."""
        kept = await self._put(interaction)
        if kept.new:
            self._start(interaction.key, self._work(interaction))

    async def answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        """Run it now and give back what the platform is answered, as `respond` makes it from the replies.

        A duplicate gets the same answer; while the first still runs, it waits for it."""
        if interaction.kind is Kind.PASSING:
            outcome = await self._dispatcher.run(interaction)
            return (await self._dispatcher.carry_out(interaction, outcome, lambda said: respond(said.replies))).body
        here = self._running.get(interaction.key)
        if here is not None:
            return await asyncio.shield(here)
        kept = await self._put(interaction)
        if kept.new:
            return await asyncio.shield(self._start(interaction.key, self._answer(interaction, respond)))
        if (here := self._running.get(interaction.key)) is not None:
            return await asyncio.shield(here)
        return json.loads(kept.answer) if kept.answer else {}

    async def sweep(self, *, alone: bool = False) -> int:
        """Take over what a dead process left, and renew our own leases. Returns how many were taken.

        `alone`: no other process can be at work (SQLite, at start), so nobody's lease is waited for."""
        now = time.time()
        if self._running:
            await self._interactions.renew(list(self._running), holder=self._holder, lease_until=now + LEASE)
        taken = await self._interactions.take_stranded(
            now=float("inf") if alone else now, holder=self._holder, lease_until=now + LEASE, kinds=LEFT_BEHIND
        )
        for row in taken:
            self._start(row.key, self._resume(row))
        return len(taken)

    async def tidy(self) -> None:
        await self._interactions.tidy(now=time.time())

    async def idle(self) -> None:
        """Until nothing is under way: for tests and for stopping."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def stop(self, grace: float = 8.0) -> None:
        """Finish what is under way, within `grace` seconds; the rest stays in the inbox for the next start."""
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

    async def _put(self, interaction: Interaction) -> Any:
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
        self._running[key] = task  # kept: the loop holds tasks only weakly
        task.add_done_callback(lambda _: self._running.pop(key, None))
        return task

    async def _work(self, interaction: Interaction) -> None:
        await self.held.wait()
        courier = self._couriers[interaction.person.platform]
        async with self._turn(interaction) as mine:
            if not mine:
                return
            running = asyncio.ensure_future(self._run(interaction))
            at = interaction
            if interaction.trigger and self._dispatcher.opens_form(interaction):
                finished, _ = await asyncio.wait({running}, timeout=WAIT_FOR_FORM)
                if not finished:
                    at = await self._delivery.waiting(courier, interaction)
            outcome = await running
            await self._carry_out(at, outcome if at is interaction else _filling(outcome))
        await self._done(interaction.key)

    async def _answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        async with self._turn(interaction):
            outcome = await self._dispatcher.run(interaction)
            answer = await self._dispatcher.carry_out(interaction, outcome, lambda said: respond(said.replies))
        await self._done(interaction.key, json.dumps(answer.body))
        if answer.rest:
            self._start(f"{interaction.key} rest", self._carry_out(interaction, Outcome(answer.rest, outcome.by)))
        return answer.body

    async def _resume(self, row: Stranded) -> None:
        interaction = Interaction.from_json(json.loads(row.payload))
        if row.attempts > MOST_ATTEMPTS:
            log.error("given up after %d attempts: %s %s", row.attempts - 1, interaction.verb, row.key)
            await self._done(row.key)
        elif row.applied:
            async with self._turn_here(interaction):  # nothing is written: other replicas need not be waited for
                await self._carry_out(interaction, await self._dispatcher.redraw(interaction))
            await self._done(row.key)
        else:
            await self._work(interaction)

    async def _run(self, interaction: Interaction) -> Outcome:
        """In its place among the handlers at work, which it leaves before the replies are carried out: a platform that
        asks us to wait holds up nobody else."""
        async with self._places:
            return await self._dispatcher.run(interaction)

    async def _carry_out(self, interaction: Interaction, outcome: Outcome) -> None:
        courier = self._couriers[interaction.person.platform]
        await self._dispatcher.carry_out(
            interaction, outcome, lambda said: self._delivery.carry_out(courier, interaction, said)
        )

    async def _done(self, key: str, answer: str | None = None) -> None:
        try:
            await self._interactions.done(key, answer)
        except StoreDown as fault:  # the lease runs out, and the row is looked at again
            log.warning("not marked as done: %s: %s", key, fault)

    @asynccontextmanager
    async def _turn(self, interaction: Interaction) -> AsyncGenerator[bool]:
        """This person's turn, here and in all replicas. False: another process has taken the interaction over.

        Who has to wait for another replica holds up nobody here: what that one waits for may be in this process."""
        pause, longest = LOOK_AGAIN
        while True:
            async with self._turn_here(interaction):
                turn = await self._asked(interaction)
                if turn in (Turn.MINE, Turn.LOST):
                    yield turn is Turn.MINE
                    return
            if turn is Turn.STRANDED:
                with suppress(StoreDown):  # asked again in a moment
                    await self.sweep()
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest)

    async def _asked(self, interaction: Interaction) -> Turn:
        try:
            return await self._interactions.turn(
                interaction.key, _person(interaction), holder=self._holder, now=time.time(), kinds=LEFT_BEHIND
            )
        except StoreDown as fault:
            log.warning("not asked whose turn it is: %s: %s", interaction.key, fault)
            return Turn.MINE  # the handler will say to the person that the database is away

    def _turn_here(self, interaction: Interaction) -> "_Place":
        person = _person(interaction)
        turn = self._turns.get(person)
        if turn is None:
            turn = self._turns[person] = _Place(lambda: self._turns.pop(person, None))
        return turn


def _filling(outcome: Outcome) -> Outcome:
    """An empty form is open. Where nothing of the answer fills it, it says that it is done."""
    if any(isinstance(reply, Ask | Tell | Close) for reply in outcome.replies):
        return outcome
    return Outcome((*outcome.replies, Close()), outcome.by)


def _person(interaction: Interaction) -> str:
    return f"{interaction.person.platform}:{interaction.person.workspace}:{interaction.person.user}"


class _Place:
    """A lock that is forgotten when nobody waits for it."""

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
