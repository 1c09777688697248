"""A monthly quota of a source that was imported for one workspace: it pays for invitations, and credits don't."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from store.credits import accounts, quotas
from store.roles import Role
from store.tables.outreach import CreditAccount, CreditEntry, Invitation
from tests.chat.base import Chat, Clock, Someone, add_people
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.source import MemorySource, called
from tests.flows.conftest import recruiting, workspace_of
from tests.flows.test_connected_search import connect_in_memory
from tests.flows.test_contact import TYPED
from tests.people import nurse

PEOPLE = [
    nurse(90 + n, name, source="alumni") for n, name in enumerate(("Petra Private", "Paul Private", "Pia Private"))
]
TEXT = {**TYPED, "text": "Hello, a word?"}


async def test_what_an_earlier_month_returns_is_never_more_than_all(chat: Chat, ana: Someone):
    await alumni(chat)
    await ana.search("Petra Private")
    await ana.press("Contact", near="Petra Private")
    await ana.press("More options", **TEXT)
    await ana.submit(send_on="2026-12-10", send_at="09:30")
    await ana.submit()
    chat.clock.at += timedelta(days=15)  # December
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    await ana.press("Cancel")
    assert await left(chat, "alumni") == 3
    await ana.search("nurse")
    assert "3 of 3 Alumni invitations are left this month." in await ana.press("Alumni (3)")


@pytest.fixture(params=["slack", "teams"])
async def undoing(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    async with (slack_chat if request.param == "slack" else teams_chat)(tmp_path, clock, undo_seconds=15) as there:
        yield there


async def set_quota(chat: Chat, monthly: int | None) -> None:
    own = (await workspace_of(chat)).id
    async with chat.bot.context.store.write() as db:
        await quotas.set_monthly(db, own, "alumni", monthly, chat.clock())


async def alumni(chat: Chat, monthly: int | None = 2) -> None:
    await add_people(chat.bot, PEOPLE, workspace_id=(await workspace_of(chat)).id)
    if monthly is not None:
        await set_quota(chat, monthly)


async def left(chat: Chat, source: str) -> int | None:
    """What is left; None without an account."""
    own = (await workspace_of(chat)).id
    async with chat.bot.context.store.read() as db:
        account = await accounts.look(db, own, source)
        if account is None:
            return None
        entries = await db.exec(select(CreditEntry).where(CreditEntry.account_id == account.id))
        assert sum(entry.amount for entry in entries) == account.balance
        return account.balance


async def write(who: Someone, name: str, **typed: Any) -> Any:
    await who.search(name)
    await who.press("Contact", near=name)
    return await who.submit(**{**TEXT, **typed})


async def test_the_quota_pays_and_credits_do_not(chat: Chat, ana: Someone):
    await alumni(chat)
    await ana.search("nurse")
    assert "2 of 2 Alumni invitations are left this month. They cost no credits." in await ana.press("Alumni (3)")
    assert "left this month" not in await ana.press("Internet (7)")
    seen = await write(ana, "Petra Private")
    assert "Price: 1 of 2 Alumni invitations · no credits" in seen
    await ana.submit()
    await ana.repeat(2)
    assert "petra90@example.com is on the way" in ana.card()
    assert (await left(chat, "alumni"), await left(chat, "internet")) == (1, None)
    await chat.bot.mail_sender.run_once()
    assert await left(chat, "alumni") == 1
    assert "Price: 1 credit" in await write(ana, "Grace Hopper")
    await ana.cancel()
    await write(ana, "Paul Private")
    await ana.submit()
    seen = await write(ana, "Pia Private")
    assert "All 2 Alumni invitations for this month are used. The next reset is on 1 December 2026." in seen
    assert "Send message" not in seen.buttons
    assert "Ask for credits" not in seen.buttons
    assert (await left(chat, "alumni"), await left(chat, "internet")) == (0, None)
    async with chat.bot.context.store.read() as db:
        assert len(list(await db.exec(select(Invitation).where(Invitation.state != "draft")))) == 2


async def test_what_is_not_sent_is_returned_to_the_quota(chat: Chat, ana: Someone):
    await alumni(chat)
    await ana.search("Petra Private")
    await ana.press("Contact", near="Petra Private")
    await ana.press("More options", **TEXT)
    await ana.submit(send_on="2026-11-30", send_at="09:30")
    await ana.submit()
    assert await left(chat, "alumni") == 1
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    seen = await ana.press("Cancel")
    assert "Canceled." in seen
    assert "credit" not in seen  # none was spent
    assert await left(chat, "alumni") == 2
    assert await left(chat, "internet") is None


async def test_undoing_says_which_credits_come_back(undoing: Chat):
    ana = await recruiting(undoing)
    await alumni(undoing)
    await write(ana, "Petra Private")
    await ana.submit()
    await ana.press("Undo")
    await ana.cancel()
    assert "The message was not sent." in ana.everything()
    await ana.search("nurse")
    await ana.press("Alumni (3)")
    await ana.press("Select several")
    await ana.submit(people_1=["Petra Private", "Paul Private"], do="Contact")
    await ana.submit(**TEXT)
    await ana.submit()
    assert await left(undoing, "alumni") == 0
    assert "2 messages were not sent." in await ana.press("Undo")
    await ana.submit()
    await ana.submit()
    await ana.command("invitations")
    await ana.press("Scheduled (2)")
    assert "2 messages were stopped." in await ana.press("Stop all")
    assert "returned" not in ana.everything()
    assert (await left(undoing, "alumni"), await left(undoing, "internet")) == (2, None)


async def test_several_at_once_use_no_more_than_is_left(chat: Chat, ana: Someone):
    await alumni(chat)
    await ana.search("nurse")
    await ana.press("Alumni (3)")
    await ana.press("Select several")
    await ana.submit(people_1=["Petra Private", "Paul Private", "Pia Private"], do="Contact")
    seen = await ana.submit(**TEXT)
    assert "2 messages · 0 credits" in seen
    assert "All 2 Alumni invitations for this month are used." in seen
    await ana.submit()
    assert (await left(chat, "alumni"), await left(chat, "internet")) == (0, None)


async def test_without_a_quota_they_cost_credits_as_before(chat: Chat, ana: Someone):
    await alumni(chat, None)
    await ana.search("nurse")
    assert "invitations are left" not in await ana.press("Alumni (3)")
    assert "Price: 1 credit" in await write(ana, "Petra Private")
    await ana.cancel()
    await set_quota(chat, 5)
    assert "Price: 1 of 5 Alumni invitations" in await write(ana, "Petra Private")
    await set_quota(chat, None)  # meanwhile: the preview is out of date
    assert "The price changed." in await ana.submit()
    assert "Price: 1 credit" in ana.screen()
    await ana.submit()
    assert await left(chat, "internet") == 99


async def test_changing_a_quota_counts_what_was_used(chat: Chat, ana: Someone):
    await alumni(chat, 3)
    await write(ana, "Petra Private")
    await ana.submit()
    await write(ana, "Paul Private")
    await ana.submit()
    for monthly, there in ((10, 8), (1, 0), (3, 1)):
        await set_quota(chat, monthly)
        assert await left(chat, "alumni") == there, monthly
        async with chat.bot.context.store.read() as db:
            [account] = await db.exec(select(CreditAccount).where(col(CreditAccount.source) == "alumni"))
        assert account.allowance == monthly


async def test_the_ways_to_contact_somebody_name_the_quota(chat: Chat, ana: Someone):
    """Somebody who is also at a partner."""
    there = {"id": "a-1", "name": "Petra Private", "headline": "Nurse", "links": PEOPLE[0]["links"]}
    await connect_in_memory(chat, MemorySource(called("acme", contact=frozenset({"email"})), [there]))
    await alumni(chat)
    await ana.search("Petra Private nurse")
    seen = await ana.press("View")
    assert "Alumni: 1 of 2 invitations" in seen
    assert "1 credit" not in seen


async def test_another_workspace_has_no_part_in_it(chat: Chat, ana: Someone):
    await alumni(chat)
    own = await workspace_of(chat)
    async with chat.bot.context.store.read() as db:
        assert set(await quotas.of_sources(db, own.id, ["alumni", "internet"], chat.clock())) == {"alumni"}
        assert await quotas.of_sources(db, own.id + 1, ["alumni"], chat.clock()) == {}
    sam = await chat.person("Sam", Role.ADMIN)
    assert "Alumni" not in await sam.command("credits")
