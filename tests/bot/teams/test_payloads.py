"""Parsing Teams payloads into interactions."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pipeline.interaction import Interaction, Kind
from bot.teams.activity import Malformed, parse_activity
from bot.teams.payloads import read_interaction
from cards.tree import Surface
from tests.fakes.teams import Body, FakeTeams

TEAMS = FakeTeams()
CHANNEL = "19:channel@thread.tacv2;messageid=17"


def read(raw: Body) -> Interaction | None:
    return read_interaction(parse_activity(raw), 1_700_000_000.0)


def typed(text: str, **more: Any) -> tuple[str, dict[str, Any]]:
    interaction = read(TEAMS.activity("message", text=text, **more))
    assert interaction is not None
    return interaction.verb, interaction.args


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("nurse in Boston", "command", "nurse in Boston"),
        ("  job \n", "command", "job"),
        ("", "command", ""),
        ("source nurse in Boston", "search_for", "nurse in Boston"),
        ("Source  nurse", "search_for", "nurse"),
        ("source", "command", "source"),
        ("/source nurse", "search_for", "nurse"),
        ("/sourcer job", "command", "job"),
        ("sourcer", "command", ""),
        ("Sourcer claim AB-12", "command", "claim AB-12"),
        ("sources say", "command", "sources say"),
        ("R&amp;D &lt;lead&gt;", "command", "R&D <lead>"),
        ("nurse&nbsp;in\u00a0Boston", "command", "nurse in Boston"),
        ("a\x00b\u202e\u200bc", "command", "abc"),
    ],
)
def test_text_in_a_personal_chat(text: str, verb: str, expected: str) -> None:
    assert typed(text) == (verb, {"words": expected})


def test_the_bots_mention_is_removed_and_others_stay() -> None:
    text = "<at>Sourcer</at> ask <at>Ben</at> about nurses"
    entities = [
        {"type": "mention", "text": "<at>Sourcer</at>", "mentioned": {"id": "28:bot"}},
        {"type": "mention", "text": "<at>Ben</at>", "mentioned": {"id": "29:ben"}},
        {"type": "clientInfo", "locale": "en-US"},
    ]
    assert typed(text, entities=entities, chat=CHANNEL) == ("command", {"words": "ask Ben about nurses"})


def test_a_channel_message_to_someone_else_is_ignored() -> None:
    entities = [{"type": "mention", "text": "<at>Ben</at>", "mentioned": {"id": "29:ben"}}]
    assert read(TEAMS.activity("message", text="<at>Ben</at> hello", entities=entities, chat=CHANNEL)) is None
    assert read(TEAMS.activity("message", text="hello all", chat=CHANNEL)) is None


def test_a_slash_command_in_a_channel_needs_no_mention() -> None:
    recipient = {"id": "28:bot", "name": "Sourcer", "isTargeted": True}
    assert typed("job", recipient=recipient, chat=CHANNEL) == ("command", {"words": "job"})


@pytest.mark.parametrize(
    "raw",
    [
        TEAMS.activity("messageReaction", reactionsAdded=[{"type": "like"}]),
        TEAMS.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]),
        TEAMS.activity("installationUpdate", action="remove"),
        TEAMS.activity("typing"),
        TEAMS.activity("event", name="application/vnd.microsoft.readReceipt"),
        TEAMS.activity("message", text="hi", **{"from": {"id": "28:other", "name": "A bot"}}),
        TEAMS.activity("message", text="hi", **{"from": {"id": "29:x", "role": "bot"}}),
    ],
)
def test_ignored_activities(raw: Body) -> None:
    assert read(raw) is None


def test_an_installation_is_a_welcome() -> None:
    interaction = read(TEAMS.activity("installationUpdate", action="add"))
    assert interaction is not None
    assert (interaction.verb, interaction.kind, interaction.at.surface) == ("welcome", Kind.DEFERRED, Surface.PERSONAL)


def test_person_and_place() -> None:
    interaction = read(TEAMS.activity("message", text="x"))
    assert interaction is not None
    person = interaction.person
    assert (person.platform, person.workspace, person.user, person.name) == ("teams", "tenant-1", "aad-ana", "Ana")
    assert interaction.at.conversation == "a:chat-ana"
    assert interaction.at.reference["tenant"] == "tenant-1"  # botbuilder drops it


def test_keys_are_unique_per_tenant_and_person() -> None:
    one = TEAMS.activity("message", text="x")
    others = [
        {**one, "channelData": {"tenant": {"id": "tenant-2"}}},
        {**one, "from": {"id": "29:ben"}},
        {**one, "conversation": {"id": "a:other", "conversationType": "personal"}},
        {**one, "type": "invoke", "name": "task/submit", "value": {"data": {}}},
        {**one, "id": "another"},
    ]
    keys = {interaction.key for raw in (one, dict(one), *others) if (interaction := read(raw))}
    assert len(keys) == 1 + len(others)


def test_an_interaction_round_trips_through_the_log() -> None:
    interaction = read(TEAMS.activity("message", text="nurse"))
    assert interaction is not None
    assert Interaction.from_json(json.loads(json.dumps(interaction.as_json()))) == interaction


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_NAMES = [
    "adaptiveCard/action",
    "task/fetch",
    "task/submit",
    "composeExtension/query",
    "composeExtension/fetchTask",
    "composeExtension/submitAction",
    "application/search",
    "other",
]
_PARTS = [
    "from",
    "conversation",
    "recipient",
    "channelData",
    "entities",
    "text",
    "value",
    "replyToId",
    "timestamp",
    "id",
]


@given(
    st.sampled_from(["message", "invoke", "installationUpdate"]),
    st.sampled_from(_NAMES),
    st.dictionaries(st.sampled_from(_PARTS), _json, max_size=4),
    st.sampled_from(["", CHANNEL]),
)
@settings(max_examples=400, deadline=None)
def test_hostile_activities_are_read_or_malformed(kind: str, name: str, parts: Body, chat: str) -> None:
    """Whatever any part contains, only Malformed is raised, and parsed interactions can be stored."""
    try:
        interaction = read({**TEAMS.activity(kind, name=name, chat=chat), **parts})
    except Malformed:
        return
    if interaction is not None:
        assert Interaction.from_json(json.loads(json.dumps(interaction.as_json()))) == interaction


@given(st.dictionaries(st.sampled_from(["data", "action", "parameters", "messagePayload", "queryOptions"]), _json))
@settings(max_examples=200, deadline=None)
def test_hostile_invoke_values_are_read_or_malformed(value: Body) -> None:
    for name in _NAMES:
        try:
            read(TEAMS.activity("invoke", name=name, value=value))
        except Malformed:
            continue
