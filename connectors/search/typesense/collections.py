"""The two collections of an index on a Typesense server, created on first use."""

import asyncio

from connectors.errors import Refused
from connectors.search.typesense.client import SYSTEM, Json, TypesenseClient
from connectors.search.typesense.schema import VERSION, collection, vocabulary

STALE = "it was built by another version; run sourcer index rebuild"


class Collections:
    """The collections of one index. `profiles` and `words` are their names on the server. An alias named after the
    index points to the version in use."""

    def __init__(self, client: TypesenseClient, name: str) -> None:
        self.profiles = f"{name}_v{VERSION}"
        self.words = f"{name}_words_v{VERSION}"
        self._client = client
        self._alias = f"/aliases/{name}"
        self._ready = False
        self._creating = asyncio.Lock()

    async def ensure(self) -> None:
        """Create the collections if they are missing. Raises Refused if the index on the server has another version."""
        if self._ready:
            return
        async with self._creating:
            if self._ready:
                return
            current = await self._alias_target()
            if current not in (None, self.profiles):
                raise Refused(SYSTEM, STALE)
            if current is None or await self.info() is None:
                await self._make()
            self._ready = True

    async def clear(self) -> None:
        """Replace all collections, including those of another version, with empty ones of the current version."""
        async with self._creating:
            self._ready = False
            current = await self._alias_target()
            for name in {current or self.profiles, self.profiles, self.words}:
                await self._client.request("DELETE", f"/collections/{name}", missing_ok=True)
            await self._make()
            self._ready = True

    async def info(self) -> Json | None:
        """The server's description of the profiles collection; None if there is none."""
        return await self._client.request("GET", f"/collections/{self.profiles}", missing_ok=True)

    async def stale(self) -> bool:
        return await self._alias_target() not in (None, self.profiles)

    async def _alias_target(self) -> str | None:
        alias = await self._client.request("GET", self._alias, missing_ok=True)
        return None if alias is None else str(alias["collection_name"])

    async def _make(self) -> None:
        """Create the collections and the alias. Safe to run in several processes at once."""
        for schema in (vocabulary(self.words), collection(self.profiles)):
            await self._client.request("POST", "/collections", exists_ok=True, json=schema)
        await self._client.request("PUT", self._alias, json={"collection_name": self.profiles})
