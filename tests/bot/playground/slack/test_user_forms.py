"""Modals: triggers, the view stack, hashes, typed values, and how an app's response changes a form."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA, MAYA
from bot.playground.slack.user_inputs import REQUIRED, Incomplete, NotPossible
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.slack.test_api_chat import button, refused
from tests.fakes.slack import Clock


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def field(name: str, *, optional: bool = False, **element: Any) -> dict[str, Any]:
    given = {"type": "plain_text_input", "action_id": name, **element}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": given, "optional": optional}


def modal(*blocks: dict[str, Any], title: str = "Search", **more: Any) -> dict[str, Any]:
    shown = list(blocks) or [field("what")]
    return {"type": "modal", "title": plain(title), "submit": plain("Go"), "callback_id": "f", "blocks": shown, **more}


async def trigger(fake: FakeSlack, tiny: TinyApp) -> str:
    await fake.shortcut(ANA, "search_candidates")
    return tiny.payloads[-1]["trigger_id"]


async def opened(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient, *blocks: dict[str, Any], **more: Any):
    await web_client.views_open(trigger_id=await trigger(fake, tiny), view=modal(*blocks, **more))
    return fake.views(ANA)[-1]


async def test_a_trigger_opens_one_view_within_three_seconds(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient, clock: Clock
):
    first = await trigger(fake, tiny)
    invalid = await refused(web_client.views_open(trigger_id=first, view=modal(title="w" * 25)))
    assert invalid.response["error"] == "invalid_arguments"
    assert "json-pointer:/view/title" in invalid.response["response_metadata"]["messages"][0]
    assert (await web_client.views_open(trigger_id=first, view=modal()))["view"]["hash"]
    again = await refused(web_client.views_open(trigger_id=first, view=modal()))
    assert again.response["error"] == "exchanged_trigger_id"
    late = await trigger(fake, tiny)
    clock.ahead += 3.1
    assert (await refused(web_client.views_open(trigger_id=late, view=modal()))).response["error"] == (
        "expired_trigger_id"
    )
    forged = await refused(web_client.views_open(trigger_id="1.2.x", view=modal()))
    assert forged.response["error"] == "invalid_trigger_id"
    assert len(fake.views(ANA)) == 1


async def test_up_to_three_views_can_be_stacked(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    await opened(fake, tiny, web_client, field("what"), button("More"), title="one", notify_on_close=True)
    outside = await trigger(fake, tiny)
    assert (await refused(web_client.views_push(trigger_id=outside, view=modal()))).response["error"] == "not_found"
    for title in ("two", "three"):
        await fake.press(ANA, fake.views(ANA)[-1], "More")
        view = modal(button("More"), title=title, notify_on_close=True)
        await web_client.views_push(trigger_id=tiny.payloads[-1]["trigger_id"], view=view)
    await fake.press(ANA, fake.views(ANA)[-1], "More")
    fourth = await refused(web_client.views_push(trigger_id=tiny.payloads[-1]["trigger_id"], view=modal()))
    assert fourth.response["error"] == "push_limit_reached"
    one, two, three = fake.views(ANA)
    assert (two.previous, three.previous, three.root) == (one.id, two.id, one.id)
    await fake.close(ANA)
    assert [view.id for view in fake.views(ANA)] == [one.id, two.id]
    assert (tiny.payloads[-1]["type"], tiny.payloads[-1]["is_cleared"]) == ("view_closed", False)
    await fake.close(ANA, clear=True)
    assert fake.views(ANA) == []
    closed = [(each["view"]["id"], each["is_cleared"]) for each in tiny.payloads[-2:]]
    assert closed == [(two.id, True), (one.id, True)]


async def test_clear_on_close_applies_to_closing_not_submitting(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    async def two() -> None:
        await opened(fake, tiny, web_client, button("More"))
        await fake.press(ANA, fake.views(ANA)[-1], "More")
        view = modal(button("x"), title="two", clear_on_close=True)
        await web_client.views_push(trigger_id=tiny.payloads[-1]["trigger_id"], view=view)

    await two()
    await fake.submit(ANA)
    assert [view.body["title"]["text"] for view in fake.views(ANA)] == ["Search"]
    await two()
    await fake.close(ANA)
    assert fake.views(ANA) == []


async def test_an_update_needs_the_right_hash_and_keeps_typed_values(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    view = await opened(fake, tiny, web_client, field("what"), field("where", optional=True), button("Check"))
    old = view.hash
    await fake.press(ANA, view, "Check", values={"what": "nurse", "where": "Boston"})
    state = tiny.payloads[-1]["view"]["state"]["values"]
    assert state["what"]["what"] == {"type": "plain_text_input", "value": "nurse"}
    changed = modal(field("what"), field("place", optional=True))
    await web_client.views_update(view_id=view.id, hash=old, view=changed)
    conflict = await refused(web_client.views_update(view_id=view.id, hash=old, view=changed))
    assert conflict.response["error"] == "hash_conflict"
    await fake.submit(ANA)
    values = tiny.payloads[-1]["view"]["state"]["values"]
    assert values["what"]["what"]["value"] == "nurse"
    assert values["place"]["place"]["value"] is None
    assert (await refused(web_client.views_update(view_id=view.id, view=changed))).response["error"] == "not_found"


async def test_every_submission_response_has_slacks_effect(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    await opened(fake, tiny, web_client)
    answers: list[Any] = [
        {"response_action": "errors", "errors": {"what": "No such words"}},
        {"response_action": "update", "view": modal(title="updated")},
        {"response_action": "push", "view": modal(title="pushed")},
        None,
        {"response_action": "clear"},
    ]

    def respond(payload: dict[str, Any]) -> web.Response:
        answer = answers.pop(0)
        return web.json_response(answer) if answer else web.Response()

    tiny.answer = respond
    delivery = await fake.submit(ANA, values={"What": "((("})
    assert (delivery.errors, fake.views(ANA)[0].errors) == ({"what": "No such words"}, {"what": "No such words"})
    await fake.submit(ANA)
    assert [view.body["title"]["text"] for view in fake.views(ANA)] == ["updated"]
    assert fake.views(ANA)[0].errors == {}
    await fake.submit(ANA)
    assert [view.body["title"]["text"] for view in fake.views(ANA)] == ["updated", "pushed"]
    await fake.submit(ANA, values={"what": "x"})
    assert [view.body["title"]["text"] for view in fake.views(ANA)] == ["updated"]
    await fake.submit(ANA)
    assert fake.views(ANA) == []
    assert [each["type"] for each in tiny.payloads[1:]] == ["view_submission"] * 5


@pytest.mark.parametrize(
    "answer",
    [
        web.json_response({"response_action": "errors", "errors": {"nowhere": "x"}}),
        web.json_response({"response_action": "update", "view": {"type": "modal"}}),
        web.json_response({"response_action": "dance"}),
        web.Response(text="thanks"),
        web.Response(status=500),
    ],
)
async def test_an_invalid_response_leaves_the_form_open_with_an_error(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient, answer: web.Response
):
    view = await opened(fake, tiny, web_client)
    tiny.answer = lambda payload: answer
    delivery = await fake.submit(ANA, values={"what": "nurse"})
    assert "trouble connecting" in delivery.trouble
    assert (fake.views(ANA), view.trouble) == ([view], delivery.trouble)
    assert view.values["what"]["what"]["value"] == "nurse"


async def test_a_slow_submission_response_is_an_error(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    await opened(fake, tiny, web_client)
    fake.sender.ack_seconds = 0.1

    async def slow(payload: dict[str, Any]) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    tiny.answer = slow
    delivery = await fake.submit(ANA, values={"what": "nurse"})
    assert (delivery.status, delivery.failure) == (0, "http_timeout")
    assert 0.1 <= delivery.seconds < 30  # the app had not responded yet


async def test_slacks_own_validation_runs_before_the_app_is_called(
    fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient
):
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "50"}
    years = field("years", optional=True, **number)
    view = await opened(fake, tiny, web_client, field("what", max_length=5), years)
    sent = len(tiny.payloads)
    with pytest.raises(Incomplete) as caught:
        await fake.submit(ANA, values={"years": "99"})
    assert caught.value.errors == {"what": REQUIRED, "years": "Must be 50 or less"}
    assert view.errors == caught.value.errors
    with pytest.raises(Incomplete, match="5 characters"):
        await fake.submit(ANA, values={"what": "nurses", "years": "nan"})
    assert len(tiny.payloads) == sent
    assert (await fake.submit(ANA, values={"what": "nurse", "years": 7})).ok
    assert tiny.payloads[-1]["view"]["state"]["values"]["years"]["years"]["value"] == "7"


def option(label: str, value: str) -> dict[str, Any]:
    return {"text": plain(label), "value": value}


async def test_only_offered_options_can_be_chosen(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    remote = {"type": "static_select", "options": [option("Yes", "yes"), option("Only", "only")]}
    skills = {"type": "checkboxes", "options": [option("SQL", "sql"), option("Python", "py")]}
    place = {"type": "external_select", "min_query_length": 1}
    await opened(fake, tiny, web_client, field("remote", **remote), field("skills", **skills), field("place", **place))
    view = fake.views(ANA)[-1]
    with pytest.raises(NotPossible, match="not offered"):
        await fake.submit(ANA, values={"remote": "maybe"})
    with pytest.raises(NotPossible, match="not offered"):
        await fake.submit(ANA, values={"place": "Boston, MA"})
    tiny.answer = lambda payload: web.json_response({"options": [option("Boston, MA", "4930956")]})
    suggestions = await fake.type_ahead(ANA, view, "place", "bost")
    assert (tiny.payloads[-1]["value"], tiny.payloads[-1]["action_id"]) == ("bost", "place")
    assert suggestions.options == [option("Boston, MA", "4930956")]
    tiny.answer = lambda payload: web.Response()
    await fake.submit(ANA, values={"Remote": "Only", "skills": ["py", "SQL"], "place": "Boston, MA"})
    values = tiny.payloads[-1]["view"]["state"]["values"]
    assert values["remote"]["remote"]["selected_option"]["value"] == "only"
    assert [each["value"] for each in values["skills"]["skills"]["selected_options"]] == ["py", "sql"]
    assert values["place"]["place"] == {"type": "external_select", "selected_option": option("Boston, MA", "4930956")}


async def test_more_than_a_hundred_suggestions_are_an_error(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    await opened(fake, tiny, web_client, field("place", type="external_select"))
    tiny.answer = lambda payload: web.json_response({"options": [option(str(n), str(n)) for n in range(101)]})
    suggestions = await fake.type_ahead(ANA, fake.views(ANA)[-1], "place", "x")
    assert (suggestions.options, bool(suggestions.trouble)) == ([], True)


async def test_a_home_is_published_for_one_person(fake: FakeSlack, tiny: TinyApp, web_client: AsyncWebClient):
    await fake.open_home(ANA)
    event = tiny.payloads[-1]["event"]
    assert (event["type"], event["tab"], event["channel"]) == ("app_home_opened", "home", fake.dm(ANA))
    assert "view" not in event
    home = {"type": "home", "blocks": [button("Search")]}
    published = await web_client.views_publish(user_id=ANA, view=home)
    stale = await refused(web_client.views_publish(user_id=ANA, view=home, hash="1.x"))
    assert stale.response["error"] == "hash_conflict"
    view = fake.home(ANA)
    assert view is not None
    assert fake.home(MAYA) is None
    assert view.id == published["view"]["id"]
    await fake.open_home(ANA)
    assert tiny.payloads[-1]["event"]["view"]["id"] == view.id
    await fake.press(ANA, view, "Search")
    assert tiny.payloads[-1]["container"] == {"type": "view", "view_id": view.id}
    with pytest.raises(NotPossible, match="screen"):
        await fake.press(MAYA, view, "Search")
