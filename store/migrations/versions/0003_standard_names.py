"""Standard names for tables, columns and stored values. Nothing is added or dropped, and no row is lost."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = {"unread_mails": "unreadable_mails", "source_readings": "source_cursors"}

COLUMNS = {
    "audit": {"did": "action", "about": "details"},
    "bad_addresses": {"why": "reason"},
    "candidate_answers": {"chain": "references"},
    "candidate_profiles": {"alike": "similarity_key"},
    "candidates": {"folded": "search_text"},
    "credit_accounts": {"warned": "lowest_level_notified"},
    "credit_requests": {"asked_at": "requested_at"},
    "do_not_contact": {"shown": "label"},
    "invitations": {"over": "overridden_warnings", "paused": "pause_reason", "fault": "failure_reason"},
    "jobs": {"folded": "search_text"},
    "mailboxes": {"fault": "last_error", "read_from": "folder_digest", "told_admins": "admins_notified"},
    "mails": {
        "chain": "references",
        "fault": "last_error",
        "first_try_at": "first_attempt_at",
        "looks": "sent_folder_checks",
        "tried_at": "last_attempt_at",
    },
    "members": {
        "asked_at": "access_requested_at",
        "claim_tried_at": "claim_attempted_at",
        "claim_tries": "claim_attempts",
        "folded": "search_text",
        "role_by": "role_set_by",
    },
    "messages": {"covered": "replaced_by_form"},
    "notices": {"told_at": "sent_at"},
    "page_links": {"what": "purpose"},
    "privacy_requests": {"asked_at": "requested_at"},
    "secrets": {"sealed": "ciphertext"},
    "source_cursors": {"fault": "last_error"},
    "suppressions": {"why": "reason"},
    "unreadable_mails": {"why": "reason"},
}

INDEXES = (  # table, former name, name, columns
    (
        "candidate_profiles",
        "ix_candidate_profiles_alike",
        "ix_candidate_profiles_similarity",
        ["workspace_id", "similarity_key"],
    ),
    ("mails", "ix_mails_tried", "ix_mails_last_attempt", ["last_attempt_at"]),
    ("notices", "ix_notices_told_due", "ix_notices_sent_due", ["sent_at", "due_at"]),
)

WORDS = {
    "candidate_answers": {"never": "opt_out", "forget": "erasure_request", "away": "auto_reply"},
    "mail_tokens": {"never": "opt_out"},
}

KEY = "page:never:"  # prefix of the keys of opt-outs on the answer page
NEW_KEY = "page:opt_out:"

OVERRIDDEN = {  # in audit entries about sent or resumed invitations
    "postgresql": """
        UPDATE audit SET details = (details - 'over') || jsonb_build_object('overridden_warnings', details -> 'over')
        WHERE action IN ('invite', 'resume_invitation') AND details -> 'over' IS NOT NULL""",
    "sqlite": """
        UPDATE audit SET details = json_remove(
            json_set(details, '$.overridden_warnings', json_extract(details, '$.over')), '$.over')
        WHERE action IN ('invite', 'resume_invitation') AND json_type(details, '$.over') IS NOT NULL""",
}


def upgrade() -> None:
    for table, name in TABLES.items():
        op.rename_table(table, name)
    for table, columns in COLUMNS.items():
        for column, name in columns.items():
            op.alter_column(table, column, new_column_name=name)
    for table, former, name, columns in INDEXES:
        op.drop_index(former, table)
        op.create_index(name, table, columns)
    for table, words in WORDS.items():
        rows = sa.table(table, sa.column("kind", sa.String()))
        for word, new in words.items():
            op.execute(sa.update(rows).where(rows.c.kind == word).values(kind=new))
    answers = sa.table("candidate_answers", sa.column("key", sa.String()))
    on_page = sa.func.substr(answers.c.key, 1, len(KEY)) == KEY
    op.execute(sa.update(answers).where(on_page).values(key=NEW_KEY + sa.func.substr(answers.c.key, len(KEY) + 1)))
    op.execute(OVERRIDDEN[op.get_context().dialect.name])
