"""The tables of contacting people: credits, templates, invitations, mails, answers, and what speaks against contact."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ as something else than the string it takes)

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, event
from sqlmodel import Field, SQLModel

from store.columns import body, key, moment, ref, workspace
from store.tables.states import ANSWER, INVITATION, MAIL, Machine

INTERNET = "internet"  # the source that invitations are paid to


class CreditAccount(SQLModel, table=True):
    """The credits of a workspace for one source. `balance` is the sum of its entries: what is free to spend now."""

    __tablename__ = "credit_accounts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        CheckConstraint("balance >= 0", name="ck_credit_accounts_balance"),
        CheckConstraint("held >= 0", name="ck_credit_accounts_held"),
    )
    id: int = key()
    workspace_id: int = workspace()
    source: str = INTERNET
    balance: int = 0
    held: int = 0  # set aside for invitations that are not sent yet
    allowance: int = 0  # granted anew each period
    reset_day: int = 1  # of the month, 1 to 31; a shorter month's last day stands in
    time_zone: str = ""  # IANA; "": the workspace's
    period: str = ""  # the period that was granted last: the local date of its reset, "2026-12-31"
    next_reset_at: datetime | None = moment(nullable=True, index=True)
    lowest_level_notified: int = (
        100  # percent: the lowest level in this period that admins were notified of; 100, 20 or 0
    )
    updated_at: datetime = moment()


class CreditEntry(SQLModel, table=True):
    """One movement; never changed or deleted. `amount` is what it did to the balance, `credits` the number meant."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_credit_entries_account", "account_id", "id"),
        Index("ix_credit_entries_account_at", "account_id", "at"),
    )
    id: int = key()
    workspace_id: int = workspace()
    account_id: int = ref("credit_accounts.id")
    kind: str  # grant, reset, hold, settle, release, refund
    amount: int  # a settle moves nothing: its hold did
    credits: int
    key: str  # "hold:42", "reset:2026-12": one a calendar month
    member_id: int | None = ref(default=None)  # whose budget it counts in; who granted it
    invitation_id: int | None = ref(default=None, index=True)
    reason: str = ""
    at: datetime = moment()


class CreditBudget(SQLModel, table=True):
    """The most that a member may spend in one period."""

    __tablename__ = "credit_budgets"
    workspace_id: int = workspace()
    account_id: int = ref("credit_accounts.id", primary_key=True)
    member_id: int = ref("members.id", primary_key=True)
    credits: int


class CreditRequest(SQLModel, table=True):
    """A member without credits asked for some; the first answer counts."""

    __tablename__ = "credit_requests"
    id: int = key()
    workspace_id: int = workspace()
    account_id: int = ref("credit_accounts.id")
    member_id: int = ref("members.id", index=True)
    credits: int
    reason: str = ""
    requested_at: datetime = moment()
    answered_by: int | None = ref(default=None)
    answered_at: datetime | None = moment(nullable=True)
    granted: int = 0


class Template(SQLModel, table=True):
    """A reusable invitation text, of a member or of the whole workspace."""

    __tablename__ = "templates"
    id: int = key()
    workspace_id: int = workspace()
    owner_id: int = ref("members.id", index=True)
    shared: bool = False
    kind: str  # connect, apply
    name: str
    subject: str
    text: str
    language: str = "en"  # of the footer and the answer page: en, es, fr, de
    created_at: datetime = moment()
    updated_at: datetime = moment()


