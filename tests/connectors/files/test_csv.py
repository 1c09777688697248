"""Real-world CSV: other headings, delimiters, encodings, broken rows."""

import contextlib
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.files import CANDIDATES, JOBS, Line, Unreadable, read


def rows(path: Path, content: str | bytes, columns: dict[str, str] | None = None) -> list[Line]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path, CANDIDATES, columns))


def bodies(path: Path, content: str | bytes, columns: dict[str, str] | None = None) -> list[dict[str, Any] | None]:
    return [line.body for line in rows(path, content, columns)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def test_the_fields_own_names_are_columns(path: Path):
    heading = (
        "id,name,emails,place.city,place.lat,skills,experience.title,experience.company,years_experience,open_to_work,"
        "remote,work_authorization,education.degree,updated_at,links.github"
    )
    row = (
        "p-1,Grace Hopper,grace@example.com; g@example.org,Boston,42.36,COBOL; Compilers,Admiral,Navy,12,yes,only,"
        "Green card,Ph.D.,2026-11-20T08:00:00Z,https://github.com/grace"
    )
    assert bodies(path, f"{heading}\n{row}\n") == [
        {
            "id": "p-1",
            "name": "Grace Hopper",
            "emails": ["grace@example.com", "g@example.org"],
            "place": {"city": "Boston", "lat": 42.36},
            "skills": ["COBOL", "Compilers"],
            "experience": [{"title": "Admiral", "company": "Navy"}],
            "years_experience": 12,
            "open_to_work": True,
            "remote": "only",
            "work_authorization": "permanent_resident",
            "education": [{"degree": "doctorate"}],
            "updated_at": "2026-11-20T08:00:00Z",
            "links": [{"kind": "github", "url": "https://github.com/grace"}],
        }
    ]


def test_common_headings_are_recognised_and_unknown_ones_preserved(path: Path):
    content = (
        "First Name,Last Name,E-mail Address,Company,Job Title,Location,Phone Number,LinkedIn,Shoe size\n"
        'Ada,Lovelace,ada@example.com,Engines Ltd,Analyst,"London, United Kingdom",'
        "+1 202 555 0101,linkedin.com/in/ada,37\n"
    )
    assert bodies(path, content) == [
        {
            "name": "Ada Lovelace",
            "emails": ["ada@example.com"],
            "experience": [{"company": "Engines Ltd", "title": "Analyst"}],
            "place": {"city": "London", "country": "United Kingdom"},
            "phones": ["+1 202 555 0101"],
            "links": [{"kind": "linkedin", "url": "linkedin.com/in/ada"}],
            "Shoe size": "37",
        }
    ]


def test_linkedins_notes_before_the_heading_are_skipped(path: Path):
    content = (
        'Notes:\n"When exporting your connection data, you may notice, that …"\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ada,Lovelace,https://www.linkedin.com/in/ada,,Engines,Analyst,01 Jan 2020\n"
    )
    [line] = rows(path, content)
    assert (line.number, (line.body or {})["links"][0]["kind"]) == (5, "linkedin")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings_are_detected(path: Path, delimiter: str, encoding: str):
    lines = ("name", "emails", "summary"), ("Zoë Müller", "zoe@example.com", "Größe, naïve; ça | va")
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    [body] = bodies(path, text.getvalue().encode(encoding))
    assert body is not None
    assert (body["name"], body["summary"]) == lines[1][::2]


def test_excels_separator_line_is_honoured(path: Path):
    assert bodies(path, "sep=;\nname;id\nAda;1\n") == [{"name": "Ada", "id": "1"}]


def test_line_numbers_are_physical_even_after_quoted_newlines(path: Path):
    content = 'name,id,summary\nAda,1,"two\nlines"\nBob\n\nCy,3,ok,too,many\nDi,4,ok,,\n'
    found = rows(path, content)
    assert [(line.number, line.fault) for line in found] == [
        (2, None),
        (4, "has 1 column, but the heading has 3"),
        (6, None),
        (7, None),
    ]
    assert (found[0].body or {})["summary"] == "two\nlines"
    assert found[1].raw == "Bob"


def test_cells_after_the_last_column_are_set_aside_and_empty_ones_ignored(path: Path):
    cy, di, ed = rows(path, "name,id,summary,\nCy,3,ok,,too,many\nDi,4,ok,,,\nEd,5\n")
    assert cy.body == {"name": "Cy", "id": "3", "summary": "ok", "other": {"Column 5": "too; many"}}
    reason = "has no heading: is a cell with a comma not in quotes?"
    assert [(one.column, one.value, one.reason) for one in cy.asides] == [("Column 5", "too; many", reason)]
    assert (di.body, di.asides) == ({"name": "Di", "id": "4", "summary": "ok"}, ())
    assert (ed.body, ed.asides) == ({"name": "Ed", "id": "5"}, ())


def test_a_comma_in_a_cell_without_quotes_is_seen_by_what_the_other_cells_hold(path: Path):
    heading = "name,id,place.city,emails,years_experience,do_not_contact"
    ada, bob = rows(path, f"{heading}\nAda,1,Boston, MA,ada@example.com,5,no\nBob,2,Rome,bob@x.example,,yes,x\n")
    assert ada.body == {
        "name": "Ada",
        "id": "1",
        "place": {"city": "Boston, MA"},
        "emails": ["ada@example.com"],
        "years_experience": 5,
        "do_not_contact": False,
    }
    assert ada.asides == ()
    assert bob.body is not None
    assert (bob.body["do_not_contact"], bob.body["other"]) == (True, {"Column 7": "x"})


def test_a_shifted_row_is_never_contacted_if_it_may_say_so(path: Path):
    heading = "name,id,open_to_work,years_experience,do_not_contact"
    [ada] = rows(path, f"{heading}\nAda,1,x,yes,y,6,yes\n")
    assert ada.body is not None
    assert (ada.body["do_not_contact"], ada.body["other"]["Column 6"]) == (True, "6; yes")


@pytest.mark.parametrize(
    ("cells", "name", "summary"),
    [
        ('Ada "The Countess" King,1,x', 'Ada "The Countess" King', "x"),
        ('"Ada" King,1,x', "Ada King", "x"),
        ('"Ada ""The Countess"" King",1,x', 'Ada "The Countess" King', "x"),
        ('Ada,1,a 5" pipe', "Ada", 'a 5" pipe'),
        ('Ada,1,"a 5"" pipe, long"', "Ada", 'a 5" pipe, long'),
        ('"Ada,1,x', "Ada", "x"),
        ('Ada,1,"x', "Ada", "x"),
    ],
)
def test_a_quote_costs_neither_its_row_nor_the_next(path: Path, cells: str, name: str, summary: str):
    ada, bob = rows(path, f"name,id,summary\n{cells}\nBob,2,y\n")
    assert (ada.number, ada.body) == (2, {"name": name, "id": "1", "summary": summary})
    assert (bob.number, bob.body) == (3, {"name": "Bob", "id": "2", "summary": "y"})


@pytest.mark.parametrize(
    ("cell", "column", "reason"),
    [
        ("maybe", "open_to_work", "must be yes or no"),
        ("a lot", "years_experience", "must be a number of years"),
        ("north", "place.lat", "must be a number"),
        ("200", "place.lat", "must be at most 90"),
        ("wizardry", "education.degree", "must be a known degree"),
        ("Some college", "education.degree", "must be a known degree"),
        ("sometime", "experience.start", "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("3/1/2024", "experience.start", "can be read as day/month or month/day: add --dates dmy or --dates mdy"),
        ("4.47701E+11", "phones", "was damaged by a spreadsheet program"),
        ("########", "place.postal_code", "was damaged by a spreadsheet program"),
        ("max(at)example.com", "emails", "is not an e-mail address"),
    ],
)
def test_an_odd_cell_costs_only_itself(path: Path, cell: str, column: str, reason: str):
    odd, good = rows(path, f"name,id,{column}\nAda,1,{cell}\nBob,2,\n")
    assert odd.body is not None
    assert (odd.body["name"], odd.body["other"], odd.fault) == ("Ada", {column: cell}, None)
    [aside] = odd.asides
    assert (aside.column, aside.value) == (column, cell)
    assert aside.reason.startswith(reason)
    assert (good.number, good.body) == (3, {"name": "Bob", "id": "2"})


def test_an_open_quote_is_refused_with_a_hint(path: Path):
    bad, good = rows(path, f"name,id,summary\nAda,1,{'x' * 140_000}\nBob,2,\n")
    assert "is a closing quote missing?" in (bad.fault or "")
    assert (good.number, good.body) == (3, {"name": "Bob", "id": "2"})


def test_a_null_character_is_left_out(path: Path):
    assert bodies(path, "name,id,summary\nAda,1,a\x00b\n") == [{"name": "Ada", "id": "1", "summary": "ab"}]


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("Phone", '="07700900123"', {"phones": ["07700900123"]}),
        ("Phone", "'+1 202 555 0108", {"phones": ["+1 202 555 0108"]}),
        ("Phone", "447700900123.0", {"phones": ["447700900123"]}),
        ("ZIP", '="02110"', {"place": {"postal_code": "02110"}}),
        ("ZIP", "2110.0", {"place": {"postal_code": "2110"}}),
        ("E-mail", "mailto:jan@example.com", {"emails": ["jan@example.com"]}),
        ("E-mail", "Kim Sample <kim@example.com>", {"emails": ["kim@example.com"]}),
        ("E-mail", "lou@example.com / lou2@example.com", {"emails": ["lou@example.com", "lou2@example.com"]}),
        ("E-mail", "ola@example.com (work)", {"emails": ["ola@example.com"]}),
        ("E-mail", "a@example.com b@example.com", {"emails": ["a@example.com", "b@example.com"]}),
        ("E-mail", "n/a", {}),
        ("Location", "Santa Ana, CA 92705", {"place": {"city": "Santa Ana", "region": "CA", "postal_code": "92705"}}),
        ("Start Date", "2015 – 2019", {"experience": [{"start": "2015", "end": "2019"}]}),
        ("Title", "Dr.", {"other": {"Title": "Dr."}}),
        ("Title", "Prof. Dr.", {"other": {"Title": "Prof. Dr."}}),
        ("Title", "Frau", {"other": {"Title": "Frau"}}),
        ("Title", "Miller", {"experience": [{"title": "Miller"}]}),
        ("Title", "Dr. of Pharmacy", {"experience": [{"title": "Dr. of Pharmacy"}]}),
        ("Source", "Referral", {"found_via": "Referral"}),
        ("Email Opt Out", "true", {"do_not_contact": True}),
        ("Do Not Contact", "no", {"do_not_contact": False}),
        ("Opt Out", "2024-03-01", {"do_not_contact": True}),
        ("Unsubscribed from all email", "Yes", {"do_not_contact": True}),
        (
            "Education",
            "High school diploma",
            {"education": [{"degree": "high_school", "study_type": "High school diploma"}]},
        ),
        ("Education", "Yale University", {"education": [{"school": "Yale University"}]}),
        ("###", "7", {"###": "7"}),
        ("", "7", {"Column 3": "7"}),
    ],
)
def test_cells_of_real_files_are_read(path: Path, heading: str, cell: str, found: dict[str, Any]):
    text = io.StringIO()
    csv.writer(text).writerows([("Name", "ID", heading), ("Ada", "1", cell)])
    [line] = rows(path, text.getvalue())
    assert (line.body, line.asides) == ({"name": "Ada", "id": "1", **found}, ())


