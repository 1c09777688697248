"""Credits: the card, requests and grants, allowance, budgets."""

import asyncio
from datetime import UTC, datetime

import pytest

from store.credits import accounts, requests, terms
from store.roles import Role
from tests.chat.base import Chat, Someone
from tests.flows.accounts import account, deliver_notifications, display_name, hold, request_credits

MIDNIGHT = "Tuesday 1 December 2026, 00:00 (UTC)"


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    ana = await chat.person("Ana", Role.RECRUITER)
    await ana.command()
    return ana


@pytest.fixture
async def ada(chat: Chat) -> Someone:
    """An admin."""
    ada = await chat.person("Sam", Role.ADMIN)
    await ada.command()
    return ada


async def test_a_new_workspace_has_a_monthly_allowance_and_shows_its_reset(ana: Someone):
    seen = await ana.command("credits")
    assert "Balance: 100 · 100 a month" in seen
    assert f"Next reset: {MIDNIGHT}" in seen
    assert "No one has used any." in seen
    assert "Ask for credits" in seen.buttons
    assert not {"Grant credits", "Allowance and reset", "Set a budget"} & set(seen.buttons)


async def test_the_card_shows_who_used_what_for_whom(chat: Chat, ana: Someone, ada: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    await hold(chat, ana, 1, 2)
    await hold(chat, diego, 3, each=4)
    here = (await ana.member()).workspace_id
    async with chat.bot.context.store.write() as db:
        await accounts.settle(db, here, 1, chat.clock())
        await accounts.release(db, here, 2, "the job was closed", chat.clock())
    seen = await ana.command("credits")
    for words in (
        "Balance: 95",
        "Held: 4 for unsent invitations",
        "Used since 1 November",
        f"{await display_name(ana)}: 1",
        f"{await display_name(diego)}: 4",
        f"−4 {await display_name(diego)} · today",
        f"+1 returned to {await display_name(ana)}: the job was closed · today",
        "Credits used in the last 14 days",
    ):
        assert words in seen, (words, seen.text)
    assert "Change budget" not in seen.buttons
    assert "Set budget" in (await ada.command("credits")).buttons


async def test_a_request_is_granted_and_the_member_notified(chat: Chat, ana: Someone, ada: Someone):
    assert "I've asked your admins" in await request_credits(chat, ana)
    card = ada.card()
    assert f"{await display_name(ana)} asks for 20 credits" in card
    assert "night shift" in card
    await ada.press("Other amount")
    seen = await ada.submit(credits=15, reason="only so many")
    await deliver_notifications(chat)
    assert f"{await display_name(ada)} granted 15 credits for {await display_name(ana)}." in ada.card()
    assert not seen.form
    assert f"{await display_name(ada)} granted 15 credits. The balance is now 115." in ana.card()
    assert "only so many" in ana.card()
    assert (await account(chat, ana)).balance == 115


async def test_there_is_one_open_request_at_a_time(chat: Chat, ana: Someone, ada: Someone):
    await request_credits(chat, ana)
    before = len(ada.cards())
    assert "You've already asked" in await request_credits(chat, ana)
    assert len(ada.cards()) == before
    await ada.press("No")
    await deliver_notifications(chat)
    assert f"{await display_name(ada)} declined the request from {await display_name(ana)}." in ada.card()
    assert f"{await display_name(ada)} declined your request for 20 credits." in ana.card()
    assert "I've asked your admins" in await request_credits(chat, ana)
    assert (await account(chat, ana)).balance == 100


async def test_of_two_admins_the_first_answer_counts(chat: Chat, ana: Someone, ada: Someone):
    olu = await chat.person("Lee", Role.ADMIN)
    await olu.command()
    await request_credits(chat, ana)
    await ada.press("Other amount")
    await olu.press("Other amount")
    await asyncio.gather(ada.submit(credits=10, reason="yes"), olu.submit(credits=30, reason="yes"))
    texts = sorted([ada.card().text, olu.card().text], key=lambda text: "already answered this" in text)
    assert ["already answered this" in text for text in texts] == [False, True]
    await deliver_notifications(chat)
    granted = (await account(chat, ana)).balance - 100
    assert granted in (10, 30)
    words = f"granted {granted} credits for {await display_name(ana)}"
    assert all(words in text for text in texts)
    assert sum("granted" in card.text for card in ana.cards()) == 1
    late = await olu.forge("grant_credits_form", {"request_id": 1})
    assert "already answered this" in late


async def test_a_grant_submitted_twice_is_granted_once(chat: Chat, ada: Someone):
    await ada.command("credits")
    await ada.press("Grant credits")
    await ada.submit(credits=25, reason="a big role")
    await ada.repeat(3)
    assert (await account(chat, ada)).balance == 125
    assert f"+25 granted by {await display_name(ada)}: a big role · today" in await ada.command("credits")
    for _ in range(2):  # two presses that the platform treats as separate
        await ada.forge("grant_credits", {"once": "same"}, {"credits": 5, "reason": "again"})
    assert (await account(chat, ada)).balance == 130


async def test_a_grant_needs_no_reason(chat: Chat, ada: Someone):
    await ada.command("credits")
    await ada.press("Grant credits")
    await ada.submit(credits=7, reason=" ")
    assert (await account(chat, ada)).balance == 107


async def test_one_press_grants_what_was_asked_for_and_raises_the_budget_of_this_month(
    chat: Chat, ana: Someone, ada: Someone
):
    admin, me = await ada.member(), await ana.member()
    async with chat.bot.context.store.write() as db:
        await terms.set_budget(db, admin, me.id, 2, chat.clock())
    await hold(chat, ana, 1, 2)
    await request_credits(chat, ana)
    assert "Their budget: 2 of 2 spent Granting credits also raises their budget for this month." in ada.card()
    seen = await ada.press("Grant")
    assert not seen.form
    assert f"granted 20 credits for {await display_name(ana)}" in seen
    await ada.forge("grant_credits", {"request_id": 1, "as_requested": True})  # a second press
    await deliver_notifications(chat)
    assert "granted 20 credits. The balance is now 118. Your budget this month is now 22." in ana.card()
    assert "Your budget: 2 of 22 spent" in await ana.command("credits")
    await hold(chat, ana, 3, each=20)
    with pytest.raises(accounts.OverBudget):
        await hold(chat, ana, 4)
    await ada.command("credits")
    seen = await ada.press("Change budget", near=await display_name(ana))
    assert "2" in str(seen.raw)
    assert "22" not in str(seen.raw)
    chat.clock.at = datetime(2026, 12, 1, 6, tzinfo=UTC)  # the next month: the budget is the usual one again
    await hold(chat, ana, 5, 6)
    with pytest.raises(accounts.OverBudget):
        await hold(chat, ana, 7)


@pytest.mark.parametrize("number", [0, -1, 10**7, "many", "", None, "1.5", "²", "--5"])
async def test_an_invalid_number_is_an_error(chat: Chat, ada: Someone, number: object):
    """As sent by a client that does not validate numbers."""
    await ada.command("credits")
    for verb in ("grant_credits", "ask_credits"):
        reply = await ada.forge(verb, {}, {"credits": number, "reason": "why"})
        assert "Type a number from 1 to 1,000,000." in reply, verb
    own = await account(chat, ada)
    assert own.balance == 100
    async with chat.bot.context.store.read() as db:
        assert await requests.waiting(db, own.workspace_id) == []


async def test_an_admin_sets_the_allowance_the_day_and_the_zone(chat: Chat, ada: Someone):
    await ada.command("credits")
    await ada.press("Allowance and reset")
    offered = await ada.suggest("zone", "new yo")
    assert offered == ["New York time"]
    seen = await ada.submit(allowance=500, day=31, zone="America/New_York")
    assert "The next reset is on Thursday 31 December 2026, 00:00 (New York time)" in seen
    own = await account(chat, ada)
    assert (own.allowance, own.reset_day, own.time_zone, own.balance) == (500, 31, "America/New_York", 100)
    assert own.next_reset_at == datetime(2026, 12, 31, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"allowance": 500, "day": 32, "zone": ""}, "Type a day from 1 to 31."),
        ({"allowance": -1, "day": 1, "zone": ""}, "Type a number from 0 to 1,000,000."),
        ({"allowance": 500, "day": 3, "zone": "Atlantis"}, "I can't find a time zone called “Atlantis”."),
        ({"allowance": 500, "day": 3, "zone": "Europe"}, "Which time zone?"),
    ],
)
async def test_invalid_terms_are_an_error(chat: Chat, ada: Someone, typed: dict[str, object], error: str):
    await ada.command("credits")
    assert error in await ada.forge("change_credit_terms", {}, typed)
    assert (await account(chat, ada)).allowance == 100


