"""Reads mailboxes over IMAP. Never marks, moves or deletes mail."""

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
MOST_BYTES = 256 * 1024  # of one message; the sender's own text is at the beginning
NEW_MAILBOX = timedelta(days=14)  # how far back to start in a mailbox that has not been read before
_TEMPORARY = ("[SERVERBUG]", "[UNAVAILABLE]", "[INUSE]", "[LIMIT]")  # RFC 5530
_ID = re.compile(r"<[^<>\s\"\\@]{1,300}@[^<>\s\"\\@]{1,255}>", re.ASCII)
# Names that mail programs give to the sent folder, for servers that don't mark it (RFC 6154).
_SENT = (
    "Sent", "INBOX.Sent", "INBOX/Sent", "Sent Items", "Sent Mail", "Sent Messages", "[Gmail]/Sent Mail", "Gesendet",
    "Gesendete Elemente", "Gesendete Objekte", "Enviados", "Elementos enviados", "Envoyés", "Éléments envoyés",
    "Messages envoyés",
)  # fmt: skip


class ImapReader:
    """A MailReader over IMAP. `tls` sets the trusted certificates. `timeout` is the longest silence allowed, and
    `longest` the longest duration of a connection, both in seconds."""

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
        self._connections: set[Bounded] = set()

    def close(self) -> None:
        """Disconnect from all mailboxes; reads in progress raise Unreachable."""
        for connection in tuple(self._connections):
            connection.cut()

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int, link: str = "") -> Fetched:
        """The messages after the cursor, oldest first: at most `MOST_MAILS`, each truncated at `MOST_BYTES`. If the
        mailbox renumbered its messages or was never read, starts with those from `NEW_MAILBOX` ago. Raises Unreachable,
        BadCredentials, Refused."""
        return await asyncio.to_thread(self._fetch, account, uid_validity, last_uid)

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        """Whether the message is in the sent folder. False proves nothing: many servers don't save a copy."""
        if not _ID.fullmatch(message_id):
            return False
        return await asyncio.to_thread(self._was_sent, account, message_id)

    async def check(self, account: MailAccount) -> None:
        """Log in, open the folder, and log out. Raises the same errors as `fetch`."""
        await asyncio.to_thread(self._check, account)

    # ── run in a thread ──

    def _check(self, account: MailAccount) -> None:
        at = address(account.imap_url, account.access_token)
        with opened(at, self._tls, self._timeout, self._longest, self._connections) as box:
            _select_folder(box, at.folder)

    def _fetch(self, account: MailAccount, uid_validity: int, last_uid: int) -> Fetched:
        at = address(account.imap_url, account.access_token)
        with opened(at, self._tls, self._timeout, self._longest, self._connections) as box:
            validity = _select_folder(box, at.folder)
            known = last_uid > 0 and validity == uid_validity
            since = (self._now() - NEW_MAILBOX).strftime("%d-%b-%Y")
            wanted = _search(box, "UID", f"{last_uid + 1}:*") if known else _search(box, "SINCE", since)
            uids = sorted(uid for uid in wanted if not known or uid > last_uid)  # n:* always includes the last message
            mails = _mails(box, uids[:MOST_MAILS])
        return Fetched(validity, tuple(mails), more=len(uids) > MOST_MAILS)

    def _was_sent(self, account: MailAccount, message_id: str) -> bool:
        at = address(account.imap_url, account.access_token)
        with opened(at, self._tls, self._timeout, self._longest, self._connections) as box:
            for folder in _sent_folders(box):
                _select_folder(box, folder)
                if _search(box, "HEADER", "Message-ID", f'"{message_id}"'):
                    return True
        return False


def _select_folder(box: Box, folder: str) -> int:
    """Open the folder read-only and return its UIDVALIDITY. Raises Refused if it does not exist."""
    try:
        box.folder.set(folder, readonly=True)  # pyright: ignore[reportUnknownMemberType]
    except MailboxFolderSelectError as error:
        if any(code in str(error) for code in _TEMPORARY):
            raise Unreachable(SYSTEM, "the folder cannot be opened now") from None
        raise Refused(SYSTEM, f"The mailbox has no folder named {folder[:80]}.") from None
    response: Any = box.client.response("UIDVALIDITY")[1]
    first = response[0] if response else None
    return int(first) if first and first.isdigit() and len(first) <= 10 else 0


def _search(box: Box, *criteria: str) -> list[int]:
    kind, data = box.client.uid("SEARCH", *criteria)
    if kind != "OK":
        raise box.client.error("search refused")
    lines: list[Any] = list(data)
    return [int(uid) for line in lines if line for uid in line.split() if uid.isdigit() and len(uid) <= 10]


def _mails(box: Box, uids: list[int]) -> list[RawMail]:
    """Fetch all messages at once; if the server refuses, fetch them one by one, with an empty message for each
    failure."""
    if not uids:
        return []
    found = _fetched(box, uids)
    if found is None:
        found = dict[int, RawMail]()
        for uid in uids:
            alone = _fetched(box, [uid])
            found |= {uid: RawMail(uid, b"", whole=False)} if alone is None else alone
    return [found[uid] for uid in uids if uid in found]  # a missing one was deleted in the meantime


def _fetched(box: Box, uids: list[int]) -> dict[int, RawMail] | None:
    """The messages; None if the server refuses to send them."""
    wanted = ",".join(map(str, uids))
    kind, data = box.client.uid("FETCH", wanted, f"(UID RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)")
    if kind != "OK":
        return None
    found: dict[int, RawMail] = {}
    parts: list[Any] = list(data)
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
    """The folder that the server marks as the sent folder; otherwise the folders that have a usual name for it."""
    folders = box.folder.list()
    marked = [each.name for each in folders if any(flag.lower() == "\\sent" for flag in each.flags)]
    there = {each.name for each in folders}
    return marked or [name for name in _SENT if name in there]
