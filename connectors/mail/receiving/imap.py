"""Reads mailboxes by IMAP: never marks, moves or deletes anything."""

import asyncio
import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from imap_tools.errors import MailboxFolderSelectError

from connectors.errors import Refused, Unreachable
from connectors.mail.base import Fetched, MailAccount, RawMail
from connectors.mail.receiving.imap_connection import LONGEST, SYSTEM, TIMEOUT, Bounded, Box, address, opened

MOST_MAILS = 25  # in one fetch
MOST_BYTES = 256 * 1024  # of one mail; what its sender wrote stands at its beginning
NEW_MAILBOX = timedelta(days=14)  # how far back one is read that was not read before
_FOR_NOW = ("[SERVERBUG]", "[UNAVAILABLE]", "[INUSE]", "[LIMIT]")  # RFC 5530
_ID = re.compile(r"<[^<>\s\"\\@]{1,300}@[^<>\s\"\\@]{1,255}>", re.ASCII)
# Where sent mails lie when the server does not say so (RFC 6154), as mail programs name the folder.
_SENT = (
    "Sent", "INBOX.Sent", "INBOX/Sent", "Sent Items", "Sent Mail", "Sent Messages", "[Gmail]/Sent Mail", "Gesendet",
    "Gesendete Elemente", "Gesendete Objekte", "Enviados", "Elementos enviados", "Envoyés", "Éléments envoyés",
    "Messages envoyés",
)  # fmt: skip


class ImapReader:
    """`tls`: which certificates are trusted. `timeout` and `longest` are seconds: of silence, and of one connection."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        tls: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
        longest: float = LONGEST,
    ) -> None:
        self._now = now
        self._tls = tls
        self._timeout = timeout
        self._longest = longest
        self._lines: set[Bounded] = set()

    def close(self) -> None:
        """Hang up on every mailbox: what is being read raises Unreachable."""
        for line in tuple(self._lines):
            line.cut()

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int) -> Fetched:
        """What came after the cursor, oldest first, at most `MOST_MAILS`, each cut at `MOST_BYTES`. A mailbox that
        counts anew, or was never read, is read from `NEW_MAILBOX` ago. Raises Unreachable, BadCredentials, Refused."""
        return await asyncio.to_thread(self._fetch, account.imap_url, uid_validity, last_uid)

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        """Whether the folder of sent mails has it. False proves nothing: many servers keep no copy."""
        if not _ID.fullmatch(message_id):
            return False
        return await asyncio.to_thread(self._was_sent, account.imap_url, message_id)

    async def check(self, account: MailAccount) -> None:
        """Log in, open the folder, and out again. Raises as `fetch` does."""
        await asyncio.to_thread(self._check, account.imap_url)

    # ── in a thread ──

    def _check(self, url: str) -> None:
        at = address(url)
        with opened(at, self._tls, self._timeout, self._longest, self._lines) as box:
            _look_into(box, at.folder)

    def _fetch(self, url: str, uid_validity: int, last_uid: int) -> Fetched:
        at = address(url)
        with opened(at, self._tls, self._timeout, self._longest, self._lines) as box:
            validity = _look_into(box, at.folder)
            known = last_uid > 0 and validity == uid_validity
            since = (self._now() - NEW_MAILBOX).strftime("%d-%b-%Y")
            wanted = _search(box, "UID", f"{last_uid + 1}:*") if known else _search(box, "SINCE", since)
            uids = sorted(uid for uid in wanted if not known or uid > last_uid)  # n:* names the last one always
            mails = _mails(box, uids[:MOST_MAILS])
        return Fetched(validity, tuple(mails), more=len(uids) > MOST_MAILS)

    def _was_sent(self, url: str, message_id: str) -> bool:
        at = address(url)
        with opened(at, self._tls, self._timeout, self._longest, self._lines) as box:
            for folder in _sent_folders(box):
                _look_into(box, folder)
                if _search(box, "HEADER", "Message-ID", f'"{message_id}"'):
                    return True
        return False


def _look_into(box: Box, folder: str) -> int:
    """Open the folder to read only; gives its UIDVALIDITY. Raises Refused when it is not there."""
    try:
        box.folder.set(folder, readonly=True)  # pyright: ignore[reportUnknownMemberType]
    except MailboxFolderSelectError as no:
        if any(code in str(no) for code in _FOR_NOW):
            raise Unreachable(SYSTEM, "the folder cannot be opened now") from None
        raise Refused(SYSTEM, f"It has no folder {folder[:80]}.") from None
    said: Any = box.client.response("UIDVALIDITY")[1]
    first = said[0] if said else None
    return int(first) if first and first.isdigit() and len(first) <= 10 else 0


def _search(box: Box, *criteria: str) -> list[int]:
    kind, said = box.client.uid("SEARCH", *criteria)
    if kind != "OK":
        raise box.client.error("search refused")
    lines: list[Any] = list(said)
    return [int(uid) for line in lines if line for uid in line.split() if uid.isdigit() and len(uid) <= 10]


def _mails(box: Box, uids: list[int]) -> list[RawMail]:
    """All of them at once; one by one when the server cannot give one of them, which then stays empty."""
    if not uids:
        return []
    found = _fetched(box, uids)
    if found is None:
        found = dict[int, RawMail]()
        for uid in uids:
            alone = _fetched(box, [uid])
            found |= {uid: RawMail(uid, b"", whole=False)} if alone is None else alone
    return [found[uid] for uid in uids if uid in found]  # one that is not there was deleted meanwhile


def _fetched(box: Box, uids: list[int]) -> dict[int, RawMail] | None:
    """None when the server refuses."""
    wanted = ",".join(map(str, uids))
    kind, said = box.client.uid("FETCH", wanted, f"(UID RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)")
    if kind != "OK":
        return None
    found: dict[int, RawMail] = {}
    parts: list[Any] = list(said)
    for part, after in zip(parts, [*parts[1:], b""], strict=True):
        if not isinstance(part, tuple):
            continue
        head, raw = cast("tuple[bytes, bytes]", part)
        about = b"%b %b" % (head, after if isinstance(after, bytes) else b"")
        uid, size = re.search(rb"UID (\d{1,10})", about), re.search(rb"RFC822\.SIZE (\d{1,12})", about)
        if uid and int(uid[1]) in uids:
            whole = len(raw) < MOST_BYTES or (size is not None and int(size[1]) <= len(raw))
            found[int(uid[1])] = RawMail(int(uid[1]), raw[:MOST_BYTES], whole)
    return found


def _sent_folders(box: Box) -> list[str]:
    """The one that the server marks as such, else those that are named so."""
    folders = box.folder.list()
    marked = [each.name for each in folders if any(flag.lower() == "\\sent" for flag in each.flags)]
    there = {each.name for each in folders}
    return marked or [name for name in _SENT if name in there]
