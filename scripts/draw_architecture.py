"""Draw the data model and the states into docs/architecture.md, from the code's own tables.

`python scripts/draw_architecture.py` writes them; tests/structure/test_drawings.py fails when the page differs.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlmodel import SQLModel

import store.tables.core
import store.tables.outreach  # noqa: F401  (both fill the metadata)
from bot.pipeline import intake
from bot.workers import credit_resets, mail_sender, mailbox_poller, notifier, scheduler, source_poller
from store.tables.states import MACHINES, Machine

PAGE = Path(__file__).parent.parent / "docs" / "architecture.md"
GROUPS = {  # the tables of each drawing; every table is in one
    "People": (
        *("workspaces", "members", "claims", "jobs", "searches", "profiles", "candidates", "candidate_profiles"),
        *("candidate_keys", "candidate_aliases", "same_person", "stars", "seen", "rejected", "notes", "note_mentions"),
    ),
    "Contacting people": (
        *("credit_accounts", "credit_entries", "credit_budgets", "credit_requests", "templates", "invitations"),
        *("mails", "mail_tokens", "candidate_answers", "suppressions", "bad_addresses", "do_not_contact"),
        "privacy_requests",
    ),
    "Chat, mailboxes and what runs by itself": (
        *("drafts", "messages", "notices", "card_changes", "inbox", "index_changes", "leases", "audit", "mailboxes"),
        *("senders", "secrets", "page_links", "unreadable_mails", "source_cursors"),
    ),
}
_SENDER, _NOTIFIER = "`bot/workers/mail_sender.py`", "`bot/workers/notifier.py`"
JOBS = (  # what, every how many seconds, under which lease
    (
        "`bot/pipeline/intake.py`: takes over interactions of a process that died",
        scheduler.SWEEP_EVERY,
        f"one a row, {intake.LEASE:g} s",
    ),
    (
        "`bot/index_sync.py`: brings changes of profiles to the search index",
        scheduler.INDEX_EVERY,
        f"`index`, {3 * scheduler.INDEX_EVERY} s",
    ),
    (
        "`bot/workers/credit_resets.py`: begins the months of credits that are due",
        credit_resets.EVERY,
        f"`credits`, {3 * credit_resets.EVERY} s",
    ),
    (
        "`bot/workers/mailbox_poller.py`: reads each mailbox",
        mailbox_poller.EVERY,
        f"one a mailbox, {mailbox_poller.LEASE.total_seconds():g} s",
    ),
    (
        "`bot/workers/source_poller.py`: asks each connected source for answers",
        mailbox_poller.EVERY,
        f"one a source, {source_poller.LEASE.total_seconds():g} s",
    ),
    (f"{_SENDER}: sends what is due; woken at once by a write", mail_sender.SWEEP_EVERY, "one a mail, renewed"),
    (f"{_SENDER}: looks for mails that may or may not have left", mail_sender.LOOK_EVERY, "one a mail"),
    (f"{_NOTIFIER}: notifies members; woken at once by a write", notifier.SWEEP_EVERY, "one a notification"),
    (
        f"{_NOTIFIER}: redraws cards that show somebody who changed",
        notifier.SWEEP_EVERY,
        f"`redrawing`, {notifier.LEASE.total_seconds():g} s",
    ),
    ("`store/retention.py`, old interactions: deletes what has served its purpose", 3600, "none: harmless twice"),
)


def model() -> str:
    """One `erDiagram` for each group: the tables, and which row names which."""
    drawn: list[str] = []
    for title, names in GROUPS.items():
        lines = ["erDiagram"]
        for name in names:
            table = SQLModel.metadata.tables[name]
            keys = [f"        {_type(column)} {column.name} PK" for column in table.primary_key.columns]
            lines += [f"    {name} {{", *keys, "    }"]
        for name in names:
            for column in SQLModel.metadata.tables[name].columns:
                for key in column.foreign_keys:
                    one = "|o" if column.nullable else "||"
                    lines.append(f"    {key.column.table.name} {one}--o{{ {name} : {column.name}")
        drawn.append(f"**{title}**\n\n```mermaid\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(drawn)


def _type(column: object) -> str:
    return re.sub(r"\W.*", "", str(getattr(column, "type", "")).lower()) or "text"


def states() -> str:
    """One `stateDiagram-v2` for each machine."""
    return "\n\n".join(
        f"**{machine.name.capitalize()}**\n\n```mermaid\n{_machine(machine)}\n```" for machine in MACHINES
    )


def _machine(machine: Machine) -> str:
    lines = ["stateDiagram-v2", *(f"    [*] --> {_id(state)}{_label(why)}" for state, why in machine.start.items())]
    for old, after in machine.transitions.items():
        lines += [f"    {_id(old)} --> {_id(new)}{_label(why)}" for new, why in after.items()]
    return "\n".join(lines)


def _id(state: str) -> str:
    return state or "none"


def _label(why: str) -> str:
    return f": {why}" if why else ""


def background() -> str:
    """The table of what runs in the background."""
    rows = [f"| {what} | {every:g} s | {lease} |" for what, every, lease in JOBS]
    return "\n".join(("| what | every | lease |", "|---|---|---|", *rows))


def page(text: str) -> str:
    """The page with each drawing between its markers."""
    for name, drawn in (("model", model()), ("states", states()), ("background", background())):
        text, found = re.subn(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda m, d=drawn: f"{m[1]}\n{d}\n\n{m[2]}",
            text,
            flags=re.DOTALL,
        )
        if found != 1:
            raise SystemExit(f"docs/architecture.md: no place for {name}")
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
