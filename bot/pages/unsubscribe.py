"""The unsubscribe page: GET asks, POST unsubscribes immediately (RFC 8058: no cookie, no sign-in, no redirect).

https://www.rfc-editor.org/rfc/rfc8058#section-3.2"""

from aiohttp import web

from bot.pages import render
from bot.pages.answer import link_not_found, opted_out, record_answer, with_company
from bot.pages.texts import texts_for
from handlers.context import Context
from store.errors import Gone
from store.outreach import answer_page, link_tokens
from store.outreach.answer_page import Invited
from store.tables.outreach import MailToken

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # posted by mail programs, and by our own button


class UnsubscribePage:
    """`/u/{token}`. Its links never expire."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def show(self, request: web.Request) -> web.Response:
        """Render the question; changes nothing."""
        found = await self._found(request)
        if found is None:
            return link_not_found(request)
        one = found[1]
        if one.never:
            return opted_out(one)
        return render.page(render.render("unsubscribe", texts_for(one.language), one=one, one_click=ONE_CLICK))

    async def opt_out(self, request: web.Request) -> web.Response:
        """Opt out for good, whatever the POST contains: the URL is secret, and mail providers send the one-click
        field with any content type, or an empty body. The body is not read."""
        found = await self._found(request)
        if found is None:
            return link_not_found(request)
        token, one = found
        try:
            await record_answer(self._context, token, "opt_out", "")
        except Gone:
            return link_not_found(request)
        return opted_out(one)

    async def _found(self, request: web.Request) -> tuple[MailToken, Invited] | None:
        async with self._context.store.read() as db:
            token = await link_tokens.read(db, request.match_info["token"], "opt_out")
            one = await answer_page.invited(db, token) if token else None
        return (token, with_company(one, self._context)) if token is not None and one is not None else None
