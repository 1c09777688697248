"""Credit permissions, whatever is sent; the CSV export; monthly resets; a constant number of SQL statements."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from store.credits import accounts, requests, terms
from store.db import statements
from store.members import members, workspaces
from store.roles import Role
from store.tables.core import Audit
from tests.chat.base import Chat, Clock, Someone, grant_role
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.flows.accounts import account, credits_of, hold, request_credits
from tests.flows.conftest import recruiting

OPENED = {"slack": slack_chat, "teams": teams_chat}


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
async def test_forged_presses_of_non_admins_change_nothing(chat: Chat, ana: Someone, role: Role | None):
    await request_credits(chat, ana)
    eve = await chat.person("Maya", role)
    await eve.command()
    for verb, args, typed in ADMINS_ONLY:
        reply = await eve.forge(verb, args, typed)
        assert "night shift" not in reply, verb
    own, me = await account(chat, ana), await ana.member()
    assert (own.balance, own.allowance) == (100, 100)
    assert "night shift" not in await eve.forge("credit_answer", {"request_id": 1})
    async with chat.bot.context.store.read() as db:
        assert len(await requests.waiting(db, own.workspace_id)) == 1
        assert (await accounts.spendable(db, me)).budget is None


@pytest.mark.parametrize("role", [Role.REVIEWER, None])
async def test_only_people_who_may_contact_see_credits(chat: Chat, role: Role | None):
    eve = await chat.person("Maya", role)
    seen = await eve.command("credits")
    assert "Balance" not in seen
    for verb, typed in (("ask_credits", {"credits": 5, "reason": ""}), ("export_credits", None)):
        await eve.forge(verb, {}, typed)
    here = (await eve.member()).workspace_id
    async with chat.bot.context.store.read() as db:
        assert await requests.waiting(db, here) == []
    assert await credits_of(chat, here) is None


async def test_only_the_requester_sees_the_admins_answer(chat: Chat, ana: Someone, ada: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    me, admin = await ana.member(), await ada.member()
    async with chat.bot.context.store.write() as db:
        request, _ = await requests.ask(db, me, 7, "night shift", chat.clock())
        await requests.answer(db, admin, request.id, 5, "zebulon", chat.clock())
    await diego.command()
    assert "zebulon" not in await diego.forge("credit_answer", {"request_id": request.id})
    await ana.command()
    assert "zebulon" in await ana.forge("credit_answer", {"request_id": request.id})


async def test_another_workspaces_request_is_out_of_reach(chat: Chat, ada: Someone):
    await grant_role(chat.bot, chat.platform, "T0RIVAL", "U0RIVAL", Role.ADMIN, "Rita Rival")
    async with chat.bot.context.store.write() as db:
        theirs = await workspaces.get_or_create(db, chat.platform, "T0RIVAL")
        rita = await members.find(db, theirs.id, "U0RIVAL")
        assert rita is not None
        request, _ = await requests.ask(db, rita, 7, "zebulon", chat.clock())
    for verb, typed in (
        ("credit_request", None),
        ("grant_credits_form", None),
        ("grant_credits", {"credits": 5, "reason": "x"}),
        ("refuse_credits", None),
    ):
        reply = await ada.forge(verb, {"request_id": request.id}, typed)
        assert "zebulon" not in reply
        assert "Rita" not in reply
    reply = await ada.forge("change_credit_budget", {"member_id": rita.id}, {"credits": 1})
    assert "Rita" not in reply
    async with chat.bot.context.store.read() as db:
        assert (await requests.get(db, theirs.id, request.id)).answered_at is None
        own = await accounts.look(db, theirs.id)
        assert own is not None
        assert own.balance == 100


async def test_the_csv_export_has_every_entry_and_no_formula(chat_with_files: Chat):
    chat = chat_with_files
    ada = await chat.person("Sam", Role.ADMIN)
    await ada.command()
    me = await ada.member()
    async with chat.bot.context.store.write() as db:
        await terms.grant(db, me, 20, "=HYPERLINK(1)", "grant:x", chat.clock())
        await accounts.hold(db, me, 1, 3, chat.clock())
        await accounts.settle(db, me.workspace_id, 1, chat.clock())
    await ada.command("credits")
    await ada.press("Export CSV")
    [(name, content)] = await ada.files()
    assert name == "credits-2026-11-23.csv"
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header[:4] == ["When", "What", "Credits", "Balance after"]
    assert [line[1:4] for line in lines] == [
        ["settle", "0", "117"],
        ["hold", "-3", "117"],
        ["grant", "20", "120"],
        ["reset", "100", "100"],
    ]
    assert all(not cell.startswith(("=", "+", "@")) for line in lines for cell in line)
    assert lines[2][6] == "'=HYPERLINK(1)"
    async with chat.bot.context.store.read() as db:
        [made] = await db.exec(select(Audit).where(Audit.action == "export"))
    assert (made.member_id, made.details) == (me.id, {"what": "credits", "count": 4})


async def test_an_account_without_entries_has_nothing_to_export(ana: Someone):
    await ana.forge("export_credits")
    assert "No credits have been used or granted yet." in ana.everything()


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


async def test_credits_are_reset_while_the_bot_runs(chat: Chat, ana: Someone):
    await hold(chat, ana, 1, each=30)
    chat.clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    assert await chat.bot.scheduler.begin_periods() == 1
    seen = await ana.command("credits")
    for words in (
        "Balance: 100",
        "Held: 30",
        "Used since 1 December",
        "+30 reset to 100 · today",
        "No one has used any.",
    ):
        assert words in seen, words
    assert await chat.bot.scheduler.begin_periods() == 0


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_missed_resets_are_made_up_for_at_the_start(tmp_path: Path, clock: Clock, platform: str):
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
