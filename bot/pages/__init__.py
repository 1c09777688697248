"""Web pages: where candidates answer, and where members enter credentials, which must not pass through chat."""

from collections.abc import Mapping

from aiohttp import web

from bot.pages import sign_in
from bot.pages.answer import AnswerPage
from bot.pages.connect import ConnectPage
from bot.pages.guard import Guard
from bot.pages.sign_in import SignInPage
from bot.pages.unsubscribe import UnsubscribePage
from handlers.context import Context


def add_routes(
    app: web.Application,
    context: Context,
    *,
    proxies: int = 0,
    any_server: bool = False,
    demo_logins: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Add `/a/{token}`, `/u/{token}`, `/connect/{token}` and `/oauth/callback`. For `proxies`, see Guard; for the other
    arguments, see ConnectPage."""
    guard = Guard(proxies)
    answers, refusals, connecting = (
        AnswerPage(context),
        UnsubscribePage(context),
        ConnectPage(context, any_server=any_server, demo_logins=demo_logins or {}),
    )
    for path, show, submit in (
        ("/a/{token}", answers.show, answers.answer),
        ("/u/{token}", refusals.show, refusals.opt_out),
        ("/u/{token}/", refusals.show, refusals.opt_out),
        ("/connect/{token}", connecting.show, connecting.connect),
    ):
        app.router.add_get(path, guard.guarded(show))
        app.router.add_post(path, guard.guarded(submit))
    app.router.add_get(sign_in.PATH, guard.guarded(SignInPage(context, connecting.signed_in).back))
