"""Rows of every kind in one member's workspace, and every action filled in with their ids."""

import dataclasses
import json
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from cards.actions.base import Action, verbs
from store import job_boards, jobs, searches
from store.ats import pushes, records
from store.chat import form_drafts
from store.credits import requests, terms
from store.db import Write
from store.jobs import JobDetails
from store.keys import HashKey
from store.mailbox import mailboxes, secrets, sender_profiles, sign_ins
from store.mailbox.sign_ins import Granted
from store.members import digests, members, saved_searches, workspaces
from store.members.digests import NewPeople
from store.members.saved_searches import Schedule
from store.outreach import contact_checks, do_not_contact, invitations, privacy_requests, templates
from store.outreach.invitations import InvitationContent, ReadyInvitation
from store.outreach.templates import TemplateContent
from store.people import candidates, matching, notes, profiles
from store.roles import Role
from store.sources import connections
from store.tables.core import Job, Member
from store.tables.outreach import CandidateAnswer
from store.tables.saved_searches import SearchDigest
from tests.chat.base import Chat, add_people
from tests.people import nurse

SECRET = "zebulon"  # occurs in every text of theirs
TABLES = (
    "members", "jobs", "searches", "candidates", "stars", "notes", "rejected", "seen", "templates",
    "credit_accounts", "credit_entries", "credit_requests", "invitations", "mails", "drafts", "candidate_answers",
    "job_boards", "source_connections", "do_not_contact", "privacy_requests", "mailboxes", "secrets", "senders",
    "credit_budgets", "audit", "same_person", "mail_sign_ins", "ats_pushes", "ats_records",
    "saved_searches", "search_digests", "digest_people",
)  # fmt: skip

Args = dict[str, Any]
Press = tuple[str, Args, Args | None]  # verb, its arguments, typed values

# claim locks after five wrong codes (see test_who_gets_in); the others answer the platform, not a press
NOT_PRESSED = {"claim", "suggest", "find_to_insert"}


@dataclass(frozen=True)
class Belongings:
    """Ids of a workspace's rows, by the names they have in actions."""

    workspace: int
    ids: dict[str, int]

    @property
    def via(self) -> str:
        return json.dumps(["results", {"search_id": self.ids["search_id"]}])


async def belongings(chat: Chat, rita: Member) -> Belongings:
    """Rows of every kind, made by an admin. All contain SECRET."""
    context, now = chat.bot.context, chat.clock()
    async with context.store.write() as db:
        workspace = await workspaces.get(db, rita.workspace_id)
        await members.give_role(db, workspace, "U0ASKS", Role.GUEST, name=f"Guest {SECRET}")
    await add_people(
        chat.bot,
        [nurse(1, f"{SECRET} One", links=[]), nurse(2, f"{SECRET} One", emails=[], links=[])],
        workspace_id=workspace.id,
    )
    async with context.store.write() as db:
        rows = [row for row in await profiles.after(db, 0, 1000) if row.workspace_id == workspace.id]
        job = await jobs.add(db, rita, JobDetails(f"{SECRET} keeper"), now)
        search = await searches.add(db, rita, {"what": f"{SECRET} nurse"}, job.id, now)
        saved = await saved_searches.add(
            db, rita, f"{SECRET} search", {"what": f"{SECRET} nurse"}, job.id, Schedule("daily"), now
        )
        await digests.record(db, saved, NewPeople([row.id for row in rows], 2), now)
        digest_id = (await db.exec(select(SearchDigest.id).where(SearchDigest.workspace_id == workspace.id))).one()
        one, other = [await matching.engage(db, rita, row.id, job.id, now) for row in rows]
        await candidates.star(db, rita, one.id, job.id, now)
        note = await notes.add(db, rita, one.id, f"{SECRET} note", True, [rita.id], "", now)
        await profiles.reject(db, rita, job.id, rows[1].id, now)
        await profiles.seen(db, rita, rows[0].id, now)
        template = await templates.add(db, rita, TemplateContent("connect", f"{SECRET} hello", SECRET, SECRET), now)
        await templates.share(db, rita, template.id, True, now)
        request, _ = await requests.ask(db, rita, 7, f"{SECRET} nurses", now)
        sent = await _invite(db, rita, rows[0].id, job, context.outreach.hash_key, now)
        await form_drafts.save(db, rita, f"invitation:{sent}", {"subject": SECRET}, now)
        answer = CandidateAnswer(
            workspace_id=workspace.id,
            invitation_id=sent,
            candidate_id=one.id,
            key="k",
            kind="replied",
            text=SECRET,
            at=now,
        )
        db.add(answer)
        forget = await privacy_requests.open_request(db, workspace.id, "k", one.id, sent, now)
        listed = await do_not_contact.add(db, rita, f"{SECRET} Inc", now)
        board = await job_boards.add(db, rita, "greenhouse", SECRET, now)
        await job_boards.connect(db, rita, "greenhouse", {"client_secret": SECRET}, context.outreach.keys, now)
        await pushes.claim(db, rita, one.id, "greenhouse", job.id, now, asked=0)
        known = records.Answer("greenhouse", f"{SECRET}@example.com", f"In Greenhouse: {SECRET}.")
        await records.save(db, workspace.id, [known], context.outreach.hash_key, now)
        key = {"password": SECRET}
        connection = await connections.connect(db, rita, "dice", key, context.outreach.keys, now, everyone=True)
        await mailboxes.update(
            db, rita, {"company": SECRET, "mail_from": f"{SECRET}@example.com", "postal_address": SECRET}, now
        )
        await secrets.save(db, rita, {"smtp_url": f"smtp://{SECRET}"}, context.outreach.keys, now)
        granted = Granted("google", SECRET, f"{SECRET}@example.com", "smtp://x", "imap://x", "", SECRET, SECRET, now)
        sign_in = await sign_ins.save(db, rita, granted, context.outreach.keys, now, own=False)
        await sender_profiles.update(db, rita, {"title": SECRET}, now)
        await terms.set_budget(db, rita, rita.id, 7, now)
        await db.flush()
        assert forget.id == request.id  # one name for both ids
    ids = {
        "member_id": rita.id,
        "owner_id": rita.id,
        "job_id": job.id,
        "search_id": search.id,
        "profile_id": rows[0].id,
        "candidate_id": one.id,
        "other_id": other.id,
        "note_id": note.id,
        "template_id": template.id,
        "request_id": request.id,
        "invitation_id": sent,
        "answer_id": answer.id,
        "entry_id": listed.id,
        "board_id": board.id,
        "connection_id": connection.id,
        "sign_in_id": sign_in.id,
        "saved_id": saved.id,
        "digest_id": digest_id,
    }
    return Belongings(workspace.id, ids)


