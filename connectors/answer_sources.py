"""Resume databases that contact candidates for us and report their answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A candidate's answer. `id` comes from the source and never changes."""

    id: str
    source_id: str  # the candidate's profile id at the source; "" if the source identifies people only by address
    kind: Literal["interested", "not_interested", "replied"]
    text: str = ""
    at: datetime | None = None
    email: str = ""  # lower case


@dataclass(frozen=True, slots=True)
class SourceAnswers:
    """One batch, oldest first. If `more`, the next batch is available right away at `cursor`."""

    answers: tuple[SourceAnswer, ...]
    cursor: str
    more: bool = False


class AnswerSource(Protocol):
    """One workspace's connection to a source. The Internet index is not one: its answers come by e-mail."""

    async def answers(self, cursor: str) -> SourceAnswers:
        """Fetch the answers after the cursor; "" starts from the beginning. Passing a cursor acknowledges everything
        before it (https://docs.indeed.com/retrieve-candidates-api repeats a batch until its token is sent), so store a
        batch before using its cursor. Raises OutsideError."""
        ...
