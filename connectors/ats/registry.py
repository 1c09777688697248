"""The systems that can be connected with a key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.ats import ashby, greenhouse, lever, workable
from connectors.ats.base import Ats, AtsTraits
from connectors.resumes.base import Credentials


@dataclass(frozen=True, slots=True)
class AtsKind:
    """A kind of system. `open`: opens a connection with these credentials; `address` replaces the system's own base
    address unless it is ""."""

    traits: AtsTraits
    open: Callable[[Credentials, str], Ats]


ATSES: Mapping[str, AtsKind] = {
    "ashby": AtsKind(ashby.TRAITS, ashby.Ashby),
    "greenhouse": AtsKind(greenhouse.TRAITS, greenhouse.Greenhouse),
    "lever": AtsKind(lever.TRAITS, lever.Lever),
    "workable": AtsKind(workable.TRAITS, workable.Workable),
}
