"""The tables for contacting people: credits, templates, invitations, e-mails, answers, and contact restrictions."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, event, false
from sqlmodel import Field, SQLModel

from store.columns import body, key, moment, ref, workspace
from store.tables.states import ANSWER, INVITATION, MAIL, Machine

INTERNET = "internet"  # the source whose credits pay for invitations


class CreditAccount(SQLModel, table=True):
    """The credits of a workspace for one source. `balance` is the sum of its entries: what can be spent now."""

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
    held: int = 0  # reserved for invitations that have not been sent yet
    allowance: int = 0  # granted again each period
    reset_day: int = 1  # of the month, 1 to 31; in a shorter month, its last day
    time_zone: str = ""  # IANA; "": the workspace's
    period: str = ""  # the last period granted: the local date of its reset, "2026-12-31"
    next_reset_at: datetime | None = moment(nullable=True, index=True)
    lowest_level_notified: int = 100  # percent: 100, 20, 0; the lowest in this period that admins were notified of
    ended: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # True once the quota was removed
    updated_at: datetime = moment()


class CreditEntry(SQLModel, table=True):
    """One movement; never changed or deleted. `amount` is the change to the balance, `credits` the number involved."""

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
    amount: int  # 0 for a settle: its hold changed the balance
    credits: int
    key: str  # "hold:42", "reset:2026-12": one per calendar month
    member_id: int | None = ref(default=None)  # the member whose budget it counts against, or who granted it
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
    extra: int = 0  # credits granted on top of the budget, only in `extra_period`
    extra_period: str = ""  # as in CreditAccount.period


class CreditRequest(SQLModel, table=True):
    """A member's request for credits; the first answer counts."""

    __tablename__ = "credit_requests"
    id: int = key()
    workspace_id: int = workspace()
    account_id: int = ref("credit_accounts.id")
    member_id: int = ref("members.id", index=True)
    credits: int
    reason: str = ""
    draft_id: int | None = ref(default=None)  # the unsent invitation that the credits are for; 0: several of them
    requested_at: datetime = moment()
    answered_by: int | None = ref(default=None)
    answered_at: datetime | None = moment(nullable=True)
    granted: int = 0


