"""Exceptions that the store's rules raise."""


class Refusal(Exception):
    """The action is declined. The message is shown to the person unchanged, so it says what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Gone(Refusal):
    """The row does not exist in this workspace: it was erased or closed, or never belonged to it."""


class Counted(Refusal):
    """The action is declined, but the attempt counts (such as a wrong claim code): the surrounding write still
    commits."""


class AlreadyApplied(Exception):
    """Another run of the interaction has already applied its effect: this write was rolled back."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class StoreDown(Exception):
    """The database is unreachable, locked or full. The transaction is rolled back; the same call may work later."""
