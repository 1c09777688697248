"""Cards and forms for the page tests, and helpers that make the app show them."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from bot.playground.slack.seed import ANA
from tests.bot.playground.conftest import TinyApp
from tests.bot.playground.slack.test_user_forms import plain


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def press(label: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": name or label.lower(), **more}


def row(*buttons: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def tall(title: str, lines: int = 40) -> list[dict[str, Any]]:
    """A card that is taller than the window."""
    return [
        section(f"*{title}*"),
        *(section(f"{title}, line {n}") for n in range(lines)),
        row(press("Next"), press("Star")),
    ]


async def post(app: AsyncWebClient, fake: FakeSlack, *blocks: dict[str, Any], text: str = "A card") -> str:
    """Posts a card to Ana; returns its ts."""
    return (await app.chat_postMessage(channel=fake.dm(ANA), text=text, blocks=list(blocks)))["ts"]


async def update(app: AsyncWebClient, fake: FakeSlack, ts: str, *blocks: dict[str, Any], text: str = "Changed") -> None:
    await app.chat_update(channel=fake.dm(ANA), ts=ts, text=text, blocks=list(blocks))


async def open_form(app: AsyncWebClient, fake: FakeSlack, view: dict[str, Any]) -> str:
    """Opens a form for Ana; returns the view's id."""
    pressed = await fake.shortcut(ANA, "search_candidates")
    opened = await app.views_open(trigger_id=pressed.parcel.payload["trigger_id"], view=view)
    return opened["view"]["id"]


def last_payload(tiny: TinyApp, kind: str) -> dict[str, Any]:
    """The newest payload of a kind sent to the app: "block_actions", "view_submission"."""
    return next(each for each in reversed(tiny.payloads) if each.get("type") == kind)
