"""Invitations through the queue to a local mail server, against a bare aiosmtplib loop over one connection with
messages of the same size.

    python -m benchmarks.invitations [COUNT]

Goal: at least half its rate; a constant number of SQL statements per message, however many there are."""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from aiosmtplib import SMTP
from sqlmodel import col, func, select

from benchmarks.servers import server
from bot.workers.mail_sender import MailSender
from connectors.mail.base import MailAccount
from connectors.mail.sending.smtp import SmtpMailer
from handlers.context import Outreach
from store.credits import accounts, terms
from store.db import Store, Write, statements
from store.keys import HashKey, KeyRing
from store.members import members, workspaces
from store.outreach import invitations
from store.outreach.invitations import ReadyInvitation
from store.people import profiles
from store.roles import Role
from store.tables.core import Member
from store.tables.outreach import Invitation, Mail, Mailbox

ROUNDS = 5
TEXT = "Hello,\n\n" + "I came across your work and would like to tell you about a role in our team. " * 12
KEY = HashKey("a key of hashes that is long enough")


def now() -> datetime:
    return datetime.now(UTC)


async def member(db: Write, count: int) -> Member:
    workspace = await workspaces.get_or_create(db, "slack", "T0BENCH", "Acme")
    ana = await members.get_or_create(db, workspace, "U1", name="Ana", email="", outsider=False, admins=frozenset())
    ana.role = Role.ADMIN
    db.add(Mailbox(workspace_id=workspace.id, per_minute=0, per_domain=0, updated_at=now()))
    await db.flush()
    await terms.grant(db, ana, count, "benchmark", "bench", now())
    return ana


async def queued(store: Store, ana: Member, first: int, count: int) -> None:
    """Queues invitations as *Send message* does."""
    async with store.write() as db:
        rows: list[Any] = []
        for number in range(first, first + count):
            email = f"p{number}@home{number % 97}.example"
            body = {"name": f"Person {number}", "emails": [email]}
            row = {"source": "internet", "source_id": f"p-{number}", "name": f"Person {number}", "email": email}
            rows.append({**row, "body": body, "updated_at": now()})
        saved = await profiles.save_many(db, 0, rows)
    for row, profile_id in zip(rows, saved.ids, strict=True):
        async with store.write() as db:
            draft = await invitations.draft(db, ana, profile_id, now())
            draft.digest = "d"
            await db.flush()
            ready = ReadyInvitation(
                draft.id, "A role at Acme", TEXT, follow_up_text="", address=row["email"], digest="d"
            )
            await invitations.queue(db, ana, ready, KEY, now())


async def by_queue(store: Store, port: int, count: int) -> tuple[float, float]:
    """Returns messages per second, and SQL statements per message."""
    account = MailAccount(
        smtp_url=f"smtp://127.0.0.1:{port}", mail_from="jobs@acme.example", company="Acme", postal_address="1 Main St"
    )
    mailer = SmtpMailer()
    outbox = MailSender(store, mailer, Outreach("https://sourcer.example.com", account, KeyRing(), KEY), now)
    with statements() as ran:
        began = time.perf_counter()
        await outbox.start()
        while await _left(store):
            await asyncio.sleep(0.1)  # polling costs time too: at most 5% of a round
        took = time.perf_counter() - began
    await outbox.stop()
    await mailer.close()
    return count / took, len(ran) / count


async def _left(store: Store) -> int:
    async with store.read() as db:
        there = select(func.count()).select_from(Mail).where(col(Mail.state) != "sent")
        return (await db.exec(there)).one()


async def bare(port: int, count: int) -> float:
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
        began = time.perf_counter()
        for number in range(count):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "jobs@acme.example", f"p{number}@home.example", "A role at Acme"
            mail["Message-ID"] = make_msgid(domain="acme.example")
            mail.set_content(TEXT)
            mail.add_alternative(f"<p>{TEXT}</p>", subtype="html")
            await client.send_message(mail)
        return count / (time.perf_counter() - began)


async def run(count: int) -> dict[str, Any]:
    queue: list[float] = []
    loop: list[float] = []
    per_mail = 0.0
    with tempfile.TemporaryDirectory() as folder, server("smtp") as (port, _):
        store = await Store.open(f"sqlite:///{Path(folder) / 'sourcer.db'}")
        async with store.write() as db:
            ana = await member(db, count * (ROUNDS + 1))
        for turn in range(ROUNDS + 1):
            await queued(store, ana, turn * count, count)
            queue_rate, per_mail = await by_queue(store, port, count)
            bare_rate = await bare(port, count)
            if turn:  # the first round warms up
                queue.append(queue_rate)
                loop.append(bare_rate)
        async with store.read() as db:
            states = (await db.exec(select(Invitation.state, func.count()).group_by(Invitation.state))).all()
            own = await accounts.look(db, ana.workspace_id)
        assert own is not None
        assert (dict(states), own.held) == ({"sent": count * (ROUNDS + 1)}, 0)
        await store.close()
    a, b = statistics.median(queue), statistics.median(loop)
    return {"queue": a, "bare": b, "ratio": a / b, "statements": per_mail}


def main() -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    result = asyncio.run(run(count))
    print(
        f"invitations through the queue: {result['queue']:.0f}/s; a bare loop: {result['bare']:.0f}/s "
        f"(ratio {result['ratio']:.2f}, goal: at least 0.50); {result['statements']:.1f} statements each"
    )
    print(json.dumps({name: round(value, 2) for name, value in result.items()}))


if __name__ == "__main__":
    main()
