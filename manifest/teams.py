"""The Teams app package: a zip with the manifest and two icons, uploaded in the Teams admin center.

Schema 1.24: https://developer.microsoft.com/json-schemas/teams/v1.24/MicrosoftTeams.schema.json
"""

import io
import json
import uuid
import zipfile
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from cards.commands import MENU

SCHEMA = "1.24"
COMMANDS = tuple((command.word, command.help) for command in MENU)
_OURS = uuid.UUID("6f1d0f9a-3a51-4f0e-9d3a-51c5e1a9b6a2")  # namespace for package ids


def manifest(url: str, app_id: str) -> dict[str, Any]:
    """The manifest for a bot at `url` with this application (client) id."""
    host = urlsplit(url).hostname or ""
    commands = [{"title": title, "description": does} for title, does in COMMANDS]
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": "0.1.0",
        "id": str(uuid.uuid5(_OURS, app_id)),
        "developer": {"name": "Sourcer", "websiteUrl": url, "privacyUrl": url, "termsOfUseUrl": url},
        "name": {"short": "Sourcer", "full": "Sourcer: candidate sourcing in chat"},
        "description": {
            "short": "Search, view, save and contact candidates in Teams.",
            "full": (
                "Pick a job, search profiles in plain English, open candidate cards, save people, keep notes with your "
                "team, preview and send messages to people, and see who is interested. Everything about a "
                "person stays in your personal chat with Sourcer."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1D3A5F",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "isNotificationOnly": False,
                "supportsFiles": True,  # CSV export, by consent
                "commandLists": [{"scopes": ["personal", "team", "groupChat"], "commands": commands}],
            }
        ],
        "composeExtensions": [
            {
                "botId": app_id,
                "commands": [
                    {
                        "id": "findCandidate",
                        "type": "query",
                        "title": "Find a candidate",
                        "description": "Insert a candidate card without the name or contact details",
                        "initialRun": False,
                        "context": ["compose", "commandBox"],
                        "parameters": [
                            {"name": "words", "title": "Search", "description": "Title, skill, company or place"}
                        ],
                    },
                    {
                        "id": "saveNote",
                        "type": "action",
                        "title": "Save as a note",
                        "description": "Save this message as a note on a candidate",
                        "context": ["message"],
                        "fetchTask": True,
                    },
                ],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host] if host else [],
    }


def package(url: str, app_id: str) -> bytes:
    """The zip; the same input gives the same bytes."""
    files = {"manifest.json": json.dumps(manifest(url, app_id), indent=2, ensure_ascii=False).encode()}
    for icon in ("color.png", "outline.png"):
        files[icon] = resources.files("manifest").joinpath(icon).read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()
