"""Every card has a way back: *Back* returns to where it was opened; cancelling a form restores the card it covered."""

from tests.chat.base import Chat, Someone
from tests.flows.test_invitations_page import schedule


async def test_from_a_candidate_back_to_the_invitations(chat: Chat, ana: Someone):
    await schedule(ana)
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    await ana.press("View")
    seen = await ana.press("Back")
    assert "My invitations" in seen
    assert "goes out Wed 25 Nov at 09:30 (UTC)" in seen


async def test_a_reschedule_that_is_cancelled(chat: Chat, ana: Someone):
    await schedule(ana)
    await ana.command("invitations")
    await ana.press("Scheduled (1)")
    await ana.press("Reschedule")
    await ana.cancel()
    assert "goes out Wed 25 Nov at 09:30 (UTC)" in ana.card()


async def test_a_template_form_that_is_cancelled(chat: Chat, ana: Someone):
    await ana.command("templates")
    await ana.press("New template")
    await ana.cancel()
    assert "New template" in ana.card().buttons
    await ana.press("New template")
    await ana.submit(name="First hello")
    await ana.press("Edit")
    await ana.cancel()
    assert "First hello" in ana.card()
    assert "Duplicate" in ana.card().buttons
