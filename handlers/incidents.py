"""What a person is told of a fault of ours: a sentence with a code that the log has too."""

import logging
import secrets

log = logging.getLogger(__name__)

NOT_KEPT = "Sourcer cannot reach its database right now, so this was not done."
DATABASE = "Sourcer cannot reach its database right now."
OURS = "Something went wrong on our side."


def reported(words: str, during: str, fault: BaseException) -> str:
    """The sentence, with what to do next; the log gets the code and how it came to it."""
    again = again_with(logged(during, fault))
    return f"{words} {again[:1].upper()}{again[1:]}"


def again_with(code: str) -> str:
    """What to do next, behind a colon."""
    return f"try again in a minute. If it keeps happening, give your admin this reference: {code}."


def our_fault(code: str) -> str:
    """What is said of something that runs by itself and failed."""
    return f"{OURS} The log has it under the reference {code}."


def logged(during: str, fault: BaseException) -> str:
    """The code under which the log has the fault."""
    code = secrets.token_hex(4)
    log.error("reference %s: %s in %s", code, type(fault).__name__, during, exc_info=fault)
    return code
