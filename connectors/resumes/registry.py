"""The sources that a workspace can connect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from connectors.resumes import dice, indeed, people_data_labs
from connectors.resumes.base import Credentials, ResumeSource, Traits
from connectors.resumes.mapping import file
from connectors.resumes.mapping.source import MappedSource, traits_of


@dataclass(frozen=True, slots=True)
class SourceKind:
    """`open`: a connection with these credentials; `address` replaces the source's own base address unless it is ""."""

    traits: Traits
    open: Callable[[Credentials, str], ResumeSource]


def mapped(path: Path) -> SourceKind:
    """The source that a mapping file describes. Raises WrongMapping."""
    mapping = file.read(path)
    traits = traits_of(path.stem, mapping)
    return SourceKind(traits, partial(MappedSource, traits, mapping))


SOURCES: Mapping[str, SourceKind] = {
    "careerbuilder": mapped(Path(file.__file__).with_name("careerbuilder.toml")),
    "dice": SourceKind(dice.TRAITS, dice.Dice),
    "indeed": SourceKind(indeed.TRAITS, indeed.Indeed),
    "people_data_labs": SourceKind(people_data_labs.TRAITS, people_data_labs.PeopleDataLabs),
}
"""Resume databases of partners, searched under a workspace's own contract."""


def sources(folder: Path | None = None) -> Mapping[str, SourceKind]:
    """SOURCES, and those of the mapping files in the operator's folder; one of the same name replaces a built-in one.

    Raises WrongMapping."""
    if folder is None:
        return SOURCES
    if not folder.is_dir():
        raise file.WrongMapping(f"{folder} is not a folder.")
    return {**SOURCES, **{path.stem: mapped(path) for path in sorted(folder.glob("*.toml"))}}
