"""A site whose operator registered apps at Microsoft and Google, with fakes of both, and a browser."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from store.mailbox import one_time_links, sign_ins
from store.tables.core import Member
from store.tables.mail_sign_ins import MailSignIn
from tests.bot.pages.conftest import Answer, Site, a_site
from tests.chat.base import Clock
from tests.fakes.graph import FakeGraph, fake_graph
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET, FakeIdentity, fake_identity
from tests.fakes.smtp import Sink, smtp_sink
from tests.servers.dovecot import Dovecot


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def registered(identity: FakeIdentity, graph: FakeGraph, smtp: int, imap: int) -> dict[str, Any]:
    """The settings of an operator who registered an app at both."""
    addresses = {
        "microsoft_login": f"{identity.address}/microsoft",
        "microsoft_smtp": f"smtp://127.0.0.1:{smtp}",
        "microsoft_imap": f"imap://127.0.0.1:{imap}",
        "microsoft_graph": graph.url,
        "google_login": f"{identity.address}/google/authorize",
        "google_token": f"{identity.address}/google/token",
        "google_smtp": f"smtp://127.0.0.1:{smtp}",
        "google_imap": f"imap://127.0.0.1:{imap}",
    }
    return {
        "microsoft_client_id": CLIENT_ID,
        "microsoft_client_secret": CLIENT_SECRET,
        "google_client_id": CLIENT_ID,
        "google_client_secret": CLIENT_SECRET,
        "mail_service_urls": tuple(addresses.items()),
    }


@dataclass
class SignInSite:
    """The site and what it talks to. `cookies`: of the member's browser."""

    site: Site
    identity: FakeIdentity
    graph: FakeGraph
    sink: Sink
    cookies: dict[str, str] = field(default_factory=dict[str, str])

    async def link(self, by: Member | None = None, what: str = "mailbox") -> str:
        """A new connect page."""
        async with self.site.bot.context.store.write() as db:
            return f"/connect/{await one_time_links.make(db, by or self.site.ana, what, self.site.clock())}"

    async def choose(self, page: str, provider: str) -> str:
        """Press a provider's button; gives the address that the browser is sent to."""
        left = await self.site.post(page, {"sign_in": provider})
        assert left.status == 303, left.text
        name, _, rest = left.headers["Set-Cookie"].partition("=")
        self.cookies[name] = rest.partition(";")[0]
        return left.headers["Location"]

    async def allow(self, at_provider: str) -> str:
        """What the provider's page redirects to, once the person has decided there; without the site's address."""
        async with self.site.http.get(at_provider, allow_redirects=False) as answer:
            back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == "https://sourcer.example.com/oauth/callback"
        return f"{back.path}?{back.query}"

    async def come_back(self, callback: str, *, cookies: bool = True) -> Answer:
        return await self.site.get(callback, cookies=self.cookies if cookies else {})

    async def connect(self, provider: str, page: str = "", what: str = "mailbox") -> Answer:
        """All of it."""
        page = page or await self.link(what=what)
        return await self.come_back(await self.allow(await self.choose(page, provider)))

    async def rows(self) -> list[MailSignIn]:
        async with self.site.bot.context.store.read() as db:
            return await sign_ins.everywhere(db)


@asynccontextmanager
async def sign_in_site(
    folder: Path, clock: Clock, imap: Dovecot | None = None, port: int = 0, site_port: int = 0, **more: Any
) -> AsyncIterator[SignInSite]:
    """`imap` checks access tokens at `port`."""
    async with AsyncExitStack() as stack:
        identity = await stack.enter_async_context(fake_identity(port))
        graph = await stack.enter_async_context(fake_graph(identity))
        sink = Sink(accepts=identity.accepts)
        await stack.enter_async_context(smtp_sink(sink))
        settings = registered(identity, graph, sink.port, imap.port if imap else 1)
        site = await stack.enter_async_context(a_site(folder, clock, port=site_port, **settings, **more))
        yield SignInSite(site, identity, graph, sink)
