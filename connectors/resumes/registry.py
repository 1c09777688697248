"""The sources that a workspace can connect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.resumes import dice, people_data_labs
from connectors.resumes.base import Credentials, ResumeSource, Traits


@dataclass(frozen=True, slots=True)
class SourceKind:
    """`open`: a connection with these credentials; `address` replaces the source's own base address unless it is ""."""

    traits: Traits
    open: Callable[[Credentials, str], ResumeSource]


SOURCES: Mapping[str, SourceKind] = {
    "dice": SourceKind(dice.TRAITS, dice.Dice),
    "people_data_labs": SourceKind(people_data_labs.TRAITS, people_data_labs.PeopleDataLabs),
}
