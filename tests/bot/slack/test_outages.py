"""Slack Web API failures: rate limits are waited out, and calls that may have succeeded are not repeated."""

from tests.chat.slack import SlackChat, SlackPerson


async def test_a_rate_limit_is_waited_out(slack: SlackChat, ana: SlackPerson):
    slack.fake.throttle("chat.postMessage", times=2, retry_after=1)
    shown = await ana.command("help")
    assert shown.text
    assert len(slack.fake.called("chat.postMessage")) == 3


async def test_a_message_that_may_have_arrived_is_not_posted_again(slack: SlackChat, ana: SlackPerson):
    slack.fake.outage("chat.postMessage", status=503)
    await ana.command("help")
    assert len(slack.fake.called("chat.postMessage")) == 1


async def test_an_update_is_retried_after_an_outage(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    slack.fake.outage("chat.update", status=503)
    shown = await ana.press("☆ Star", near="Grace Hopper")
    assert "★" in shown


async def test_a_deleted_card_is_posted_again(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    before = len(slack.fake.called("chat.postMessage"))
    slack.fake.fail("chat.update", "message_not_found")
    shown = await ana.press("View", near="Grace Hopper")
    assert "Runs the night shift." in shown
    assert len(slack.fake.called("chat.postMessage")) == before + 1


async def test_an_expired_trigger_becomes_a_button_that_opens_the_form(slack: SlackChat, ana: SlackPerson):
    await ana.command()
    slack.fake.fail("views.open", "expired_trigger_id")
    shown = await ana.command("search")
    assert not shown.form
    assert "Open the form" in shown.buttons
    shown = await ana.press("Open the form")
    assert shown.form


async def test_a_command_typed_as_a_message_has_no_trigger_and_offers_a_button(slack: SlackChat, ana: SlackPerson):
    shown = await ana.say("search")
    assert "Open the form" in shown.buttons
    assert (await ana.press("Open the form")).form


async def test_the_acknowledgement_does_not_wait_for_the_work(slack: SlackChat, ana: SlackPerson):
    await ana.command()
    slack.fake.hang("chat.postMessage", seconds=4)  # longer than Slack waits for an acknowledgement
    before = len(slack.fake.messages(slack.fake.dm(ana.user), ana.user))
    delivery = await slack.fake.command(ana.user, slack.fake.dm(ana.user), "/sourcer", "help")
    assert (delivery.status, delivery.failure) == (200, "")
    assert len(slack.fake.messages(slack.fake.dm(ana.user), ana.user)) == before
    await slack.settle()
    assert len(slack.fake.messages(slack.fake.dm(ana.user), ana.user)) == before + 1
