"""The page where a member enters credentials, which must not pass through chat: for a mailbox, a resume
database or an ATS.

Its link works once, within 15 minutes, for the member who requested it. Credentials are tested before they are saved.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aiohttp import web

from bot.pages import render, sign_in
from bot.pages.connect_ats import AtsEntry
from bot.pages.connect_mailbox import MailboxEntry
from bot.pages.connect_source import SourceEntry
from bot.pages.guard import Fields, fields
from bot.pages.sign_in import Returned
from bot.pages.texts import ENGLISH
from connectors.oauth import Provider
from handlers.context import Context
from store.db import Write
from store.errors import Refusal
from store.mailbox import one_time_links
from store.members import members, workspaces
from store.tables.core import Member
from store.tables.outreach import PageLink

log = logging.getLogger(__name__)


class Entry(Protocol):
    """One visit to the page: what was typed, and its errors by field ("" for the whole form)."""

    @property
    def template(self) -> str: ...

    @property
    def errors(self) -> dict[str, str]: ...

    @property
    def done(self) -> tuple[str, str]:
        """Title and text of the page shown once the connection has been saved."""
        ...

    @property
    def providers(self) -> Mapping[str, Provider]:
        """The providers that the member can sign in with instead of typing credentials, by name."""
        ...

    def read(self, typed: Fields, signing_in: str = "") -> Mapping[str, str]:
        """Parse the submitted form. When `signing_in` names a provider, parse only the fields needed besides the
        sign-in, and return them so that they can be read again afterward."""
        ...

    def refusal(self, by: Member) -> str:
        """Why this member may not make this connection; "" if they may."""
        ...

    async def check(self) -> None:
        """Try the credentials."""
        ...

    async def signed_in(self, returned: Returned) -> None:
        """Try the access that the member granted through one of the providers."""
        ...

    async def save(self, db: Write, by: Member) -> None:
        """Save the connection. Raises Refusal."""
        ...

    async def saved(self, by: Member) -> None:
        """Called after the save has been committed."""
        ...

    def shown(self, by: Member) -> dict[str, Any]:
        """Values for the template. Secrets are never shown again."""
        ...


class ConnectPage:
    """`/connect/{token}`. `any_server` (demo, development) allows any mail server, including ones on this machine.
    `demo_logins`: credentials of the playground's stand-ins, by source; their forms are filled in with these
    credentials."""

    def __init__(self, context: Context, *, any_server: bool, demo_logins: Mapping[str, Mapping[str, str]]) -> None:
        self._context = context
        any_server = any_server or context.outreach.demo
        self._entries: dict[str, Callable[[str], Entry | None]] = {
            "mailbox": lambda _: MailboxEntry(context, any_server=any_server),
            "own_mailbox": lambda _: MailboxEntry(context, any_server=any_server, own=True),
            "ats": lambda name: AtsEntry(context, name) if name in context.atses.kinds else None,
            "source": lambda name: (
                SourceEntry(context, name, demo_logins.get(name, {})) if name in context.sources.kinds else None
            ),
        }

    async def show(self, request: web.Request) -> web.Response:
        """Render the empty form; changes nothing, because chat platforms fetch links for previews."""
        link, entry = await self._requested(request)
        return _gone() if link is None or entry is None else await self._render(link, entry)

    async def connect(self, request: web.Request) -> web.Response:
        """Test the credentials, store them encrypted, and invalidate the link; or send the member to the provider they
        chose. On an error, render the form again with everything that was typed except the secrets."""
        link, entry = await self._requested(request)
        if link is None or entry is None:
            return _gone()
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            return _from_elsewhere()
        typed, token = await fields(request), request.match_info["token"]
        provider = entry.providers.get(typed.get("sign_in", ""))
        read = entry.read(typed, provider.name if provider else "")
        if refusal := entry.refusal(await self._member(link)):  # before asking any server
            entry.errors[""] = refusal
        if provider is not None and not entry.errors:
            return await sign_in.leave(self._context, link, token, provider, read)
        if not entry.errors:
            await entry.check()
        return await self._finish(link, token, entry)

    async def signed_in(self, returned: Returned) -> web.Response:
        """Handle the member's return from a provider: like `connect`, but with the access they granted there."""
        entry = self._entry(returned.link)
        provider = entry.providers.get(returned.provider) if entry is not None else None
        if entry is None or provider is None:
            return _gone()
        entry.read(dict(returned.typed), provider.name)
        if refusal := entry.refusal(await self._member(returned.link)):
            entry.errors[""] = refusal
        elif returned.error or not returned.code:
            entry.errors[""] = sign_in.denied(provider.label, returned.error)
        elif not entry.errors:
            await entry.signed_in(returned)
        return await self._finish(returned.link, returned.token, entry, action=f"../connect/{returned.token}")

    async def _finish(self, link: PageLink, token: str, entry: Entry, action: str = "") -> web.Response:
        """Save the connection, or render the form again with its errors. `action`: where the form is submitted to, if
        it is rendered on another page."""
        if entry.errors:
            return await self._render(link, entry, action)
        try:
            by = await self._save(token, entry)
        except Refusal as no:
            entry.errors[""] = no.message
            return await self._render(link, entry, action)
        if by is None:
            return _gone()
        await entry.saved(by)
        self._context.wake()
        log.info("workspace %d connected: %s", link.workspace_id, link.purpose)
        return render.notice(ENGLISH, *entry.done, 200)

    async def _save(self, token: str, entry: Entry) -> Member | None:
        """Use up the link, save the connection, and return the member; None if the link has been used in the meantime.
        Raises Refusal, including when the member may no longer make this connection."""
        now = self._context.now()
        async with self._context.store.write() as db:
            link = await one_time_links.find(db, token, now)
            if link is None or not await one_time_links.use(db, token, now):
                return None
            by = await members.get(db, link.workspace_id, link.member_id)
            await entry.save(db, by)
            return by

    async def _member(self, link: PageLink) -> Member:
        """The member who requested the link, with their current role."""
        async with self._context.store.read() as db:
            return await members.get(db, link.workspace_id, link.member_id)

    async def _requested(self, request: web.Request) -> tuple[PageLink | None, Entry | None]:
        if not self._context.outreach.keys:
            return None, None
        async with self._context.store.read() as db:
            link = await one_time_links.find(db, request.match_info["token"], self._context.now())
        return (link, self._entry(link)) if link is not None else (None, None)

    def _entry(self, link: PageLink) -> Entry | None:
        kind, _, name = link.purpose.partition(":")
        make = self._entries.get(kind)
        return make(name) if make else None

    async def _render(self, link: PageLink, entry: Entry, action: str = "") -> web.Response:
        """Render the page, which names the workspace and the member who requested the link, so that nobody enters a
        password for another workspace."""
        async with self._context.store.read() as db:
            by = await members.get(db, link.workspace_id, link.member_id)
            workspace = (await workspaces.get(db, link.workspace_id)).name
        providers = list(entry.providers.values())
        values = {"workspace": workspace, "member": by.name, "providers": providers, "action": action}
        html = render.render(entry.template, ENGLISH, **values, **entry.shown(by))
        leads_to = providers[0].authorize_url if providers else ""
        return render.page(html, 422 if entry.errors else 200, leads_to=leads_to)


def _from_elsewhere() -> web.Response:
    """The page for a form that another site submitted (https://w3c.github.io/webappsec-fetch-metadata). If a browser
    doesn't report this, the link itself is the protection: nobody can guess it."""
    return render.notice(
        ENGLISH,
        "Nothing was connected",
        "This form was sent from another site. Open the link from chat, and fill in the form there.",
        403,
    )


def _gone() -> web.Response:
    """The page for any link that doesn't work, with the same text for every reason."""
    return render.notice(
        ENGLISH,
        ENGLISH.wrong_title,
        "It has already been used, is older than 15 minutes, or is incomplete. To get a new one, type “integrations” "
        "in chat and press Connect.",
        404,
    )
