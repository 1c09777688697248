"""What a rule says when it says no."""


class Refusal(Exception):
    """Not done, and why: the words are shown to the person as they are, so they say what to do next."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Gone(Refusal):
    """What was asked for is not there for this workspace: erased, closed, or never theirs."""
