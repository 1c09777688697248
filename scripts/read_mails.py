"""Reads a folder of e-mails (*.eml) as the bot would, and prints how each was read and which addresses would be marked
as nonexistent.

    .venv/bin/python scripts/read_mails.py FOLDER --kind 'arf-*=complaint' --kind '*=bounced'

`--kind PATTERN=KIND` says what the files with such a name are; the first pattern that matches counts.
docs/development.md says where to get such folders. Exits with 1 if an e-mail was read as another kind.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from connectors.mail.receiving.classify import Unreadable, read

KINDS = (
    "replied", "opt_out", "erasure_request", "auto_reply", "bounced", "delayed", "complaint", "unreadable",
)  # fmt: skip
ANY = "any"  # the kind of an e-mail about which nothing is known
LONGEST = 256 * 1024  # bytes of an e-mail that are read, as from a mailbox
LONGEST_WORDS = 100  # characters


@dataclass(frozen=True, slots=True)
class Rule:
    """What the files with a name like this are."""

    pattern: str
    kind: str


@dataclass(frozen=True, slots=True)
class Result:
    """`right`: what the e-mail is, ANY if unknown. `cause` and `words`: for a bounce."""

    name: str
    right: str
    kind: str
    cause: str = ""
    words: str = ""

    @property
    def wrong(self) -> bool:
        return self.right not in (ANY, self.kind)


def rule(text: str) -> Rule:
    """Raises argparse.ArgumentTypeError."""
    pattern, equals, kind = text.rpartition("=")
    if not pattern or not equals or kind not in (*KINDS, ANY):
        raise argparse.ArgumentTypeError(f"“{text}” is not PATTERN=KIND with one of: {', '.join((*KINDS, ANY))}")
    return Rule(pattern, kind)


def read_folder(folder: Path, rules: Sequence[Rule]) -> list[Result]:
    """Every .eml file in the folder and in those below it, in the order of their paths."""
    return [_read(file, folder, rules) for file in sorted(folder.rglob("*.eml")) if file.is_file()]


def _read(file: Path, folder: Path, rules: Iterable[Rule]) -> Result:
    name = file.relative_to(folder).as_posix()
    right = next((one.kind for one in rules if fnmatchcase(file.name, one.pattern)), ANY)
    with file.open("rb") as opened:
        raw = opened.read(LONGEST)
    try:
        mail = read(raw)
    except Unreadable as fault:
        return Result(name, right, "unreadable", words=str(fault))
    cause = ": ".join(filter(None, (mail.cause, mail.fault)))
    return Result(name, right, mail.kind, cause, " ".join(mail.text.split())[:LONGEST_WORDS])


def report(results: Sequence[Result]) -> str:
    """The table of kinds, the e-mails that were read as another kind, the marked addresses, and the other causes."""
    known = [each for each in results if each.right != ANY]
    wrong = [each for each in results if each.wrong]
    marked = [each for each in results if each.cause == "no_such_address"]
    lines = [f"{len(results)} e-mails, {len(known) - len(wrong)} of {len(known)} read as what they are.", ""]
    lines += [*_table(results), "", f"Read as another kind: {len(wrong)}"]
    lines += [f"  {each.name}: {each.right}, read as {each.kind}: {each.words}" for each in wrong]
    lines += ["", f"Addresses that would be marked as not existing: {len(marked)}"]
    lines += [f"  {each.name}: {each.words}" for each in marked]
    causes = Counter(each.cause for each in results if each.cause and each not in marked)
    lines += ["", "Other causes:", *(f"  {cause}: {count}" for cause, count in causes.most_common())]
    return "\n".join(lines)


def _table(results: Iterable[Result]) -> list[str]:
    """One line for each kind that e-mails are, one column for each that they were read as."""
    counted = Counter((each.right, each.kind) for each in results)
    rows = [kind for kind in (*KINDS, ANY) if any(right == kind for right, _ in counted)]
    columns = [kind for kind in KINDS if any(read_as == kind for _, read_as in counted)]
    width = max(map(len, (*rows, "it is")), default=0)
    heads = "  ".join(columns)
    lines = [f"{'it is':<{width}}  {heads}"]
    for row in rows:
        cells = "  ".join(f"{counted[row, column] or '':>{len(column)}}" for column in columns)
        lines.append(f"{row:<{width}}  {cells}".rstrip())
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Read a folder of e-mails as the bot would.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", type=rule, action="append", default=[], metavar="PATTERN=KIND", dest="rules")
    given = parser.parse_args(arguments)
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is not a folder")
    results = read_folder(given.folder, given.rules)
    print(report(results))
    return int(any(each.wrong for each in results))


if __name__ == "__main__":
    sys.exit(main())
