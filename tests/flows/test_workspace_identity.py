"""The workspace's name and time zone: taken from the platform, confirmed by an admin, and read by candidates."""

from pathlib import Path
from typing import Any

import pytest

from cards.screens.wording import zone_label
from store.members import workspaces
from store.roles import Role
from tests.chat.base import Chat, Clock
from tests.chat.slack import SlackChat, slack_chat
from tests.chat.teams import TeamsChat, teams_chat
from tests.flows.conftest import recruiting, workspace_of
from tests.flows.test_contact import open_form, preview
from tests.flows.test_who_gets_in import claim_code

OPENED = {"slack": slack_chat, "teams": teams_chat}
ZONE = {"slack": "America/New_York", "teams": "Europe/Madrid"}


def with_time_zone(chat: Chat) -> None:
    """Teams' clients send the time zone with each activity; Slack's users.info has it anyway."""
    if isinstance(chat, TeamsChat):
        activity = chat.fake.activity

        def sent(kind: str, **more: Any) -> dict[str, Any]:
            client = {"type": "clientInfo", "locale": "en-US", "country": "US", "timezone": "Europe/Madrid"}
            return {**(made := activity(kind, **more)), "entities": [*made.get("entities", []), client]}

        chat.fake.activity = sent


async def test_the_first_admin_confirms_the_name_and_the_time_zone(chat: Chat):
    with_time_zone(chat)
    sam = await chat.person("Sam", None)
    await sam.command()
    code = await claim_code(chat)
    seen = await sam.command(f"claim {code}")
    assert f"Time zone: {zone_label(ZONE[chat.platform])}" in seen
    assert (await workspace_of(chat)).time_zone == ZONE[chat.platform]
    assert (await workspace_of(chat)).confirmed_at is None
    if "That's right" in seen.buttons:
        assert "Your workspace: Northwind Hiring" in seen
        seen = await sam.press("That's right")
    else:  # the tenant's name is not in what Teams sends
        assert "Your company's name is missing" in seen
        await sam.press("Add the name")
        seen = await sam.submit(company="Northwind")
    assert "Saved." in seen
    assert (await workspace_of(chat)).confirmed_at is not None
    assert "Your workspace" not in await sam.command()


async def test_an_admin_corrects_both_in_one_form(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    seen = await sam.command()
    await sam.press("Change" if "Change" in seen.buttons else "Add the name")
    seen = await sam.submit(company="Acme Health", zone="Europe/Paris")
    assert "Acme Health" in seen
    assert "Time zone: Paris time" in seen
    found = await workspace_of(chat)
    assert (found.time_zone, found.confirmed_at is None) == ("Europe/Paris", False)
    maya = await chat.person("Maya", Role.REVIEWER)
    await maya.command()
    await maya.forge("confirm_workspace", {"time_zone": "Asia/Tokyo"})
    assert (await workspace_of(chat)).time_zone == "Europe/Paris"


async def test_the_zone_of_an_admin_whom_the_operator_added_is_used(chat: Chat):
    """They were an admin before anything was known of them."""
    with_time_zone(chat)
    sam = await chat.person("Sam", Role.ADMIN)
    assert f"Time zone: {zone_label(ZONE[chat.platform])}" in await sam.command()
    assert (await workspace_of(chat)).time_zone == ZONE[chat.platform]
    assert (await workspace_of(chat)).confirmed_at is None


@pytest.mark.parametrize("trouble", ["hang", "fail"])
async def test_a_workspace_whose_name_slack_does_not_say_is_asked_for_again_and_follows_renames(
    tmp_path: Path, clock: Clock, trouble: str
):
    async with slack_chat(tmp_path, clock) as chat:
        if trouble == "hang":
            chat.fake.hang("auth.test", seconds=1.5)
        else:
            chat.fake.fail("auth.test", "fatal_error", times=1)
        ana, maya = await chat.person("Ana", None), await chat.person("Maya", None)
        assert "Ask for access" in (await ana.command()).buttons
        assert (await workspace_of(chat)).name == ""
        await maya.command()
        assert (await workspace_of(chat)).name == "Northwind Hiring"
        chat.fake.world.name = "Southwind"
    async with slack_chat(tmp_path, clock) as chat:
        chat.fake.world.name = "Southwind"
        sam = await chat.person("Sam", Role.ADMIN)
        assert "Your workspace: Southwind" in await sam.command()


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_mail_names_the_company_or_nobody_and_never_a_domain(tmp_path: Path, clock: Clock, platform: str):
    """The preview says what is missing, with a button for those who can add it."""
    async with OPENED[platform](tmp_path, clock) as chat:
        if isinstance(chat, SlackChat):
            chat.fake.fail("auth.test", "fatal_error", times=99)
        ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
        async with chat.bot.context.store.write() as db:
            (await workspaces.get_or_create(db, platform, chat.workspace)).name = ""
        form = await open_form(ana)
        assert "work in recruiting" in str(form.raw)
        assert "northwind.example" not in str(form.raw)
        seen = await ana.submit()
        assert "Your company name is missing" in seen
        assert "Your title is missing" in seen
        assert "northwind.example" not in seen.text.replace("talent@northwind.example", "")
        assert {"Send message", "Add your title"} <= set(seen.buttons)
        assert "Company name and address" not in seen.buttons
        await ana.press("Add your title")
        await ana.submit(title="Recruiter, Nursing")
        await preview(sam)
        await sam.press("Company name and address")
        await sam.submit(company="Acme Health")
        seen = await preview(ana)
        assert "is missing" not in seen
        assert "Recruiter, Nursing Acme Health" in seen
