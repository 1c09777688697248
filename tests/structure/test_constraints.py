"""constraints.txt pins exactly what is needed, by name and version, for any package index."""

import ast
import re
import sys
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.structure.tree import ROOMS, source, text

PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
LINES = text("constraints.txt").splitlines()

# Modules that belong to a declared package under another name.
MODULES_OF = {
    "slack_sdk": "slack-bolt",
    "botbuilder": "botbuilder-core",
    "botframework": "botbuilder-core",
    "jwt": "pyjwt",
    "yarl": "aiohttp",
    "pydantic_core": "pydantic",
}
# Never imported by us but needed, and how it is used.
USED_BY_NAME = {
    "aiosqlite": "SQLAlchemy loads it by the address sqlite+aiosqlite",
    "cryptography": "PyJWT loads it for RSA",
    "tzdata": "zoneinfo loads it where the machine has none",
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*groups: str) -> set[str]:
    lists = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][group] for group in groups)]
    return {plain(re.match(r"[\w.-]+", line)[0]) for each in lists for line in each}  # type: ignore[index]


def pinned() -> dict[str, str]:
    return {plain(name): version for name, _, version in (line.partition("==") for line in LINES)}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_a_name_and_a_version(line: str):
    """No URLs, paths, options, or hashes of one registry's files."""
    assert re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d[\w.+!]*", line)


def test_every_dependency_is_pinned():
    assert declared("dev") - set(pinned()) == set()
    assert len(pinned()) == len(LINES), "a name stands twice"


def test_every_dependency_has_its_reason():
    """A comment beside it in pyproject.toml; test tools are self-explanatory."""
    lines = text("pyproject.toml").partition("dependencies = [")[2].partition("\n]")[0].strip().splitlines()
    assert len(lines) == len(PROJECT["dependencies"])
    assert [line for line in lines if "#" not in line] == []


def test_transitive_dependencies_are_pinned_too():
    """At any depth, as far as installed on this machine, so that a new upstream release breaks no installation."""
    lists = [PROJECT["dependencies"], PROJECT["optional-dependencies"]["dev"]]
    waiting = [Requirement(line) for each in lists for line in each]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop()
        if (plain(one.name), frozenset(one.extras)) in seen or not installed(one.name):
            continue
        seen.add((plain(one.name), frozenset(one.extras)))
        for needed in map(Requirement, metadata.requires(one.name) or ()):
            extras = one.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    assert {name for name, _ in seen} - set(pinned()) == set()
    assert len(seen) > 60


def installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def imports() -> dict[str, str]:
    """Top-level modules that the program imports, each with one importing file."""
    found: dict[str, str] = {}
    for path in source(".py"):
        for node in ast.walk(ast.parse(text(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found |= {name.split(".")[0]: path for name in names}
    return {top: path for top, path in found.items() if top not in ROOMS and top not in sys.stdlib_module_names}


def test_every_import_is_declared():
    known = declared()
    assert {top: path for top, path in imports().items() if plain(MODULES_OF.get(top, top)) not in known} == {}


def test_every_dependency_is_used():
    used = {plain(MODULES_OF.get(top, top)) for top in imports()} | set(USED_BY_NAME)
    assert declared() - used == set()
