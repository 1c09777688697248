"""scripts/read_mails.py on the project's own e-mails: what it counts, what it names, and how it fails."""

import re
from pathlib import Path

import pytest

from scripts.read_mails import main
from tests.paths import MAIL_CORPUS, ROOT

RULES = {
    "bounce_*": "bounced", "soft_*": "delayed", "away_*": "auto_reply", "unsubscribe_in_*": "replied",
    "unsubscribe_*": "opt_out", "forget_*": "erasure_request", "hostile_*": "any", "not_ours*": "auto_reply",
    "report_*": "auto_reply", "*": "replied",
}  # fmt: skip
OPTIONS = [word for pattern, kind in RULES.items() for word in ("--kind", f"{pattern}={kind}")]


def counts(printed: str) -> dict[str, list[int]]:
    """The numbers of each row of the table, without its empty cells."""
    rows = re.findall(r"^([a-z_]+)((?: +\d+)+)$", printed, re.M)
    return {kind: [int(number) for number in numbers.split()] for kind, numbers in rows}


def test_the_own_mails_are_read_as_what_they_are(capsys: pytest.CaptureFixture[str]):
    assert main([str(MAIL_CORPUS), *OPTIONS]) == 0
    printed = capsys.readouterr().out
    names = [file.stem for file in MAIL_CORPUS.glob("*.eml")]
    hostile = sum(name.startswith("hostile_") for name in names)
    known = len(names) - hostile
    assert printed.startswith(f"{len(names)} e-mails, {known} of {known} read as what they are.")
    found = counts(printed)
    assert found["bounced"] == [sum(name.startswith("bounce_") for name in names)]
    assert found["opt_out"] == [6]
    assert found["delayed"] == [2]
    assert sum(found["any"]) == hostile
    assert "Read as another kind: 0" in printed
    assert "Addresses that would be marked as not existing: 9" in printed
    assert "  bounce_gmail.eml: 550-5.1.1 The email account that you tried to reach does" in printed
    assert "  mailbox_full: 1" in printed


def test_a_mail_of_another_kind_is_named_with_its_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    below = tmp_path / "deep" / "er"
    below.mkdir(parents=True)
    (below / "one.eml").write_text("From: grace@home.example\nSubject: Re: A role\n\nPlease unsubscribe me.\n")
    (tmp_path / "two.eml").write_text("no mail")
    (tmp_path / "three.txt").write_text("From: grace@home.example\n\nNot looked at\n")
    assert main([str(tmp_path), "--kind", "one*=replied"]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("2 e-mails, 0 of 1 read as what they are.")
    assert "Read as another kind: 1\n  deep/er/one.eml: replied, read as opt_out: Please unsubscribe me." in printed
    assert counts(printed) == {"replied": [1], "any": [1]}


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ([str(ROOT / "no-such-folder")], "is not a folder"),
        ([str(ROOT), "--kind", "*=spam"], "is not PATTERN=KIND with one of: replied, opt_out"),
        ([str(ROOT), "--kind", "bounced"], "is not PATTERN=KIND"),
    ],
)
def test_a_wrong_argument_is_explained(arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert fault in " ".join(capsys.readouterr().err.split())
