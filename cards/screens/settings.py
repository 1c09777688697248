"""Settings: the member's signature, and the workspace's settings for admins."""

from cards.actions.access import OpenMembers, OpenStart
from cards.actions.settings import (
    OpenDoNotContact,
    OpenIdentityForm,
    OpenIntegrations,
    OpenLimitsForm,
    OpenOwnCompaniesForm,
    OpenSenderForm,
    OpenSettings,
    SaveIdentity,
    SaveLimits,
    SaveOwnCompanies,
    SaveSender,
)
from cards.screens.outreach.mail_sign_ins import own_mailbox_row
from cards.screens.start import banner
from cards.screens.wording import counted, short, zone_label
from cards.text import Muted, Rich, Strong
from cards.tree import (
    AnyButton,
    Button,
    Card,
    Form,
    Heading,
    Kind,
    Node,
    NumberInput,
    Option,
    Row,
    Text,
    TextInput,
    Toggle,
    Typeahead,
    Value,
)
from cards.views.settings import SenderView, SettingsView, WorkspaceSettings

Errors = dict[str, str]
Values = dict[str, Value]


def settings_card(view: SettingsView, *, notice: str = "") -> Card:
    """The member's own settings; for admins also the workspace's."""
    own: tuple[Node, ...] = (_sender(view.sender),) if view.sender else ()
    if view.mailbox:
        own = (*own, own_mailbox_row(view.mailbox))
    nothing = Text("Reviewers don't contact people, so there's nothing to set here.")
    admin: tuple[AnyButton, ...] = (Button("Members and roles", does=OpenMembers()),) if view.workspace else ()
    more: tuple[AnyButton, ...] = (*admin, Button("Integrations", does=OpenIntegrations())) if view.sender else ()
    return Card(
        summary="Settings",
        body=(
            Heading("Settings"),
            *banner(notice, Kind.SUCCESS),
            *(own or (nothing,)),
            *(_workspace(view.workspace) if view.workspace else ()),
        ),
        buttons=(*more, Button("Start", does=OpenStart())),
        redraw=OpenSettings(),
    )


def _sender(sender: SenderView) -> Row:
    name = sender.name or sender.name_in_chat
    lines: list[Rich] = [(Strong(name), Muted(f" · {sender.title}" if sender.title else ""))]
    if sender.signature:
        lines.append(short(sender.signature, 200))
    lines.append(f"Calendar: {sender.calendar_url}" if sender.calendar_url else "No calendar link.")
    return Row(
        "How you sign your invitations",
        tuple(lines),
        buttons=(Button("Change", does=OpenSenderForm(), hint="Change how you sign your invitations"),),
    )


def _workspace(view: WorkspaceSettings) -> tuple[Node, ...]:
    company, address = view.company or view.default_company, view.postal_address or view.default_postal_address
    days, listed = view.ownership_days, view.do_not_contact
    return (
        Heading("For the whole workspace", 2),
        Row(
            "Company name and address",
            (
                company or "No company name yet. Candidates won't see who you recruit for.",
                " · ".join(address.split("\n")) or "No postal address yet. The law requires one in every invitation.",
                "Your own data protection notice." if view.notice else "The standard data protection notice.",
                f"Time zone: {zone_label(view.time_zone)}",
            ),
            buttons=(Button("Change", does=OpenIdentityForm(), hint="Change the company name, address and time zone"),),
        ),
        Row(
            "Limits",
            (
                f"The last person to contact a candidate owns them for {counted(days, 'day')}; teammates are warned."
                if days
                else "No warning when a teammate has already contacted a candidate.",
                f"{_rate(view.per_minute)} in total, {_rate(view.per_domain).lower()} to one domain.",
            ),
            buttons=(Button("Change", does=OpenLimitsForm(), hint="Change the limits"),),
        ),
        Row(
            "Our companies",
            (
                short(", ".join(_own_companies(view)), 200) or "None yet.",
                f"People who work there {'are shown' if view.show_own_people else 'are not shown'} in search results.",
            ),
            buttons=(Button("Change", does=OpenOwnCompaniesForm(), hint="Change our companies"),),
        ),
        Row(
            "Do-not-contact list",
            (f"{counted(listed, 'company or domain', 'companies and domains')}." if listed else "The list is empty.",),
            buttons=(Button("Open", does=OpenDoNotContact(), hint="Open the do-not-contact list"),),
        ),
    )


def _own_companies(view: WorkspaceSettings) -> tuple[str, ...]:
    company = view.company or view.default_company
    return (*((company,) if company else ()), *view.own_companies.splitlines())


