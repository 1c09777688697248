"""The Slack app manifest: paste it at https://api.slack.com/apps → Create New App → From a manifest.

Schema: docs.slack.dev/reference/app-manifest (2.0.0).
"""

from typing import Any

from cards.commands import MENU

COMMANDS = (
    (
        "/sourcer",
        "Jobs, searches, candidates, invitations, credits and settings",
        f"[{' | '.join(command.word for command in MENU if command.word != 'source')}] or any words",
    ),
    ("/source", "Search candidates right away", "senior nurse in Boston within 25 miles 5+ years"),
)
SCOPES = (
    "app_mentions:read",  # @Sourcer nurse in Boston
    "chat:write",  # cards
    "commands",  # /sourcer, /source, shortcuts
    "files:write",  # CSV export
    "im:history",  # words typed in direct messages with the bot
    "im:write",  # open the direct messages with a person
    "users:read",  # names, and who is a guest
    "users:read.email",  # SOURCER_ADMINS by e-mail
)
EVENTS = ("app_home_opened", "app_mention", "message.im", "user_change")


def manifest(url: str) -> dict[str, Any]:
    """The manifest for an installation at `url`; with an empty one, for Socket Mode, which needs no public address."""
    events = f"{url.rstrip('/')}/slack/events" if url else ""
    address = {"url": events} if events else {}
    request = {"request_url": events} if events else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Sourcer",
            "description": "Search, view and star candidates, and write notes, without leaving Slack.",
            "long_description": (
                "Sourcer brings candidate sourcing into Slack. Pick a job, search millions of profiles in plain "
                "English, open candidate cards, save people and keep notes with your team. Everything about a person "
                "stays in your direct messages; nothing private is ever posted to a channel. Self-hosted: your data "
                "stays yours."
            ),
            "background_color": "#1d3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Sourcer", "always_online": True},
            "slash_commands": [
                {"command": name, "description": does, "usage_hint": hint, "should_escape": False, **address}
                for name, does, hint in COMMANDS
            ],
            "shortcuts": [
                {
                    "name": "Search candidates",
                    "type": "global",
                    "callback_id": "search_candidates",
                    "description": "Open the search form",
                },
                {
                    "name": "Save as a note",
                    "type": "message",
                    "callback_id": "save_note",
                    "description": "Save this message as a note on a candidate",
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **request,
                **({"message_menu_options_url": events} if events else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not events,
            "token_rotation_enabled": False,
        },
    }
