"""Builds the bot from its settings and serves it. Nothing is built at import time."""

import asyncio
import logging
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot import background
from bot.index_sync import catch_up_index
from bot.pages import add_routes as add_pages
from bot.pages import health as pages
from bot.pipeline.delivery import Delivery
from bot.pipeline.dispatch import Dispatcher
from bot.pipeline.intake import Intake
from bot.pipeline.interaction import Courier
from bot.pipeline.redraw import Redrawer
from bot.settings import Settings
from bot.slack.adapter import SlackAdapter
from bot.slack.courier import SlackCourier
from bot.slack.socket_mode import SlackSocket
from bot.teams.settings import ANY_TENANT, TeamsSettings
from bot.workers.job_board_sync import JobBoardSync
from bot.workers.mail_sender import MailSender
from bot.workers.mailbox_poller import MailboxPoller
from bot.workers.notifier import Notifier
from bot.workers.scheduler import Scheduler
from bot.workers.search_digests import SearchDigests
from bot.workers.source_checks import SourceChecks
from bot.workers.source_poller import reporting
from connectors.ats.boards import HttpJobBoards
from connectors.errors import OutsideError
from connectors.geo.places import Places
from connectors.mail.base import MailAccount, Mailer, MailReader
from connectors.mail.graph.mailbox import GraphMailbox
from connectors.mail.receiving.imap import ImapReader
from connectors.mail.routed import RoutedMailer, RoutedReader
from connectors.mail.sending.smtp import SmtpMailer
from connectors.mail.services import services
from connectors.resumes import registry
from connectors.resumes.federated import FederatedSearch
from connectors.search.base import SearchIndex
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.typesense.engine import TypesenseIndex
from connectors.titles import Titles
from handlers.ats import lookup as ats_lookup
from handlers.connected_ats import AtsConnections
from handlers.connected_sources import Sources
from handlers.context import Context, Outreach
from handlers.mail_accounts import MailAccounts
from handlers.sign_ins.source_tokens import SourceTokens
from store.db import Store
from store.interactions.log import InteractionLog
from store.interactions.postgres import PostgresInteractionLog
from store.interactions.sqlite import SqliteInteractionLog
from store.keys import HashKey, KeyRing
from store.people import index_changes, profile_keys, profiles

if TYPE_CHECKING:
    from bot.teams.adapter import TeamsAdapter

log = logging.getLogger(__name__)

LOOPBACK = ("127.0.0.1", "::1", "localhost")
MAX_BODY = 2 * 1024 * 1024  # bytes; Slack's and Teams' payloads are far smaller


