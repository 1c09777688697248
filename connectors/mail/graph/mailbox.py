"""Sends and reads mail through Microsoft Graph, where a tenant has switched SMTP and IMAP off.

https://learn.microsoft.com/graph/outlook-send-mime-message, https://learn.microsoft.com/graph/delta-query-messages.
Never run against the live service."""

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

from connectors.errors import Refused
from connectors.mail.base import Fetched, Letter, MailAccount, NoSuchAddress, RawMail
from connectors.mail.graph.wire import SECONDS, SEND_SECONDS, SYSTEM, GraphWire
from connectors.mail.sending import mime

MOST_MAILS = 25  # in one fetch
MOST_BYTES = 256 * 1024  # of one message; the sender's own text is at the beginning
NEW_MAILBOX = timedelta(days=14)  # how far back to start in a mailbox that has not been read before
LONGEST_LINK = 8_000  # characters
UID_VALIDITY = 1  # messages have names instead of numbers; a digest of the name serves as the number
_GONE = frozenset({404})  # the message has been deleted or moved in the meantime
_EXPIRED = frozenset({400, 404, 410})  # the cursor is no longer known
_ID = re.compile(r"<[^<>\s\"\\'@]{1,300}@[^<>\s\"\\'@]{1,255}>", re.ASCII)
_PREFER = f'odata.maxpagesize={MOST_MAILS}, IdType="ImmutableId"'


class GraphMailbox:
    """A Mailer and a MailReader. The account's URLs are the base address of Graph."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        seconds: float = SECONDS,
        send_seconds: float = SEND_SECONDS,
    ) -> None:
        self._now = now
        self._wire = GraphWire(seconds, send_seconds)

    async def close(self) -> None:
        await self._wire.close()

    async def send(self, letter: Letter, account: MailAccount) -> None:
        """Send the complete MIME message; Graph saves it to Sent Items. If it is accepted, the response is 202, without
        an id."""
        try:
            content = mime.as_bytes(letter, self._now())
        except mime.NoAddress:
            raise NoSuchAddress(SYSTEM, "This is not an e-mail address.") from None
        url = f"{account.smtp_url}/me/sendMail"
        await self._wire.post(url, account.access_token, base64.b64encode(content), "text/plain")

    async def check(self, account: MailAccount) -> None:
        """Open the inbox."""
        url = f"{account.smtp_url}/me/mailFolders/inbox"
        await self._wire.get(url, account.access_token, {"$select": "id"})

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        """Whether the message is in Sent Items. False proves nothing: it may have been given another Message-ID."""
        if not _ID.fullmatch(message_id):
            return False
        wanted = {"$filter": f"internetMessageId eq '{message_id}'", "$select": "id", "$top": "1"}
        url = f"{account.imap_url}/me/mailFolders/sentitems/messages"
        answer = await self._wire.get(url, account.access_token, wanted)
        return bool(_listed(answer.value))

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int, link: str = "") -> Fetched:
        """The messages that arrived after the cursor `link`, one page at a time. Without a cursor, or if it has
        expired, the messages of the last `NEW_MAILBOX`."""
        page = await self._page(account, link) if link else None
        if page is None:
            page = await self._page(account, "")
        if page is None:
            raise Refused(SYSTEM, "Microsoft 365 refused to list the inbox.")
        new = [str(each["id"]) for each in _listed(page) if "@removed" not in each and isinstance(each.get("id"), str)]
        mails = [mail for id in new if (mail := await self._mail(account, id)) is not None]
        more = page.get("@odata.nextLink")  # a link to another place isn't kept: following it would leak the token
        after = more or page.get("@odata.deltaLink")
        if not isinstance(after, str) or len(after) > LONGEST_LINK or not _same_place(after, account.imap_url):
            raise Refused(SYSTEM, "Microsoft 365 gave an answer that could not be read.")
        return Fetched(UID_VALIDITY, tuple(mails), more=bool(more), link=after)

    async def _page(self, account: MailAccount, link: str) -> dict[str, Any] | None:
        """A page of messages; None if Microsoft no longer knows the cursor."""
        token = account.access_token
        if link:
            answer = await self._wire.get(link, token, prefer=_PREFER, answers=_EXPIRED)
            return answer.value if answer.status == 200 else None
        since = (self._now() - NEW_MAILBOX).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        first = {"changeType": "created", "$select": "id", "$filter": f"receivedDateTime ge {since}"}
        url = f"{account.imap_url}/me/mailFolders/inbox/messages/delta"
        return (await self._wire.get(url, token, first, prefer=_PREFER)).value

    async def _mail(self, account: MailAccount, id: str) -> RawMail | None:
        """The message; None if it was deleted in the meantime, empty if Microsoft refuses to return it."""
        url = f"{account.imap_url}/me/messages/{quote(id, safe='')}/$value"
        prefer = 'IdType="ImmutableId"'
        try:
            answer = await self._wire.get(url, account.access_token, prefer=prefer, most=MOST_BYTES, answers=_GONE)
        except Refused:
            return RawMail(_number(id), b"", whole=False)
        return RawMail(_number(id), answer.body, answer.whole) if answer.status == 200 else None


def _listed(page: dict[str, Any]) -> list[dict[str, Any]]:
    found: object = page.get("value")
    if not isinstance(found, list):
        raise Refused(SYSTEM, "Microsoft 365 gave an answer that could not be read.")
    rows = cast(list[object], found)
    return [cast(dict[str, Any], each) for each in rows if isinstance(each, dict)]


def _same_place(link: str, base: str) -> bool:
    """Whether the link leads to the same server as the base address."""
    try:
        there, here = urlsplit(link), urlsplit(base)
    except ValueError:
        return False
    return (there.scheme, there.netloc) == (here.scheme, here.netloc)


def _number(id: str) -> int:
    """A 62-bit number that identifies the message, since RawMail needs one."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8]) >> 2
