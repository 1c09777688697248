"""Invalid input in the contact forms: invalid dates and times, numbers, links, huge and hostile texts, other people's
ids. Everything typed stays, and the field says what is wrong."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from handlers.outreach.form_input import MOST_AHEAD, moment
from store.credits import requests
from store.members import workspaces
from store.outreach import templates
from store.outreach.templates import TemplateContent
from store.roles import Role
from store.tables.core import Job
from store.tables.outreach import Invitation, Mail
from tests.chat.base import NOW, Chat, Someone
from tests.flows.accounts import deliver_notifications
from tests.flows.looking import jobs_called, typed
from tests.flows.test_contact import TYPED, balance, open_form, preview, sent, set_balance
from tests.flows.test_contact_several import choose
from tests.flows.test_contact_several import preview as preview_several

SECRET = "a secret of Diego"
PARIS = ZoneInfo("Europe/Paris")


async def draft_of(chat: Chat, who: Someone) -> Invitation:
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        mine = select(Invitation).where(Invitation.member_id == me.id, Invitation.state == "draft")
        return (await db.exec(mine)).one()


async def in_paris(chat: Chat) -> None:
    sam = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        await workspaces.set_time_zone(db, sam, "Europe/Paris", chat.clock())


async def _typed_again(who: Someone) -> str:
    """The form's values after it is closed and reopened."""
    await who.cancel()
    return typed(await open_form(who))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"send_on": "2026-02-31"}, "Use a date like 2026-11-30"),
        ({"send_on": "tomorrow"}, "Use a date like 2026-11-30"),
        ({"send_on": "20261230"}, "Use a date like 2026-11-30"),
        ({"send_on": "2026-12-30T09:00"}, "Use a date like 2026-11-30"),
        ({"send_on": "9999-12-31"}, "Use a date like 2026-11-30"),
        ({"send_on": "9998-12-31"}, "six months"),
        ({"send_on": "0001-01-01"}, "Use a date like 2026-11-30"),
        ({"send_on": "0002-01-01"}, "passed"),
        ({"send_at": "25:00"}, "Use a time like 09:30"),
        ({"send_at": "9"}, "Use a time like 09:30"),
        ({"send_at": "٩٩:٩٩"}, "Use a time like 09:30"),
        ({"send_at": "11:59"}, "passed"),
        ({"follow_up_days": "0", "follow_up_text": "Well?"}, "from 1 to 60"),
        ({"follow_up_days": "-1", "follow_up_text": "Well?"}, "from 1 to 60"),
        ({"follow_up_days": "1000000000", "follow_up_text": "Well?"}, "from 1 to 60"),
        ({"follow_up_days": "9" * 5000, "follow_up_text": "Well?"}, "from 1 to 60"),
        ({"follow_up_days": "²", "follow_up_text": "Well?"}, "from 1 to 60"),
        ({"follow_up_days": "soon", "follow_up_text": "Well?"}, "from 1 to 60"),
        ({"follow_up_days": 0}, "from 1 to 60"),
        ({"follow_up_days": 3}, "Enter a follow-up message"),
        ({"follow_up_text": "Well?"}, "After how many days"),
        ({"job": "²"}, "I can't find a job"),
        ({"job": "999999"}, "no longer"),
        ({"job": "Wizard"}, "I can't find a job"),
        ({"new_place": "Boston"}, "A job needs a title"),
        ({"new_title": "X", "new_link": "javascript:alert(1)"}, "Use a link like https://"),
        ({"subject": "a\nb" * 200}, "characters"),
        ({"text": "x" * 40_000}, "characters"),
        ({"text": "{% for x in range(10**9) %}x{% endfor %}"}, "“{%” can't be used"),
        ({"text": "a\n{{ 7 }}"}, "Line 2: “{{” can't be used"),
        ({"template_name": "N" * 500}, "80 characters"),
        ({"template_name": "\u200b"}, "needs a name"),
    ],
)
async def test_an_invalid_value_is_an_error_and_nothing_typed_is_lost(
    chat: Chat, ana: Someone, wrong: dict[str, Any], error: str
):
    await open_form(ana)
    draft = await draft_of(chat, ana)
    given = {**TYPED, "subject": "Nights", **wrong}
    reply = await ana.forge("review_invitation", {"invitation_id": draft.id}, given)
    assert "this reference" not in reply
    assert error in reply
    assert not await sent(chat)
    async with chat.bot.context.store.read() as db:
        assert not list(await db.exec(select(Job).where(Job.source == "typed")))
    await ana.cancel()
    form = await open_form(ana)
    assert "This is your unsent draft" in form
    if "subject" not in wrong:
        assert "Nights" in typed(form)


