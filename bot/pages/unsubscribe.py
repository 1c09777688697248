"""The unsubscribe page: GET asks, POST does it at once (RFC 8058: no cookie, no sign-in, no redirect).

https://www.rfc-editor.org/rfc/rfc8058#section-3.2"""

from aiohttp import web

from bot.pages import render
from bot.pages.answer import given, named, refused, wrong
from bot.pages.guard import NotRead, fields
from bot.pages.texts import spoken
from handlers.context import Context
from store.errors import Gone
from store.outreach import answer_page, link_tokens
from store.outreach.answer_page import Invited
from store.tables.outreach import MailToken

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what a mail program posts, and our own button too


class UnsubscribePage:
    """`/u/{token}`. Its links never expire."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def show(self, request: web.Request) -> web.Response:
        """Asks; changes nothing."""
        found = await self._found(request)
        if found is None:
            return wrong(request)
        one = found[1]
        if one.never:
            return refused(one)
        return render.page(render.draw("unsubscribe", spoken(one.language), one=one, one_click=ONE_CLICK))

    async def refuse(self, request: web.Request) -> web.Response:
        """Never contact them again. Raises NotRead for a POST that does not say that it is one-click."""
        found = await self._found(request)
        if found is None:
            return wrong(request)
        name, value = ONE_CLICK
        if (await fields(request)).get(name, "").strip() != value:
            raise NotRead(400)
        token, one = found
        try:
            await given(self._context, token, "opt_out", "")
        except Gone:
            return wrong(request)
        return refused(one)

    async def _found(self, request: web.Request) -> tuple[MailToken, Invited] | None:
        async with self._context.store.read() as db:
            token = await link_tokens.read(db, request.match_info["token"], "opt_out")
            one = await answer_page.invited(db, token) if token else None
        return (token, named(one, self._context)) if token is not None and one is not None else None
