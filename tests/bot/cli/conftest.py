"""The command line in this process, with an environment and a folder of its own."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import documented


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit code and what it wrote, a sentence a line."""

    code: int
    out: str
    err: str


Sourcer = Callable[..., Done]


@pytest.fixture
def sourcer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sourcer]:
    """`sourcer("index", "status", SOURCER_LOG_LEVEL="error")`: words of the command, settings by name."""
    monkeypatch.chdir(tmp_path)
    unset: dict[str, str | None] = {name: None for name, _, _ in documented()}
    kept = list(logging.root.handlers), logging.root.level

    def run(*words: object, **settings: str) -> Done:
        environment = {**unset, "COLUMNS": "200", "SOURCER_LOG_LEVEL": "error", **settings}
        done = CliRunner().invoke(app, [str(word) for word in words], env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception  # a traceback is never an answer
        return Done(done.exit_code, done.stdout, done.stderr)

    yield run
    logging.root.handlers[:], logging.root.level = kept
