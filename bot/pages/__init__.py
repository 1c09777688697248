"""The web pages: what candidates answer on, and where an admin types what must not pass through chat."""

from aiohttp import web

from bot.pages.answer import AnswerPage
from bot.pages.connect_mailbox import ConnectPage
from bot.pages.guard import Guard
from bot.pages.unsubscribe import UnsubscribePage
from handlers.context import Context


def add_routes(app: web.Application, context: Context, *, proxies: int = 0, anywhere: bool = False) -> None:
    """`/a/{token}`, `/u/{token}`, `/connect/{token}`. `proxies`: see Door; `anywhere`: see ConnectPage."""
    door = Guard(proxies)
    answers, refusals, mailbox = AnswerPage(context), UnsubscribePage(context), ConnectPage(context, anywhere=anywhere)
    for path, show, take in (
        ("/a/{token}", answers.show, answers.answer),
        ("/u/{token}", refusals.show, refusals.refuse),
        ("/connect/{token}", mailbox.show, mailbox.connect),
    ):
        app.router.add_get(path, door.guarded(show))
        app.router.add_post(path, door.guarded(take))
