"""What the screens of settings and integrations are drawn from: plain values, made by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SenderView:
    """How a member signs. `name_in_chat` stands in for a name that was not chosen."""

    name: str = ""
    title: str = ""
    signature: str = ""
    calendar_url: str = ""
    name_in_chat: str = ""


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What admins decide for the whole workspace. The `default_` ones are the operator's, where it has none."""

    company: str = ""
    postal_address: str = ""
    notice: str = ""
    ownership_days: int = 30
    per_minute: int = 30
    per_domain: int = 10
    time_zone: str = "UTC"
    do_not_contact: int = 0  # entries of the list
    default_company: str = ""
    default_postal_address: str = ""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """`sender` None: a member who contacts nobody; `workspace` None: one who is no admin."""

    sender: SenderView | None = None
    workspace: WorkspaceSettings | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Of the do-not-contact list. `kind` is "company" or "domain"."""

    id: int
    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class DoNotContactList:
    entries: tuple[Entry, ...]
    total: int
    page: int = 0
    page_size: int = 8
    words: str = ""  # what the list is narrowed to


@dataclass(frozen=True, slots=True)
class MailboxView:
    """`state`: "own" (the workspace's), "operator" (the environment's), "locked" (its secret opens no more), "none".

    `last_read` and `failing` are times in words, "" for never; `set_aside` says which mails could not be read;
    `cannot_connect` why no link can be made."""

    state: str
    mail_from: str = ""
    reads: bool = False
    last_read: str = ""
    failing: str = ""
    fault: str = ""
    set_aside: str = ""
    lacking: tuple[str, ...] = ()  # before anything can be sent
    cannot_connect: str = ""


@dataclass(frozen=True, slots=True)
class IntegrationsView:
    """`profiles` None: the index does not answer."""

    profiles: int | None
    mailbox: MailboxView
    admin: bool = False
