"""Contacting one person: write, preview exactly what they will read, send once, pay once, unlock the contact
details."""

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select

from store import jobs
from store.credits import accounts
from store.outreach import do_not_contact, suppressions, templates
from store.roles import Role
from store.tables.core import Job
from store.tables.outreach import CreditEntry, Invitation, Mail
from tests.chat.base import Chat, Screen, Someone
from tests.flows.looking import names, profile_id

TYPED = {"kind": "connect", "subject": "Nights in Boston", "text": "Hi Grace, a word?"}


async def open_form(who: Someone, name: str = "Grace Hopper") -> Screen:
    """Opens the form for one person, from their row in the results."""
    await who.search(name)
    return await who.press("Contact", near=name)


async def preview(who: Someone, name: str = "Grace Hopper", **typed: Any) -> Screen:
    await open_form(who, name)
    return await who.submit(**{**TYPED, **typed})


async def contact(who: Someone, name: str = "Grace Hopper", **typed: Any) -> Screen:
    await preview(who, name, **typed)
    return await who.submit()


async def balance(chat: Chat, who: Someone) -> int:
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        return (await accounts.spendable(db, me)).balance


async def set_balance(chat: Chat, who: Someone, wanted: int) -> None:
    """Spends or grants credits until the balance is `wanted`."""
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        own = await accounts.account(db, me.workspace_id, chat.clock())
        own.balance, own.allowance = wanted, wanted
        await db.flush()


async def sent(chat: Chat) -> list[Invitation]:
    """All invitations that were submitted, in order."""
    async with chat.bot.context.store.read() as db:
        queued = select(Invitation).where(Invitation.state != "draft").order_by(col(Invitation.id))
        return list(await db.exec(queued))


async def holds(chat: Chat) -> list[CreditEntry]:
    async with chat.bot.context.store.read() as db:
        return list(await db.exec(select(CreditEntry).where(CreditEntry.kind == "hold")))


async def test_a_job_that_does_not_fit_is_a_warning(chat: Chat, ana: Someone):
    seen = await preview(ana, job="Software Engineer")
    assert "Grace Hopper is a Registered Nurse in Boston, MA; the job is Software Engineer in Denver, CO." in seen
    assert "Contact anyway" in seen.buttons
    await ana.press("Back")
    seen = await ana.submit(job="Registered Nurse")
    assert "right job" not in seen
    assert "Send message" in seen.buttons
    await ana.submit()
    assert len(await sent(chat)) == 1


async def test_what_is_previewed_is_sent_and_unlocks(chat: Chat, ana: Someone):
    form = await open_form(ana)
    assert form.form
    assert "Grace Hopper" in form
    seen = await ana.submit(**TYPED)
    assert "Hi Grace, a word?" in seen
    assert "Nights in Boston" in seen
    assert "Northwind, 1 Main Street" in seen
    assert "grace1@example.com" not in seen
    before = await balance(chat, ana)
    assert f"balance afterwards: {before - 1}" in seen
    assert not await sent(chat)

    await ana.submit()
    assert "grace1@example.com" in ana.card()
    assert "+1 202 555 0101" in ana.card()
    assert await names(chat, ana, "unlocked") == {"Grace Hopper"}
    assert await balance(chat, ana) == before - 1
    [invitation] = await sent(chat)
    assert (invitation.subject, invitation.address) == ("Nights in Boston", "grace1@example.com")
    assert invitation.text == "Hi Grace, a word?"


