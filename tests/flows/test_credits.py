"""PRODUCT.md, Credits: the card, asking and granting, allowance, budgets, the file; who may do what."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import credit_requests, credit_terms, credits, members, notices, workspaces
from store.db import statements
from store.outreach_tables import CreditAccount
from store.roles import Role
from tests.chat.base import Chat, Clock, Screen, Someone, let_in
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.flows.conftest import recruiting

OPENED = {"slack": slack_chat, "teams": teams_chat}
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


async def hold(chat: Chat, who: Someone, *invitations: int, each: int = 1) -> None:
    me = await who.member()
    async with chat.bot.room.store.write() as db:
        for id in invitations:
            await credits.hold(db, me, id, each, chat.clock())


async def called(who: Someone) -> str:
    """What the bot calls them."""
    return (await who.member()).name


async def credits_of(chat: Chat, workspace_id: int) -> CreditAccount | None:
    async with chat.bot.room.store.read() as db:
        return await credits.look(db, workspace_id)


async def account(chat: Chat, who: Someone) -> CreditAccount:
    me = await who.member()
    async with chat.bot.room.store.write() as db:
        return await credits.account(db, me.workspace_id, chat.clock())


async def test_a_new_workspace_has_a_month_s_allowance_and_says_when_it_is_reset(ana: Someone):
    seen = await ana.command("credits")
    assert "Balance: 100 · 100 a month" in seen
    assert f"Next reset: {MIDNIGHT}" in seen
    assert "Nobody used any." in seen
    assert "Ask for credits" in seen.buttons
    assert not {"Grant credits", "Allowance and reset", "Set a budget"} & set(seen.buttons)


async def test_the_card_tells_who_used_what_for_whom(chat: Chat, ana: Someone, ada: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    await hold(chat, ana, 1, 2)
    await hold(chat, diego, 3, each=4)
    here = (await ana.member()).workspace_id
    async with chat.bot.room.store.write() as db:
        await credits.settle(db, here, 1, chat.clock())
        await credits.release(db, here, 2, "the job was closed", chat.clock())
    seen = await ana.command("credits")
    for words in (
        "Balance: 95",
        "Held: 4 for invitations",
        "Used since 1 November",
        f"{await called(ana)}: 1",
        f"{await called(diego)}: 4",
        f"−4 {await called(diego)} · today",
        f"+1 given back to {await called(ana)}: the job was closed · today",
        "Credits used in the last 14 days",
    ):
        assert words in seen, (words, seen.text)
    assert "Change budget" not in seen.buttons
    assert "Set budget" in (await ada.command("credits")).buttons


async def asked(ana: Someone) -> Screen:
    await ana.command("credits")
    form = await ana.press("Ask for credits")
    assert form.form
    return await ana.submit(credits=20, reason="night shift")


async def test_who_asks_for_credits_is_granted_some_and_told(chat: Chat, ana: Someone, ada: Someone):
    assert "The admins were asked" in await asked(ana)
    card = ada.card()
    assert f"{await called(ana)} asks for 20 credits" in card
    assert "night shift" in card
    await ada.press("Grant")
    seen = await ada.submit(credits=15, reason="only so many")
    assert f"15 credits granted for {await called(ana)} by {await called(ada)}." in ada.card()
    assert not seen.form
    assert f"{await called(ada)} granted 15 credits: the balance is 115." in ana.card()
    assert "only so many" in ana.card()
    assert (await account(chat, ana)).balance == 115


async def test_a_request_is_made_once_until_somebody_answers(chat: Chat, ana: Someone, ada: Someone):
    await asked(ana)
    before = len(ada.cards())
    assert "You have asked already" in await asked(ana)
    assert len(ada.cards()) == before
    await ada.press("No")
    assert f"{await called(ada)} granted {await called(ana)} no credits." in ada.card()
    assert f"{await called(ada)} said no to your request for 20 credits." in ana.card()
    assert "The admins were asked" in await asked(ana)
    assert (await account(chat, ana)).balance == 100


async def test_of_two_admins_the_first_answer_counts(chat: Chat, ana: Someone, ada: Someone):
    olu = await chat.person("Lee", Role.ADMIN)
    await olu.command()
    await asked(ana)
    await ada.press("Grant")
    await olu.press("Grant")
    await asyncio.gather(ada.submit(credits=10, reason="yes"), olu.submit(credits=30, reason="yes"))
    texts = sorted([ada.card().text, olu.card().text], key=lambda text: "answered this before" in text)
    assert ["answered this before" in text for text in texts] == [False, True]
    granted = (await account(chat, ana)).balance - 100
    assert granted in (10, 30)
    words = f"{granted} credits granted for {await called(ana)}"
    assert all(words in text for text in texts)
    assert sum("granted" in card.text for card in ana.cards()) == 1
    late = await olu.forge("grant_credits_form", {"request_id": 1})
    assert "answered this before" in late


async def test_a_grant_that_is_sent_twice_is_granted_once(chat: Chat, ada: Someone):
    await ada.command("credits")
    await ada.press("Grant credits")
    await ada.submit(credits=25, reason="a big role")
    await ada.repeat(3)
    assert (await account(chat, ada)).balance == 125
    assert f"+25 granted by {await called(ada)}: a big role · today" in await ada.command("credits")
    for _ in range(2):  # two presses that the platform takes for two
        await ada.forge("grant_credits", {"once": "same"}, {"credits": 5, "reason": "again"})
    assert (await account(chat, ada)).balance == 130


async def test_a_grant_without_a_reason_keeps_what_was_typed(chat: Chat, ada: Someone):
    await ada.command("credits")
    await ada.press("Grant credits")
    seen = await ada.submit(credits=7, reason=" ")
    assert seen.form
    assert "Say what the credits are for." in seen
    await ada.submit(credits=7, reason="two more")
    assert (await account(chat, ada)).balance == 107


@pytest.mark.parametrize("number", [0, -1, 10**7, "many", "", None, "1.5", "²", "--5"])
async def test_a_number_that_cannot_be_is_asked_for_again(chat: Chat, ada: Someone, number: object):
    """As a client sends it that does not check numbers itself."""
    await ada.command("credits")
    for verb in ("grant_credits", "ask_credits"):
        said = await ada.forge(verb, {}, {"credits": number, "reason": "why"})
        assert "Type a number from 1 to 1,000,000." in said, verb
    own = await account(chat, ada)
    assert own.balance == 100
    async with chat.bot.room.store.read() as db:
        assert await credit_requests.waiting(db, own.workspace_id) == []


async def test_an_admin_sets_the_allowance_the_day_and_the_zone(chat: Chat, ada: Someone):
    await ada.command("credits")
    await ada.press("Allowance and reset")
    offered = await ada.suggest("zone", "new yo")
    assert offered == ["America/New_York"]
    seen = await ada.submit(allowance=500, day=31, zone="America/New_York")
    assert "The next reset is on Thursday 31 December 2026, 00:00 (America/New_York)" in seen
    own = await account(chat, ada)
    assert (own.allowance, own.reset_day, own.time_zone, own.balance) == (500, 31, "America/New_York", 100)
    assert own.next_reset_at == datetime(2026, 12, 31, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"allowance": 500, "day": 32, "zone": ""}, "Type a day from 1 to 31."),
        ({"allowance": -1, "day": 1, "zone": ""}, "Type a number from 0 to 1,000,000."),
        ({"allowance": 500, "day": 3, "zone": "Atlantis"}, "I know no time zone “Atlantis”."),
        ({"allowance": 500, "day": 3, "zone": "Europe"}, "Which time zone?"),
    ],
)
async def test_terms_that_cannot_be_are_asked_for_again(chat: Chat, ada: Someone, typed: dict[str, object], said: str):
    await ada.command("credits")
    assert said in await ada.forge("change_credit_terms", {}, typed)
    assert (await account(chat, ada)).allowance == 100


async def test_a_budget_is_set_changed_and_taken_away(chat: Chat, ana: Someone, ada: Someone):
    await ada.command("credits")
    await ada.press("Set a budget")
    assert await ada.suggest("member", "ana") == [await called(ana)]
    seen = await ada.submit(member=await called(ana), credits=2)
    assert f"{await called(ana)} has a budget of 2 credits a month now." in seen
    await hold(chat, ana, 1)
    assert "Your budget: 1 of 2 spent" in await ana.command("credits")
    await hold(chat, ana, 2)
    with pytest.raises(credits.OverBudget):
        await hold(chat, ana, 3)
    seen = await ana.press("Ask for credits")
    assert "Your budget of 2 credits is spent." in seen
    await ana.submit(credits=5, reason="one more week")
    assert "Their budget: 2 of 2 spent" in ada.card()
    await ada.press("Change budget")
    seen = await ada.submit(credits="")
    assert f"{await called(ana)} has no budget now." in seen
    await hold(chat, ana, 3)


async def test_admins_read_that_credits_run_out(chat: Chat, ana: Someone, ada: Someone):
    await hold(chat, ana, 1, each=85)
    await hold(chat, ana, 2, each=15)
    async with chat.bot.room.store.write() as db:
        due = await notices.claim(db, chat.clock() + timedelta(hours=1), 50)
    mine = [each for each in due if each.member_id == (await ada.member()).id and each.verb == "credits_low"]
    assert sorted(each.args["level"] for each in mine) == [0, 20]
    said = await ada.forge("credits_low", {"level": 0})
    assert "The credits are used up: no credits are left." in said
    assert "No credits are left." in await ana.command("credits")


ADMINS_ONLY = (
    ("grant_credits", {"once": "x"}, {"credits": 50, "reason": "mine"}),
    ("grant_credits", {"request_id": 1}, {"credits": 50, "reason": "mine"}),
    ("grant_credits_form", {}, None),
    ("grant_credits_form", {"request_id": 1}, None),
    ("refuse_credits", {"request_id": 1}, None),
    ("credit_request", {"request_id": 1}, None),
    ("credits_low", {}, None),
    ("credit_terms_form", {}, None),
    ("change_credit_terms", {}, {"allowance": 9999, "day": 1, "zone": ""}),
    ("credit_budget_form", {}, None),
    ("change_credit_budget", {"member_id": 1}, {"credits": 0}),
)


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER, None])
async def test_who_is_no_admin_changes_nothing_by_forged_presses(chat: Chat, ana: Someone, role: Role | None):
    await asked(ana)
    eve = await chat.person("Maya", role)
    await eve.command()
    for verb, args, typed in ADMINS_ONLY:
        said = await eve.forge(verb, args, typed)
        assert "night shift" not in said, verb
    own, me = await account(chat, ana), await ana.member()
    assert (own.balance, own.allowance) == (100, 100)
    async with chat.bot.room.store.read() as db:
        assert len(await credit_requests.waiting(db, own.workspace_id)) == 1
        assert (await credits.spendable(db, me)).budget is None


@pytest.mark.parametrize("role", [Role.REVIEWER, None])
async def test_only_who_may_contact_people_sees_credits(chat: Chat, role: Role | None):
    eve = await chat.person("Maya", role)
    seen = await eve.command("credits")
    assert "Balance" not in seen
    for verb, typed in (("ask_credits", {"credits": 5, "reason": ""}), ("export_credits", None)):
        await eve.forge(verb, {}, typed)
    here = (await eve.member()).workspace_id
    async with chat.bot.room.store.read() as db:
        assert await credit_requests.waiting(db, here) == []
    assert await credits_of(chat, here) is None


async def test_another_workspace_s_request_is_nobody_s_here(chat: Chat, ada: Someone):
    await let_in(chat.bot, chat.platform, "T0RIVAL", "U0RIVAL", Role.ADMIN, "Rita Rival")
    async with chat.bot.room.store.write() as db:
        theirs = await workspaces.meet(db, chat.platform, "T0RIVAL")
        rita = await members.find(db, theirs.id, "U0RIVAL")
        assert rita is not None
        request, _ = await credit_requests.ask(db, rita, 7, "zebulon", chat.clock())
    for verb, typed in (
        ("credit_request", None),
        ("grant_credits_form", None),
        ("grant_credits", {"credits": 5, "reason": "x"}),
        ("refuse_credits", None),
    ):
        said = await ada.forge(verb, {"request_id": request.id}, typed)
        assert "zebulon" not in said
        assert "Rita" not in said
    said = await ada.forge("change_credit_budget", {"member_id": rita.id}, {"credits": 1})
    assert "Rita" not in said
    async with chat.bot.room.store.read() as db:
        assert (await credit_requests.get(db, theirs.id, request.id)).answered_at is None
        own = await credits.look(db, theirs.id)
        assert own is not None
        assert own.balance == 100


async def test_the_file_has_every_entry_and_no_formula(chat_with_files: Chat):
    chat = chat_with_files
    ada = await chat.person("Sam", Role.ADMIN)
    await ada.command()
    me = await ada.member()
    async with chat.bot.room.store.write() as db:
        await credit_terms.grant(db, me, 20, "=HYPERLINK(1)", "grant:x", chat.clock())
        await credits.hold(db, me, 1, 3, chat.clock())
        await credits.settle(db, me.workspace_id, 1, chat.clock())
    await ada.command("credits")
    await ada.press("Export CSV")
    [(name, content)] = await ada.files()
    assert name == "credits-2026-11-23.csv"
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header[:4] == ["When", "What", "Credits", "Balance after it"]
    assert [line[1:4] for line in lines] == [
        ["settle", "0", "117"],
        ["hold", "-3", "117"],
        ["grant", "20", "120"],
        ["reset", "100", "100"],
    ]
    assert all(not cell.startswith(("=", "+", "@")) for line in lines for cell in line)
    assert lines[2][6] == "'=HYPERLINK(1)"


async def test_an_account_without_entries_has_no_file(ana: Someone):
    await ana.forge("export_credits")
    assert any("No credit was used or granted yet." in line for line in ana.told()) or (
        "No credit was used or granted yet." in ana.everything()
    )


async def test_the_card_takes_as_many_statements_in_a_long_ledger_as_in_a_new_one(chat: Chat, ada: Someone):
    await ada.command("credits")

    async def count() -> int:
        with statements() as ran:
            await ada.command("credits")
        return len([each for each in ran if "leases" not in each and "index_changes" not in each])

    await hold(chat, ada, 1)
    first = await count()
    for n, name in enumerate(("Ana", "Maya", "Diego", "Lee")):
        each = await chat.person(name, Role.RECRUITER)
        await each.command()
        await hold(chat, each, *range(20 * n + 2, 20 * n + 20))
    assert await count() == first


async def test_a_new_month_begins_while_the_bot_runs(chat: Chat, ana: Someone):
    await hold(chat, ana, 1, each=30)
    chat.clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    assert await chat.bot.jobs.begin_periods() == 1
    seen = await ana.command("credits")
    for words in ("Balance: 100", "Held: 30", "Used since 1 December", "+30 reset to 100 · today", "Nobody used any."):
        assert words in seen, words
    assert await chat.bot.jobs.begin_periods() == 0


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_months_that_passed_while_the_bot_was_down_have_begun_when_it_is_up(
    tmp_path: Path, clock: Clock, platform: str
):
    async with OPENED[platform](tmp_path, clock) as chat:
        ana = await chat.person("Ana", Role.RECRUITER)
        await ana.command()
        await hold(chat, ana, 1, each=30)
        here = (await ana.member()).workspace_id
    clock.at += timedelta(days=100)
    async with OPENED[platform](tmp_path, clock) as chat:
        own = await credits_of(chat, here)
        assert own is not None
        assert (own.period, own.balance, own.held) == ("2027-03-01", 100, 30)


async def test_credits_are_reached_from_a_misspelt_command(chat: Chat):
    ana = await recruiting(chat)
    seen = await ana.command("credit")
    assert "credits" in seen.buttons
