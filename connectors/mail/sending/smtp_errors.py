"""What a mail server's no means: for the caller, and in words for people.

A server's own words are never repeated: they quote addresses, and anybody may have written them. Codes: RFC 5321 (the
three digits) and RFC 3463 (the enhanced ones)."""

import re
import ssl

from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException, SMTPTimeoutError

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable
from connectors.mail.base import NoSuchAddress

SYSTEM = "the mail server"
TRY_AGAIN = 300.0  # seconds, where a server said "later" and not when
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_LOGIN = (530, 534, 535, 538)  # RFC 4954
_NOBODY = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
_REASONS = (
    ("5.1.7", "The mail server doesn't accept the sender's address."),
    ("5.1.8", "The mail server doesn't accept the sender's address."),
    ("5.2.2", "The mail server says the mailbox is full."),
    ("5.2.3", "The mail server says the email is too large."),
    ("5.3.4", "The mail server says the email is too large."),
    ("5.6.", "The mail server doesn't accept emails in this format."),
    ("5.7.", "The mail server refused the sender or the content because of its policy."),
)


def no_such_address() -> NoSuchAddress:
    return NoSuchAddress(SYSTEM, "The mail server says there is no such address.")


def while_connecting(fault: Exception) -> OutsideError:
    """Before anything was said about a letter: a no here is about the account, so each letter may still be sent."""
    if isinstance(fault, SMTPResponseException):
        if fault.code >= 500 and (isinstance(fault, SMTPAuthenticationError) or fault.code in _LOGIN):
            return BadCredentials(SYSTEM, f"the login is not accepted ({_codes(fault)})")
        return Unreachable(SYSTEM, f"answered {_codes(fault)} while connecting")
    return Unreachable(SYSTEM, _how(fault))


def of_sender(fault: SMTPResponseException) -> OutsideError:
    """The answer to MAIL FROM."""
    if fault.code in _LOGIN:
        return BadCredentials(SYSTEM, f"wants a login ({_codes(fault)})")
    if fault.code >= 500 and not _enhanced(fault):
        return Refused(SYSTEM, "The mail server doesn't accept the sender's address.")
    return _no(fault)


def of_address(fault: SMTPResponseException) -> OutsideError:
    """The answer to RCPT TO."""
    enhanced = _enhanced(fault)
    if enhanced in _NOBODY or (not enhanced and fault.code in (550, 551, 553)):
        return no_such_address()
    return _no(fault)


def of_letter(fault: SMTPResponseException) -> OutsideError:
    """The answer to DATA, before or after the words went over."""
    return of_address(fault) if _enhanced(fault) else _no(fault)


def before_handed_over(fault: SMTPException) -> OutsideError:
    """The connection went or nothing came in time, and nothing was handed over."""
    return Unreachable(SYSTEM, _how(fault))


def _no(fault: SMTPResponseException) -> OutsideError:
    if fault.code < 500:
        return Throttled(SYSTEM, TRY_AGAIN, f"answered {_codes(fault)}")
    enhanced = _enhanced(fault)
    for begins, words in _REASONS:
        if enhanced == begins or (begins.endswith(".") and enhanced.startswith(begins)):
            return Refused(SYSTEM, words)
    if fault.code == 552:
        return Refused(SYSTEM, "The mail server says the mailbox is full or the email is too large.")
    return Refused(SYSTEM, f"The mail server refused it ({_codes(fault)}).")


def _enhanced(fault: SMTPResponseException) -> str:
    found = _ENHANCED.search(fault.message[:200])
    return found[1] if found else ""


def _codes(fault: SMTPResponseException) -> str:
    return " ".join(filter(None, (str(fault.code), _enhanced(fault))))


def _how(fault: BaseException) -> str:
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "its certificate is not trusted, or it does not speak TLS"
        cause = cause.__cause__
    if isinstance(fault, SMTPTimeoutError | TimeoutError):
        return "no answer in time"
    if type(fault) is SMTPException:
        return "it offers no STARTTLS, or no login that we know"
    return type(fault).__name__
