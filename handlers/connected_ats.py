"""The applicant tracking systems that workspaces have connected with a key, ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.ats.base import Ats, AtsTraits
from connectors.ats.registry import ATSES, AtsKind
from store import job_boards
from store.db import Read, Store
from store.keys import KeyRing
from store.tables.core import JobBoard

PAUSE = timedelta(seconds=60)  # after a failed lookup


@dataclass(frozen=True, slots=True)
class ConnectedAts:
    """A connection and what it can do."""

    board: JobBoard
    traits: AtsTraits
    ats: Ats


class AtsConnections:
    """Opens each connection once and closes all at the end. `addresses`: other base addresses, by system."""

    def __init__(
        self,
        keys: KeyRing | None = None,
        addresses: Mapping[str, str] | None = None,
        kinds: Mapping[str, AtsKind] = ATSES,
    ) -> None:
        self.kinds = kinds
        self._keys = keys or KeyRing()
        self._addresses = dict(addresses or {})
        self._open: dict[bytes, Ats] = {}  # keyed by encrypted credentials, which are never the same twice
        self._resting: dict[int, datetime] = {}
        self._workspaces: set[int] = set()  # those with a connection; no statement is run for the others

    def open(self, system: str, credentials: Mapping[str, str]) -> Ats:
        """A connection with these credentials; the caller closes it."""
        return self.kinds[system].open(credentials, self._addresses.get(system, ""))

    async def connected(self, db: Read, workspace_id: int) -> list[ConnectedAts]:
        """The workspace's connections that can be opened, ordered by system. Runs one SQL statement; none in a
        workspace without connections."""
        if not self.connected_in(workspace_id):
            return []
        return [one for row in await job_boards.with_key(db, workspace_id) if (one := self.of(row))]

    def of(self, row: JobBoard) -> ConnectedAts | None:
        """The open connection for a board; None if the board has no key, its system is unknown to this version, or no
        key of ours decrypts its credentials."""
        kind = self.kinds.get(row.system)
        if kind is None or row.credentials is None:
            return None
        ats = self._open.get(row.credentials)
        if ats is None:
            credentials = job_boards.credentials(row, self._keys)
            if credentials is None:
                return None
            ats = self._open[row.credentials] = self.open(row.system, credentials)
        return ConnectedAts(row, kind.traits, ats)

    async def refresh(self, store: Store) -> None:
        """Find out which workspaces have connections, and close those that were removed: at startup, and regularly,
        since other replicas connect and disconnect too."""
        before = set(self._open)
        async with store.read() as db:
            rows = await job_boards.every_key(db)
        self._workspaces |= {row.workspace_id for row in rows}
        for gone in before - {row.credentials for row in rows}:
            if ats := self._open.pop(gone, None):
                await ats.close()

    def connected_in(self, workspace_id: int) -> bool:
        """Whether the workspace has a connection, as far as this process knows."""
        return workspace_id in self._workspaces

    def failed(self, board_id: int, now: datetime) -> None:
        """Note that a lookup failed, so that later lookups don't wait for the same failure."""
        self._resting[board_id] = now + PAUSE

    def rests(self, board_id: int, now: datetime) -> bool:
        return now < self._resting.get(board_id, now)

    def added(self, workspace_id: int) -> None:
        """Note that the workspace now has a connection."""
        self._workspaces.add(workspace_id)

    async def forget(self, row: JobBoard) -> None:
        """Close a connection that was removed, and forget its credentials."""
        if row.credentials and (ats := self._open.pop(row.credentials, None)):
            await ats.close()

    async def close(self) -> None:
        for ats in self._open.values():
            await ats.close()
        self._open.clear()
