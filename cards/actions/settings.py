"""Settings of members and of the workspace, and its integrations."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenSettings(Action, verb="settings", needs="read", reads=True):
    """The member's signature; for admins also the workspace's settings."""


@dataclass(frozen=True)
class OpenSenderForm(Action, verb="sender_form", needs="contact", opens_form=True):
    """The member's sender name, title, signature and calendar link."""


@dataclass(frozen=True)
class SaveSender(Action, verb="save_sender", needs="contact"):
    name: str = typed()
    title: str = typed()
    signature: str = typed()
    calendar_url: str = typed()


@dataclass(frozen=True)
class OpenIdentityForm(Action, verb="identity_form", needs="administer", opens_form=True):
    """The company name, postal address and data protection notice in invitations, and the time zone."""


@dataclass(frozen=True)
class SaveIdentity(Action, verb="save_identity", needs="administer"):
    """Save the workspace's identity. `zone` is an IANA name from the typeahead, or text to resolve; "" keeps the
    current time zone."""

    company: str = typed()
    postal_address: str = typed()
    notice: str = typed()
    zone: str = typed()


@dataclass(frozen=True)
class ConfirmWorkspace(Action, verb="confirm_workspace", needs="administer"):
    """Confirm that the workspace's name and this time zone are right."""

    time_zone: str


@dataclass(frozen=True)
class OpenLimitsForm(Action, verb="limits_form", needs="administer", opens_form=True):
    """The ownership window, and the e-mail rate limits."""


@dataclass(frozen=True)
class SaveLimits(Action, verb="save_limits", needs="administer"):
    ownership_days: int | str | None = typed(None)
    per_minute: int | str | None = typed(None)
    per_domain: int | str | None = typed(None)


@dataclass(frozen=True)
class OpenOwnCompaniesForm(Action, verb="own_companies_form", needs="administer", opens_form=True):
    """The companies whose people are left out of searches."""


@dataclass(frozen=True)
class SaveOwnCompanies(Action, verb="save_own_companies", needs="administer"):
    """Save the workspace's own companies. `companies`: names and domains, one per line. `show`: searches find the
    people who work there."""

    companies: str = typed()
    show: bool = typed(False)


@dataclass(frozen=True)
class OpenDoNotContact(Action, verb="do_not_contact", needs="administer", reads=True):
    """The companies and domains whose people must not be contacted."""

    page: int = 0
    words: str = ""


@dataclass(frozen=True)
class OpenDoNotContactForm(Action, verb="do_not_contact_form", needs="administer", opens_form=True):
    """Add companies and domains to the list."""


@dataclass(frozen=True)
class AddDoNotContact(Action, verb="add_do_not_contact", needs="administer"):
    """Add entries to the do-not-contact list. `entries`: one per line."""

    entries: str = typed()


@dataclass(frozen=True)
class RemoveDoNotContact(Action, verb="remove_do_not_contact", needs="administer"):
    entry_id: int
    page: int = 0
    words: str = ""


@dataclass(frozen=True)
class OpenDoNotContactFilter(Action, verb="do_not_contact_filter", needs="administer", opens_form=True):
    """The form for searching the do-not-contact list."""

    words: str = ""


@dataclass(frozen=True)
class FilterDoNotContact(Action, verb="filter_do_not_contact", needs="administer"):
    words: str = typed()


@dataclass(frozen=True)
class OpenIntegrations(Action, verb="integrations", needs="contact", reads=True):
    """The profile index and the mailbox, with their state."""


@dataclass(frozen=True)
class ConnectMailbox(Action, verb="connect_mailbox", needs="administer"):
    """Create a one-time link to the page for entering the mailbox login."""


@dataclass(frozen=True)
class DisconnectMailbox(Action, verb="disconnect_mailbox", needs="administer"):
    """Erase the workspace's mailbox login."""


@dataclass(frozen=True)
class ConnectOwnMailbox(Action, verb="connect_own_mailbox", needs="contact"):
    """Create a one-time link to the page where the member signs in to their own mailbox."""


@dataclass(frozen=True)
class DisconnectOwnMailbox(Action, verb="disconnect_own_mailbox", needs="contact"):
    """Erase the login of the member's own mailbox."""


@dataclass(frozen=True)
class ShowSignInFault(Action, verb="sign_in_fault", needs="contact", reads=True):
    """For those who can reconnect the mailbox: a mailbox that was connected by signing in can't be used."""

    sign_in_id: int


@dataclass(frozen=True)
class ShowSendingHold(Action, verb="sending_hold", needs="administer", reads=True):
    """For admins: mail that is held back; read-only. `provider` "": all mail."""

    provider: str


@dataclass(frozen=True)
class ResumeSending(Action, verb="resume_sending", needs="administer"):
    """Send mail to the provider again."""

    provider: str


@dataclass(frozen=True)
class CheckMailbox(Action, verb="check_mailbox", needs="administer"):
    """Check the mailbox by logging in to the mail servers now."""


@dataclass(frozen=True)
class OpenSources(Action, verb="sources", needs="contact", reads=True):
    """Partners' resume databases: which are connected, and their state."""


@dataclass(frozen=True)
class ConnectSource(Action, verb="connect_source", needs="contact"):
    """Create a one-time link to the page for entering the credentials of a resume database."""

    source: str


@dataclass(frozen=True)
class CheckSource(Action, verb="check_source", needs="contact"):
    """Check a connected resume database by logging in now."""

    connection_id: int


@dataclass(frozen=True)
class DisconnectSource(Action, verb="disconnect_source", needs="contact"):
    """Erase the credentials of a resume database. Only admins can erase the workspace's."""

    connection_id: int


@dataclass(frozen=True)
class ShowSourceFault(Action, verb="source_fault", needs="contact", reads=True):
    """For those who connected a resume database: the database refuses their credentials."""

    connection_id: int


@dataclass(frozen=True)
class OpenJobBoardForm(Action, verb="job_board_form", needs="administer", opens_form=True):
    """Connect an ATS's public job board."""


@dataclass(frozen=True)
class ConnectJobBoard(Action, verb="connect_job_board", needs="administer"):
    """Connect a public job board. `link`: the board's address, or the company's name on the board; a name needs the
    `system`."""

    link: str = typed()
    system: str = typed()


@dataclass(frozen=True)
class SyncJobBoard(Action, verb="sync_job_board", needs="administer"):
    """Copy the board's jobs now."""

    board_id: int


@dataclass(frozen=True)
class DisconnectJobBoard(Action, verb="disconnect_job_board", needs="administer"):
    """Stop copying the board's jobs."""

    board_id: int


@dataclass(frozen=True)
class ShowJobBoardFault(Action, verb="job_board_fault", needs="administer", reads=True):
    """For admins: a job board cannot be read."""

    board_id: int
