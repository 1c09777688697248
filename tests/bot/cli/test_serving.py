"""serve, playground: what prevents starting, and starting and stopping the real process."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bot.settings import documented
from tests.bot.cli.conftest import Sourcer

SETTINGS = {name for name, _, _ in documented()}


def test_with_nothing_configured_it_says_what_to_set(sourcer: Sourcer, tmp_path: Path):
    done = sourcer("serve")
    assert done.code == 1
    for word in ("SLACK_BOT_TOKEN", "TEAMS_APP_ID", "docs/install-slack.md", "sourcer playground"):
        assert word in done.err
    assert not (tmp_path / "data").exists()


def test_unauthenticated_teams_is_for_this_machine_only(sourcer: Sourcer):
    for host in ("0.0.0.0", "192.0.2.1", "::"):
        done = sourcer("serve", "--host", host, SOURCER_DEVELOPMENT="1")
        assert (done.code, "127.0.0.1" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"TEAMS_APP_ID": "1", "TEAMS_APP_PASSWORD": "p"}, "TEAMS_TENANT_IDS"),
        ({"SOURCER_DATABASE_URL": "mysql://db"}, "SOURCER_DATABASE_URL"),
    ],
)
def test_an_invalid_setting_prevents_starting_and_is_named(sourcer: Sourcer, settings: dict[str, str], name: str):
    done = sourcer("serve", **settings)
    assert (done.code, done.err.startswith(f"{name}: ")) == (1, True)


def test_a_taken_port_is_reported(sourcer: Sourcer):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        served = sourcer("serve", "--port", port, SOURCER_DEVELOPMENT="1")
        played = sourcer("playground", "--port", port, "--candidates", 0)
    for done in (served, played):
        assert (done.code, f"port {port}" in done.err, "--port" in done.err) == (1, True, True)


def test_the_playground_reads_the_addresses_of_resume_databases_and_no_other_setting(sourcer: Sourcer):
    done = sourcer("playground", "--candidates", 0, SOURCER_SOURCE_URLS="dice", SLACK_BOT_TOKEN="xoxb-1")
    assert (done.code, done.err.startswith("SOURCER_SOURCE_URLS: ")) == (1, True)


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_reported(sourcer: Sourcer, host: str):
    settings = {"TEAMS_APP_ID": "1", "TEAMS_APP_PASSWORD": "p", "TEAMS_TENANT_IDS": "t"}
    done = sourcer("serve", "--host", host, "--port", 0, **settings)
    assert (done.code, "--host" in done.err) == (1, True)


def test_it_serves_shows_the_claim_code_without_an_admin_and_stops_on_signal(tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"SOURCER_DEVELOPMENT": "1", "SOURCER_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [Path(sys.executable).parent / "sourcer", "serve", "--port", "0"]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        address = re.search(r"Serving Teams at (http://127\.0\.0\.1:\d+)", child.stdout.readline())
        assert address
        assert re.search(r"/sourcer claim ([A-Z0-9]{5}-){3}[A-Z0-9]{5} in Slack", child.stdout.readline())
        with urllib.request.urlopen(f"{address[1]}/readyz", timeout=10) as answer:
            assert answer.status == 200
        child.send_signal(signal.SIGTERM)
        output, wrong = child.communicate(timeout=20)
    finally:
        child.kill()
    assert child.returncode == 0
    assert "Finishing work in progress first" in output
    assert "Traceback" not in wrong
