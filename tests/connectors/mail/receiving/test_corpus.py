"""Every e-mail of the corpus is read as what it is; two pages show the current results.

`RENEW_GOLDEN=1 pytest tests/connectors/mail/receiving/test_corpus.py` rewrites their tables."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from connectors.mail.receiving.classify import Reading, read
from connectors.mail.receiving.quoted import answer_only
from tests.connectors.mail.receiving.answer_forms import OURS
from tests.connectors.mail.receiving.case_readings import CASE_READINGS
from tests.connectors.mail.receiving.corpus import Case, cases, real_case, real_cases
from tests.paths import ROOT

PAGE, CASES = ROOT / "docs" / "interest.md", ROOT / "docs" / "cases-mail.md"
BEGINS, ENDS = "<!-- the table is written by a test -->\n", "<!-- end of the table -->\n"
KINDS = {
    "replied": "reply", "opt_out": "opt-out", "erasure_request": "erasure request", "auto_reply": "auto-reply",
    "bounced": "bounced", "delayed": "delayed", "complaint": "complaint",
}  # fmt: skip
STATED = {
    "replied": "a reply", "erasure_request": "an erasure request", "auto_reply": "an auto-reply", "bounced": "bounced",
    "delayed": "delayed", "complaint": "a complaint",
}  # fmt: skip
ENOUGH = 0.98


@cache
def readings() -> list[tuple[Case, Reading]]:
    return [(case, read(case.raw, case.sent, ("jobs@acme.example",))) for case in cases()]


def _cause(reading: Reading) -> str:
    return " ".join(filter(None, (reading.cause, reading.fault)))


def _words(text: str) -> str:
    return " ".join(answer_only(text).split())


def test_the_right_kind_is_read():
    wrong = [f"{case.name!r}: {case.kind}, read as {read.kind}" for case, read in readings() if case.kind != read.kind]
    assert len(readings()) >= 300
    assert len(wrong) <= (1 - ENOUGH) * len(readings()), "\n".join(wrong)


def test_no_answer_is_read_as_a_request_that_cannot_be_undone():
    harmless = [(case, read) for case, read in readings() if case.kind not in ("opt_out", "erasure_request")]
    assert [case.name for case, read in harmless if read.kind in ("opt_out", "erasure_request", "complaint")
            and case.kind != "complaint"] == []  # fmt: skip


def test_only_what_says_so_marks_an_address():
    """An address is marked by a bounce whose cause is no_such_address."""
    bounces = [(case, read) for case, read in readings() if case.cause is not None]
    assert [case.name for case, read in bounces if read.cause == "no_such_address" != case.cause] == []
    marked = [case.cause == read.cause for case, read in bounces if case.cause == "no_such_address"]
    assert sum(marked) >= ENOUGH * len(marked)


def test_the_cause_of_a_bounce_is_read_and_the_mail_found_as_ours():
    bounces = [(case, read) for case, read in readings() if case.cause is not None]
    wrong = [
        f"{case.name!r}: {case.cause}, read as {_cause(read)}" for case, read in bounces if case.cause != _cause(read)
    ]
    assert len(wrong) <= (1 - ENOUGH) * len(bounces), "\n".join(wrong)
    assert [case.name for case, read in bounces if OURS not in read.references] == []


def test_the_words_of_an_answer_are_read_without_ours():
    answers = [(case, read) for case, read in readings() if case.text is not None]
    wrong = [f"{case.name!r}: {read.text!r}" for case, read in answers if _words(case.text or "") != _words(read.text)]
    assert len(wrong) <= (1 - ENOUGH) * len(answers), "\n".join(wrong)
    doubts = [case.name for case, read in answers if case.doubt != read.may_opt_out]
    assert len(doubts) <= (1 - ENOUGH) * len(answers), "\n".join(doubts)


def test_the_pages_show_the_current_tables():
    _check(PAGE, _table())
    _check(CASES, _cases())


def test_the_cases_are_read_as_they_should_be():
    """Each by its kind, cause and words; the column "right" of the page says the same in words."""
    for name, right in real_cases():
        mail = read(real_case(name))
        kind, cause, text = CASE_READINGS[name.removesuffix(".eml")]
        assert (f"{mail.kind} {_cause(mail)}".strip(), mail.may_opt_out) == (f"{kind} {cause}".strip(), False), name
        assert text in (None, mail.text), name
        assert right.startswith(STATED[kind]), name
        assert ("no such address" in right) == (mail.cause == "no_such_address"), name
        assert OURS in mail.references, name


def _check(file: Path, table: str) -> None:
    before, begins, rest = file.read_text(encoding="utf-8").partition(BEGINS)
    old, ends, after = rest.partition(ENDS)
    assert begins
    assert ends
    if os.environ.get("RENEW_GOLDEN"):
        file.write_text(f"{before}{BEGINS}{table}{ENDS}{after}", encoding="utf-8")
    elif old != table:
        pytest.fail("RENEW_GOLDEN=1 pytest tests/connectors/mail/receiving/test_corpus.py, then review the diff")


def _cases() -> str:
    lines = ["| e-mail | right | read now |", "|---|---|---|"]
    for name, right in real_cases():
        mail = read(real_case(name))
        cause = ": ".join(filter(None, (mail.cause, mail.fault))).replace("_", " ")
        kind = f"{KINDS[mail.kind]} ({cause})" if cause else KINDS[mail.kind]
        words = " ".join(mail.text.split()).replace("|", "\\|")
        cut = f"{words[:90]}…" if len(words) > 90 else words
        lines.append(f"| {name.removesuffix('.eml')} | {right} | {kind}: “{cut}” |")
    return "\n".join(lines) + "\n"


def _table() -> str:
    counted = Counter((case.kind, read.kind) for case, read in readings())
    right = sum(number for (one, two), number in counted.items() if one == two)
    marked = sum(read.cause == "no_such_address" != case.cause for case, read in readings() if case.cause is not None)
    lines = [
        f"Of {len(readings()):,} e-mails, {right:,} are classified correctly. {_count(marked, 'address')} marked as "
        "nonexistent when the bounce had another cause.",
        "",
        f"| it is \\ it is read as | {' | '.join(KINDS.values())} |",
        f"|---|{'---|' * len(KINDS)}",
    ]
    for one, name in KINDS.items():
        cells = (str(counted[one, two] or "") for two in KINDS)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _count(number: int, noun: str) -> str:
    return f"No {noun} was" if number == 0 else f"{number} {noun}(es) were"
