"""Payloads that look different from the everyday ones: Enterprise Grid, subtypes, edits, and messages of other apps."""

from typing import Any

import pytest
from sqlmodel import select

from bot.playground.slack import payloads, seed
from bot.slack.courier import belongs_to
from bot.slack.message_text import message_text
from bot.slack.payloads import Malformed, happened, team_of, unescaped, who
from store.tables.core import Draft, Note
from tests.chat.slack import SlackChat, SlackPerson

ORGANISATION = {"enterprise": {"id": "E0CORP", "name": "Corp"}, "is_enterprise_install": True}
Body = dict[str, Any]


async def deliver(slack: SlackChat, payload: Body) -> None:
    delivery = await slack.fake.sender.deliver(slack.fake.sender.interaction(payload))
    assert delivery.status == 200, delivery
    await slack.settle()


async def deliver_event(slack: SlackChat, event: Body, **envelope: Any) -> None:
    parcel = slack.fake.sender.event({**payloads.event(slack.fake.world, event), **envelope})
    delivery = await slack.fake.sender.deliver(parcel)
    assert delivery.status == 200, delivery
    await slack.settle()


def shortcut(slack: SlackChat, ana: SlackPerson) -> Body:
    world = slack.fake.world
    trigger = slack.fake.tickets.trigger(ana.user)
    return payloads.shortcut(world, world.person(ana.user), "search_candidates", trigger=trigger, ts=world.ts())


# ── Enterprise Grid ──


async def test_a_shortcut_of_an_organisation_wide_installation_knows_the_member(slack: SlackChat, ana: SlackPerson):
    await deliver(slack, {**shortcut(slack, ana), "team": None, **ORGANISATION})
    assert ana.screen().form
    await ana.submit(what="nurse", where="Boston")
    assert "Grace Hopper" in ana.card()


async def test_a_line_after_a_shortcut_goes_to_the_direct_messages(slack: SlackChat):
    lee = await slack.person("Lee", None)
    slack.fake.fail("users.info", "fatal_error", times=9)
    await deliver(slack, {**shortcut(slack, lee), "team": None, **ORGANISATION})
    assert "Ask for access" in lee.card().text
    assert slack.fake.called("chat.postEphemeral") == []


def test_a_person_of_several_workspaces_is_no_outsider():
    """Slack names one workspace in users.info; the one of the press may be another of the same organisation."""
    named = {"id": "U0ANA", "team_id": "T0SOUTHWND", "profile": {"real_name": "Ana"}}
    for teams, outsider in ((["T0SOUTHWND", seed.TEAM], False), (["T0SOUTHWND"], True)):
        user = {**named, "enterprise_user": {"enterprise_id": "E0CORP", "teams": teams}}
        assert belongs_to(user, seed.TEAM) is not outsider


U = {"id": "U0ANA", "team_id": "T0HOME"}


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"team": {"id": "T0HOST"}, "user": U}, "T0HOST"),  # a person from elsewhere in a shared channel
        ({"team": None, "user": U, "enterprise": {"id": "E0CORP"}}, "T0HOME"),
        ({"user": U, "enterprise": None}, "T0HOME"),
        ({"team": {"id": "E0CORP"}, "user": U}, "T0HOME"),
        ({"team": None, "user": {"id": "U0ANA"}, "view": {"team_id": "T0VIEW"}, "enterprise": {"id": "E0"}}, "T0VIEW"),
        ({"team": None, "user": {"id": "U0ANA", "enterprise_id": "E0CORP"}, "enterprise": None}, "E0CORP"),
        ({"team_id": "T0HOST", "enterprise_id": "E0CORP", "user_id": "U0ANA"}, "T0HOST"),
        ({"team_id": "", "enterprise_id": "E0CORP", "user_id": "U0ANA"}, "E0CORP"),
        ({"team_id": "E0CORP", "event": {"user": "U0ANA", "team": "T0HOME"}}, "T0HOME"),
        ({"team_id": None, "authorizations": [{"team_id": "T0AUTH"}], "event": {"user_team": "T0HOME"}}, "T0AUTH"),
        ({"team_id": None, "authorizations": [{"team_id": None}], "event": {"user_team": "T0HOME"}}, "T0HOME"),
        ({"user": {"id": "U0ANA"}}, ""),
    ],
)
def test_the_workspace_of_a_payload(body: Body, team: str):
    assert team_of(body) == team


def test_a_payload_without_any_workspace_is_malformed():
    with pytest.raises(Malformed):
        who({"user": {"id": "U0ANA"}, "team": None, "enterprise": None})


async def test_an_event_of_an_organisation_is_answered(slack: SlackChat, ana: SlackPerson):
    event = {"type": "message", "channel_type": "im", "channel": slack.fake.dm(ana.user), "user": ana.user}
    everywhere = [{"enterprise_id": "E0CORP", "team_id": None, "user_id": "U0APP", "is_enterprise_install": True}]
    await deliver_event(
        slack,
        {**event, "text": "nurse in Boston", "ts": "1.5", "team": seed.TEAM},
        team_id=None,
        context_team_id=None,
        enterprise_id="E0CORP",
        authorizations=everywhere,
    )
    assert "Grace Hopper" in ana.card()


