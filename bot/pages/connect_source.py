"""Connecting a partner's resume database: the credentials of a contract, for everyone or for one member."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.pages.guard import Fields
from bot.pages.sign_in import Returned
from connectors.errors import BadCredentials, OutsideError
from connectors.oauth import Provider
from connectors.resumes.base import CredentialField, Quota
from handlers import source_checks
from handlers.context import Context
from handlers.source_faults import sentence
from store.db import Write
from store.errors import Refusal
from store.roles import May, allows
from store.sources import connections
from store.tables.core import Member

LONGEST = 2_000  # characters of a credential
EVERYONE, ONLY_ME = "everyone", "me"


def _none() -> dict[str, str]:
    return {}


@dataclass(slots=True)
class CredentialsForm:
    """`values` are shown again in the form and contain no secrets; `errors` are by field."""

    values: dict[str, str] = field(default_factory=_none)
    errors: dict[str, str] = field(default_factory=_none)

    def read(self, asked: Iterable[CredentialField], typed: Fields) -> dict[str, str]:
        """The credentials that were typed, by name."""
        given: dict[str, str] = {}
        for each in asked:
            value = typed.get(each.name, "").strip()[:LONGEST]
            if value:
                given[each.name] = value
            elif each.required:
                self.errors[each.name] = missing(each)
            if not each.secret:
                self.values[each.name] = value
        return given


class SourceEntry:
    """The form of one source, on the page of bot/pages/connect.py. `demo`: see ConnectPage."""

    template = "connect_source"

    def __init__(self, context: Context, name: str, demo: Mapping[str, str]) -> None:
        self._context = context
        self._demo = demo
        self._traits = context.sources.kinds[name].traits
        self._form = CredentialsForm({each.name: demo.get(each.name, "") for each in self._traits.credentials})
        self._credentials: dict[str, str] = {}
        self._use = ""
        self._quota: Quota | None = None

    @property
    def errors(self) -> dict[str, str]:
        return self._form.errors

    @property
    def done(self) -> tuple[str, str]:
        who = "everyone in your workspace" if self._use == EVERYONE else "you"
        text = f"It can now be searched by {who}. You can close this page and go back to the chat."
        return f"{self._traits.label} is connected", text

    @property
    def providers(self) -> Mapping[str, Provider]:
        return {}

    def read(self, typed: Fields) -> None:
        self._credentials = self._form.read(self._traits.credentials, typed)
        self._use = typed.get("use", "")
        if self._use not in (EVERYONE, ONLY_ME):
            self.errors["use"] = "Choose who can use it."

    def refusal(self, by: Member) -> str:
        try:
            connections.check_allowed(by, everyone=self._use == EVERYONE)
        except Refusal as no:
            return no.message
        return ""

    async def check(self) -> None:
        """Log in to the source."""
        source = self._context.sources.open(self._traits.name, self._credentials)
        try:
            self._quota = await source_checks.log_in(source)
        except BadCredentials:
            last = [each.name for each in self._traits.credentials if each.secret][-1:]
            message = f"{self._traits.label} doesn't accept these credentials. Check them and enter them again."
            self.errors[last[0] if last else ""] = message
        except OutsideError as fault:
            self.errors[""] = f"{sentence(self._traits.label, fault, source_checks.LOG_IN)} Nothing was saved."
        finally:
            await source.close()

    async def signed_in(self, returned: Returned) -> None:
        """Nobody gets here: there are no providers."""

    async def save(self, db: Write, by: Member) -> None:
        now, keys = self._context.now(), self._context.outreach.keys
        everyone = self._use == EVERYONE
        row = await connections.connect(db, by, self._traits.name, self._credentials, keys, now, everyone=everyone)
        await source_checks.save_quota(db, row, self._quota, now)

    async def saved(self, by: Member) -> None:
        self._context.sources.added(by.workspace_id)

    def shown(self, by: Member) -> dict[str, Any]:
        choices = [(ONLY_ME, "Only me")]
        if allows(by.role, May.ADMINISTER):
            choices.insert(0, (EVERYONE, "Everyone in this workspace"))
        chosen = self._use or choices[0][0]
        about = {"traits": self._traits, "choices": choices, "chosen": chosen, "longest": LONGEST, "demo": self._demo}
        return {"form": self._form, **about}


def missing(each: CredentialField) -> str:
    """What to say at a required input that is empty."""
    again = " You need to enter it each time you submit the form." if each.secret else ""
    return f"This field is required.{again}"
