"""Generates the data model, state diagrams and background jobs in docs/architecture.md from the code.

Run `python scripts/draw_architecture.py`; tests/structure/test_drawings.py fails when the page is out of date.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlmodel import SQLModel

import store.tables.ats
import store.tables.core
import store.tables.outreach
import store.tables.reveals
import store.tables.saved_searches
import store.tables.sources  # noqa: F401  (they fill the metadata)
from bot.background import JOBS, Job
from store.tables.states import MACHINES, Machine

PAGE = Path(__file__).parent.parent / "docs" / "architecture.md"
GROUPS = {  # the tables of each diagram; every table is in exactly one
    "Members and jobs": ("workspaces", "members", "claims", "jobs", "job_boards", "searches", "audit"),
    "Saved searches": ("saved_searches", "search_digests", "digest_people"),
    "Profiles and candidates": (
        *("profiles", "candidates", "candidate_profiles", "candidate_keys", "candidate_aliases"),
        *("profile_keys", "same_person"),
        "index_changes",
    ),
    "What members do with people": ("stars", "seen", "rejected", "notes", "note_mentions"),
    "Contacting people": (
        *("templates", "invitations", "mails", "mail_tokens", "candidate_answers", "privacy_requests"),
        *("suppressions", "bad_addresses", "sending_holds", "do_not_contact"),
    ),
    "Credits": ("credit_accounts", "credit_entries", "credit_budgets", "credit_requests"),
    "Chat": ("messages", "drafts", "notices", "card_changes", "inbox", "leases"),
    "Mailboxes and sources": (
        *("mailboxes", "senders", "secrets", "page_links", "unreadable_mails", "source_connections", "mail_sign_ins"),
        *("source_cursors", "reveals", "resumes", "ats_pushes", "ats_records"),
    ),
}


def model() -> str:
    """One `erDiagram` for each group: its tables and their foreign keys, except those to workspaces."""
    drawn: list[str] = []
    for title, names in GROUPS.items():
        lines = ["erDiagram"]
        for name in names:
            table = SQLModel.metadata.tables[name]
            keys = [f"        {_type(column)} {column.name} PK" for column in table.primary_key.columns]
            lines += [f"    {name} {{", *keys, "    }"]
        for name in names:
            for column in SQLModel.metadata.tables[name].columns:
                for key in () if column.name == "workspace_id" else column.foreign_keys:
                    one = "|o" if column.nullable else "||"
                    lines.append(f"    {key.column.table.name} {one}--o{{ {name} : {column.name}")
        drawn.append(f"**{title}**\n\n```mermaid\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(drawn)


def _type(column: object) -> str:
    return re.sub(r"\W.*", "", str(getattr(column, "type", "")).lower()) or "text"


def states() -> str:
    """One `stateDiagram-v2` for each state machine."""
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
    """The table of background jobs."""
    rows = [f"| `{job.name}` | `{job.module}`: {job.description} | {job.every:g} s | {_lease(job)} |" for job in JOBS]
    return "\n".join(("| job | what | every | lease |", "|---|---|---|---|", *rows))


def _lease(job: Job) -> str:
    lasts = f"{job.lease_duration.total_seconds():g} s"
    if job.rows:
        return f"each row of `{job.rows}`, {lasts}"
    return f"`{job.lease}{'…' if job.lease.endswith(':') else ''}`, {lasts}" if job.lease else "none"


def page(text: str) -> str:
    """The page with each generated part between its markers. Raises SystemExit when a marker is missing."""
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
