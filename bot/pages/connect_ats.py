"""Connecting an applicant tracking system with a key from the workspace's own account."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.pages.connect_source import LONGEST, CredentialsForm
from bot.pages.guard import Fields
from bot.pages.sign_in import Returned
from connectors.errors import BadCredentials, OutsideError, Unreachable
from connectors.oauth import Provider
from handlers import job_sync
from handlers.context import Context
from store import job_boards
from store.db import Write
from store.errors import Refusal
from store.tables.core import Member

TIMEOUT = 20.0  # seconds


class AtsEntry:
    """The form for one system, on the page in bot/pages/connect.py."""

    template = "connect_ats"

    def __init__(self, context: Context, system: str) -> None:
        self._context = context
        self._traits = context.atses.kinds[system].traits
        self._form = CredentialsForm({each.name: "" for each in self._traits.credentials})
        self._credentials: dict[str, str] = {}

    @property
    def errors(self) -> dict[str, str]:
        return self._form.errors

    @property
    def done(self) -> tuple[str, str]:
        text = "Its open jobs appear in chat within a minute. You can close this page and go back to the chat."
        return f"{self._traits.label} is connected", text

    @property
    def providers(self) -> Mapping[str, Provider]:
        return {}

    def read(self, typed: Fields, signing_in: str = "") -> Mapping[str, str]:
        self._credentials = self._form.read(self._traits.credentials, typed)
        return {}

    def refusal(self, by: Member) -> str:
        try:
            job_boards.check_admin(by)
        except Refusal as no:
            return no.message
        return ""

    async def check(self) -> None:
        """Log in to the system, and try what its key must be allowed to do."""
        ats = self._context.atses.open(self._traits.name, self._credentials)
        try:
            async with asyncio.timeout(TIMEOUT):
                await ats.check()
        except BadCredentials:
            last = next(each.name for each in reversed(self._traits.credentials) if each.secret)
            message = f"{self._traits.label} doesn't accept these credentials. Check them and enter them again."
            self.errors[last] = f"{message} {self._traits.mistaken}".rstrip()
        except TimeoutError:
            fault = Unreachable(self._traits.label, "no answer to the login")
            self.errors[""] = f"{job_sync.reason(fault)} Nothing was saved."
        except OutsideError as fault:
            self.errors[""] = f"{job_sync.reason(fault)} Nothing was saved."
        finally:
            await ats.close()

    async def signed_in(self, returned: Returned) -> None:
        """Never called: there are no providers."""

    async def save(self, db: Write, by: Member) -> None:
        keys = self._context.outreach.keys
        await job_boards.connect(db, by, self._traits.name, self._credentials, keys, self._context.now())

    async def saved(self, by: Member) -> None:
        self._context.atses.added(by.workspace_id)

    def shown(self, by: Member) -> dict[str, Any]:
        return {"form": self._form, "traits": self._traits, "longest": LONGEST}
