"""Responses to presses, dialogs, the message extension and typeaheads."""

import asyncio
import json
from typing import Any

from bot.pipeline.interaction import Interaction, Kind
from cards import teams as cards
from cards.actions.entry import OpenSearchForm
from cards.actions.person import OpenNoteForm, SaveNote, Star, Unstar
from cards.tree import Button, Card, Form, Heading, Option, Surface, Text, TextInput
from handlers.replies import Ask, Close, Inserts, Options, Post, Reply, Show, Tell
from tests.bot.teams.conftest import Bot
from tests.bot.teams.presses import execute, submit, text_of
from tests.fakes.teams import Body, FakeTeams, SentActivity

RESULT = Card(
    "Grace Hopper",
    (Heading("Grace Hopper"), Text("Compiler engineer")),
    (Button("☆ Star", Star(7)), Button("Add note", OpenNoteForm(7))),
)
STARRED = Card("Grace Hopper, starred", (Heading("Grace Hopper"),), (Button("★ Starred", Unstar(7)),))
CHAT = "a:chat-ana"
CHANNEL = "19:channel@thread.tacv2;messageid=17"


def note_form(*, error: str = "", typed: str = "") -> Form:
    return Form(
        "Add note",
        (),
        (TextInput("text", "Note", multiline=True),),
        Button("Save note", SaveNote(7), main=True),
        errors={"text": error} if error else {},
        values={"text": typed} if typed else {},
    )


def by_verb(**replies: tuple[Reply, ...]) -> Any:
    return lambda interaction: replies[interaction.verb]


async def shown(bot: Bot, card: Card = RESULT) -> SentActivity:
    """Posts a card in the personal chat."""
    bot.intake.flow = lambda interaction: (Show(card),)
    await bot.say("hello")
    return bot.teams.last(CHAT)


async def press(bot: Bot, message: SentActivity, label: str, **typed: Any) -> Any:
    assert message.card is not None
    return await bot.invoke("adaptiveCard/action", execute(message.card, label, **typed), replyToId=message.id)


# ── cards in the personal chat ──


async def test_a_press_updates_the_card_in_the_response_and_in_the_chat(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Show(STARRED),))
    answer = await press(bot, message, "☆ Star")
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert answer["value"] == message.card == cards.draw(STARRED, Surface.PERSONAL)
    assert (message.edits, len(bot.teams.in_chat(CHAT))) == (1, 1)
    interaction = bot.intake.ran[-1]
    assert (interaction.verb, interaction.args, interaction.kind, interaction.at.message) == (
        "star",
        {"profile_id": 7},
        Kind.ANSWERED,
        message.id,
    )
    assert (bot.intake.places[-1].conversation, bot.intake.places[-1].message) == (CHAT, message.id)


async def test_a_form_replaces_the_card_and_an_error_keeps_what_was_typed(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(
        note_form=(Ask(note_form()),), save_note_on=(Ask(note_form(error="Too long.", typed="blah")),)
    )
    await press(bot, message, "Add note")
    assert "Save note" in text_of(message.card)
    answer = await press(bot, message, "Save note", text="blah")
    assert bot.intake.ran[-1].values["text"] == "blah"
    assert "Too long." in text_of(answer["value"])
    assert '"value": "blah"' in json.dumps(answer["value"])
    assert (message.card, message.edits) == (answer["value"], 2)


async def test_the_card_comes_back_when_the_form_is_done(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(note_form=(Ask(note_form()),), save_note_on=(Close(), Show(RESULT), Tell("Note saved.")))
    await press(bot, message, "Add note")
    answer = await press(bot, message, "Save note", text="call her")
    assert answer["value"] == message.card == cards.draw(RESULT, Surface.PERSONAL)
    assert bot.teams.last(CHAT).text == "Note saved."


async def test_a_text_reply_is_a_message(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Tell("That person was erased."),))
    answer = await press(bot, message, "☆ Star")
    assert answer == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "That person was erased.",
    }
    assert (message.edits, len(bot.teams.in_chat(CHAT))) == (0, 1)


