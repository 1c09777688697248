"""Slack's Web API in bad weather: limits are waited out, what may have happened is not done twice."""

from tests.chat.slack import SlackChat, SlackPerson


async def test_a_rate_limit_is_waited_out(slack: SlackChat, ana: SlackPerson):
    slack.fake.throttle("chat.postMessage", times=2, retry_after=1)
    seen = await ana.command("help")
    assert seen.text
    assert len(slack.fake.called("chat.postMessage")) == 3


async def test_a_message_that_may_have_arrived_is_not_posted_again(slack: SlackChat, ana: SlackPerson):
    slack.fake.outage("chat.postMessage", status=503)
    await ana.command("help")
    assert len(slack.fake.called("chat.postMessage")) == 1


async def test_an_update_is_repeated_after_an_outage(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    slack.fake.outage("chat.update", status=503)
    seen = await ana.press("☆ Star", near="Grace Hopper")
    assert "★" in seen


async def test_a_card_that_was_deleted_comes_back_as_a_new_one(slack: SlackChat, ana: SlackPerson):
    await ana.search("Grace Hopper")
    before = len(slack.fake.called("chat.postMessage"))
    slack.fake.fail("chat.update", "message_not_found")
    seen = await ana.press("View", near="Grace Hopper")
    assert "Runs the night shift." in seen
    assert len(slack.fake.called("chat.postMessage")) == before + 1


async def test_a_trigger_that_ran_out_becomes_a_button_that_opens_the_form(slack: SlackChat, ana: SlackPerson):
    await ana.command()
    slack.fake.fail("views.open", "expired_trigger_id")
    seen = await ana.command("search")
    assert not seen.form
    assert "Open the form" in seen.buttons
    seen = await ana.press("Open the form")
    assert seen.form


async def test_a_command_typed_as_a_message_has_no_trigger_and_offers_a_button(slack: SlackChat, ana: SlackPerson):
    seen = await ana.say("search")
    assert "Open the form" in seen.buttons
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
