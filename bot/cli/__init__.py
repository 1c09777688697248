"""The `sourcer` command line: one file per group of commands."""

import typer

from bot.cli import data, manifests, people, serving, sources

app = typer.Typer(
    name="sourcer",
    help="Candidate sourcing inside Slack and Microsoft Teams.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals hold secrets
    add_completion=False,
)
app.command()(serving.playground)
app.command()(serving.serve)
app.command()(serving.doctor)
app.command()(serving.key)
app.add_typer(data.importing, name="import")
app.add_typer(data.sampling, name="sample")
app.add_typer(data.indexing, name="index")
app.add_typer(people.members, name="member")
app.add_typer(sources.sources, name="source")
app.add_typer(manifests.manifests, name="manifest")
