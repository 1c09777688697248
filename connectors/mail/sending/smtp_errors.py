"""Maps SMTP errors to our exceptions, with messages for users.

The server's own text is not shown to recruiters: it quotes addresses and is untrusted. Codes: RFC 5321 (three
digits) and RFC 3463 (enhanced status codes)."""

import re
import ssl

from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException, SMTPTimeoutError

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable
from connectors.mail.base import NoSuchAddress, SetupDeferred, SetupRefused
from connectors.mail.bounce_causes import cause_of

SYSTEM = "the mail server"
TRY_AGAIN = 300.0  # seconds, for temporary errors without a retry time
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_LOGIN = (530, 534, 535, 538)  # RFC 4954
_UNKNOWN_RECIPIENT = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
_SETUP = "The mail server rejected the e-mail because of how sending is set up. Your admins have been notified."
_REASONS = (
    ("5.1.7", "The mail server doesn't accept the sender's address."),
    ("5.1.8", "The mail server doesn't accept the sender's address."),
    ("5.2.2", "The mail server says the mailbox is full."),
    ("5.2.3", "The mail server says the e-mail is too large."),
    ("5.3.4", "The mail server says the e-mail is too large."),
    ("5.6.", "The mail server doesn't accept e-mails in this format."),
    ("5.7.", "The mail server refused the sender or the content because of its policy."),
)


def no_such_address() -> NoSuchAddress:
    return NoSuchAddress(SYSTEM, "The mail server says there is no such address.")


def while_connecting(fault: Exception) -> OutsideError:
    """Our exception for an error before any message was submitted: it concerns the account, so messages may be
    retried."""
    if isinstance(fault, SMTPResponseException):
        if fault.code >= 500 and (isinstance(fault, SMTPAuthenticationError) or fault.code in _LOGIN):
            return BadCredentials(SYSTEM, f"the login was rejected ({_codes(fault)})")
        if not isinstance(fault, SMTPAuthenticationError) and cause_of(fault.message, _enhanced(fault)).fault:
            return _deferral(fault)
        return Unreachable(SYSTEM, f"answered {_codes(fault)} while connecting")
    return Unreachable(SYSTEM, _cause(fault))


def of_sender(fault: SMTPResponseException) -> OutsideError:
    """Our exception for a rejected MAIL FROM."""
    if fault.code in _LOGIN:
        return BadCredentials(SYSTEM, f"requires a login ({_codes(fault)})")
    if fault.code >= 500 and not _enhanced(fault) and not cause_of(fault.message).fault:
        return Refused(SYSTEM, "The mail server doesn't accept the sender's address.")
    return _refusal(fault)


def of_address(fault: SMTPResponseException) -> OutsideError:
    """Our exception for a rejected RCPT TO."""
    cause = cause_of(fault.message, _enhanced(fault)).cause
    stated = _enhanced(fault) in _UNKNOWN_RECIPIENT and cause in ("unknown", "policy")
    if fault.code >= 500 and (cause == "no_such_address" or stated):
        return no_such_address()
    return _refusal(fault)


def of_letter(fault: SMTPResponseException) -> OutsideError:
    """Our exception for a rejected DATA, before or after the content was sent."""
    return of_address(fault) if _enhanced(fault) else _refusal(fault)


def before_handed_over(fault: SMTPException) -> OutsideError:
    """Our exception for a connection that broke or timed out before anything was sent."""
    return Unreachable(SYSTEM, _cause(fault))


def _refusal(fault: SMTPResponseException) -> OutsideError:
    enhanced = _enhanced(fault)
    if fault.code < 500:
        return _deferral(fault)
    if setup := cause_of(fault.message, enhanced).fault:
        return SetupRefused(SYSTEM, _SETUP, setup, fault.message[:300])
    for prefix, reason in _REASONS:
        if enhanced == prefix or (prefix.endswith(".") and enhanced.startswith(prefix)):
            return Refused(SYSTEM, reason)
    if fault.code == 552:
        return Refused(SYSTEM, "The mail server says the mailbox is full or the e-mail is too large.")
    return Refused(SYSTEM, f"The mail server rejected the e-mail ({_codes(fault)}).")


def _deferral(fault: SMTPResponseException) -> Throttled:
    """Our exception for a temporary rejection, which may become permanent: if our setup is wrong, few servers say which
    kind it is."""
    enhanced, detail = _enhanced(fault), f"answered {_codes(fault)}"
    verdict = cause_of(fault.message, enhanced)
    setup = verdict.fault or ("policy" if verdict.cause == "policy" else "")
    if not setup or enhanced.startswith("4.2."):  # 4.2 is about the recipient's mailbox
        return Throttled(SYSTEM, TRY_AGAIN, detail)
    return SetupDeferred(SYSTEM, TRY_AGAIN, detail, setup, fault.message[:300])


def _enhanced(fault: SMTPResponseException) -> str:
    found = _ENHANCED.search(fault.message[:200])
    return found[1] if found else ""


def _codes(fault: SMTPResponseException) -> str:
    return " ".join(filter(None, (str(fault.code), _enhanced(fault))))


def _cause(fault: BaseException) -> str:
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "its certificate is not trusted, or it does not support TLS"
        cause = cause.__cause__
    if isinstance(fault, SMTPTimeoutError | TimeoutError):
        return "timed out"
    if type(fault) is SMTPException:
        return "it offers no STARTTLS or no supported login method"
    return type(fault).__name__
