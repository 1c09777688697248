"""A file that an operator imports for one workspace: a source of its own, with a tab, which nobody else sees."""

from store.members import workspaces
from tests.chat.base import Chat, Someone, add_people
from tests.flows.conftest import workspace_of
from tests.people import nurse


async def test_it_is_a_tab_of_that_workspace_alone(chat: Chat, ana: Someone):
    async with chat.bot.context.store.write() as db:
        rival = await workspaces.get_or_create(db, chat.platform, "T0RIVAL")
    ours = nurse(90, "Petra Private", source="alumni")
    await add_people(chat.bot, [ours], workspace_id=(await workspace_of(chat)).id)
    await add_people(chat.bot, [nurse(91, "Rita Rival", source="rivals")], workspace_id=rival.id)
    seen = await ana.search("nurse")
    assert {"All (8)", "Internet (7)", "Alumni (1)"} <= set(seen.buttons)
    assert not any("Rivals" in each for each in seen.buttons)
    seen = await ana.press("Alumni (1)")
    assert "Petra Private" in seen
    assert "Grace Hopper" not in seen
    await ana.press("View")
    assert "Petra Private" in ana.card()
    assert "Alumni" in ana.card()
