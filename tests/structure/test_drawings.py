"""The diagrams in docs/architecture.md match the code."""

import ast
import re

from sqlmodel import SQLModel

from bot import background
from scripts.draw_architecture import GROUPS, page
from tests.structure.tree import ROOT, source, text


def test_the_diagrams_match_the_code():
    """Renew them with `python scripts/draw_architecture.py`."""
    now = text("docs/architecture.md")
    assert page(now) == now


def test_every_table_is_in_one_diagram():
    drawn = [name for names in GROUPS.values() for name in names]
    assert sorted(drawn) == sorted(SQLModel.metadata.tables)


def named_in(path: str) -> set[str]:
    """The names that a file uses, including module attributes such as `background.INDEX`."""
    nodes = list(ast.walk(ast.parse(text(path))))
    return {n.id for n in nodes if isinstance(n, ast.Name)} | {n.attr for n in nodes if isinstance(n, ast.Attribute)}


def test_every_background_job_is_in_the_table_and_runs():
    constants = {name: job for name, job in vars(background).items() if isinstance(job, background.Job)}
    assert sorted(job.name for job in constants.values()) == sorted(job.name for job in background.JOBS)
    used = set[str]().union(*(named_in(path) for path in source(under=("bot",)) if path != "bot/background.py"))
    assert set(constants) - used == set()
    assert {job.rows for job in background.JOBS} - {""} <= set(SQLModel.metadata.tables)


def test_a_lease_is_named_by_its_job():
    """Leases take their name and duration from the table of jobs, and there is only one way to run a periodic job."""
    calls = [
        (path, node)
        for path in source(under=("bot",))
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    taken = [ast.unparse(node) for _, node in calls if ast.unparse(node.func) == "leases.take"]
    assert len(taken) >= 5
    assert [call for call in taken if ".lease" not in call or ".lease_duration" not in call] == []
    assert {path for path, node in calls if getattr(node.func, "attr", "") == "add_job"} == {"bot/workers/scheduler.py"}


def test_the_files_named_in_a_diagram_exist():
    named = re.findall(r"\b(?:bot|handlers|cards|store|connectors)/[\w/.]*", "".join(drawings()))
    assert len(named) >= 8
    assert [path for path in named if not (ROOT / path).exists()] == []


def drawings() -> list[str]:
    return re.findall(r"^```mermaid\n(.*?)^```", text("docs/architecture.md"), re.DOTALL | re.MULTILINE)
