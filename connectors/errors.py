"""Errors from outside systems: the only exceptions that connectors raise."""


class OutsideError(Exception):
    """An outside system failed. `system` is its display name ("the search index")."""

    def __init__(self, system: str, detail: str = "") -> None:
        super().__init__(f"{system}: {detail}" if detail else system)
        self.system = system
        self.detail = detail  # for the log; never shown


class Unreachable(OutsideError):
    """No response, or a timeout."""


class Throttled(OutsideError):
    """Too many requests. `retry_after` is in seconds."""

    def __init__(self, system: str, retry_after: float, detail: str = "") -> None:
        super().__init__(system, detail)
        self.retry_after = retry_after


class Refused(OutsideError):
    """The system rejected the request; `reason` is a message for the user."""

    def __init__(self, system: str, reason: str) -> None:
        super().__init__(system, reason)
        self.reason = reason


class Unreadable(Refused):
    """The system answered in a way we don't understand: its interface may have changed. `paid`: whether it charged for
    the request."""

    def __init__(self, system: str, detail: str, *, paid: bool = False) -> None:
        super().__init__(system, f"Sourcer can't read the response from {system}. Its service may have changed.")
        self.args = (f"{system}: {detail}",)
        self.detail = detail
        self.paid = paid


class BadCredentials(OutsideError):
    """The API key or login was rejected."""


class Uncertain(OutsideError):
    """The request may have succeeded: the connection broke after the request was sent. Never retried automatically."""


class QuotaSpent(OutsideError):
    """The contract's allowance is used up."""