# ── what is heard ──


def in_direct_messages(slack: SlackChat, ana: SlackPerson, **more: Any) -> Body:
    at = slack.fake.world.ts()
    channel = slack.fake.dm(ana.user)
    event = {"type": "message", "channel_type": "im", "channel": channel, "user": ana.user, "ts": at}
    return {**event, "text": "nurse in Boston", **more}


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message", "file_share"])
async def test_every_way_of_writing_is_heard(slack: SlackChat, ana: SlackPerson, subtype: str):
    await deliver_event(slack, in_direct_messages(slack, ana, subtype=subtype))
    assert "Grace Hopper" in ana.card()


async def test_a_message_whose_kind_of_channel_is_not_named_is_heard_in_direct_messages(
    slack: SlackChat, ana: SlackPerson
):
    event = in_direct_messages(slack, ana, subtype="me_message")
    del event["channel_type"]
    await deliver_event(slack, event)
    assert "Grace Hopper" in ana.card()


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted", "channel_join", "bot_message"])
async def test_what_nobody_wrote_is_not_answered(slack: SlackChat, ana: SlackPerson, subtype: str):
    await deliver_event(slack, in_direct_messages(slack, ana, subtype=subtype))
    assert slack.fake.called("chat.postMessage") == []


async def test_an_edited_mention_is_no_second_command(slack: SlackChat, ana: SlackPerson):
    await slack.fake.mention(ana.user, "hiring-nursing", "nurse in Boston")
    await slack.settle()
    posted = len(slack.fake.called("chat.postMessage"))
    first = next(each for each in slack.fake.sent if each.parcel.kind == "events_api").parcel.payload["event"]
    await deliver_event(slack, {**first, "text": f"{first['text']}!", "edited": {"user": ana.user, "ts": "2.2"}})
    await deliver_event(slack, in_direct_messages(slack, ana, edited={"user": ana.user, "ts": "2.3"}))
    assert len(slack.fake.called("chat.postMessage")) == posted == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0APP> nurse in Boston", "nurse in Boston"),
        ("<@U0APP|sourcer>: nurse in Boston", "nurse in Boston"),
        ("nurse in Boston <@U0APP>", "nurse in Boston"),
        ("hey <@U0APP>", "hey"),
        ("R&amp;D manager &lt; 5 years", "R&D manager < 5 years"),
        ("<@U0APP>", ""),
        (None, ""),
    ],
)
def test_the_words_of_a_mention(text: str | None, words: str):
    event = {"type": "app_mention", "user": "U0ANA", "channel": "C1", "text": text}
    body = {"team_id": "T1", "event_id": "Ev1", "authorizations": [{"user_id": "U0APP"}]}
    heard = happened(body, event)
    assert heard is not None
    assert heard.args["words"] == words


# ── slash commands ──


async def test_the_words_of_a_command_are_read_as_they_were_typed(slack: SlackChat, ana: SlackPerson):
    assert "R&D manager" in await ana.search("R&amp;D manager")


@pytest.mark.parametrize(
    ("escaped", "typed"),
    [
        ("R&amp;D manager", "R&D manager"),
        ("&lt; 5 years and &gt; 2", "< 5 years and > 2"),
        ("< 5 years and > 2", "< 5 years and > 2"),  # not escaped at all
        ("<@U0SAM|sam> <#C0GENERAL|general> <https://a.example|here> <mailto:a@b.example|a@b.example>", None),
        ("&amp;lt;", "&lt;"),
        ("AT&T", "AT&T"),
    ],
)
def test_marks_are_undone_and_nothing_else(escaped: str, typed: str | None):
    assert unescaped(escaped) == (typed or "sam general here a@b.example")


# ── a message becomes a note ──


async def note_of(slack: SlackChat, ana: SlackPerson, message: Body) -> str:
    """The text of the note form after *Save as a note* on the message."""
    await deliver(slack, note_shortcut(slack, ana, message))
    assert ana.screen().form
    values = slack.fake.views(ana.user)[-1].values
    return next((each["value"] for block in values.values() for each in block.values() if each.get("value")), "")


def note_shortcut(slack: SlackChat, ana: SlackPerson, message: Body) -> Body:
    world = slack.fake.world
    return {
        "type": "message_action",
        "callback_id": "save_note",
        "trigger_id": slack.fake.tickets.trigger(ana.user),
        "message_ts": "1.1",
        "response_url": "http://127.0.0.1:9/x",
        "team": {"id": world.team, "domain": "northwind-hiring"},
        "channel": {"id": slack.fake.channel("general"), "name": "general"},
        "user": {"id": ana.user, "username": "ana", "name": "ana", "team_id": world.team},
        "message": {"type": "message", "user": seed.SAM, "ts": "1.1", **message},
        "is_enterprise_install": False,
        "enterprise": None,
    }


