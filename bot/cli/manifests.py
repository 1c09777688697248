"""manifest: what Slack and Teams need to know of the app."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.shell import console, fail, settings
from manifest import slack as slack_manifest
from manifest import teams as teams_package

manifests = typer.Typer(help="App manifests.", no_args_is_help=True)

Url = Annotated[str, typer.Option(help="Public address of the bot; default SOURCER_PUBLIC_URL.")]
Out = Annotated[Path, typer.Option(help="The file to write.")]


@manifests.command("slack")
def slack(url: Url = "", out: Out = Path("slack-manifest.json")) -> None:
    """The Slack manifest (JSON). Without an address: for Socket Mode."""
    address = url or settings().public_url
    _write(out, json.dumps(slack_manifest.manifest(_https(address)), indent=2).encode() + b"\n")


@manifests.command("teams")
def teams(url: Url = "", out: Out = Path("sourcer-teams.zip")) -> None:
    """The Teams app package (zip). Needs TEAMS_APP_ID."""
    read = settings()
    if not read.teams_app_id:
        fail(
            "TEAMS_APP_ID is not set: it is the application (client) id of the bot's registration "
            "(docs/install-teams.md)."
        )
    address = _https(url or read.public_url)
    if not address:
        fail("Tell the public address of the bot: --url https://… or SOURCER_PUBLIC_URL.")
    _write(out, teams_package.package(address, read.teams_app_id))


def _https(address: str) -> str:
    if address and not address.startswith("https://"):
        fail(f"'{address}' does not start with https://, which Slack and Teams require.")
    return address


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as fault:
        fail(f"{out} cannot be written: {fault.strerror}.")
    console.print(f"Written: {escape(str(out))}")