async def test_contact_details_are_not_shown_before_sending(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await ana.press("View", near="Grace Hopper")
    await ana.press("☆ Star")
    await preview(ana)
    assert "grace1@example.com" not in ana.everything()
    assert "555 0101" not in ana.everything()


async def test_the_team_sees_who_was_contacted_and_how_to_reach_them(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await contact(ana)
    await diego.search("Grace Hopper")
    assert "Contacted by Ana" in diego.card()
    assert "grace1@example.com" not in diego.card()
    await diego.press("View", near="Grace Hopper")
    assert "grace1@example.com" in diego.card()
    assert "Invited to connect" in diego.card()
    await diego.command("candidates")
    await diego.press("Unlocked (1)")
    assert "Grace Hopper" in diego.card()
    assert "grace1@example.com" in diego.card()


async def test_a_second_press_sends_and_pays_nothing_more(chat: Chat, ana: Someone):
    await preview(ana)
    before = await balance(chat, ana)
    await asyncio.gather(ana.submit(), ana.repeat(3), return_exceptions=True)
    await ana.repeat(2)
    assert len(await sent(chat)) == len(await holds(chat)) == 1
    assert await balance(chat, ana) == before - 1


async def test_back_keeps_everything(chat: Chat, ana: Someone):
    await preview(ana)
    back = await ana.press("Back")
    assert back.form
    seen = await ana.submit()
    assert "Hi Grace, a word?" in seen
    assert "Nights in Boston" in seen


async def test_an_error_is_shown_at_its_input_and_loses_nothing(chat: Chat, ana: Someone):
    seen = await preview(ana, text="Hi Grace,\n\n{{ candidate.first_name }}, I like your work.")
    assert "Line 3: “{{” can't be used in a message." in seen
    seen = await ana.submit(text="Hi Grace, I like your work.")
    assert "Hi Grace, I like your work." in seen
    assert "Nights in Boston" in seen


async def test_a_mark_is_never_sent(chat: Chat, ana: Someone):
    seen = await preview(ana, text="Hi Grace,\nabout {job title}?")
    assert "Line 2: replace {job title} with the actual words." in seen
    assert not await sent(chat)


async def test_what_was_typed_is_offered_again(chat: Chat, ana: Someone):
    await preview(ana)
    await ana.cancel()
    form = await open_form(ana)
    assert "This is your unsent draft" in form
    seen = await ana.submit()
    assert "Hi Grace, a word?" in seen
    await ana.press("Back")
    await ana.cancel()
    await open_form(ana)
    fresh = await ana.press("Start over")
    assert "This is your unsent draft" not in fresh
    assert "Hi Grace, a word?" not in await ana.submit()


async def test_an_invitation_to_apply_needs_a_job(chat: Chat, ana: Someone):
    seen = await preview(ana, kind="apply")
    assert "needs a job" in seen
    seen = await ana.submit(job="Registered Nurse")
    assert "Job: Registered Nurse" in seen
    await ana.submit()
    [invitation] = await sent(chat)
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        job = await jobs.get(db, me.workspace_id, invitation.job_id or 0)
    assert (invitation.kind, job.title) == ("apply", "Registered Nurse")


async def test_a_new_job_can_be_entered_in_the_form(chat: Chat, ana: Someone):
    await open_form(ana)
    form = await ana.press("New job", **TYPED)
    assert "New job: title" in form.inputs
    seen = await ana.submit(new_title="Night Nurse", new_link="somewhere")
    assert "https://" in seen
    seen = await ana.submit(new_link="https://jobs.example.com/1", text="Night Nurse, Grace?")
    assert "Night Nurse, Grace?" in seen
    await ana.press("Back")
    await ana.submit()
    await ana.submit()
    async with chat.bot.context.store.read() as db:
        made = list(await db.exec(select(Job).where(Job.title == "Night Nurse")))
    assert [job.apply_url for job in made] == ["https://jobs.example.com/1"]
    assert (await sent(chat))[0].job_id == made[0].id


async def test_a_closed_job_is_refused(chat: Chat, ana: Someone):
    await open_form(ana)
    assert "Closed Role" not in await ana.suggest("job", "closed")
    async with chat.bot.context.store.read() as db:
        [closed] = list(await db.exec(select(Job).where(Job.title == "Closed Role")))
    draft = await _draft_of(chat, ana)
    typed = {**TYPED, "job": str(closed.id)}
    reply = await ana.forge("review_invitation", {"invitation_id": draft.id}, typed)
    assert "Closed Role is closed" in reply


async def test_a_text_is_saved_as_a_template_and_used_again(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    assert "Saved as template “Nights”" in await ana.submit(template_name="Nights")
    await ana.submit()
    await open_form(ana, "Mary Seacole")
    await ana.press("Use template", template="Nights")
    assert "Hi Mary, a word?" in await ana.submit()
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        assert [row.template.name for row in await templates.usable(db, me, 10)] == ["Nights"]


async def test_it_goes_out_at_the_chosen_time(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    seen = await ana.submit(send_on="2026-11-22", send_at="09:30")
    assert "passed" in seen
    seen = await ana.submit(send_on="2026-11-25", send_at="09:30")
    assert "Wed 25 Nov at 09:30 (UTC)" in seen
    before = await balance(chat, ana)
    await ana.submit()
    assert "Goes out Wed 25 Nov at 09:30" in ana.card()
    assert "grace1@example.com" not in ana.card()
    assert await balance(chat, ana) == before - 1
    async with chat.bot.context.store.read() as db:
        [mail] = await db.exec(select(Mail))
    assert (mail.state, f"{mail.due_at:%d %H:%M}") == ("queued", "25 09:30")


@pytest.mark.parametrize("bar", ["opted_out", "company", "domain", "credits"])
async def test_a_blocked_contact_is_explained_and_cannot_be_sent(chat: Chat, ana: Someone, bar: str):
    ada = await chat.person("Sam", Role.ADMIN)
    me, admin, now = await ana.member(), await ada.member(), chat.clock()
    await open_form(ana)
    async with chat.bot.context.store.write() as db:
        match bar:
            case "opted_out":
                key = chat.bot.context.outreach.hash_key
                await suppressions.suppress(db, me.workspace_id, "Grace1@Example.com", "opted_out", key, now)
            case "company":
                await do_not_contact.add(db, admin, "Harbor Clinic", now, kind="company")
            case "domain":
                await do_not_contact.add(db, admin, "example.com", now)
            case _:
                pass
    if bar == "credits":
        await set_balance(chat, ana, 0)
    seen = await ana.submit(**TYPED)
    assert "Send message" not in seen.buttons
    assert {"opted_out": "asked", "company": "Harbor Clinic", "domain": "example.com", "credits": "credits"}[
        bar
    ] in seen
    assert ("Ask for credits" in seen.buttons) == (bar == "credits")
    invitation = (await _draft_of(chat, ana)).id
    await ana.forge("send_invitation", {"invitation_id": invitation, "digest": (await _draft_of(chat, ana)).digest})
    assert not await sent(chat)
    assert not await holds(chat)


async def _draft_of(chat: Chat, who: Someone) -> Invitation:
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        [found] = await db.exec(select(Invitation).where(Invitation.member_id == me.id, Invitation.state == "draft"))
    return found


async def test_a_teammates_ownership_is_a_warning_that_is_recorded(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await contact(diego)
    seen = await preview(ana)
    assert "Diego" in seen
    await ana.submit()
    assert [each.overridden_warnings != "" for each in await sent(chat)] == [False, True]


async def test_of_two_concurrent_sends_one_wins_and_the_other_is_notified(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await preview(ana)
    await preview(diego)
    await asyncio.gather(ana.submit(), diego.submit())
    assert len(await sent(chat)) == 1
    notified = [screen for screen in (ana.screen(), diego.screen()) if "Nothing was sent" in screen]
    assert len(notified) == 1


async def test_an_old_preview_shows_what_changed(chat: Chat, ana: Someone):
    await preview(ana)
    await set_balance(chat, ana, 7)
    seen = await ana.submit()
    assert "The balance is now 7 credits" in seen
    assert not await sent(chat)
    await ana.submit()
    assert len(await sent(chat)) == 1


async def test_another_workspaces_invitation_is_gone(chat: Chat, ana: Someone):
    await ana.command()
    seen = await ana.forge("send_invitation", {"invitation_id": 99999, "digest": "x"})
    assert "no longer" in seen
    diego = await chat.person("Diego", Role.RECRUITER)
    await preview(ana)
    draft = await _draft_of(chat, ana)
    await diego.command()
    await diego.forge("send_invitation", {"invitation_id": draft.id, "digest": draft.digest})
    await diego.forge("edit_invitation", {"invitation_id": draft.id})
    assert "a word?" not in diego.everything()
    assert not await sent(chat)


async def test_a_reviewer_contacts_nobody(chat: Chat, ana: Someone):
    maya = await chat.person("Maya", Role.REVIEWER)
    await maya.command()
    await maya.forge("contact", {"profile_id": await profile_id(chat, "Grace Hopper")})
    assert not maya.screen().form
    async with chat.bot.context.store.read() as db:
        assert not list(await db.exec(select(Invitation)))


async def test_a_teammates_cards_are_redrawn(chat: Chat, ana: Someone):
    """A teammate's results and Unlocked tab update without a press."""
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.search("Grace Hopper")
    assert "Contacted by" not in diego.card()
    await contact(ana)
    async with asyncio.timeout(20):  # Teams is answered first; other cards are redrawn afterwards
        while "Contacted by Ana" not in diego.card():
            await asyncio.sleep(0.02)
    assert "grace1@example.com" not in diego.card()
