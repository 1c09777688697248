"""The main job in the browser: the real bot behind the page."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.playground.slack.seed import ANA, MAYA, SAM
from store.members import workspaces
from store.roles import Role
from tests.bot.playground.page.browser import PHONE, Tab, above, box, looks_right, tab
from tests.chat.base import Clock, add_jobs, add_people
from tests.chat.slack import SlackChat, slack_chat
from tests.people import ADA, JOBS, NURSES

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chat(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SlackChat]:
    """Ana recruits, Sam is the admin; seven nurses and an engineer can be found, two jobs are open."""
    async with slack_chat(tmp_path_factory.mktemp("bot"), Clock()) as chat:
        await chat.person("Ana", Role.RECRUITER)
        await chat.person("Sam", Role.ADMIN)
        await add_people(chat.bot, [*NURSES, ADA])
        async with chat.bot.context.store.write() as db:
            workspace = await workspaces.get_or_create(db, chat.platform, chat.workspace)
        await add_jobs(chat.bot, workspace.id, JOBS)
        yield chat


@pytest_asyncio.fixture(loop_scope="session")
async def ana(browser: Browser, chat: SlackChat) -> AsyncIterator[Tab]:
    if chat.fake.views(ANA):
        await chat.fake.close(ANA, clear=True)
    async with tab(browser, chat.fake) as opened:
        await opened.open(ANA)
        yield opened


async def reach(someone: Tab, target: Locator, key: str = "Tab") -> None:
    """Moves the focus there by keyboard."""
    await expect(target).to_be_visible()
    for _ in range(60):
        if await target.evaluate("each => each === document.activeElement"):
            return
        await someone.page.keyboard.press(key)
    raise AssertionError(f"{target} cannot be reached with {key}")


async def test_from_choosing_a_person_to_a_note_that_notifies_a_colleague(browser: Browser, chat: SlackChat):
    async with tab(browser, chat.fake) as sam, tab(browser, chat.fake) as ana:
        await sam.open(SAM)
        await sam.places.get_by_role("button", name="general").click()
        await ana.open(MAYA)
        await ana.switch_to("Ana Ruiz")
        await ana.command("/sourcer")
        await expect(ana.last).to_contain_text("No job selected")
        await ana.button("Select a job").click()
        await ana.button("Select Registered Nurse").click()
        await ana.button("Search").click()
        await expect(ana.last).to_contain_text("Grace Hopper")
        await expect(ana.last).not_to_contain_text("Dorothea Dix")
        await ana.button("View Grace Hopper").click()
        await expect(ana.last).to_contain_text("Runs the night shift.")
        await ana.button("Star Grace Hopper").click()
        starred = ana.last.get_by_role("button", name="Unstar Grace Hopper")
        await expect(starred).to_be_focused()
        await ana.button("Add note").click()
        await ana.form.get_by_label("Note").fill("Call her on Tuesday")
        mentions = ana.form.get_by_role("combobox")
        await mentions.press_sequentially("sam")
        await expect(ana.form.get_by_role("option")).to_have_text("Sam Okafor")
        await mentions.press("Enter")
        await expect(ana.form.get_by_role("button", name="Remove Sam Okafor")).to_be_visible()
        await looks_right(ana.page)
        await ana.submit("Save")
        await expect(ana.last).to_contain_text("Call her on Tuesday")
        await expect(ana.button("Add note")).to_be_focused()
        await looks_right(ana.page)

        entry = sam.places.get_by_role("button", name="Sourcer, 1 unread")
        await expect(entry.locator(".count")).to_have_text("1")
        await entry.click()
        await expect(sam.last).to_contain_text("Ana Ruiz")
        await expect(sam.last).to_contain_text("Call her on Tuesday")
        await sam.button("View Grace Hopper").or_(sam.button("View")).click()
        await expect(sam.last).to_contain_text("Runs the night shift.")


async def test_a_syntax_error_appears_at_its_field_and_a_place_is_chosen(ana: Tab):
    await ana.page.get_by_role("button", name="Search candidates").click()
    what, where = ana.form.get_by_label("What"), ana.form.get_by_role("combobox", name="Where")
    await what.fill("nurse AND (")
    await where.fill("cambr")
    await expect(ana.form.get_by_role("option").filter(has_text="Cambridge, MA")).to_be_visible()
    await ana.form.get_by_role("option").filter(has_text="Cambridge, MA").click()
    await ana.button("Search", within=ana.form).click()
    await expect(what).to_be_focused()
    await expect(what).to_have_accessible_description(re.compile("parenthesis"))
    await expect(what).to_have_value("nurse AND (")
    await expect(where).to_have_value("Cambridge, MA")
    await what.fill("nurse")
    await ana.submit("Search")
    await expect(ana.last).to_contain_text("Florence Bell")


async def test_by_keys_alone(ana: Tab):
    keys = ana.page.keyboard
    await keys.press("Tab")
    await expect(ana.page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    await keys.press("Enter")
    await reach(ana, ana.line)
    await keys.type("/sou")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await keys.type("nurse in Boston")
    before = await ana.all.count()
    await keys.press("Enter")
    await expect(ana.all).to_have_count(before + 1)
    await expect(ana.last).to_contain_text("within 25 miles of Boston")
    await reach(ana, ana.button("View Edith Cavell"), "Shift+Tab")
    await keys.press("Enter")
    await expect(ana.last.get_by_role("heading", name="Edith Cavell")).to_be_visible()
    await expect(ana.last).to_be_focused()
    await reach(ana, ana.button("Add note"))
    await keys.press("Enter")
    await expect(ana.form.get_by_label("Note")).to_be_focused()
    await keys.type("By keys")
    await keys.press("Tab")
    await keys.press("ArrowDown")
    await expect(ana.form.get_by_label("Only me")).to_be_checked()
    await reach(ana, ana.button("Save", within=ana.form))
    await keys.press("Enter")
    await ana.wait_submitted()
    await expect(ana.last).to_contain_text("By keys")
    await expect(ana.button("Add note")).to_be_focused()
    await reach(ana, ana.button("Contact Edith Cavell"), "Shift+Tab")
    await reach(ana, ana.last.get_by_role("button", name="Back"))
    await keys.press("Enter")
    await expect(ana.button("View Edith Cavell")).to_be_visible()


async def test_on_a_phone(browser: Browser, chat: SlackChat):
    async with tab(browser, chat.fake, **PHONE) as ana:
        await ana.open(MAYA)
        await ana.page.get_by_role("button", name="Show conversations").tap()
        await ana.switch_to("Ana Ruiz")
        await ana.command("/source nurse in Boston")
        await expect(ana.last).to_contain_text("within 25 miles of Boston")
        assert not above(await box(ana.last), await box(ana.messages))
        await looks_right(ana.page, least=40)
        await ana.last.get_by_role("button", name="View").last.tap()
        await expect(ana.last.get_by_role("heading", level=2)).to_be_in_viewport()
        assert not above(await box(ana.last), await box(ana.messages))
        await looks_right(ana.page, least=40)
        await ana.button("Add note").tap()
        await expect(ana.form).to_be_visible()
        await looks_right(ana.page, least=40)
        await ana.button("Close", within=ana.form).tap()
        await expect(ana.form).to_have_count(0)
        await ana.page.get_by_role("button", name="Home").tap()
        await expect(ana.page.get_by_role("region", name="Home")).to_contain_text("Ana Ruiz")
        await looks_right(ana.page, least=40)
