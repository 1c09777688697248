"""The access tokens of people who signed in to a resume database."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from connectors.errors import BadCredentials, OutsideError, Refused, Unreachable
from connectors.oauth import ConsentWithdrawn, OAuth, Provider, Tokens
from connectors.wire import Access, Grant
from handlers.sign_ins.renewal import EARLY, Renewals
from store.db import Store
from store.keys import KeyRing
from store.sources import tokens
from store.sources.tokens import StoredTokens
from store.tables.sources import SourceConnection

log = logging.getLogger(__name__)

SYSTEM = "the resume database"


class SourceTokens:
    """Access to sources for people who signed in. `providers`: the sources that people can sign in to, by name. `wake`
    is called when someone must be notified."""

    def __init__(
        self,
        store: Store,
        keys: KeyRing,
        providers: Mapping[str, Provider],
        now: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.providers = providers
        self.oauth = OAuth()
        self._store = store
        self._keys = keys
        self._now = now
        self._wake = wake
        self._renewals = Renewals(store, now, SYSTEM)

    async def close(self) -> None:
        await self._renewals.close()
        await self.oauth.close()

    def grant(self, row: SourceConnection) -> Grant:
        """The access that somebody granted by signing in; its tokens are read from the store when they are needed."""
        provider, workspace_id, id = self.providers.get(row.source), row.workspace_id, row.id
        client_id = provider.client_id if provider else ""
        return Grant(client_id, lambda refused: self._token(workspace_id, id, refused))

    def granted(self, provider: Provider, given: Tokens) -> tuple[Grant, StoredTokens]:
        """The access that somebody has just granted, in two forms: one to try, one to store."""
        return Grant(provider.client_id, _only(given.access_token)), self._to_store(given)

    async def revoke(self, row: SourceConnection) -> None:
        """Revoke the access at the source, if the source has an address for revoking. A failure is only logged: the
        caller erases our tokens in any case."""
        stored, provider = tokens.read(row, self._keys), self.providers.get(row.source)
        if stored is None or provider is None:
            return
        try:
            await self.oauth.revoke(provider, stored.refresh_token)
        except OutsideError as fault:
            log.warning("tokens of connection %d to %s could not be revoked: %s", row.id, row.source, fault)

    async def _token(self, workspace_id: int, id: int, refused: str) -> str:
        """A valid access token. `refused`: a token that the source has just refused; it isn't returned again. Raises
        the errors in connectors/errors.py."""

        async def stored() -> SourceConnection:
            async with self._store.read() as db:
                row = await tokens.connection(db, workspace_id, id)
            if row is None:
                raise BadCredentials(SYSTEM, "it was disconnected")
            if not row.tokens:
                raise BadCredentials(row.source, "it must be connected again")
            return row

        return await self._renewals.token(
            f"source_token:{id}", stored, lambda row: self._valid(row, refused), self._renew
        )

    def _valid(self, row: SourceConnection, refused: str) -> str:
        found = tokens.read(row, self._keys)
        if found is None or found.access_token == refused or found.expires_at - self._now() <= EARLY:
            return ""
        return found.access_token

    async def _renew(self, row: SourceConnection) -> str:
        found, provider = tokens.read(row, self._keys), self.providers.get(row.source)
        if found is None:
            raise BadCredentials(row.source, "no key decrypts its tokens")
        if provider is None:
            raise Refused(row.source, "Sign-in for this source is no longer set up on this server.")
        try:
            new = await self.oauth.refresh(provider, found.refresh_token)
        except ConsentWithdrawn as fault:
            log.warning("connection %d to %s must be renewed: %s", row.id, row.source, fault)
            reason = f"{provider.label} no longer lets Sourcer in."
            async with self._store.write() as db:
                ended = await tokens.record_refused(db, row, reason, self._now())
            if not ended:
                raise Unreachable(provider.label, "its tokens changed in the meantime") from None
            self._wake()
            raise BadCredentials(provider.label, "it must be connected again") from None
        renewed = self._to_store(new, found.refresh_token)
        async with self._store.write(durable=True) as db:
            await tokens.record_renewed(db, row, renewed, self._keys)
        return renewed.access_token

    def _to_store(self, given: Tokens, refresh_token: str = "") -> StoredTokens:
        """The tokens to store. `refresh_token`: the previous refresh token, used if there is no new one."""
        until = self._now() + timedelta(seconds=given.lasts)
        return StoredTokens(given.access_token, given.refresh_token or refresh_token, until)


def _only(token: str) -> Access:
    """Access with just this token, which can't be renewed."""

    async def access(refused: str) -> str:
        if refused:
            raise BadCredentials(SYSTEM, "it refuses the new token")
        return token

    return access