class Template(SQLModel, table=True):
    """A reusable invitation text, for one member or the whole workspace."""

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
    """One message to one candidate. `subject` and `text` are as typed or, once queued, as the person reads them."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("ix_invitations_workspace_state", "workspace_id", "state"),
        Index("ix_invitations_candidate", "candidate_id", "queued_at"),
    )
    id: int = key()
    workspace_id: int = workspace()
    member_id: int = ref("members.id", index=True)  # the sender
    profile_id: int = ref("profiles.id")
    candidate_id: int | None = ref("candidates.id", default=None)  # set once it is queued
    job_id: int | None = ref("jobs.id", default=None)
    kind: str = "connect"  # connect, apply
    state: str = "draft"  # draft, queued, sending, sent, failed, unknown, cancelled, answered
    language: str = "en"
    subject: str = ""
    text: str = ""
    address: str = ""  # the recipient; empty once the person is erased
    send_at: datetime | None = moment(nullable=True)  # scheduled time; None: now
    undo_until: datetime | None = moment(nullable=True)  # not sent before then; None: sent without a chance to undo
    batch_id: int | None = ref(default=None, index=True)  # the id of the first of those sent together
    follow_up_days: int | None = None
    follow_up_text: str = ""
    overridden_warnings: str = ""  # names of the warnings that the sender overrode, separated by commas: "owned"
    pause_reason: str = ""  # "job_closed", or a reason to display; "" while it is not paused
    failure_reason: str = ""  # why it failed, or what is uncertain, as text to display
    answer: str = ""  # "", interested, not_interested, replied, complained
    digest: str = ""  # digest of what the preview showed: pressing Send on an older preview sends nothing
    created_at: datetime = moment()
    queued_at: datetime | None = moment(nullable=True)
    sent_at: datetime | None = moment(nullable=True)
    answered_at: datetime | None = moment(nullable=True)
    updated_at: datetime = moment()


class Mail(SQLModel, table=True):
    """One outgoing e-mail: an invitation, its follow-up, a reply from chat, a test. Each row is a queue entry."""

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_state_due", "state", "due_at"),
        Index("ix_mails_last_attempt", "last_attempt_at"),
        UniqueConstraint("message_id"),
    )
    id: int = key()
    workspace_id: int = workspace()
    invitation_id: int = ref("invitations.id", index=True)
    member_id: int | None = ref(default=None)  # who wrote it; None: the invitation's sender
    kind: str  # invitation, follow_up, reply
    state: str  # queued, sending, sent, failed, unknown, cancelled, paused
    message_id: str  # "<…@…>", created with the row
    subject: str = ""
    text: str = ""
    address: str = ""
    domain: str = ""  # the address's domain: rate limits apply per domain
    in_reply_to: str = ""  # Message-ID of the e-mail it answers or follows
    references: str = ""  # References, separated by spaces
    due_at: datetime = moment()  # the earliest time to send it
    first_attempt_at: datetime | None = moment(nullable=True)  # temporary failures are retried for a day from this time
    last_attempt_at: datetime | None = moment(nullable=True)  # when the e-mail was last handed to a mail server
    attempts: int = 0
    sent_folder_checks: int = 0  # how many times the sent folder was searched for it, while its state is unknown
    holder: str = ""
    lease_until: datetime | None = moment(nullable=True)
    last_error: str = ""  # text to display
    footer: str = ""  # signature and footer as sent, without links; "" before it is sent, or before revision 0007
    created_at: datetime = moment()
    sent_at: datetime | None = moment(nullable=True)


class MailToken(SQLModel, table=True):
    """A token in a link or the Reply-To of an e-mail; only its hash is stored."""

    __tablename__ = "mail_tokens"
    hash: str = Field(primary_key=True)
    workspace_id: int = workspace()
    invitation_id: int = ref("invitations.id", index=True)
    kind: str  # answer, opt_out, reply
    expires_at: datetime | None = moment(nullable=True)  # None: never


class CandidateAnswer(SQLModel, table=True):
    """A response to an invitation, from a candidate or their mail server. Stored once, by `key`."""

    __tablename__ = "candidate_answers"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int = key()
    workspace_id: int = workspace()
    invitation_id: int = ref("invitations.id", index=True)
    candidate_id: int | None = ref("candidates.id", default=None, index=True)
    key: str  # "page:interested:42", "mail:<…>"
    kind: str  # interested, not_interested, replied, opt_out, erasure_request, complaint, auto_reply, bounced, delayed
    cause: str = ""  # why an e-mail bounced: no_such_address, mailbox_full, refused, …
    text: str = ""
    sender: str = ""  # the address it came from, if different from the one written to
    mail_id: int | None = ref(default=None)  # our e-mail that it is about, if known
    message_id: str = ""  # Message-ID of their e-mail, for replying in its thread
    references: str = ""  # its References
    opt_out_review: str = ""  # of a reply that may be an opt-out: open, kept, confirmed; taken_back: it wasn't one
    at: datetime = moment()
    snoozed_until: datetime | None = moment(nullable=True)


class Notice(SQLModel, table=True):
    """A direct message still to be sent to a member. Each row is a queue entry, unique in a workspace by `key`."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index("ix_notices_sent_due", "sent_at", "due_at"))
    id: int = key()
    workspace_id: int = workspace()
    member_id: int = ref("members.id")
    key: str  # "answer:7:3": the answer and the member
    verb: str  # the action whose card is posted
    args: dict[str, Any] = body()
    due_at: datetime = moment()
    lease_until: datetime | None = moment(nullable=True)
    attempts: int = 0
    sent_at: datetime | None = moment(nullable=True)


class CardChange(SQLModel, table=True):
    """A person whose data changed without anybody pressing a button: private cards that show them are redrawn."""

    __tablename__ = "card_changes"
    workspace_id: int = workspace(primary_key=True)
    profile_id: int = ref("profiles.id", primary_key=True)
    at: datetime = moment()


class Suppression(SQLModel, table=True):
    """An address never to be written to again: a keyed hash, which outlives all other data about the person."""

    __tablename__ = "suppressions"
    workspace_id: int = workspace(primary_key=True)
    hash: str = Field(primary_key=True)
    reason: str  # opted_out, erased, complained
    at: datetime = moment()


