"""One person with two windows, outdated previews, every button pressed twice and all at once, and texts so long that a
platform would truncate them."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from handlers.outreach.preview import STALE_PREVIEW
from handlers.outreach.recipients import FORM, SELECTION_CHANGED, Recipients
from store.chat import form_drafts
from store.outreach import templates
from tests.chat.base import Chat, Someone
from tests.flows.looking import jobs_called, profile_id, typed
from tests.flows.test_contact import TYPED, balance, contact, holds, open_form, preview, sent
from tests.flows.test_contact_several import SEVERAL, choose
from tests.flows.test_contact_several import preview as preview_several
from tests.flows.test_contact_typed import draft_of


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


async def test_send_on_an_older_preview_shows_the_latest_and_says_so(chat: Chat, ana: Someone):
    await preview(ana)
    old = await draft_of(chat, ana)
    await ana.press("Back")
    await ana.submit(text="Hi Grace, other words.")
    args = {"invitation_id": old.id, "digest": old.digest}
    reply = await ana.forge("send_invitation", args)
    assert STALE_PREVIEW in reply
    assert "Hi Grace, other words." in reply
    assert not await sent(chat)


async def test_text_typed_in_a_second_window_is_not_lost_after_sending_in_the_first(chat: Chat, ana: Someone):
    await contact(ana)
    [first] = await sent(chat)
    words = {**TYPED, "text": "Hi Grace, one thing more."}
    reply = await ana.forge("review_invitation", {"invitation_id": first.id}, words)
    assert "Hi Grace, one thing more." in reply
    assert "Contact anyway" in reply
    reply = await ana.forge("shape_invitation", {"invitation_id": first.id, "do": "more", "shape": "m"}, words)
    assert "this reference" not in reply
    await ana.cancel() if ana.screen().form else None
    assert "one thing more" in typed(await open_form(ana))
    assert len(await sent(chat)) == len(await holds(chat)) == 1
    assert (await sent(chat))[0].text == "Hi Grace, a word?"


async def test_every_button_at_once_acts_once(chat: Chat, ana: Someone):
    await open_form(ana)
    draft = await draft_of(chat, ana)
    before = await balance(chat, ana)
    words = {**TYPED, "new_title": "Night Nurse", "template_name": "Nights"}
    presses: list[Any] = [ana.forge("review_invitation", {"invitation_id": draft.id}, words) for _ in range(4)]
    presses += [ana.forge("shape_invitation", {"invitation_id": draft.id, "shape": "m"}, words) for _ in range(2)]
    presses += [ana.forge("edit_invitation", {"invitation_id": draft.id})]
    await asyncio.gather(*presses)
    assert len(await jobs_called(chat, ana, "night")) == 1
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        assert len(await templates.usable(db, me, 10)) == 1
    now = await draft_of(chat, ana)
    await asyncio.gather(
        *(ana.forge("send_invitation", {"invitation_id": now.id, "digest": now.digest}) for _ in range(5)),
        ana.forge("review_invitation", {"invitation_id": now.id}, TYPED),
        ana.forge("edit_invitation", {"invitation_id": now.id}),
    )
    assert "this reference" not in ana.everything()
    assert len(await sent(chat)) == len(await holds(chat)) == 1
    assert await balance(chat, ana) == before - 1


async def test_back_and_preview_in_turn_keep_everything(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    given = {"send_on": "2026-11-25", "send_at": "09:30", "follow_up_days": 3, "follow_up_text": "Well?"}
    seen = await ana.submit(job="Registered Nurse", **given)
    for _ in range(3):
        assert "Wed 25 Nov at 09:30" in seen
        assert "Follow-up after 3 days" in seen
        assert "Job: Registered Nurse" in seen
        await ana.press("Back")
        seen = await ana.submit()
    await ana.press("Back")
    await ana.cancel()
    await open_form(ana)
    await ana.press("Start over")
    seen = await ana.submit()
    assert "Goes out" not in seen
    assert "Well?" not in seen


async def test_another_selection_does_not_silently_reuse_the_first_ones_text(chat: Chat, ana: Someone):
    await choose(ana)
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        first = Recipients(tuple((await form_drafts.get(db, me, FORM))["people"]), "", {})
    await ana.cancel()
    await choose(ana, ["Mary Seacole"])
    reply = await ana.forge("review_several", {"group": first.key}, SEVERAL)
    assert SELECTION_CHANGED in reply
    assert "To 1 person" in reply
    mary = await profile_id(chat, "Mary Seacole")
    reply = await ana.forge("step_several", {"group": first.key, "leave_out": mary})
    assert "no one left" not in reply
    await ana.cancel()
    assert "Hi Mary, a word?" in await _again(ana)
    assert not await sent(chat)


async def _again(who: Someone) -> str:
    await choose(who, ["Mary Seacole"])
    return (await who.submit()).text


async def test_leaving_out_twice_leaves_out_one(chat: Chat, ana: Someone):
    await preview_several(ana)
    await ana.press("Leave out")
    seen = await ana.repeat(2)
    assert "2 messages" in seen
    await ana.press("Leave out")
    seen = await ana.press("Leave out")
    assert "There's no one left to contact." in seen
    assert "Send messages" not in seen.buttons
    await ana.submit()  # Back
    assert "3 messages" in await ana.submit()


LONG: dict[str, str] = {
    "forty paragraphs": "\n\n".join(f"Paragraph {n} {'word ' * 11}end{n}" for n in range(40)),
    "no space": "".join(f"n{n:04}" for n in range(600)),
    "lines": "\n".join(f"Line {n}" for n in range(300)),
    "signs": "👩🏽‍⚕️ " * 400 + "end",
    "chinese": "你好" * 1400 + "end",
    "quotes": "<&>*_~`" * 400 + "end",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
async def test_the_preview_shows_all_of_a_long_text(chat: Chat, ana: Someone, text: str):
    seen = await preview(ana, text=text)
    assert letters(text) in letters(seen.text)
    assert "Northwind, 1 Main Street" in seen
    assert "Send message" in seen.buttons
    await ana.submit()
    assert [each.text for each in await sent(chat)] == [text.strip()]


async def test_a_long_link_is_seen_whole(chat: Chat, ana: Someone):
    link = "https://jobs.example.com/apply?" + "&".join(f"key{n}=value{n}" for n in range(14))
    await open_form(ana)
    await ana.press("New job", **TYPED)
    seen = await ana.submit(new_title="Night Nurse", new_link=link, text=f"Apply: {link}")
    assert letters(link) in letters(seen.text)


async def test_concurrent_decide_cancel_and_stop_act_once(chat: Chat, ana: Someone):
    from tests.flows.test_invitations_page import schedule

    before = await balance(chat, ana)
    await schedule(ana, follow_up_days=3, follow_up_text="Well?")
    [one] = await sent(chat)
    await ana.command("invitations")
    verbs = ("cancel_invitation", "stop_follow_up", "resume_invitation", "cancel_invitation", "reschedule_form")
    await asyncio.gather(*(ana.forge(verb, {"invitation_id": one.id}) for verb in verbs))
    reply = await ana.forge("reschedule", {"invitation_id": one.id}, {"send_on": "2026-12-01", "send_at": ""})
    assert "This invitation was canceled." in reply
    assert "this reference" not in reply
    assert [each.state for each in await sent(chat)] == ["cancelled"]
    assert await balance(chat, ana) == before
    async with chat.bot.context.store.read() as db:
        from store.tables.outreach import Mail

        assert {mail.state for mail in await db.exec(select(Mail))} == {"cancelled"}
