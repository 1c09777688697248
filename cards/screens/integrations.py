"""Integrations: the profile index, resume databases, job boards, and the mailbox that invitations are sent from."""

from cards.actions.access import OpenStart
from cards.actions.settings import CheckMailbox, ConnectMailbox, DisconnectMailbox, OpenIntegrations, OpenSettings
from cards.screens.job_boards import job_board_rows
from cards.screens.outreach.mail_sign_ins import connect_button, sign_in_badge, waiting_text
from cards.screens.outreach.sending_holds import sending_hold_row
from cards.screens.source_connections import sources_row
from cards.screens.start import banner
from cards.screens.wording import counted, duration
from cards.text import Rich, Strong
from cards.tree import AnyButton, Badge, Button, Card, Heading, Kind, LinkButton, Node, Notice, Row, Text
from cards.views.settings import DeliveryView, IntegrationsView, MailboxView

MOST_HOLDS = 5  # most that are listed
IMPORT = "sourcer import candidates FILE"  # the operator's command


def integrations_card(view: IntegrationsView, *, notice: str = "", kind: Kind = Kind.SUCCESS) -> Card:
    """The workspace's integrations and their state."""
    return Card(
        summary=f"Integrations: mailbox {_badge(view.mailbox).text.lower()}",
        body=(
            Heading("Integrations"),
            *banner(notice, kind),
            _internet(view.profiles),
            *((sources_row(view.sources),) if view.sources else ()),
            *job_board_rows(view.job_boards, admin=view.admin),
            _mailbox(view.mailbox, admin=view.admin),
            *(sending_hold_row(hold, admin=view.admin) for hold in view.holds[:MOST_HOLDS]),
            *_delivery(view.delivery),
            *_notices(view.mailbox, admin=view.admin),
        ),
        buttons=(Button("Settings", does=OpenSettings()), Button("Start", does=OpenStart())),
        redraw=OpenIntegrations(),
    )


def _delivery(view: DeliveryView) -> tuple[Node, ...]:
    if not view.sent:
        return ()
    last = "the last e-mail" if view.sent == 1 else f"the last {view.sent:,} e-mails"
    bounced, spam = (f"{100 * n / view.sent:.1f}%" for n in (view.bounced, view.complaints))
    return (Text(f"Of {last}, {bounced} bounced and {spam} were reported as spam.", muted=True),)


def _internet(profiles: int | None) -> Row:
    title = "Internet"
    if profiles is None:
        down = Badge(Kind.ERROR, "Not responding")
        return Row(title, ("The profile index isn't responding right now.",), badges=(down,))
    if not profiles:
        text: Rich = ("No profiles yet. The person who runs Sourcer imports them with ", Strong(IMPORT), ".")
        return Row(title, (text,), badges=(Badge(Kind.WARNING, "Empty"),))
    return Row(
        title,
        (f"{counted(profiles, 'profile')}, imported by the person who runs Sourcer.",),
        badges=(Badge(Kind.SUCCESS, "Connected"),),
    )


def _badge(view: MailboxView) -> Badge:
    if view.sign_in:
        return sign_in_badge(view.sign_in)
    if view.failing:
        return Badge(Kind.ERROR, f"Failing {duration(view.failing)}")
    match view.state:
        case "own":
            return Badge(Kind.SUCCESS, "Connected")
        case "operator":
            return Badge(Kind.SUCCESS, "Set up by the operator")
        case "locked":
            return Badge(Kind.ERROR, "Needs reconnecting")
        case _:
            return Badge(Kind.WARNING, "Not connected")


def _mailbox(view: MailboxView, *, admin: bool) -> Row:
    connected = view.state in ("own", "operator")
    lines: list[Rich] = []
    if connected:
        through = f" ({view.sign_in.label})" if view.sign_in else ""
        address = f"Invitations come from {view.mail_from}{through}."
        lines.append(address if view.mail_from else "Its e-mail address is not set.")
        lines.append(_reading_status(view))
    elif view.state == "locked":
        lines.append("The key that encrypted its login is missing. Connect it again.")
    else:
        lines.append("Invitations are sent from your own mailbox, and answers arrive there.")
    waiting = waiting_text(view.sign_in) if view.sign_in else ""
    lines += filter(None, (view.fault, waiting, view.set_aside))
    buttons: list[AnyButton] = []
    if admin and not view.cannot_connect and view.sign_in:
        buttons.append(connect_button(view.sign_in))
    elif admin and not view.cannot_connect:
        again = "Connect another" if view.state == "own" else "Connect"
        buttons.append(Button(again, does=ConnectMailbox(), main=not connected, hint=f"{again} mailbox"))
    if admin and connected:
        buttons.append(Button("Check", does=CheckMailbox(), hint="Check the mailbox"))
    if admin and view.state in ("own", "locked"):
        confirmation = "Erase your mailbox login? Unsent invitations will wait until you connect another mailbox."
        buttons.append(
            Button(
                "Disconnect", does=DisconnectMailbox(), danger=True, confirm=confirmation, hint="Disconnect the mailbox"
            )
        )
    return Row("Mailbox", tuple(lines), badges=(_badge(view),), buttons=tuple(buttons))


def _reading_status(view: MailboxView) -> str:
    if not view.reads:
        return "Replies aren't read; answers come only from the answer page."
    return f"Last read {view.last_read}." if view.last_read else "It hasn't been read yet."


def _notices(view: MailboxView, *, admin: bool) -> tuple[Node, ...]:
    """What prevents invitations from being sent, and what an admin can do about it."""
    found: list[Node] = []
    if view.lacking:
        found.append(Notice(Kind.WARNING, f"Before invitations can be sent, {_listed(view.lacking)} must be set."))
    if admin and view.cannot_connect:
        found.append(Text(view.cannot_connect, muted=True))
    if not admin:
        found.append(Text("Only admins can connect or disconnect the mailbox.", muted=True))
    return tuple(found)


def _listed(parts: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def connect_card(url: str, minutes: int, what: str, how: str, back: Button) -> Card:
    """The one-time link to the page for entering credentials. `what`: "a mailbox"; `how`: "Enter the mailbox login";
    `back`: to the card that led here."""
    return Card(
        summary=f"Connect {what}: your one-time link",
        body=(
            Heading(f"Connect {what}"),
            Text(
                f"{how} on this page. The link works once, for {counted(minutes, 'minute')}, and what you "
                "enter is stored encrypted. Never type a password in chat."
            ),
        ),
        buttons=(LinkButton("Open the page", url), back),
        redraw=back.does,
    )
