"""doctor: every problem is found and reported with a remedy."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.playground.server import FakeSlack
from store.db import Store
from store.deliverability import holds
from store.keys import KeyRing
from store.mailbox import connections, mailbox_cursors, sign_ins
from store.mailbox.sign_ins import Granted
from store.members import members, workspaces
from store.roles import Role
from store.tables.core import Member
from store.tables.outreach import Mail
from tests.bot.cli.conftest import Done, Sourcer
from tests.fakes.graph import fake_graph
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET, fake_identity
from tests.fakes.imap import fake_mailbox
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, slack_workspace
from tests.fakes.smtp import smtp_sink


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with slack_workspace() as fake:
        yield fake


async def doctor(sourcer: Sourcer, fake: FakeSlack, **more: str) -> Done:
    """Runs in a thread, because the fake runs in this event loop."""
    settings = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": fake.api_url.rstrip("/"),
    }
    return await asyncio.to_thread(lambda: sourcer("doctor", **{**settings, **more}))


def test_a_fresh_folder_is_healthy(sourcer: Sourcer, tmp_path: Path):
    done = sourcer("doctor")
    assert done.code == 0
    assert "fault" not in done.out
    assert "database: sqlite, up to date, 0 profiles" in done.out
    assert "docs/install-slack.md" in done.out
    assert "docs/install-teams.md" in done.out
    assert (tmp_path / "data" / "sourcer.db").exists()


def test_an_index_with_missing_profiles_is_a_problem(sourcer: Sourcer, tmp_path: Path):
    sourcer("sample", "candidates", "--count", 3, "--out", "people.jsonl")
    sourcer("import", "candidates", "people.jsonl")
    assert "search index: 3 profiles" in sourcer("doctor").out
    shutil.rmtree(tmp_path / "data" / "index")
    done = sourcer("doctor")
    assert (done.code, "sourcer index rebuild" in done.out) == (1, True)


def test_an_unreachable_database_is_a_problem(sourcer: Sourcer):
    done = sourcer("doctor", SOURCER_DATABASE_URL="postgresql+asyncpg://sourcer:hunter2@127.0.0.1:9/sourcer")
    assert (done.code, "SOURCER_DATABASE_URL" in done.out) == (1, True)
    assert "hunter2" not in done.out + done.err


def test_an_unreachable_index_server_is_a_problem(sourcer: Sourcer):
    done = sourcer("doctor", SOURCER_TYPESENSE_URL="http://127.0.0.1:9", SOURCER_TYPESENSE_API_KEY="hunter2")
    assert (done.code, "SOURCER_TYPESENSE_URL" in done.out) == (1, True)
    assert "hunter2" not in done.out + done.err


def test_a_folder_that_cannot_be_created_is_reported(sourcer: Sourcer, tmp_path: Path):
    (tmp_path / "file").write_text("")
    for arguments in (["doctor"], ["index", "status"], ["member", "list"]):
        done = sourcer(*arguments, SOURCER_DATA_DIR=str(tmp_path / "file" / "data"))
        assert (done.code, "SOURCER_DATA_DIR" in done.err) == (1, True)


def test_an_invalid_setting_is_reported_first(sourcer: Sourcer, tmp_path: Path):
    done = sourcer("doctor", SOURCER_DEVELOPMENT="perhaps")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("SOURCER_DEVELOPMENT: ")
    assert not (tmp_path / "data").exists()


async def test_good_slack_tokens(sourcer: Sourcer, fake: FakeSlack):
    done = await doctor(sourcer, fake, SLACK_APP_TOKEN=APP_TOKEN)
    assert done.code == 0, done.out
    assert "Northwind Hiring, Socket Mode" in done.out
    assert "the app token is accepted" in done.out
    assert "scopes" not in done.out


async def test_a_wrong_bot_token(sourcer: Sourcer, fake: FakeSlack):
    done = await doctor(sourcer, fake, SLACK_BOT_TOKEN="xoxb-hunter2")
    assert (done.code, "copy SLACK_BOT_TOKEN again" in done.out) == (1, True)
    assert "hunter2" not in done.out + done.err


async def test_a_wrong_app_token(sourcer: Sourcer, fake: FakeSlack):
    done = await doctor(sourcer, fake, SLACK_APP_TOKEN="xapp-hunter2")
    assert (done.code, "copy SLACK_APP_TOKEN again" in done.out) == (1, True)
    assert "hunter2" not in done.out + done.err


async def test_a_missing_scope_is_named(sourcer: Sourcer, fake: FakeSlack):
    had = fake.world.app.scopes
    fake.world.app = replace(fake.world.app, scopes=tuple(scope for scope in had if scope != "files:write"))
    done = await doctor(sourcer, fake)
    assert done.code == 1
    assert "files:write not granted" in done.out
    assert "users:read" not in done.out


async def test_slack_is_unreachable(sourcer: Sourcer, fake: FakeSlack):
    done = await doctor(sourcer, fake, SLACK_API_URL="http://127.0.0.1:9/api")
    assert (done.code, "Slack: does not respond" in done.out) == (1, True)


def test_teams_is_described(sourcer: Sourcer):
    settings = {"TEAMS_APP_ID": "app-1", "TEAMS_APP_PASSWORD": "hunter2", "TEAMS_TENANT_IDS": "tenant-1,tenant-2"}
    done = sourcer("doctor", **settings)
    assert "Teams: app app-1, 2 tenant(s)" in done.out
    assert "hunter2" not in done.out
    assert "on loopback only" in sourcer("doctor", SOURCER_DEVELOPMENT="1").out


def test_checking_an_index_not_yet_created_is_no_problem(sourcer: Sourcer):
    assert sourcer("index", "status").code == 0
    done = sourcer("doctor")
    assert (done.code, "will be created on first start" in done.out) == (0, True)


def unwrapped(done: Done) -> str:
    """The output without line breaks from the terminal width."""
    return " ".join(done.out.split())


async def test_the_mail_server_is_tried(sourcer: Sourcer, fake: FakeSlack):
    async with fake_mailbox() as mailbox:
        url = mailbox.url
        done = await doctor(sourcer, fake, SOURCER_IMAP_URL=url)
        assert "mailbox: logs in" in done.out
        mailbox.password = "changed"
        done = await doctor(sourcer, fake, SOURCER_IMAP_URL=url)
        assert (done.code, "check the user and password in SOURCER_IMAP_URL" in unwrapped(done)) == (1, True)
        assert "s3cret" not in done.out + done.err
    done = await doctor(
        sourcer, fake, SOURCER_SMTP_URL="smtp://jobs:hunter2@127.0.0.1:9", SOURCER_MAIL_FROM="jobs@acme.example"
    )
    assert (done.code, "check SOURCER_SMTP_URL" in unwrapped(done)) == (1, True)
    assert "hunter2" not in done.out + done.err


async def test_reasons_why_nobody_can_be_contacted_are_reported(sourcer: Sourcer, fake: FakeSlack):
    async with smtp_sink() as sink:
        mail = {"SOURCER_SMTP_URL": sink.url, "SOURCER_MAIL_FROM": "jobs@acme.example"}
        done = await doctor(sourcer, fake, **mail, SOURCER_PUBLIC_URL="http://127.0.0.1:3978")
        assert done.code == 1
        assert "invitations can't be sent until SOURCER_HASH_KEY and SOURCER_PUBLIC_URL are set" in unwrapped(done)
        mail |= {"SOURCER_HASH_KEY": "k" * 44, "SOURCER_PUBLIC_URL": "https://sourcer.acme.example"}
        done = await doctor(sourcer, fake, **mail)
        assert (done.code, "can't be sent" in unwrapped(done)) == (0, False)


async def test_a_workspace_with_a_failing_mailbox_is_named(sourcer: Sourcer, fake: FakeSlack, tmp_path: Path):
    (tmp_path / "data").mkdir()
    store = await Store.open(f"sqlite:///{tmp_path / 'data' / 'sourcer.db'}")
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1", "Acme")
        await mailbox_cursors.record_failure(db, [workspace.id], "The mailbox is not responding.", at, at_once=False)
    await store.close()
    done = await doctor(sourcer, fake)
    assert done.code == 1
    assert "could not be read since 2026-11-20 08:00 UTC. The mailbox is not responding." in unwrapped(done)


async def test_mail_on_hold_is_reported_until_an_admin_resumes(sourcer: Sourcer, fake: FakeSlack, tmp_path: Path):
    (tmp_path / "data").mkdir()
    address = f"sqlite:///{tmp_path / 'data' / 'sourcer.db'}"
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    store = await Store.open(address)
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1", "Acme")
        mail = Mail(
            workspace_id=workspace.id, kind="invitation", state="failed", message_id="<1@acme.example>",
            domain="hotmail.com", last_attempt_at=at,
        )  # fmt: skip
        await holds.refused(db, mail, "spf", "550 5.7.23 SPF check failed for <jobs@acme.example>", at)
        sam = await members.give_role(db, workspace, "U1", Role.ADMIN)
    await store.close()
    done = await doctor(sourcer, fake)
    assert done.code == 1
    for words in (
        f"mail to Outlook.com of workspace {workspace.id}: has been on hold since 2026-11-20 08:00 UTC.",
        "(550 5.7.23 SPF check failed for …)",
        "Add the mail server to your domain's SPF record",
        "Then an admin presses Resume sending under integrations",
    ):
        assert words in unwrapped(done), words
    assert "jobs@acme.example" not in done.out + done.err
    store = await Store.open(address)
    async with store.write() as db:
        assert await holds.resume(db, sam, "Outlook.com", at)
    await store.close()
    done = await doctor(sourcer, fake)
    assert (done.code, "on hold" in unwrapped(done)) == (0, False)


async def test_each_connected_mailbox_has_a_line(sourcer: Sourcer, fake: FakeSlack, tmp_path: Path):
    """Two by password, one through Graph whose access token has ended, and one whose consent was withdrawn."""
    (tmp_path / "data").mkdir()
    store = await Store.open(f"sqlite:///{tmp_path / 'data' / 'sourcer.db'}")
    key = Fernet.generate_key().decode()
    keys, now = KeyRing((key,)), datetime.now(UTC)
    async with fake_identity() as identity, fake_graph(identity) as graph:
        async with store.write() as db:
            people: list[Member] = []
            for number in (1, 2):
                workspace = await workspaces.get_or_create(db, "slack", f"T{number}", "Acme")
                one = await members.get_or_create(
                    db, workspace, f"U{number}", name="Ana", email="", outsider=False, admins=frozenset()
                )
                one.role = Role.ADMIN
                people.append(one)
            scopes = ("https://graph.microsoft.com/Mail.Send", "https://graph.microsoft.com/Mail.Read")
            for own in (False, True):
                access, refresh = identity.allowed(scopes)
                ways = ("ana@acme.example", "ana@acme.example", graph.url, graph.url, " ".join(scopes))
                granted = Granted("microsoft", *ways, access, refresh, now - timedelta(hours=1))
                await connections.sign_in(db, people[0], granted, keys, now, own=own)
            identity.grants[1].withdrawn = True
            own = sign_ins.by_password("a@b.example", "smtp://a:s3cret@127.0.0.1:9", "", now)
            await connections.sign_in(db, people[1], own, keys, now, own=True)
            await connections.connect(
                db, people[1], {"smtp_url": "smtp://a:s3cret@127.0.0.1:9"}, "a@b.example", keys, now
            )
        settings = {
            "SOURCER_SECRET_KEYS": key,
            "SOURCER_MICROSOFT_CLIENT_ID": CLIENT_ID,
            "SOURCER_MICROSOFT_CLIENT_SECRET": CLIENT_SECRET,
            "SOURCER_MAIL_SERVICE_URLS": f"microsoft_login={identity.address}/microsoft,microsoft_graph={graph.url}",
        }
        done = await doctor(sourcer, fake, **settings)
    said = unwrapped(done)
    how = "connected by signing in with Microsoft 365, through Microsoft Graph"
    assert f"mailbox of workspace 1: {how}: the token works" in said
    assert re.search(rf"mailbox of workspace 1, member \d+: {how}: access was withdrawn or has expired", said)
    assert "mailbox of workspace 2: connected by password: We couldn't connect to this mail server securely" in said
    assert re.search(r"mailbox of workspace 2, member \d+: connected by password: does not work", said)
    assert (done.code, "s3cret" in done.out + done.err) == (1, False)
    async with store.read() as db:
        assert [row.refused_at is None for row in await sign_ins.everywhere(db)] == [True, False, True]
    await store.close()
