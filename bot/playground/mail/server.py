"""The demo's mail: the mail server and the bot's mailbox in one. Nothing leaves this machine.

Every e-mail is a file, as a mail server would receive it: `00000007-out.eml` was sent by the bot, `-in` was sent to
it."""

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from connectors.errors import Refused
from connectors.mail.base import Fetched, Letter, MailAccount, RawMail
from connectors.mail.sending.mime import NoAddress, as_bytes

UID_VALIDITY = 1  # the numbering of a folder never restarts
FETCH_SIZE = 50  # e-mails per fetch
_NAME = re.compile(r"(\d{8})-(out|in)\.eml")


@dataclass(frozen=True, slots=True)
class StoredMail:
    """An e-mail's headers; the rest is in its file. `out`: sent by the bot to a candidate."""

    id: int
    out: bool
    message_id: str
    sender: str
    to: str
    subject: str
    at: datetime
    answers: str  # Message-ID of the e-mail it answers
    chain: str  # References
    reply_to: str = field(repr=False)  # contains a token, as does `unsubscribe`
    unsubscribe: str = field(repr=False)  # URL of the page, without angle brackets

    @property
    def address(self) -> str:
        """The candidate's address, without their name."""
        named = self.to if self.out else self.sender
        return named.rpartition("<")[2].rstrip(">").strip()


class MailServer:
    """A stateful Mailer and MailReader. `listeners` are called for every e-mail."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """Reads the existing e-mails from disk: call it off the event loop."""
        self._folder = folder
        self._now = now
        self._turn = asyncio.Lock()  # e-mails are numbered in the order they are written
        self.listeners: list[Callable[[StoredMail], None]] = []
        folder.mkdir(parents=True, exist_ok=True)
        files = sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name))
        self._mails = {mail.id: mail for mail in map(_read, files)}

    # ── the bot's side: connectors.mail.base.Mailer and MailReader ──

    async def send(self, letter: Letter, account: MailAccount) -> None:
        """Returns once the e-mail is on disk, like a mail server that has answered 250."""
        try:
            raw = as_bytes(letter, self._now())
        except NoAddress:
            raise Refused("the mail server", "This is not an e-mail address.") from None
        await self._keep(raw, out=True)

    async def check(self, account: MailAccount) -> None:
        """Do nothing: there is nothing to log in to."""

    async def close(self) -> None:
        """Do nothing: all e-mails are already on disk."""

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int, link: str = "") -> Fetched:
        after = last_uid if uid_validity == UID_VALIDITY else 0
        new = [each for each in self._mails.values() if not each.out and each.id > after]
        raws = [RawMail(each.id, await self.raw(each.id)) for each in new[:FETCH_SIZE]]
        return Fetched(UID_VALIDITY, tuple(raws), more=len(new) > FETCH_SIZE)

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        return any(each.out and each.message_id == message_id for each in self._mails.values())

    # ── the candidates' side ──

    def mails(self) -> list[StoredMail]:
        """All e-mails, oldest first."""
        return list(self._mails.values())

    def get(self, id: int) -> StoredMail | None:
        return self._mails.get(id)

    async def raw(self, id: int) -> bytes:
        return await asyncio.to_thread(self._file(self._mails[id]).read_bytes)

    async def deliver(self, raw: bytes) -> StoredMail:
        """Put a candidate's e-mail into the bot's mailbox."""
        return await self._keep(raw, out=False)

    # ── storage ──

    def _file(self, mail: StoredMail) -> Path:
        return self._folder / f"{mail.id:08d}-{'out' if mail.out else 'in'}.eml"

    async def _keep(self, raw: bytes, *, out: bool) -> StoredMail:
        async with self._turn:
            mail = _parsed(max(self._mails, default=0) + 1, out, raw)
            await asyncio.to_thread(_write, self._file(mail), raw)
            self._mails[mail.id] = mail
        for listener in tuple(self.listeners):
            listener(mail)
        return mail


def _write(file: Path, raw: bytes) -> None:
    """Write the file atomically and durably."""
    new_file = file.with_suffix(".new")
    with new_file.open("wb") as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())
    new_file.replace(file)


def _read(file: Path) -> StoredMail:
    id, out = file.name.removesuffix(".eml").split("-")
    return _parsed(int(id), out == "out", file.read_bytes())


def _parsed(id: int, out: bool, raw: bytes) -> StoredMail:
    mail = BytesHeaderParser(policy=policy.SMTP).parsebytes(raw)

    def header(name: str) -> str:
        return " ".join(str(mail.get(name, "")).split())

    return StoredMail(
        id=id,
        out=out,
        message_id=header("Message-ID"),
        sender=header("From"),
        to=header("To"),
        reply_to=header("Reply-To"),
        subject=header("Subject"),
        at=parsedate_to_datetime(header("Date")).astimezone(UTC),
        answers=header("In-Reply-To"),
        chain=header("References"),
        unsubscribe=header("List-Unsubscribe").strip("<>"),
    )
