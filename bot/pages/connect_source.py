"""Connecting a partner's resume database with the credentials from a contract, for everyone or for one member."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.pages.guard import Fields
from bot.pages.sign_in import Returned
from connectors.errors import BadCredentials, OutsideError
from connectors.oauth import Provider
from connectors.resumes.base import CredentialField, Quota, ResumeSource
from handlers import source_checks
from handlers.context import Context
from handlers.sign_ins.redeeming import CannotSignIn, redeem
from handlers.source_faults import sentence
from store.db import Write
from store.errors import Refusal
from store.roles import May, allows
from store.sources import connections
from store.sources.tokens import StoredTokens, seal
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
    """The form for one source, on the page in bot/pages/connect.py. `demo`: see ConnectPage."""

    template = "connect_source"

    def __init__(self, context: Context, name: str, demo: Mapping[str, str]) -> None:
        self._context = context
        self._demo = demo
        self._traits = context.sources.kinds[name].traits
        self._form = CredentialsForm({each.name: demo.get(each.name, "") for each in self._traits.credentials})
        self._credentials: dict[str, str] = {}
        self._tokens: StoredTokens | None = None  # if somebody signed in
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
        name = self._traits.name
        provider = self._context.sources.providers.get(name)
        return {name: provider} if provider else {}

    @property
    def _sign_in_fields(self) -> tuple[CredentialField, ...]:
        sign_in = self._context.sources.kinds[self._traits.name].sign_in
        return sign_in.fields if sign_in else ()

    def read(self, typed: Fields, signing_in: str = "") -> Mapping[str, str]:
        asked = self._sign_in_fields if signing_in else self._traits.credentials
        self._credentials = self._form.read(asked, typed)
        self._use = typed.get("use", "")
        if self._use not in (EVERYONE, ONLY_ME):
            self.errors["use"] = "Choose who can use it."
        return {**self._credentials, "use": self._use} if signing_in else {}

    def refusal(self, by: Member) -> str:
        try:
            connections.check_allowed(by, everyone=self._use == EVERYONE)
        except Refusal as no:
            return no.message
        return ""

    async def check(self) -> None:
        """Log in to the source."""
        last = [each.name for each in self._traits.credentials if each.secret][-1:]
        message = f"{self._traits.label} doesn't accept these credentials. Check them and enter them again."
        source = self._context.sources.open(self._traits.name, self._credentials)
        await self._log_in(source, last[0] if last else "", message)

    async def _log_in(self, source: ResumeSource, field: str, refused: str) -> None:
        """Log in to the source. `refused`: the error to show at `field` if the source rejects the login."""
        try:
            self._quota = await source_checks.log_in(source)
        except BadCredentials:
            self.errors[field] = refused
        except OutsideError as fault:
            self.errors[""] = f"{sentence(self._traits.label, fault, source_checks.LOG_IN)} Nothing was saved."
        finally:
            await source.close()

    async def signed_in(self, returned: Returned) -> None:
        """Exchange the code for tokens, and try to log in with them."""
        sources, name, label = self._context.sources, self._traits.name, self._traits.label
        if sources.tokens is None:
            self.errors[""] = "This page can't be used right now."
            return
        provider = self.providers[returned.provider]
        try:
            given = await redeem(
                sources.tokens.oauth, provider, returned.code, returned.verifier, returned.redirect_uri
            )
        except CannotSignIn as no:
            self.errors[""] = no.message
            return
        grant, self._tokens = sources.tokens.granted(provider, given)
        source = sources.open_granted(name, self._credentials, grant)
        if source is not None:
            message = (
                f"{label} let you sign in, but its API doesn't accept your account. Sign in with one that may use it."
            )
            await self._log_in(source, "", message)

    async def save(self, db: Write, by: Member) -> None:
        now, keys = self._context.now(), self._context.outreach.keys
        everyone = self._use == EVERYONE
        tokens = seal(self._tokens, keys) if self._tokens else None
        row = await connections.connect(
            db, by, self._traits.name, self._credentials, keys, now, everyone=everyone, tokens=tokens
        )
        await source_checks.save_quota(db, row, self._quota, now)

    async def saved(self, by: Member) -> None:
        self._context.sources.added(by.workspace_id)

    def shown(self, by: Member) -> dict[str, Any]:
        choices = [(ONLY_ME, "Only me")]
        if allows(by.role, May.ADMINISTER):
            choices.insert(0, (EVERYONE, "Everyone in this workspace"))
        chosen = self._use or choices[0][0]
        about = {"traits": self._traits, "choices": choices, "chosen": chosen, "longest": LONGEST, "demo": self._demo}
        return {"form": self._form, "sign_in_fields": self._sign_in_fields, **about}


def missing(each: CredentialField) -> str:
    """The error to show at a required input that is empty."""
    again = " You need to enter it each time you submit the form." if each.secret else ""
    return f"This field is required.{again}"
