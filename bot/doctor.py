"""`sourcer doctor`: checks everything an operator sets up, and explains how to fix each fault."""

from collections.abc import Awaitable
from dataclasses import dataclass

import aiohttp

from bot.app import open_index, outreach_settings, utc_now
from bot.settings import Settings
from bot.slack.courier import SlackCourier
from bot.slack.socket_mode import socket_address
from cards.screens.outreach.sending_holds import fault_texts
from connectors.errors import BadCredentials, OutsideError, Refused
from connectors.mail import account_check
from connectors.mail.base import MailAccount, Mailer, MailReader
from connectors.mail.graph.mailbox import GraphMailbox
from connectors.mail.receiving.imap import ImapReader
from connectors.mail.routed import RoutedMailer, RoutedReader
from connectors.mail.sending.smtp import SmtpMailer
from connectors.mail.services import LABELS
from handlers.mail_accounts import HeldBack, MailAccounts, account_of
from manifest.slack import SCOPES
from store import job_boards
from store.db import Store
from store.deliverability import holds
from store.errors import StoreDown
from store.keys import KeyRing
from store.mailbox import mailbox_cursors, secrets, sign_ins
from store.people import index_changes, profiles
from store.sources import connections
from store.tables.core import JobBoard
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Mailbox, SendingHold
from store.tables.sources import SourceConnection


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    ok: bool
    message: str


async def examine(settings: Settings) -> list[Finding]:
    """Run every check in turn; a failed check doesn't stop the others."""
    found = [Finding("settings", True, "all valid")]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    found += await _store_and_index(settings)
    found += await _mail(settings)
    found += await _slack(settings)
    found.append(_teams(settings))
    return found


async def _store_and_index(settings: Settings) -> list[Finding]:
    try:
        store = await Store.open(settings.database)
    except StoreDown as fault:
        return [
            Finding("database", False, f"does not respond ({fault}); check SOURCER_DATABASE_URL, or free disk space")
        ]
    try:
        async with store.read() as db:
            people = await profiles.count(db)
            waiting = await index_changes.count(db)
            failing = await mailbox_cursors.failing(db)
            held = await holds.active(db)
            connected = await connections.everywhere(db)
            atses = await job_boards.every_key(db)
        found = [Finding("database", True, f"{store.dialect}, up to date, {people:,} profiles")]
        found.append(await _index(settings, store, people, waiting))
        found += [_failing(box) for box in failing]
        found += [_on_hold(hold) for hold in held]
        found += await _connected_mailboxes(settings, store)
        found += [_source(settings, row) for row in connected]
        found += [_ats(settings, row) for row in atses]
        if store.dialect == "postgresql" and not settings.typesense_url:
            message = "the embedded index supports a single process; to run several replicas, set SOURCER_TYPESENSE_URL"
            found.append(Finding("replicas", True, message))
    finally:
        await store.close()
    return found


async def _index(settings: Settings, store: Store, people: int, waiting: int) -> Finding:
    rebuild = "run sourcer index rebuild"
    if not settings.typesense_url and not (settings.data_dir / "index" / "meta.json").exists():
        if people > waiting:
            return Finding("search index", False, f"is missing, but {people:,} profiles are stored: {rebuild}")
        return Finding("search index", True, "will be created on first start")
    try:
        index = await open_index(settings, store, read_only=True)
        try:
            status = await index.status()
        finally:
            await index.close()
    except OutsideError as fault:
        return _not_ready(settings, fault.detail)
    if not status.ready:
        return _not_ready(settings, status.detail)
    if status.documents != people and not waiting:
        return Finding("search index", False, f"holds {status.documents:,} of {people:,} profiles: {rebuild}")
    rest = f", {waiting:,} changes pending" if waiting else ""
    return Finding("search index", True, f"{status.documents:,} profiles{rest}")


def _not_ready(settings: Settings, why: str) -> Finding:
    what = "check SOURCER_TYPESENSE_URL and its key" if settings.typesense_url else "run sourcer index rebuild"
    return Finding("search index", False, f"{why or 'does not respond'}; {what}")


def _failing(box: Mailbox) -> Finding:
    since = f"{box.failing_since:%Y-%m-%d %H:%M} UTC" if box.failing_since else "an unknown time"
    message = f"answers by e-mail could not be read since {since}. {box.last_error}"
    message += " Its admins can reconnect it under integrations"
    return Finding(f"mailbox of workspace {box.workspace_id}", False, message)


