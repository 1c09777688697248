"""What is installed: exact versions of exactly what is needed, by name, from wherever the reader's pip looks."""

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

# Modules that a declared package brings and that belong to it.
BRINGS = {
    "slack_sdk": "slack-bolt",
    "botbuilder": "botbuilder-core",
    "botframework": "botbuilder-core",
    "jwt": "botbuilder-core",
    "yarl": "aiohttp",
    "mailparser_reply": "mail-parser-reply",
    "pydantic_core": "pydantic",
}
# Never imported by us, and needed: how.
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
    """No addresses, no paths, no options, no hashes of one registry's files."""
    assert re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d[\w.+!]*", line)


def test_every_dependency_is_pinned():
    assert declared("dev") - set(pinned()) == set()
    assert len(pinned()) == len(LINES), "a name stands twice"


def test_every_dependency_has_its_reason():
    """A comment beside it in pyproject.toml; the test tools' names say what they are."""
    lines = text("pyproject.toml").partition("dependencies = [")[2].partition("\n]")[0].strip().splitlines()
    assert len(lines) == len(PROJECT["dependencies"])
    assert [line for line in lines if "#" not in line] == []


def test_what_they_need_is_pinned_too():
    """All the way down, as far as this machine installs it: what is new far away breaks nobody's start."""
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
    """Top modules that the program imports, each with a file that does."""
    found: dict[str, str] = {}
    for path in source(".py"):
        for node in ast.walk(ast.parse(text(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found |= {name.split(".")[0]: path for name in names}
    return {top: path for top, path in found.items() if top not in ROOMS and top not in sys.stdlib_module_names}


def test_what_is_imported_is_declared():
    known = declared()
    assert {top: path for top, path in imports().items() if plain(BRINGS.get(top, top)) not in known} == {}


def test_what_is_declared_is_used():
    used = {plain(BRINGS.get(top, top)) for top in imports()} | set(USED_BY_NAME)
    assert declared() - used == set()
