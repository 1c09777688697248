"""Everything the documentation refers to exists: links, files, commands and options, make targets."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from bot.cli import app
from cards.commands import BY_WORD, COMMANDS
from tests.structure.tree import ROOT, files, text

PAGES = ("README.md", *(path for path in files() if path.startswith("docs/") and path.endswith(".md")))
WANTED = {
    *("install-slack", "install-teams", "teams-playground", "configuration", "using", "importing", "searching"),
    "cases",
    *("sources", "operations", "architecture", "development", "privacy", "templates", "credits"),
    *("contacting", "mail", "integrations", "interest", "cases-mail", "jobs", "source-mapping"),
    "saved-searches",
}


def prose(page: str) -> str:
    """The page without its code blocks."""
    return re.sub(r"^```.*?^```", "", text(page), flags=re.DOTALL | re.MULTILINE)


def code(page: str) -> Iterator[str]:
    """Every line of a code block, and everything between backticks."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text(page), re.DOTALL | re.MULTILINE):
        yield from block.replace("\\\n", " ").splitlines()
    yield from (span.strip() for span in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", prose(page)))


def anchors(page: str) -> set[str]:
    """The headings as GitHub links to them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_topic_has_a_page_linked_from_the_readme():
    assert {Path(page).stem for page in PAGES} - {"README"} == WANTED
    assert {name for name in WANTED if f"docs/{name}.md" not in text("README.md")} == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_resolve(page: str):
    wrong: list[str] = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (ROOT / page).parent / path if path else ROOT / page
        if not there.exists() or (anchor and anchor not in anchors(str(there.resolve().relative_to(ROOT)))):
            wrong.append(target)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_mentioned_exist(page: str):
    """`store/interactions/log.py`, `tests/flows`: whatever looks like a path in this repository is one."""
    rooms = {path.split("/")[0] for path in files() if "/" in path} - {"docs"}
    wrong = [
        span
        for span in code(page)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", span)
        and span.split("/")[0] in rooms
        and "/" in span
        and not (ROOT / span).exists()
    ]
    assert wrong == []


def commands(page: str) -> Iterator[list[str]]:
    """Each use of the command line, split into words; not `/sourcer`, which is typed in Slack."""
    for line in code(page):
        line = line.partition("#")[0].partition("…")[0]
        for found in re.findall(r"(?:^|\s|=|bin/)sourcer((?: +[^|;&]+)?)", line):
            yield shlex.split(found)


def tree() -> dict[tuple[str, ...], set[str]]:
    """Every command with its options."""
    found: dict[tuple[str, ...], set[str]] = {}
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        inside = command.commands if isinstance(command, TyperGroup) else {"": command}
        for second, each in inside.items():
            options = {option for parameter in each.params for option in parameter.opts if option.startswith("--")}
            found[(name, second) if second else (name,)] = options | {"--help"}
    return found


TREE = tree()


def named_command(words: list[str]) -> tuple[str, ...]:
    """The leading words that name a command: `member list`, `serve`, or a group alone, `import`."""
    names: list[str] = []
    for word in words:
        if any(known[: len(names) + 1] == (*names, word) for known in TREE):
            names.append(word)
        else:
            break
    return tuple(names)


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist_with_their_options(page: str):
    wrong: list[str] = []
    for words in commands(page):
        name = named_command(words)
        options = {word for word in words if word.startswith("--")}
        if words and (not name or options - TREE.get(name, {"--help"})) and words[0] not in ("COMMAND", "--help"):
            wrong.append(" ".join(words))
    assert wrong == []


def test_every_command_is_documented():
    mentioned = {named_command(words) for page in PAGES for words in commands(page)}
    assert set(TREE) - mentioned == set()


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page: str):
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = {target for line in code(page) for target in re.findall(r"(?:^|\s)make ([a-z]+)", line.partition("#")[0])}
    assert named <= targets


def test_every_make_target_is_documented():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert {target for target in targets if f"`make {target}" not in text("docs/development.md")} == set()


def test_every_command_is_typed_in_a_flow():
    flows = " ".join(path.read_text() for path in (ROOT / "tests/flows").rglob("test_*.py"))
    untyped = [command.word for command in COMMANDS if not re.search(rf'"(/sourcer )?{command.word}[" ]', flows)]
    assert untyped == [], "add a row to tests/flows/test_getting_there.py"


def test_the_table_of_commands_is_complete():
    """The table of docs/using.md, both columns, against cards/commands.py."""
    rows = re.findall(r"^\| `/(sourcer|source)([^`|]*)`[^|]*\| `([^`]+)`", text("docs/using.md"), re.MULTILINE)
    documented: set[str] = set()
    unknown: set[str] = set()
    for slash, slack, teams in rows:
        typed = slack.split() if slash == "sourcer" else ["source"]
        unknown |= {*typed[:1], teams.split()[0]} - BY_WORD.keys()
        documented |= {*typed[:1], teams.split()[0]}
    assert unknown == set(), "not in cards/commands.py"
    missing = [command.word for command in COMMANDS if not documented & {command.word, *command.also}]
    assert missing == [], "add a line to the table of docs/using.md"


def test_every_test_named_for_a_promise_exists():
    promises = text("docs/architecture.md").partition("## Promises")[2].partition("\n## ")[0]
    named = re.findall(r"`(tests/[\w/]+\.py)`", promises)
    assert len(named) >= 12
    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_every_handler_file_is_in_the_table_of_flows():
    named = set(re.findall(r"`(handlers/[\w/]+\.py)`", text("docs/architecture.md")))
    shared = {
        *("handlers/context.py", "handlers/replies.py", "handlers/handler.py", "handlers/lookup.py"),
        "handlers/__init__.py",
        *("handlers/incidents.py", "handlers/navigation.py", "handlers/routes.py", "handlers/views/row_views.py"),
        *("handlers/views/profile_views.py", "handlers/views/note_views.py", "handlers/views/reach_views.py"),
    }
    ours = {path for path in files() if path.startswith("handlers/") and text(path)}
    assert ours - named - shared == set()


def test_buttons_named_in_the_docs_exist_on_a_screen():
    """What docs/using.md and docs/searching.md set in italics with a capital letter."""
    screens = "".join(
        text(path) for path in files() if path.startswith(("cards/", "manifest/")) and path.endswith(".py")
    )
    labels = {
        label
        for page in ("docs/using.md", "docs/searching.md")
        for label in re.findall(r"(?<![*\w])\*([A-Z★☆][^*\n]*)\*(?![*\w])", text(page))
    }
    assert len(labels) > 25
    assert {label for label in labels if label not in screens} == set()
