"""The command `source`: tries a connected resume database or ATS, field by field."""

from typing import Annotated, NoReturn

import typer
from rich.markup import escape

from bot.app import open_sources, utc_now
from bot.cli import ats_check
from bot.cli.field_tables import print_fields, print_sent
from bot.cli.shell import console, fail, open_store, run, settings
from connectors.ats.registry import ATSES
from connectors.profiles import Profile
from connectors.resumes import registry
from connectors.resumes.base import Quota, Revealed, SourceQuery, SourceResults
from connectors.search.base import And, Word
from handlers import source_checks
from handlers.connected_sources import Connected
from store import audit
from store.credits import quotas
from store.credits.terms import MOST
from store.db import Store
from store.members import workspaces
from store.people import profiles
from store.sources import connections
from store.tables.sources import SourceConnection

sources = typer.Typer(help="Connected resume databases and ATSes.", no_args_is_help=True)


@sources.callback()
def group() -> None:
    """Connected resume databases and ATSes."""


@sources.command("check")
def check(
    name: Annotated[str, typer.Argument(help="The source or ATS, such as dice or greenhouse.")],
    workspace: Annotated[str, typer.Option(help="slack:TEAM_ID or teams:TENANT_ID.")],
    words: Annotated[str, typer.Option(help="What to search for.")] = "manager",
    reveal: Annotated[
        str, typer.Option(help="Also unlock the person who has this id at the source. This is charged to the contract.")
    ] = "",
    email: Annotated[str, typer.Option(help="For an ATS: also look up the person with this e-mail address.")] = "",
) -> None:
    """Search a source, or read the jobs of an ATS, with the stored credentials, and show which fields came back: a
    change in the partner's API shows up here. Nothing is written there."""
    platform, _, external_id = workspace.partition(":")
    if platform not in ("slack", "teams") or not external_id:
        fail("Enter the workspace as slack:TEAM_ID or teams:TENANT_ID.")
    config = settings()

    async def work() -> None:
        kinds = registry.sources(config.sources_dir)
        if name not in kinds and name not in ATSES:
            fail(f"There is no source or ATS “{name}”. Known: {', '.join(sorted({*kinds, *ATSES}))}.")
        async with open_store(config) as store:
            workspace_id = await _workspace(store, platform, external_id)
            if name not in kinds:
                if not await ats_check.check(config, store, workspace_id, name, email):
                    _not_connected(name, workspace)
                return
            opened = open_sources(config, store, utc_now)
            try:
                row = await _row(store, workspace_id, name) or _not_connected(name, workspace)
                one = opened.of(row)
                if one is None:
                    fail("No key in SOURCER_SECRET_KEYS can decrypt the stored credentials. Connect the source again.")
                await _try(store, row, one, words, reveal)
            finally:
                await opened.close()

    run(work())


@sources.command("quota")
def quota(
    name: Annotated[str, typer.Argument(help="The source that the candidates were imported under, such as alumni.")],
    monthly: Annotated[str, typer.Argument(help="Invitations a month, or none: invitations then cost credits again.")],
    workspace: Annotated[str, typer.Option(help="slack:TEAM_ID or teams:TENANT_ID.")],
) -> None:
    """Limit how many people from a workspace's own imported source can be contacted each month. Contacting them then
    costs no credits."""
    config, number = settings(), parse_quota(monthly)

    async def work() -> None:
        async with open_store(config) as store:
            await _set_quota(store, workspace, name, number)

    run(work())


def parse_quota(text: str) -> int | None:
    """Parse the number of invitations a month; None for "none"."""
    if text == "none":
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        fail(f"Enter a number of invitations a month from 1 to {MOST:,}, or none.")
    return int(text)


async def _set_quota(store: Store, workspace: str, source: str, monthly: int | None) -> None:
    """Set the quota for a source that was imported for this workspace, and print a confirmation."""
    async with store.write() as db:
        every = {f"{each.platform}:{each.external_id}": each.id for each in await workspaces.every(db)}
        if workspace not in every or not await profiles.imported(db, every[workspace], source):
            fail(f"No one was imported as “{source}” for {workspace} alone, so there is nothing to limit.")
        await quotas.set_monthly(db, every[workspace], source, monthly, utc_now())
    paid = f"{monthly:,} invitations a month, and no credits" if monthly else "no quota: invitations cost credits"
    console.print(f"{escape(source)} in {workspace}: {paid}.", soft_wrap=True)


async def _workspace(store: Store, platform: str, external_id: str) -> int:
    """The workspace's id; 0 if there is no such workspace."""
    async with store.read() as db:
        known = await workspaces.every(db)
    return next((each.id for each in known if (each.platform, each.external_id) == (platform, external_id)), 0)


async def _row(store: Store, workspace_id: int, name: str) -> SourceConnection | None:
    async with store.read() as db:
        rows = await connections.of_source(db, workspace_id, name)
    return rows[0] if rows else None


def _not_connected(name: str, workspace: str) -> NoReturn:
    fail(f"{name} isn't connected in {workspace}. Type “integrations” in chat to connect it.")


async def _try(store: Store, row: SourceConnection, one: Connected, words: str, reveal: str) -> None:
    """Log in, search, and unlock one person if asked to. Raises OutsideError."""
    quota = await source_checks.log_in(one.source)
    console.print(f"{one.traits.label}: the credentials are accepted. {_left(quota)}")
    if not one.traits.searches:
        console.print("This connection only reads answers; it isn't searched.")
        return
    query = SourceQuery(what=And(tuple(Word(word) for word in words.split())), size=min(5, one.traits.page_size))
    _print_results(await one.source.search(query))
    if not reveal:
        return
    revealed = await one.source.reveal(reveal)
    async with store.write() as db:
        details = {"connection": row.id, "source": row.source, "command": "source check"}
        await audit.add(db, row.workspace_id, None, "reveal", details, utc_now())
        await source_checks.save_quota(db, row, revealed.spent.quota if revealed.spent else None, utc_now())
    _print_revealed(revealed)


def _print_results(found: SourceResults) -> None:
    console.print(f"Search: {found.total:,} people found, {len(found.people)} on the first page.")
    if found.unexpressed:
        console.print(f"It can't search for: {escape(', '.join(found.unexpressed))}.")
    if found.spent:
        console.print(f"Charged: {found.spent.amount}. {_left(found.spent.quota)}")
    print_fields(found.people, list(Profile.model_fields))
    if found.skipped:
        people = "1 person" if found.skipped == 1 else f"{found.skipped} people"
        console.print(f"{people} could not be read: a profile needs at least an id and a name.")
    print_sent("Fields of the first person as sent", found.sample)


def _print_revealed(revealed: Revealed) -> None:
    charged = f"Charged: {revealed.spent.amount}. {_left(revealed.spent.quota)}" if revealed.spent else ""
    console.print(f"Unlocked: {charged or 'the source reported no charge.'}")
    if document := revealed.document:
        size = f"{len(document.content):,} bytes"
        console.print(f"Resume: {escape(document.name)}, {escape(document.content_type)}, {size}")
    print_fields([revealed.body], list(Profile.model_fields))


def _left(quota: Quota | None) -> str:
    if quota is None:
        return "It doesn't report what is left of the contract."
    return f"{quota.left:,}{'' if quota.total is None else f' of {quota.total:,}'} left."
