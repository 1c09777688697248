"""Background jobs: how often each runs, and which lease keeps replicas from doing the same work at once.

Schedulers and workers take their intervals from here; so does the table in docs/architecture.md. Running a job twice is
harmless.
"""

from dataclasses import dataclass
from datetime import timedelta

from store.chat import notifications
from store.outreach import mail_queue


@dataclass(frozen=True, slots=True)
class Job:
    """`every` is in seconds. `lease` is a name in `leases`, or a prefix (`mailbox:…`) when each item has its own lease;
    `rows` is the table whose rows are leased one by one."""

    name: str
    module: str
    description: str
    every: float
    lease: str = ""
    rows: str = ""
    lease_duration: timedelta = timedelta(0)


INTERACTIONS = Job(
    "sweep",
    "bot/pipeline/intake.py",
    "takes over interactions from a process that died",
    every=15,
    rows="inbox",
    lease_duration=timedelta(seconds=60),
)
INDEX = Job(
    "index",
    "bot/index_sync.py",
    "copies profile changes to the search index",
    every=10,
    lease="index",
    lease_duration=timedelta(seconds=30),
)
CREDITS = Job(
    "credits",
    "bot/workers/credit_resets.py",
    "resets monthly credits when they are due",
    every=60,
    lease="credits",
    lease_duration=timedelta(minutes=3),
)
MAILBOXES = Job(
    "mailboxes",
    "bot/workers/mailbox_poller.py",
    "reads the mailboxes",
    every=60,
    lease="mailbox:",
    lease_duration=timedelta(minutes=5),
)
SOURCES = Job(
    "sources",
    "bot/workers/source_poller.py",
    "polls connected sources for answers, after the mailboxes",
    every=MAILBOXES.every,
    lease="source:",
    lease_duration=timedelta(minutes=5),
)
JOB_BOARDS = Job(
    "job_boards",
    "bot/workers/job_board_sync.py",
    "copies the jobs from job boards, each hourly",
    every=60,
    lease="job_board:",
    lease_duration=timedelta(minutes=5),
)
SOURCE_CHECKS = Job(
    "source_checks",
    "bot/workers/source_checks.py",
    "checks the credentials and quotas of connected resume databases, each hourly",
    every=60,
    lease="source_check:",
    lease_duration=timedelta(minutes=5),
)
DIGESTS = Job(
    "digests",
    "bot/workers/search_digests.py",
    "runs saved searches that are due, and queues a message about new people",
    every=15,
    lease="saved_search:",
    lease_duration=timedelta(minutes=5),
)
SEND = Job(
    "send",
    "bot/workers/mail_sender.py",
    "sends e-mails that are due; woken immediately by a write",
    every=5,  # send rates are limits per minute
    rows="mails",
    lease_duration=mail_queue.LEASE,
)
RECOVER = Job(
    "recover",
    "bot/workers/mail_sender.py",
    "renews the leases of e-mails being sent, and finds e-mails whose sending process died",
    every=45,
    rows="mails",
    lease_duration=mail_queue.LEASE,
)
FIND = Job(
    "find",
    "bot/workers/mail_sender.py",
    "searches the sent folder for e-mails that may or may not have been sent",
    every=15,
)
NOTIFY = Job(
    "notify",
    "bot/workers/notifier.py",
    "notifies members; woken immediately by a write",
    every=10,
    rows="notices",
    lease_duration=notifications.LEASE,
)
REDRAW = Job(
    "redraw",
    "bot/workers/notifier.py",
    "redraws cards of candidates that changed, after the notifications",
    every=NOTIFY.every,
    lease="redrawing",
    lease_duration=timedelta(seconds=60),
)
TIDY = Job("tidy", "bot/pipeline/intake.py", "deletes old interactions", every=3600)
FORGET = Job("forget", "store/retention.py", "deletes data that is no longer needed", every=3600)

JOBS = (
    *(INTERACTIONS, INDEX, CREDITS, MAILBOXES, SOURCES, JOB_BOARDS, SOURCE_CHECKS, DIGESTS, SEND, RECOVER, FIND),
    *(NOTIFY, REDRAW, TIDY, FORGET),
)
