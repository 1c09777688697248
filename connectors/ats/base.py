"""Public job boards of applicant tracking systems: the jobs that a company shows on its career page."""

from dataclasses import dataclass
from typing import Any, Protocol

Body = dict[str, Any]  # a validated `connectors.jobs.JobLine` as plain values


@dataclass(frozen=True, slots=True)
class BoardJobs:
    """Every job on a board, in the import format. `rejected`: how many entries could not be read; if there are any, a
    job that is not among `jobs` may still be open."""

    jobs: tuple[Body, ...]
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A company's board: the system, a key of `boards.SYSTEMS`, and the company's name there."""

    system: str
    name: str


class JobBoards(Protocol):
    """Raises only `connectors.errors`; nothing blocks the event loop."""

    async def jobs(self, board: Board) -> BoardJobs:
        """All open jobs of the board. Raises Refused when there is no such board."""
        ...

    async def close(self) -> None: ...
