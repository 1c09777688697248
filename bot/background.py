"""What runs by itself: how often, and which lease keeps replicas from doing the same work at once.

Schedulers and workers take their numbers from here, and docs/architecture.md its table. A job is harmless when it runs
twice.
"""

from dataclasses import dataclass
from datetime import timedelta

from store.chat import notifications
from store.outreach import mail_queue


@dataclass(frozen=True, slots=True)
class Job:
    """`what` it does, and in which module; `every`: seconds. `lease`: a name of `leases`, with what it is of for one of
    each (`mailbox:…`); or `rows`: the table whose rows it takes, each under a lease of its own. `lasts`: the lease."""

    name: str
    module: str
    what: str
    every: float
    lease: str = ""
    rows: str = ""
    lasts: timedelta = timedelta(0)


INTERACTIONS = Job(
    "sweep",
    "bot/pipeline/intake.py",
    "takes over interactions of a process that died",
    every=15,
    rows="inbox",
    lasts=timedelta(seconds=60),
)
INDEX = Job(
    "index",
    "bot/index_sync.py",
    "brings changes of profiles to the search index",
    every=10,
    lease="index",
    lasts=timedelta(seconds=30),
)
CREDITS = Job(
    "credits",
    "bot/workers/credit_resets.py",
    "begins the months of credits that are due",
    every=60,
    lease="credits",
    lasts=timedelta(minutes=3),
)
MAILBOXES = Job(
    "mailboxes",
    "bot/workers/mailbox_poller.py",
    "reads the mailboxes",
    every=60,
    lease="mailbox:",
    lasts=timedelta(minutes=5),
)
SOURCES = Job(
    "sources",
    "bot/workers/source_poller.py",
    "asks connected sources for answers, after the mailboxes",
    every=MAILBOXES.every,
    lease="source:",
    lasts=timedelta(minutes=5),
)
SEND = Job(
    "send",
    "bot/workers/mail_sender.py",
    "sends mails that are due; woken at once by a write",
    every=5,  # rates are limits a minute
    rows="mails",
    lasts=mail_queue.LEASE,
)
RECOVER = Job(
    "recover",
    "bot/workers/mail_sender.py",
    "renews the leases of mails in hand, and finds mails whose process died",
    every=45,
    rows="mails",
    lasts=mail_queue.LEASE,
)
FIND = Job(
    "find",
    "bot/workers/mail_sender.py",
    "looks in the sent folder for mails that may or may not have left",
    every=15,
)
NOTIFY = Job(
    "notify",
    "bot/workers/notifier.py",
    "notifies members; woken at once by a write",
    every=10,
    rows="notices",
    lasts=notifications.LEASE,
)
REDRAW = Job(
    "redraw",
    "bot/workers/notifier.py",
    "redraws cards that show somebody who changed, after the notifications",
    every=NOTIFY.every,
    lease="redrawing",
    lasts=timedelta(seconds=60),
)
TIDY = Job("tidy", "bot/pipeline/intake.py", "deletes old interactions", every=3600)
FORGET = Job("forget", "store/retention.py", "deletes what has served its purpose", every=3600)

JOBS = (INTERACTIONS, INDEX, CREDITS, MAILBOXES, SOURCES, SEND, RECOVER, FIND, NOTIFY, REDRAW, TIDY, FORGET)
