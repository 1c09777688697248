"""The web pages: what candidates answer on, and where an admin types what must not pass through chat."""

from aiohttp import web

from bot.dispatch import Room
from bot.pages.answer import AnswerPage
from bot.pages.door import Door
from bot.pages.unsubscribe import UnsubscribePage


def add_routes(app: web.Application, room: Room, *, proxies: int = 0) -> None:
    """`/a/{token}`, `/u/{token}`, `/connect/{token}`. `proxies`: see Door."""
    door = Door(proxies)
    answers, refusals = AnswerPage(room), UnsubscribePage(room)
    for path, show, take in (
        ("/a/{token}", answers.show, answers.answer),
        ("/u/{token}", refusals.show, refusals.refuse),
    ):
        app.router.add_get(path, door.guarded(show))
        app.router.add_post(path, door.guarded(take))
