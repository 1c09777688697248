"""Settings of a member and of the workspace, and what the workspace is connected to."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenSettings(Action, verb="settings"):
    """How I sign; for admins also the workspace's settings."""


@dataclass(frozen=True)
class OpenSenderForm(Action, verb="sender_form", opens_form=True):
    """How I sign."""


@dataclass(frozen=True)
class SaveSender(Action, verb="save_sender"):
    name: str = typed()
    title: str = typed()
    signature: str = typed()
    calendar_url: str = typed()


@dataclass(frozen=True)
class OpenIdentityForm(Action, verb="identity_form", opens_form=True):
    """In whose name the workspace's invitations are."""


@dataclass(frozen=True)
class SaveIdentity(Action, verb="save_identity"):
    company: str = typed()
    postal_address: str = typed()
    notice: str = typed()


@dataclass(frozen=True)
class OpenLimitsForm(Action, verb="limits_form", opens_form=True):
    """The ownership window, and how fast mails leave."""


@dataclass(frozen=True)
class SaveLimits(Action, verb="save_limits"):
    ownership_days: int | str | None = typed(None)
    per_minute: int | str | None = typed(None)
    per_domain: int | str | None = typed(None)


@dataclass(frozen=True)
class OpenTimeZoneForm(Action, verb="time_zone_form", opens_form=True):
    """The workspace's time zone."""


@dataclass(frozen=True)
class SaveTimeZone(Action, verb="save_time_zone"):
    """`zone` as the typeahead gives it, or words."""

    zone: str = typed()


@dataclass(frozen=True)
class OpenDoNotContact(Action, verb="do_not_contact"):
    """The companies and domains whose people are not contacted."""

    page: int = 0
    words: str = ""


@dataclass(frozen=True)
class OpenDoNotContactForm(Action, verb="do_not_contact_form", opens_form=True):
    """Companies and domains to put on the list."""


@dataclass(frozen=True)
class AddDoNotContact(Action, verb="add_do_not_contact"):
    """`entries`: one a line."""

    entries: str = typed()


@dataclass(frozen=True)
class RemoveDoNotContact(Action, verb="remove_do_not_contact"):
    entry_id: int
    page: int = 0
    words: str = ""


@dataclass(frozen=True)
class OpenDoNotContactFilter(Action, verb="do_not_contact_filter", opens_form=True):
    """The search box of the list."""

    words: str = ""


@dataclass(frozen=True)
class FilterDoNotContact(Action, verb="filter_do_not_contact"):
    words: str = typed()


@dataclass(frozen=True)
class OpenIntegrations(Action, verb="integrations"):
    """What the workspace is connected to."""


@dataclass(frozen=True)
class ConnectMailbox(Action, verb="connect_mailbox"):
    """Make a one-time link to the page where the logins are typed."""


@dataclass(frozen=True)
class DisconnectMailbox(Action, verb="disconnect_mailbox"):
    """Erase the workspace's logins."""


@dataclass(frozen=True)
class CheckMailbox(Action, verb="check_mailbox"):
    """Log in to the mail servers now."""
