"""import, sample, index: what is written, the output, and the exit code."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from connectors.search.embedded.directory import Directory
from tests.bot.cli.conftest import Sourcer
from tests.people import ADA, GRACE

DAY = "2026-11-23"


def written(file: Path, *lines: dict[str, Any] | str) -> Path:
    file.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return file


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return written(tmp_path / "people.jsonl", GRACE, ADA)


def rows(tmp_path: Path, sql: str) -> list[Any]:
    with sqlite3.connect(tmp_path / "data" / "sourcer.db") as db:
        return db.execute(sql).fetchall()


def test_repeated_imports_import_people_once(sourcer: Sourcer, tmp_path: Path, people: Path):
    first = sourcer("import", "candidates", people)
    assert (first.code, "2 read: 2 new, 0 changed, 0 unchanged, 0 rejected." in first.out) == (0, True)
    assert "2 read: 0 new, 0 changed, 2 unchanged, 0 rejected." in sourcer("import", "candidates", people).out
    written(people, {**GRACE, "headline": "Head Nurse"}, ADA)
    assert "0 new, 1 changed, 1 unchanged" in sourcer("import", "candidates", people).out
    assert rows(tmp_path, "SELECT count(*), min(workspace_id), max(workspace_id) FROM profiles") == [(2, 0, 0)]
    assert "2 of 2 profiles indexed, 0 changes pending." in sourcer("index", "status").out
    assert not (tmp_path / "rejects.jsonl").exists()


def test_invalid_lines_are_reported_and_valid_ones_imported(sourcer: Sourcer, tmp_path: Path):
    file = written(tmp_path / "some.jsonl", GRACE, "{not json", {"id": "x"}, ADA)
    done = sourcer("import", "candidates", file, "--rejects", "refused.jsonl")
    assert done.code == 0
    assert "4 read: 2 new, 0 changed, 0 unchanged, 2 rejected." in done.out
    assert "refused.jsonl" in done.out
    refused = [json.loads(line) for line in (tmp_path / "refused.jsonl").read_text().splitlines()]
    assert [line["line"] for line in refused] == [2, 3]
    assert all(line["reason"] for line in refused)
    assert refused[0]["text"] == "{not json"


def test_a_private_source_belongs_to_one_workspace(sourcer: Sourcer, tmp_path: Path, people: Path):
    assert sourcer("import", "candidates", people, "--workspace", "slack:T1").code == 0
    assert sourcer("import", "candidates", people, "--workspace", "teams:tenant").code == 0
    owners = (
        "SELECT platform, external_id, count(*) FROM profiles JOIN workspaces w ON w.id = workspace_id GROUP BY w.id"
    )
    assert rows(tmp_path, owners) == [("slack", "T1", 2), ("teams", "tenant", 2)]


def test_columns_of_a_csv_are_mapped(sourcer: Sourcer, tmp_path: Path):
    (tmp_path / "leute.csv").write_text("Wer,Mail,Ort\nGrace Hopper,grace@example.com,Boston\n")
    done = sourcer("import", "candidates", "leute.csv", "--map", "Wer=name", "--map", "Mail=emails")
    assert "1 read: 1 new" in done.out
    assert rows(tmp_path, "SELECT name, email FROM profiles") == [("Grace Hopper", "grace@example.com")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.jsonl"], "missing.jsonl"),
        (["people.jsonl", "--workspace", "T1"], "slack:TEAM_ID"),
        (["people.jsonl", "--workspace", "irc:T1"], "slack:TEAM_ID"),
        (["people.jsonl", "--map", "Wer"], "COLUMN=FIELD"),
        (["people.jsonl", "--map", "Wer=name"], "not a CSV or Excel file"),
        (["people.jsonl", "--rejects", "people.jsonl"], "choose another file"),
    ],
)
def test_failed_imports_are_reported(sourcer: Sourcer, people: Path, arguments: list[str], message: str):
    done = sourcer("import", "candidates", *arguments)
    assert done.code == 1
    assert message in done.err
    assert people.read_text().count("\n") == 2


def test_jobs_belong_to_a_workspace(sourcer: Sourcer, tmp_path: Path):
    assert sourcer("sample", "jobs", "--out", "jobs.jsonl").code == 0
    assert sourcer("import", "jobs", "jobs.jsonl").code == 2  # without --workspace
    done = sourcer("import", "jobs", "jobs.jsonl", "--workspace", "slack:T1")
    assert "15 read: 15 new" in done.out
    assert rows(tmp_path, "SELECT count(*) FROM jobs WHERE status = 'closed'") == [(2,)]


def test_the_same_seed_gives_the_same_people(sourcer: Sourcer, tmp_path: Path):
    def sample(name: str, count: int, seed: int) -> list[str]:
        sourcer("sample", "candidates", "--count", count, "--seed", seed, "--today", DAY, "--out", name)
        return (tmp_path / name).read_text().splitlines()

    one = sample("one.jsonl", 50, 3)
    assert one == sample("two.jsonl", 50, 3)
    assert one[:20] == sample("three.jsonl", 20, 3)
    assert one != sample("four.jsonl", 50, 4)
    assert len({json.loads(line)["id"] for line in one}) == 50


def test_a_sample_that_cannot_be_written_is_reported(sourcer: Sourcer):
    for kind in ("candidates", "jobs"):
        done = sourcer("sample", kind, "--out", "no/such/folder.jsonl")
        assert (done.code, "Could not write" in done.err) == (1, True)
    assert sourcer("sample", "candidates", "--count", "0").code == 2


# ── the index ──


def test_a_lost_index_is_rebuilt(sourcer: Sourcer, tmp_path: Path, people: Path):
    sourcer("import", "candidates", people)
    shutil.rmtree(tmp_path / "data" / "index")
    assert "0 of 2 profiles indexed" in sourcer("index", "status").out
    done = sourcer("index", "rebuild")
    assert (done.code, "2 profiles indexed." in done.out) == (0, True)
    assert "2 of 2 profiles indexed, 0 changes pending." in sourcer("index", "status").out


@pytest.fixture
def held(sourcer: Sourcer, tmp_path: Path) -> Iterator[None]:
    """A running Sourcer holds the index."""
    sourcer("index", "status")
    directory = Directory(tmp_path / "data" / "index", writing=True, memory=64 * 1024 * 1024, threads=1)
    yield
    directory.close()


@pytest.mark.usefixtures("held")
def test_a_running_sourcer_is_notified_through_the_store(sourcer: Sourcer, people: Path):
    done = sourcer("import", "candidates", people)
    assert (done.code, "2 new" in done.out) == (0, True)
    assert "0 of 2 profiles indexed, 2 changes pending." in sourcer("index", "status").out


@pytest.mark.usefixtures("held")
def test_an_index_in_use_is_not_rebuilt(sourcer: Sourcer):
    done = sourcer("index", "rebuild")
    assert (done.code, "A running Sourcer is using the index" in done.err) == (1, True)


def test_an_unreachable_index_server_is_reported(sourcer: Sourcer, people: Path):
    away = {"SOURCER_TYPESENSE_URL": "http://127.0.0.1:9", "SOURCER_TYPESENSE_API_KEY": "k"}
    done = sourcer("import", "candidates", people, **away)
    assert (done.code, "the search index" in done.err.lower()) == (1, True)
    assert "2 changes pending" in sourcer("index", "status").out  # they are queued until the server is back


# ── what was not understood ──


def test_odd_values_and_unknown_columns_are_reported_with_the_command_to_copy(sourcer: Sourcer, tmp_path: Path):
    (tmp_path / "a.csv").write_text(
        "Name,E-Mail Adress,LinkedIn,Degree,Shoe size\n"
        "Ada,ada@example.com,linkedin.com/in/ada,Some college,37\n"
        "Bo,bo@example.com,linkedin.com/in/bo,Some college,38\n"
    )
    done = sourcer("import", "candidates", "a.csv", "--workspace", "slack:T1")
    assert (done.code, "2 read: 2 new" in done.out) == (0, True)
    assert "Degree must be a known degree: “Some college” (2×)" in done.out
    assert "E-Mail Adress: perhaps emails" in done.out
    assert "Shoe size: no field has a similar name" in done.out
    assert "sourcer import candidates a.csv --workspace slack:T1 --map 'E-Mail Adress=emails'" in done.out


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_the_sheets_of_a_workbook_that_are_not_read_are_named(sourcer: Sourcer, tmp_path: Path, check: tuple[str, ...]):
    book = Workbook()
    for name, rows in {"Cover": [("Candidates",)], "People": [("Name", "Email"), ("Ada", "ada@example.com")]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    done = sourcer("import", "candidates", "a.xlsx", *check)
    assert (done.code, "1 read: 1 " in done.out) == (0, True)
    assert "Of a.xlsx, only the sheet “People” is read, not “Cover”." in done.out


def test_a_file_without_a_name_column_is_answered_with_the_whole_command(sourcer: Sourcer, tmp_path: Path):
    (tmp_path / "a.csv").write_text("Wer,E-Mail Adress,Firmennamen\nAda,ada@example.com,Acme\n")
    done = sourcer("import", "candidates", "a.csv")
    assert (done.code, "has no column for name" in done.err) == (1, True)
    maps = "--map Wer=name --map 'E-Mail Adress=emails' --map Firmennamen=experience.company"
    assert f"sourcer import candidates a.csv {maps}" in done.out


def test_a_check_shows_the_columns_and_writes_nothing(sourcer: Sourcer, tmp_path: Path):
    people = "".join(f"Person {number},p{number}@example.com,Nurse,3/1/2024,wizardry,x\n" for number in range(1, 6))
    (tmp_path / "a.csv").write_text(f"Name,Email,Title,Start Date,Degree,Shoe size\n{people},,,,,\nNo,,,,,\n")
    done = sourcer("import", "candidates", "a.csv", "--check")
    assert done.code == 0
    seen = " ".join(done.out.split())
    assert "Title experience.title Nurse | Nurse | Nurse" in seen
    assert "Shoe size not understood: shown under Other x | x | x" in seen
    assert [f"Person {number}" in seen for number in range(1, 6)] == [True, True, True, False, False]
    assert "6 read: 5 would be imported, 1 rejected." in seen
    assert "line 8: has no id, e-mail or link" in seen
    assert "add --dates dmy or --dates mdy: “3/1/2024” (5×)" in seen
    assert "Nothing was written" in seen
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv"]
    dated = " ".join(sourcer("import", "candidates", "a.csv", "--check", "--dates", "dmy").out.split())
    assert "start: 2024-01-03" in dated


def test_jobs_can_be_checked_too(sourcer: Sourcer, tmp_path: Path):
    (tmp_path / "a.csv").write_text("Title,Location,Status\nNurse,Boston,Filled\n")
    done = sourcer("import", "jobs", "a.csv", "--workspace", "slack:T1", "--check")
    assert (done.code, "1 read: 1 would be imported" in done.out, "status: closed" in done.out) == (0, True, True)
    assert not (tmp_path / "data").exists()


def test_of_several_files_the_unreadable_one_is_named(sourcer: Sourcer, tmp_path: Path, people: Path):
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7")
    done = sourcer("import", "candidates", "a.csv", people)
    assert (done.code, "2 read: 2 new" in done.out, "Couldn't read a.csv: a.csv is a PDF" in done.out) == (
        1,
        True,
        True,
    )


def test_the_tab_is_an_option(sourcer: Sourcer, tmp_path: Path, people: Path):
    assert sourcer("import", "candidates", people, "--source", "dice").code == 0
    assert rows(tmp_path, "SELECT DISTINCT source FROM profiles") == [("dice",)]
    for wrong in ("", "x" * 41, "a\nb"):
        assert "--source must be" in sourcer("import", "candidates", people, "--source", wrong).err
    assert "--dates must be" in sourcer("import", "candidates", people, "--dates", "ymd").err


def test_a_source_of_one_workspace_can_have_a_quota(sourcer: Sourcer, tmp_path: Path, people: Path):
    quota = "SELECT source, allowance, balance, ended FROM credit_accounts"
    private = ("import", "candidates", people, "--source", "alumni")
    assert "--quota needs --workspace and --source" in sourcer(*private, "--quota", "40").err
    here = ("--workspace", "slack:T1")
    for wrong in ("0", "-1", "many", "1.5", "9999999999"):
        assert "Enter a number of invitations a month" in sourcer(*private, *here, "--quota", wrong).err, wrong
    assert sourcer(*private, *here, "--quota", "40").code == 0
    assert rows(tmp_path, quota) == [("alumni", 40, 40, 0)]
    done = sourcer("source", "quota", "alumni", "25", *here)
    assert (done.code, "alumni in slack:T1: 25 invitations a month, and no credits." in done.out) == (0, True)
    assert rows(tmp_path, quota) == [("alumni", 25, 25, 0)]
    assert "invitations cost credits" in sourcer("source", "quota", "alumni", "none", *here).out
    assert rows(tmp_path, quota) == [("alumni", 25, 25, 1)]
    for name, where in (("internet", "slack:T1"), ("other", "slack:T1"), ("alumni", "slack:T2")):
        done = sourcer("source", "quota", name, "5", "--workspace", where)
        assert (done.code, "No one was imported as" in done.err) == (1, True)
    assert rows(tmp_path, "SELECT count(*) FROM workspaces") == [(1,)]