@pytest.mark.parametrize(
    "args",
    [
        {"shape": "jm" * 2000},
        {"shape": "m", "do": "x" * 500},
        {"shape": "\x00"},
        {"via": "x" * 1500},
        {"do": "template"},
        {"do": "anew", "shape": "zz"},
    ],
)
async def test_a_forged_form_state(chat: Chat, ana: Someone, args: dict[str, Any]):
    await open_form(ana)
    draft = await draft_of(chat, ana)
    if chat.platform == "slack" and len(json.dumps(args)) > 1800:
        args = {"shape": "jm" * 800}
    for template in ("", "²", "x", "999999", "9" * 30):
        reply = await ana.forge(
            "shape_invitation", {"invitation_id": draft.id, **args}, {**TYPED, "template": template}
        )
        assert "this reference" not in reply
        assert ana.screen().form


async def test_a_colleagues_private_template_is_not_read_and_nothing_typed_is_lost(chat: Chat, ana: Someone):
    diego = await (await chat.person("Diego", Role.RECRUITER)).member()
    async with chat.bot.context.store.write() as db:
        theirs = await templates.add(db, diego, TemplateContent("connect", "Mine", SECRET, SECRET), chat.clock())
    await open_form(ana)
    draft = await draft_of(chat, ana)
    typed_in = {**TYPED, "template": str(theirs.id)}
    reply = await ana.forge("shape_invitation", {"invitation_id": draft.id, "do": "template"}, typed_in)
    assert "a secret of Diego" not in reply
    assert "no longer" in reply
    assert "Nights in Boston" in await _typed_again(ana)


async def test_a_template_that_is_deleted_while_the_form_is_open(chat: Chat, ana: Someone):
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        own = await templates.add(db, me, TemplateContent("connect", "Days", "Days", "Days?"), chat.clock())
    for begin, press in ((open_form, "one"), (choose, "several")):
        await begin(ana)
        if press == "one":
            async with chat.bot.context.store.write() as db:
                await templates.delete(db, me, own.id)
        verb, args = ("shape_invitation", {"invitation_id": (await draft_of(chat, ana)).id}) if press == "one" else (
            "shape_several", {})  # fmt: skip
        reply = await ana.forge(verb, {**args, "do": "template"}, {**TYPED, "template": str(own.id)})
        assert "no longer" in reply, press
        await ana.cancel()
        assert "Nights in Boston" in typed(await begin(ana)), press
        await ana.cancel()


async def test_a_template_brings_its_language(chat: Chat, ana: Someone):
    me = await ana.member()
    words = TemplateContent("connect", "Noches", "Noches", "Hola {{ candidate.first_name }}", "es")
    async with chat.bot.context.store.write() as db:
        await templates.add(db, me, words, chat.clock())
    await open_form(ana)
    await ana.press("Use template", template="Noches")
    seen = await ana.submit()
    assert "Hola Grace" in seen
    assert (await draft_of(chat, ana)).language == "es"
    await ana.cancel()
    await choose(ana)
    await ana.press("Use template", template="Noches")
    await ana.submit()
    await ana.submit()
    assert {each.language for each in await sent(chat)} == {"es"}


async def test_using_no_template_is_an_error(chat: Chat, ana: Someone):
    await open_form(ana)
    seen = await ana.press("Use template", **TYPED)
    assert "Choose a template" in seen
    assert "Nights in Boston" in typed(seen)


async def test_a_chosen_time_is_in_the_workspaces_time_zone(chat: Chat, ana: Someone):
    """09:00 in Paris is 08:00 in London; the first press sends what was previewed."""
    await in_paris(chat)
    await open_form(ana)
    await ana.press("More options", **TYPED)
    seen = await ana.submit(send_on="2026-11-25", send_at="09:00")
    assert "Wed 25 Nov at 09:00 (Paris time)" in seen
    await ana.submit()
    assert "Goes out Wed 25 Nov at 09:00 (Paris time)" in ana.card()
    async with chat.bot.context.store.read() as db:
        [mail] = await db.exec(select(Mail))
    assert f"{mail.due_at:%H:%M}" == "08:00"