async def _invite(db: Write, rita: Member, profile_id: int, job: Job, key: HashKey, now: datetime) -> int:
    """An invitation scheduled for tomorrow, with a follow-up."""
    there = await contact_checks.address(db, rita.workspace_id, profile_id)
    draft = await invitations.draft(db, rita, profile_id, now)
    words = InvitationContent(
        kind="connect", job_id=job.id, language="en", subject=SECRET, text=SECRET,
        send_at=now + timedelta(days=1), follow_up_days=3, follow_up_text=SECRET,
    )  # fmt: skip
    await invitations.save(db, rita, draft.id, words, SECRET, now)
    ready = ReadyInvitation(draft.id, subject=SECRET, text=SECRET, follow_up_text=SECRET, address=there, digest=SECRET)
    sent = await invitations.queue(db, rita, ready, key, now)
    return sent.id


async def rows_of(chat: Chat, theirs: Belongings, tables: Sequence[str] = TABLES) -> str:
    """Their rows in these tables, as stored in the database."""
    async with chat.bot.context.store.read() as db:
        connection = await db.connection()
        found = [
            (await connection.execute(text(f"SELECT * FROM {table} WHERE workspace_id = {theirs.workspace}"))).all()
            for table in tables
        ]
    assert all(rows for rows, table in zip(found, tables, strict=True) if table != "same_person")
    return str(found)


def fields(kind: type[Action], *, typed: bool) -> Iterator[tuple[str, Any]]:
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(typing.cast(Any, kind)):
        if bool(field.metadata.get("typed")) == typed:
            yield field.metadata.get("carried_as", field.name), hints[field.name]


def takes(hint: Any, kind: type) -> bool:
    allowed = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return kind in allowed


WORDS = {
    "audience": "team", "role": "admin", "do": "star", "text": "hello", "what": "nurse", "sort": "recency",
    "name": "hello", "subject": "hello", "when": "daily", "hour": "9",
}  # fmt: skip


def filled(kind: type[Action], theirs: Belongings, number: int | None = None) -> tuple[Args, Args | None]:
    """Arguments and typed values of the action, with their ids, or with `number` for every id."""
    args: Args = {}
    for name, hint in fields(kind, typed=False):
        if takes(hint, int) and not takes(hint, bool):
            args[name] = theirs.ids.get(name, 0) if number is None else number
        elif takes(hint, bool):
            args[name] = True
        else:
            args[name] = {"via": theirs.via, "role": "recruiter", "what": "refund"}.get(name, SECRET[:3])
    ids = {"job": "job_id", "owner": "owner_id", "candidate": "candidate_id", "template": "template_id"}
    typed: Args = {}
    for name, hint in fields(kind, typed=True):
        if name in ids or name == "mentions" or name.startswith("people_"):
            id_ = (
                number
                if number is not None
                else theirs.ids[ids.get(name, "profile_id" if name[0] == "p" else "member_id")]
            )
            typed[name] = str(id_) if takes(hint, str) and name in ids else (str(id_),)
        elif takes(hint, bool):
            typed[name] = True
        elif takes(hint, int):
            typed[name] = 3
        else:
            typed[name] = WORDS.get(name, "")
    return args, typed or None


def every(theirs: Belongings, number: int | None = None) -> list[Press]:
    """Every action, with their ids, or with `number` for every id."""
    return [(verb, *filled(kind, theirs, number)) for verb, kind in verbs().items() if verb not in NOT_PRESSED]
