"""Examples: settings, the do-not-contact list, integrations."""

from dataclasses import replace

from cards.actions.settings import OpenIntegrations
from cards.gallery.example import example
from cards.screens.do_not_contact import do_not_contact_card, do_not_contact_filter, do_not_contact_form
from cards.screens.integrations import connect_card, integrations_card
from cards.screens.job_boards import ats_form, job_board_fault_card, job_board_form
from cards.screens.outreach.sending_holds import sending_hold_card
from cards.screens.settings import identity_form, limits_form, own_companies_form, sender_form, settings_card
from cards.tree import Button, Kind, Option
from cards.views.settings import (
    DeliveryView,
    DoNotContactList,
    Entry,
    HoldView,
    IntegrationsView,
    JobBoardView,
    MailboxView,
    SenderView,
    SettingsView,
    WorkspaceSettings,
)

_ANA = SenderView(
    "Ana R.", "Recruiter, Nursing", "Acme Health\nSince 1920", "https://cal.example.com/ana", name_in_chat="Ana Ruiz"
)
_HOLD = HoldView(
    "home.example", "spf", "550 5.7.23 SPF check failed: 192.0.2.1 is not allowed to send", 12, by_server=True
)
_BOARD = JobBoardView(7, "Greenhouse: acme", 12, synced="12 minutes ago")
_DOWN = JobBoardView(
    8, "Lever (EU): <!channel> & *acme*", 1, "yesterday", "4 hours ago", "Lever (EU) isn't responding right now."
)
_ATS = JobBoardView(9, "Greenhouse", 12, synced="12 minutes ago", system="greenhouse")
_ATS_DOWN = JobBoardView(
    10,
    "Ashby",
    3,
    "yesterday",
    "4 hours ago",
    "Ashby no longer accepts the key. Connect it again.",
    system="ashby",
)
_ATSES = (Option("ashby", "Ashby"), Option("greenhouse", "Greenhouse"))
_SYSTEMS = (Option("greenhouse", "Greenhouse"), Option("lever", "Lever"), Option("ashby", "Ashby"))
_NEW = SenderView(name_in_chat="Ana Ruiz")
_ACME = WorkspaceSettings(
    "Acme Health",
    "1 Main Street\nBoston, MA 02110",
    "We found you online.",
    time_zone="America/New_York",
    proposed_time_zone="America/New_York",
    do_not_contact=12,
)
_FRESH = WorkspaceSettings(ownership_days=0, per_minute=0, per_domain=1)
_OPERATORS = WorkspaceSettings(default_company="Acme", default_postal_address="1 Main Street, Boston")
_ENTRIES = (Entry(1, "company", "Initech, Inc."), Entry(2, "domain", "globex.com"))
_HOSTILE = Entry(3, "company", "<!channel> *Evil* [x](http://evil.example)")
_SET_KEYS = (
    "To let you connect a mailbox, the person who runs Sourcer must set SOURCER_SECRET_KEYS, created with "
    "“sourcer key”."
)
_OWN = MailboxView("own", "jobs@acme.example", reads=True, last_read="12 minutes ago")

