"""Every Slack entry point: commands, messages, mentions, shortcuts, Home, forms, typeahead, Socket Mode."""

from pathlib import Path

import pytest

from bot.app import running
from bot.playground.slack import payloads, seed
from bot.playground.slack.objects import Person
from bot.settings import Settings
from store.roles import Role
from tests.bot.slack.process import serving
from tests.chat.base import Clock, add_people, grant_role
from tests.chat.slack import SlackChat, SlackPerson
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, slack_workspace
from tests.people import NURSES


async def test_home_is_the_dashboard_and_presses_on_it_stay_there(slack: SlackChat, ana: SlackPerson):
    shown = await ana.open_home()
    assert "No job selected" in shown
    shown = await ana.press("Select a job")
    assert slack.fake.called("chat.postMessage") == []
    shown = await ana.open_home()
    assert "No job selected" in shown


async def test_a_form_opened_from_home_answers_on_home(slack: SlackChat, ana: SlackPerson):
    await ana.open_home()
    await ana.press("Select a job")
    assert (await ana.press("Add a job")).form
    await ana.submit(title="Night nurse")
    assert "Night nurse" in ana.screen()
    assert slack.fake.called("chat.postMessage") == []


async def test_a_mention_in_a_channel_is_answered_in_private(slack: SlackChat, ana: SlackPerson):
    await slack.fake.mention(ana.user, "hiring-nursing", "nurse in Boston")
    await slack.settle()
    assert "Grace Hopper" in ana.card()
    there = slack.fake.messages("hiring-nursing", seed.DIEGO)
    assert not any("Grace" in str(message.blocks) + message.text for message in there)


async def test_a_command_in_a_channel_is_answered_in_private_and_says_so(slack: SlackChat, ana: SlackPerson):
    await slack.fake.command(ana.user, slack.fake.channel("general"), "/source", "nurse in Boston")
    await slack.settle()
    assert "Grace Hopper" in ana.card()
    assert any("answered you privately" in line for line in ana.plain_messages())
    others = slack.fake.messages("general", seed.MAYA)
    assert not any(message.by_app for message in others)


async def test_the_global_shortcut_opens_the_search_form(slack: SlackChat, ana: SlackPerson):
    await slack.fake.shortcut(ana.user, "search_candidates")
    await slack.settle()
    assert ana.screen().form
    await ana.submit(what="nurse", where="Boston")
    assert "Grace Hopper" in ana.card()


async def test_a_message_becomes_a_note(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    await ana.press("☆ Star", near="Grace Hopper")
    await slack.fake.say(seed.DIEGO, "hiring-nursing", "@maya Grace was great in <the> interview & on time")
    [message] = [each for each in slack.fake.messages("hiring-nursing", ana.user) if "interview" in each.text]
    await slack.fake.message_shortcut(ana.user, "save_note", message)
    await slack.settle()
    assert ana.screen().form
    view = slack.fake.views(ana.user)[-1]
    assert "@Maya Lindqvist Grace was great in <the> interview & on time" in str(view.blocks)
    offered = await ana.suggest("candidate", "grace")
    assert len(offered) == 1
    await ana.submit(candidate=offered[0])
    await ana.search("Grace Hopper")
    shown = await ana.press("View", near="Grace Hopper")
    assert "@Maya Lindqvist Grace was great in <the> interview & on time" in shown


async def test_places_are_offered_while_typing(slack: SlackChat, ana: SlackPerson):
    await ana.command("search")
    assert "Boston, MA" in (await ana.suggest("where", "bost"))[0]


async def test_invalid_values_are_errors_at_their_field_and_nothing_typed_is_lost(slack: SlackChat, ana: SlackPerson):
    await ana.command("search")
    shown = await ana.submit(what='"nurse', where="Boston")
    assert shown.form
    assert shown.errors
    view = slack.fake.views(ana.user)[-1]
    assert view.values["what"]["value"]["value"] == '"nurse'
    assert view.values["where"]["suggest:places"]["selected_option"]["text"]["text"] == "Boston, MA"


async def test_a_slack_guest_never_gets_access(slack: SlackChat):
    guest = Person("U0GUEST001", "gus", "Gus Guest", "gus@elsewhere.example", is_guest=True)
    slack.fake.world.add_person(guest)
    await grant_role(slack.bot, "slack", seed.TEAM, guest.id, Role.RECRUITER, "Gus")
    gus = SlackPerson(slack, "Gus", guest.id)
    shown = await gus.search("nurse in Boston")
    assert "Grace Hopper" not in shown


async def test_a_form_with_slow_data_opens_at_once_and_is_filled_later(tmp_path: Path, clock: Clock):
    async with slack_workspace() as fake, serving(fake, tmp_path):
        fake.hang("users.info", seconds=1.6)
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "search")
        opened = await fake.until(lambda: fake.views(seed.SAM), seconds=5)
        assert not opened[-1].body.get("submit")
        await fake.until(lambda: fake.views(seed.SAM)[-1].body.get("submit"), seconds=5)


