"""Mailboxes by sign-in, a recruiter's own and the workspace's: connected, withdrawn, connected again, disconnected."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
import pytest
from sqlmodel import select

from bot.slack.payloads import happened
from store.mailbox import departures, sign_ins
from store.members import members
from store.outreach import answers
from store.roles import Role
from store.tables.core import Member
from store.tables.outreach import Invitation, Mail
from tests.bot.pages.signing_in import registered
from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.graph import FakeGraph, fake_graph
from tests.fakes.identity import FakeIdentity, fake_identity
from tests.flows.conftest import recruiting
from tests.flows.test_contact import contact, preview, sent
from tests.flows.test_contact_several import preview as preview_several

LINK = re.compile(r"https://sourcer\.example\.com(/connect/[\w-]{32})")


@dataclass
class There:
    """The chat of a company with Microsoft 365, whose tenant allows neither SMTP nor IMAP."""

    chat: Chat
    identity: FakeIdentity
    graph: FakeGraph

    def sign_in_as(self, address: str) -> None:
        self.identity.person = {"email": address, "preferred_username": address}

    async def open_link(self, who: Someone) -> str:
        """Follows the link in chat, and the provider's page; gives the text of the last page."""
        page, site = LINK.findall(who.everything())[-1], self.chat.address
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            async with http.post(site + page, data={"sign_in": "microsoft"}, allow_redirects=False) as left:
                cookies = {name: morsel.value for name, morsel in left.cookies.items()}
                leads_to = left.headers["Location"]
            async with http.get(leads_to, allow_redirects=False) as decided:
                back = urlsplit(decided.headers["Location"])
            async with http.get(f"{site}{back.path}?{back.query}", cookies=cookies) as done:
                return await done.text()

    async def send(self) -> None:
        await send_due(self.chat)


async def send_due(chat: Chat) -> None:
    """Sends what is due, and waits for what is being sent."""
    await chat.bot.mail_sender.run_once()
    for _ in range(1_000):
        async with chat.bot.context.store.read() as db:
            taken = (await db.exec(select(Mail).where(Mail.holder != ""))).all()
        if not taken:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("mails are still being sent")


