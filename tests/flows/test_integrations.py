"""Integrations: what is connected and its state; passwords are typed on a page, never in chat."""

import re
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from store.mailbox import connections, mailbox_cursors, mailboxes
from store.members import workspaces
from store.roles import Role
from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.flows.conftest import workspace_of

OPENED = {"slack": slack_chat, "teams": teams_chat}
LINK = re.compile(r"https://sourcer\.example\.com(/connect/[\w-]{32})")


async def connect(chat: Chat, sam: Someone, smtp_url: str, imap_url: str = "") -> None:
    """Connects a mailbox as the page does."""
    me, keys = await sam.member(), chat.bot.context.outreach.keys
    async with chat.bot.context.store.write() as db:
        addresses = {"smtp_url": smtp_url} | ({"imap_url": imap_url} if imap_url else {})
        await connections.connect(db, me, addresses, "jobs@acme.example", keys, chat.clock())


def link_in(someone: Someone) -> str:
    found = LINK.findall(someone.everything())
    assert found
    return found[-1]


async def test_the_operators_mailbox_is_shown_with_its_state(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    seen = await sam.command("integrations")
    assert "No profiles yet" in seen
    assert "sourcer import candidates" in seen
    assert "Invitations come from talent@northwind.example" in seen
    assert "Replies aren't read" in seen
    assert {"Connect", "Check"} <= set(seen.buttons)
    assert "Disconnect" not in seen.buttons
    assert "Sending works." in await sam.press("Check")


async def test_connect_gives_an_admin_a_link_valid_for_fifteen_minutes(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("integrations")
    seen = await sam.press("Connect")
    assert "The link works once, for 15 minutes" in seen
    first = link_in(sam)
    await sam.press("Integrations")
    assert not LINK.search(str(sam.card().raw))
    await sam.press("Connect")
    assert link_in(sam) != first


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER, Role.GUEST])
async def test_only_admins_connect_disconnect_and_check(chat: Chat, role: Role):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", role)
    await connect(chat, sam, "smtp://jobs:pw@127.0.0.1:1")
    seen = await lee.command("integrations")
    assert not {"Connect", "Connect another", "Disconnect", "Check"} & set(seen.buttons)
    for verb in ("connect_mailbox", "disconnect_mailbox", "check_mailbox"):
        await lee.forge(verb, {})
    assert not LINK.search(lee.everything())
    workspace_id, keys = (await workspace_of(chat)).id, chat.bot.context.outreach.keys
    async with chat.bot.context.store.read() as db:
        account = await mailboxes.account_of(db, workspace_id, chat.bot.context.outreach.mail, keys)
    assert account.smtp_url == "smtp://jobs:pw@127.0.0.1:1"


async def test_a_workspaces_own_mailbox_is_checked_and_disconnected(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await connect(chat, sam, "smtp://jobs:hunter2@127.0.0.1:1", "imap://jobs:hunter2@127.0.0.1:1/INBOX")
    seen = await sam.command("integrations")
    assert "Invitations come from jobs@acme.example" in seen
    assert "It hasn't been read yet" in seen
    seen = await sam.press("Check")
    assert "Sending isn't working" in seen
    assert "Reading answers isn't working" in seen
    assert "hunter2" not in sam.everything()
    seen = await sam.press("Disconnect")
    assert "its login was erased" in seen
    assert "Invitations come from talent@northwind.example" in seen


async def test_a_failing_mailbox_is_shown_with_since_when_and_why(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await connect(chat, sam, "smtp://jobs:pw@127.0.0.1:1", "imap://jobs:pw@127.0.0.1:1/INBOX")
    me = await sam.member()
    async with chat.bot.context.store.write() as db:
        row = await mailboxes.update(db, me, {}, chat.clock())
        row.polled_at, row.failing_since = chat.clock() - timedelta(hours=3), chat.clock() - timedelta(minutes=40)
        row.last_error = "The server does not accept the login any more."
    seen = await sam.command("integrations")
    assert "Failing for 40 min" in seen
    assert "Last read 3 hours ago" in seen
    assert "does not accept the login any more" in seen


async def test_unreadable_mails_are_listed_with_the_reason(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    here, hour = (await workspace_of(chat)).id, timedelta(hours=1)
    assert "could not be read" not in await sam.command("integrations")
    async with chat.bot.context.store.write() as db:
        await mailbox_cursors.record_unreadable(db, here, 1, 7, "it has no headers", chat.clock() - 30 * hour)
        rival = await workspaces.get_or_create(db, chat.platform, "T0RIVAL")
        await mailbox_cursors.record_unreadable(db, rival.id, 1, 9, "it is none of ours", chat.clock())
    seen = await sam.command("integrations")
    assert "1 e-mail could not be read (yesterday: it has no headers). Look for it in the mailbox." in seen
    async with chat.bot.context.store.write() as db:
        await mailbox_cursors.record_unreadable(db, here, 1, 8, "its headers do not end", chat.clock() - 3 * hour)
    seen = await sam.command("integrations")
    assert "2 e-mails could not be read (the latest 3 hours ago: its headers do not end). Look for them" in seen


async def test_a_login_whose_key_is_gone_must_be_connected_again(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        await connect(chat, sam, "smtp://jobs:pw@127.0.0.1:1")
    other = ("c29tZSBvdGhlciBrZXkgb2YgMzIgYnl0ZXMgISEhISE=",)
    async with slack_chat(tmp_path, clock, secret_keys=other) as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        seen = await sam.command("integrations")
        assert "Needs reconnecting" in seen
        assert "Connect it again" in seen
        assert {"Connect", "Disconnect"} <= set(seen.buttons)


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_without_keys_or_address_it_says_what_the_operator_must_set(tmp_path: Path, clock: Clock, platform: str):
    async with OPENED[platform](tmp_path, clock, secret_keys=(), public_url="") as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        seen = await sam.command("integrations")
        assert "must set SOURCER_SECRET_KEYS" in seen
        assert "SOURCER_PUBLIC_URL" in seen
        assert "Connect" not in seen.buttons
        await sam.forge("connect_mailbox", {})
        assert "/connect/" not in sam.everything()


async def test_the_link_of_the_card_opens_the_page(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat, aiohttp.ClientSession() as http:
        sam = await chat.person("Sam", Role.ADMIN)
        await sam.command("integrations")
        await sam.press("Connect")
        here = chat.fake.bot_url.removesuffix("/slack/events")
        async with http.get(here + link_in(sam)) as page:
            assert page.status == 200
            assert "Sam" in await page.text()
        clock.at = clock.at.replace(hour=clock.at.hour + 1)
        async with http.get(here + link_in(sam)) as page:
            assert page.status == 404