def test_the_order_of_day_and_month_can_be_given(path: Path):
    path.write_text("Name,ID,Start Date,Updated\nAda,1,1/3/2024,1/3/2024 10:00\n")
    read_as = {
        order: [(line.body or {})["experience"][0]["start"] for line in read(path, CANDIDATES.dated(order))]
        for order in ("dmy", "mdy")
    }
    assert read_as == {"dmy": ["2024-03-01"], "mdy": ["2024-01-03"]}


def test_unknown_columns_are_named_with_the_nearest_field(path: Path):
    path.write_text("Name,ID,E-Mail Adress,Candidate phone number,Shoe size\nAda,1,a@example.com,1,37\n")
    columns = read(path, CANDIDATES).columns
    assert columns is not None
    assert columns.unknown() == ("E-Mail Adress", "Candidate phone number", "Shoe size")
    assert columns.suggested(CANDIDATES) == {"E-Mail Adress": "emails", "Candidate phone number": "phones"}


def test_a_german_export_is_read(path: Path):
    content = (  # Windows-1252
        "Vorname;Nachname;E-Mail;Telefon;Firma;Position;PLZ;Ort;Land;Berufserfahrung;Kenntnisse;Umzugsbereit\n"
        "Jörg;Müßig;joerg@example.com;030 5550114;Söhne GmbH;Altenpfleger;10115;Berlin;"
        "Deutschland;12;Pflege, Führung;ja\n"
    )
    assert bodies(path, content.encode("cp1252")) == [
        {
            "name": "Jörg Müßig",
            "emails": ["joerg@example.com"],
            "phones": ["030 5550114"],
            "experience": [{"company": "Söhne GmbH", "title": "Altenpfleger"}],
            "place": {"postal_code": "10115", "city": "Berlin", "country": "Deutschland"},
            "years_experience": 12,
            "skills": ["Pflege", "Führung"],
            "willing_to_relocate": True,
        }
    ]


