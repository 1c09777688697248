"""The two collections of an index on a Typesense server, made at first use."""

import asyncio

from connectors.errors import Refused
from connectors.search.typesense.client import SYSTEM, Json, Wire
from connectors.search.typesense.schema import VERSION, collection, vocabulary

STALE = "built by another version: run sourcer index rebuild"


class Collections:
    """`profiles` and `words` are their names on the server. An alias with the plain name says which version is used."""

    def __init__(self, wire: Wire, name: str) -> None:
        self.profiles = f"{name}_v{VERSION}"
        self.words = f"{name}_words_v{VERSION}"
        self._wire = wire
        self._alias = f"/aliases/{name}"
        self._made = False
        self._making = asyncio.Lock()

    async def ensure(self) -> None:
        """Raises Refused when the index on the server is another version's."""
        if self._made:
            return
        async with self._making:
            if self._made:
                return
            serves = await self._serves()
            if serves not in (None, self.profiles):
                raise Refused(SYSTEM, STALE)
            if serves is None or await self.held() is None:
                await self._make()
            self._made = True

    async def clear(self) -> None:
        """Empty collections of the present version; those of another are dropped."""
        async with self._making:
            self._made = False
            before = await self._serves()
            for name in {before or self.profiles, self.profiles, self.words}:
                await self._wire.ask("DELETE", f"/collections/{name}", may_lack=True)
            await self._make()
            self._made = True

    async def held(self) -> Json | None:
        """What the server says of the profiles' collection; None where there is none."""
        return await self._wire.ask("GET", f"/collections/{self.profiles}", may_lack=True)

    async def stale(self) -> bool:
        return await self._serves() not in (None, self.profiles)

    async def _serves(self) -> str | None:
        alias = await self._wire.ask("GET", self._alias, may_lack=True)
        return None if alias is None else str(alias["collection_name"])

    async def _make(self) -> None:
        """Several processes may do so at once: who comes second finds it made."""
        for described in (vocabulary(self.words), collection(self.profiles)):
            await self._wire.ask("POST", "/collections", may_exist=True, json=described)
        await self._wire.ask("PUT", self._alias, json={"collection_name": self.profiles})