def _rate(number: int) -> str:
    return f"{counted(number, 'e-mail')} a minute" if number else "No limit"


def sender_form(sender: SenderView, *, errors: Errors | None = None, values: Values | None = None) -> Form:
    """The form for a member's signature."""
    given: Values = {
        "name": sender.name,
        "title": sender.title,
        "signature": sender.signature,
        "calendar_url": sender.calendar_url,
    }
    return Form(
        title="How you sign",
        body=(Text("Candidates see this in your invitations and on the page where they answer."),),
        inputs=(
            TextInput(
                "name", "Name", hint=f"Leave empty to use {sender.name_in_chat or 'your name in chat'}", max_length=100
            ),
            TextInput("title", "Title", placeholder="Recruiter, Nursing", max_length=150),
            TextInput("signature", "Signature", hint="Added below your message", multiline=True, max_length=1000),
            TextInput("calendar_url", "Calendar link", placeholder="https://", max_length=500),
        ),
        submit=Button("Save", does=SaveSender(), main=True),
        errors=errors or {},
        values=values if values is not None else given,
    )


def identity_form(view: WorkspaceSettings, *, errors: Errors | None = None, values: Values | None = None) -> Form:
    """The form for the company name, postal address and data protection notice in invitations, and for the time
    zone."""
    zone: Values = {"zone": Option(view.proposed_time_zone, zone_label(view.proposed_time_zone))}
    given: Values = {"company": view.company, "postal_address": view.postal_address, "notice": view.notice, **zone}
    return Form(
        title="Company name and address",
        body=(),
        inputs=(
            TextInput(
                "company",
                "Company",
                hint=_empty_hint(view.default_company, "Candidates see this name in invitations"),
                max_length=200,
            ),
            TextInput(
                "postal_address",
                "Postal address",
                hint=_empty_hint(view.default_postal_address, "Invitations can't be sent without it"),
                multiline=True,
                max_length=500,
            ),
            TextInput(
                "notice",
                "Data protection notice",
                hint="Where you found the candidate's data and how to have it deleted. Leave empty to use the standard "
                "notice in the invitation's language.",
                multiline=True,
                max_length=2000,
            ),
            Typeahead(
                "zone",
                "Time zone",
                "zones",
                hint="For scheduled invitations and credit resets. For example, Paris",
                placeholder="A city",
            ),
        ),
        submit=Button("Save", does=SaveIdentity(), main=True),
        errors=errors or {},
        values=values if values is not None else given,
    )


def _empty_hint(default: str, otherwise: str) -> str:
    """A hint that says what applies if the input is left empty."""
    return f"Leave empty to use {short(default, 80)}" if default else otherwise


def limits_form(view: WorkspaceSettings, *, errors: Errors | None = None, values: Values | None = None) -> Form:
    """The form for the ownership window and the e-mail rate limits."""
    given: Values = {
        "ownership_days": view.ownership_days,
        "per_minute": view.per_minute,
        "per_domain": view.per_domain,
    }
    return Form(
        title="Limits",
        body=(),
        inputs=(
            NumberInput(
                "ownership_days",
                "Ownership window (days)",
                hint="How long teammates are warned after a recruiter contacts a candidate. 0: never",
                least=0,
                most=365,
                required=True,
            ),
            NumberInput("per_minute", "E-mails a minute", hint="0: no limit", least=0, most=10_000, required=True),
            NumberInput(
                "per_domain", "E-mails a minute to one domain", hint="0: no limit", least=0, most=10_000, required=True
            ),
        ),
        submit=Button("Save", does=SaveLimits(), main=True),
        errors=errors or {},
        values=values if values is not None else given,
    )


def own_companies_form(view: WorkspaceSettings, *, errors: Errors | None = None, values: Values | None = None) -> Form:
    """The form for the companies whose people are left out of searches, besides the company that invitations name."""
    company = view.company or view.default_company
    given: Values = {"companies": view.own_companies, "show": view.show_own_people}
    also = f"One per line. {short(company, 80)} always counts." if company else "One per line."
    return Form(
        title="Our companies",
        body=(
            Text(
                "People who work for your company, or have an e-mail address there, are left out of search results. "
                "Names must match exactly, apart from endings like Inc. or GmbH."
            ),
        ),
        inputs=(
            TextInput(
                "companies",
                "Your other companies and domains",
                hint=f"{also} A domain covers its subdomains too.",
                placeholder="northwind.com",
                multiline=True,
                max_length=2000,
            ),
            Toggle("show", "Show people who work here"),
        ),
        submit=Button("Save", does=SaveOwnCompanies(), main=True),
        errors=errors or {},
        values=values if values is not None else given,
    )
