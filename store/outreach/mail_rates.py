"""A workspace's rate limits for e-mails: per minute, and per minute to one domain."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from store.tables.outreach import Mailbox

WINDOW = timedelta(minutes=1)
_DEFAULT = Mailbox(workspace_id=0)


class _Waiting(Protocol):
    @property
    def workspace_id(self) -> int: ...
    @property
    def domain(self) -> str: ...


Waiting = TypeVar("Waiting", bound=_Waiting)


@dataclass(frozen=True, slots=True)
class Rates:
    """`counts`: e-mails in the last minute, by workspace and domain. `limits`: for each workspace, e-mails per minute
    and per minute to one domain; 0 is no limit."""

    counts: Mapping[tuple[int, str], int]
    limits: Mapping[int, tuple[int, int]]

    def full_workspaces(self) -> set[int]:
        """Workspaces that are at their limit."""
        sums = self._sums()
        return {workspace_id for workspace_id, count in sums.items() if not _room(self._limit(workspace_id)[0], count)}

    def full_domains(self) -> list[tuple[int, str]]:
        """Pairs of workspace and domain, where the workspace is at its limit for the domain."""
        return [key for key, count in self.counts.items() if not _room(self._limit(key[0])[1], count)]

    def choose(self, due: Iterable[Waiting], busy: Mapping[int, int], each: int) -> list[Waiting]:
        """The due e-mails that may be sent, in order; at most `each` per workspace, including its `busy` ones."""
        sums, domains, taken = self._sums(), Counter(self.counts), Counter(busy)
        chosen: list[Waiting] = []
        for one in due:
            minute, domain = self._limit(one.workspace_id)
            key = (one.workspace_id, one.domain)
            if taken[one.workspace_id] < each and _room(minute, sums[one.workspace_id]) and _room(domain, domains[key]):
                chosen.append(one)
                taken[one.workspace_id] += 1
                sums[one.workspace_id] += 1
                domains[key] += 1
        return chosen

    def _sums(self) -> Counter[int]:
        sums = Counter[int]()
        for (workspace_id, _), count in self.counts.items():
            sums[workspace_id] += count
        return sums

    def _limit(self, workspace_id: int) -> tuple[int, int]:
        return self.limits.get(workspace_id, (_DEFAULT.per_minute, _DEFAULT.per_domain))


def _room(limit: int, count: int) -> bool:
    return not limit or count < limit
