"""Forms on the page: field errors, typeaheads, keyboard use, and preserved input."""

from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA
from bot.playground.slack.user_inputs import REQUIRED
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.page.browser import Tab, box, looks_right
from tests.bot.playground.page.cards import last_payload, open_form, press, row, section
from tests.bot.playground.slack.test_user_forms import field, modal, option, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")
TOWNS = ("Boston, MA", "Springfield, IL", "Springfield, MA", "Spring, TX")
SKILLS = [option(f"Skill {n}", str(n)) for n in range(25)]


def suggests(tiny: TinyApp) -> None:
    """Makes the app suggest towns and accept every form."""

    def answer(payload: dict[str, Any]) -> web.Response:
        if payload.get("type") != "block_suggestion":
            return web.Response()
        fitting = [option(town, town[:3] + town[-2:]) for town in TOWNS if payload["value"].lower() in town.lower()]
        return web.json_response({"options": fitting})

    tiny.answer = answer


def values(tiny: TinyApp) -> dict[str, Any]:
    return last_payload(tiny, "view_submission")["view"]["state"]["values"]


async def test_errors_appear_at_their_fields_and_typed_text_stays(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp
):
    await open_form(app, fake, modal(field("what"), field("where", optional=True)))
    what, where, go = ana.form.get_by_label("What"), ana.form.get_by_label("Where"), ana.button("Go", within=ana.form)
    await expect(what).to_be_focused()
    await where.fill("Boston")
    await go.click()
    await expect(what).to_have_accessible_description(REQUIRED)
    await expect(what).to_be_focused()
    tiny.answer = lambda payload: web.json_response({"response_action": "errors", "errors": {"where": "Which one?"}})
    await what.fill("nurse AND (")
    await go.click()
    await expect(where).to_have_accessible_description("Which one?")
    await expect(where).to_have_attribute("aria-invalid", "true")
    await expect(where).to_be_focused()
    await expect(what).to_have_value("nurse AND (")
    await expect(what).to_have_accessible_description("")
    await looks_right(ana.page)
    tiny.answer = lambda payload: web.Response(status=500)
    await go.click()
    await expect(ana.form.get_by_role("alert")).to_contain_text("trouble connecting")
    await expect(where).to_have_value("Boston")
    tiny.answer = lambda payload: web.Response()
    await where.press("Enter")
    await expect(ana.form).to_have_count(0)
    assert values(tiny)["what"]["what"]["value"] == "nurse AND ("


async def test_an_updated_view_keeps_the_values_of_the_same_inputs(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp
):
    form = modal(field("what", initial_value="nurse"), row(press("Advanced")))
    view = await open_form(app, fake, form)
    await ana.form.get_by_label("What").fill("")
    await ana.button("Advanced", within=ana.form).click()
    years = field("years", type="number_input", is_decimal_allowed=False, optional=True)
    await app.views_update(view_id=view, view=modal(field("what", initial_value="nurse"), years, title="Advanced"))
    await expect(ana.form.get_by_label("Years")).to_be_focused()
    await expect(ana.form.get_by_label("What")).to_have_value("")


async def test_a_new_form_starts_at_its_top_and_an_updated_one_keeps_its_scroll_position(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp
):
    long = [section(f"Line {n}") for n in range(60)]
    view = await open_form(app, fake, modal(*long, field("what"), title="Search"))
    await ana.form.get_by_label("What").scroll_into_view_if_needed()
    await app.views_update(view_id=view, view=modal(*long, section("One more"), field("what"), title="Advanced"))
    await expect(ana.form).to_contain_text("One more")
    await expect(ana.form.get_by_label("What")).to_be_in_viewport()
    await app.views_update(view_id=view, view=modal(section("The top"), *long, title="Preview"))
    await expect(ana.form.get_by_text("The top")).to_be_in_viewport()


