"""The page on which an admin types the logins of the workspace's mailbox, which must not pass through chat.

Its address works once, for a quarter of an hour. What is typed is tried out before it is kept."""

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
    """`/connect/{token}`. `anywhere`: any server may be named, also on this machine: in a demo or in development."""

    def __init__(self, context: Context, *, anywhere: bool) -> None:
        self._context = context
        self._anywhere = anywhere or context.outreach.demo

    async def show(self, request: web.Request) -> web.Response:
        """The form, empty; changes nothing, because chats fetch links to draw previews of them."""
        link = await self._link(request)
        return _gone() if link is None else await self._drawn(link, mailbox_form.empty())

    async def connect(self, request: web.Request) -> web.Response:
        """Try the logins, keep them sealed, and use the address up. With a fault: the form again, and what was typed
        in it, but the passwords."""
        link = await self._link(request)
        if link is None:
            return _gone()
        form = mailbox_form.read(await fields(request), anywhere=self._anywhere)
        if not await self._may_connect(link):  # before anything is connected to where they say
            form.errors[""] = ADMINS_ONLY
        if not form.errors and not self._anywhere:
            await mailbox_form.check_places(form)
        if not form.errors:
            found = await account_check.faults(form.account(), self._context.mailer, self._context.reader)
            form.errors |= {f"{part}_host": words for part, words in found.items()}
        if form.errors:
            return await self._drawn(link, form)
        try:
            kept = await self._keep(request, form)
        except Refusal as no:
            form.errors[""] = no.words
            return await self._drawn(link, form)
        if not kept:
            return _gone()
        self._context.wake()
        return render.notice(
            ENGLISH,
            "Mailbox connected",
            "Your workspace's invitations are now sent from it. You can close this page and go back to the chat.",
            200,
        )

    async def _keep(self, request: web.Request, form: MailForm) -> bool:
        """False when the address was used meanwhile. Raises Refusal, also when the admin is one no longer."""
        now = self._context.now()
        addresses: dict[SecretName, str] = {"smtp_url": form.smtp_url}
        if form.imap_url:
            addresses["imap_url"] = form.imap_url
        token = request.match_info["token"]
        async with self._context.store.write() as db:
            link = await one_time_links.look(db, token, "mailbox", now)
            if link is None or not await one_time_links.use(db, token, "mailbox", now):
                return False
            by = await members.get(db, link.workspace_id, link.member_id)
            await connections.connect(db, by, addresses, form.mail_from, self._context.outreach.keys, now)
        log.info("workspace %d connected a mailbox", link.workspace_id)
        return True

    async def _may_connect(self, link: PageLink) -> bool:
        """Whether who asked for the address is an admin still."""
        async with self._context.store.read() as db:
            return allows((await members.get(db, link.workspace_id, link.member_id)).role, May.ADMINISTER)

    async def _link(self, request: web.Request) -> PageLink | None:
        if not self._context.outreach.keys:
            return None
        async with self._context.store.read() as db:
            return await one_time_links.look(db, request.match_info["token"], "mailbox", self._context.now())

    async def _drawn(self, link: PageLink, form: MailForm) -> web.Response:
        """For which workspace, and asked for by whom: so that nobody types a password for another's."""
        async with self._context.store.read() as db:
            by = await members.get(db, link.workspace_id, link.member_id)
            workspace = (await workspaces.get(db, link.workspace_id)).name
        reads = self._context.reader is not None
        html = render.draw("connect", ENGLISH, form=form, workspace=workspace, member=by.name, reads=reads)
        return render.page(html, 422 if form.errors else 200)


def _gone() -> web.Response:
    """For any link that does not work: the same words, whatever the reason."""
    return render.notice(
        ENGLISH,
        ENGLISH.wrong_title,
        "It has already been used, is older than 15 minutes, or is incomplete. To get a new one, type “integrations” "
        "in chat and press Connect.",
        404,
    )
