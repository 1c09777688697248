"""All that a handler may use: the store, the index, reference data, the clock, mail. No globals."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from connectors.geo.places import Places
from connectors.mail.base import MailAccount, Mailer, MailReader
from connectors.search.base import SearchIndex
from connectors.titles import Titles
from store.db import Read, Store, Write
from store.keys import HashKey, KeyRing


@dataclass(frozen=True, slots=True)
class Outreach:
    """What the operator set up for contacting people; a workspace's own mailbox goes before `mail`.

    `demo`: the playground, whose mailbox is on this machine, so that its pages may be too."""

    public_url: str = ""
    mail: MailAccount = field(default_factory=MailAccount)
    keys: KeyRing = field(default_factory=KeyRing)
    hash_key: HashKey = field(default_factory=HashKey)
    demo: bool = False

    @property
    def reachable(self) -> bool:
        """Whether a candidate could open our pages."""
        host = urlsplit(self.public_url).hostname or ""
        return bool(host) and (self.demo or not _own_machine(host))


def _own_machine(host: str) -> bool:
    """A name or address that leads nowhere from outside: loopback, or none at all."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def no_op() -> None:
    """No worker runs here."""


@dataclass(frozen=True, slots=True)
class Context:
    """A handler reads, asks the outside, then writes at most once; nothing outside is awaited inside `read()` or
    `write()`."""

    store: Store
    index: SearchIndex
    places: Places
    titles: Titles
    now: Callable[[], datetime]
    admins: frozenset[str] = frozenset()  # e-mails or platform ids, lower case
    key: str = ""  # of the interaction: the write marks it applied in the same transaction
    outreach: Outreach = field(default_factory=Outreach)
    wake: Callable[[], None] = no_op  # the workers, after a write that made a mail or a notification due
    mailer: Mailer | None = None  # checks a mailbox; what is to be sent waits in the store
    reader: MailReader | None = None

    def for_interaction(self, key: str) -> "Context":
        """The same context, whose next write marks that interaction applied."""
        return replace(self, key=key)

    def read(self) -> AbstractAsyncContextManager[Read]:
        return self.store.read()

    def write(self, *, durable: bool = False) -> AbstractAsyncContextManager[Write]:
        """`durable`: also when the machine loses power right afterwards; what is paid for is."""
        return self.store.write(applied=self.key, durable=durable)