async def test_a_press_that_closes_says_done(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Close(),))
    assert (await press(bot, message, "☆ Star"))["value"] == "Done."


async def test_a_repeated_invoke_gets_the_same_response_and_runs_once(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Show(STARRED),))
    assert message.card is not None
    invoke = bot.teams.activity(
        "invoke", name="adaptiveCard/action", value=execute(message.card, "☆ Star"), replyToId=message.id
    )
    bot.intake.pace = 0.05
    at_once = await asyncio.gather(*(bot.post(invoke) for _ in range(3)))
    later = await bot.post(invoke)
    assert all(answer == later for answer in at_once)
    assert (later[0], [interaction.verb for interaction in bot.intake.ran].count("star"), message.edits) == (200, 1, 1)


async def test_a_slow_press_is_answered_in_time_and_the_card_changes_afterwards(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Show(STARRED),))
    bot.intake.pace = 3.2
    assert message.card is not None
    invoke = bot.teams.activity(
        "invoke", name="adaptiveCard/action", value=execute(message.card, "☆ Star"), replyToId=message.id
    )
    began = asyncio.get_running_loop().time()
    _, answer = await bot.post_only(invoke)
    assert asyncio.get_running_loop().time() - began < 3
    assert answer["value"] == "One moment. I'll answer in your chat with me."
    assert message.edits == 0
    await bot.intake.idle()
    assert message.card == cards.draw(STARRED, Surface.PERSONAL)


async def test_a_refresh_is_answered_and_nothing_is_written(bot: Bot) -> None:
    message = await shown(bot)
    assert message.card is not None
    bot.intake.flow = by_verb(star=(Show(STARRED),))
    value = {**execute(message.card, "☆ Star"), "trigger": "automatic"}
    answer = await bot.invoke("adaptiveCard/action", value, replyToId=message.id)
    assert answer["value"] == cards.draw(STARRED, Surface.PERSONAL)
    assert (bot.intake.ran[-1].kind, message.edits) == (Kind.PASSING, 0)


async def test_a_press_of_another_version_still_gets_an_answer(bot: Bot) -> None:
    for value in ({}, {"action": {}}, {"action": {"verb": 5, "data": []}}, {"action": {"verb": "gone", "data": {}}}):
        answer = await bot.invoke("adaptiveCard/action", value)
        assert answer["value"] == "Understood."


async def test_an_old_client_submits_a_message_and_the_card_changes_too(bot: Bot) -> None:
    message = await shown(bot)
    assert message.card is not None
    bot.intake.flow = by_verb(star=(Show(STARRED),))
    value = submit(message.card, "☆ Star")
    assert await bot.post(bot.teams.activity("message", value=value, replyToId=message.id)) == (200, None)
    assert message.card == cards.draw(STARRED, Surface.PERSONAL)
    assert bot.intake.ran[-1].kind is Kind.DEFERRED


async def test_a_deleted_card_is_posted_again(bot: Bot) -> None:
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Show(STARRED),))
    del bot.teams.activities[message.conversation, message.id]
    await press(bot, message, "☆ Star")
    assert bot.teams.last(CHAT).card == cards.draw(STARRED, Surface.PERSONAL)


async def test_an_unknown_invoke_is_501(bot: Bot) -> None:
    status, _ = await bot.post(bot.teams.activity("invoke", name="signin/verifyState", value={"state": "1"}))
    assert (status, bot.intake.ran) == (501, [])


# ── cards in a channel ──


def _in_channel(interaction: Interaction) -> tuple[Reply, ...]:
    return {"star": (Show(STARRED),), "note_form": (Ask(note_form()),)}[interaction.verb]


