"""View data for the settings and integrations screens: plain values, built by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SenderView:
    """A member's signature. `name_in_chat` is used if `name` is empty."""

    name: str = ""
    title: str = ""
    signature: str = ""
    calendar_url: str = ""
    name_in_chat: str = ""


@dataclass(frozen=True, slots=True)
class WorkspaceIdentity:
    """What an admin is asked to confirm. `name` is "" if unknown."""

    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """Workspace settings. The `default_` fields are the operator's values, used if the workspace has none."""

    company: str = ""
    postal_address: str = ""
    notice: str = ""
    ownership_days: int = 30
    per_minute: int = 30
    per_domain: int = 10
    time_zone: str = "UTC"
    proposed_time_zone: str = "UTC"  # filled in on the form
    do_not_contact: int = 0  # number of entries on the list
    default_company: str = ""
    default_postal_address: str = ""
    own_companies: str = ""  # besides the company, one per line
    show_own_people: bool = False  # people who work there are shown


@dataclass(frozen=True, slots=True)
class MailSignInView:
    """A mailbox that was connected by signing in, or a member's mailbox that was connected by password (`label` "").
    `own`: it is the member's own mailbox; `refused`: it must be connected again, and `waiting` e-mails are held back
    until then. `failing`: since when it has failed (a formatted time), "" while it works; `fault`: why it fails."""

    id: int
    address: str
    label: str  # "Microsoft 365"
    own: bool = False
    reads: bool = True  # answers are read there
    refused: bool = False
    failing: str = ""
    fault: str = ""
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class OwnMailboxView:
    """Where the member's invitations come from: their own mailbox or, if they have none, `shared`, the workspace's
    address."""

    sign_in: MailSignInView | None = None
    shared: str = ""
    can_connect: bool = True


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings card. `sender` None: the member may not contact people; `workspace` None: the member is not an
    admin. `mailbox` None: members can't connect mailboxes of their own in this installation."""

    sender: SenderView | None = None
    workspace: WorkspaceSettings | None = None
    mailbox: OwnMailboxView | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the do-not-contact list. `kind` is "company" or "domain"."""

    id: int
    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class DoNotContactList:
    entries: tuple[Entry, ...]
    total: int
    page: int = 0
    page_size: int = 8
    words: str = ""  # search filter


@dataclass(frozen=True, slots=True)
class MailboxView:
    """The workspace's mailbox. `state`: "own" (the workspace's), "operator" (from the environment), "locked" (cannot be
    decrypted), "none".

    `last_read` and `failing` are formatted times, "" for never; `set_aside` says which e-mails could not be read;
    `cannot_connect` says why no link can be created. `sign_in`: set for a mailbox that was connected by signing in."""

    state: str
    mail_from: str = ""
    reads: bool = False
    last_read: str = ""
    failing: str = ""
    fault: str = ""
    set_aside: str = ""
    lacking: tuple[str, ...] = ()  # settings missing before anything can be sent
    cannot_connect: str = ""
    sign_in: MailSignInView | None = None


@dataclass(frozen=True, slots=True)
class HoldView:
    """Mail that is held back. `provider` "": all mail except replies is held back; `login`: all mail from the
    workspace's mailbox is. `words`: the mail server's words, if `by_server`."""

    provider: str
    fault: str = ""
    words: str = ""
    waiting: int = 0
    by_server: bool = False
    resumed: bool = False
    login: bool = False

    @property
    def to(self) -> str:
        """The provider that the mail is addressed to; "" for all providers."""
        return "" if self.login else self.provider


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """How many of the last `sent` e-mails bounced, and how many were reported as spam."""

    sent: int = 0
    bounced: int = 0
    complaints: int = 0


@dataclass(frozen=True, slots=True)
class JobBoardView:
    """A connected job board, or an ATS connected with a key (`system`: which ATS; "" for a board). `synced` and
    `failing` are formatted times, "" for never; `fault`: why it fails."""

    id: int
    label: str  # "Greenhouse: acme"
    open_jobs: int = 0
    synced: str = ""
    failing: str = ""
    fault: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class SourceConnectionView:
    """A connection to a resume database. `own`: it is for the viewer alone. `failing`: since when it has failed (a
    formatted time), "" while it works; `fault`: why it fails; `may_change`: whether the viewer may replace and
    disconnect it; `searches`: whether it has a tab in search results."""

    id: int
    own: bool = False
    connected_by: str = ""
    connected: str = ""  # "3 days ago"
    quota: str = ""  # "37 of 100 Dice views left"
    failing: str = ""
    fault: str = ""
    may_change: bool = False
    searches: bool = True


@dataclass(frozen=True, slots=True)
class SourceView:
    """A partner's resume database. `offers`: what it contains, and where to buy it."""

    name: str
    label: str
    offers: str
    connections: tuple[SourceConnectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The card of the resume databases. `cannot_connect` says why no link can be created."""

    sources: tuple[SourceView, ...]
    admin: bool = False
    cannot_connect: str = ""


@dataclass(frozen=True, slots=True)
class IntegrationsView:
    """The integrations card. `profiles` None: the index is not responding. `sources` None: this installation knows no
    resume databases."""

    profiles: int | None
    mailbox: MailboxView
    admin: bool = False
    delivery: DeliveryView = DeliveryView()
    holds: tuple[HoldView, ...] = ()
    job_boards: tuple[JobBoardView, ...] = ()
    sources: SourcesView | None = None
