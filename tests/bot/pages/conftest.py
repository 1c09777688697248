"""The bot's web pages over real HTTP, and invitations linking to them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from cryptography.fernet import Fernet
from sqlmodel import col, select

from bot.app import Bot, running, served
from bot.settings import Settings
from store.members import members, workspaces
from store.outreach import link_tokens, suppressions
from store.people import matching, profiles
from store.roles import Role
from store.tables.core import Candidate, Job, Member
from store.tables.outreach import CandidateAnswer, Invitation, Mail, Mailbox, Notice, Sender, Suppression
from tests.chat.base import Clock
from tests.databases import profile_row, sqlite_file

KEY = Fernet.generate_key().decode()
GRACE = "grace@people.example"


@dataclass(slots=True)
class Answer:
    """A response as a browser receives it."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass(slots=True)
class Links:
    """The tokens in one e-mail, and the invitation they belong to."""

    invitation: Invitation
    answer: str
    never: str
    used: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Site:
    """The running bot, its address, and one recruiter with a candidate."""

    bot: Bot
    address: str
    clock: Clock
    http: aiohttp.ClientSession
    ana: Member

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, data: Any = None, **more: Any) -> Answer:
        return await self.ask("POST", path, data=data, **more)

    async def ask(self, method: str, path: str, **more: Any) -> Answer:
        async with self.http.request(method, f"{self.address}{path}", allow_redirects=False, **more) as answer:
            return Answer(answer.status, await answer.text(), dict(answer.headers))

    async def invite(self, name: str = "Grace Hopper", **more: Any) -> Links:
        """A sent invitation; `job` holds the fields of its job, the rest are fields of the invitation."""
        now, job = self.clock(), more.pop("job", None)
        async with self.bot.context.store.write() as db:
            row = profile_row(name, emails=[GRACE])
            profile_id = (await profiles.save_many(db, 0, [row])).ids[0]
            one = await matching.engage(db, self.ana, profile_id, None, now)
            given: dict[str, Any] = {"state": "sent", "address": GRACE, "language": "en", **more}
            if job is not None:
                role = Job(
                    workspace_id=self.ana.workspace_id,
                    external_id=name,
                    search_text="",
                    created_at=now,
                    updated_at=now,
                    **job,
                )
                db.add(role)
                await db.flush()
                given["job_id"] = role.id
            invitation = Invitation(
                workspace_id=self.ana.workspace_id,
                member_id=self.ana.id,
                profile_id=profile_id,
                candidate_id=one.id,
                created_at=now,
                updated_at=now,
                sent_at=now,
                **given,
            )
            db.add(invitation)
            await db.flush()
            answer = await link_tokens.make(db, invitation, "answer", now + link_tokens.ANSWER_LIFE)
            never = await link_tokens.make(db, invitation, "opt_out", None)
        return Links(invitation, answer, never)

    async def follow_up(self, links: Links) -> int:
        """Plans a follow-up and returns its id."""
        now, of = self.clock(), links.invitation
        async with self.bot.context.store.write() as db:
            mail = Mail(
                workspace_id=of.workspace_id,
                invitation_id=of.id,
                kind="follow_up",
                state="queued",
                message_id=f"<f-{of.id}@acme.example>",
                address=of.address,
                due_at=now + timedelta(days=3),
                created_at=now,
            )
            db.add(mail)
            await db.flush()
            return mail.id

    async def answers(self) -> list[tuple[str, str]]:
        """Kind and text of all stored answers, in order."""
        async with self.bot.context.store.read() as db:
            found = await db.exec(select(CandidateAnswer).order_by(col(CandidateAnswer.id)))
            return [(each.kind, each.text) for each in found]

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.bot.context.store.read() as db:
            return list(await db.exec(select(table)))

    async def all_rows(self) -> list[str]:
        """The repr of everything an answer could change."""
        tables = (CandidateAnswer, Suppression, Notice, Invitation, Mail, Candidate)
        return [str(row.model_dump()) for table in tables for row in await self.rows(table)]

    async def opted_out(self, email: str = GRACE) -> bool:
        key = self.bot.context.outreach.hash_key
        async with self.bot.context.store.read() as db:
            return email in await suppressions.suppressed(db, self.ana.workspace_id, [email], key)

    async def set_signature(self, company: str = "", sender: str = "", title: str = "") -> None:
        """Sets how the workspace and Ana sign."""
        async with self.bot.context.store.write() as db:
            now = self.clock()
            db.add(Mailbox(workspace_id=self.ana.workspace_id, company=company, updated_at=now))
            db.add(
                Sender(
                    workspace_id=self.ana.workspace_id, member_id=self.ana.id, name=sender, title=title, updated_at=now
                )
            )


@asynccontextmanager
async def a_site(folder: Path, clock: Clock, *, port: int = 0, **more: Any) -> AsyncIterator[Site]:
    settings = Settings(
        data_dir=folder,
        **{
            "hash_key": "h" * 32,
            "secret_keys": (KEY,),
            "public_url": "https://sourcer.example.com",
            "mail_from": "jobs@acme.example",
            **more,
        },
    )
    sqlite_file(folder / "sourcer.db")
    async with running(settings, now=clock) as bot, served(bot.app, "127.0.0.1", port) as address:
        async with bot.context.store.write() as db:
            workspace = await workspaces.get_or_create(db, "slack", "T1", "Acme")
            ana = await members.get_or_create(
                db, workspace, "U1", name="Ana Ruiz", email="ana@acme.example", outsider=False, admins=frozenset()
            )
            ana.role = Role.ADMIN
        async with aiohttp.ClientSession() as http:
            yield Site(bot, address, clock, http, ana)


@pytest.fixture
async def site(tmp_path: Path, clock: Clock) -> AsyncIterator[Site]:
    async with a_site(tmp_path, clock) as opened:
        yield opened


Opened = Callable[..., Any]