class Invitation(SQLModel, table=True):
    """One outreach message to one candidate. As a draft `subject` and `text` are as typed, with variables;
    once queued, as the candidate reads them."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("ix_invitations_workspace_state", "workspace_id", "state"),
        Index("ix_invitations_candidate", "candidate_id", "queued_at"),
    )
    id: int = key()
    workspace_id: int = workspace()
    member_id: int = ref("members.id", index=True)  # who sends it
    profile_id: int = ref("profiles.id")
    candidate_id: int | None = ref("candidates.id", default=None)  # from queued on
    job_id: int | None = ref("jobs.id", default=None)
    kind: str = "connect"  # connect, apply
    state: str = "draft"  # draft, queued, sending, sent, failed, unknown, cancelled, answered
    language: str = "en"
    subject: str = ""
    text: str = ""
    address: str = ""  # whom it is sent to; empty once the person is erased
    send_at: datetime | None = moment(nullable=True)  # chosen time; None: now
    follow_up_days: int | None = None
    follow_up_text: str = ""
    overridden_warnings: str = ""  # names of the warnings that the sender overrode, separated by commas: "owned"
    pause_reason: str = ""  # "job_closed", or why in words; "" while it is not paused
    failure_reason: str = ""  # why it failed, or what is not known, in words for people
    answer: str = ""  # "", interested, not_interested, replied
    digest: str = ""  # of what the preview showed: a press on an older preview sends nothing
    created_at: datetime = moment()
    queued_at: datetime | None = moment(nullable=True)
    sent_at: datetime | None = moment(nullable=True)
    answered_at: datetime | None = moment(nullable=True)
    updated_at: datetime = moment()


class Mail(SQLModel, table=True):
    """One mail that is to leave: an invitation, its follow-up, a reply from chat, a test. A row is the job."""

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_state_due", "state", "due_at"),
        Index("ix_mails_last_attempt", "last_attempt_at"),
        UniqueConstraint("message_id"),
    )
    id: int = key()
    workspace_id: int = workspace()
    invitation_id: int = ref("invitations.id", index=True)
    kind: str  # invitation, follow_up, reply
    state: str  # queued, sending, sent, failed, unknown, cancelled, paused
    message_id: str  # "<…@…>", made with the row
    subject: str = ""
    text: str = ""
    address: str = ""
    domain: str = ""  # of the address: rates are kept for each
    in_reply_to: str = ""  # Message-ID of the mail it answers or follows
    references: str = ""  # References, separated by spaces
    due_at: datetime = moment()  # not before
    first_attempt_at: datetime | None = moment(nullable=True)  # temporary failures are retried for a day from here
    last_attempt_at: datetime | None = moment(nullable=True)  # when it was handed to a mail server last
    attempts: int = 0
    sent_folder_checks: int = 0  # how often the sent folder was searched for it, while its state is unknown
    holder: str = ""
    lease_until: datetime | None = moment(nullable=True)
    last_error: str = ""  # the last one, in words for people
    created_at: datetime = moment()
    sent_at: datetime | None = moment(nullable=True)


class MailToken(SQLModel, table=True):
    """What a link or a Reply-To of a mail carries; only its hash is kept."""

    __tablename__ = "mail_tokens"
    hash: str = Field(primary_key=True)
    workspace_id: int = workspace()
    invitation_id: int = ref("invitations.id", index=True)
    kind: str  # answer, opt_out, reply
    expires_at: datetime | None = moment(nullable=True)  # None: never


class CandidateAnswer(SQLModel, table=True):
    """What a candidate, or their mail server, said to an invitation. Each once, by `key`."""

    __tablename__ = "candidate_answers"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int = key()
    workspace_id: int = workspace()
    invitation_id: int = ref("invitations.id", index=True)
    candidate_id: int | None = ref("candidates.id", default=None, index=True)
    key: str  # "page:interested:42", "mail:<…>"
    kind: str  # interested, not_interested, replied, opt_out, erasure_request, auto_reply, bounced, delayed
    text: str = ""
    sender: str = ""  # the address it came from, when it is not the one that was written to
    mail_id: int | None = ref(default=None)  # which mail of ours it is about, where that is known
    message_id: str = ""  # of their mail, to answer it in its thread
    references: str = ""  # its References
    at: datetime = moment()
    snoozed_until: datetime | None = moment(nullable=True)


class Notice(SQLModel, table=True):
    """What a member is still to be told in direct messages: a row is the job, `key` once in a workspace."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index("ix_notices_sent_due", "sent_at", "due_at"))
    id: int = key()
    workspace_id: int = workspace()
    member_id: int = ref("members.id")
    key: str  # "answer:7:3": the answer, and whom
    verb: str  # the action whose card is posted
    args: dict[str, Any] = body()
    due_at: datetime = moment()
    lease_until: datetime | None = moment(nullable=True)
    attempts: int = 0
    sent_at: datetime | None = moment(nullable=True)


class CardChange(SQLModel, table=True):
    """A person of whom something changed with nobody pressing: the private cards that show them are drawn anew."""

    __tablename__ = "card_changes"
    workspace_id: int = workspace(primary_key=True)
    profile_id: int = ref("profiles.id", primary_key=True)
    at: datetime = moment()


class Suppression(SQLModel, table=True):
    """An address that is never to be written to again: a keyed hash, which outlives all else about the person."""

    __tablename__ = "suppressions"
    workspace_id: int = workspace(primary_key=True)
    hash: str = Field(primary_key=True)
    reason: str  # opted_out, erased
    at: datetime = moment()


