"""Upgrading a populated database: what is renamed, that all else is unchanged, and a process killed during it."""

import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Table, cast, func, insert, select, text, types
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from store import migrations
from store.db import Store
from store.engines import database_url, engines
from store.people import found_profiles, matching, profile_keys, profile_scope
from tests.databases import profile_row

EACH = 9  # rows of a table
AT = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)

TABLES = {"unread_mails": "unreadable_mails", "source_readings": "source_cursors"}
NAMES = {
    "audit": "did action about details",
    "bad_addresses": "why reason",
    "candidate_answers": "chain references",
    "candidate_profiles": "alike similarity_key",
    "candidates": "folded search_text",
    "credit_accounts": "warned lowest_level_notified",
    "credit_requests": "asked_at requested_at",
    "do_not_contact": "shown label",
    "invitations": "over overridden_warnings paused pause_reason fault failure_reason",
    "jobs": "folded search_text",
    "mailboxes": "fault last_error read_from folder_digest told_admins admins_notified",
    "mails": "chain references fault last_error first_try_at first_attempt_at looks sent_folder_checks "
    "tried_at last_attempt_at",
    "members": "asked_at access_requested_at claim_tried_at claim_attempted_at claim_tries claim_attempts "
    "folded search_text role_by role_set_by",
    "messages": "covered replaced_by_form",
    "notices": "told_at sent_at",
    "page_links": "what purpose",
    "privacy_requests": "asked_at requested_at",
    "secrets": "sealed ciphertext",
    "source_readings": "fault last_error",
    "suppressions": "why reason",
    "unread_mails": "why reason",
}  # by old table: old and new column names, alternating

DROPPED = {"profiles": {"link"}}  # by new table: columns that are gone

# Columns with a fixed vocabulary: all its values, and strings that look like them.
WORDS: dict[str, tuple[Any, ...]] = {
    "invitations.state": ("draft", "queued", "sending", "sent", "failed", "unknown", "cancelled", "answered"),
    "invitations.over": ("", "owned", "owned,contacted"),
    "mails.state": ("queued", "sending", "sent", "failed", "unknown", "cancelled", "paused"),
    "mails.kind": ("invitation", "follow_up", "reply"),
    "mail_tokens.kind": ("answer", "never", "reply"),
    "candidate_answers.kind": (
        "interested", "not_interested", "replied", "never", "forget", "away", "bounced", "delayed",
    ),
    "candidate_answers.key": (
        "page:interested:1", "page:not_interested:2", "mail:<never@x>", "page:never:4", "mail:<page:never:@x>",
        "mail:<away>", "page:never:7:2", "pdl:never:8", "PAGE:NEVER:9",
    ),
    "candidate_answers.text": ("never", "forget", "away", "page:never:1"),
    "audit.did": ("invite", "resume_invitation", "role", "invite"),
    "audit.about": (
        {"invitation": 1, "candidate": 2, "over": ["owned", "é"]}, {"invitation": 2, "over": []}, {"over": ["stays"]},
        {"invitation": 4},
    ),
}  # fmt: skip
ADDED: dict[str, tuple[str, str | None]] = {  # by table: a new column, and its value in existing rows
    "candidate_answers": ("opt_out_review", ""),
    "mails": ("member_id", None),
}
REPLACED = {
    ("candidate_answers", "kind"): {"never": "opt_out", "forget": "erasure_request", "away": "auto_reply"},
    ("candidate_answers", "key"): {"page:never:4": "page:opt_out:4", "page:never:7:2": "page:opt_out:7:2"},
    ("mail_tokens", "kind"): {"never": "opt_out"},
}
LOG = [  # audit.details afterwards
    {"invitation": 1, "candidate": 2, "overridden_warnings": ["owned", "é"]},
    {"invitation": 2, "overridden_warnings": []},
    {"over": ["stays"]},
    {"invitation": 4},
]

NEW_TABLES = (
    *("sending_holds", "job_boards", "source_connections", "reveals", "resumes", "mail_sign_ins"),
    *("ats_pushes", "ats_records", "profile_keys"),
    *("saved_searches", "search_digests", "digest_people"),
)
NEW_COLUMNS = {  # and the value in every row
    "candidate_answers": {"cause": ""},
    "mails": {"footer": ""},
    "members": {"time_zone": ""},
    "workspaces": {"own_companies": "", "show_own_people": "0"},
    "invitations": {"undo_until": "NULL", "batch_id": "NULL"},
    "credit_accounts": {"ended": "0"},
    "credit_budgets": {"extra": "0", "extra_period": ""},
    "credit_requests": {"draft_id": "NULL"},
    "page_links": {"sealed": "NULL"},
    "profiles": {"in_index": "1", "keep_until": "NULL"},
    "messages": {"posted_at": "NULL"},
    "unreadable_mails": {"sign_in_id": "0"},
}

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Before:
    """A database of revision 0002 with rows in every table."""

    url: str
    engine: AsyncEngine
    rows: Rows


