"""What a rule says when it says no."""


class Refusal(Exception):
    """Not done, and why: the words are shown to the person as they are, so they say what to do next."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Gone(Refusal):
    """What was asked for is not there for this workspace: erased, closed, or never theirs."""


class Counted(Refusal):
    """Not done, but that it was tried is kept: the write around it commits (a wrong claim code counts)."""


class AlreadyApplied(Exception):
    """The interaction's effect is in the store already, by another run of it: this write was rolled back."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class StoreDown(Exception):
    """The database is away, locked or full. Nothing of the transaction is kept; the same call may work later."""
