"""What is installed: exact versions of exactly what is needed, by name, from wherever the reader's pip looks."""

import ast
import re
import sys
import tomllib

import pytest

from tests.structure.tree import ROOMS, source, text

PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
LINES = text("constraints.txt").splitlines()

# Modules that a declared package brings and that belong to it.
COMES_WITH = {
    "slack_sdk": "slack-bolt",
    "botbuilder": "botbuilder-core",
    "botframework": "botbuilder-core",
    "jwt": "botbuilder-core",
    "yarl": "aiohttp",
    "pydantic_core": "pydantic",
    "phonenumbers": "phonenumberslite",
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


def test_what_is_imported_is_declared():
    ours = set(ROOMS)
    wrong: set[str] = set()
    for path in source(".py"):
        for node in ast.walk(ast.parse(text(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in (name.split(".")[0] for name in names):
                if top in ours or top in sys.stdlib_module_names:
                    continue
                if plain(COMES_WITH.get(top, top)) not in declared():
                    wrong.add(f"{path} imports {top}")
    assert wrong == set()
