"""Checks that a mailbox works, with a message for what failed: before it is saved, and on request."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Literal

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled
from connectors.mail.base import MailAccount, Mailer, MailReader, SetupDeferred

log = logging.getLogger(__name__)

Part = Literal["smtp", "imap"]
WITHIN = 40.0  # seconds


async def faults(account: MailAccount, mailer: Mailer | None, reader: MailReader | None) -> dict[Part, str]:
    """Log in to the account's servers. Returns an error message for each part that failed; empty if all work."""
    checks: dict[Part, Awaitable[object]] = {}
    if account.smtp_url and mailer is not None:
        checks["smtp"] = mailer.check(account)
    if account.imap_url and reader is not None:
        checks["imap"] = reader.check(account)
    messages = await asyncio.gather(
        *(_fault(part, trial, by_token=bool(account.access_token)) for part, trial in checks.items())
    )
    return {part: message for part, message in zip(checks, messages, strict=True) if message}


async def _fault(part: Part, check: Awaitable[object], *, by_token: bool) -> str:
    try:
        async with asyncio.timeout(WITHIN):
            await check
    except (OutsideError, TimeoutError) as fault:
        log.info("a mailbox is not working (%s): %s", part, fault)
        return _message(fault, by_token=by_token)
    return ""


def _message(fault: OutsideError | TimeoutError, *, by_token: bool) -> str:
    match fault:
        case BadCredentials() if by_token:
            return "The server doesn't accept this sign-in. Connect the mailbox again."
        case BadCredentials():
            return "The server doesn't accept this username and password. Some providers require an app password."
        case SetupDeferred(words=words):
            return f"The server refuses mail from here: {words}"
        case Throttled():
            return "The server is busy. Try again in a minute."
        case Refused(reason=reason):
            return reason or "The mail server refused the connection."
        case _:
            return "We couldn't connect to this mail server securely. Check the server name and the port."
