"""Contacting several people: one text, each invitation previewed in turn, one total price, all sent or none."""

import asyncio
from typing import Any

from store.outreach import suppressions
from store.roles import Role
from tests.chat.base import Chat, Screen, Someone
from tests.flows.looking import names, typed
from tests.flows.test_contact import TYPED, balance, contact, holds, sent, set_balance
from tests.flows.test_invitations_page import follows

SEVERAL = {**TYPED, "text": "Hi {first name}, a word?"}
THREE = ["Grace Hopper", "Edith Cavell", "Dorothea Dix"]


async def choose(who: Someone, people: list[str] = THREE) -> Screen:
    """Selects them in the results and opens the form."""
    await who.search("nurse")
    await who.press("Select several")
    return await who.submit(people_1=people, do="Contact")


async def preview(who: Someone, people: list[str] = THREE, **typed: Any) -> Screen:
    await choose(who, people)
    return await who.submit(**{**SEVERAL, **typed})


async def test_each_is_previewed_and_all_are_sent(chat: Chat, ana: Someone):
    form = await choose(ana)
    assert "To 3 people" in form
    before = await balance(chat, ana)
    seen = await ana.submit(**SEVERAL)
    assert f"3 messages · 3 credits · balance afterwards: {before - 3}" in seen
    assert "1 of 3: Grace Hopper" in seen
    assert "Hi Grace, a word?" in seen
    seen = await ana.press("Next ▶")
    assert "Hi Edith, a word?" in seen
    await ana.submit()
    assert "3 messages are on the way." in ana.card()
    assert "Contacted by Ana" in ana.card()
    assert sorted(each.text for each in await sent(chat)) == [
        f"Hi {n}, a word?" for n in ("Dorothea", "Edith", "Grace")
    ]
    assert await names(chat, ana, "unlocked") == set(THREE)
    assert await balance(chat, ana) == before - 3


async def test_the_current_job_is_offered_only_once_the_search_is_for_it(chat: Chat, ana: Someone):
    job = "Software Engineer"
    await ana.command("job")
    await ana.press("Select", near=job)
    form = await choose(ana)
    assert "To 3 people" in form
    assert job not in str(form.raw)
    await ana.cancel()
    await ana.search("nurse")
    await ana.press(f"Use for: {job}")
    await ana.press("Select several")
    form = await ana.submit(people_1=THREE, do="Contact")
    assert job in str(form.raw)
    seen = await ana.submit(**SEVERAL)
    assert f"None of these 3 people seems to fit {job}. Is it the right job?" in seen
    await ana.submit()
    assert {each.job_id is None for each in await sent(chat)} == {False}


async def test_a_draft_begun_without_a_job_takes_the_job_of_its_search(chat: Chat, ana: Someone):
    job = "Software Engineer"
    await ana.command("job")
    await ana.press("Select", near=job)
    await choose(ana)
    seen = await ana.submit(subject="Nights", text="Hi {first name}, a word?")
    assert job not in seen
    await ana.press("Back")
    await ana.cancel()
    await ana.press(f"Use for: {job}")
    await ana.press("Select several")
    form = await ana.submit(people_1=THREE, do="Contact")
    assert "This is your unsent draft" in form
    assert job in str(form.raw)
    seen = await ana.submit(text="Hi {first name}, about {job title}?")
    assert "Hi Grace, about Software Engineer?" in seen
    assert f"None of these 3 people seems to fit {job}. Is it the right job?" in seen
    await ana.press("Back")
    await ana.cancel()
    form = await choose(ana)  # a search for no job
    assert "about {job title}?" in typed(form)
    assert job not in str(form.raw)
    await ana.press("More options", job=job)  # chosen in the form: it stays
    await ana.cancel()
    assert job in str((await choose(ana)).raw)
    await ana.submit()
    await ana.submit()
    assert {each.job_id is None for each in await sent(chat)} == {False}


async def test_an_unchanged_draft_is_written_about_the_job(ana: Someone):
    job = "Software Engineer"
    await ana.command("job")
    await ana.press("Select", near=job)
    form = await choose(ana)
    await ana.press("More options")
    assert "about a specific opening" in typed(form)
    await ana.cancel()
    await ana.press(f"Use for: {job}")
    await ana.press("Select several")
    form = await ana.submit(people_1=THREE, do="Contact")
    assert "our {job title} position" in typed(form)
    await ana.cancel()
    await ana.search("nurse")
    await ana.press("View", near="Grace Hopper")
    await ana.press("Contact")
    form = await ana.press("More options")
    assert "about a specific opening" in typed(form)
    await ana.cancel()
    await ana.press("Back")
    await ana.press(f"Use for: {job}")
    form = await ana.press("Contact", near="Grace Hopper")
    assert "This is your unsent draft" in form
    assert "our Software Engineer position" in typed(form)


async def test_people_who_must_not_be_contacted_are_left_out_by_name(chat: Chat, ana: Someone):
    me, key = await ana.member(), chat.bot.context.outreach.hash_key
    async with chat.bot.context.store.write() as db:
        await suppressions.suppress(db, me.workspace_id, "edith5@example.com", "opted_out", key, chat.clock())
    await ana.search("nurse")
    await ana.press("Select several")
    marked = "Edith Cavell (asked not to be contacted)"
    await ana.submit(people_1=["Grace Hopper", marked, "Dorothea Dix"], do="Contact")
    seen = await ana.submit(**SEVERAL)
    assert "2 messages · 2 credits" in seen
    assert "1 person gets no message" in seen
    assert "Edith Cavell: " in seen
    await ana.submit()
    assert {each.address for each in await sent(chat)} == {"grace1@example.com", "dorothea7@example.com"}
    assert "1 person gets no message: Edith Cavell (This person asked not to be contacted again)." in ana.card()


