"""Private cards that show a changed person are redrawn without a press, without disturbing people who press
meanwhile."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.background import REDRAW
from bot.pipeline.delivery import Delivery
from bot.pipeline.dispatch import Outcome
from bot.pipeline.interaction import Interaction, Kind, Location, MessageRef, Person
from bot.pipeline.redraw import GIVE_UP_AFTER, Redrawer, redraw_changed
from bot.workers.notifier import Notifier
from cards.actions.access import OpenStart
from cards.text import Rich
from cards.tree import Button, Card, Form, Surface
from connectors.errors import Refused, Unreachable
from handlers.replies import Ask
from store import leases
from store.chat import notifications, posted_cards, stale_cards
from store.chat.posted_cards import PostedCard
from store.mailbox import mailbox_cursors
from store.members import members
from store.tables.core import Member
from tests.chat.base import Chat, Someone
from tests.flows.looking import profile_id

NAME = "Grace Hopper"


@dataclass
class Wire:
    """A platform that only rewrites cards; `meanwhile` runs at the first rewrite."""

    forms_in_place: bool = True
    fault: Exception | None = None
    meanwhile: Any = None
    drawn: list[tuple[MessageRef, Card]] = field(default_factory=list[tuple[MessageRef, Card]])

    async def rewrite(self, place: MessageRef, card: Card) -> None:
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            await happens()
        if self.fault is not None:
            raise self.fault
        self.drawn.append((place, card))


@dataclass
class Stage:
    chat: Chat
    wire: Wire
    workspace_id: int
    member_id: int
    profile_id: int

    async def stands(self, message: str, verb: str, args: dict[str, Any], *, private: bool = True) -> None:
        """Records a posted card that shows Grace."""
        context = self.chat.bot.context
        member_id = self.member_id if private else None
        redraw = {"verb": verb, "args": args}
        self.chat.clock.at = self.chat.clock.at.replace(microsecond=self.chat.clock.at.microsecond + 1)
        async with context.store.write() as db:
            card = PostedCard(self.workspace_id, member_id, "D-redrawn", message, redraw, [self.profile_id])
            await posted_cards.remember(db, card, context.now())

    async def redraw(self) -> list[str]:
        """Redraws and returns the summaries of the redrawn cards."""
        redrawing = Redrawer(self.chat.bot.context, {self.chat.platform: self.wire})  # pyright: ignore[reportArgumentType]
        self.wire.drawn.clear()
        await redrawing.people(self.workspace_id, [self.profile_id])
        return [card.summary for place, card in self.wire.drawn if place.conversation == "D-redrawn"]


@pytest.fixture
async def stage(chat: Chat, ana: Someone) -> Stage:
    await ana.command()
    me = await ana.member()
    return Stage(chat, Wire(), me.workspace_id, me.id, await profile_id(chat, NAME))


async def test_only_private_cards_are_redrawn(stage: Stage):
    args = {"profile_id": stage.profile_id}
    await stage.stands("1", "person", args)
    await stage.stands("2", "person", args, private=False)
    await stage.stands("3", "a_verb_of_tomorrow", args)
    await stage.stands("4", "person", args)
    async with stage.chat.bot.context.store.write() as db:
        open_form = await posted_cards.at(db, stage.workspace_id, "D-redrawn", "4")
        assert open_form is not None
        await posted_cards.form_opened(db, open_form, covered=True)  # a form is open there
    [one] = await stage.redraw()
    assert NAME in one
    [(place, _)] = [each for each in stage.wire.drawn if each[0].conversation == "D-redrawn"]
    assert place.message == "1"


async def test_a_card_that_changed_meanwhile_is_redrawn_as_its_new_screen(stage: Stage):
    await stage.stands("1", "person", {"profile_id": stage.profile_id})

    async def pressed() -> None:
        await stage.stands("1", "candidates", {})

    stage.wire.meanwhile = pressed
    drawn = await stage.redraw()
    assert NAME in drawn[0]
    assert "Candidates" in drawn[-1]
    async with stage.chat.bot.context.store.read() as db:
        card = await posted_cards.at(db, stage.workspace_id, "D-redrawn", "1")
    assert card is not None
    assert card.redraw["verb"] == "candidates"


async def test_a_form_that_opens_while_cards_are_redrawn_is_not_covered(stage: Stage):
    """The redraw comes between recording the form and showing it."""
    context = stage.chat.bot.context
    await stage.stands("1", "person", {"profile_id": stage.profile_id})
    seen: list[list[str]] = []

    class Asks(Wire):
        refused = False

        async def ask(self, interaction: Interaction, form: Form) -> None:
            seen.append(await stage.redraw())
            if self.refused:
                raise Refused("Microsoft Teams", "no")

        async def tell(self, interaction: Interaction, text: Rich) -> None:
            assert self.refused

    async with context.store.read() as db:
        by = await members.by_id(db, stage.member_id)
    courier: Any = Asks()
    delivery = Delivery(context.store, context.now, Redrawer(context, {stage.chat.platform: courier}))
    person = Person(stage.chat.platform, stage.chat.workspace, by.external_id)
    at = Location("D-redrawn", Surface.PERSONAL, "1")
    opened = Outcome((Ask(Form("Note", (), (), Button("Save", does=OpenStart()))),), by)
    for refused in (False, True):
        courier.refused = refused
        await delivery.carry_out(courier, Interaction("k", Kind.DEFERRED, person, at, "note"), opened)
        if not refused:
            assert await stage.redraw() == []
            await stage.stands("1", "person", {"profile_id": stage.profile_id})
    assert seen[:2] == [[], []]
    assert len(await stage.redraw()) == 1  # the refused form is not there: the card is


async def test_a_card_that_its_platform_lost_does_not_affect_others(stage: Stage):
    await stage.stands("1", "person", {"profile_id": stage.profile_id})
    stage.wire.fault = Refused("Slack", "message_not_found")
    assert await stage.redraw() == []


async def test_a_bug_in_one_card_does_not_affect_others(stage: Stage, caplog: pytest.LogCaptureFixture):
    await stage.stands("1", "person", {"profile_id": stage.profile_id})
    await stage.stands("2", "person", {"profile_id": stage.profile_id})

    async def stumbles() -> None:
        raise ZeroDivisionError

    stage.wire.meanwhile = stumbles
    assert len(await stage.redraw()) == 1
    assert "reference" in caplog.text


async def test_a_bug_in_one_notification_does_not_affect_others(stage: Stage):
    context, now = stage.chat.bot.context, stage.chat.bot.context.now()
    await stage.chat.bot.notifier.stop()
    posted: list[str] = []

    class Posts(Wire):
        async def post(self, member: Member, card: Card) -> MessageRef:
            posted.append(card.summary)
            if len(posted) == 1:
                raise ZeroDivisionError
            return MessageRef("D", str(len(posted)))

    couriers: Any = {stage.chat.platform: Posts()}
    redrawing = Redrawer(context, couriers)
    telling = Notifier(context, couriers, Delivery(context.store, context.now, redrawing), redrawing)
    async with context.store.write() as db:
        for key, profile in (("1", stage.profile_id), ("2", stage.profile_id)):
            args = {"profile_id": profile}
            await notifications.add(db, stage.workspace_id, [stage.member_id], key, "person", args, now, now)
    assert await telling.run_once() == 1
    assert len(posted) == 2
    async with context.store.read() as db:
        notices = [await notifications.get(db, stage.workspace_id, key, stage.member_id) for key in ("1", "2")]
    assert [each.sent_at is None for each in notices if each] == [True, False]
    assert notices[0] is not None
    assert notices[0].due_at > now


async def test_admin_notifications_are_not_shown_to_former_admins(stage: Stage):
    context, now = stage.chat.bot.context, stage.chat.bot.context.now()
    await stage.chat.bot.notifier.stop()
    posted: list[str] = []

    class Posts(Wire):
        async def post(self, member: Member, card: Card) -> MessageRef:
            posted.append(card.summary)
            return MessageRef("D", str(len(posted)))

    couriers: Any = {stage.chat.platform: Posts()}
    redrawing = Redrawer(context, couriers)
    telling = Notifier(context, couriers, Delivery(context.store, context.now, redrawing), redrawing)
    async with context.store.write() as db:
        await mailbox_cursors.record_failure(
            db, [stage.workspace_id], "The mailbox is not responding.", now, at_once=False
        )
        for key, verb in (("1", "mailbox_fault"), ("2", "person")):
            args = {"profile_id": stage.profile_id} if verb == "person" else {}
            await notifications.add(db, stage.workspace_id, [stage.member_id], key, verb, args, now, now)
    assert await telling.run_once() == 2  # both are settled, and one was posted
    assert [NAME in summary for summary in posted] == [True]


async def test_of_two_processes_one_redraws(stage: Stage):
    context = stage.chat.bot.context
    await stage.stands("1", "person", {"profile_id": stage.profile_id})
    await stage.chat.bot.notifier.stop()
    couriers: Any = {stage.chat.platform: stage.wire}
    redrawing = Redrawer(context, couriers)
    one = Notifier(context, couriers, Delivery(context.store, context.now, redrawing), redrawing)
    async with context.store.write() as db:
        await stale_cards.mark(db, stage.workspace_id, [stage.profile_id], context.now())
        assert await leases.take(db, "redrawing", "another", context.now() + REDRAW.lease_duration, context.now())
    await one.run_once()
    assert stage.wire.drawn == []
    stage.chat.clock.at += REDRAW.lease_duration  # the other died
    await one.run_once()
    assert stage.wire.drawn


async def test_a_failed_round_does_not_stop_later_ones(stage: Stage):
    context, now = stage.chat.bot.context, stage.chat.bot.context.now()
    await stage.chat.bot.notifier.stop()
    stumbled, posted = asyncio.Event(), asyncio.Event()

    class Posts(Wire):
        async def post(self, member: Member, card: Card) -> MessageRef:
            posted.set()
            return MessageRef("D", "1")

    class Couriers(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            if not stumbled.is_set():
                stumbled.set()
                raise ZeroDivisionError
            return super().get(key, default)

    couriers: Any = Couriers({stage.chat.platform: Posts()})
    redrawing = Redrawer(context, couriers)
    telling = Notifier(context, couriers, Delivery(context.store, context.now, redrawing), redrawing)
    async with context.store.write() as db:
        await stale_cards.mark(db, stage.workspace_id, [stage.profile_id], now)
    await telling.start()
    telling.wake()
    await stumbled.wait()
    async with context.store.write() as db:
        args = {"profile_id": stage.profile_id}
        await notifications.add(db, stage.workspace_id, [stage.member_id], "1", "person", args, now, now)
    telling.wake()
    async with asyncio.timeout(30):
        await posted.wait()
    await telling.stop()


async def test_notifications_delayed_by_a_slow_platform_are_sent_later_and_once(stage: Stage):
    context, clock = stage.chat.bot.context, stage.chat.clock
    await stage.chat.bot.notifier.stop()
    posted: list[str] = []

    class Slow(Wire):
        async def post(self, member: Member, card: Card) -> MessageRef:
            clock.at += timedelta(seconds=100)
            posted.append(card.summary)
            return MessageRef("D", str(len(posted)))

    couriers: Any = {stage.chat.platform: Slow()}
    redrawing = Redrawer(context, couriers)
    telling = Notifier(context, couriers, Delivery(context.store, context.now, redrawing), redrawing)
    async with context.store.write() as db:
        for key in ("1", "2"):
            args = {"profile_id": stage.profile_id}
            await notifications.add(
                db, stage.workspace_id, [stage.member_id], key, "person", args, context.now(), context.now()
            )
    assert await telling.run_once() == 1
    clock.at += timedelta(minutes=2)
    assert await telling.run_once() == 1
    assert await telling.run_once() == 0
    assert len(posted) == 2


async def test_a_card_that_could_not_be_redrawn_is_retried_later(stage: Stage):
    await stage.stands("1", "person", {"profile_id": stage.profile_id})
    context, stage.wire.fault = stage.chat.bot.context, Unreachable("Slack")
    redrawing = Redrawer(context, {stage.chat.platform: stage.wire})  # pyright: ignore[reportArgumentType]
    await stage.chat.bot.notifier.stop()  # it would redraw them itself
    async with context.store.write() as db:
        await stale_cards.mark(db, stage.workspace_id, [stage.profile_id], context.now())
    for waits in (True, False):
        await redraw_changed(context, redrawing)
        async with context.store.read() as db:
            assert bool(await stale_cards.pending(db)) is waits
        stage.chat.clock.at += 2 * GIVE_UP_AFTER
