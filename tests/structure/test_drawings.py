"""docs/architecture.md draws what the code says."""

from sqlmodel import SQLModel

from scripts.draw_architecture import GROUPS, page
from tests.structure.tree import text


def test_the_drawings_are_those_of_the_code():
    """Renew them with `python scripts/draw_architecture.py`."""
    now = text("docs/architecture.md")
    assert page(now) == now


def test_every_table_is_in_one_drawing():
    drawn = [name for names in GROUPS.values() for name in names]
    assert sorted(drawn) == sorted(SQLModel.metadata.tables)
