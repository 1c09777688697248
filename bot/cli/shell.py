"""Shared by all commands: reading the settings, running async code, and reporting failures readably."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.markup import escape

from bot import logs
from bot.settings import Settings, WrongSetting
from connectors.errors import OutsideError
from store.db import Store
from store.errors import Refusal, StoreDown

console = Console()
_T = TypeVar("_T")


def fail(message: str) -> NoReturn:
    Console(stderr=True).print(f"[red]{escape(message)}[/red]", soft_wrap=True)
    raise typer.Exit(1)


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the process environment, or from `environment` if it is passed. An invalid setting ends the command
    with a message that names it and the fix."""
    try:
        config = Settings.from_environment(environment)
    except WrongSetting as error:
        fail(str(error))
    logs.set_up(config.log_level, config.log_format)
    return config


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run `work` to completion; expected failures end the command with a readable message."""
    try:
        return asyncio.run(work)
    except StoreDown as fault:
        fail(f"The database does not respond: {fault}. Check SOURCER_DATABASE_URL and SOURCER_DATA_DIR.")
    except OutsideError as fault:
        fail(f"{fault.system} failed: {fault.detail or type(fault).__name__}.")
    except (Refusal, WrongSetting) as no:
        fail(str(no))
    except OSError as fault:
        if fault.filename is None:  # not about a file: the caller has more context
            raise
        fail(f"{fault.filename}: {fault.strerror}. Check SOURCER_DATA_DIR and the permissions of its folder.")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@asynccontextmanager
async def open_store(config: Settings) -> AsyncGenerator[Store]:
    config.data_dir.mkdir(parents=True, exist_ok=True)
    store = await Store.open(config.database)
    try:
        yield store
    finally:
        await store.close()
