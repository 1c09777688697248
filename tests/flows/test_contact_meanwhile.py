"""Changes between the preview and *Send*: the server checks again, sends nothing, charges nothing, and says why. For
one person and for several."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from store import jobs
from store.credits import accounts, terms
from store.mailbox import sender_profiles
from store.outreach import do_not_contact, suppressions
from store.roles import Role
from store.tables.core import Job
from store.tables.outreach import Mail
from tests.chat.base import Chat, Someone, add_people
from tests.flows.looking import names
from tests.flows.test_contact import TYPED, balance, contact, holds, open_form, preview, sent, set_balance
from tests.flows.test_contact_several import choose
from tests.flows.test_contact_several import preview as preview_several
from tests.people import GRACE, nurse

Change = Callable[[Chat, Someone], Awaitable[None]]


async def opts_out(chat: Chat, who: Someone) -> None:
    await _suppress(chat, who, "opted_out")


async def is_erased(chat: Chat, who: Someone) -> None:
    await _suppress(chat, who, "erased")


async def _suppress(chat: Chat, who: Someone, why: suppressions.Why) -> None:
    me, key = await who.member(), chat.bot.context.outreach.hash_key
    async with chat.bot.context.store.write() as db:
        await suppressions.suppress(db, me.workspace_id, "grace1@example.com", why, key, chat.clock())


async def bounced(chat: Chat, who: Someone) -> None:
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        await suppressions.mark_bad(db, me.workspace_id, "grace1@example.com", "no such mailbox", chat.clock())


async def employer_is_listed(chat: Chat, who: Someone) -> None:
    sam = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        await do_not_contact.add(db, sam, "Harbor Clinic", chat.clock(), kind="company")


async def job_closes(chat: Chat, who: Someone) -> None:
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        [job] = await db.exec(select(Job).where(Job.title == "Registered Nurse"))
        closed = jobs.SourceJob(job.external_id, jobs.JobDetails(title=job.title), "closed", chat.clock())
        await jobs.keep_many(db, me.workspace_id, job.source, [closed])


async def credits_are_gone(chat: Chat, who: Someone) -> None:
    await set_balance(chat, who, 0)


async def budget_is_lowered(chat: Chat, who: Someone) -> None:
    sam, me = await (await chat.person("Sam", Role.ADMIN)).member(), await who.member()
    async with chat.bot.context.store.write() as db:
        await terms.set_budget(db, sam, me.id, 0, chat.clock())


async def becomes_a_reviewer(chat: Chat, who: Someone) -> None:
    await chat.person(who.name, Role.REVIEWER)


FORBID: dict[str, tuple[Change, str]] = {
    "opted out": (opts_out, "asked not to be contacted"),
    "erased": (is_erased, "asked to be forgotten"),
    "bounced": (bounced, "the last message bounced"),
    "do not contact": (employer_is_listed, "list includes Harbor Clinic"),
    "job closed": (job_closes, "Registered Nurse is closed"),
    "no credits": (credits_are_gone, "credits"),
    "over the budget": (budget_is_lowered, "budget"),
    "a reviewer now": (becomes_a_reviewer, "Reviewers cannot search"),
}
every_bar = pytest.mark.parametrize(("change", "why"), FORBID.values(), ids=FORBID)


async def nothing_was_sent(chat: Chat) -> None:
    async with chat.bot.context.store.read() as db:
        assert not list(await db.exec(select(Mail)))
    assert not await sent(chat)
    assert not await holds(chat)


@every_bar
async def test_a_change_that_blocks_sending(chat: Chat, ana: Someone, change: Change, why: str):
    await preview(ana, job="Registered Nurse")
    before = await balance(chat, ana)
    await change(chat, ana)
    seen = await ana.submit()
    assert why in seen
    assert "Send message" not in seen.buttons
    await nothing_was_sent(chat)
    assert await balance(chat, ana) == (0 if change is credits_are_gone else before)
    assert "grace1@example.com" not in ana.everything()
    assert await names(chat, ana, "unlocked") == set()
    if change is not becomes_a_reviewer:
        assert "Nothing was sent" in seen
        await ana.submit()  # the only primary button is Back
        assert ana.screen().form
        await nothing_was_sent(chat)


@every_bar
async def test_a_change_that_blocks_one_of_several(chat: Chat, ana: Someone, change: Change, why: str):
    await preview_several(ana, job="Registered Nurse")
    await change(chat, ana)
    seen = await ana.submit()
    await nothing_was_sent(chat)
    assert why in seen
    if change is not becomes_a_reviewer:
        assert "Nothing was sent" in seen
    one_only = change in (opts_out, is_erased, bounced)
    assert ("Contact anyway" in seen.buttons) == one_only
    if one_only:
        await ana.submit()
        assert {each.address for each in await sent(chat)} == {"edith5@example.com", "dorothea7@example.com"}


async def test_a_lowered_allowance_applies_from_the_next_reset(chat: Chat, ana: Someone):
    """This month's credits remain, so the previewed message is sent."""
    await preview(ana)
    sam = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        own = await accounts.account(db, sam.workspace_id, chat.clock())
        await terms.set_terms(db, sam, 0, own.reset_day, "", chat.clock())
    await ana.submit()
    assert len(await sent(chat)) == 1


