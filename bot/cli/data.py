"""import, sample, index."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import importing as importer
from bot.cli.shell import console, fail, opened, opened_with_index, run, settings
from bot.sample import people
from connectors.places import Places

importing = typer.Typer(help="Import candidates or jobs.", no_args_is_help=True)
sampling = typer.Typer(help="Synthetic data.", no_args_is_help=True)
indexing = typer.Typer(help="The search index.", no_args_is_help=True)
