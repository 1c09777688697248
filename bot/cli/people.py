"""member: who gets in, from the operator's side."""

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.shell import console, fail, opened, run, settings
from store.members import members as rows
from store.members import workspaces
from store.roles import Role

members = typer.Typer(help="Who gets in.", no_args_is_help=True)


@members.command("list")
def listed() -> None:
    """Everybody known, by workspace."""

    async def work() -> None:
        async with opened(settings()) as store, store.read() as db:
            table = Table("Workspace", "Id", "Name", "E-mail", "Role")
            for workspace in await workspaces.every(db):
                for member in await rows.of_workspace(db, workspace.id):
                    table.add_row(
                        f"{workspace.platform}:{workspace.external_id}",
                        member.external_id,
                        member.name,
                        member.email,
                        member.role.value,
                    )
        console.print(table)

    run(work())


@members.command("add")
def add(
    workspace: Annotated[str, typer.Argument(help="slack:TEAM_ID or teams:TENANT_ID")],
    person: Annotated[str, typer.Argument(help="The platform's id of the person")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.RECRUITER,
    name: Annotated[str, typer.Option(help="Shown until the platform tells the name.")] = "",
) -> None:
    """Let a person in before they said a word."""
    _give(workspace, person, role, name=name, must_exist=False)


@members.command("role")
def role(
    workspace: Annotated[str, typer.Argument(help="slack:TEAM_ID or teams:TENANT_ID")],
    person: Annotated[str, typer.Argument(help="The platform's id of the person")],
    role: Annotated[Role, typer.Argument(help="What they may do from now on.")],
) -> None:
    """Change what a person may do."""
    _give(workspace, person, role, name="", must_exist=True)


def _give(workspace: str, person: str, role: Role, *, name: str, must_exist: bool) -> None:
    platform, _, external_id = workspace.partition(":")
    if platform not in ("slack", "teams") or not external_id:
        fail("Write the workspace as slack:TEAM_ID or teams:TENANT_ID.")

    async def work() -> None:
        async with opened(settings()) as store, store.write() as db:
            known = await workspaces.meet(db, platform, external_id)
            if must_exist and await rows.find(db, known.id, person) is None:
                fail(f"Nobody with the id {person} is known there. `sourcer member list` shows who is.")
            await rows.give_role(db, known, person, role, name=name)

    run(work())
    console.print(f"{person} is {role.value} now.")
