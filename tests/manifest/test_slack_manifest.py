"""The Slack manifest: within Slack's limits, declaring only what the bot handles.

Limits: docs.slack.dev/reference/app-manifest, schema 2.0.0.
"""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from bot.playground.slack.seed import SOURCER
from bot.settings import Settings
from bot.slack.adapter import SHORTCUTS
from cards.actions import base as actions
from cards.commands import BY_WORD as WORDS
from manifest import slack
from manifest.slack import SCOPES, manifest
from tests.paths import ROOT

URL = "https://sourcer.example.com"

# The scopes each Web API method needs (docs.slack.dev/reference/methods); none: any token works.
NEEDS: dict[str, set[str]] = {
    "auth.test": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write"},
    "files_upload_v2": {"files:write"},
    "users.info": {"users:read", "users:read.email"},  # without the second, the e-mail is omitted
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
# Events that Slack sends only to an app with the scope (docs.slack.dev/reference/events).
SENT_WITH = {
    "app_home_opened": set[str](),
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "user_change": {"users:read"},
}


@pytest.fixture(params=[URL, ""], ids=["http", "socket mode"])
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    return manifest(request.param)


def test_texts_are_within_the_limits(made: dict[str, Any]):
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    commands, shortcuts = made["features"]["slash_commands"], made["features"]["shortcuts"]
    assert len(commands) <= 50
    for command in commands:
        assert re.fullmatch("/[a-z]+", command["command"])
        assert len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    assert len(shortcuts) <= 10
    for shortcut in shortcuts:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100


def test_only_known_fields(made: dict[str, Any]):
    """Slack refuses a manifest with unknown fields."""
    assert set(made) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    assert set(made["features"]) == {"app_home", "bot_user", "slash_commands", "shortcuts"}
    assert set(made["settings"]) == {
        *("event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled"),
        "token_rotation_enabled",
    }


def test_over_http_everything_goes_to_one_url():
    made = manifest(f"{URL}/")
    events = f"{URL}/slack/events"
    settings = made["settings"]
    assert {command["url"] for command in made["features"]["slash_commands"]} == {events}
    assert settings["event_subscriptions"]["request_url"] == events
    assert settings["interactivity"]["request_url"] == events
    assert settings["interactivity"]["message_menu_options_url"] == events
    assert settings["socket_mode_enabled"] is False


def test_in_socket_mode_there_is_no_url():
    made = manifest("")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(made)


def test_every_shortcut_is_handled(made: dict[str, Any]):
    shortcuts = {each["callback_id"]: each["type"] for each in made["features"]["shortcuts"]}
    assert shortcuts == {"search_candidates": "global", "save_note": "message"}
    assert set(shortcuts) == set(SHORTCUTS)
    for verb in SHORTCUTS.values():
        assert verb in actions.verbs()


def test_the_usage_hint_names_only_commands():
    hint = slack.COMMANDS[0][2]
    named = re.findall(r"[a-z]+", hint.split("]")[0])
    assert named
    assert set(named) <= set(WORDS)
    assert {name for name, _, _ in slack.COMMANDS} == {"/sourcer", "/source"}


def test_every_event_the_bot_handles_is_subscribed(made: dict[str, Any]):
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == set(SENT_WITH)
    source = (ROOT / "bot/slack/payloads.py").read_text()
    for event in ("app_home_opened", "app_mention", "message", "user_change"):
        assert f'kind == "{event}"' in source


def test_the_scopes_are_exactly_those_the_calls_need():
    """No fewer, or calls would fail; no more, or admins would rightly ask why."""
    called = _methods(ROOT / "bot/slack/courier.py")
    assert called == set(NEEDS), "a method without its scopes here, or the reverse"
    needed = set[str]().union({"commands"}, *NEEDS.values(), *SENT_WITH.values())
    assert set(SCOPES) == needed


def _methods(file: Path) -> set[str]:
    """The Web API methods named in a source file."""
    texts = {node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant)}
    named = {text for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z]+\.[a-zA-Z]+", text)}
    return named | {"files_upload_v2"} if "files_upload_v2" in file.read_text() else named


def test_the_playground_has_the_same_app():
    made = manifest("")["features"]
    assert {command.command for command in SOURCER.commands} == {each["command"] for each in made["slash_commands"]}
    in_playground = {(shortcut.callback_id, shortcut.type) for shortcut in SOURCER.shortcuts}
    assert in_playground == {(each["callback_id"], each["type"]) for each in made["shortcuts"]}


def test_the_url_in_the_settings_is_the_default():
    assert Settings.from_environment({"SOURCER_PUBLIC_URL": f"{URL}/"}).public_url == URL