async def test_a_person_can_be_left_out(chat: Chat, ana: Someone):
    await preview(ana)
    seen = await ana.press("Leave out")
    assert "2 messages" in seen
    assert "Grace Hopper: left out by you" in seen
    await ana.submit()
    assert await names(chat, ana, "unlocked") == {"Edith Cavell", "Dorothea Dix"}


async def test_who_does_not_fit_the_job_is_named_once(chat: Chat, ana: Someone):
    seen = await preview(ana, job="Software Engineer")
    assert "None of these 3 people seems to fit Software Engineer. Is it the right job?" in seen
    assert "is a Registered Nurse in Boston, MA; the job is Software Engineer in Denver, CO." in seen
    assert "a warning" not in seen
    await ana.press("Back")
    seen = await ana.submit(job="Registered Nurse")
    assert "1 of 3 people doesn't seem to fit Registered Nurse: Dorothea Dix." in seen
    assert "Contact anyway" in seen.buttons
    await ana.submit()
    assert len(await sent(chat)) == 3


async def test_a_missing_fact_leaves_out_only_that_person(chat: Chat, ana: Someone):
    seen = await preview(ana, text="Hello {first name}, how is {place}?")
    assert "3 messages" in seen
    await ana.press("Back")
    seen = await ana.submit(text="Hello {firstname}")
    assert "Did you mean {first name}?" in seen
    assert not await sent(chat)


async def test_too_few_credits_for_all_send_none(chat: Chat, ana: Someone):
    await set_balance(chat, ana, 2)
    seen = await preview(ana)
    assert "you can spend 2 credits" in seen
    assert "Ask for credits" in seen.buttons
    assert "Send messages" not in seen.buttons
    await ana.press("Leave out")
    await ana.submit()
    assert len(await sent(chat)) == 2
    assert await balance(chat, ana) == 0


async def test_scheduling_several_redraws_a_teammates_card(chat: Chat, ana: Someone):
    """No mail is sent, so only the press can cause the redraw."""
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.search("Edith Cavell")
    await choose(ana)
    await ana.press("More options", **TYPED)
    seen = await ana.submit(send_on="2026-11-25", send_at="09:30")
    assert "Goes out: Wed 25 Nov at 09:30 (UTC)" in seen
    await ana.submit()
    assert "3 messages go out Wed 25 Nov at 09:30 (UTC)." in ana.card()
    await follows(diego, "Message goes out", there=True)


async def test_a_second_press_sends_nothing_more(chat: Chat, ana: Someone):
    await preview(ana)
    await asyncio.gather(ana.submit(), ana.repeat(3), return_exceptions=True)
    await ana.repeat(2)
    assert len(await sent(chat)) == len(await holds(chat)) == 3
    assert "3 messages are on the way." in ana.card()


async def test_a_teammate_who_contacts_one_first_stops_all(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await preview(ana)
    await contact(diego, "Edith Cavell")
    seen = await ana.submit()
    assert "Nothing was sent" in seen
    assert "1 of them has a warning" in seen
    assert len(await sent(chat)) == 1
    await ana.submit()
    assert len(await sent(chat)) == 4


async def test_changes_since_the_preview_are_named_with_the_person(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await preview(ana)
    await set_balance(chat, ana, 9)
    seen = await ana.submit()
    assert "Nothing was sent. The balance is now 9 credits. 3 messages" in seen
    await contact(diego, "Edith Cavell")
    seen = await ana.submit()
    assert "The balance is now 8 credits." in seen
    assert "The warnings changed for Edith Cavell." in seen
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        key = chat.bot.context.outreach.hash_key
        await suppressions.suppress(db, me.workspace_id, "grace1@example.com", "opted_out", key, chat.clock())
    seen = await ana.submit()
    assert "Nothing was sent. 1 person no longer gets a message." in seen
    assert "2 messages" in seen
    assert "Grace Hopper: This person asked not to be contacted again." in seen
    assert len(await sent(chat)) == 1
    await ana.submit()
    assert len(await sent(chat)) == 3


async def test_changes_are_also_shown_while_stepping_through(chat: Chat, ana: Someone):
    """A message that changed after its preview is never sent without notice."""
    await preview(ana)
    assert "Nothing was sent" not in await ana.press("Next ▶")
    await set_balance(chat, ana, 9)
    assert "The balance is now 9 credits." in await ana.press("Next ▶")
    assert "Nothing was sent" not in await ana.press("Leave out")
    await ana.submit()
    assert len(await sent(chat)) == 2


async def test_what_was_typed_is_offered_for_the_next_selection(chat: Chat, ana: Someone):
    await preview(ana)
    await ana.cancel()
    await choose(ana, ["Mary Seacole"])
    assert "Hi Mary, a word?" in await ana.submit()


async def test_a_lost_selection_is_explained(chat: Chat, ana: Someone):
    await ana.command()
    assert "Select people again" in await ana.forge("send_several", {"digest": "x"})
    assert not await sent(chat)
