"""Lets a member sign in with a provider from the page in bot/pages/connect.py, and handles their return.

The `state` works once, for one member, one connect link and one browser: a cookie holds the other half, so that nobody
can redirect another person's sign-in to their own workspace."""

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.pages import render
from bot.pages.texts import ENGLISH
from connectors import oauth
from connectors.oauth import Provider
from handlers.context import Context
from store.mailbox import one_time_links
from store.members import members
from store.tables.outreach import PageLink

log = logging.getLogger(__name__)

PATH = "/oauth/callback"
COOKIE = "sourcer_sign_in"
_PURPOSE = "sign_in:"
_LONGEST = 4_000  # characters of a code


@dataclass(frozen=True, slots=True)
class Returned:
    """A person's return from a provider, to the link and browser where they started. `error`: the provider's error
    code."""

    link: PageLink
    token: str = field(repr=False)  # of the connect page
    provider: str
    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    typed: Mapping[str, str] = field(default_factory=dict[str, str])  # in the form, before they left
    error: str = ""


Finish = Callable[[Returned], Awaitable[web.Response]]


def redirect_uri(context: Context) -> str:
    return f"{context.outreach.public_url}{PATH}"


async def leave(
    context: Context, link: PageLink, token: str, provider: Provider, typed: Mapping[str, str]
) -> web.Response:
    """Send the person to the provider's sign-in page; what they `typed` in the form is filled in again when they come
    back."""
    verifier, browser = oauth.new_verifier(), secrets.token_urlsafe(24)
    stored = {"page": token, "verifier": verifier, "browser": _digest(browser), "typed": dict(typed)}
    sealed = context.outreach.keys.seal(json.dumps(stored))
    async with context.store.write() as db:
        by = await members.get(db, link.workspace_id, link.member_id)
        state = await one_time_links.make(db, by, f"{_PURPOSE}{provider.name}", context.now(), sealed)
    answer = render.redirect(
        oauth.sign_in_address(provider, state=state, verifier=verifier, redirect_uri=redirect_uri(context))
    )
    back, seconds = urlsplit(redirect_uri(context)), int(one_time_links.LIFETIME.total_seconds())
    secure = back.scheme == "https"
    answer.set_cookie(COOKIE, browser, max_age=seconds, path=back.path, secure=secure, httponly=True, samesite="Lax")
    return answer


class SignInPage:
    """`/oauth/callback`. `finish` connects the account that the person signed in to."""

    def __init__(self, context: Context, finish: Finish) -> None:
        self._context = context
        self._finish = finish

    async def back(self, request: web.Request) -> web.Response:
        returned = await self._returned(request)
        if returned is None:
            return wrong_sign_in()
        answer = await self._finish(returned)
        answer.del_cookie(COOKIE, path=urlsplit(returned.redirect_uri).path)
        return answer

    async def _returned(self, request: web.Request) -> Returned | None:
        """The person's return, which uses up the state; None unless they started here, in this browser, a short while
        ago."""
        context, state = self._context, request.query.get("state", "")
        if not (state and context.outreach.keys):
            return None
        now = context.now()
        async with context.store.read() as db:
            row = await one_time_links.find(db, state, now)
        if row is None or row.sealed is None or not row.purpose.startswith(_PURPOSE):
            return None
        text = context.outreach.keys.open(row.sealed)
        stored: dict[str, Any] = json.loads(text) if text else {}
        browser = request.cookies.get(COOKIE, "")
        if not stored or not hmac.compare_digest(_digest(browser), stored["browser"]):
            log.warning("a sign-in of workspace %d came back in another browser", row.workspace_id)
            return None
        async with context.store.write() as db:
            if not await one_time_links.use(db, state, now):
                return None
            link = await one_time_links.find(db, stored["page"], now)
        if link is None or (link.workspace_id, link.member_id) != (row.workspace_id, row.member_id):
            return None
        return Returned(
            link,
            stored["page"],
            row.purpose.removeprefix(_PURPOSE),
            request.query.get("code", "")[:_LONGEST],
            stored["verifier"],
            redirect_uri(context),
            stored.get("typed", {}),
            request.query.get("error", "")[:60],
        )


def wrong_sign_in() -> web.Response:
    """The page for any return that can't be trusted, with the same text for every reason."""
    return render.notice(
        ENGLISH,
        "Nothing was connected",
        "This sign-in has already been used, is older than 15 minutes, or was started in another browser. To start "
        "again, get a new link in chat.",
        404,
    )


def denied(label: str, error: str) -> str:
    """What a provider's error means, as text to display."""
    if error in ("access_denied", "consent_required"):
        return f"Access wasn't allowed at {label}. If your company must approve Sourcer first, ask its {label} admin."
    if error in ("server_error", "temporarily_unavailable"):
        return f"{label} isn't responding right now. Try again in a minute."
    return (
        f"{label} refused the sign-in. If this happens again, ask the person who runs Sourcer to check the app there."
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
