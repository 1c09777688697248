"""Connecting the workspace's mailbox: its logins are tested before they are saved."""

from typing import Any

from bot.pages import mailbox_form
from bot.pages.guard import Fields
from bot.pages.mailbox_form import MailForm
from connectors.mail import account_check
from handlers.context import Context
from store.db import Write
from store.mailbox import connections
from store.mailbox.secrets import ADMINS_ONLY, SecretName
from store.roles import May, allows
from store.tables.core import Member


class MailboxEntry:
    """The mailbox form, on the page of bot/pages/connect.py. `any_server`: see ConnectPage."""

    template = "connect_mailbox"
    done = (
        "Mailbox connected",
        "Your workspace's invitations are now sent from it. You can close this page and go back to the chat.",
    )

    def __init__(self, context: Context, *, any_server: bool) -> None:
        self._context = context
        self._any_server = any_server
        self._form: MailForm = mailbox_form.empty()

    @property
    def errors(self) -> dict[str, str]:
        return self._form.errors

    def read(self, typed: Fields) -> None:
        self._form = mailbox_form.read(typed, any_server=self._any_server)

    def refusal(self, by: Member) -> str:
        return "" if allows(by.role, May.ADMINISTER) else ADMINS_ONLY

    async def check(self) -> None:
        """Log in to both servers."""
        form = self._form
        if not self._any_server:
            await mailbox_form.check_hosts(form)
        if not form.errors:
            found = await account_check.faults(form.account(), self._context.mailer, self._context.reader)
            form.errors |= {f"{part}_host": message for part, message in found.items()}

    async def save(self, db: Write, by: Member) -> None:
        addresses: dict[SecretName, str] = {"smtp_url": self._form.smtp_url}
        if self._form.imap_url:
            addresses["imap_url"] = self._form.imap_url
        context = self._context
        await connections.connect(db, by, addresses, self._form.mail_from, context.outreach.keys, context.now())

    async def saved(self, by: Member) -> None:
        """Nothing more to do."""

    def shown(self, by: Member) -> dict[str, Any]:
        return {"form": self._form, "reads": self._context.reader is not None}
