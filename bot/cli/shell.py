"""What every command shares: settings read or refused in words, and one way to end badly."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
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


def fail(words: str) -> NoReturn:
    Console(stderr=True).print(f"[red]{escape(words)}[/red]", soft_wrap=True)
    raise typer.Exit(1)


def settings() -> Settings:
    """Read from the environment; ends the command with the setting's name and the fix."""
    try:
        read = Settings.from_environment()
    except WrongSetting as wrong:
        fail(str(wrong))
    logs.set_up(read.log_level, read.log_format)
    return read


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run to the end; what can be expected to fail ends in a sentence."""
    try:
        return asyncio.run(work)
    except StoreDown as fault:
        fail(f"The database does not answer: {fault}. Check SOURCER_DATABASE_URL and SOURCER_DATA_DIR.")
    except OutsideError as fault:
        fail(f"{fault.system} failed: {fault.detail or type(fault).__name__}.")
    except (Refusal, WrongSetting) as no:
        fail(str(no))
    except OSError as fault:
        if fault.filename is None:  # not about a file: the caller knows more
            raise
        fail(f"{fault.filename}: {fault.strerror}. Check SOURCER_DATA_DIR and the rights of its folder.")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@asynccontextmanager
async def opened(read: Settings) -> AsyncGenerator[Store]:
    read.data_dir.mkdir(parents=True, exist_ok=True)
    store = await Store.open(read.database)
    try:
        yield store
    finally:
        await store.close()
