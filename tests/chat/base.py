"""A chat with people in it, over either platform: what they do is packed into real payloads, signed, and posted to the
running bot; what they see is read back from what the bot sent to the fake Slack or the fake Microsoft."""

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
OUTREACH: dict[str, Any] = {  # what an operator sets so that people can be contacted
    "public_url": "https://sourcer.example.com",
    "hash_key": "a key of hashes that is long enough to be one",
    "secret_keys": ("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",),
    "mail_from": "talent@northwind.example",
    "postal_address": "Northwind, 1 Main Street, Boston, MA 02110",
}


@dataclass(slots=True)
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Screen:
    """What somebody has before them, as words."""

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
    """A person with the bot before them."""

    name: str

    async def command(self, text: str = "") -> Screen:
        """`/sourcer words`, or the words typed to the bot. Gives what they have before them then."""
        ...

    async def search(self, text: str) -> Screen: ...

    async def press(self, label: str, *, near: str = "", nth: int = 0, card: int | None = None, **typed: Any) -> Screen:
        """A button on what they have before them: an open form, else the newest card.

        `card` names a card that stands further up: 0 is the oldest, -2 the one before the newest."""
        ...

    async def submit(self, **typed: Any) -> Screen:
        """The open form, filled in by the names of its inputs."""
        ...

    async def suggest(self, name: str, text: str) -> list[str]:
        """What a typeahead of the open form offers."""
        ...

    async def cancel(self) -> Screen:
        """Cancel: the open form is left."""
        ...

    async def forge(self, verb: str, args: dict[str, Any] | None = None, typed: dict[str, Any] | None = None) -> str:
        """A press that no card of ours need hold, on the newest card; with `typed`, a form that is sent.

        Genuine for the platform: only what it carries is made up. Gives everything they have before them then."""
        ...

    async def repeat(self, times: int) -> Screen:
        """What they did last is delivered again, byte for byte, so many times at the same instant."""
        ...

    def reply_count(self) -> int:
        """How often the bot answered them so far, in whichever way: who compares two numbers sees silence."""
        ...

    def everything(self) -> str:
        """All that the bot ever showed or answered to this person, as it stands now, markup and all."""
        ...

    async def files(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files they were sent; on Teams they say yes to each first."""
        ...

    def screen(self) -> Screen:
        """The open form, else the newest card."""
        ...

    def card(self) -> Screen:
        """The newest card, also behind an open form."""
        ...

    def cards(self) -> list[Screen]:
        """All cards of the conversation with the bot as they stand now, oldest first."""
        ...

    def plain_messages(self) -> list[str]:
        """The private lines without cards, oldest first."""
        ...

    async def member(self) -> Member: ...


class Chat(Protocol):
    """One workspace on one platform. `platform` is only for what a test must say about it in words; `mailbox` takes the
    mails that leave."""

    platform: str
    workspace: str
    bot: Bot
    clock: Clock
    mailbox: Sink

    async def person(self, name: str, role: Role | None) -> Someone: ...

    async def outsider(self, name: str) -> Someone:
        """A guest of the platform, whose address is at elsewhere.example."""
        ...

    def rename(self, someone: Someone, name: str) -> None:
        """The platform calls them so from now on; before their first word the bot has not asked yet."""
        ...

    async def in_channel(self, someone: Someone, text: str) -> None:
        """The same words, but typed where others read: `/sourcer` in a channel, or an @mention."""
        ...

    def channel_lines(self, someone: Someone) -> list[str]:
        """What that channel shows to somebody else."""
        ...


async def grant_role(bot: Bot, platform: str, workspace: str, external_id: str, role: Role, name: str) -> None:
    async with bot.context.store.write() as db:
        known = await workspaces.meet(db, platform, workspace)
        await members.give_role(db, known, external_id, role, name=name)


async def member_of(bot: Bot, platform: str, workspace: str, external_id: str) -> Member:
    async with bot.context.store.read() as db:
        member = await members.known(db, platform, workspace, external_id)
    assert member is not None
    return member


async def add_people(bot: Bot, bodies: Iterable[dict[str, Any]], *, workspace_id: int = 0) -> None:
    """Profiles into the store and the index, from a file, as the operator does it."""
    file = bot.settings.data_dir / f"people-{uuid.uuid4().hex}.jsonl"
    file.write_text("".join(json.dumps(body) + "\n" for body in bodies))
    context = bot.context
    done = await import_candidates(
        context.store, context.index, context.places, [file], workspace_id=workspace_id, now=context.now
    )
    assert not done.rejected, done


async def add_sample_people(bot: Bot, count: int) -> None:
    await add_people(bot, people(count, 7, date(2026, 11, 23)))


async def add_jobs(bot: Bot, workspace_id: int, jobs: Iterable[dict[str, Any]]) -> None:
    file = bot.settings.data_dir / f"jobs-{uuid.uuid4().hex}.jsonl"
    file.write_text("".join(json.dumps(job) + "\n" for job in jobs))
    await import_jobs(bot.context.store, bot.context.places, [file], workspace_id=workspace_id, now=bot.context.now)
