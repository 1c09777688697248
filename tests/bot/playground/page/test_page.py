"""The page: rendering, scrolling, focus and presses."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from PIL import Image
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, MAYA
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.page.browser import Tab, above, box, looks_right, measured
from tests.bot.playground.page.cards import open_form, post, press, row, section, tall, update
from tests.paths import GOLDEN

pytestmark = pytest.mark.asyncio(loop_scope="session")


# ── drawing ──


async def test_a_card_has_slacks_layout(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    fields = [{"type": "mrkdwn", "text": f"*{name}*\nvalue"} for name in ("One", "Two", "Three")]
    await post(app, fake, section("Grace\nNurse", accessory=press("View")), {"type": "section", "fields": fields})
    text, view = ana.last.get_by_text("Grace"), ana.button("View")
    assert await text.evaluate("each => getComputedStyle(each).fontSize") == "15px"
    assert (await box(view))["x"] > (await box(text))["x"] + (await box(text))["width"]
    assert abs((await box(view))["y"] - (await box(text))["y"]) < 4
    one, two, three = [await box(ana.last.get_by_text(name)) for name in ("One", "Two", "Three")]
    assert one["y"] == two["y"] < three["y"]
    assert one["x"] == three["x"] < two["x"]


async def test_a_late_image_does_not_push_the_end_out_of_sight(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    png = io.BytesIO()
    Image.new("RGB", (500, 400), "navy").save(png, "PNG")
    uploaded = await app.files_upload_v2(filename="chart.png", content=png.getvalue())
    chart = {"type": "image", "slack_file": {"id": uploaded["file"]["id"]}, "alt_text": "A chart"}
    for n in range(3):
        await post(app, fake, section(f"Card {n}\n" * 8))
    await post(app, fake, section("Credits"), chart, row(press("Start")))
    await expect(ana.last.get_by_role("img", name="A chart")).to_have_js_property("complete", True)
    await expect(ana.button("Start")).to_be_in_viewport()


async def test_external_content_stays_text(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    hostile = "<img src=x onerror=alert(1)> &lt;b&gt;x&lt;/b&gt; <javascript:alert(1)|press> <!channel> *bold*"
    await post(app, fake, section(hostile), section("<https://example.com|a site> \u202eright to left"))
    await expect(ana.last.locator("strong", has_text="bold")).to_be_visible()
    await expect(ana.last).to_contain_text("<b>x</b>")
    await expect(ana.last.locator("img, b, script")).to_have_count(0)
    links = ana.last.get_by_role("link")
    await expect(links).to_have_count(1)
    await expect(links).to_have_attribute("rel", "noreferrer noopener")


def gallery(modal: bool) -> list[dict[str, Any]]:
    """The forms among the golden files, or the cards."""
    examples = [json.loads(file.read_text()) for file in sorted(GOLDEN.glob("*.slack.json"))]
    found = [each for each in examples if (each.get("type") == "modal") == modal]
    assert len(found) > 50
    return found


async def test_every_form_of_the_gallery_renders_and_is_usable(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    for example in gallery(modal=True):
        await open_form(app, fake, example)
        await expect(ana.form.get_by_role("heading", level=2)).to_have_text(example["title"]["text"])
        await expect(ana.page.locator(".broken")).to_have_count(0)
        await looks_right(ana.page)
        await fake.close(ANA, clear=True)
        await expect(ana.form).to_have_count(0)


async def test_every_card_of_the_gallery_renders_and_is_usable(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    for example in gallery(modal=False):
        if example.get("type") == "home":
            await app.views_publish(user_id=ANA, view=example)
        else:
            ts = await post(app, fake, *example["blocks"], text=example["text"])
            await expect(ana.page.locator(f"[data-place='{ts}']")).to_be_attached()
    await expect(ana.page.locator(".broken")).to_have_count(0)
    await looks_right(ana.page)
    await ana.page.emulate_media(color_scheme="dark")
    await looks_right(ana.page)
    levels = await measured(ana.page, "levels")
    assert levels.count(1) == 1
    assert set(levels) == {1, 2}


# ── scroll position and focus ──


async def test_a_tall_new_card_shows_its_top_and_a_short_one_its_end(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    await post(app, fake, *tall("Results"))
    await expect(ana.last.get_by_text("Results", exact=True)).to_be_in_viewport()
    await expect(ana.button("Next")).not_to_be_in_viewport()
    await post(app, fake, section("Short"), row(press("Go")))
    await expect(ana.button("Go")).to_be_in_viewport()


async def test_an_update_keeps_the_scroll_position_and_a_different_card_shows_its_top(
    ana: Tab, app: AsyncWebClient, fake: FakeSlack
):
    ts = await post(app, fake, *tall("Results"))
    await ana.button("Star").click()
    before = await box(ana.button("Star"))
    changed = [section("*Results*\nSaved by you\nand by others"), *tall("Results")[1:-1]]
    await update(app, fake, ts, *changed, row(press("Next"), press("Starred", "star")))
    await expect(ana.button("Starred")).to_be_focused()
    assert abs((await box(ana.button("Starred")))["y"] - before["y"]) < 2
    await ana.button("Next").click()
    await update(app, fake, ts, *tall("Page two"))
    await expect(ana.last.get_by_text("Page two", exact=True)).to_be_in_viewport()
    assert not above(await box(ana.last), await box(ana.messages))
    await expect(ana.button("Next")).to_be_focused()


async def test_a_short_card_that_became_tall_scrolls_into_view(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    await post(app, fake, *tall("Before"))
    ts = await post(app, fake, section("*Start*"), row(press("Search")))
    await ana.button("Search").click()
    await update(app, fake, ts, *tall("Results"))
    await expect(ana.last.get_by_text("Results, line 9", exact=True)).to_be_in_viewport()
    assert abs((await box(ana.last))["y"] - (await box(ana.messages))["y"]) < 2


async def test_a_replaced_card_keeps_the_focus(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    ts = await post(app, fake, section("*List*"), section("Grace, nurse"), row(press("View"), press("Hide")))
    await ana.button("View").focus()
    await ana.page.keyboard.press("Enter")
    await update(app, fake, ts, section("*Grace*"), section("Nurse"), row(press("Back"), press("Note")), text="Grace")
    await expect(ana.last).to_be_focused()
    await expect(ana.page.get_by_role("status").filter(has_text="Sourcer: Grace")).to_be_attached()
    await ana.page.keyboard.press("Tab")
    await ana.page.keyboard.press("Tab")
    await expect(ana.button("Back")).to_be_focused()


async def test_loading_messages_does_not_move_what_is_being_read(ana: Tab, app: AsyncWebClient, fake: FakeSlack):
    channel = fake.channel("hiring-eng")
    for n in range(70):
        await fake.say(ANA, channel, f"line {n}")
    await ana.places.get_by_role("button", name="hiring-eng").click()
    await expect(ana.page.get_by_text("line 69", exact=True)).to_be_in_viewport()
    await ana.messages.evaluate("each => each.scrollTop = 0")
    read = ana.page.get_by_text("line 22", exact=True)
    before = await box(read)
    await fake.say(MAYA, channel, "something new")
    await expect(ana.page.get_by_role("button", name="New messages")).to_be_visible()
    assert await box(read) == before
    await ana.page.get_by_role("button", name="Earlier messages").click()
    await expect(ana.page.get_by_text("line 0", exact=True)).to_be_attached()
    assert abs((await box(read))["y"] - before["y"]) < 3
    await ana.page.get_by_role("button", name="New messages").click()
    await expect(ana.last).to_be_in_viewport()


# ── pressing ──


async def test_a_double_click_presses_once(ana: Tab, app: AsyncWebClient, fake: FakeSlack, tiny: TinyApp):
    ts = await post(app, fake, section("Grace"), row(press("View")))

    async def answer(payload: dict[str, Any]) -> web.Response:
        if "actions" in payload:
            await update(app, fake, ts, section("*Grace*"), row(press("Delete")))  # appears under the pointer
        return web.Response()

    tiny.answer = answer
    before = len(tiny.payloads)
    await ana.page.clock.install()
    await ana.page.clock.pause_at(datetime.now() + timedelta(seconds=5))
    await ana.button("View").click()
    await ana.button("Delete").hover()
    await ana.page.mouse.down(click_count=2)
    await ana.page.mouse.up(click_count=2)
    await ana.page.clock.run_for(1000)
    await ana.page.clock.resume()
    tiny.answer = lambda payload: web.Response()
    await ana.button("Delete").dblclick()
    await expect(ana.button("Delete")).not_to_have_attribute("aria-busy", "true")
    pressed = [each["actions"][0]["action_id"] for each in tiny.payloads[before:] if "actions" in each]
    assert pressed == ["view", "delete"]


async def test_an_unresponsive_app_is_reported_and_typed_text_is_restored(ana: Tab, fake: FakeSlack):
    fake.bot_url = "http://127.0.0.1:9/slack/events"
    await ana.say("/source  nurse   in Boston")
    await expect(ana.page.get_by_role("alert")).to_contain_text("did not respond")
    await expect(ana.line).to_have_value("/source  nurse   in Boston")
    await expect(ana.last).to_contain_text("Only visible to you")
    await ana.button("Dismiss").click()
    await expect(ana.all).to_have_count(0)
