"""Top-level packages ("rooms"): allowed imports, where platform-specific terms may occur, and file length."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from connectors.ats.registry import ATSES
from connectors.resumes.registry import SOURCES
from tests.structure.tree import ROOT, files, source, text

LONGEST = 400  # lines; the aim is 300
LONG_FILES = {
    "store/migrations/versions/*.py",
    "store/tables/core.py",
}  # a migration is never changed; tables are a list

# Terms of a platform or library, and the only places where they may occur.
IMPORTED_ONLY_IN = {
    "slack_bolt": ("bot/slack/*", "bot/playground/*"),
    "slack_sdk": ("bot/slack/*", "bot/playground/*", "cards/slack/*"),
    "botbuilder": ("bot/teams/*",),
    "botframework": ("bot/teams/*",),
    "sqlmodel": ("store/*",),
    "sqlalchemy": ("store/*",),
    "alembic": ("store/*",),
    "asyncpg": ("store/*",),
    "tantivy": ("connectors/search/embedded/*",),
    "httpx": ("connectors/*",),
    "typer": ("bot/cli/*",),
}
TERMS_ONLY_IN = {
    "Block Kit": ("bot/slack/*", "bot/playground/*", "cards/slack/*"),
    "Adaptive": ("bot/teams/*", "cards/teams/*"),
}


def test_imports_go_one_way():
    """Runs import-linter's contracts from pyproject.toml."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@cache
def imported(path: str) -> tuple[tuple[str, int], ...]:
    """The modules that a file imports, with line numbers, including imports for type checking only."""
    return tuple(_imported(path))


