"""The `manifest` command: app manifests for Slack and Teams."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.shell import console, fail, settings
from manifest import slack as slack_manifest
from manifest import teams as teams_package

manifests = typer.Typer(help="App manifests.", no_args_is_help=True)

Url = Annotated[str, typer.Option(help="Public address of the bot; defaults to SOURCER_PUBLIC_URL.")]
Out = Annotated[Path, typer.Option(help="The file to write.")]


@manifests.command("slack")
def slack(url: Url = "", out: Out = Path("slack-manifest.json")) -> None:
    """Write the Slack manifest (JSON). Without a public address, it is for Socket Mode."""
    address = url or settings().public_url
    _write(out, json.dumps(slack_manifest.manifest(_https(address)), indent=2).encode() + b"\n")


@manifests.command("teams")
def teams(url: Url = "", out: Out = Path("sourcer-teams.zip")) -> None:
    """Write the Teams app package (zip). Needs TEAMS_APP_ID."""
    config = settings()
    if not config.teams_app_id:
        fail(
            "TEAMS_APP_ID is not set. It is the application (client) id of the bot's registration "
            "(docs/install-teams.md)."
        )
    address = _https(url or config.public_url)
    if not address:
        fail("Set the bot's public address with --url https://… or SOURCER_PUBLIC_URL.")
    _write(out, teams_package.package(address, config.teams_app_id))


def _https(address: str) -> str:
    if address and not address.startswith("https://"):
        fail(f"'{address}' must start with https://: Slack and Teams require it.")
    return address


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as fault:
        fail(f"Could not write {out}: {fault.strerror}.")
    console.print(f"Wrote {escape(str(out))}")
