"""Mail accounts that are ready to use: with a valid access token if somebody connected them by signing in, or with the
login if a member connected them by password.

Tokens are renewed as in handlers/sign_ins/renewal.py. A refresh token may be tried twice: Microsoft accepts it until it
expires (https://learn.microsoft.com/entra/identity-platform/refresh-tokens), and Google gives no new one."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from connectors.errors import BadCredentials, Refused, Unreachable
from connectors.mail.base import MailAccount
from connectors.mail.services import LABELS, MailProvider
from connectors.oauth import ConsentWithdrawn, OAuth
from handlers.sign_ins.renewal import EARLY, Renewals
from store.db import Store
from store.keys import KeyRing
from store.mailbox import mailboxes, sign_ins
from store.tables.mail_sign_ins import MailSignIn

log = logging.getLogger(__name__)

_RENEWING = "mail_token:"  # prefix of the leases' names
SYSTEM = "the mailbox"
T = TypeVar("T")


class HeldBack(BadCredentials):
    """The mailbox's e-mail is held back until the owner connects the mailbox again."""


def account_of(row: MailSignIn) -> MailAccount:
    """The account of one mailbox that was connected by signing in, without a token."""
    return MailAccount(smtp_url=row.send_url, imap_url=row.read_url, mail_from=row.address, sign_in_id=row.id)


class MailAccounts:
    """The accounts of all workspaces and members; `mail` is the operator's account, the default."""

    def __init__(
        self,
        store: Store,
        mail: MailAccount,
        keys: KeyRing,
        services: Mapping[str, MailProvider],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._mail = mail
        self._keys = keys
        self._services = services
        self._now = now
        self._oauth = OAuth()
        self._renewals = Renewals(store, now, SYSTEM)

    @property
    def oauth(self) -> OAuth:
        return self._oauth

    async def close(self) -> None:
        await self._renewals.close()
        await self._oauth.close()

    async def find(self, workspace_id: int, member_id: int | None = None) -> MailAccount:
        """The account that this member's mail is sent from (None: the workspace's), without a token."""
        async with self._store.read() as db:
            return await mailboxes.account_of(db, workspace_id, self._mail, self._keys, member_id)

    async def ready(self, account: MailAccount, *, refused: str = "") -> MailAccount:
        """The account, with its login or a valid access token if it needs either. `refused`: a token that the mail
        server has just refused; it isn't returned again.

        Raises HeldBack, after the owner was notified; otherwise Refused, Throttled, Unreachable."""
        if not account.sign_in_id:
            return account
        row = await self._row(account.sign_in_id)
        if row.provider == sign_ins.LOGIN:
            return self._with_login(account, row)
        return replace(account, access_token=await self._token(row.id, refused))

    def _with_login(self, account: MailAccount, row: MailSignIn) -> MailAccount:
        logins = sign_ins.logins(row, self._keys)
        if logins is None:
            raise BadCredentials(SYSTEM, "no key decrypts its login")
        return replace(account, smtp_url=logins[0], imap_url=logins[1])

    async def using(self, account: MailAccount, work: Callable[[MailAccount], Awaitable[T]]) -> T:
        """Do `work` with the account; if the server refuses the token before it expires, do `work` once more with a new
        token. If the server refuses a member's password, that member's mail is held back. Use this only for work that
        has no effect when it is refused. Raises what `ready` and `work` raise."""
        first = await self.ready(account)
        try:
            return await work(first)
        except BadCredentials:
            if not account.sign_in_id:
                raise
            if not first.access_token:
                await self._hold_back(first)
                raise
        return await work(await self.ready(account, refused=first.access_token))

    async def _hold_back(self, used: MailAccount) -> None:
        """Hold mail back, because the mail server refused the password in `used`. Raises HeldBack, unless the mailbox
        was connected again in the meantime."""
        row = await self._row(used.sign_in_id)
        if sign_ins.logins(row, self._keys) != (used.smtp_url, used.imap_url):
            return
        reason = f"The mail server no longer accepts the username and password of {row.address}."
        async with self._store.write() as db:
            held = await sign_ins.record_refused(db, row, reason, self._now())
        if held:
            raise HeldBack(SYSTEM, "it must be connected again") from None

    async def _token(self, id: int, refused: str) -> str:
        """The stored token if it is still valid, otherwise a new token."""
        return await self._renewals.token(
            f"{_RENEWING}{id}", lambda: self._row(id), lambda row: self._valid(row, refused), self._renew
        )

    async def _row(self, id: int) -> MailSignIn:
        """The mailbox's row. Raises HeldBack while the mailbox must be connected again."""
        async with self._store.read() as db:
            row = await sign_ins.by_id(db, id)
        if row is None:
            raise BadCredentials(SYSTEM, "it was disconnected")
        if row.refused_at is not None:
            raise HeldBack(SYSTEM, "it must be connected again")
        return row

    def _valid(self, row: MailSignIn, refused: str) -> str:
        stored = sign_ins.tokens(row, self._keys)
        if stored is None or stored.access_token == refused or row.expires_at - self._now() <= EARLY:
            return ""
        return stored.access_token

    async def _renew(self, row: MailSignIn) -> str:
        stored, service = sign_ins.tokens(row, self._keys), self._services.get(row.provider)
        if stored is None:
            raise BadCredentials(SYSTEM, "no key decrypts its tokens")
        if service is None:
            raise Refused(SYSTEM, f"{LABELS.get(row.provider, row.provider)} is no longer set up here.")
        now = self._now()
        try:
            new = await self._oauth.refresh(service.provider, stored.refresh_token, tuple(row.scopes.split()))
        except ConsentWithdrawn as fault:
            log.warning("sign-in %d of workspace %d must be renewed: %s", row.id, row.workspace_id, fault)
            reason = f"{service.provider.label} no longer lets Sourcer use {row.address}."
            async with self._store.write() as db:
                held = await sign_ins.record_refused(db, row, reason, now)
            if held:
                raise HeldBack(SYSTEM, "it must be connected again") from None
            raise Unreachable(SYSTEM, "its tokens changed in the meantime") from None
        refresh_token, expires_at = new.refresh_token or stored.refresh_token, now + timedelta(seconds=new.lasts)
        async with self._store.write(durable=True) as db:
            await sign_ins.record_renewed(db, row, new.access_token, refresh_token, expires_at, self._keys)
        return new.access_token
