"""The Teams app package: valid for Microsoft's schema and the admin center, declaring only what the bot handles.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
"""

import io
import json
import tomllib
import uuid
import zipfile
from typing import Any

import jsonschema
import pytest
from PIL import Image

from bot.teams.activity import Activity
from bot.teams.activity import parse_activity as read_activity
from bot.teams.payloads import read_interaction
from cards.actions.entry import SearchFor
from cards.commands import BY_WORD as WORDS
from handlers.start.commands import parse_command
from manifest.teams import COMMANDS, manifest, package
from tests.paths import ROOT

URL, APP_ID = "https://sourcer.example.com", "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(URL, APP_ID))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def made(files: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(files["manifest.json"])


def faults(made: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """`check_schema` is not called: Microsoft's patterns use \\p{L}, which Python's `re` does not support."""
    return [fault.message for fault in jsonschema.Draft4Validator(schema).iter_errors(made)]


def test_it_is_valid_by_microsofts_schema(made: dict[str, Any], teams_schema: dict[str, Any]):
    assert faults(made, teams_schema) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("name", "short"), "x" * 31),
        (("bots", 0, "scopes"), ["everywhere"]),
        (("composeExtensions", 0, "commands", 0, "type"), "search"),
        (("id",), "sourcer"),
        (("colour",), "#fff"),
    ],
)
def test_the_schema_catches_what_is_wrong(
    made: dict[str, Any], teams_schema: dict[str, Any], path: tuple[Any, ...], wrong: Any
):
    inside: Any = made
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = wrong
    assert faults(made, teams_schema)


def test_the_zip_has_three_files_at_its_root(files: dict[str, bytes], made: dict[str, Any]):
    assert set(files) == {"manifest.json", "color.png", "outline.png"}
    assert set(made["icons"].values()) == {"color.png", "outline.png"}


def test_the_icons_meet_teams_requirements(files: dict[str, bytes]):
    color, outline = (Image.open(io.BytesIO(files[name])) for name in ("color.png", "outline.png"))
    assert (color.format, color.size) == ("PNG", (192, 192))
    assert (outline.format, outline.size, outline.mode) == ("PNG", (32, 32), "RGBA")
    pixels = {(r, g, b, a) for r, g, b, a in outline.get_flattened_data()}
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {(255, 255, 255)}, "only white"
    assert any(pixel[3] == 0 for pixel in pixels), "on transparent"
    assert any(pixel[3] == 255 for pixel in pixels), "something is drawn"


def test_limits_beyond_the_schema(made: dict[str, Any]):
    assert len(made["bots"]) == 1
    lists = made["bots"][0]["commandLists"]
    assert len(lists) <= 3
    assert all(len(each["commands"]) <= 12 for each in lists)
    for command in made["composeExtensions"][0]["commands"]:
        assert command["type"] in ("query", "action")
        assert len(command.get("parameters", ())) <= 5
    assert made["validDomains"] == ["sourcer.example.com"]
    assert made["manifestVersion"] == "1.24"
    assert "v1.24" in made["$schema"]


def test_the_version_is_the_package_version(made: dict[str, Any]):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert made["version"] == project["version"]


def test_csv_files_can_be_offered(made: dict[str, Any]):
    """A bot may send a file consent card only if the manifest declares it (bot/teams/files.py)."""
    assert made["bots"][0]["supportsFiles"] is True


@pytest.mark.parametrize(("title", "does"), COMMANDS)
def test_every_command_in_the_menu_is_handled(title: str, does: str):
    assert title in WORDS
    assert parse_command(title) is not None
    assert len(title) <= 32
    assert len(does) <= 128


def test_the_example_command_is_a_search():
    example = dict(COMMANDS)["source"].partition(": ")[2]
    assert parse_command(example) == SearchFor(example.removeprefix("source "))


def activity(name: str, value: dict[str, Any]) -> Activity:
    """What Teams sends when a command of the message extension is used."""
    sent = {
        "type": "invoke",
        "name": name,
        "id": "1",
        "channelId": "msteams",
        "from": {"id": "29:ana", "aadObjectId": "ana"},
        "recipient": {"id": "28:sourcer"},
        "conversation": {"id": "a:chat", "conversationType": "personal"},
        "channelData": {"tenant": {"id": "tenant-1"}},
        "serviceUrl": "https://smba.trafficmanager.net/teams",
        "value": value,
    }
    return read_activity(sent)


def test_every_command_of_the_message_extension_is_handled(made: dict[str, Any]):
    find, save = made["composeExtensions"][0]["commands"]
    typed = [{"name": parameter["name"], "value": "nurse"} for parameter in find["parameters"]]
    interaction = read_interaction(
        activity("composeExtension/query", {"commandId": find["id"], "parameters": typed}), 0.0
    )
    assert interaction is not None
    assert (interaction.verb, interaction.args["words"]) == ("find_to_insert", "nurse")

    assert (save["context"], save["fetchTask"]) == (["message"], True)
    message = {"body": {"content": "<p>Call her</p>"}, "linkToMessage": "https://teams.example/1"}
    interaction = read_interaction(
        activity("composeExtension/fetchTask", {"commandId": save["id"], "messagePayload": message}), 0.0
    )
    assert interaction is not None
    assert (interaction.verb, interaction.args["text"]) == ("note_from_message", "Call her")


def test_the_bot_id_is_the_registered_one_and_the_package_has_its_own_id(made: dict[str, Any]):
    assert made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == APP_ID
    assert uuid.UUID(made["id"]).version == 5
    assert manifest(URL, "66666666-2222-3333-4444-555555555555")["id"] != made["id"]


def test_the_same_input_gives_the_same_bytes():
    assert package(URL, APP_ID) == package(URL, APP_ID)
    assert package(URL, APP_ID) != package("https://other.example.com", APP_ID)