@pytest.mark.parametrize("start", ["<jobs><job>", "<!DOCTYPE html><html>", "x"])
@pytest.mark.parametrize("length", [200_000, 1_500_000])
def test_a_very_long_first_line_is_refused_in_a_sentence(path: Path, start: str, length: int):
    with pytest.raises(Unreadable, match="is XML or HTML" if start.startswith("<") else "begins with a very long line"):
        rows(path, start + "y" * length)


def test_only_the_line_in_another_encoding_is_refused(path: Path):
    good = "Zoë,1\nŁukasz,2\n".encode()
    found = rows(path, b"name,id\n" + good + "José,3\n".encode("cp1252") + b"Ann,4\n")
    assert [line.body["name"] if line.body else line.fault for line in found] == [
        "Zoë",
        "Łukasz",
        "is not in the same encoding as the rest of the file",
        "Ann",
    ]


def test_an_oversized_line_or_open_quote_affects_no_other_line(path: Path):
    huge = "name,id\n" + "x" * 1_500_000 + ",1\nAda,2\n"
    bad, good = rows(path, huge)
    assert (bad.fault, good.number, good.body) == ("is longer than 1 MB", 3, {"name": "Ada", "id": "2"})
    found = rows(path, 'name,id\n"Ada,1\n' + "Bob,2\n" * 40_000)
    assert (found[0].body, len(found)) == ({"name": "Ada", "id": "1"}, 40_001)
    assert {line.number for line in found} == set(range(2, 40_003))
    assert found[-1].body == {"name": "Bob", "id": "2"}


