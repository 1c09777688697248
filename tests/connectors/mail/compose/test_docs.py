"""docs/templates.md describes the marks and errors correctly."""

import re
from dataclasses import replace

from connectors.mail.compose.compose import write
from connectors.mail.compose.marks import MARKS, BadMark, mark, source
from connectors.mail.compose.sample import SAMPLE
from tests.structure.tree import text

PAGE = text("docs/templates.md")
NOWHERE = replace(SAMPLE, candidate=replace(SAMPLE.candidate, company=""))


def table(heading: str) -> list[list[str]]:
    """The rows of the table with this heading row, cells without backticks."""
    lines = PAGE.partition(heading)[2].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`").replace(r"\|", "|") for cell in line.strip("| ").split(" | ")] for line in lines]


def test_every_mark_is_listed():
    rows = table("| you write | candidates read |")
    assert [name for name, _ in rows] == list(map(mark, MARKS))


def test_the_examples_render_as_documented():
    rows = table("| you write | for someone at Harbor Clinic | if the company is unknown |")
    assert len(rows) == 3
    for typed, there, unknown in rows:
        assert write("Hello", source(typed), SAMPLE).text == there
        assert write("Hello", source(typed), NOWHERE).text == unknown


def error(typed: str) -> str:
    try:
        return write("Hello", source(typed), SAMPLE).faults["text"]
    except BadMark as bad:
        return bad.words


def test_the_errors_read_as_documented():
    rows = table("| you write | error |")
    assert len(rows) == 4
    for typed, message in rows:
        assert error(typed) == message


def test_the_documented_limits_apply():
    limits = re.findall(r"(subject is|message can)[^.;]*?at\s+most ([\d,]+)", PAGE)
    assert len(limits) == 2
    for (_, limit), what in zip(limits, ("subject", "text"), strict=True):
        number = int(limit.replace(",", ""))
        for length, faults in ((number, set[str]()), (number + 1, {what})):
            given = {"subject": "Hello", "text": "Hello", what: "x" * length}
            assert set(write(given["subject"], given["text"], SAMPLE).faults) == faults
