"""The main flow, end to end, on both platforms: pick a job, search, view, star, note."""

from store.people import candidates_page, notes
from tests.chat.base import Chat, Someone


async def test_from_the_start_card_to_a_note(chat: Chat, ana: Someone):
    seen = await ana.command()
    assert "No job selected" in seen
    seen = await ana.press("Select a job")
    assert "Registered Nurse" in seen
    assert "Closed Role" not in seen
    seen = await ana.press("Select", near="Registered Nurse")
    seen = await ana.press("Search")
    assert "Grace Hopper" in seen
    assert "Dorothea Dix" not in seen  # Denver
    seen = await ana.press("View", near="Grace Hopper")
    assert "Runs the night shift." in seen
    assert "grace1@example.com" not in seen  # not unlocked
    seen = await ana.press("☆ Star")
    assert "★ Starred" in seen.buttons
    seen = await ana.press("Add note")
    assert seen.form
    seen = await ana.submit(text="Call her on Tuesday")
    assert "Call her on Tuesday" in ana.card()

    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        listed = await candidates_page.listed(db, me)
        assert [row.candidate.name for row in listed.items] == ["Grace Hopper"]
        saved_notes = await notes.of_candidate(db, me, listed.items[0].candidate.id)
    assert [row.note.text for row in saved_notes] == ["Call her on Tuesday"]


async def test_words_after_the_command_search(chat: Chat, ana: Someone):
    seen = await ana.search("nurse in Boston within 25 miles 5+ years")
    assert "Grace Hopper" in seen
    assert "Florence Bell" not in seen  # three years
    assert "within 25 miles of Boston, MA" in seen
    assert "5+ years" in seen
