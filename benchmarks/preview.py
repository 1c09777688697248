"""The preview of an invitation, from the press to the platform's JSON, against the minimum it needs: the same number
of single rows read with sqlite3, subject and text rendered with Jinja, and the same payload dumped as JSON.

    python -m benchmarks.preview [PROFILES]

The reference shares no code with the product. The time of a candidate card is printed too."""

import asyncio
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot import sample
from bot.importing.candidates import import_candidates
from cards import slack
from cards.actions.base import packed
from cards.actions.invitations import Contact, ReviewInvitation
from cards.actions.person import View
from cards.actions.search import Results
from cards.tree import Surface
from connectors.geo.places import Places
from connectors.mail.base import MailAccount
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.language.terms import Terms
from connectors.titles import Titles
from handlers.context import Context, Outreach
from handlers.outreach import compose
from handlers.people import candidate_card
from handlers.replies import Ask, Show
from store import searches
from store.db import Store, statements
from store.keys import HashKey
from store.members import members, workspaces
from store.outreach import invitations
from store.people import profiles
from store.roles import Role
from store.tables.core import Member

ROUNDS = 300
MAIL = MailAccount("smtp://127.0.0.1:1", "", "talent@example.com", "Northwind", "1 Main Street, Boston")
SUBJECT = "Nights in your town"  # a message to one person is finished text
TEXT = "Hi there,\n\nwould you like to hear about nights in Boston?\n\nAna"


async def prepared(folder: Path, count: int) -> tuple[Context, Member, str, list[int]]:
    """A workspace that can contact people: its context, a recruiter, the packed action that returns to the search, and
    profile ids."""
    people = folder / "people.jsonl"
    sample.write(people, count, 5, date(2026, 11, 23))
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'sourcer.db'}")
    index, places = await EmbeddedIndex.open(folder / "index"), Places.open()
    await import_candidates(store, index, places, [people], now=lambda: datetime.now(UTC))
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T0BENCH", "Bench")
        by = await members.give_role(db, workspace, "U1", Role.RECRUITER, name="Ana")
        search = await searches.add(db, by, Terms(what="nurse").as_json(), None, datetime.now(UTC))
        ids = [profile.id for profile in await profiles.after(db, 0, 2000) if profile.email][:ROUNDS]
    outreach = Outreach("https://sourcer.example.com", MAIL, hash_key=HashKey("benchmark" * 5))
    context = Context(store, index, places, Titles.open(), lambda: datetime.now(UTC), outreach=outreach)
    return context, by, packed(Results(search.id)), ids


async def timed(ids: list[int], press: Callable[[int], Awaitable[Any]]) -> tuple[float, int]:
    """Returns the median in milliseconds, and the SQL statements of one press."""
    took: list[float] = []
    for id_ in ids:
        began = time.perf_counter()
        await press(id_)
        took.append(time.perf_counter() - began)
    with statements() as ran:
        await press(ids[0])
    return statistics.median(took) * 1000, len(ran)


class Bare:
    """The reference: only the libraries."""

    TABLES = ("profiles", "invitations", "members", "workspaces", "searches")

    def __init__(self, file: Path, reads: int, payload: dict[str, Any]) -> None:
        self._db = sqlite3.connect(file)
        self._jinja = SandboxedEnvironment(undefined=StrictUndefined)
        self._reads, self._payload = reads, payload

    async def press(self, profile_id: int) -> None:
        (body,) = self._db.execute("SELECT body FROM profiles WHERE id = ?", (profile_id,)).fetchone()
        for number in range(1, self._reads):
            self._db.execute(f"SELECT * FROM {self.TABLES[number % len(self.TABLES)]} WHERE id = ?", (1,)).fetchone()
        candidate = {"first_name": json.loads(body)["name"].split()[0]}
        for text in (SUBJECT, TEXT):
            self._jinja.from_string(text).render(candidate=candidate, sender={"name": "Ana"})
        json.dumps(self._payload)


async def run(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        context, by, via, ids = await prepared(Path(name), count)

        async def card(profile_id: int) -> None:
            shown = await candidate_card.view(View(profile_id, via), by, context)
            assert isinstance(shown, Show)
            json.dumps(slack.draw(shown.card, Surface.PERSONAL))

        drafts: dict[int, int] = {}
        for id_ in ids:
            await compose.compose_one(Contact(id_, via), by, context)
            async with context.store.write() as db:
                drafts[id_] = (await invitations.draft(db, by, id_, context.now())).id

        payload: dict[str, Any] = {}

        async def preview(profile_id: int) -> None:
            action = ReviewInvitation(
                kind="connect", subject=SUBJECT, text=TEXT, invitation_id=drafts[profile_id], back_to=via
            )
            reply = await compose.review(action, by, context)
            assert isinstance(reply, Ask)
            assert reply.form.title == "Preview", reply.form.errors
            payload.update(slack.draw(reply.form, Surface.FORM))
            json.dumps(payload)

        await timed(ids[:30], card)  # caches
        await timed(ids[:30], preview)
        card_ms, card_statements = await timed(ids, card)
        preview_ms, preview_statements = await timed(ids, preview)
        bare = Bare(Path(name) / "sourcer.db", preview_statements, payload)
        await timed(ids[:30], bare.press)
        bare_ms, _ = await timed(ids, bare.press)
        await context.index.close()
        await context.store.close()
    return {
        "card": card_ms,
        "preview": preview_ms,
        "bare": bare_ms,
        "card_statements": card_statements,
        "preview_statements": preview_statements,
    }


def main() -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    result = asyncio.run(run(count))
    print(
        f"preview, {count:,} profiles: median {result['preview']:.1f} ms, {result['preview'] / result['bare']:.1f} "
        f"times the libraries alone ({result['bare']:.2f} ms); a candidate card {result['card']:.1f} ms; "
        f"statements {result['preview_statements']:.0f} and {result['card_statements']:.0f}"
    )
    print(json.dumps({name: round(value, 2) for name, value in result.items()}))


if __name__ == "__main__":
    main()
