"""Whether a mailbox works, told in words by what failed: before it is kept, and when somebody asks."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Literal

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled
from connectors.mail.base import MailAccount, Mailer, MailReader

log = logging.getLogger(__name__)

Part = Literal["smtp", "imap"]
WITHIN = 40.0  # seconds


async def faults(account: MailAccount, mailer: Mailer | None, reader: MailReader | None) -> dict[Part, str]:
    """Log in where the account says; what did not work, in words. Empty: all of it works."""
    trials: dict[Part, Awaitable[object]] = {}
    if account.smtp_url and mailer is not None:
        trials["smtp"] = mailer.check(account)
    if account.imap_url and reader is not None:
        trials["imap"] = reader.check(account)
    words = await asyncio.gather(*(_fault(part, trial) for part, trial in trials.items()))
    return {part: said for part, said in zip(trials, words, strict=True) if said}


async def _fault(part: Part, trial: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(WITHIN):
            await trial
    except (OutsideError, TimeoutError) as fault:
        log.info("a mailbox does not work (%s): %s", part, fault)
        return _words(fault)
    return ""


def _words(fault: OutsideError | TimeoutError) -> str:
    match fault:
        case BadCredentials():
            return "The server doesn't accept this username and password. Some providers require an app password."
        case Throttled():
            return "The server is busy. Try again in a minute."
        case Refused(reason=reason):
            return reason or "The mail server refused the connection."
        case _:
            return "We couldn't connect to a mail server there with TLS and a login. Check the server and the port."
