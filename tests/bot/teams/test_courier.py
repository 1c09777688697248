"""Where cards and messages go: to the personal chat, redrawn in place, never to a channel."""

import asyncio
from typing import Any

import pytest

from bot.pipeline.interaction import MessageRef, Person
from bot.teams.connector import NotAllowed
from cards import teams as cards
from cards.actions.person import Star
from cards.text import Link
from cards.tree import Button, Card, Form, Heading, Surface, TextInput
from connectors.errors import Refused, Unreachable
from handlers.replies import Ask, Show, Tell
from store.tables.core import Member
from tests.bot.teams.conftest import Bot, Serve
from tests.bot.teams.presses import button
from tests.fakes.teams import FakeTeams

CHAT = "a:chat-ana"
CHANNEL = "19:channel@thread.tacv2;messageid=17"
HERE = "I answered you privately, in your chat with me."


def card(name: str) -> Card:
    return Card(name, (Heading(name),), (Button("☆ Star", Star(7)),))


async def ask_in_channel(bot: Bot, text: str = "nurse in Boston", **more: Any) -> None:
    await bot.post(bot.teams.activity("message", chat=CHANNEL, **bot.teams.mention(text), **more))


# ── the channel ──


async def test_a_command_in_a_channel_is_answered_privately_with_one_line_there(bot: Bot) -> None:
    bot.intake.flow = lambda interaction: (Show(card("Grace Hopper")), Tell("12 people"), Tell("done"))
    await ask_in_channel(bot)
    assert [activity.text for activity in bot.teams.in_chat(CHANNEL)] == [HERE]
    private = bot.teams.in_chat(CHAT)
    assert private[0].card == cards.draw(card("Grace Hopper"), Surface.PERSONAL)
    assert [activity.text for activity in private[1:]] == ["12 people", "done"]
    assert bot.intake.places == [MessageRef(CHAT, private[0].id)]


async def test_a_person_without_the_bot_is_told_how_to_add_it(bot: Bot) -> None:
    bot.teams.closed_to.add("29:ana")
    bot.intake.flow = lambda interaction: (Show(card("Grace Hopper")),)
    await ask_in_channel(bot)
    [line] = bot.teams.activities.values()
    assert line.conversation == CHANNEL
    assert "Add Sourcer to your own apps" in line.text
    assert isinstance(bot.intake.faults[0], NotAllowed)


async def test_a_form_requested_by_a_channel_message_opens_in_the_personal_chat(bot: Bot) -> None:
    form = Form("Search", (), (TextInput("what", "What"),), Button("Search", Star(1)))
    bot.intake.flow = lambda interaction: (Ask(form),)
    await ask_in_channel(bot, "search")
    drawn = bot.teams.last(CHAT).card
    assert drawn is not None
    assert [button(drawn, label)["verb"] for label in ("Search", "Cancel")] == ["star", "cancel"]


async def test_a_chat_between_two_people_is_not_taken_for_the_personal_chat(bot: Bot) -> None:
    bot.intake.flow = lambda interaction: (Show(card("Grace Hopper")),)
    between = {"id": "19:ana_ben@unq.gbl.spaces", "conversationType": "personal"}
    await bot.say("hello", conversation={**between, "tenantId": "tenant-1"})
    await bot.post({**bot.teams.activity("message", **bot.teams.mention("hello")), "conversation": between})
    assert {activity.conversation for activity in bot.teams.activities.values()} <= {CHAT, between["id"]}
    assert all(activity.card is None for activity in bot.teams.in_chat(between["id"]))


# ── proactive messages ──


def member_of(bot: Bot, **changed: Any) -> Member:
    reference = bot.intake.ran[-1].at.reference
    usual: dict[str, Any] = {"external_id": "aad-ana", "conversation": CHAT, "reference": reference}
    return Member(id=1, workspace_id=1, **{**usual, **changed})


async def test_a_card_is_posted_later_by_the_stored_reference(bot: Bot, serve: Serve) -> None:
    await bot.say("hello")
    later = await serve()  # another process, with nothing in memory
    place = await later.adapter.courier.post(member_of(bot), card("News"))
    assert bot.teams.activities[place.conversation, place.message].card == cards.draw(card("News"), Surface.PERSONAL)
    assert place.conversation == CHAT


