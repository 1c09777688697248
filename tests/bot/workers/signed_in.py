"""Mailboxes that were connected by signing in, with fakes of Microsoft's sign-in, Graph, and a mail server that takes
access tokens."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.workers.mailbox_poller import MailboxPoller
from connectors.mail.graph.mailbox import GraphMailbox
from connectors.mail.receiving.imap import ImapReader
from connectors.mail.routed import RoutedReader
from connectors.mail.services import MICROSOFT, services
from handlers.mail_accounts import MailAccounts
from store.db import Store
from store.mailbox import connections, sign_ins
from store.mailbox.sign_ins import Granted
from store.tables.core import Member
from store.tables.mail_sign_ins import MailSignIn
from tests.bot.workers.sending import KEYS, Post, posting
from tests.fakes.graph import FakeGraph, fake_graph
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET, FakeIdentity, fake_identity
from tests.fakes.smtp import Sink, smtp_sink

SMTP, GRAPH = 0, 1  # ways of Microsoft 365


@dataclass
class SignedIn:
    """`post.sink` is the operator's mail server, `sink` Microsoft's."""

    post: Post
    identity: FakeIdentity
    graph: FakeGraph
    sink: Sink

    async def connect(self, by: Member, way: int = SMTP, *, own: bool = False, email: str = "") -> MailSignIn:
        """As the connect page does."""
        address = email or "jobs@acme.example"
        chosen, now = self.post.services[MICROSOFT].ways[way], self.post.clock()
        person = {"email": address, "preferred_username": address}
        access, refresh = self.identity.allowed(chosen.scopes, person)
        send_url, read_url = chosen.addresses(address)
        scopes, until = " ".join(chosen.scopes), now + timedelta(hours=1)
        granted = Granted(MICROSOFT, address, address, send_url, read_url, scopes, access, refresh, until)
        async with self.post.store.write() as db:
            return await connections.sign_in(db, by, granted, KEYS, now, own=own)

    async def row(self, id: int) -> MailSignIn:
        async with self.post.store.read() as db:
            found = await sign_ins.by_id(db, id)
        assert found is not None
        return found

    def accounts(self, store: Store | None = None) -> MailAccounts:
        """Those of a new process."""
        outreach = self.post.outreach
        return MailAccounts(store or self.post.store, outreach.mail, KEYS, outreach.services, self.post.clock)

    async def poll(self) -> int:
        """As a new process."""
        post, reader = self.post, RoutedReader(ImapReader(self.post.clock), GraphMailbox(self.post.clock))
        return await MailboxPoller(post.store, reader, post.outreach, post.clock, lambda: None).run_once()


@asynccontextmanager
async def signing_in(store: Store) -> AsyncIterator[SignedIn]:
    async with AsyncExitStack() as stack:
        post = await stack.enter_async_context(posting(store))
        identity = await stack.enter_async_context(fake_identity())
        graph = await stack.enter_async_context(fake_graph(identity))
        sink = Sink(accepts=lambda login, token: identity.accepts(login, token, "outlook.office.com"))
        await stack.enter_async_context(smtp_sink(sink))
        addresses = {
            "microsoft_login": f"{identity.address}/microsoft",
            "microsoft_smtp": sink.url,
            "microsoft_imap": "imap://127.0.0.1:1",
            "microsoft_graph": graph.url,
        }
        post.services = services(microsoft=(CLIENT_ID, CLIENT_SECRET, "organizations"), urls=addresses)
        post.reader = RoutedReader(ImapReader(post.clock), GraphMailbox(post.clock))
        yield SignedIn(post, identity, graph, sink)
