"""Settings of a member and of the workspace, and what the workspace is connected to."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenSettings(Action, verb="settings", needs="read", reads=True):
    """How I sign; for admins also the workspace's settings."""


@dataclass(frozen=True)
class OpenSenderForm(Action, verb="sender_form", needs="contact", opens_form=True):
    """How I sign."""


@dataclass(frozen=True)
class SaveSender(Action, verb="save_sender", needs="contact"):
    name: str = typed()
    title: str = typed()
    signature: str = typed()
    calendar_url: str = typed()


@dataclass(frozen=True)
class OpenIdentityForm(Action, verb="identity_form", needs="administer", opens_form=True):
    """In whose name the workspace's invitations are."""


@dataclass(frozen=True)
class SaveIdentity(Action, verb="save_identity", needs="administer"):
    company: str = typed()
    postal_address: str = typed()
    notice: str = typed()


@dataclass(frozen=True)
class OpenLimitsForm(Action, verb="limits_form", needs="administer", opens_form=True):
    """The ownership window, and how fast mails leave."""


@dataclass(frozen=True)
class SaveLimits(Action, verb="save_limits", needs="administer"):
    ownership_days: int | str | None = typed(None)
    per_minute: int | str | None = typed(None)
    per_domain: int | str | None = typed(None)


@dataclass(frozen=True)
class OpenTimeZoneForm(Action, verb="time_zone_form", needs="administer", opens_form=True):
    """The workspace's time zone."""


@dataclass(frozen=True)
class SaveTimeZone(Action, verb="save_time_zone", needs="administer"):
    """`zone` as the typeahead gives it, or words."""

    zone: str = typed()


@dataclass(frozen=True)
class OpenDoNotContact(Action, verb="do_not_contact", needs="administer", reads=True):
    """The companies and domains whose people are not contacted."""

    page: int = 0
    words: str = ""


@dataclass(frozen=True)
class OpenDoNotContactForm(Action, verb="do_not_contact_form", needs="administer", opens_form=True):
    """Companies and domains to put on the list."""


@dataclass(frozen=True)
class AddDoNotContact(Action, verb="add_do_not_contact", needs="administer"):
    """`entries`: one a line."""

    entries: str = typed()


@dataclass(frozen=True)
class RemoveDoNotContact(Action, verb="remove_do_not_contact", needs="administer"):
    entry_id: int
    page: int = 0
    words: str = ""


@dataclass(frozen=True)
class OpenDoNotContactFilter(Action, verb="do_not_contact_filter", needs="administer", opens_form=True):
    """The search box of the list."""

    words: str = ""


@dataclass(frozen=True)
class FilterDoNotContact(Action, verb="filter_do_not_contact", needs="administer"):
    words: str = typed()


@dataclass(frozen=True)
class OpenIntegrations(Action, verb="integrations", needs="contact", reads=True):
    """What the workspace is connected to."""


@dataclass(frozen=True)
class ConnectMailbox(Action, verb="connect_mailbox", needs="administer"):
    """Make a one-time link to the page where the logins are typed."""


@dataclass(frozen=True)
class DisconnectMailbox(Action, verb="disconnect_mailbox", needs="administer"):
    """Erase the workspace's logins."""


@dataclass(frozen=True)
class CheckMailbox(Action, verb="check_mailbox", needs="administer"):
    """Log in to the mail servers now."""
