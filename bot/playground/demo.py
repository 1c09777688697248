"""`sourcer playground`: the fake Slack, resume databases, the candidates' mail and the bot in one process, on this
machine only."""

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web
from rich.console import Console

from bot.app import LOOPBACK, Bot, address_of, open_listener, running, served
from bot.pages import add_routes as add_pages
from bot.playground import demo_keys, origin_guard
from bot.playground.clock import DemoClock
from bot.playground.mail.server import MailServer, StoredMail
from bot.playground.page.mailbox import Mailbox
from bot.playground.page.stand_ins import StandInsPanel
from bot.playground.seed_data import load_seed_data
from bot.playground.server import FakeSlack, add_routes
from bot.playground.slack import seed
from bot.playground.slack.workspace import Change
from bot.playground.sources.stand_ins import StandIns
from bot.settings import Settings
from handlers import source_checks
from store.mailbox import mailbox_cursors
from store.members import workspaces
from store.people import profile_scope
from store.sources import connections

HOST = LOOPBACK[0]


@dataclass(slots=True)
class Playground:
    """The running playground; its page is served at `address`."""

    address: str
    bot: Bot
    fake: FakeSlack
    mail_server: MailServer
    clock: DemoClock
    stand_ins: StandIns


async def run_playground(
    port: int,
    data_dir: Path,
    candidates: int,
    console: Console,
    *,
    source_urls: Mapping[str, str],
    until: Callable[[], Awaitable[None]],
) -> None:
    """Serve until `until` returns. Prints the address once it is ready."""
    async with open_playground(port, data_dir, candidates, console, source_urls=source_urls) as playground:
        console.print(f"Sourcer playground: [bold]{playground.address}/playground/[/bold]  (Ctrl+C to stop)")
        await until()


@asynccontextmanager
async def open_playground(
    port: int,
    data_dir: Path,
    candidates: int,
    console: Console,
    *,
    undo_seconds: int = 15,
    source_urls: Mapping[str, str] | None = None,
) -> AsyncGenerator[Playground]:
    """Create missing data and serve; port 0 picks a free port. `source_urls`: the operator's own addresses of resume
    databases, by name; the others have stand-ins. Raises OSError when the port is taken."""
    own = source_urls or {}
    secret, token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}"
    clock, office, (hash_key, secret_key) = await asyncio.to_thread(_open_state, data_dir)
    fake = FakeSlack(
        seed.northwind(clock.seconds),
        signing_secret=secret,
        bot_token=token,
        snapshot_file=data_dir / "conversations.json",
        signature_clock=time.time,
    )
    listener = open_listener(HOST, port)  # the settings need the address before it can be served
    address = address_of(listener)
    fake.address = f"{address}/playground-slack/"
    stand_ins = StandIns(lambda: clock.now().date(), without=own)
    settings = Settings(
        data_dir=data_dir,
        slack_signing_secret=secret,
        slack_bot_token=token,
        slack_api_url=fake.api_url.rstrip("/"),
        public_url=address,
        hash_key=hash_key,
        secret_keys=(secret_key,),
        smtp_url="smtp://playground",  # placeholders: mail never leaves this process
        imap_url="imap://talent@playground/INBOX",
        mail_from="talent@northwind.example",
        postal_address="Northwind, 1 Main Street, Boston, MA 02110",
        undo_seconds=undo_seconds,
    )
    async with stand_ins.serve() as urls:
        settings = replace(settings, source_urls=(*urls.items(), *own.items()))
        running_bot = running(settings, host=HOST, now=clock.now, mailer=office, reader=office, demo=True)
        async with running_bot as bot, served(bot.app, HOST, 0) as bot_address:
            fake.bot_url = f"{bot_address}/slack/events"
            await load_seed_data(bot, candidates, console)
            outside = _mailbox(office, clock, bot, fake, address), _stand_ins(stand_ins, bot, fake, office)
            async with served(_front(fake, bot, *outside), HOST, port, listener):
                yield Playground(address, bot, fake, office, clock, stand_ins)


def _open_state(data_dir: Path) -> tuple[DemoClock, MailServer, tuple[str, str]]:
    """Open what persists between runs besides the database: the clock, the mail, the keys."""
    data_dir.mkdir(parents=True, exist_ok=True)
    clock = DemoClock(data_dir / "clock.json")
    return clock, MailServer(data_dir / "mail", clock.now), demo_keys.load_keys(data_dir / "keys.json")


def _front(fake: FakeSlack, bot: Bot, mailbox: Mailbox, panel: StandInsPanel) -> web.Application:
    """The app that this machine's browser uses: the playground, and the candidates' pages."""
    front = web.Application(middlewares=[origin_guard.loopback_only])
    add_routes(front, fake, mailbox, panel)
    add_pages(front, bot.context, demo_logins=panel.logins)
    front.router.add_get("/", _to_playground)
    return front


def _mailbox(office: MailServer, clock: DemoClock, bot: Bot, fake: FakeSlack, address: str) -> Mailbox:
    async def names(message_ids: Sequence[str]) -> dict[str, str]:
        async with bot.context.store.read() as db:
            workspace_id = (await workspaces.every(db))[0].id
            about = await mailbox_cursors.mails_of(db, [workspace_id], message_ids)
            ids = {each.invitation.profile_id for each in about.values()}
            people = await profile_scope.by_ids(db, workspace_id, ids)
        recipients = ((id, people.get(each.invitation.profile_id)) for id, each in about.items())
        return {id: person.name for id, person in recipients if person}

    async def arrived() -> None:
        """Read the reply now instead of at the next poll."""
        await bot.mailbox_poller.run_once()

    async def forwarded() -> None:
        """Immediately run what has become due, instead of waiting for the next job run, then update the page."""
        await bot.scheduler.begin_periods()
        bot.context.wake()
        fake.world.notify(Change("mailbox"))

    def on_mail(_: StoredMail) -> None:
        fake.world.notify(Change("mailbox"))

    office.listeners.append(on_mail)
    return Mailbox(office, clock, address=address, names=names, on_reply=arrived, on_forward=forwarded)


def _stand_ins(stand_ins: StandIns, bot: Bot, fake: FakeSlack, office: MailServer) -> StandInsPanel:
    context = bot.context

    async def switched(name: str) -> None:
        """Forget what the stand-in answered before, and check its connections now rather than within the hour."""
        async with context.store.read() as db:
            rows = [row for row in await connections.everywhere(db) if row.source == name]
        for row in rows:
            await context.sources.forget(row)
            context.federated.forget(row.id)
            await source_checks.check(context, row)

    async def answered() -> None:
        """Read the answer now rather than at the next poll."""
        await bot.mailbox_poller.run_once()

    def changed() -> None:
        fake.world.notify(Change("stand_ins"))

    return StandInsPanel(stand_ins, office, changed=changed, on_switch=switched, on_answer=answered)


async def _to_playground(_: web.Request) -> web.Response:
    raise web.HTTPFound("/playground/")
