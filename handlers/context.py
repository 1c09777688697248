"""Everything a handler may use: the store, the index, reference data, the clock, mail. No globals."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from connectors.ats.base import JobBoards
from connectors.geo.places import Places
from connectors.mail.base import MailAccount, Mailer, MailReader
from connectors.mail.services import MailProvider
from connectors.resumes.federated import FederatedSearch
from connectors.search.base import SearchIndex
from connectors.titles import Titles
from handlers.connected_ats import AtsConnections
from handlers.connected_sources import Sources
from handlers.mail_accounts import MailAccounts
from store.db import Read, Store, Write
from store.keys import HashKey, KeyRing


@dataclass(frozen=True, slots=True)
class Outreach:
    """The operator's outreach settings; a workspace's own mailbox takes precedence over `mail`.

    `demo`: the playground, whose mailbox is on this machine, so its pages may be served from here too."""

    public_url: str = ""
    mail: MailAccount = field(default_factory=MailAccount)
    keys: KeyRing = field(default_factory=KeyRing)
    hash_key: HashKey = field(default_factory=HashKey)
    demo: bool = False
    undo: timedelta = timedelta(0)  # how long a message can be undone before it is sent
    services: Mapping[str, MailProvider] = field(default_factory=dict[str, MailProvider])  # where people can sign in

    @property
    def reachable(self) -> bool:
        """Whether a candidate could open our pages."""
        host = urlsplit(self.public_url).hostname or ""
        return bool(host) and (self.demo or not _is_loopback(host))


def _is_loopback(host: str) -> bool:
    """Whether a host is loopback or unspecified, and so unreachable from other machines."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def no_op() -> None:
    """Default for `Context.wake` when no worker runs."""


Outside = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Context:
    """A handler reads, calls outside systems, then writes at most once; it never awaits an outside system inside
    `read()` or `write()`."""

    store: Store
    index: SearchIndex
    places: Places
    titles: Titles
    now: Callable[[], datetime]
    admins: frozenset[str] = frozenset()  # e-mail addresses or platform ids, lowercase
    key: str = ""  # of the interaction; the write marks it as applied in the same transaction
    outside: Outside = nullcontext  # `async with context.outside():` around every wait for an outside system
    outreach: Outreach = field(default_factory=Outreach)
    wake: Callable[[], None] = no_op  # wakes the workers after a write that queued an e-mail or a notification
    mailer: Mailer | None = None  # only checks a mailbox; outgoing mail is queued in the store
    reader: MailReader | None = None
    accounts: MailAccounts | None = None
    job_boards: JobBoards | None = None
    federated: FederatedSearch = field(default_factory=FederatedSearch)
    sources: Sources = field(default_factory=Sources)  # the resume databases that workspaces have connected
    atses: AtsConnections = field(default_factory=AtsConnections)  # the applicant tracking systems, with a key

    def for_interaction(self, key: str, outside: Outside = nullcontext) -> "Context":
        """A copy of this context whose next write marks the interaction `key` as applied. `outside`: lets other
        interactions run while this one waits for an outside system."""
        return replace(self, key=key, outside=outside)

    def read(self) -> AbstractAsyncContextManager[Read]:
        return self.store.read()

    def write(self, *, durable: bool = False) -> AbstractAsyncContextManager[Write]:
        """`durable`: the write survives a power loss right afterwards; use it for anything that costs credits."""
        return self.store.write(applied=self.key, durable=durable)