def test_an_endless_record_is_cut_and_not_buffered(path: Path):
    found = rows(path, 'name,id\n"' + 'x","y\n' * 400_000)
    assert found[0].fault == "is longer than 1 MB"
    assert max(len(line.raw) for line in found) < 2_100


def test_columns_can_be_mapped_and_skipped(path: Path):
    content = "Wer,Was,Geheim,id\nAda,Analyst,psst,1\n"
    assert bodies(path, content, {"wer": "name", "Was": "experience.title", "Geheim": ""}) == [
        {"name": "Ada", "experience": [{"title": "Analyst"}], "id": "1"}
    ]


@pytest.mark.parametrize(
    ("content", "columns", "reason"),
    [
        ("Wer,Was\nAda,Analyst\n", {}, "has no column for name or first_name. It has: Wer, Was."),
        ("Wer,Was\nAda,Analyst\n", {"Wo": "name"}, "has no column “Wo”"),
        ("Wer,Was\nAda,Analyst\n", {"Wer": "nom"}, "“nom” is not a field of candidates"),
        ("Wer,Was\nAda,Analyst\n", {"Wer": "source"}, "--source NAME"),
        ("Wer,Was\nAda,Analyst\n", {}, 'for example --map "Wer=name"'),
        ("", {}, "is empty"),
    ],
)
def test_a_file_without_a_name_column_is_refused_entirely(
    path: Path, content: str, columns: dict[str, str], reason: str
):
    with pytest.raises(Unreadable, match=reason):
        rows(path, content, columns)