EXAMPLES = (
    example("settings.recruiter", settings_card, SettingsView(_ANA)),
    example("settings.new_admin", settings_card, SettingsView(_NEW, _FRESH)),
    example("settings.admin", settings_card, SettingsView(_ANA, _ACME), notice="Saved."),
    example("settings.reviewer", settings_card, SettingsView()),
    example("sender_form.filled", sender_form, _ANA),
    example(
        "sender_form.error",
        sender_form,
        _NEW,
        errors={"calendar_url": "Use a link like https://example.com."},
        values={"title": "Recruiter", "calendar_url": "cal"},
    ),
    example("identity_form.filled", identity_form, _ACME),
    example("identity_form.operators", identity_form, _OPERATORS),
    example("limits_form", limits_form, _ACME),
    example(
        "limits_form.error",
        limits_form,
        _ACME,
        errors={"ownership_days": "The number of days must be a whole number from 0 to 365."},
        values={"ownership_days": "many", "per_minute": 30, "per_domain": 10},
    ),
    example(
        "identity_form.error",
        identity_form,
        _FRESH,
        errors={"zone": "I can't find a time zone called “Atlantis”."},
        values={"company": "Acme", "zone": "Atlantis"},
    ),
    example("own_companies_form", own_companies_form, replace(_ACME, own_companies="Acme Labs\nacme.com")),
    example(
        "own_companies_form.error",
        own_companies_form,
        _FRESH,
        errors={"companies": "“...”: enter a company name, or a domain like acme.com."},
        values={"companies": "...", "show": True},
    ),
    example(
        "settings.own_people_shown",
        settings_card,
        SettingsView(_ANA, replace(_ACME, own_companies="Acme Labs\nacme.com", show_own_people=True)),
    ),
    example("do_not_contact.some", do_not_contact_card, DoNotContactList((*_ENTRIES, _HOSTILE), 3)),
    example("do_not_contact.none", do_not_contact_card, DoNotContactList((), 0)),
    example(
        "do_not_contact.narrow",
        do_not_contact_card,
        DoNotContactList(_ENTRIES, 18, 1, 8, "in"),
        notice="Removed from the list.",
    ),
    example("do_not_contact.none_fits", do_not_contact_card, DoNotContactList((), 0, words="zzz")),
    example("do_not_contact_form", do_not_contact_form),
    example(
        "do_not_contact_form.error",
        do_not_contact_form,
        error="“...”: Enter a company name, or a domain like acme.com.",
        entries="...",
    ),
    example("do_not_contact_filter", do_not_contact_filter, "acme"),
    example("integrations.connected", integrations_card, IntegrationsView(20_000, _OWN, admin=True)),
    example(
        "integrations.failing",
        integrations_card,
        IntegrationsView(
            1,
            MailboxView(
                "own",
                "jobs@acme.example",
                reads=True,
                last_read="3 hours ago",
                failing="2 hours ago",
                fault="The server doesn't accept this username and password.",
                set_aside="2 e-mails could not be read (the latest 3 hours ago: it has no headers). Look for them in "
                "the mailbox.",
            ),
            admin=True,
        ),
        notice="Sending isn't working: The mail server refused the connection.",
        kind=Kind.ERROR,
    ),
    example(
        "integrations.operators",
        integrations_card,
        IntegrationsView(20_000, MailboxView("operator", "jobs@acme.example")),
    ),
    example(
        "integrations.nothing",
        integrations_card,
        IntegrationsView(
            0, MailboxView("none", lacking=("a mail server", "a postal address"), cannot_connect=_SET_KEYS), admin=True
        ),
    ),
    example("integrations.new", integrations_card, IntegrationsView(5, MailboxView("none"), admin=True)),
    example(
        "integrations.job_boards",
        integrations_card,
        IntegrationsView(20_000, _OWN, admin=True, job_boards=(_BOARD, _DOWN)),
        notice="Greenhouse: acme: 2 new, 1 closed.",
    ),
    example(
        "integrations.job_boards_seen",
        integrations_card,
        IntegrationsView(20_000, _OWN, job_boards=(_BOARD, _DOWN)),
    ),
    example(
        "integrations.ats",
        integrations_card,
        IntegrationsView(20_000, _OWN, admin=True, job_boards=(_ATS, _ATS_DOWN)),
    ),
    example("ats_form", ats_form, _ATSES),
    example("job_board_fault.ats", job_board_fault_card, _ATS_DOWN),
    example("job_board_form", job_board_form, _SYSTEMS),
    example(
        "job_board_form.error",
        job_board_form,
        _SYSTEMS,
        error="Greenhouse has no public job board called “acmee”.",
        values={"link": "acmee", "system": "greenhouse"},
    ),
    example("job_board_fault.lasting", job_board_fault_card, _DOWN),
    example("job_board_fault.over", job_board_fault_card, _BOARD),
    example("integrations.locked", integrations_card, IntegrationsView(None, MailboxView("locked"), admin=True)),
    example(
        "integrations.on_hold",
        integrations_card,
        IntegrationsView(
            20_000, _OWN, admin=True, delivery=DeliveryView(1_000, 21, 4), holds=(_HOLD, HoldView("", "complaints"))
        ),
    ),
    example("sending_hold.spf", sending_hold_card, _HOLD),
    *(
        example(f"sending_hold.{fault}", sending_hold_card, HoldView("Gmail", fault, "550 Refused", 1, by_server=True))
        for fault in ("dkim", "dmarc", "authentication", "block_list", "reverse_name", "rate")
    ),
    example(
        "sending_hold.complaints",
        sending_hold_card,
        HoldView("", "complaints", "4 of the last 1,000 e-mails were reported as spam.", 40),
    ),
    example("sending_hold.login_refused", sending_hold_card, HoldView("login", "login", waiting=3, login=True)),
    example("sending_hold.resumed", sending_hold_card, HoldView("Gmail", resumed=True)),
    example(
        "connect",
        connect_card,
        "https://sourcer.example.com/connect/kLx3tQm0example",
        15,
        "a mailbox",
        "Enter the mailbox login",
        Button("Integrations", does=OpenIntegrations()),
    ),
)