async def test_a_typeahead_by_keys(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    suggests(tiny)
    await open_form(app, fake, modal(field("where", type="external_select", min_query_length=1)))
    where, options = ana.form.get_by_role("combobox", name="Where"), ana.form.get_by_role("option")
    await expect(where).to_be_focused()
    await expect(options).to_have_count(0)
    await where.press_sequentially("spring")
    await expect(options).to_have_text(["Springfield, IL", "Springfield, MA", "Spring, TX"])
    await expect(where).to_have_attribute("aria-expanded", "true")
    await looks_right(ana.page)
    await where.press("ArrowDown")
    marked = ana.form.locator(f"#{await where.get_attribute('aria-activedescendant')}")
    await expect(marked).to_have_text("Springfield, MA")
    await where.press("Escape")
    await expect(options).to_have_count(0)
    await expect(ana.form).to_be_visible()
    await where.press("ArrowDown")
    await expect(options).to_have_count(3)
    await where.press("ArrowUp")
    await where.press("Enter")
    await expect(where).to_have_value("Spring, TX")
    await ana.button("Go", within=ana.form).click()
    await expect(ana.form).to_have_count(0)
    assert values(tiny)["where"]["where"]["selected_option"]["value"] == "SprTX"


async def test_text_not_chosen_from_the_list_is_not_dropped(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp
):
    suggests(tiny)
    await open_form(app, fake, modal(field("where", type="external_select", min_query_length=1, optional=True)))
    where, go = ana.form.get_by_role("combobox", name="Where"), ana.button("Go", within=ana.form)
    await where.fill("Bosten")
    await expect(ana.form.get_by_text("No results for “Bosten”")).to_be_visible()
    before = len(tiny.payloads)
    await go.click()
    await expect(where).to_have_accessible_description("Choose from the list, or clear this field.")
    await expect(where).to_have_value("Bosten")
    assert not [each for each in tiny.payloads[before:] if each["type"] == "view_submission"]
    await where.fill("Bost")
    await expect(ana.form.get_by_role("option")).to_have_text("Boston, MA")
    await where.press("Tab")
    await expect(where).to_have_value("Boston, MA")
    await expect(where).to_have_accessible_description("")
    await ana.button("Clear", within=ana.form).click()
    await go.click()
    await expect(ana.form).to_have_count(0)
    assert values(tiny)["where"]["where"]["selected_option"] is None


async def test_several_of_25_options(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    await open_form(app, fake, modal(field("skills", type="multi_static_select", options=SKILLS)))
    skills, options = ana.form.get_by_role("combobox", name="Skills"), ana.form.get_by_role("option")
    await skills.click()
    await expect(options).to_have_count(25)
    assert (await box(ana.form.get_by_role("listbox")))["height"] <= 300
    await options.nth(2).click()
    for _ in range(25):
        await skills.press("ArrowUp")
    await skills.press("Enter")
    await expect(ana.form.get_by_role("button", name="Remove")).to_have_count(2)
    await expect(ana.form.get_by_role("option", selected=True)).to_have_count(2)
    await skills.press("Escape")
    await skills.press("Backspace")
    await expect(ana.form.get_by_role("button", name="Remove")).to_have_count(1)
    await ana.button("Go", within=ana.form).click()
    await expect(ana.form).to_have_count(0)
    assert [each["value"] for each in values(tiny)["skills"]["skills"]["selected_options"]] == ["2"]


async def test_every_kind_of_input_sends_what_was_chosen(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    few = SKILLS[:3]
    inputs = [
        field("pick", type="static_select", options=few, placeholder=plain("One")),
        field("radio", type="radio_buttons", options=few, initial_option=few[0]),
        field("boxes", type="checkboxes", options=few, initial_options=few[:1]),
        field("day", type="datepicker"),
        field("years", type="number_input", is_decimal_allowed=False),
    ]
    await open_form(app, fake, modal(*inputs))
    form = ana.form
    await form.get_by_label("Pick").select_option("Skill 1")
    await form.get_by_role("group", name="Radio").get_by_label("Skill 2").check()
    await form.get_by_role("group", name="Boxes").get_by_label("Skill 1").check()
    await form.get_by_role("group", name="Boxes").get_by_label("Skill 0").uncheck()
    await form.get_by_label("Day").fill("2026-12-01")
    await form.get_by_label("Years").fill("7")
    await looks_right(ana.page)
    await ana.button("Go", within=form).click()
    await expect(form).to_have_count(0)
    chosen = values(tiny)
    assert chosen["pick"]["pick"]["selected_option"]["value"] == "1"
    assert chosen["radio"]["radio"]["selected_option"]["value"] == "2"
    assert [each["value"] for each in chosen["boxes"]["boxes"]["selected_options"]] == ["1"]
    assert chosen["day"]["day"]["selected_date"] == "2026-12-01"
    assert chosen["years"]["years"]["value"] == "7"


async def test_forms_on_forms_and_back(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    await open_form(app, fake, modal(field("what"), row(press("More")), title="First"))
    heading = ana.form.get_by_role("heading", level=2)
    await ana.form.get_by_label("What").fill("kept")
    async with ana.page.expect_response("**/api/press"):
        await ana.button("More", within=ana.form).click()
    await app.views_push(
        trigger_id=last_payload(tiny, "block_actions")["trigger_id"], view=modal(field("else"), title="Second")
    )
    await expect(heading).to_have_text("Second")
    await ana.page.keyboard.press("Escape")
    await expect(heading).to_have_text("First")
    await expect(ana.form.get_by_label("What")).to_have_value("kept")
    await ana.page.keyboard.press("Escape")
    await expect(ana.form).to_have_count(0)
    assert fake.views(ANA) == []


async def test_a_dangerous_press_asks_for_confirmation(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    confirmation = {"title": "Sure?", "text": "Gone.", "confirm": "Delete", "deny": "Keep"}
    confirm = {name: plain(text) for name, text in confirmation.items()}
    await app.chat_postMessage(channel=fake.dm(ANA), text="x", blocks=[row(press("Delete", confirm=confirm))])
    before = len(tiny.payloads)
    await ana.button("Delete").click()
    await ana.button("Keep", within=ana.form).click()
    await expect(ana.form).to_have_count(0)
    assert not [each for each in tiny.payloads[before:] if each["type"] == "block_actions"]
    await ana.button("Delete").click()
    await expect(ana.form).to_have_accessible_name("Sure?")
    async with ana.page.expect_response("**/api/press"):
        await ana.button("Delete", within=ana.form).click()
    assert len([each for each in tiny.payloads[before:] if each["type"] == "block_actions"]) == 1