@pytest.fixture
async def before(empty_url: str) -> AsyncIterator[Before]:
    reading, engine = engines(database_url(empty_url))
    async with engine.begin() as connection:
        await connection.run_sync(_at_0002)
    yield Before(empty_url, engine, await _rows(engine))
    await reading.dispose()
    await engine.dispose()


def _at_0002(connection: Connection) -> None:
    _upgrade_to(connection, "0002")
    for table in _tables(connection):
        rows = [{one.name: _value(one, number) for one in table.columns} for number in range(1, EACH + 1)]
        connection.execute(insert(table), rows)


def _upgrade_to(connection: Connection, revision: str) -> None:
    configuration = migrations.config()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)


def _tables(connection: Connection) -> list[Table]:
    there = MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != "alembic_version"]


def _value(column: Column[Any], number: int) -> Any:
    """The value for row `number`: distinct from all other rows where the type allows; ids equal the number."""
    values = WORDS.get(str(column))
    if values:
        return values[(number - 1) % len(values)]
    if column.nullable and number % 2:
        return None
    match column.type:
        case types.Boolean():
            return number % 2 == 0
        case types.Integer() | types.Float():
            return number
        case types.DateTime():
            at = AT + timedelta(seconds=number)
            return at if column.type.timezone else at.replace(tzinfo=None)
        case types.JSON():
            return {"né": [number, None, "a'b\"c"]}
        case types.LargeBinary():
            return bytes((number, 0, 255))
        case _:
            return f"{number} {column.name} é '\"\n%"[:20]


async def _rows(engine: AsyncEngine) -> Rows:
    """Every value as the database prints it, ordered by column and id."""

    def read(connection: Connection) -> Rows:
        sqlite = connection.dialect.name == "sqlite"
        found: Rows = {}
        for table in _tables(connection):
            values = [(func.quote(one) if sqlite else cast(one, types.Text)).label(one.name) for one in table.columns]
            rows = connection.execute(select(*values).order_by(*table.primary_key))
            found[table.name] = [dict(row) for row in rows.mappings()]
        return found

    async with engine.connect() as connection:
        return await connection.run_sync(read)


def _expected(rows: Rows) -> Rows:
    """The old rows under the new names, with renamed values replaced."""
    expected: Rows = {}
    for table, each in rows.items():
        pairs = NAMES.get(table, "").split()
        names = dict(zip(pairs[::2], pairs[1::2], strict=True))
        gone = DROPPED.get(table, set())
        expected[TABLES.get(table, table)] = [
            {names.get(name, name): row[name] for name in row if name not in gone} for row in each
        ]
    for (table, name), values in REPLACED.items():
        for row in expected[table]:
            quoted = row[name].startswith("'")
            word = row[name].strip("'")
            row[name] = f"'{values.get(word, word)}'" if quoted else values.get(word, word)
    for table, (name, value) in ADDED.items():
        quoted = any(str(word).startswith("'") for word in expected[table][0].values())
        for row in expected[table]:
            row[name] = (f"'{value}'" if value is not None else "NULL") if quoted else value
    return expected


async def _upgrade(url: str) -> None:
    await (await Store.open(url)).close()


async def test_every_value_is_preserved_under_its_new_name(before: Before) -> None:
    assert {len(rows) for rows in before.rows.values()} == {EACH}
    expected = _expected(before.rows)
    await _upgrade(before.url)
    rows = await _rows(before.engine)
    assert [rows.pop(table) for table in NEW_TABLES] == [[] for _ in NEW_TABLES]
    for table, columns in NEW_COLUMNS.items():
        for column, value in columns.items():
            found = {str("NULL" if (given := row.pop(column)) is None else given).strip("'") for row in rows[table]}
            assert {{"true": "1", "false": "0"}.get(each, each) for each in found} == {value}
    for row in rows["workspaces"]:  # a time zone other than UTC was chosen by an admin
        assert row.pop("confirmed_at") == row["created_at"]
    for row, former in zip(rows["audit"], expected["audit"], strict=True):
        former["details"] = row["details"]  # has its own test
    assert rows == expected
    assert [list(row) for row in rows["mails"]] == [list(row) for row in expected["mails"]]


async def test_the_log_says_which_warnings_were_overridden(before: Before) -> None:
    await _upgrade(before.url)
    store = await Store.open(before.url)
    async with store.read() as db:
        lines = (await (await db.connection()).execute(text("SELECT details FROM audit ORDER BY id"))).scalars().all()
    await store.close()
    assert [json.loads(line) if isinstance(line, str) else line for line in lines] == [
        LOG[number % len(LOG)] for number in range(EACH)
    ]


