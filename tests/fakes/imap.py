"""A small in-memory IMAP server that can be made to misbehave."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Write = asyncio.StreamWriter


@dataclass
class FakeMailbox:
    """E-mails by uid. `behave` names a misbehaviour; "" means none."""

    port: int = 0
    user: str = "jobs@acme.example"
    password: str = "s3cret"
    uid_validity: int = 4_000_000_000  # beyond 31 bits
    mails: dict[int, bytes] = field(default_factory=dict[int, bytes])
    sent: list[bytes] = field(default_factory=list[bytes])
    behave: str = ""
    poisoned: int = 0  # the uid of an e-mail that the server cannot deliver
    commands: list[str] = field(default_factory=list[str])  # received commands, without the login
    connections: int = 0
    open: int = 0  # connections open now

    @property
    def url(self) -> str:
        user = self.user.replace("@", "%40")
        return f"imap://{user}:{self.password}@127.0.0.1:{self.port}/INBOX"

    def deliver(self, raw: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = raw
        return uid

    async def _serve(self, read: asyncio.StreamReader, write: Write) -> None:
        self.connections += 1
        self.open += 1
        try:
            await self._talk(read, write)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            write.close()

    async def _talk(self, read: asyncio.StreamReader, write: Write) -> None:
        if self.behave == "mute":
            await read.read()
        if self.behave == "garbage":
            write.write(bytes(range(256)) * 50 + b"\r\n")
            await write.drain()
            await read.read()
        if self.behave == "drip":
            while True:
                write.write(b"*")
                await write.drain()
                await asyncio.sleep(0.02)
        write.write(b"* OK ready\r\n")
        folder = ""
        while line := (await read.readline()).decode().strip():
            tag, _, rest = line.partition(" ")
            self.commands.append("LOGIN" if rest.upper().startswith("LOGIN") else rest)
            word = rest.upper()
            if word.startswith("LOGIN"):
                await self._login(tag, rest, write)
            elif word.startswith(("EXAMINE", "SELECT")):
                folder = rest.split(" ", 1)[1].strip('"')
                write.write(f"* OK [UIDVALIDITY {self.uid_validity}] ok\r\n{tag} OK [READ-ONLY] done\r\n".encode())
            elif word.startswith("LIST"):
                write.write(f'* LIST (\\HasNoChildren \\Sent) "/" "Sent"\r\n{tag} OK done\r\n'.encode())
            elif word.startswith("UID SEARCH"):
                await self._search(tag, rest, folder, write)
            elif word.startswith("UID FETCH"):
                await self._fetch(tag, rest, write)
            elif word.startswith("LOGOUT"):
                write.write(f"* BYE\r\n{tag} OK done\r\n".encode())
                return
            else:
                write.write(f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n".encode())
            await write.drain()

    async def _login(self, tag: str, rest: str, write: Write) -> None:
        if self.behave == "endless silence":
            await asyncio.Event().wait()
        if self.behave == "echo":
            write.write(f"{rest}\r\n".encode())
        elif self.behave == "away":
            write.write(f"{tag} NO [UNAVAILABLE] Temporary authentication failure.\r\n".encode())
        elif self.behave == "crowded":
            write.write(f"{tag} NO [ALERT] Too many simultaneous connections. (Failure)\r\n".encode())
        elif self.behave == "limited":
            write.write(f"{tag} NO [LIMIT] Maximum number of connections from user+IP exceeded\r\n".encode())
        elif f'"{self.password}"' in rest and self.user in rest:
            write.write(f"{tag} OK in\r\n".encode())
        else:
            write.write(f"{tag} NO [AUTHENTICATIONFAILED] {rest} is wrong\r\n".encode())

    async def _search(self, tag: str, rest: str, folder: str, write: Write) -> None:
        found: list[int] = []
        if after := re.search(r"UID (\d+):\*", rest):
            found = [uid for uid in self.mails if uid >= int(after[1])] or [max(self.mails)] if self.mails else []
        elif header := re.search(r'HEADER Message-ID "(.+)"', rest):
            found = [at for at, raw in enumerate(self.sent, 1) if header[1].encode() in raw] if folder == "Sent" else []
        else:
            found = sorted(self.mails)
        if self.behave == "endless":
            while True:
                write.write(b"* SEARCH " + b"1 " * 50_000 + b"\r\n")
                await write.drain()
        while self.behave == "endless line":
            write.write(b"1 " * 50_000)
            await write.drain()
        write.write(f"* SEARCH {' '.join(map(str, found))}\r\n{tag} OK done\r\n".encode())

    async def _fetch(self, tag: str, rest: str, write: Write) -> None:
        uids = [int(uid) for uid in rest.split()[2].split(",")]
        if self.poisoned in uids:
            write.write(f"{tag} NO this mail is damaged\r\n".encode())
            return
        if self.behave == "huge literal":
            write.write(f"* 1 FETCH (UID {uids[0]} RFC822.SIZE 9 BODY[]<0> {{2000000000}}\r\n".encode())
            return
        most = int(re.search(r"<0\.(\d+)>", rest)[1])  # pyright: ignore[reportOptionalSubscript]
        for number, uid in enumerate(reversed(uids), 1):  # in reverse order, as a server may
            raw = self.mails[uid]
            cut = raw[:most]
            write.write(f"* {number} FETCH (RFC822.SIZE {len(raw)} BODY[]<0> {{{len(cut)}}}\r\n".encode() + cut)
            write.write(f" UID {uid})\r\n".encode())
            if self.behave == "drop":
                await write.drain()
                raise ConnectionResetError
        write.write(f"{tag} OK done\r\n".encode())


@asynccontextmanager
async def fake_mailbox() -> AsyncIterator[FakeMailbox]:
    mailbox = FakeMailbox()
    serve: Callable[[asyncio.StreamReader, Write], Awaitable[None]] = mailbox._serve
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=2**20)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