FORWARDED = {"is_share": True, "text": "She can start in January.", "fallback": "She can start in January."}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Rosa Rich* &amp; her team"}}


def rich(*elements: Body) -> list[Body]:
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


MESSAGES: dict[str, tuple[Body, str]] = {
    "forwarded": ({"text": "", "attachments": [FORWARDED]}, "She can start in January."),
    "forwarded with a word": ({"text": "Look:", "attachments": [FORWARDED]}, "Look:\nShe can start in January."),
    "forwarded as blocks": (
        {"text": "", "attachments": [{"is_share": True, "message_blocks": [{"message": {"blocks": [SECTION]}}]}]},
        "*Rosa Rich* & her team",
    ),
    "null": ({"text": None}, ""),
    "missing": ({}, ""),
    "a number": ({"text": 7}, ""),
    "another app's blocks": (
        {"bot_id": "B1", "text": "New applicant", "blocks": [SECTION, {"type": "divider"}]},
        "*Rosa Rich* & her team",
    ),
    "another app's text": ({"bot_id": "B1", "text": "New applicant", "blocks": [{"type": "divider"}]}, "New applicant"),
    "another app's attachment": (
        {
            "bot_id": "B1",
            "attachments": [{"pretext": "New", "title": "Rosa", "fields": [{"title": "Stage", "value": "Offer"}]}],
        },
        "New\nRosa\nStage: Offer",
    ),
    "only a fallback": ({"text": "", "attachments": [{"fallback": "Rosa accepted"}]}, "Rosa accepted"),
    "the preview of a link": (
        {"text": "See <https://a.example|this>", "attachments": [{"from_url": "https://a.example", "text": "A page"}]},
        "See this",
    ),
    "rich text alone": (
        {
            "blocks": rich(
                {"type": "text", "text": "Ask "},
                {"type": "user", "user_id": seed.SAM},
                {"type": "text", "text": " if 3 < 4 & "},
                {"type": "link", "url": "https://a.example"},
                {"type": "emoji", "name": "tada"},
            )
        },
        "Ask @Sam Okafor if 3 < 4 & https://a.example:tada:",
    ),
    "a list": (
        {
            "blocks": [
                {
                    "type": "rich_text",
                    "elements": [
                        {
                            "type": "rich_text_list",
                            "elements": [
                                {"type": "rich_text_section", "elements": [{"type": "text", "text": each}]}
                                for each in ("ICU", "nights")
                            ],
                        }
                    ],
                }
            ]
        },
        "ICU\nnights",
    ),
    "a table": (
        {
            "blocks": [
                {
                    "type": "table",
                    "rows": [
                        [{"type": "raw_text", "text": "Rosa"}, {"type": "raw_text", "text": "R&D"}],
                        [{"type": "rich_text", "elements": rich({"type": "text", "text": "Lei"})[0]["elements"]}],
                        None,
                    ],
                }
            ]
        },
        "Rosa · R&D\nLei",
    ),
    "a picture": (
        {"blocks": [{"type": "image", "image_url": "https://a.example/x.png", "alt_text": "Her CV"}]},
        "Her CV",
    ),
    "shapes of nothing": ({"text": "", "attachments": [None, 5, {}], "blocks": [{}, "x", {"type": "rich_text"}]}, ""),
}


@pytest.mark.parametrize(("message", "note"), MESSAGES.values(), ids=MESSAGES.keys())
async def test_the_words_of_a_message_wherever_they_are(slack: SlackChat, ana: SlackPerson, message: Body, note: str):
    assert await note_of(slack, ana, message) == note


@pytest.mark.parametrize("blocks", [None, 5, {}, "x", [None], [{"type": "section", "text": "x", "fields": 3}]])
def test_other_shapes_have_no_words(blocks: Any):
    assert message_text({"text": "", "blocks": blocks}) == ""


@pytest.mark.parametrize("length", [100, 1900, 2500, 3000, 6000])
async def test_a_trigger_that_expired_leaves_the_note_a_press_away(slack: SlackChat, ana: SlackPerson, length: int):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star", near="Grace Hopper")
    slack.fake.fail("views.open", "expired_trigger_id")
    text = "ü" * length
    await deliver(slack, note_shortcut(slack, ana, {"text": text}))
    shown = await ana.press("Open the form")
    assert shown.form
    assert ("the end of the message is left out" in shown) == (length > 3000)
    values = str(slack.fake.views(ana.user)[-1].values)
    assert text[:3000] in values
    assert text[:3001] not in values or length <= 3000
    await ana.submit(candidate="Grace")
    async with slack.bot.context.store.read() as db:
        [note] = await db.exec(select(Note))
        drafts = list(await db.exec(select(Draft)))
    assert note.text == text[:3000]
    assert drafts == []