@pytest.fixture(params=["slack", "teams"])
async def there(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[There]:
    opened = slack_chat if request.param == "slack" else teams_chat
    async with AsyncExitStack() as stack:
        identity = await stack.enter_async_context(fake_identity())
        graph = await stack.enter_async_context(fake_graph(identity))
        chat = await stack.enter_async_context(opened(tmp_path, clock, **registered(identity, graph, 1, 1)))
        yield There(chat, identity, graph)


async def connected_own(there: There, ana: Someone) -> None:
    there.sign_in_as("ana@northwind.example")
    await ana.command("settings")
    await ana.press("Connect my own mailbox")
    assert "now sent from ana@northwind.example" in await there.open_link(ana)


async def test_a_recruiters_own_mailbox_from_connecting_to_disconnecting(there: There):
    ana = await recruiting(there.chat)
    seen = await ana.command("settings")
    assert "Your invitations come from talent@northwind.example, the workspace's mailbox." in seen
    await connected_own(there, ana)
    seen = await ana.press("Settings")
    assert "Your invitations come from ana@northwind.example (Microsoft 365)." in seen
    assert "ana@northwind.example" in await preview(ana)
    await ana.submit()
    await there.send()
    [mail] = there.graph.sent
    assert "<ana@northwind.example>" in mail["From"]
    assert [each.state for each in await sent(there.chat)] == ["sent"]
    await ana.command("settings")
    seen = await ana.press("Disconnect")
    assert "its login was erased" in seen
    assert "Your invitations come from talent@northwind.example" in seen
    async with there.chat.bot.context.store.read() as db:
        assert await sign_ins.everywhere(db) == []


async def test_withdrawn_consent_is_reported_and_mail_goes_on_after_connecting_again(there: There):
    ana = await recruiting(there.chat)
    await connected_own(there, ana)
    there.identity.withdraw()
    await contact(ana)
    await there.send()
    assert [each.state for each in await sent(there.chat)] == ["queued"]
    await there.chat.bot.notifier.run_once()
    seen = ana.card()
    assert "Microsoft 365 no longer lets Sourcer use ana@northwind.example." in seen
    assert "1 e-mail is waiting and will be sent once it's connected again." in seen
    await ana.press("Connect again")
    assert "now sent from ana@northwind.example" in await there.open_link(ana)
    await there.send()
    assert [each.state for each in await sent(there.chat)] == ["sent"]
    assert len(there.graph.sent) == 1
    assert "Connected" in await ana.press("Settings")


async def test_a_preview_says_that_the_mailbox_is_disconnected(there: There):
    ana = await recruiting(there.chat)
    await connected_own(there, ana)
    assert "disconnected" not in await preview(ana)
    there.identity.withdraw()  # before the message is queued, because it may be sent at once
    await ana.submit()
    await there.send()
    seen = await preview(ana, "Florence Bell")
    assert "Your mailbox, ana@northwind.example, is disconnected. Messages wait until you connect it again." in seen
    assert "Send message" in seen.buttons
    await ana.press("Connect mailbox")
    assert "now sent from ana@northwind.example" in await there.open_link(ana)
    seen = await preview(ana, "Florence Bell")
    assert "disconnected" not in seen
    await ana.submit()
    await there.send()
    assert len(there.graph.sent) == 2


async def test_only_admins_connect_the_workspaces_mailbox_from_a_preview(there: There):
    ana, sam = await recruiting(there.chat), await there.chat.person("Sam", Role.ADMIN)
    await sam.command("integrations")
    await sam.press("Connect", near="Mailbox")
    there.sign_in_as("jobs@northwind.example")
    await there.open_link(sam)
    there.identity.withdraw()
    await sam.command("integrations")
    await sam.press("Check", near="Mailbox")
    words = "The workspace's mailbox, jobs@northwind.example, is disconnected. Messages wait until"
    seen = await preview(ana)
    assert f"{words} an admin connects it again under Integrations." in seen
    assert "Connect mailbox" not in seen.buttons
    seen = await preview_several(sam)
    assert f"{words} you connect it again." in seen
    await sam.press("Connect mailbox")
    assert "Enter the mailbox login" in sam.card()


async def test_the_workspaces_mailbox_by_sign_in(there: There):
    sam = await there.chat.person("Sam", Role.ADMIN)
    await sam.command("integrations")
    await sam.press("Connect", near="Mailbox")
    there.sign_in_as("jobs@northwind.example")
    await there.open_link(sam)
    seen = await sam.press("Integrations")
    assert "Invitations come from jobs@northwind.example (Microsoft 365)." in seen
    assert "Sending mail and reading answers both work." in await sam.press("Check", near="Mailbox")
    there.identity.expire()  # a token that ended before its time is renewed
    assert "both work" in await sam.press("Check", near="Mailbox")
    there.identity.withdraw()
    seen = await sam.press("Check", near="Mailbox")
    assert "It must be connected again." in seen
    assert "Connect again" in seen.buttons
    seen = await sam.press("Disconnect", near="Mailbox")
    assert "Invitations come from talent@northwind.example." in seen


async def test_only_those_who_contact_people_connect_their_own(there: There):
    lee = await there.chat.person("Lee", Role.REVIEWER)
    assert "Your mailbox" not in await lee.command("settings")
    for verb in ("connect_own_mailbox", "disconnect_own_mailbox"):
        await lee.forge(verb, {})
    assert not LINK.search(lee.everything())


async def test_a_colleague_neither_sees_nor_changes_it(there: There):
    ana = await recruiting(there.chat)
    await connected_own(there, ana)
    maya = await there.chat.person("Maya", Role.RECRUITER)
    seen = await maya.command("settings")
    assert "talent@northwind.example" in seen
    await maya.forge("disconnect_own_mailbox", {})
    await maya.forge("sign_in_fault", {"sign_in_id": 1})
    assert "ana@northwind.example" not in maya.everything()
    async with there.chat.bot.context.store.read() as db:
        assert len(await sign_ins.everywhere(db)) == 1


async def test_without_a_key_there_is_nothing_to_connect(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock, secret_keys=()) as chat:
        ana = await recruiting(chat)
        assert "Your mailbox" not in await ana.command("settings")
        assert "must set SOURCER_SECRET_KEYS" in await ana.forge("connect_own_mailbox", {})


async def test_the_mailbox_of_a_member_who_loses_their_role_is_disconnected(there: There):
    """An admin takes away the role; on Slack, deactivating the account does the same."""
    chat = there.chat
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    await connected_own(there, ana)
    there.identity.withdraw()
    await contact(ana)
    await contact(ana, "Florence Bell")
    await there.send()
    me = await ana.member()
    if chat.platform == "slack":
        await deactivated(chat, me)
    else:
        await sam.forge("change_role", {"member_id": me.id}, {"role": "reviewer"})
    await chat.bot.notifier.run_once()
    seen = sam.card()
    assert (
        f"{me.name} can no longer contact people. Their own mailbox was disconnected and its login was erased." in seen
    )
    assert "2 messages to candidates are on hold until an admin decides." in seen
    async with chat.bot.context.store.read() as db:
        assert await sign_ins.everywhere(db) == []
        assert [each.state for each in await db.exec(select(Mail))] == ["paused", "paused"]
        assert await departures.held(db, me.workspace_id, me.id) == 2
        assert await departures.held(db, me.workspace_id + 1, me.id) == 0  # another workspace
    await chat.bot.mailbox_poller.run_once()
    await there.send()
    await chat.bot.notifier.run_once()
    assert len([each for each in sam.cards() if "can no longer contact people. Their own" in each]) == 1
    assert there.graph.sent == []
    assert chat.mailbox.mails == []
    await sam.press("Invitations")
    await sam.press("Resume", near="Grace Hopper")
    await there.send()
    assert chat.mailbox.to == ["grace1@example.com"]  # from the workspace's mailbox


async def test_a_reply_that_waits_when_its_writer_leaves_is_sent_once_an_admin_says_so(there: There):
    """Another answer in the meantime changes nothing about that."""
    chat = there.chat
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    await connected_own(there, ana)
    await contact(ana)
    await there.send()
    [about] = await sent(chat)
    await answered(chat, about, "1")
    assert (await ana.press("Reply")).form
    there.identity.withdraw()
    await ana.submit(text="Thursday at five?")
    await there.send()
    await sam.forge("change_role", {"member_id": (await ana.member()).id}, {"role": "reviewer"})
    await chat.bot.notifier.run_once()
    assert "1 message to candidates is on hold until an admin decides." in sam.card()
    await answered(chat, about, "2")
    async with chat.bot.context.store.read() as db:
        [reply] = await db.exec(select(Mail).where(Mail.kind == "reply"))
    assert (reply.state, chat.mailbox.mails) == ("paused", [])
    await sam.command("invitations")
    await sam.press("Show the whole team's")
    await sam.press("Answered (1)")
    await sam.press("Resume", near="Grace Hopper")
    await there.send()
    [mail] = chat.mailbox.mails
    assert "Thursday at five?" in str(mail)
    assert "Paused" not in sam.card()


async def answered(chat: Chat, about: Invitation, key: str) -> None:
    """The candidate answers by mail."""
    async with chat.bot.context.store.write() as db:
        received = answers.ReceivedAnswer(key, "replied", chat.clock.at, "Could we talk?", message_id=f"<{key}@home>")
        await answers.record(db, about.id, received, chat.bot.context.outreach.hash_key, chat.clock.at)
    await chat.bot.notifier.run_once()


async def test_a_role_that_is_taken_away_elsewhere_counts_at_the_next_reading(there: There):
    ana = await recruiting(there.chat)
    await connected_own(there, ana)
    me = await ana.member()
    async with there.chat.bot.context.store.write() as db:
        (await db.get_one(Member, me.id)).role = Role.GUEST
    await there.chat.bot.mailbox_poller.run_once()
    async with there.chat.bot.context.store.read() as db:
        assert await sign_ins.everywhere(db) == []


async def deactivated(chat: Chat, member: Member) -> None:
    """Slack's event for a deactivated account, twice; and one for a stranger, of whom nothing is stored."""
    for user in (member.external_id, member.external_id, "U0STRANGER"):
        body = {
            "type": "event_callback",
            "team_id": chat.workspace,
            "event_id": f"Ev{user}{chat.clock().timestamp()}",
            "event": {"type": "user_change", "user": {"id": user, "team_id": chat.workspace, "deleted": True}},
        }
        event = happened(body, cast(dict[str, Any], body["event"]))
        assert event is not None
        await chat.bot.intake.take(event)
    async with asyncio.timeout(10):
        while (await known_member(chat, member)).role is not Role.GUEST:
            await asyncio.sleep(0.01)
    async with chat.bot.context.store.read() as db:
        assert await members.find(db, member.workspace_id, "U0STRANGER") is None


async def known_member(chat: Chat, member: Member) -> Member:
    async with chat.bot.context.store.read() as db:
        return await members.get(db, member.workspace_id, member.id)