async def _connected_mailboxes(settings: Settings, store: Store) -> list[Finding]:
    """Log in to every mailbox that a workspace or a member connected; expired tokens are renewed."""
    outreach = outreach_settings(settings)
    accounts = MailAccounts(store, outreach.mail, outreach.keys, outreach.services, utc_now)
    graph = GraphMailbox()
    mailer, reader = RoutedMailer(SmtpMailer(), graph), RoutedReader(ImapReader(), graph)
    async with store.read() as db:
        signed_in = await sign_ins.everywhere(db)
        by_password = await secrets.workspaces(db)
    try:
        found = [await _signed_in(row, accounts, mailer, reader) for row in signed_in]
        for workspace_id in by_password:
            account = await accounts.find(workspace_id)
            faults = await account_check.faults(account, mailer, reader)
            message = " ".join(faults.values()) or "logs in"
            if not account.smtp_url:
                message = "no key in SOURCER_SECRET_KEYS decrypts its login: restore the key, or connect it again"
            ok = message == "logs in"
            found.append(Finding(f"mailbox of workspace {workspace_id}", ok, f"connected by password: {message}"))
        return found
    finally:
        await mailer.close()
        await accounts.close()


async def _signed_in(row: MailSignIn, accounts: MailAccounts, mailer: Mailer, reader: MailReader) -> Finding:
    name = f"mailbox of workspace {row.workspace_id}"
    if row.member_id is not None:
        name += f", member {row.member_id}"
    way = "Microsoft Graph" if row.send_url.startswith("http") else "SMTP and IMAP"
    password = row.provider == sign_ins.LOGIN
    how = f"connected by signing in with {LABELS.get(row.provider, row.provider)}, through {way}"
    how = "connected by password" if password else how

    async def check(account: MailAccount) -> None:
        await mailer.check(account)
        if account.imap_url:
            await reader.check(account)

    try:
        await accounts.using(account_of(row), check)
    except HeldBack:
        why = "the server no longer accepts it" if password else "access was withdrawn or has expired"
        return Finding(name, False, f"{how}: {why}. Its owner can connect it again")
    except Refused as no:
        return Finding(name, False, f"{how}: {no.reason}")
    except OutsideError as fault:
        return Finding(name, False, f"{how}: does not work ({fault.detail})")
    return Finding(name, True, f"{how}: {'logs in' if password else 'the token works'}")


def _on_hold(hold: SendingHold) -> Finding:
    what, to_do = fault_texts(hold.fault)
    to = f"mail to {hold.provider}" if hold.provider not in (holds.ALL_MAIL, holds.LOGIN) else "mail"
    words = f" ({hold.words})" if hold.words else ""
    message = f"has been on hold since {hold.at:%Y-%m-%d %H:%M} UTC. {what}{words} {to_do}"
    message += " Then an admin presses Resume sending under integrations"
    return Finding(f"{to} of workspace {hold.workspace_id}", False, message)


def _source(settings: Settings, row: SourceConnection) -> Finding:
    """The finding for a connected resume database, as of its last check."""
    name = f"{row.source} of workspace {row.workspace_id}"
    if row.member_id is not None:
        name += f", member {row.member_id}"
    if connections.credentials(row, KeyRing(settings.secret_keys)) is None:
        message = "no key in SOURCER_SECRET_KEYS can decrypt its credentials: restore the key, or connect it again"
        return Finding(name, False, message)
    if row.failing_since:
        message = f"has not worked since {row.failing_since:%Y-%m-%d %H:%M} UTC. {row.last_error}"
        message += " It can be connected again under integrations"
        return Finding(name, False, message)
    quota = "" if row.quota_left is None else f", {row.quota_left:,} left of its contract"
    return Finding(name, True, f"worked at {row.checked_at:%Y-%m-%d %H:%M} UTC{quota}")


def _ats(settings: Settings, row: JobBoard) -> Finding:
    """The finding for an ATS that is connected with a key, as of the last time its jobs were copied."""
    name = f"{row.system} (ATS) of workspace {row.workspace_id}"
    if job_boards.credentials(row, KeyRing(settings.secret_keys)) is None:
        message = "no key in SOURCER_SECRET_KEYS decrypts its credentials: restore the key, or connect it again"
        return Finding(name, False, message)
    if row.failing_since:
        message = f"has not worked since {row.failing_since:%Y-%m-%d %H:%M} UTC. {row.last_error}"
        return Finding(name, False, f"{message} It can be connected again under integrations")
    when = f"copied its jobs at {row.synced_at:%Y-%m-%d %H:%M} UTC" if row.synced_at else "is connected"
    return Finding(name, True, when)


