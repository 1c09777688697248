"""The page where a member enters credentials, which must not pass through chat: of a mailbox or a resume database.

Its link works once, within 15 minutes, for the member who requested it. Credentials are tested before they are saved.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aiohttp import web

from bot.pages import render
from bot.pages.connect_mailbox import MailboxEntry
from bot.pages.connect_source import SourceEntry
from bot.pages.guard import Fields, fields
from bot.pages.texts import ENGLISH
from handlers.context import Context
from store.db import Write
from store.errors import Refusal
from store.mailbox import one_time_links
from store.members import members, workspaces
from store.tables.core import Member
from store.tables.outreach import PageLink

log = logging.getLogger(__name__)


class Entry(Protocol):
    """One visit: what was typed, and its errors by field ("" for the whole form)."""

    @property
    def template(self) -> str: ...

    @property
    def errors(self) -> dict[str, str]: ...

    @property
    def done(self) -> tuple[str, str]:
        """Title and text of the page afterwards."""
        ...

    def read(self, typed: Fields) -> None:
        """Parse the submitted form."""
        ...

    def refusal(self, by: Member) -> str:
        """Why this member may not connect it; "" if they may."""
        ...

    async def check(self) -> None:
        """Try the credentials."""
        ...

    async def save(self, db: Write, by: Member) -> None:
        """Raises Refusal."""
        ...

    async def saved(self, by: Member) -> None:
        """After the save was committed."""
        ...

    def shown(self, by: Member) -> dict[str, Any]:
        """Values for the template. Secrets are never shown again."""
        ...


class ConnectPage:
    """`/connect/{token}`. `any_server` (demo, development) allows any mail server, including ones on this machine.
    `demo_logins`: credentials of the playground's stand-ins, by source, with which their forms are filled in."""

    def __init__(self, context: Context, *, any_server: bool, demo_logins: Mapping[str, Mapping[str, str]]) -> None:
        self._context = context
        any_server = any_server or context.outreach.demo
        self._entries: dict[str, Callable[[str], Entry | None]] = {
            "mailbox": lambda _: MailboxEntry(context, any_server=any_server),
            "source": lambda name: (
                SourceEntry(context, name, demo_logins.get(name, {})) if name in context.sources.kinds else None
            ),
        }

    async def show(self, request: web.Request) -> web.Response:
        """Render the empty form; changes nothing, because chat platforms fetch links for previews."""
        link, entry = await self._requested(request)
        return _gone() if link is None or entry is None else await self._render(link, entry)

    async def connect(self, request: web.Request) -> web.Response:
        """Test the credentials, store them encrypted, and invalidate the link. On an error, render the form again with
        everything that was typed except the secrets."""
        link, entry = await self._requested(request)
        if link is None or entry is None:
            return _gone()
        entry.read(await fields(request))
        if refusal := entry.refusal(await self._member(link)):  # before asking any server
            entry.errors[""] = refusal
        if not entry.errors:
            await entry.check()
        if entry.errors:
            return await self._render(link, entry)
        try:
            by = await self._save(request, entry)
        except Refusal as no:
            entry.errors[""] = no.message
            return await self._render(link, entry)
        if by is None:
            return _gone()
        await entry.saved(by)
        self._context.wake()
        log.info("workspace %d connected: %s", link.workspace_id, link.purpose)
        return render.notice(ENGLISH, *entry.done, 200)

    async def _save(self, request: web.Request, entry: Entry) -> Member | None:
        """None when the link has been used in the meantime. Raises Refusal, including when the member may not connect
        it any more."""
        now, token = self._context.now(), request.match_info["token"]
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
        if link is None:
            return None, None
        kind, _, name = link.purpose.partition(":")
        make = self._entries.get(kind)
        return link, make(name) if make else None

    async def _render(self, link: PageLink, entry: Entry) -> web.Response:
        """Names the workspace and the member who requested the page, so that nobody enters a password for another
        workspace."""
        async with self._context.store.read() as db:
            by = await members.get(db, link.workspace_id, link.member_id)
            workspace = (await workspaces.get(db, link.workspace_id)).name
        html = render.render(entry.template, ENGLISH, workspace=workspace, member=by.name, **entry.shown(by))
        return render.page(html, 422 if entry.errors else 200)


def _gone() -> web.Response:
    """The page for any link that doesn't work: the same text for every reason."""
    return render.notice(
        ENGLISH,
        ENGLISH.wrong_title,
        "It has already been used, is older than 15 minutes, or is incomplete. To get a new one, type “integrations” "
        "in chat and press Connect.",
        404,
    )
