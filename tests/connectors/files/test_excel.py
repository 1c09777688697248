"""Excel files are read like the CSV that a program would export from them."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from connectors.files import CANDIDATES, JOBS, Unreadable, read
from tests.steps import steps


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


def many_rows(path: Path, count: int) -> Path:
    book = Workbook(write_only=True)  # writes no size, like many programs
    sheet = book.create_sheet()
    for row in (("Name", "Email"), *[("Ada", "ada@example.com")] * count):
        sheet.append(row)
    book.save(path)
    return path


def test_rows_are_read_as_they_are_needed(tmp_path: Path):
    few, many = (many_rows(tmp_path / f"{count}.xlsx", count) for count in (50, 5_000))
    next(iter(read(few, CANDIDATES)))  # imports what is imported once
    first_of_few, first_of_many = (steps(lambda path=path: next(iter(read(path, CANDIDATES)))) for path in (few, many))
    assert first_of_many == first_of_few
    assert sum(1 for _ in read(many, CANDIDATES)) == 5_000


def test_the_rows_before_a_damaged_one_are_read(tmp_path: Path):
    whole, broken = many_rows(tmp_path / "whole.xlsx", 5_000), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as copy:
        for part in source.infolist():
            content = source.read(part)
            copy.writestr(part, content[: len(content) // 2] if part.filename.endswith("sheet1.xml") else content)
    *good, last = read(broken, CANDIDATES)
    assert 2_000 < len(good) < 3_000
    assert [line.body for line in good] == [{"name": "Ada", "emails": ["ada@example.com"]}] * len(good)
    assert last.fault == "and what follows is damaged: save the file again, or as CSV"


def test_an_empty_workbook_is_refused(tmp_path: Path):
    with pytest.raises(Unreadable, match="is empty"):
        read(workbook(tmp_path / "a.xlsx"), CANDIDATES)


PEOPLE = (("Name", "Email"), ("Ada", "ada@example.com"))
JOBS_TABLE = (("Job Title", "Location", "Apply URL"), ("Nurse", "Boston, MA", "https://a.example/1"))


def sheets(path: Path, **tables: Sequence[tuple[Any, ...]]) -> Path:
    """A workbook; a sheet whose name begins with "hidden" is hidden."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name.startswith("hidden") else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("tables", "sheet", "left_out"),
    [
        ({"People": PEOPLE}, "People", ()),
        ({"People": PEOPLE, "Sheet2": (), "Sheet3": ()}, "People", ()),
        ({"Cover": (("Candidates of Acme",), ("Exported", "2026-11-23")), "People": PEOPLE}, "People", ("Cover",)),
        ({"Cover": (("Name", "Acme Inc."), ("Email", "dana@acme.example")), "People": PEOPLE}, "People", ("Cover",)),
        ({"Cover": (("Status", "Final"), ("Date", "May")), "People": PEOPLE}, "People", ("Cover",)),
        ({"Cover": ((),), "People": ((), ("All people",), *PEOPLE)}, "People", ()),
        ({"People": PEOPLE, "More": PEOPLE, "Notes": (("Ask Dana",),)}, "People", ("More", "Notes")),
        ({"Cover": (("Hello",),), "People": PEOPLE, "More": PEOPLE}, "People", ("Cover", "More")),
        ({"hidden lists": PEOPLE, "People": PEOPLE}, "People", ()),
        ({"hidden lists": PEOPLE, "Sheet1": ()}, "hidden lists", ()),
    ],
)
def test_the_first_sheet_with_people_is_read_and_the_others_are_named(
    tmp_path: Path, tables: dict[str, Any], sheet: str, left_out: tuple[str, ...]
):
    records = read(sheets(tmp_path / "a.xlsx", **tables), CANDIDATES)
    assert [line.body for line in records] == [{"name": "Ada", "emails": ["ada@example.com"]}]
    assert (records.sheet, records.left_out) == (sheet, left_out)


def test_a_sheet_is_chosen_by_what_is_imported_and_how_columns_are_mapped(tmp_path: Path):
    path = sheets(tmp_path / "a.xlsx", Cover=(("Hello",),), People=PEOPLE, Jobs=JOBS_TABLE)
    assert (read(path, CANDIDATES).sheet, read(path, JOBS).sheet) == ("People", "Jobs")
    path = sheets(tmp_path / "b.xlsx", Cover=(("Hello",),), Leute=(("Wer", "Adresse"), ("Ada", "ada@example.com")))
    mapped = read(path, CANDIDATES, {"Wer": "name", "Adresse": "emails"})
    assert ([line.body for line in mapped], mapped.sheet) == ([{"name": "Ada", "emails": ["ada@example.com"]}], "Leute")


def test_a_damaged_sheet_does_not_hide_another(tmp_path: Path):
    whole, broken = sheets(tmp_path / "whole.xlsx", Cover=PEOPLE, People=PEOPLE), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as copy:
        for part in source.infolist():
            copy.writestr(part, b"<" if part.filename.endswith("sheet1.xml") else source.read(part))
    records = read(broken, CANDIDATES)
    assert ([line.body is not None for line in records], records.sheet) == ([True], "People")