async def test_a_budget_is_set_changed_and_removed(chat: Chat, ana: Someone, ada: Someone):
    await ada.command("credits")
    await ada.press("Set a budget")
    assert await ada.suggest("member", "ana") == [await display_name(ana)]
    seen = await ada.submit(member=await display_name(ana), credits=2)
    assert f"{await display_name(ana)} now has a budget of 2 credits a month." in seen
    await hold(chat, ana, 1)
    assert "Your budget: 1 of 2 spent" in await ana.command("credits")
    await hold(chat, ana, 2)
    with pytest.raises(accounts.OverBudget):
        await hold(chat, ana, 3)
    seen = await ana.press("Ask for credits")
    assert "Your budget of 2 credits is spent." in seen
    await ana.submit(credits=5, reason="one more week")
    await deliver_notifications(chat)
    assert "Their budget: 2 of 2 spent" in ada.card()
    await ada.press("Change budget")
    seen = await ada.submit(credits="")
    assert f"{await display_name(ana)} now has no budget." in seen
    await hold(chat, ana, 3)


async def test_admins_are_notified_once_that_credits_run_out(chat: Chat, ana: Someone, ada: Someone):
    before = len(ada.cards())
    for invitation, each, messages in (
        (1, 79, []),
        (2, 1, ["20 of 100 credits are left."]),
        (3, 5, []),
        (4, 15, ["All credits are used up."]),
    ):
        await hold(chat, ana, invitation, each=each)
        await deliver_notifications(chat)
        seen = ada.cards()[before:]
        assert len(seen) == len(messages)
        assert all(words in card for words, card in zip(messages, seen, strict=True))
        before += len(messages)
    here = (await ana.member()).workspace_id
    async with chat.bot.context.store.write() as db:
        await accounts.release(db, here, 2, "cancelled", chat.clock())
    await hold(chat, ana, 5)
    await deliver_notifications(chat)
    assert len(ada.cards()) == before
    assert "No credits are left." in await ana.command("credits")
