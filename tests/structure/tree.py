"""The files of the project: tracked by git, or new and not ignored."""

import subprocess
from functools import cache

from tests.paths import ROOT

ROOMS = ("bot", "handlers", "cards", "store", "connectors", "manifest")


@cache
def files() -> tuple[str, ...]:
    """Paths relative to the root of tracked and of new, unignored files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(sorted(path for path in set(listed) if (ROOT / path).is_file()))


def source(*suffixes: str, under: tuple[str, ...] = ROOMS) -> list[str]:
    """The files under those folders with one of the suffixes."""
    return [path for path in files() if path.split("/")[0] in under and path.endswith(suffixes or (".py",))]


def text(path: str) -> str:
    """The file's text; some hostile test e-mails are not UTF-8."""
    return (ROOT / path).read_text(encoding="utf-8", errors="strict" if path.endswith(".py") else "replace")
