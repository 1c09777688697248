"""member, manifest: the operator's access decisions, and the app manifests for Slack and Teams."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Sourcer

ID = "11111111-2222-3333-4444-555555555555"
TEAMS = {"TEAMS_APP_ID": ID, "TEAMS_APP_PASSWORD": "hunter2", "TEAMS_TENANT_IDS": "tenant"}


def listed(sourcer: Sourcer) -> list[list[str]]:
    rows = [line for line in sourcer("member", "list").out.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in row.strip("│").split("│")] for row in rows]


def test_members_are_added_and_changed(sourcer: Sourcer):
    assert listed(sourcer) == []
    assert "U1 is now admin." in sourcer("member", "add", "slack:T1", "U1", "--role", "admin", "--name", "Ana Ruiz").out
    assert sourcer("member", "add", "teams:tenant", "a-b-c").code == 0
    assert listed(sourcer) == [
        ["slack:T1", "U1", "Ana Ruiz", "", "admin"],
        ["teams:tenant", "a-b-c", "", "", "recruiter"],
    ]
    assert sourcer("member", "role", "slack:T1", "U1", "reviewer").code == 0
    assert listed(sourcer)[0] == ["slack:T1", "U1", "Ana Ruiz", "", "reviewer"]


def test_only_known_members_change_roles(sourcer: Sourcer):
    sourcer("member", "add", "slack:T1", "U1")
    for workspace, person in (("slack:T1", "U2"), ("slack:T2", "U1"), ("teams:T1", "U1")):
        done = sourcer("member", "role", workspace, person, "admin")
        assert (done.code, "sourcer member list" in done.err) == (1, True)
    assert [row[4] for row in listed(sourcer)] == ["recruiter"]


@pytest.mark.parametrize("workspace", ["T1", "irc:T1", "slack:"])
def test_a_workspace_is_named_with_its_platform(sourcer: Sourcer, workspace: str):
    done = sourcer("member", "add", workspace, "U1")
    assert (done.code, "slack:TEAM_ID" in done.err) == (1, True)


def test_a_role_that_does_not_exist(sourcer: Sourcer):
    assert sourcer("member", "add", "slack:T1", "U1", "--role", "owner").code == 2


# ── manifests ──


def test_the_slack_manifest_is_for_the_address(sourcer: Sourcer, tmp_path: Path):
    done = sourcer("manifest", "slack", "--url", "https://bot.example.com", "--out", "one.json")
    assert (done.code, "one.json" in done.out) == (0, True)
    assert "https://bot.example.com/slack/events" in (tmp_path / "one.json").read_text()
    sourcer("manifest", "slack", "--out", "two.json", SOURCER_PUBLIC_URL="https://bot.example.com/")
    assert (tmp_path / "two.json").read_text() == (tmp_path / "one.json").read_text()


def test_without_an_address_it_is_for_socket_mode(sourcer: Sourcer, tmp_path: Path):
    assert sourcer("manifest", "slack").code == 0
    made = json.loads((tmp_path / "slack-manifest.json").read_text())
    assert made["settings"]["socket_mode_enabled"] is True


def test_the_teams_package_is_for_the_address_and_the_app(sourcer: Sourcer, tmp_path: Path):
    done = sourcer("manifest", "teams", "--url", "https://bot.example.com", "--out", "app.zip", **TEAMS)
    assert done.code == 0
    with zipfile.ZipFile(tmp_path / "app.zip") as packed:
        made = json.loads(packed.read("manifest.json"))
    assert made["bots"][0]["botId"] == ID
    assert made["validDomains"] == ["bot.example.com"]


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        (["slack", "--url", "http://bot.example.com"], {}, "https://"),
        (["slack"], {"SOURCER_PUBLIC_URL": "http://bot.example.com"}, "https://"),
        (["slack", "--out", "no/such/folder.json"], {}, "Could not write"),
        (["teams", "--url", "https://bot.example.com"], {}, "TEAMS_APP_ID"),
        (["teams"], TEAMS, "SOURCER_PUBLIC_URL"),
        (["teams", "--url", "bot.example.com"], TEAMS, "https://"),
    ],
)
def test_missing_manifest_settings_are_reported(
    sourcer: Sourcer, arguments: list[str], settings: dict[str, str], message: str
):
    done = sourcer("manifest", *arguments, **settings)
    assert (done.code, message in done.err) == (1, True)
    assert "hunter2" not in done.err