async def test_a_time_skipped_by_daylight_saving_is_an_error(chat: Chat, ana: Someone):
    chat.clock.at = datetime(2027, 3, 1, tzinfo=PARIS)
    await in_paris(chat)
    await open_form(ana)
    await ana.press("More options", **TYPED)
    seen = await ana.submit(send_on="2027-03-28", send_at="02:30")
    assert "The clocks go forward" in seen
    assert "03:30 (Paris time)" in await ana.submit(send_at="03:30")


@given(
    day=st.one_of(st.text(max_size=12), st.dates().map(str)),
    time=st.one_of(st.text(max_size=6), st.times().map(lambda at: f"{at:%H:%M}")),
    zone=st.sampled_from(["UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]),
)
def test_a_time_is_in_the_near_future_or_an_error(day: str, time: str, zone: str):
    errors: dict[str, str] = {}
    at = moment(day, time, ZoneInfo(zone), NOW, errors)
    assert set(errors) <= {"send_on", "send_at"}
    if errors or at is None:
        assert at is None
    else:
        assert NOW < at <= NOW + MOST_AHEAD


async def test_a_new_job_survives_an_error_in_the_text(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("New job", **TYPED)
    seen = await ana.submit(new_title="Night Nurse", text="Hi {{ candidate.firstname }}")
    assert "can't be used in a message" in seen
    seen = await ana.submit(text="Grace: Night Nurse")
    assert "Grace: Night Nurse" in seen
    assert len(await jobs_called(chat, ana, "night")) == 1


async def test_a_new_job_typed_twice_is_added_once(chat: Chat, ana: Someone):
    for name in ("Grace Hopper", "Mary Seacole"):
        await open_form(ana, name)
        await ana.press("New job", **TYPED)
        await ana.submit(new_title="Night Nurse ", new_place="Boston, MA")
        await ana.submit()
        chat.clock.at = chat.clock.at.replace(hour=chat.clock.at.hour + 2)
    assert len(await jobs_called(chat, ana, "night")) == 1
    assert len({each.job_id for each in await sent(chat)}) == 1


async def test_a_template_is_saved_once_and_a_taken_name_is_an_error(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    await ana.submit(template_name="Nights")
    await ana.repeat(2)
    await ana.press("Back")
    draft = await draft_of(chat, ana)
    await ana.forge("review_invitation", {"invitation_id": draft.id}, {**TYPED, "template_name": "nights"})
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        assert [row.template.name for row in await templates.usable(db, me, 10)] == ["Nights"]
    reply = await ana.forge(
        "review_invitation", {"invitation_id": draft.id}, {**TYPED, "text": "Other words", "template_name": "nights"}
    )
    assert "already" in reply
    assert "Other words" in await _typed_again(ana)


async def test_credits_can_be_requested_when_there_are_too_few_for_several(chat: Chat, ana: Someone):
    await set_balance(chat, ana, 0)
    seen = await preview_several(ana)
    assert "Ask for credits" in seen.buttons
    assert "3 credits" in seen
    assert "Hi Grace, a word?" in seen
    await ana.press("Ask for credits")
    await ana.submit(credits=3, reason="")
    admin = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        [request] = await requests.waiting(db, admin.workspace_id)
        await requests.answer(db, admin, request.id, 3, "", chat.clock())
    await deliver_notifications(chat)
    form = await ana.press("Back to your message")
    assert "To 3 people" in form


async def test_the_form_for_several_remembers_who_was_left_out_and_can_be_reset(chat: Chat, ana: Someone):
    await preview_several(ana)
    await ana.press("Leave out")
    form = await ana.press("Back")
    assert "To 2 people" in form
    seen = await ana.submit(text="Hello {first name}")
    assert "2 messages" in seen
    await ana.cancel()
    form = await choose(ana)
    assert "This is your unsent draft" in form
    assert "To 3 people" in form
    form = await ana.press("Start over")
    assert "This is your unsent draft" not in form
    assert "Hello" not in typed(form).replace("Hello {first name},", "")


async def test_the_previewed_price_is_charged(chat: Chat, ana: Someone):
    """The price that the preview shows is the price charged."""
    seen = await preview(ana)
    before = await balance(chat, ana)
    assert f"balance afterwards: {before - 1}" in seen
