"""The `member` command, with which operators list and change who has access."""

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.shell import console, fail, open_store, run, settings
from store.members import members as rows
from store.members import workspaces
from store.roles import Role

members = typer.Typer(help="Who has access.", no_args_is_help=True)


@members.command("list")
def list_members() -> None:
    """List all members, by workspace."""

    async def work() -> None:
        async with open_store(settings()) as store, store.read() as db:
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
    person: Annotated[str, typer.Argument(help="The person's id on the platform")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.RECRUITER,
    name: Annotated[str, typer.Option(help="Shown until the platform provides the name.")] = "",
) -> None:
    """Give a person access before they first write to the bot."""
    _set_role(workspace, person, role, name=name, must_exist=False)


@members.command("role")
def role(
    workspace: Annotated[str, typer.Argument(help="slack:TEAM_ID or teams:TENANT_ID")],
    person: Annotated[str, typer.Argument(help="The person's id on the platform")],
    role: Annotated[Role, typer.Argument(help="What they may do from now on.")],
) -> None:
    """Change what a person may do."""
    _set_role(workspace, person, role, name="", must_exist=True)


def _set_role(workspace: str, person: str, role: Role, *, name: str, must_exist: bool) -> None:
    platform, _, external_id = workspace.partition(":")
    if platform not in ("slack", "teams") or not external_id:
        fail("Enter the workspace as slack:TEAM_ID or teams:TENANT_ID.")

    async def work() -> None:
        async with open_store(settings()) as store, store.write() as db:
            target = await workspaces.get_or_create(db, platform, external_id)
            if must_exist and await rows.find(db, target.id, person) is None:
                fail(f"No member with the id {person} in that workspace. `sourcer member list` shows all members.")
            await rows.give_role(db, target, person, role, name=name)

    run(work())
    console.print(f"{person} is now {role.value}.")
