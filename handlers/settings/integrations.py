"""Integrations: the workspace's connections, and connecting its mailbox."""

import logging
from datetime import datetime, timedelta

from cards.actions.settings import CheckMailbox, ConnectMailbox, DisconnectMailbox, OpenIntegrations
from cards.screens import integrations as screens
from cards.screens.wording import counted
from cards.tree import Button, Card, Kind
from cards.views.settings import DeliveryView, IntegrationsView, MailboxView, SourcesView
from connectors.errors import OutsideError
from connectors.mail import account_check
from connectors.mail.base import MailAccount
from handlers.context import Context
from handlers.mail_accounts import HeldBack
from handlers.replies import Close, Replies, Show
from handlers.settings import sending_holds
from handlers.views import job_board_views, mail_sign_in_views, source_connection_views
from handlers.views.source_connection_views import cannot_connect
from handlers.views.time_ago import ago
from store.db import Read
from store.deliverability import rates
from store.mailbox import connections, mailbox_cursors, mailboxes, one_time_links, secrets, sign_ins
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import UnreadableMail

log = logging.getLogger(__name__)

_PARTS = {"smtp": "Sending", "imap": "Reading answers"}


async def open_integrations(action: OpenIntegrations, by: Member, context: Context) -> Replies:
    return Show(await card(by, context))


async def card(by: Member, context: Context, notice: str = "", kind: Kind = Kind.SUCCESS) -> Card:
    """The current state of the integrations. Only reads."""
    profiles = await _profiles(context)
    async with context.read() as db:
        mailbox = await _mailbox(db, by, context)
        last = await rates.rates(db, by.workspace_id)
        held = await sending_holds.views(db, by.workspace_id)
        boards = await job_board_views.listed(db, by.workspace_id, context)
        sources = await _sources(db, by, context)
    view = IntegrationsView(
        profiles,
        mailbox,
        admin=allows(by.role, May.ADMINISTER),
        delivery=DeliveryView(last.sent, last.bounced, last.complaints),
        holds=held,
        job_boards=boards,
        sources=sources,
    )
    return screens.integrations_card(view, notice=notice, kind=kind)


async def _sources(db: Read, by: Member, context: Context) -> SourcesView | None:
    if not context.sources.kinds:
        return None
    rows = await context.sources.rows(db, by)
    return await source_connection_views.listed(db, by, context, rows)


async def _profiles(context: Context) -> int | None:
    """The number of profiles in the index; None while it is loading or not responding."""
    try:
        status = await context.index.status()
    except OutsideError:
        return None
    return status.documents if status.ready else None


async def _mailbox(db: Read, by: Member, context: Context) -> MailboxView:
    outreach, now = context.outreach, context.now()
    stored = await secrets.names(db, by.workspace_id)
    account = await mailboxes.account_of(db, by.workspace_id, outreach.mail, outreach.keys)
    row = await mailboxes.get(db, by.workspace_id)
    signed_in = await sign_ins.of_workspace(db, by.workspace_id)
    read = signed_in or row
    if signed_in or "smtp_url" in stored:
        state = "own" if account.smtp_url else "locked"
    else:
        state = "operator" if account.smtp_url else "none"
    return MailboxView(
        state,
        account.mail_from,
        reads=bool(account.imap_url),
        last_read=ago(read.polled_at, now),
        failing=ago(read.failing_since, now),
        fault=read.last_error if read.failing_since else "",
        set_aside=_set_aside(*await mailbox_cursors.unreadable_mails(db, by.workspace_id), now),
        lacking=mailboxes.missing(account),
        cannot_connect=cannot_connect(context, "a mailbox"),
        sign_in=await mail_sign_in_views.view(db, signed_in, context) if signed_in else None,
    )


def _set_aside(count: int, last: UnreadableMail | None, now: datetime) -> str:
    """A sentence such as "2 e-mails could not be read (the latest 3 hours ago: no headers). Look for them in the
    mailbox." """
    if last is None:
        return ""
    them, when = "it" if count == 1 else "them", ago(last.at, now)
    text = f"{counted(count, 'e-mail')} could not be read ({'' if count == 1 else 'the latest '}{when}: {last.reason})."
    return f"{text} Look for {them} in the mailbox."


async def connect(action: ConnectMailbox, by: Member, context: Context) -> Replies:
    """Replies with a one-time link that takes this admin to a web page, because chat never carries a password."""
    if reason := cannot_connect(context, "a mailbox"):
        return Show(await card(by, context, reason, Kind.WARNING))
    async with context.write() as db:
        token = await one_time_links.make(db, by, "mailbox", context.now())
    minutes = int(one_time_links.LIFETIME / timedelta(minutes=1))
    url = f"{context.outreach.public_url}/connect/{token}"
    back = Button("Integrations", does=OpenIntegrations())
    return Close(), Show(screens.connect_card(url, minutes, "a mailbox", "Enter the mailbox login", back))


async def disconnect(action: DisconnectMailbox, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        gone = await connections.disconnect(db, by, context.now())
    notice = "The mailbox was disconnected, and its login was erased." if gone else "No mailbox was connected."
    return Show(await card(by, context, notice))


async def check(action: CheckMailbox, by: Member, context: Context) -> Replies:
    """Logs in to the mailbox and reports what works."""
    async with context.read() as db:
        account = await mailboxes.account_of(db, by.workspace_id, context.outreach.mail, context.outreach.keys)
    if not account.smtp_url or context.mailer is None:
        return Show(await card(by, context, "There is no mailbox to check.", Kind.WARNING))
    try:
        async with context.outside():
            faults = await _faults(account, context)
    except HeldBack:
        return Show(await card(by, context, "It must be connected again.", Kind.ERROR))
    except OutsideError as fault:
        log.warning("the mailbox of workspace %d could not be checked: %s", by.workspace_id, fault)
        return Show(await card(by, context, f"{fault.system} isn't responding right now. Try again.", Kind.ERROR))
    if faults:
        text = " ".join(f"{_PARTS[part]} isn't working: {fault}" for part, fault in faults.items())
        return Show(await card(by, context, text, Kind.ERROR))
    works = "Sending mail and reading answers both work." if account.imap_url and context.reader else "Sending works."
    return Show(await card(by, context, works))


async def _faults(account: MailAccount, context: Context) -> dict[account_check.Part, str]:
    """What doesn't work. Retries with a new access token if the stored token stopped working early. Raises
    OutsideError."""
    if context.accounts is None:
        return await account_check.faults(account, context.mailer, context.reader)
    ready = await context.accounts.ready(account)
    faults = await account_check.faults(ready, context.mailer, context.reader)
    if faults and ready.access_token:
        ready = await context.accounts.ready(account, refused=ready.access_token)
        faults = await account_check.faults(ready, context.mailer, context.reader)
    return faults
