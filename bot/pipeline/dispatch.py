"""Dispatches each interaction to its handler; the one place where errors become messages."""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import Counter, Histogram

from bot.pipeline.interaction import Courier, Interaction, Person
from cards.actions import base as actions
from cards.actions.access import LeftWorkspace
from connectors.errors import OutsideError, Throttled
from handlers import incidents
from handlers.context import Context, Outside
from handlers.replies import Replies, Reply, Tell
from handlers.routes import HANDLERS
from handlers.start import commands, start
from store import time_zones
from store.errors import AlreadyApplied, Gone, Refusal, StoreDown
from store.members import members, workspaces
from store.roles import Role, allows
from store.tables.core import Member

log = logging.getLogger(__name__)
T = TypeVar("T")

HANDLED = Counter("sourcer_interactions_total", "Interactions, by action and outcome", ("verb", "outcome"))
SECONDS = Histogram("sourcer_interaction_seconds", "Seconds from starting work to replying", ("verb",))
LOOK_UP_INTERVAL = 3600.0  # seconds before what the platform knows about a person is fetched again


@dataclass(frozen=True, slots=True)
class Outcome:
    """The replies, and the member they are for (None if the member could not be read)."""

    replies: tuple[Reply, ...]
    by: Member | None = None


class Dispatcher:
    def __init__(self, context: Context, couriers: Mapping[str, Courier]) -> None:
        self._context = context
        self._couriers = couriers
        self._known: dict[Person, tuple[float, Person]] = {}  # what the platform returned, and when
        self._named: dict[tuple[str, str], str] = {}  # the stored names of workspaces, by platform and id

    async def run(self, interaction: Interaction, outside: Outside = nullcontext) -> Outcome:
        """Run the handler, which enters `outside` while it waits for outside systems. Never raises: every error becomes
        a message."""
        began = time.monotonic()
        outcome = "done"
        by: Member | None = None
        try:
            if interaction.verb == LeftWorkspace.verb and not await self._is_known(interaction.person):
                return Outcome(())  # nothing is stored about people who never used the bot
            by = await self._member(interaction)
            replies = await self._run(interaction, by, outside)
        except Refusal as no:
            outcome = "refused"
            replies = Tell(no.message)
        except OutsideError as fault:
            outcome = "outside"
            replies = Tell(_outside_error(fault, incidents.logged(interaction.verb, fault)))
        except StoreDown as fault:
            outcome = "store"
            replies = Tell(incidents.reported(incidents.DATABASE, interaction.verb, fault))
        except Exception as fault:
            outcome = "fault"
            replies = Tell(incidents.reported(incidents.OURS, interaction.verb, fault))
        verb = interaction.verb if interaction.verb in actions.verbs() else "unknown"
        HANDLED.labels(verb, outcome).inc()
        SECONDS.labels(verb).observe(time.monotonic() - began)
        return Outcome(replies if isinstance(replies, tuple) else (replies,), by)

    async def carry_out(
        self, interaction: Interaction, outcome: Outcome, deliver: Callable[[Outcome], Awaitable[T]]
    ) -> T:
        """Deliver the outcome; an error while rendering the replies becomes a message too."""
        try:
            return await deliver(outcome)
        except Exception as fault:
            return await deliver(
                Outcome((Tell(incidents.reported(incidents.OURS, interaction.verb, fault)),), outcome.by)
            )

    async def redraw(self, interaction: Interaction) -> Outcome:
        """Show the current state when the change was stored but the answer was lost with its process."""
        try:
            by = await self._member(interaction)
            replies = await start.redraw_card(
                HANDLERS, by, interaction.at.conversation, interaction.at.message, self._context
            )
        except (Refusal, OutsideError, StoreDown) as fault:
            log.warning("not redrawn: %s: %s", interaction.key, fault)
            return Outcome(())
        return Outcome(replies if isinstance(replies, tuple) else (replies,), by)

    def opens_form(self, interaction: Interaction) -> bool:
        """Whether the answer may be a form, judging by the action."""
        try:
            return commands.opens_form(actions.read(interaction.verb, interaction.args))
        except (actions.UnknownVerb, actions.BadArguments):
            return False

    async def _run(self, interaction: Interaction, by: Member, outside: Outside) -> Replies:
        context = self._context.for_interaction(interaction.key, outside)
        try:
            if interaction.verb == LeftWorkspace.verb and interaction.at.conversation:
                raise actions.UnknownVerb(interaction.verb)  # forged: the platform says it in no conversation
            action = actions.read(interaction.verb, interaction.args, interaction.values)
            handler = HANDLERS[type(action)]
        except (actions.UnknownVerb, actions.BadArguments, KeyError) as old:
            log.info("a card from another version, or a forged press: %.200r", old)
            return await start.outdated(by, context)
        if not allows(by.role, handler.needs):
            return await start.not_allowed(by, handler.needs, context)
        try:
            return await handler.run(action, by, context)
        except Gone as gone:
            return await start.gone(gone.message, by, context)
        except AlreadyApplied:  # another run of the same interaction finished first: show its result
            return await start.redraw_card(HANDLERS, by, interaction.at.conversation, interaction.at.message, context)

    async def _member(self, interaction: Interaction) -> Member:
        """The stored member, created or updated if necessary; this takes a single read when nothing has changed."""
        person = await self._looked_up(interaction)
        async with self._context.store.read() as db:
            member = await members.known(db, person.platform, person.workspace, person.user)
        conversation = interaction.at.conversation if interaction.at.surface == "personal" else ""
        workspace_key = (person.platform, person.workspace)
        renamed = bool(person.workspace_name) and self._named.get(workspace_key) != person.workspace_name
        if not (member is None or renamed or self._changed(member, person, conversation, interaction.at.reference)):
            return member
        was_admin = member is not None and member.role is Role.ADMIN
        had_time_zone = member is not None and bool(member.time_zone)
        async with self._context.store.write() as db:
            workspace = await workspaces.get_or_create(db, person.platform, person.workspace, person.workspace_name)
            member = await members.get_or_create(
                db,
                workspace,
                person.user,
                name=person.name,
                email=person.email,
                outsider=person.outsider,
                admins=self._context.admins,
                time_zone=person.time_zone,
            )
            if member.role is Role.ADMIN and not (was_admin and had_time_zone):
                await workspaces.adopt_time_zone(db, member)
            if member.role is Role.ADMIN and not was_admin:
                await members.notify_new_admin(db, member, self._context.now())
            if conversation and (member.conversation != conversation or interaction.at.reference):
                await members.set_conversation(db, member.id, conversation, interaction.at.reference)
        if person.workspace_name:
            self._named[workspace_key] = person.workspace_name
        return member

    async def _is_known(self, person: Person) -> bool:
        async with self._context.store.read() as db:
            return await members.known(db, person.platform, person.workspace, person.user) is not None

    async def _looked_up(self, interaction: Interaction) -> Person:
        """What the platform knows about the person; fetched at most once an hour."""
        person = Person(interaction.person.platform, interaction.person.workspace, interaction.person.user)
        now = time.monotonic()
        looked_up_at, known = self._known.get(person, (0.0, None))
        if known is not None and now - looked_up_at < LOOK_UP_INTERVAL:
            return known
        try:
            known = await self._couriers[interaction.person.platform].look_up(interaction.person)
        except OutsideError as fault:
            log.warning("not looked up: %s", fault)
            return known or interaction.person
        if len(self._known) > 20_000:
            self._known.clear()
        self._known[person] = (now, known)
        return known

    def _changed(self, member: Member, person: Person, conversation: str, reference: dict[str, object]) -> bool:
        return bool(
            (person.name and member.name != person.name)
            or (person.email and member.email != person.email.lower())
            or member.outsider != person.outsider
            or (person.time_zone in time_zones.names() and member.time_zone != person.time_zone)
            or (conversation and member.conversation != conversation)
            or (conversation and reference and member.reference != reference)
            or (member.role is not Role.ADMIN and {person.user.lower(), person.email.lower()} & self._context.admins)
        )


def _outside_error(fault: OutsideError, code: str) -> str:
    name = f"{fault.system[:1].upper()}{fault.system[1:]}"
    if isinstance(fault, Throttled):
        return f"{name} is limiting our requests. Try again in {max(1, round(fault.retry_after))} seconds."
    return f"{name} isn't responding right now. Nothing is lost: {incidents.try_again(code)}"
