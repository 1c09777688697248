"""The page where an admin enters the login of the workspace's mailbox, which must not pass through chat.

Its link works once, within 15 minutes. The login is tested before it is saved."""

import logging

from aiohttp import web

from bot.pages import mailbox_form, render
from bot.pages.guard import fields
from bot.pages.mailbox_form import MailForm
from bot.pages.texts import ENGLISH
from connectors.mail import account_check
from handlers.context import Context
from store.errors import Refusal
from store.mailbox import connections, one_time_links
from store.mailbox.secrets import ADMINS_ONLY, SecretName
from store.members import members, workspaces
from store.roles import May, allows
from store.tables.outreach import PageLink

log = logging.getLogger(__name__)


class ConnectPage:
    """`/connect/{token}`. `any_server` (demo, development) allows any server, including ones on this machine."""

    def __init__(self, context: Context, *, any_server: bool) -> None:
        self._context = context
        self._any_server = any_server or context.outreach.demo

    async def show(self, request: web.Request) -> web.Response:
        """Render the empty form; changes nothing, because chat platforms fetch links for previews."""
        link = await self._link(request)
        return _gone() if link is None else await self._render(link, mailbox_form.empty())

    async def connect(self, request: web.Request) -> web.Response:
        """Test the logins, store them encrypted, and invalidate the link. On an error, render the form again with
        everything that was typed except the passwords."""
        link = await self._link(request)
        if link is None:
            return _gone()
        form = mailbox_form.read(await fields(request), any_server=self._any_server)
        if not await self._may_connect(link):  # before connecting to any server they entered
            form.errors[""] = ADMINS_ONLY
        if not form.errors and not self._any_server:
            await mailbox_form.check_hosts(form)
        if not form.errors:
            found = await account_check.faults(form.account(), self._context.mailer, self._context.reader)
            form.errors |= {f"{part}_host": message for part, message in found.items()}
        if form.errors:
            return await self._render(link, form)
        try:
            saved = await self._save(request, form)
        except Refusal as no:
            form.errors[""] = no.message
            return await self._render(link, form)
        if not saved:
            return _gone()
        self._context.wake()
        return render.notice(
            ENGLISH,
            "Mailbox connected",
            "Your workspace's invitations are now sent from it. You can close this page and go back to the chat.",
            200,
        )

    async def _save(self, request: web.Request, form: MailForm) -> bool:
        """False when the link has been used in the meantime. Raises Refusal, including when the member is no
        longer an admin."""
        now = self._context.now()
        addresses: dict[SecretName, str] = {"smtp_url": form.smtp_url}
        if form.imap_url:
            addresses["imap_url"] = form.imap_url
        token = request.match_info["token"]
        async with self._context.store.write() as db:
            link = await one_time_links.find(db, token, "mailbox", now)
            if link is None or not await one_time_links.use(db, token, "mailbox", now):
                return False
            by = await members.get(db, link.workspace_id, link.member_id)
            await connections.connect(db, by, addresses, form.mail_from, self._context.outreach.keys, now)
        log.info("workspace %d connected a mailbox", link.workspace_id)
        return True

    async def _may_connect(self, link: PageLink) -> bool:
        """Whether the member who requested the link is still an admin."""
        async with self._context.store.read() as db:
            return allows((await members.get(db, link.workspace_id, link.member_id)).role, May.ADMINISTER)

    async def _link(self, request: web.Request) -> PageLink | None:
        if not self._context.outreach.keys:
            return None
        async with self._context.store.read() as db:
            return await one_time_links.find(db, request.match_info["token"], "mailbox", self._context.now())

    async def _render(self, link: PageLink, form: MailForm) -> web.Response:
        """Names the workspace and the member who requested the page, so that nobody enters a password for another
        workspace."""
        async with self._context.store.read() as db:
            by = await members.get(db, link.workspace_id, link.member_id)
            workspace = (await workspaces.get(db, link.workspace_id)).name
        reads = self._context.reader is not None
        html = render.render("connect", ENGLISH, form=form, workspace=workspace, member=by.name, reads=reads)
        return render.page(html, 422 if form.errors else 200)


def _gone() -> web.Response:
    """The page for any link that doesn't work: the same text for every reason."""
    return render.notice(
        ENGLISH,
        ENGLISH.wrong_title,
        "It has already been used, is older than 15 minutes, or is incomplete. To get a new one, type “integrations” "
        "in chat and press Connect.",
        404,
    )