class BadAddress(SQLModel, table=True):
    """An address that a mail server rejected permanently as nonexistent."""

    __tablename__ = "bad_addresses"
    workspace_id: int = workspace(primary_key=True)
    email: str = Field(primary_key=True)
    reason: str = ""
    at: datetime = moment()


class SendingHold(SQLModel, table=True):
    """Mail held back until an admin resumes it. A later hold for the same provider replaces the row."""

    __tablename__ = "sending_holds"
    workspace_id: int = workspace(primary_key=True)
    provider: str = Field(primary_key=True)  # a provider's name or a domain; "": all mail but replies
    fault: str  # what is wrong with our setup, as the provider names it: spf, dkim, …; or complaints
    words: str = ""  # the server's message, without addresses
    at: datetime = moment()
    resumed_at: datetime | None = moment(nullable=True)
    resumed_by: int | None = ref("members.id", default=None)


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
    """A workspace's sender address, and how far its mailbox was read. Empty fields default to the environment's."""

    __tablename__ = "mailboxes"
    workspace_id: int = workspace(primary_key=True)
    company: str = ""  # the name shown in invitations and on pages
    mail_from: str = ""
    postal_address: str = ""
    notice: str = ""  # says where the data is from and how to be forgotten (GDPR Art. 14); "": the built-in text
    ownership_days: int = 30
    per_minute: int = 30  # e-mails a minute; 0: no limit
    per_domain: int = 10  # e-mails a minute to one domain
    uid_validity: int = ref(default=0)  # 32 bits unsigned, like `last_uid`
    last_uid: int = ref(default=0)
    folder_digest: str = ""  # digest of the server, login and folder that these two numbers belong to
    polled_at: datetime | None = moment(nullable=True)
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""  # text to display
    admins_notified: bool = False  # whether admins were notified of the failure since `failing_since`
    updated_at: datetime = moment()


class Sender(SQLModel, table=True):
    """A member's sender name and signature."""

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
    """A one-time link to one of our web pages, or the state of a sign-in; only the token's hash is stored."""

    __tablename__ = "page_links"
    hash: str = Field(primary_key=True)
    workspace_id: int = workspace()
    member_id: int = ref("members.id")
    purpose: str  # mailbox, own_mailbox, source:NAME, sign_in:PROVIDER
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary()))  # encrypted JSON
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)


class UnreadableMail(SQLModel, table=True):
    """A message in the mailbox that could not be read: recorded with the reason, so that it does not block the rest."""

    __tablename__ = "unreadable_mails"
    workspace_id: int = workspace(primary_key=True)
    sign_in_id: int = ref(primary_key=True, default=0)  # the mailbox's id, if it was connected by signing in
    uid_validity: int = ref(primary_key=True)
    uid: int = ref(primary_key=True)
    reason: str
    at: datetime = moment()


class SourceCursor(SQLModel, table=True):
    """How far a connected source's answers were read, and when that started failing."""

    __tablename__ = "source_cursors"
    workspace_id: int = workspace(primary_key=True)
    source: str = Field(primary_key=True)
    cursor: str = ""  # in the source's own format; sending it acknowledges everything before it
    polled_at: datetime | None = moment(nullable=True)
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""  # text to display


class PrivacyRequest(SQLModel, table=True):
    """A person's request to be forgotten; the law allows one month."""

    __tablename__ = "privacy_requests"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int = key()
    workspace_id: int = workspace()
    candidate_id: int | None = ref("candidates.id", default=None)
    invitation_id: int | None = ref("invitations.id", default=None)
    key: str  # the key of the answer that contains the request
    kind: str = "erase"
    requested_at: datetime = moment()
    due_at: datetime = moment()
    answered_at: datetime | None = moment(nullable=True)
    answered_by: int | None = ref(default=None)


def _guard(column: Any, machine: Machine) -> None:
    """Refuse a state that may not follow the row's current one. Raises UnlistedTransition on assignment."""

    def check(row: SQLModel, new: str, old: object, _: object) -> None:
        if isinstance(old, str):  # a new row has no state yet
            machine.step(old, new)

    event.listen(column, "set", check)


_guard(Invitation.state, INVITATION)
_guard(Invitation.answer, ANSWER)
_guard(Mail.state, MAIL)