class BadAddress(SQLModel, table=True):
    """A mail server said for good that there is no such address."""

    __tablename__ = "bad_addresses"
    workspace_id: int = workspace(primary_key=True)
    email: str = Field(primary_key=True)
    reason: str = ""
    at: datetime = moment()


class DoNotContact(SQLModel, table=True):
    """A company or a mail domain whose people are not contacted. `value` is folded, `label` as it was typed."""

    __tablename__ = "do_not_contact"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "value"),)
    id: int = key()
    workspace_id: int = workspace()
    kind: str  # company, domain
    value: str
    label: str
    member_id: int = ref("members.id")
    at: datetime = moment()


class Mailbox(SQLModel, table=True):
    """Whom a workspace's mails come from, and how far its answers were read. Empty fields: the environment's."""

    __tablename__ = "mailboxes"
    workspace_id: int = workspace(primary_key=True)
    company: str = ""  # the name the invitations and pages are in
    mail_from: str = ""
    postal_address: str = ""
    notice: str = ""  # where the data is from and how to be forgotten (GDPR Art. 14); "": the shipped words
    ownership_days: int = 30
    per_minute: int = 30  # mails; 0: no limit
    per_domain: int = 10  # mails a minute to one domain
    uid_validity: int = ref(default=0)  # 32 bits without a sign, as `last_uid`
    last_uid: int = ref(default=0)
    folder_digest: str = ""  # digest of the server, login and folder in which these two count
    polled_at: datetime | None = moment(nullable=True)
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""  # in words for people
    admins_notified: bool = False  # of the failure since `failing_since`
    updated_at: datetime = moment()


class Sender(SQLModel, table=True):
    """How a member signs."""

    __tablename__ = "senders"
    workspace_id: int = workspace()
    member_id: int = ref("members.id", primary_key=True)
    name: str = ""
    title: str = ""
    signature: str = ""
    calendar_url: str = ""
    updated_at: datetime = moment()


class Secret(SQLModel, table=True):
    """A secret of a workspace, encrypted with the key ring (SOURCER_SECRET_KEYS)."""

    __tablename__ = "secrets"
    workspace_id: int = workspace(primary_key=True)
    name: str = Field(primary_key=True)  # smtp_url, imap_url
    ciphertext: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    member_id: int = ref("members.id")
    at: datetime = moment()


class PageLink(SQLModel, table=True):
    """A one-time address of a web page of ours; only the token's hash is kept."""

    __tablename__ = "page_links"
    hash: str = Field(primary_key=True)
    workspace_id: int = workspace()
    member_id: int = ref("members.id")
    purpose: str  # mailbox
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)


class UnreadableMail(SQLModel, table=True):
    """A mail in the mailbox that could not be read: set aside with the reason, so that it holds up no other."""

    __tablename__ = "unreadable_mails"
    workspace_id: int = workspace(primary_key=True)
    uid_validity: int = ref(primary_key=True)
    uid: int = ref(primary_key=True)
    reason: str
    at: datetime = moment()


class SourceCursor(SQLModel, table=True):
    """How far a connected source's answers were read, and how long it cannot be asked."""

    __tablename__ = "source_cursors"
    workspace_id: int = workspace(primary_key=True)
    source: str = Field(primary_key=True)
    cursor: str = ""  # the source's own; asking with it acknowledges what came before
    polled_at: datetime | None = moment(nullable=True)
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""  # in words for people


class PrivacyRequest(SQLModel, table=True):
    """Somebody asked to be forgotten; the law gives a month."""

    __tablename__ = "privacy_requests"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int = key()
    workspace_id: int = workspace()
    candidate_id: int | None = ref("candidates.id", default=None)
    invitation_id: int | None = ref("invitations.id", default=None)
    key: str  # of the answer that asked
    kind: str = "erase"
    requested_at: datetime = moment()
    due_at: datetime = moment()
    answered_at: datetime | None = moment(nullable=True)
    answered_by: int | None = ref(default=None)


def _guard(column: Any, machine: Machine) -> None:
    """Refuse a state that does not follow the row's own. Raises UnlistedTransition where it is set, before any SQL."""

    def check(row: SQLModel, new: str, old: object, _: object) -> None:
        if isinstance(old, str):  # a new row has no state yet
            machine.step(old, new)

    event.listen(column, "set", check)


_guard(Invitation.state, INVITATION)
_guard(Invitation.answer, ANSWER)
_guard(Mail.state, MAIL)