async def test_a_member_known_only_from_a_channel_gets_a_chat_opened(bot: Bot) -> None:
    await ask_in_channel(bot)
    place = await bot.adapter.courier.post(member_of(bot, conversation=""), card("News"))
    assert place.conversation == CHAT


async def test_a_member_who_never_wrote_cannot_be_messaged(bot: Bot) -> None:
    with pytest.raises(Refused):
        await bot.adapter.courier.post(Member(id=1, workspace_id=1, external_id="x", reference={}), card("News"))


async def test_the_reference_is_the_same_for_every_message(bot: Bot) -> None:
    await bot.say("hello")
    await bot.say("hello again")
    first, second = (interaction.at.reference for interaction in bot.intake.ran)
    assert first == second


async def test_a_card_is_updated_in_place(bot: Bot) -> None:
    bot.intake.flow = lambda interaction: (Show(card("Grace Hopper")),)
    await bot.say("hello")
    await bot.adapter.courier.rewrite(bot.intake.places[0], card("Erased"))
    assert bot.teams.last(CHAT).card == cards.draw(card("Erased"), Surface.PERSONAL)


async def test_redraws_of_one_card_keep_their_order(bot: Bot) -> None:
    bot.intake.flow = lambda interaction: (Show(card("Grace Hopper")),)
    await bot.say("hello")
    place = bot.intake.places[0]
    bot.teams.hang()
    redraws = [asyncio.create_task(bot.adapter.courier.rewrite(place, card(f"Number {n}"))) for n in range(5)]
    await asyncio.sleep(0.05)
    bot.teams.resume()
    await asyncio.gather(*redraws)
    message = bot.teams.last(CHAT)
    assert message.card == cards.draw(card("Number 4"), Surface.PERSONAL)
    assert message.edits == 2  # the first was in progress; the ones between were skipped


# ── text ──


async def test_text_is_sent_as_plain_text(bot: Bot) -> None:
    bot.intake.flow = lambda interaction: (Tell(("**not bold** ", Link("here", "https://x"))),)
    await bot.say("hello")
    message = bot.teams.last(CHAT)
    assert (message.text, message.activity["textFormat"]) == ("**not bold** here", "plain")


async def test_a_card_has_a_line_for_the_notification(bot: Bot) -> None:
    bot.intake.flow = lambda interaction: (Show(card("Grace Hopper")),)
    await bot.say("hello")
    assert bot.teams.last(CHAT).activity["summary"] == "Grace Hopper"


# ── people ──


ANA = Person("teams", "tenant-1", "aad-ana", name="Ana")


async def test_a_person_is_looked_up_in_the_members_list(bot: Bot) -> None:
    bot.teams.members["29:ana"] = {"name": "Ana Silva", "email": "ana@example.com", "tenantId": "tenant-1"}
    await bot.say("hello")
    assert await bot.adapter.courier.look_up(ANA) == Person(
        "teams", "tenant-1", "aad-ana", name="Ana Silva", email="ana@example.com"
    )


@pytest.mark.parametrize(
    "profile",
    [
        {"userRole": "guest"},
        {"userPrincipalName": "ana_example.com#EXT#@tenant.example"},
        {"tenantId": "tenant-2"},
    ],
)
async def test_a_guest_is_an_outsider(bot: Bot, profile: dict[str, str]) -> None:
    bot.teams.members["29:ana"] = {"name": "Ana", "email": "ana@example.com", **profile}
    await bot.say("hello")
    assert (await bot.adapter.courier.look_up(ANA)).outsider


async def test_an_email_in_the_activity_is_ignored(bot: Bot) -> None:
    forged = {"id": "29:ana", "aadObjectId": "aad-ana", "name": "Ana", "email": "boss@example.com"}
    await bot.say("hello", **{"from": forged})
    assert bot.intake.ran[-1].person.email == ""


async def test_a_slow_members_list_blocks_nobody(bot: Bot) -> None:
    await bot.say("hello")
    bot.teams.hang()
    began = asyncio.get_running_loop().time()
    with pytest.raises(Unreachable):
        await bot.adapter.courier.look_up(ANA)
    assert asyncio.get_running_loop().time() - began < 3


async def test_unknown_people_are_not_looked_up(bot: Bot, teams: FakeTeams) -> None:
    with pytest.raises(Unreachable):
        await bot.adapter.courier.look_up(ANA)
    assert teams.calls == []
