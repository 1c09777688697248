"""Contact details are shown only to people who may see them, only once paid for, and never in a channel, a notification
or the log."""

import json
import logging
from typing import Any

import pytest

from store.people import matching
from store.roles import Role
from tests.chat.base import Chat, Someone, add_people
from tests.chat.slack import SlackChat, SlackPerson
from tests.chat.teams import CHANNEL, TeamsChat, TeamsPerson
from tests.flows.conftest import recruiting
from tests.flows.looking import names, profile_id
from tests.flows.test_contact import TYPED, contact, preview, sent
from tests.flows.test_contact_typed import draft_of
from tests.flows.test_invitations_page import schedule
from tests.people import nurse

DETAILS = ("grace1@example.com", "555 0101")


def shows(words: str) -> list[str]:
    return [each for each in DETAILS if each in words]


async def press_in_channel(chat: Chat, who: Someone, verb: str, args: dict[str, Any]) -> str:
    """Presses a button on one of the bot's channel messages; returns the response to the platform."""
    if isinstance(chat, SlackChat):
        assert isinstance(who, SlackPerson)
        words = {"type": "plain_text", "text": "forged"}
        pressed = {"type": "button", "action_id": f"{verb}:1", "value": json.dumps(args), "text": words}
        message = [each for each in chat.fake.messages("general", who.user) if each.by_app][-1]
        delivery = await chat.fake.act(who.user, message, {"block_id": "forged"}, pressed)
        await chat.settle()
        return json.dumps(delivery.body)
    assert isinstance(chat, TeamsChat)
    assert isinstance(who, TeamsPerson)
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": {"verb": verb, "args": args}}}
    message_id = chat.fake.in_chat(CHANNEL)[-1].id
    invoke = chat.fake.activity(
        "invoke", user=who.user, chat=CHANNEL, name="adaptiveCard/action", value=value, replyToId=message_id
    )
    return json.dumps(await chat.post(invoke))


@pytest.mark.parametrize("verb", ["send_invitation", "view", "person", "contact"])
async def test_never_in_a_channel(chat: Chat, ana: Someone, verb: str):
    diego = await chat.person("Diego", Role.RECRUITER)
    if verb == "send_invitation":
        await preview(ana)
        draft = await draft_of(chat, ana)
        args: dict[str, Any] = {"invitation_id": draft.id, "digest": draft.digest}
    else:
        await contact(ana)
        args = {"profile_id": await profile_id(chat, "Grace Hopper")}
    await chat.in_channel(ana, "start")
    answer = await press_in_channel(chat, ana, verb, args)
    assert len(await sent(chat)) == 1
    assert not shows(" ".join(chat.channel_lines(diego)))
    assert not shows(answer)
    assert "this reference" not in ana.everything()


async def test_never_for_people_without_permission(chat: Chat, ana: Someone):
    await contact(ana)
    [invitation] = await sent(chat)
    grace = await profile_id(chat, "Grace Hopper")
    for name, role in (("Maya", Role.REVIEWER), ("Lee", Role.GUEST)):
        who = await chat.person(name, role)
        await who.command()
        for verb, args in (
            ("view", {"profile_id": grace}),
            ("person", {"profile_id": grace, "whole": True}),
            ("candidates", {"tab": "unlocked"}),
            ("invitations", {"tab": "waiting", "team": True}),
            ("send_invitation", {"invitation_id": invitation.id, "digest": invitation.digest}),
            ("edit_invitation", {"invitation_id": invitation.id}),
            ("contact", {"profile_id": grace}),
        ):
            await who.forge(verb, args)
        assert not shows(who.everything())
        assert "a word?" not in who.everything()


async def test_never_in_a_notification(chat: Chat, ana: Someone):
    await contact(ana)
    assert shows(ana.card().text)
    if isinstance(chat, SlackChat):
        assert isinstance(ana, SlackPerson)
        texts = [each.text for each in chat.fake.messages(chat.fake.dm(ana.user), ana.user)]
    else:
        assert isinstance(chat, TeamsChat)
        assert isinstance(ana, TeamsPerson)
        there = chat.fake.in_chat(f"a:chat-{ana.user}")
        texts = [
            f"{each.text} {each.activity.get('summary')} {(each.card or {}).get('fallbackText')}" for each in there
        ]
    assert texts
    assert not shows(" ".join(texts))


async def test_never_in_the_log(chat: Chat, ana: Someone, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    chat.mailbox.rcpt["grace1"] = "550 5.1.1 <grace1@example.com> no such mailbox"
    await contact(ana)
    await ana.command("invitations")
    await schedule(ana, "Mary Seacole")
    ours = " ".join(each.getMessage() for each in caplog.records if not each.name.startswith("mail"))
    assert not shows(ours)
    for words in ("Hopper", "Seacole", "mary3@example.com", "a word?", "Nights in Boston"):
        assert words not in ours


async def test_neither_scheduled_nor_cancelled_invitations_unlock(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await schedule(ana)
    for who in (ana, diego):
        assert await names(chat, who, "unlocked") == set()
        await who.search("Grace Hopper")
        await who.press("View")
        assert not shows(who.everything())
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    await ana.press("Cancel")
    assert await names(chat, ana, "unlocked") == set()
    await ana.press("View") if "View" in ana.card().buttons else await ana.search("Grace Hopper")
    assert not shows(ana.everything())


async def test_the_csv_export_has_contact_details_only_of_unlocked_people(chat_with_files: Chat):
    chat = chat_with_files
    ana = await recruiting(chat)
    await schedule(ana)
    await ana.command("candidates")
    await ana.press("Export CSV")
    await contact(ana, "Mary Seacole")
    await ana.command("candidates")
    await ana.press("Export CSV")
    files = [content.decode() for _, content in await ana.files()]
    assert not shows(" ".join(files))
    assert "mary3@example.com" not in files[0]
    assert "Mary Seacole" in files[-1]


async def test_an_address_from_another_source_is_listed_and_exported(chat_with_files: Chat):
    """The profile that represents the candidate has no address."""
    chat = chat_with_files
    ana = await recruiting(chat)
    rosa: dict[str, Any] = nurse(8, "Rosa Parks")
    await add_people(chat.bot, [{**rosa, "id": "d-8", "source": "dice", "emails": [], "phones": []}])
    bare = await profile_id(chat, "Rosa Parks")
    await add_people(chat.bot, [rosa])
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        await matching.engage_many(db, me, [bare, bare + 1], None, chat.clock())
    await ana.command("candidates")
    await ana.press("Contact")
    await ana.submit(**TYPED)
    await ana.submit()
    assert "rosa8@example.com" in ana.card()
    await ana.command("candidates unlocked")
    assert "rosa8@example.com" in ana.card()
    await ana.press("Export CSV")
    [(_, content)] = await ana.files()
    assert "rosa8@example.com" in content.decode()
    assert "+1 202 555 0108" in content.decode()


async def test_contact_starts_from_the_row_the_card_and_the_candidates_page(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star", near="Grace Hopper")
    assert (await ana.press("Contact", near="Grace Hopper")).form
    await ana.cancel()
    await ana.press("View", near="Grace Hopper")
    assert (await ana.press("Contact")).form
    await ana.cancel()
    await ana.command("candidates")
    await ana.press("Contact")
    await ana.submit(**TYPED)
    await ana.submit()
    assert shows(ana.card().text)
    assert "Back" in ana.card().buttons