async def _mail(settings: Settings) -> list[Finding]:
    """Log in to the operator's mail server and mailbox."""
    config = outreach_settings(settings)
    account = config.mail
    if not (account.smtp_url or account.imap_url):
        return [Finding("mail", True, "not set up (docs/mail.md)")]
    found: list[Finding] = []
    needed = {"SOURCER_HASH_KEY": bool(config.hash_key), "SOURCER_PUBLIC_URL": config.reachable}
    if missing := [name for name, is_set in needed.items() if not is_set]:
        message = f"invitations can't be sent until {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} set"
        found.append(Finding("contacting", False, f"{message} (docs/mail.md)"))
    if account.smtp_url:
        mailer = SmtpMailer()
        found.append(await _logs_in("mail server", "SOURCER_SMTP_URL and SOURCER_MAIL_FROM", mailer.check(account)))
        await mailer.close()
    if account.imap_url:
        found.append(await _logs_in("mailbox", "SOURCER_IMAP_URL", ImapReader().check(account)))
    else:
        message = "not set up; answers arrive only through the answer page until SOURCER_IMAP_URL is set"
        found.append(Finding("mailbox", True, message))
    return found


async def _logs_in(name: str, setting: str, trial: Awaitable[None]) -> Finding:
    try:
        await trial
    except BadCredentials:
        return Finding(name, False, f"rejects the login: check the user and password in {setting}")
    except Refused as no:
        return Finding(name, False, f"{no.reason} Check {setting}")
    except OutsideError as fault:
        message = f"does not respond ({fault.detail}): check {setting}, and that this machine can reach it"
        return Finding(name, False, message)
    return Finding(name, True, "logs in")


async def _slack(settings: Settings) -> list[Finding]:
    if not settings.slack_bot_token:
        return [Finding("Slack", True, "not set up (docs/install-slack.md)")]
    api_url = f"{settings.slack_api_url}/"
    async with aiohttp.ClientSession() as session:
        found = await _bot_token(SlackCourier(session, token=settings.slack_bot_token, api_url=api_url), settings)
        if settings.slack_app_token:
            found.append(await _app_token(session, settings.slack_app_token, api_url))
    return found


async def _bot_token(courier: SlackCourier, settings: Settings) -> list[Finding]:
    try:
        me = await courier.who_am_i()
    except Refused as no:
        message = f"rejects the bot token ({no.reason}): copy SLACK_BOT_TOKEN again from OAuth & Permissions"
        return [Finding("Slack", False, message)]
    except OutsideError as fault:
        return [Finding("Slack", False, _away(fault))]
    granted = {scope.strip() for scope in str(me.get("scopes", "")).split(",") if scope.strip()}
    missing = [scope for scope in SCOPES if scope not in granted]
    how = "Socket Mode" if settings.slack_app_token else "HTTP"
    found = [Finding("Slack", True, f"{me.get('user')} in {me.get('team')}, {how}")]
    if granted and missing:
        message = f"{', '.join(missing)} not granted: update the app from `sourcer manifest slack` and reinstall it"
        found.append(Finding("Slack scopes", False, message))
    return found


async def _app_token(session: aiohttp.ClientSession, app_token: str, api_url: str) -> Finding:
    try:
        await socket_address(session, app_token, api_url)
    except BadCredentials as no:
        return Finding("Slack Socket Mode", False, no.detail)
    except OutsideError as fault:
        return Finding("Slack Socket Mode", False, _away(fault))
    return Finding("Slack Socket Mode", True, "the app token is accepted")


def _away(fault: OutsideError) -> str:
    return f"does not respond ({fault.detail}): check that this machine can reach it, and check its status page"


def _teams(settings: Settings) -> Finding:
    if settings.teams_app_id:
        return Finding("Teams", True, f"app {settings.teams_app_id}, {len(settings.teams_tenant_ids)} tenant(s)")
    if settings.development:
        return Finding("Teams", True, "development: unauthenticated, on loopback only")
    return Finding("Teams", True, "not set up (docs/install-teams.md)")
