"""The resume databases that a member can use: the workspace's connections and their own, ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.oauth import Provider
from connectors.resumes.base import Quota, ResumeSource, Traits
from connectors.resumes.registry import SOURCES, SourceKind
from connectors.wire import Grant
from handlers.sign_ins.source_tokens import SourceTokens
from store.db import Read, Store
from store.keys import KeyRing
from store.sources import connections
from store.tables.core import Member
from store.tables.sources import SourceConnection


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection and what it can do. `own`: only this member's. `failing`: text to display; "" while it works."""

    connection_id: int
    traits: Traits
    source: ResumeSource
    own: bool = False
    quota: Quota | None = None  # as last reported
    failing: str = ""


class Sources:
    """Opens each connection once and closes all at the end. `addresses`: other base addresses, by source name.
    `tokens`: the tokens of people who signed in to a source; without `tokens`, their connections can't be opened."""

    def __init__(
        self,
        keys: KeyRing | None = None,
        addresses: Mapping[str, str] | None = None,
        kinds: Mapping[str, SourceKind] = SOURCES,
        tokens: SourceTokens | None = None,
    ) -> None:
        self.kinds = kinds
        self.tokens = tokens
        self._keys = keys or KeyRing()
        self._addresses = dict(addresses or {})
        self._open: dict[bytes, ResumeSource] = {}  # keyed by encrypted credentials, which are never the same twice
        self._workspaces: set[int] = set()  # those with a connection; no statement is run for others

    def open(self, name: str, credentials: Mapping[str, str]) -> ResumeSource:
        """A connection with these credentials; the caller closes it."""
        return self.kinds[name].open(credentials, self._addresses.get(name, ""))

    @property
    def providers(self) -> Mapping[str, Provider]:
        """The sources that people can sign in to, by name."""
        return self.tokens.providers if self.tokens else {}

    def open_granted(self, name: str, credentials: Mapping[str, str], grant: Grant) -> ResumeSource | None:
        """A connection for someone who signed in; None if people can't sign in to the source. The caller closes the
        connection."""
        sign_in = self.kinds[name].sign_in
        return sign_in.open(credentials, grant, self._addresses.get(name, "")) if sign_in else None

    async def connected(self, db: Read, by: Member) -> list[Connected]:
        """One connection for each source that this member can search, sorted by label; the member's own takes
        precedence over the workspace's.

        Runs one SQL statement; none in a workspace without connections."""
        found: dict[str, Connected] = {}
        for row in await self.rows(db, by):
            if row.source not in found and (one := self.of(row)) and one.traits.searches:
                found[row.source] = one
        return sorted(found.values(), key=lambda one: one.traits.label)

    async def rows(self, db: Read, by: Member) -> list[SourceConnection]:
        """The rows that `connections.usable` returns. Runs no SQL statement in a workspace without connections."""
        return await connections.usable(db, by) if by.workspace_id in self._workspaces else []

    async def get(self, db: Read, by: Member, connection_id: int) -> Connected | None:
        """A connection that this member may use; None if it cannot be opened. Raises Gone."""
        return self.of(await connections.get(db, by, connection_id))

    def reopen(self, row: SourceConnection) -> ResumeSource | None:
        """A fresh connection without what the open one has learned, such as a token that still works; the caller closes
        it. Returns None when `of` would."""
        credentials = connections.credentials(row, self._keys) if row.source in self.kinds else None
        if credentials is None or row.tokens is None:
            return self.open(row.source, credentials) if credentials is not None else None
        return self.open_granted(row.source, credentials, self.tokens.grant(row)) if self.tokens else None

    def of(self, row: SourceConnection) -> Connected | None:
        """The open connection for a row; None if its source is unknown to this version, or no key decrypts its
        credentials."""
        if row.source not in self.kinds:
            return None
        source = self._open.get(row.credentials)
        if source is None:
            source = self.reopen(row)
            if source is None:
                return None
            self._open[row.credentials] = source
        quota = None if row.quota_left is None else Quota(row.quota_left, row.quota_total, row.quota_resets)
        return Connected(row.id, source.traits, source, row.member_id is not None, quota, row.last_error)

    async def refresh(self, store: Store) -> list[SourceConnection]:
        """Find out which workspaces have connections, and close those that were removed: at startup, and regularly,
        since other replicas connect and disconnect too. Returns all connections, the one checked longest ago first."""
        before = set(self._open)
        async with store.read() as db:
            rows = await connections.everywhere(db)
        self._workspaces |= {row.workspace_id for row in rows}
        for gone in before - {row.credentials for row in rows}:
            if source := self._open.pop(gone, None):
                await source.close()
        return rows

    def added(self, workspace_id: int) -> None:
        """Note that the workspace now has a connection."""
        self._workspaces.add(workspace_id)

    async def forget(self, row: SourceConnection) -> None:
        """Close a connection that was removed, and forget its credentials; if somebody granted access by signing in,
        revoke it at the source."""
        if row.tokens and self.tokens:
            await self.tokens.revoke(row)
        if source := self._open.pop(row.credentials, None):
            await source.close()

    async def close(self) -> None:
        for source in self._open.values():
            await source.close()
        self._open.clear()
        if self.tokens:
            await self.tokens.close()