async def test_a_press_in_a_channel_answers_in_the_personal_chat_only(bot: Bot) -> None:
    bot.intake.flow = _in_channel
    drawn = cards.draw(RESULT, Surface.CHANNEL)
    shared = bot.teams.activities[CHANNEL, "17"] = SentActivity(CHANNEL, "17", {"attachments": [{"content": drawn}]})
    answer = await bot.invoke("adaptiveCard/action", execute(drawn, "☆ Star"), chat=CHANNEL, replyToId="17")
    assert answer["value"] == "I answered you privately, in your chat with me."
    assert (bot.teams.in_chat(CHANNEL), shared.edits) == ([shared], 0)
    assert bot.teams.last(CHAT).card == cards.draw(STARRED, Surface.PERSONAL)
    assert bot.intake.places[-1].conversation == CHAT


async def test_a_form_requested_in_a_channel_is_a_dialog(bot: Bot) -> None:
    bot.intake.flow = by_verb(
        note_form=(Ask(note_form()),), save_note_on=(Ask(note_form(error="Too long.", typed="blah")),)
    )
    drawn = cards.draw(RESULT, Surface.CHANNEL)
    opened = await bot.invoke("task/fetch", {"data": submit(drawn, "Add note")}, chat=CHANNEL)
    dialog = opened["task"]["value"]
    assert (opened["task"]["type"], dialog["title"]) == ("continue", "Add note")
    assert dialog["card"]["content"] == cards.draw(note_form(), Surface.FORM)
    value = {"data": submit(dialog["card"]["content"], "Save note", text="blah")}
    again = await bot.invoke("task/submit", value, chat=CHANNEL)
    assert "Too long." in text_of(again["task"]["value"]["card"]["content"])
    bot.intake.flow = by_verb(save_note_on=(Close(),))
    status, body = await bot.post(bot.teams.activity("invoke", name="task/submit", value=value, chat=CHANNEL))
    assert (status, body) == (200, None)  # an empty response closes the dialog
    bot.intake.flow = by_verb(save_note_on=(Close(), Tell("Note saved.")))
    closed = await bot.invoke("task/submit", value, chat=CHANNEL)
    assert closed == {"task": {"type": "message", "value": "Note saved."}}
    assert bot.teams.activities == {}


async def test_a_card_from_a_dialog_goes_to_the_personal_chat(bot: Bot) -> None:
    bot.intake.flow = by_verb(save_note_on=(Close(), Show(STARRED)))
    value = {"data": submit(cards.draw(note_form(), Surface.FORM), "Save note", text="x")}
    answer = await bot.invoke("task/submit", value, chat=CHANNEL)
    assert answer["task"] == {"type": "message", "value": "I answered you privately, in your chat with me."}
    assert [activity.conversation for activity in bot.teams.activities.values()] == [CHAT]


# ── message extension ──


def _found(count: int, *, size: int = 4) -> Inserts:
    one = Card("A nurse", (Heading("Nurse"), Text("word " * size)), (Button("☆ Star", Star(1)),))
    return Inserts(tuple((f"Nurse {n}", "Boston & <b>", one) for n in range(count)))


def query(typed: str, **options: Any) -> Body:
    return {
        "commandId": "findCandidate",
        "parameters": [{"name": "words", "value": typed}],
        "queryOptions": {"skip": 0, "count": 25, **options},
    }


async def test_the_message_extension_lists_masked_cards_without_buttons(bot: Bot) -> None:
    bot.intake.flow = by_verb(find_to_insert=(_found(2),))
    answer = (await bot.invoke("composeExtension/query", query("nurse", skip=25)))["composeExtension"]
    assert (answer["type"], len(answer["attachments"])) == ("result", 2)
    first = answer["attachments"][0]
    assert first["preview"]["content"] == {"title": "Nurse 0", "text": "Boston &amp; &lt;b&gt;"}
    assert "Action." not in json.dumps(first["content"])
    interaction = bot.intake.ran[-1]
    assert (interaction.kind, interaction.args, interaction.at.surface) == (
        Kind.PASSING,
        {"words": "nurse", "offset": 25},
        Surface.EXTENSION,
    )