async def test_upgraded_tables_match_the_models(before: Before) -> None:
    await _upgrade(before.url)

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata)

    async with before.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        assert await migrations.revision(connection) == migrations.head()


async def test_constraints_survive_the_upgrade(before: Before) -> None:
    await _upgrade(before.url)
    async with before.engine.connect() as connection:
        for wrong in (
            "UPDATE credit_accounts SET balance = -1 WHERE id = 1",
            "UPDATE mails SET message_id = 'same'",
            "UPDATE unreadable_mails SET workspace_id = 1000000 WHERE uid = 1",
            "UPDATE invitations SET overridden_warnings = NULL WHERE id = 1",
        ):
            with pytest.raises(IntegrityError):
                await connection.execute(text(wrong))
            await connection.rollback()
        filled = (
            "INSERT INTO messages (workspace_id, conversation, message, profile_id, redraw, updated_at) "
            "SELECT workspace_id, 'elsewhere', message, profile_id, redraw, updated_at FROM messages "
            "WHERE profile_id = 2 RETURNING replaced_by_form"
        )
        assert not (await connection.execute(text(filled))).scalar_one()


@pytest.mark.parametrize(
    "at", ["ALTER TABLE mails", "CREATE INDEX ix_notices", "UPDATE candidate_answers", "UPDATE audit"]
)
async def test_a_process_killed_during_the_upgrade_changes_nothing(before: Before, at: str) -> None:
    program = f"""
import asyncio, os, signal
from sqlalchemy import event
from sqlalchemy.engine import Engine
from store.db import Store

@event.listens_for(Engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.strip().startswith({at!r}):
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(Store.open({before.url!r}))
"""
    died = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert await _rows(before.engine) == before.rows
    async with before.engine.connect() as connection:
        assert await migrations.revision(connection) == "0002"
    expected = _expected(before.rows)
    await _upgrade(before.url)
    mails = (await _rows(before.engine))["mails"]
    for row in mails:
        for column in NEW_COLUMNS["mails"]:
            del row[column]
    assert mails == expected["mails"]


LINKS = [[{"url": f"https://linkedin.com/in/p{number}"}] for number in range(6)]
AMONG_WHICH_NOBODY = 2  # position of the one whom nothing identifies


def _with_hidden_and_seen(connection: Connection) -> None:
    """Revision 0016, where workspace 1 has hidden people 1 to 4 and seen 4 and 5; workspace 2 has seen 1."""
    _upgrade_to(connection, "0016")
    there = MetaData()
    there.reflect(connection)

    def add(table: str, **given: Any) -> None:
        needed = [one for one in there.tables[table].columns if not one.nullable and one.name not in ("id", *given)]
        rest = {one.name: _value(one, 1) for one in needed}
        connection.execute(insert(there.tables[table]).values(**rest, **given))

    for workspace in (1, 2):
        add("workspaces", external_id=f"{workspace}")
        add("members", workspace_id=workspace, external_id=f"{workspace}")
    for number, links in enumerate(LINKS, 1):
        said = {} if number == AMONG_WHICH_NOBODY else {"links": links}
        add("profiles", workspace_id=0, source="file", source_id=f"{number}", email="", body=said)
    for id in (1, 2, 3, 4):
        for job in (0, 7):
            add("rejected", workspace_id=1, member_id=1, job_id=job, profile_id=id)
    for workspace, id in ((1, 4), (1, 5), (2, 1)):
        add("seen", workspace_id=workspace, member_id=workspace, profile_id=id)


async def test_people_hidden_or_seen_before_there_were_keys_are_recognized(empty_url: str) -> None:
    reading, engine = engines(database_url(empty_url))
    async with engine.begin() as connection:
        await connection.run_sync(_with_hidden_and_seen)
    await reading.dispose()
    await engine.dispose()
    store = await Store.open(empty_url)

    async def of_their_persons(workspace_id: int) -> list[list[int]]:
        """By person at a connected source: the profiles of the same person that are known."""
        rows = [profile_row("P", f"{number}", "dice", links=links) for number, links in enumerate(LINKS, 1)]
        async with store.write() as db:
            ids = list((await found_profiles.save(db, workspace_id, rows, {})).values())
            there = await profile_scope.by_ids(db, workspace_id, ids)
            people = await matching.people(db, workspace_id, [there[id] for id in ids])
        return [[other for other in person.ids if other not in ids] for person in people]

    assert await of_their_persons(1) == [[]] * len(LINKS)
    await profile_keys.catch_up(store, limit=2)
    assert await of_their_persons(1) == [[1], [], [3], [4], [5], []]
    assert await of_their_persons(2) == [[1], [], [], [], [], []]
    await store.close()
