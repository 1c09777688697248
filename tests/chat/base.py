"""People in a chat, on either platform: their actions become real signed payloads posted to the running bot; what they
see is read back from what the bot sent to the fake Slack or the fake Microsoft."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from bot.app import Bot
from bot.importing.candidates import import_candidates
from bot.importing.jobs import import_jobs
from bot.sample import people
from store.members import members, workspaces
from store.roles import Role
from store.tables.core import Member
from tests.fakes.smtp import Sink

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OUTREACH: dict[str, Any] = {  # the settings an operator needs for contacting people
    "public_url": "https://sourcer.example.com",
    "hash_key": "a key of hashes that is long enough to be one",
    "secret_keys": ("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",),
    "mail_from": "talent@northwind.example",
    "postal_address": "Northwind, 1 Main Street, Boston, MA 02110",
    "undo_seconds": 0,  # the clock of these tests stands still: with time to undo, nothing would ever be sent
}


@dataclass(slots=True)
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Screen:
    """What a person currently sees, as text."""

    text: str
    buttons: list[str] = field(default_factory=list[str])
    inputs: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])
    links: list[str] = field(default_factory=list[str])
    form: bool = False
    raw: Any = None

    def __contains__(self, text: str) -> bool:
        return text in self.text


class Someone(Protocol):
    """A person using the bot."""

    name: str

    async def command(self, text: str = "") -> Screen:
        """Sends `/sourcer text`, or the text as a message to the bot. Returns what they see afterwards."""
        ...

    async def search(self, text: str) -> Screen: ...

    async def press(self, label: str, *, near: str = "", nth: int = 0, card: int | None = None, **typed: Any) -> Screen:
        """Presses a button on the open form, else on the newest card.

        `card` selects an earlier card: 0 is the oldest, -2 the one before the newest."""
        ...

    async def submit(self, **typed: Any) -> Screen:
        """Submits the open form, filled in by input name."""
        ...

    async def suggest(self, name: str, text: str) -> list[str]:
        """The options that a typeahead of the open form offers."""
        ...

    async def cancel(self) -> Screen:
        """Cancels the open form."""
        ...

    async def forge(self, verb: str, args: dict[str, Any] | None = None, typed: dict[str, Any] | None = None) -> str:
        """Sends a press on the newest card, whether or not it has such a button; with `typed`, sends a form.

        The request is genuinely signed: only its content is forged. Returns everything they have been shown by then."""
        ...

    async def repeat(self, times: int) -> Screen:
        """Delivers their last action again, byte for byte, `times` times concurrently."""
        ...

    def reply_count(self) -> int:
        """How often the bot has answered them so far, in any way. Two equal counts mean that it stayed silent."""
        ...

    def everything(self) -> str:
        """Everything the bot has shown or answered to this person, in its current state, including markup."""
        ...

    async def files(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files they were sent; on Teams each offer is accepted first."""
        ...

    def screen(self) -> Screen:
        """The open form, else the newest card."""
        ...

    def card(self) -> Screen:
        """The newest card, even if a form is open over it."""
        ...

    def cards(self) -> list[Screen]:
        """All cards in the conversation with the bot, in their current state, oldest first."""
        ...

    def plain_messages(self) -> list[str]:
        """The private messages without a card, oldest first."""
        ...

    async def member(self) -> Member: ...


class Chat(Protocol):
    """One workspace on one platform. `platform` is only for text that differs between platforms; `mailbox` receives the
    e-mails that are sent."""

    platform: str
    workspace: str
    bot: Bot
    clock: Clock
    mailbox: Sink

    @property
    def address(self) -> str:
        """Where the bot is served."""
        ...

    async def person(self, name: str, role: Role | None) -> Someone: ...

    async def outsider(self, name: str) -> Someone:
        """A guest on the platform, with an address at elsewhere.example."""
        ...

    def rename(self, someone: Someone, name: str) -> None:
        """Changes their name on the platform. The bot first looks a person up when they first write to it."""
        ...

    async def in_channel(self, someone: Someone, text: str) -> None:
        """Sends the text where others can read it: `/sourcer` in a channel, or an @mention."""
        ...

    def channel_lines(self, someone: Someone) -> list[str]:
        """What the channel shows to this person."""
        ...


async def grant_role(bot: Bot, platform: str, workspace: str, external_id: str, role: Role, name: str) -> None:
    async with bot.context.store.write() as db:
        found = await workspaces.get_or_create(db, platform, workspace, "Northwind Hiring")
        await members.give_role(db, found, external_id, role, name=name)


async def member_of(bot: Bot, platform: str, workspace: str, external_id: str) -> Member:
    async with bot.context.store.read() as db:
        member = await members.known(db, platform, workspace, external_id)
    assert member is not None
    return member


async def add_people(bot: Bot, bodies: Iterable[dict[str, Any]], *, workspace_id: int = 0) -> None:
    """Imports profiles from a file into the store and the index, as the operator does."""
    file = bot.settings.data_dir / f"people-{uuid.uuid4().hex}.jsonl"
    file.write_text("".join(json.dumps(body) + "\n" for body in bodies))
    context = bot.context
    result = await import_candidates(
        context.store, context.index, context.places, [file], workspace_id=workspace_id, now=context.now
    )
    assert not result.rejected, result


async def add_sample_people(bot: Bot, count: int) -> None:
    await add_people(bot, people(count, 7, date(2026, 11, 23)))


async def add_jobs(bot: Bot, workspace_id: int, jobs: Iterable[dict[str, Any]]) -> None:
    file = bot.settings.data_dir / f"jobs-{uuid.uuid4().hex}.jsonl"
    file.write_text("".join(json.dumps(job) + "\n" for job in jobs))
    await import_jobs(bot.context.store, bot.context.places, [file], workspace_id=workspace_id, now=bot.context.now)