async def test_message_extension_results_stay_under_the_limit(bot: Bot) -> None:
    bot.intake.flow = by_verb(find_to_insert=(_found(25, size=500),))
    answer = await bot.invoke("composeExtension/query", query("nurse"))
    assert len(json.dumps(answer)) < 28_000
    assert len(answer["composeExtension"]["attachments"]) >= 5


async def test_the_message_extension_says_why_it_finds_nothing(bot: Bot) -> None:
    for replies, expected in (
        ((Inserts(()),), "No one found"),
        ((Tell("Ask an admin for access."),), "Ask an admin for access."),
        ((Show(RESULT),), "Grace Hopper"),
    ):
        bot.intake.flow = by_verb(find_to_insert=replies)
        answer = (await bot.invoke("composeExtension/query", query("xyz")))["composeExtension"]
        assert answer["type"] == "message"
        assert expected in answer["text"]


async def test_an_opened_search_box_has_no_text(bot: Bot) -> None:
    bot.intake.flow = by_verb(find_to_insert=(Inserts(()),))
    value = {"commandId": "findCandidate", "parameters": [{"name": "initialRun", "value": "true"}]}
    await bot.invoke("composeExtension/query", value)
    assert bot.intake.ran[-1].args == {"words": "", "offset": 0}


async def test_a_message_becomes_a_note_in_a_dialog(bot: Bot) -> None:
    bot.intake.flow = by_verb(note_from_message=(Ask(note_form()),), save_note_on=(Close(),))
    message = {"body": {"content": "<p>Call <b>Grace</b> &amp; co</p><p>today</p>"}, "linkToMessage": "https://x/y"}
    value = {"commandId": "save_note", "messagePayload": message}
    answer = await bot.invoke("composeExtension/fetchTask", value, chat="19:meeting@thread.v2")
    assert answer["task"]["type"] == "continue"
    assert bot.intake.ran[-1].args == {"text": "Call Grace & co\ntoday", "link": "https://x/y"}
    data = submit(answer["task"]["value"]["card"]["content"], "Save note", text="x")
    status, body = await bot.post(
        bot.teams.activity("invoke", name="composeExtension/submitAction", value={"data": data})
    )
    assert (status, body) == (200, None)


async def test_an_action_command_without_a_message_opens_the_search_form(bot: Bot) -> None:
    form = Form("Search", (), (TextInput("what", "What"),), Button("Search", OpenSearchForm()))
    bot.intake.flow = by_verb(open_search_form=(Ask(form),))
    answer = await bot.invoke("composeExtension/fetchTask", {"commandId": "search"}, chat="19:x@thread.v2")
    assert answer["task"]["value"]["title"] == "Search"


# ── typeahead ──


async def test_a_typeahead_is_answered_with_options(bot: Bot) -> None:
    bot.intake.flow = by_verb(suggest=(Options((Option("id:1", "Boston, MA"), Option("id:2", "Boston, UK"))),))
    value = {"queryText": "bos", "queryOptions": {"skip": 0, "top": 15}, "dataset": "places", "data": {}}
    answer = await bot.invoke("application/search", value)
    assert answer["type"] == "application/vnd.microsoft.search.searchResponse"
    assert answer["value"]["results"] == cards.suggestions([Option("id:1", "Boston, MA"), Option("id:2", "Boston, UK")])
    interaction = bot.intake.ran[-1]
    assert (interaction.kind, interaction.args) == (Kind.PASSING, {"source": "places", "words": "bos"})


async def test_replies_that_do_not_fit_the_response_are_left_to_the_intake(bot: Bot, teams: FakeTeams) -> None:
    """A post to another person is left over, and the intake sends it."""
    message = await shown(bot)
    bot.intake.flow = by_verb(star=(Show(STARRED), Post(RESULT, to=5)))
    await press(bot, message, "☆ Star")
    assert [str(fault) for fault in bot.intake.faults] == [str(Post(RESULT, to=5))]
