"""Connecting the workspace's mailbox or a member's own: its logins are tested before they are saved."""

from collections.abc import Mapping
from typing import Any

from bot.pages import mailbox_form
from bot.pages.guard import Fields
from bot.pages.mailbox_form import MailForm
from bot.pages.sign_in import Returned
from connectors.mail import account_check
from connectors.oauth import Provider
from handlers import mail_sign_ins
from handlers.context import Context
from handlers.sign_ins.redeeming import CannotSignIn
from store.db import Write
from store.errors import Refusal
from store.mailbox import connections, sign_ins
from store.mailbox.secrets import SecretName
from store.mailbox.sign_ins import Granted
from store.tables.core import Member


class MailboxEntry:
    """The mailbox form, on the page in bot/pages/connect.py. `any_server`: see ConnectPage. `own`: for the member's own
    mailbox."""

    template = "connect_mailbox"

    def __init__(self, context: Context, *, any_server: bool, own: bool = False) -> None:
        self._context = context
        self._any_server = any_server
        self._own = own
        self._form: MailForm = mailbox_form.empty()
        self._granted: Granted | None = None

    @property
    def errors(self) -> dict[str, str]:
        return self._form.errors

    @property
    def providers(self) -> Mapping[str, Provider]:
        return {name: service.provider for name, service in self._context.outreach.services.items()}

    @property
    def done(self) -> tuple[str, str]:
        whose = "Your invitations are" if self._own else "Your workspace's invitations are"
        address = self._granted.address if self._granted else self._form.mail_from
        text = f"{whose} now sent from {address}. You can close this page and go back to the chat."
        return "Mailbox connected", text

    def read(self, typed: Fields, signing_in: str = "") -> Mapping[str, str]:
        if not signing_in:
            self._form = mailbox_form.read(typed, any_server=self._any_server)
        return {}

    def refusal(self, by: Member) -> str:
        try:
            sign_ins.check_allowed(by, own=self._own)
        except Refusal as no:
            return no.message
        return ""

    async def check(self) -> None:
        """Log in to both servers."""
        form = self._form
        if not self._any_server:
            await mailbox_form.check_hosts(form)
        if not form.errors:
            found = await account_check.faults(form.account(), self._context.mailer, self._context.reader)
            form.errors |= {f"{part}_host": message for part, message in found.items()}
        if self._own and not form.errors:
            self._granted = sign_ins.by_password(form.mail_from, form.smtp_url, form.imap_url, self._context.now())

    async def signed_in(self, returned: Returned) -> None:
        """Exchange the code for tokens, find the mailbox, and try to send and read."""
        context, accounts = self._context, self._context.accounts
        if accounts is None:
            self.errors[""] = "This page can't be used right now."
            return
        service = context.outreach.services[returned.provider]
        checks = mail_sign_ins.Checks(context.mailer, context.reader)
        at = (returned.code, returned.verifier, returned.redirect_uri, context.now())
        try:
            self._granted = await mail_sign_ins.granted(accounts.oauth, service, *at, checks=checks)
        except CannotSignIn as no:
            self.errors[""] = no.message

    async def save(self, db: Write, by: Member) -> None:
        keys, now = self._context.outreach.keys, self._context.now()
        if self._granted is not None:
            await connections.sign_in(db, by, self._granted, keys, now, own=self._own)
            return
        addresses: dict[SecretName, str] = {"smtp_url": self._form.smtp_url}
        if self._form.imap_url:
            addresses["imap_url"] = self._form.imap_url
        await connections.connect(db, by, addresses, self._form.mail_from, keys, now)

    async def saved(self, by: Member) -> None:
        """There is nothing more to do."""

    def shown(self, by: Member) -> dict[str, Any]:
        return {"form": self._form, "reads": self._context.reader is not None, "own": self._own}
