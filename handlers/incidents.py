"""Error messages for our own faults, with a reference code that also appears in the log."""

import logging
import secrets

log = logging.getLogger(__name__)

NOTHING_DONE = "Sourcer cannot reach its database right now, so nothing was done."
DATABASE = "Sourcer cannot reach its database right now."
OURS = "Something went wrong on our side."


def reported(message: str, during: str, fault: BaseException) -> str:
    """The message plus what to do next, with a reference code; logs the traceback under that code."""
    again = try_again(logged(during, fault))
    return f"{message} {again[:1].upper()}{again[1:]}"


def try_again(code: str) -> str:
    """What to do next, in lowercase so that it can follow a colon."""
    return f"try again in a minute. If it keeps happening, give your admin this reference: {code}."


def our_fault(code: str) -> str:
    """The message for a background task that failed."""
    return f"{OURS} Look for reference {code} in the log."


def logged(during: str, fault: BaseException) -> str:
    """Logs the fault and returns its reference code."""
    code = secrets.token_hex(4)
    log.error("reference %s: %s in %s", code, type(fault).__name__, during, exc_info=fault)
    return code