def test_jobs_have_their_own_headings(path: Path):
    path.write_text(
        'Job Title,Department,Location,Status,Apply Link\nNurse,Nursing,"Boston, MA",OPEN,https://x.example/1\n'
    )
    [line] = read(path, JOBS)
    assert line.body == {
        "title": "Nurse",
        "department": "Nursing",
        "place": {"city": "Boston", "region": "MA"},
        "status": "open",
        "apply_url": "https://x.example/1",
    }


# without the apostrophe, which is taken off where it only guards a formula or a number
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00'"), max_size=30)


@given(st.lists(st.tuples(cells.filter(lambda text: text.strip()), cells, cells), min_size=1, max_size=8))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, people: list[tuple[str, ...]]
):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("name", "summary", "favourite colour"))
    writer.writerows(people)
    found = rows(tmp_path_factory.mktemp("csv") / "people.csv", text.getvalue().encode())
    assert [(line.body or {}).get("name") for line in found] == [name.strip() for name, _, _ in people]
    assert [(line.body or {}).get("favourite colour", "") for line in found] == [
        colour.strip() for _, _, colour in people
    ]


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_errors_or_a_reason(tmp_path_factory: pytest.TempPathFactory, raw: bytes):
    found: list[Line] = []
    with contextlib.suppress(Unreadable):
        found = rows(tmp_path_factory.mktemp("any") / "any.csv", b"name,id\n" + raw)
    assert all((line.body is None) != (line.fault is None) for line in found)


@pytest.mark.parametrize(
    ("encoding", "headings", "row", "name", "city"),
    [
        ("cp1250", "Imię;Nazwisko;Email;Miasto", "Łukasz;Żółć;l@example.com;Łódź", "Łukasz Żółć", "Łódź"),
        ("cp1250", "Name;Příjmení;E-mail;City", "Jiří Dvořák;;j@example.com;Plzeň", "Jiří Dvořák", "Plzeň"),
        ("cp1251", "Name;Email;City", "Иван Петров;i@example.com;Москва", "Иван Петров", "Москва"),
        ("gb18030", "姓名,邮箱,城市", "王大明,w@example.com,上海", "王大明", "上海"),
        ("cp1252", "Name;Email;Ort", "Jürgen Weiß;j@example.com;Köln", "Jürgen Weiß", "Köln"),
        ("cp1252", "Nom complet;Email;Ville", "Hélène Lefèvre;h@example.com;Orléans", "Hélène Lefèvre", "Orléans"),
        ("cp1252", "Nombre completo;Email;City", "José Núñez;j@example.com;Málaga", "José Núñez", "Málaga"),
    ],
)
def test_a_table_is_read_in_the_charset_of_its_language(
    tmp_path: Path, encoding: str, headings: str, row: str, name: str, city: str
):
    path = tmp_path / "people.csv"
    path.write_bytes(f"{headings}\n{row}\n".encode(encoding))
    [line] = read(path, CANDIDATES)
    assert line.body is not None
    assert (line.body["name"], line.body["place"]) == (name, {"city": city})