async def test_a_profile_merged_with_a_contacted_person_gets_a_warning(chat: Chat, ana: Someone):
    """The same address under another name: contacting her merges the two profiles into one candidate."""
    diego = await chat.person("Diego", Role.RECRUITER)
    await add_people(chat.bot, [{**nurse(60, "Gracie Murray"), "emails": GRACE["emails"]}])
    await preview(ana)
    await contact(diego, "Gracie Murray")
    seen = await ana.submit()
    assert "Nothing was sent" in seen
    assert "Diego" in seen
    assert "Contact anyway" in seen.buttons
    assert len(await sent(chat)) == 1


async def test_a_changed_signature_is_shown_before_sending(chat: Chat, ana: Someone):
    await preview(ana)
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        await sender_profiles.update(db, me, {"title": "Head of Nursing"}, chat.clock())
    seen = await ana.submit()
    assert "Nothing was sent" in seen
    assert "Head of Nursing" in seen
    await nothing_was_sent(chat)
    await ana.submit()
    assert len(await sent(chat)) == 1


async def test_a_changed_job_is_shown_before_sending(chat: Chat, ana: Someone):
    me = await ana.member()
    await preview(ana, job="Registered Nurse", kind="apply")
    async with chat.bot.context.store.write() as db:
        [job] = await db.exec(select(Job).where(Job.title == "Registered Nurse"))
        words = jobs.JobDetails(title="Head Nurse", apply_url="https://jobs.example.com/head")
        later = chat.clock() + timedelta(minutes=1)
        await jobs.keep_many(db, me.workspace_id, job.source, [jobs.SourceJob(job.external_id, words, "open", later)])
    seen = await ana.submit()
    assert "Nothing was sent. The job changed." in seen
    assert "Job: Head Nurse" in seen
    await nothing_was_sent(chat)
    await ana.submit()
    assert len(await sent(chat)) == 1


async def test_a_missing_fact_reopens_the_form(chat: Chat, ana: Someone):
    await choose(ana, ["Grace Hopper"])
    await ana.submit(**{**TYPED, "text": "{first name}, how is {company}?"})
    await add_people(chat.bot, [{**GRACE, "experience": []}])
    seen = await ana.submit()
    assert "{company} is empty." in seen
    assert "Message" in seen.inputs
    await nothing_was_sent(chat)
    seen = await ana.submit(text="{first name}, how are you?")
    assert "Grace, how are you?" in seen


async def test_a_job_that_was_closed_costs_nothing_typed(chat: Chat, ana: Someone):
    """The job is closed while the form is open: the field shows an error, and the text stays."""
    await preview(ana, job="Registered Nurse")
    await ana.press("Back")
    await job_closes(chat, ana)
    seen = await ana.submit(text="Hello Grace, still nights?")
    assert "closed" in seen
    seen = await ana.submit(job="Software Engineer")
    assert "Hello Grace, still nights?" in seen
    assert "Job: Software Engineer" in seen


async def test_an_invitation_whose_time_passed_during_the_preview_is_sent_now(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    await ana.submit(send_on="2026-11-24", send_at="09:30")
    chat.clock.at += timedelta(days=2)
    await ana.submit()
    assert [each.send_at for each in await sent(chat)] == [None]
    assert await names(chat, ana, "unlocked") == {"Grace Hopper"}