@dataclass(slots=True)
class Bot:
    """All running parts. The HTTP routes are on `app`; `start` begins the background work."""

    settings: Settings
    app: web.Application
    context: Context
    intake: Intake
    scheduler: Scheduler
    couriers: dict[str, Courier]
    mail_sender: MailSender
    notifier: Notifier
    mailbox_poller: MailboxPoller
    slack: SlackAdapter | None = None
    teams: "TeamsAdapter | None" = None
    socket: SlackSocket | None = None

    async def start(self) -> None:
        """Resume what the last run left unfinished, bring profile keys and the index up to date, reset the credits that
        are due, and start background work. Raises StoreDown."""
        await profile_keys.catch_up(self.context.store)
        await self.intake.sweep(alone=self.context.store.dialect == "sqlite")
        try:
            await catch_up_index(self.context.store, self.context.index)
        except OutsideError as fault:
            log.warning("could not bring the search index up to date: %s", fault)
        await self.scheduler.begin_periods()
        self.scheduler.start()
        await self.mail_sender.start()
        await self.notifier.start()
        if self.teams is not None:
            await self.teams.start()
        if self.socket is not None:
            await self.socket.connect()

    async def stop(self) -> None:
        """Accept nothing new and finish what is in progress."""
        if self.socket is not None:
            await self.socket.close()
        if self.teams is not None:
            await self.teams.stop()
        self.scheduler.stop()
        self.mailbox_poller.stop()
        await self.notifier.stop()
        await self.intake.stop()
        await self.mail_sender.stop()


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    now: Callable[[], datetime] = utc_now,
    teams: TeamsSettings | None = None,
    demo: bool = False,
    mailer: Mailer | None = None,
    reader: MailReader | None = None,
) -> AsyncGenerator[Bot]:
    """Build and start the bot; stop and close it on exit. Raises StoreDown, OutsideError or WrongSetting.

    `teams` overrides the Teams part of the settings, to reach Microsoft's services at other addresses.
    `demo`: run as the playground, whose candidates open their pages on this machine.
    `mailer` replaces SMTP and `reader` replaces IMAP; the playground passes its own."""
    async with AsyncExitStack() as stack:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        store = await Store.open(settings.database)
        stack.push_async_callback(store.close)
        interactions = await open_interaction_log(settings)
        stack.push_async_callback(interactions.close)
        index = await open_index(settings, store)
        stack.push_async_callback(index.close)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        places, titles = await asyncio.gather(asyncio.to_thread(Places.open), asyncio.to_thread(Titles.open))

        job_boards = HttpJobBoards(settings.job_board_addresses)
        stack.push_async_callback(job_boards.close)
        sources = open_sources(settings, store, now, wake=lambda: notifier.wake())
        stack.push_async_callback(sources.close)
        atses = AtsConnections(KeyRing(settings.secret_keys), dict(settings.source_urls))
        stack.push_async_callback(atses.close)
        federated = FederatedSearch(now)
        stack.push_async_callback(federated.close)
        await sources.refresh(store)
        await atses.refresh(store)
        graph = GraphMailbox(now)
        mailer = mailer or RoutedMailer(SmtpMailer(now=now), graph)
        stack.push_async_callback(mailer.close)
        couriers: dict[str, Courier] = {}
        outreach = outreach_settings(settings, demo=demo)
        if reader is None:
            reader = RoutedReader(ImapReader(now), graph)
            stack.callback(reader.close)
        accounts = MailAccounts(store, outreach.mail, outreach.keys, outreach.services, now)
        stack.push_async_callback(accounts.close)
        mail_sender = MailSender(
            store,
            mailer,
            outreach,
            now,
            reader,
            on_finished=lambda: notifier.wake(),
            accounts=accounts,
            before_sending=lambda workspace_id, mail_id: ats_lookup.before_sending(context, workspace_id, mail_id),
        )
        workers = [mail_sender.wake]

        def wake() -> None:
            for wake_worker in workers:
                wake_worker()

        context = Context(
            store,
            index,
            places,
            titles,
            now,
            settings.admins,
            outreach=outreach,
            wake=wake,
            mailer=mailer,
            reader=reader,
            job_boards=job_boards,
            federated=federated,
            sources=sources,
            accounts=accounts,
            atses=atses,
        )
        redrawer = Redrawer(context, couriers)
        delivery = Delivery(store, now, redrawer)
        notifier = Notifier(context, couriers, delivery, redrawer)
        workers.append(notifier.wake)
        mailbox_poller = MailboxPoller(
            store, reader, outreach, now, notifier.wake, reporting(store, sources), accounts=accounts
        )
        intake = Intake(interactions, Dispatcher(context, couriers), delivery, couriers)
        app = web.Application(client_max_size=MAX_BODY)
        scheduler = Scheduler(store, index, intake, now)
        scheduler.add(background.MAILBOXES, mailbox_poller.run_once)
        scheduler.add(background.JOB_BOARDS, JobBoardSync(context, notifier.wake).run_once)
        scheduler.add(background.SOURCE_CHECKS, SourceChecks(context).run_once)
        scheduler.add(background.DIGESTS, SearchDigests(context, notifier.wake).run_once)
        bot = Bot(settings, app, context, intake, scheduler, couriers, mail_sender, notifier, mailbox_poller)
        pages.add_routes(app, store, index)
        add_pages(app, context, proxies=settings.proxies, any_server=settings.development)
        if settings.slack_bot_token:
            _add_slack(bot, session)
        if settings.teams:
            _add_teams(bot, session, teams or _teams(settings, host))
        stack.push_async_callback(bot.stop)
        await bot.start()
        yield bot


