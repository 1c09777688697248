"""Resume databases through which people are reached, and which say what those answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What somebody answered there. `id` is the source's own, the same whenever it is asked."""

    id: str
    source_id: str  # whose profile it is
    kind: Literal["interested", "not_interested", "replied"]
    text: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceAnswers:
    """One batch, the oldest first; `more` follow at once with the new `cursor`."""

    answers: tuple[SourceAnswer, ...]
    cursor: str
    more: bool = False


class AnswerSource(Protocol):
    """A source as one workspace is connected to it. The Internet index has no answers of its own: they come by mail."""

    @property
    def name(self) -> str:
        """As profiles have it: "indeed"."""
        ...

    async def answers(self, cursor: str) -> SourceAnswers:
        """What came after the cursor; "" is from the beginning. To ask with a cursor acknowledges what came before it
        (https://docs.indeed.com/retrieve-candidates-api: a batch is repeated until its token is sent), so it is asked
        with one only when its answers are kept. Raises OutsideError."""
        ...