def _imported(path: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text(path))):
        match node:
            case ast.Import(names):
                yield from ((name.name, node.lineno) for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module, node.lineno
            case _:
                pass


def allowed(path: str, places: tuple[str, ...]) -> bool:
    return any(fnmatch(path, place) for place in places)


@pytest.mark.parametrize("library", IMPORTED_ONLY_IN)
def test_a_library_stays_in_its_place(library: str):
    wrong = [
        f"{path}:{line} imports {module}"
        for path in source(".py")
        if not allowed(path, IMPORTED_ONLY_IN[library])
        for module, line in imported(path)
        if module.split(".")[0] == library
    ]
    assert wrong == []


@pytest.mark.parametrize("library", IMPORTED_ONLY_IN)
def test_a_library_is_used_where_it_may_be(library: str):
    """Guards the test above against a misspelt library name."""
    there = [path for path in source(".py") if allowed(path, IMPORTED_ONLY_IN[library])]
    assert any(module.split(".")[0] == library for path in there for module, _ in imported(path))


@pytest.mark.parametrize("terms", TERMS_ONLY_IN)
def test_platform_terms_stay_in_their_place(terms: str):
    wrong = [path for path in source(".py") if terms in text(path) and not allowed(path, TERMS_ONLY_IN[terms])]
    assert wrong == []


def test_the_program_imports_nothing_from_the_tests():
    wrong = [
        f"{path}:{line}" for path in source(".py") for module, line in imported(path) if module.startswith("tests")
    ]
    assert wrong == []


def caught(path: str) -> Iterator[tuple[ast.ExceptHandler, str]]:
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            for kind in kinds:
                yield node, ast.unparse(kind) if kind is not None else ""


BOUNDARY = ("bot/pipeline/dispatch.py", "bot/pipeline/boundary.py")  # for interactions, and for background work


def test_one_boundary_catches_everything():
    """`except Exception` occurs only in the boundary files; any other handler that catches everything must re-raise."""
    wrong: list[str] = []
    for path in source(".py"):
        for node, kind in caught(path):
            if kind == "Exception" and path in BOUNDARY:
                continue
            if kind in ("", "Exception", "BaseException") and not any(
                isinstance(inside, ast.Raise) and inside.exc is None for inside in ast.walk(node)
            ):
                wrong.append(f"{path}:{node.lineno}")
    assert wrong == []
    assert all(any(kind == "Exception" for _, kind in caught(path)) for path in BOUNDARY)


@pytest.mark.parametrize("suffix", [".py", ".js", ".css"])
def test_no_file_is_long(suffix: str):
    lengths = {path: len(text(path).splitlines()) for path in source(suffix)}
    assert lengths
    assert {path: n for path, n in lengths.items() if n > LONGEST and not allowed(path, tuple(LONG_FILES))} == {}


MOST_FILES = 20  # in one folder
ONE_PLATFORM = {  # files in a platform's folder without a counterpart on the other platform
    "bot/slack": {"chart_uploads.py", "message_text.py", "socket_mode.py", "submissions.py"},
    "bot/teams": {"activity.py", "auth.py", "connector.py", "files.py", "invoke_answers.py", "settings.py"},
    "cards/slack": {"schema.py", "schema_newer.py", "schema_rules.py", "validation.py"},
    "cards/teams": set[str](),
}


def beside(folder: str) -> set[str]:
    """The names of the Python files directly in a folder."""
    return {path.rpartition("/")[2] for path in source(".py") if path.rpartition("/")[0] == folder} - {"__init__.py"}


def test_no_folder_has_too_many_files():
    folders = {path.rpartition("/")[0] for path in source(".py") if "/migrations/" not in path}
    assert len(folders) > 30
    assert {folder: n for folder in folders if (n := len(beside(folder))) > MOST_FILES} == {}


@pytest.mark.parametrize("room", ["bot", "cards"])
def test_counterparts_on_both_platforms_have_the_same_name(room: str):
    slack, teams = (beside(f"{room}/{platform}") for platform in ("slack", "teams"))
    assert slack - teams == ONE_PLATFORM[f"{room}/slack"]
    assert teams - slack == ONE_PLATFORM[f"{room}/teams"]
    assert slack & teams


MACHINES = re.compile(r"(?<![\w.~])/(?:root|home/\w+|Users/\w+|work)/|site-packages")
HOSTS = re.compile(r"https?://[\w.-]*(?:pypi|npmjs|pythonhosted|artifactory|nexus)[\w.-]*/(?!project/|package/)")


def test_no_file_depends_on_one_machine():
    """No personal paths, and no package registry: each user configures their own elsewhere."""
    wrong: list[str] = []
    for path in files():
        if path.endswith((".sqlite", ".png", ".ico", ".eml")) or path == "tests/structure/test_rooms.py":
            continue
        for number, line in enumerate(text(path).splitlines(), start=1):
            if MACHINES.search(line) or HOSTS.search(line):
                wrong.append(f"{path}:{number}: {line.strip()[:100]}")
    assert wrong == []


NOT_WANTED = re.compile(r"(Manager|Service|Helper|Utils?)$")


def test_no_source_or_ats_is_asked_for_by_name():
    """What each can do is declared in its traits."""
    names = {*SOURCES, *ATSES}
    nowhere = ("handlers/", "store/", "bot/pages/", "bot/pipeline/", "bot/workers/", "cards/actions/", "cards/screens/")
    labels = "cards/screens/wording.py"
    found = [
        f"{path}:{node.lineno}"
        for path in source()
        if path.startswith(nowhere) and path != labels
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert found == []


def test_nothing_is_called_manager():
    """Names say what a thing is, not that it manages."""
    wrong = [
        f"{path}:{node.lineno} {node.name}"
        for path in source(".py")
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.ClassDef) and NOT_WANTED.search(node.name)
    ]
    assert wrong == []
    assert [path for path in source(".py") if re.search(r"(utils?|helpers?)(\.py|/)", path)] == []


def test_there_are_no_todos():
    wrong = [
        f"{path}:{number}"
        for path in source(".py", ".js", ".css", ".html")
        for number, line in enumerate(text(path).splitlines(), start=1)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line) or re.search(r"\braise NotImplementedError\b", line)
    ]
    assert wrong == []