async def open_index(settings: Settings, store: Store, *, read_only: bool = False) -> SearchIndex:
    """Open the search index. `read_only` works even while another process is writing to the embedded index."""

    async def expected() -> int:
        """The number of profiles that the index has received so far; a Typesense server that has fewer is still
        loading."""
        async with store.read() as db:
            return await profiles.count(db) - await index_changes.count(db)

    if settings.typesense_url:
        return await TypesenseIndex.open(settings.typesense_url, settings.typesense_api_key, expected=expected)
    return await EmbeddedIndex.open(settings.data_dir / "index", writing=not read_only)


def outreach_settings(settings: Settings, *, demo: bool = False) -> Outreach:
    """The outreach configuration from the environment."""
    mail = MailAccount(
        smtp_url=settings.smtp_url,
        imap_url=settings.imap_url,
        mail_from=settings.mail_from,
        postal_address=settings.postal_address,
    )
    return Outreach(
        settings.public_url,
        mail,
        KeyRing(settings.secret_keys),
        HashKey(settings.hash_key),
        demo,
        timedelta(seconds=settings.undo_seconds),
        services(
            microsoft=(settings.microsoft_client_id, settings.microsoft_client_secret, settings.microsoft_tenant),
            google=(settings.google_client_id, settings.google_client_secret),
            urls=dict(settings.mail_service_urls),
        ),
    )


def open_sources(
    settings: Settings, store: Store, now: Callable[[], datetime], *, wake: Callable[[], None] = lambda: None
) -> Sources:
    """The resume databases that can be connected. `wake` is called when someone must be notified."""
    kinds, addresses = registry.sources(settings.sources_dir), dict(settings.source_urls)
    keys = KeyRing(settings.secret_keys)
    providers = registry.providers(kinds, dict(settings.source_apps), addresses)
    return Sources(keys, addresses, kinds, SourceTokens(store, keys, providers, now, wake))


async def open_interaction_log(settings: Settings) -> InteractionLog:
    if settings.database.startswith("postgresql"):
        return await PostgresInteractionLog.open(settings.database)
    return SqliteInteractionLog(settings.database.split("///", 1)[1])


def _add_slack(bot: Bot, session: aiohttp.ClientSession) -> None:
    settings = bot.settings
    courier = SlackCourier(session, token=settings.slack_bot_token, api_url=f"{settings.slack_api_url}/")
    bot.couriers["slack"] = courier
    bot.slack = SlackAdapter(
        bot.intake, courier, signing_secret=settings.slack_signing_secret, bot_token=settings.slack_bot_token
    )
    if settings.slack_signing_secret:
        bot.app.router.add_post("/slack/events", bot.slack.handle)
    if settings.slack_app_token:
        api_url = f"{settings.slack_api_url}/"
        bot.socket = SlackSocket(bot.slack, settings.slack_app_token, session=session, api_url=api_url)


def _teams(settings: Settings, host: str) -> TeamsSettings:
    return TeamsSettings(
        app_id=settings.teams_app_id,
        app_password=settings.teams_app_password,
        tenant_ids=frozenset(settings.teams_tenant_ids),
        app_tenant=next((tenant for tenant in settings.teams_tenant_ids if tenant != ANY_TENANT), ""),
        development=settings.development,
        loopback=host in LOOPBACK,
    )


def _add_teams(bot: Bot, session: aiohttp.ClientSession, settings: TeamsSettings) -> None:
    from bot.teams.adapter import TeamsAdapter  # imported only when needed: botbuilder takes 23 MB and half a second

    bot.teams = TeamsAdapter(settings, bot.intake, session)
    bot.couriers["teams"] = bot.teams.courier
    bot.app.router.add_post("/api/messages", bot.teams.handle)


@asynccontextmanager
async def served(
    app: web.Application, host: str, port: int, listener: socket.socket | None = None
) -> AsyncGenerator[str]:
    """Serve `app` and yield its address. Port 0 picks a free port; `listener` is a socket that is already open.

    Raises OSError when the port is taken."""
    listener = listener or open_listener(host, port)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield address_of(listener)
    finally:
        await runner.cleanup()


def open_listener(host: str, port: int) -> socket.socket:
    """A listening socket to serve on later; connections made before then wait. Raises OSError."""
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
