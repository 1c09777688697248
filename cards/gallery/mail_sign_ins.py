"""Examples: mailboxes that are connected by signing in, and a member's mailbox that is connected by password."""

from cards.actions.settings import OpenSettings
from cards.gallery.example import example
from cards.screens.integrations import connect_card, integrations_card
from cards.screens.outreach.mail_sign_ins import sign_in_fault_card
from cards.screens.settings import settings_card
from cards.tree import Button
from cards.views.settings import (
    IntegrationsView,
    MailboxView,
    MailSignInView,
    OwnMailboxView,
    SenderView,
    SettingsView,
)

_ANA = SenderView(name_in_chat="Ana Ruiz")
_WORKS = MailSignInView(3, "jobs@acme.example", "Microsoft 365")
_REFUSED = MailSignInView(
    3,
    "jobs@acme.example",
    "Microsoft 365",
    refused=True,
    failing="2 hours ago",
    fault="Microsoft 365 no longer lets Sourcer use jobs@acme.example.",
    waiting=3,
)
_OWN = MailSignInView(4, "ana@acme.example", "Google", own=True)
_OWN_REFUSED = MailSignInView(
    4,
    "ana@acme.example",
    "Google",
    own=True,
    refused=True,
    failing="20 minutes ago",
    fault="Google no longer lets Sourcer use ana@acme.example.",
    waiting=1,
)
_PASSWORD = MailSignInView(5, "ana@acme.example", "", own=True, reads=False)
_PASSWORD_REFUSED = MailSignInView(
    5,
    "ana@acme.example",
    "",
    own=True,
    refused=True,
    failing="20 minutes ago",
    fault="The mail server no longer accepts the username and password of ana@acme.example.",
    waiting=2,
)
_UNREAD = MailSignInView(
    4, "<!channel>@acme.example", "Google", own=True, failing="3 hours ago", fault="The mailbox is not responding."
)


def _mailbox(one: MailSignInView) -> MailboxView:
    return MailboxView(
        "own", one.address, reads=True, last_read="12 minutes ago", failing=one.failing, fault=one.fault, sign_in=one
    )


EXAMPLES = (
    example("integrations.signed_in", integrations_card, IntegrationsView(20_000, _mailbox(_WORKS), admin=True)),
    example("integrations.refused", integrations_card, IntegrationsView(20_000, _mailbox(_REFUSED), admin=True)),
    example("settings.own_mailbox", settings_card, SettingsView(_ANA, mailbox=OwnMailboxView(_OWN))),
    example("settings.own_mailbox_refused", settings_card, SettingsView(_ANA, mailbox=OwnMailboxView(_OWN_REFUSED))),
    example(
        "settings.own_mailbox_unread",
        settings_card,
        SettingsView(_ANA, mailbox=OwnMailboxView(_UNREAD, can_connect=False)),
    ),
    example("settings.own_mailbox_by_password", settings_card, SettingsView(_ANA, mailbox=OwnMailboxView(_PASSWORD))),
    example("settings.no_own_mailbox", settings_card, SettingsView(_ANA, mailbox=OwnMailboxView(None, "a@b.example"))),
    example("sign_in_fault.refused", sign_in_fault_card, _REFUSED),
    example("sign_in_fault.own", sign_in_fault_card, _OWN_REFUSED),
    example("sign_in_fault.password", sign_in_fault_card, _PASSWORD_REFUSED),
    example("sign_in_fault.unread", sign_in_fault_card, _UNREAD),
    example("sign_in_fault.over", sign_in_fault_card, _OWN),
    example(
        "connect.own_mailbox",
        connect_card,
        "https://sourcer.example.com/connect/kLx3tQm0example",
        15,
        "your own mailbox",
        "Sign in to your mailbox",
        Button("Settings", does=OpenSettings()),
    ),
)
