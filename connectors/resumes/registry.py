"""The sources that a workspace can connect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from connectors.oauth import Provider
from connectors.resumes import dice, indeed, people_data_labs
from connectors.resumes.base import Credentials, ResumeSource, Traits
from connectors.resumes.mapping import file
from connectors.resumes.mapping.source import MappedSource, sign_in_of, traits_of
from connectors.resumes.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source. `open`: opens a connection with these credentials; `address` replaces the source's own base
    address unless it is ""."""

    traits: Traits
    open: Callable[[Credentials, str], ResumeSource]
    sign_in: SignIn | None = None  # in place of credentials, where the operator has registered an app


def mapped(path: Path) -> SourceKind:
    """The source that a mapping file describes. Raises WrongMapping."""
    mapping = file.read(path)
    traits = traits_of(path.stem, mapping)
    return SourceKind(traits, partial(MappedSource, traits, mapping), sign_in_of(traits, mapping))


SOURCES: Mapping[str, SourceKind] = {
    "careerbuilder": mapped(Path(file.__file__).with_name("careerbuilder.toml")),
    "dice": SourceKind(dice.TRAITS, dice.Dice),
    "indeed": SourceKind(indeed.TRAITS, indeed.Indeed, indeed.SIGN_IN),
    "people_data_labs": SourceKind(people_data_labs.TRAITS, people_data_labs.PeopleDataLabs),
}
"""Resume databases of partners, searched under a workspace's own contract."""


def sources(folder: Path | None = None) -> Mapping[str, SourceKind]:
    """SOURCES, and the sources that the mapping files in the operator's folder describe. A mapped source replaces a
    built-in one of the same name.

    Raises WrongMapping."""
    if folder is None:
        return SOURCES
    if not folder.is_dir():
        raise file.WrongMapping(f"{folder} is not a folder.")
    return {**SOURCES, **{path.stem: mapped(path) for path in sorted(folder.glob("*.toml"))}}


def providers(
    kinds: Mapping[str, SourceKind], apps: Mapping[str, tuple[str, str]], addresses: Mapping[str, str]
) -> dict[str, Provider]:
    """The providers of the sources that people can sign in to, by name. `apps`: client id and secret of the operator's
    apps; `addresses`: base addresses that replace the sources' own. Both are by source name."""
    return {
        name: kind.sign_in.provider(kind.traits, *apps[name], addresses.get(name, ""))
        for name, kind in kinds.items()
        if kind.sign_in is not None and name in apps
    }


def apps(text: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    """Parse "NAME=CLIENT_ID:CLIENT_SECRET, …". Raises ValueError, which never repeats the value, because it contains a
    secret."""
    found: dict[str, tuple[str, str]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, app = part.partition("=")
        client_id, _, secret = app.partition(":")
        if not (name.strip() and client_id.strip() and secret.strip()):
            raise ValueError("must be NAME=CLIENT_ID:CLIENT_SECRET, with special characters percent-encoded")
        found[name.strip().lower()] = unquote(client_id.strip()), unquote(secret.strip())
    return tuple(found.items())


def unusable(apps: tuple[tuple[str, tuple[str, str]], ...], folder: Path | None) -> str:
    """An error message if one of these apps is for a source that doesn't offer sign-in; "" if all of them can be
    used."""
    if not apps:
        return ""
    kinds = sources(folder)
    signing_in = sorted(name for name, kind in kinds.items() if kind.sign_in)
    wrong = [name for name, _ in apps if name not in signing_in]
    return f"'{wrong[0]}' doesn't support sign-in; only {', '.join(signing_in)} can be used" if wrong else ""