async def test_a_slow_submission_shows_progress_and_completes(tmp_path: Path):
    async with slack_workspace() as fake, serving(fake, tmp_path) as process:
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "search")
        await fake.until(lambda: fake.views(seed.SAM), seconds=10)
        await process.restart()  # the new process knows nobody: it looks the person up at Slack first, which is slow
        fake.hang("users.info", seconds=2.6)
        delivery = await fake.submit(seed.SAM, values={"What": "nurse"})
        assert delivery.body["response_action"] == "update"
        assert "longer" in str(delivery.body)
        await fake.until(lambda: "Done" in str(fake.views(seed.SAM)[-1].blocks), seconds=5)
        await fake.until(lambda: fake.called("chat.postMessage"), seconds=5)


async def test_socket_mode_needs_no_public_address(tmp_path: Path, clock: Clock):
    async with slack_workspace() as fake:
        settings = Settings(
            data_dir=tmp_path,
            slack_app_token=APP_TOKEN,
            slack_bot_token=BOT_TOKEN,
            slack_api_url=fake.api_url.rstrip("/"),
        )
        async with running(settings, now=clock) as bot:
            await add_people(bot, NURSES)
            chat = SlackChat(fake, bot, clock)
            ana = await chat.person("Ana", Role.RECRUITER)
            await fake.until(lambda: fake.sockets, seconds=10)
            shown = await ana.search("nurse in Boston")
            assert "Edith Cavell" in shown
            await fake.disconnect_sockets()
            await fake.until(lambda: fake.sockets, seconds=15)
            assert "Dorothea Dix" in await ana.search("nurse in Denver")


@pytest.mark.parametrize("path", ["/slack/events"])
async def test_without_a_signing_secret_there_is_no_unauthenticated_endpoint(tmp_path: Path, clock: Clock, path: str):
    async with slack_workspace() as fake:
        settings = Settings(
            data_dir=tmp_path,
            slack_app_token=APP_TOKEN,
            slack_bot_token=BOT_TOKEN,
            slack_api_url=fake.api_url.rstrip("/"),
        )
        async with running(settings, now=clock) as bot:
            assert path not in {route.resource.canonical for route in bot.app.router.routes() if route.resource}


async def test_text_sent_with_a_file_is_answered_too(slack: SlackChat, ana: SlackPerson):
    event = {
        "type": "message",
        "subtype": "file_share",
        "channel_type": "im",
        "channel": slack.fake.dm(ana.user),
        "user": ana.user,
        "text": "nurse in Boston",
        "ts": slack.fake.world.ts(),
        "files": [{"id": "F1"}],
    }
    parcel = slack.fake.sender.event(payloads.event(slack.fake.world, event, slack.fake.dm(ana.user)))
    assert (await slack.fake.sender.deliver(parcel)).status == 200
    await slack.settle()
    assert "Grace Hopper" in ana.card()
