"""Excel files are read like the CSV that a program would export from them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from connectors.files import CANDIDATES, Unreadable, read


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def test_cells_of_every_type_are_read(tmp_path: Path):
    heading = ("Name", "Email", "ZIP", "Start Date", "Updated", "Years", "Open to Work", "Shoe size")
    ada = ("Ada", "ada@example.com", 2110, date(2019, 3, 15), datetime(2024, 3, 1, 10), 12.0, True, 37)
    path = workbook(tmp_path / "a.xlsx", ("Exported by Acme",), (), heading, ada, (), ("Bo", "bo@example.com"))
    first, second = read(path, CANDIDATES)
    assert (first.number, first.body) == (
        4,
        {
            "name": "Ada",
            "emails": ["ada@example.com"],
            "place": {"postal_code": "2110"},
            "experience": [{"start": "2019-03-15"}],
            "updated_at": "2024-03-01T10:00:00+00:00",
            "years_experience": 12,
            "open_to_work": True,
            "Shoe size": "37",
        },
    )
    assert (second.number, second.body) == (6, {"name": "Bo", "emails": ["bo@example.com"]})


def test_columns_can_be_mapped_and_odd_cells_are_set_aside(tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", ("Wer", "Email", "Degree"), ("Ada", "ada@example.com", "wizardry"))
    with pytest.raises(Unreadable, match='--map "Wer=name"'):
        read(path, CANDIDATES)
    [line] = read(path, CANDIDATES, {"Wer": "name"})
    assert (line.body or {})["other"] == {"Degree": "wizardry"}


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x05\x06" + b"\x00" * 18, b"not a workbook"])
def test_a_broken_workbook_is_refused_in_a_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        read(path, CANDIDATES)


def test_an_empty_workbook_is_refused(tmp_path: Path):
    with pytest.raises(Unreadable, match="is empty"):
        read(workbook(tmp_path / "a.xlsx"), CANDIDATES)
