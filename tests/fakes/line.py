"""A TCP proxy between the bot and a server that can drop connections, restore them, or hang."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Line:
    """Use `async with line_to(host, port) as line`; the bot talks to `line.port` on loopback."""

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self._to = (host, port)
        self._open = asyncio.Event()
        self._open.set()
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()

    async def restore(self) -> None:
        """Accepts and forwards connections (again), on the same port."""
        self._open.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._accepted, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Closes every connection and accepts no new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in tuple(self._ends):
            end.transport.abort()
        await asyncio.sleep(0)

    def hang(self) -> None:
        """Accepts connections but forwards nothing any more."""
        self._open.clear()

    async def _accepted(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        self._ends.add(write)
        try:
            there_read, there_write = await asyncio.open_connection(*self._to)
        except OSError:
            write.transport.abort()
            return
        self._ends.add(there_write)
        try:
            await asyncio.gather(self._forward(read, there_write), self._forward(there_read, write))
        finally:
            for end in (write, there_write):
                self._ends.discard(end)
                end.transport.abort()

    async def _forward(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await read.read(65_536):
                await self._open.wait()
                write.write(piece)
                await write.drain()
        write.transport.abort()


@asynccontextmanager
async def line_to(host: str, port: int) -> AsyncIterator[Line]:
    line = Line(host, port)
    await line.restore()
    try:
        yield line
    finally:
        line._open.set()
        await line.cut()
