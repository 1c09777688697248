"""What an outside system did: connectors raise only these."""


class OutsideError(Exception):
    """Something outside failed. `system` is its name for people ("the search index")."""

    def __init__(self, system: str, detail: str = "") -> None:
        super().__init__(f"{system}: {detail}" if detail else system)
        self.system = system
        self.detail = detail  # for the log; never shown


class Unreachable(OutsideError):
    """No answer, or none in time."""


class Throttled(OutsideError):
    """Too many requests. `retry_after` is in seconds."""

    def __init__(self, system: str, retry_after: float, detail: str = "") -> None:
        super().__init__(system, detail)
        self.retry_after = retry_after


class Refused(OutsideError):
    """It understood and said no; `reason` is in words for people."""

    def __init__(self, system: str, reason: str) -> None:
        super().__init__(system, reason)
        self.reason = reason


class BadCredentials(OutsideError):
    """The key or the login is not accepted."""


class Uncertain(OutsideError):
    """It may have done it: the connection broke after the work was handed over. Never repeated by itself."""


class QuotaSpent(OutsideError):
    """The contract's allowance is used up."""
