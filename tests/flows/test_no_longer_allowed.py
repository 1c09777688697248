"""Every press is authorised again. A former admin with rows of every kind sees and changes nothing, whatever they
press; and a recruiter cannot decide what is up to an admin or a colleague."""

import pytest

from store.roles import Role
from tests.chat.base import Chat, Someone
from tests.flows.belongings import SECRET, TABLES, Belongings, belongings, every, rows_of

ASKS = {"ask_access"}  # guests may ask for access
TYPED_JOBS = {"save_job", "close_job", "reopen_job", "delete_job"}  # any recruiter may change a job that was typed in
ADMINS = (  # tables that only admins, or only the invitation's sender, may change
    "credit_accounts", "credit_entries", "credit_budgets", "mailboxes", "secrets", "do_not_contact", "privacy_requests",
    "mails", "candidate_answers", "jobs",
)  # fmt: skip


@pytest.fixture
async def own(chat: Chat, ana: Someone) -> Belongings:
    """The rows of Ana, an admin."""
    await chat.person("Ana", Role.ADMIN)
    await ana.command()
    return await belongings(chat, await ana.member())


async def pressed(chat: Chat, who: Someone, own: Belongings, tables: tuple[str, ...], allowed: set[str] = ASKS) -> str:
    """Presses everything and returns all they were shown. Asserts that the tables are unchanged and nothing failed."""
    await who.command("start")
    before, shown = await rows_of(chat, own, tables), ""
    for verb, args, typed in every(own):
        shown += await who.forge(verb, args, typed) if verb not in allowed else ""
    assert await rows_of(chat, own, tables) == before
    assert "this reference" not in shown
    return shown


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST])
async def test_a_former_admin_sees_and_changes_nothing_of_their_own(
    chat: Chat, ana: Someone, own: Belongings, role: Role
):
    await chat.person("Ana", role)
    shown = await pressed(chat, ana, own, TABLES)
    assert SECRET not in shown.lower().replace(f"“{SECRET[:3]}”", "")


async def test_a_recruiter_cannot_decide_for_admins_or_colleagues(chat: Chat, ana: Someone, own: Belongings):
    diego = await chat.person("Diego", Role.RECRUITER)
    await pressed(chat, diego, own, ADMINS, ASKS | TYPED_JOBS)
