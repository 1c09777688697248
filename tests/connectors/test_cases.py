"""The page of real inputs that were once read wrongly (docs/cases.md): its last column is what is read now. Whether
that is right is in test_right_values.py.

`RENEW_GOLDEN=1` writes that column anew: read the difference."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.slack.message_text import message_text
from bot.slack.payloads import team_of, unescaped
from connectors.files import CANDIDATES, JOBS, Kind, Line, Unreadable, read
from connectors.geo.places import Places
from connectors.search.language.terms import Terms
from connectors.search.language.understand import understand
from connectors.titles import Titles
from tests.structure.tree import ROOT

PAGE = ROOT / "docs" / "cases.md"
FILES = ROOT / "tests" / "connectors" / "files" / "cases"
KINDS: dict[str, Kind] = {"csv": CANDIDATES, "json": CANDIDATES, "jobs": JOBS}
PAYLOADS = ROOT / "tests" / "bot" / "slack" / "cases"
ONE_LINE = f"<jobs>{'<job><title>Nurse</title></job>' * 5000}</jobs>"  # jobs/long_first_line.txt: a feed of a job board
LEFT_OUT = {"description", "summary", "id", "status", "updated_at"}


def searched(typed: str, places: Places, titles: Titles) -> str:
    u = understand(Terms(what=typed), places, titles)
    if u.faults:
        return f"error: {u.faults[0].message}"
    aside = f"; not searched for: {', '.join(u.terms.unsearched)}" if u.terms.unsearched else ""
    return " · ".join(label for _, label in u.chips) + aside


def imported(path: Path, kind: Kind) -> str:
    try:
        lines = list(read(path, kind))
    except Unreadable as fault:
        return f"refused: {fault.message}"
    parts = map(_record, lines)
    refused = sum(line.fault is not None for line in lines)
    count = f"{len(lines) - refused} of {len(lines)} read"
    return f"{count}: {' — '.join(parts)}"


def heard(path: Path) -> str:
    """What is taken from a payload of Slack (tests/bot/slack/test_payload_kinds.py delivers such payloads)."""
    given = json.loads(path.read_text("utf-8"))
    payload = given.get("then", given)
    if "message" in payload:
        note = unescaped(message_text(payload["message"]))
        what = f"a note: “{note[:40]}{'…' if len(note) > 40 else ''}” ({len(note):,} characters)"
    else:
        what = f"a search: {unescaped(payload['text'])}" if "text" in payload else "the form"
    return f"{what}; workspace {team_of(payload)}"


def _record(line: Line) -> str:
    if line.body is None:
        return f"line {line.number} refused: {line.fault}"
    asides = [f"“{one.value}” {one.reason}" for one in line.asides]
    return "; ".join((*_facts(line.body), *asides))


def _facts(body: dict[str, Any]) -> list[str]:
    found = [str(body[key]) for key in ("name", "title") if key in body]
    for key, value in body.items():
        if key in LEFT_OUT or key in ("name", "title", "other"):
            continue
        words = list(_texts(value))
        found.append(f"{key.replace('_', ' ')} {', '.join(words)}")
    other: dict[str, str] = body.get("other", {})
    return [*found, *([f"under Other: {', '.join(other)}"] if other else [])]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value if isinstance(value, str) else json.dumps(value)]


def now_read(what: str, section: str, places: Places, titles: Titles, folder: Path) -> str:
    if section == "searches":
        return searched(what, places, titles)
    if section == "chat":
        return heard(PAYLOADS / f"{what}.json")
    path = FILES / what
    if path.name == "long_first_line.txt":
        path = folder / path.name
        path.write_text(ONE_LINE, "utf-8")
    return imported(path, KINDS[what.split("/")[0]])


def test_the_page_says_what_is_read_now(tmp_path: Path):
    places, titles = Places.open(), Titles.open()
    section, lines = "", PAGE.read_text("utf-8").splitlines()
    now: list[str] = []
    for line in lines:
        section = line.removeprefix("## ").split()[0].lower() if line.startswith("## ") else section
        cells = line.split(" | ")
        if not line.startswith("| `") or len(cells) != 3:
            now.append(line)
            continue
        what = cells[0].removeprefix("| ").strip("`")
        got = now_read(what, section, places, titles, tmp_path)
        escaped = got.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
        now.append(f"{cells[0]} | {cells[1]} | {escaped} |")
    if os.environ.get("RENEW_GOLDEN"):
        PAGE.write_text("\n".join(now) + "\n", "utf-8")
        return
    assert [one for one in now if one not in lines] == []


@pytest.mark.parametrize("folder", KINDS)
def test_every_file_is_on_the_page(folder: str):
    page = PAGE.read_text("utf-8")
    assert [one.name for one in (FILES / folder).iterdir() if f"`{folder}/{one.name}`" not in page] == []
    assert [one.name for one in PAYLOADS.iterdir() if f"`{one.stem}`" not in page] == []
