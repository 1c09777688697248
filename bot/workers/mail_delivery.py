"""Delivery of one mail: mark it as sending, compose it, hand it to the mail server, store the outcome.

Many mails are delivered at once; their simultaneous writes to the store share one transaction."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter

from bot.workers.batcher import Batcher
from cards.screens.wording import source_label
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Uncertain
from connectors.mail.base import Letter, MailAccount, Mailer, NoSuchAddress, SetupRefused
from connectors.mail.compose import compose
from connectors.mail.compose.compose import Links, SenderFacts
from handlers.context import Outreach
from store.db import Store
from store.deliverability import holds
from store.errors import StoreDown
from store.mailbox import mailboxes, sender_profiles
from store.members import members
from store.outreach import mail_handover, mail_outcomes
from store.outreach.mail_handover import Handover
from store.outreach.mail_queue import Claimed
from store.tables.outreach import Mail, Sender

log = logging.getLogger(__name__)

MAILS = Counter("sourcer_mails_total", "Attempts to send an e-mail, by kind and outcome", ("kind", "outcome"))

MAX_CONCURRENT = 8  # mails per workspace marked as sending: at most this many are unknown after a crash
WRITE_DELAY = 0.008  # seconds a write waits to be batched with others: a mail server takes far longer
CACHE_FOR = 15.0  # seconds to cache a workspace's mail account and a member's sender profile
RETRY_AFTER = 30.0  # seconds before a mail server that did not respond is tried again
LONGEST_LOCAL = 64  # characters before the @ (RFC 5321)
MAX_SAVE_PAUSE = 30.0  # maximum seconds between attempts to store a mail's outcome


BeforeSending = Callable[[int, int], Awaitable[None]]  # gets the ids of the workspace and of the mail


async def nothing_to_ask(workspace_id: int, mail_id: int) -> None:
    """Where no ATS is connected."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A mail about to be sent."""

    id: int
    from_domain: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a mail: `name` is sent, later, failed or unknown. `reason` is shown to people."""

    id: int
    name: str
    reason: str = ""
    after: float = 0.0  # seconds that the mail server asked us to wait
    bad_address: bool = False
    fault: str = ""  # of our set-up, if the mail was refused for it
    words: str = ""  # the mail server's, about that fault
    footer: str = ""  # signature and footer of a mail that was handed over


class MailDelivery:
    def __init__(
        self,
        store: Store,
        mailer: Mailer,
        outreach: Outreach,
        now: Callable[[], datetime],
        holder: str,
        before_sending: BeforeSending = nothing_to_ask,
    ) -> None:
        self._store = store
        self._mailer = mailer
        self._outreach = outreach
        self._now = now
        self._holder = holder
        self._before_sending = before_sending
        self._writes = Batcher(self._write, delay=WRITE_DELAY)
        self._slots: dict[int, asyncio.Semaphore] = {}
        self._cache_lock = asyncio.Lock()  # so that concurrent mails read an account only once
        self._accounts: dict[int, tuple[float, MailAccount]] = {}
        self._senders: dict[int, tuple[float, Sender]] = {}
        self._down: dict[int, tuple[float, str]] = {}
        self.stopping = False  # no more mails are started

    async def deliver(self, claimed: Claimed) -> None:
        """Deliver one mail. Raises StoreDown when it could not be started; it then counts as not taken."""
        async with self._slots.setdefault(claimed.workspace_id, asyncio.Semaphore(MAX_CONCURRENT)):
            outcome = await self._send(claimed)
        if outcome is not None:
            await self._save(outcome)

    async def _send(self, claimed: Claimed) -> Outcome | None:
        """None if the mail is not sent: we are stopping, or according to the store it is no longer ours to send."""
        if self.stopping:
            return None
        down = self._down_reason(claimed.workspace_id)
        if down:
            return Outcome(claimed.id, "later", down)
        account, by = await self.account(claimed.workspace_id), await self._sender(claimed)
        await self._before_sending(claimed.workspace_id, claimed.id)
        handover = await self._writes.submit(Begin(claimed.id, account.mail_from.rpartition("@")[2]))
        if handover is None:
            return None
        outcome = await self._hand_over(handover, account, by)
        MAILS.labels(handover.kind, outcome.name).inc()
        return outcome

    async def account(self, workspace_id: int) -> MailAccount:
        """The workspace's mail account, cached for CACHE_FOR seconds."""
        async with self._cache_lock:
            read, account = self._accounts.get(workspace_id, (0.0, None))
            if account is None or time.monotonic() - read > CACHE_FOR:
                async with self._store.read() as db:
                    account = await mailboxes.account_of(db, workspace_id, self._outreach.mail, self._outreach.keys)
                self._accounts[workspace_id] = (time.monotonic(), account)
            return account

    async def _sender(self, claimed: Claimed) -> Sender:
        """The member's sender profile, cached for CACHE_FOR seconds."""
        async with self._cache_lock:
            read, sender = self._senders.get(claimed.member_id, (0.0, None))
            if sender is None or time.monotonic() - read > CACHE_FOR:
                async with self._store.read() as db:
                    sender = await sender_profiles.get(
                        db, await members.get(db, claimed.workspace_id, claimed.member_id)
                    )
                self._senders[claimed.member_id] = (time.monotonic(), sender)
            return sender

    # ── outside ──

    async def _hand_over(self, handover: Handover, account: MailAccount, by: Sender) -> Outcome:
        """From here on the mail is stored as *sending*. Any other exception leaves it that way, so that it ends up as
        unknown, which is correct."""
        footer = ""
        try:
            letter, footer = self._letter(handover, account, by)
            await self._mailer.send(letter, account)
        except NoSuchAddress as no:
            return Outcome(handover.id, "failed", no.reason, bad_address=True)
        except SetupRefused as no:
            return Outcome(handover.id, "failed", no.reason, fault=no.fault, words=no.words)
        except Refused as no:
            return Outcome(handover.id, "failed", no.reason)
        except Throttled as fault:
            log.info("mail %s is postponed: %s", handover.id, fault.detail)
            return Outcome(handover.id, "later", "The mail server asked us to wait.", after=fault.retry_after)
        except Uncertain as fault:
            log.warning("mail %s may or may not have been sent: %s", handover.id, fault.detail)
            return Outcome(handover.id, "unknown", footer=footer)
        except OutsideError as fault:
            log.warning("mail %s of workspace %s was not sent: %s", handover.id, handover.workspace_id, fault.detail)
            return Outcome(handover.id, "later", self._mark_down(handover.workspace_id, fault))
        except ValueError:  # it could not be composed: nothing was handed over
            log.exception("mail %s cannot be composed", handover.id)
            return Outcome(handover.id, "failed", "The message could not be converted to an e-mail.")
        return Outcome(handover.id, "sent", footer=footer)

    def _letter(self, handover: Handover, account: MailAccount, by: Sender) -> tuple[Letter, str]:
        """The message, and its signature and footer."""
        host = self._outreach.public_url
        kind: compose.Kind = (
            "reply" if handover.kind == "reply" else "apply" if handover.invites_to == "apply" else "connect"
        )
        content = compose.Content(
            kind=kind,
            language=handover.language,
            subject=handover.subject,
            text=handover.text,
            source_words=compose.source_words(handover.source, source_label(handover.source), handover.language),
            links=Links(f"{host}/a/{handover.answer_token}", f"{host}/u/{handover.never_token}"),
        )
        headers = compose.Headers(
            message_id=handover.message_id,
            reply_to=_plus_address(account.mail_from, handover.reply_token) if account.imap_url else "",
            in_reply_to=handover.in_reply_to,
            references=handover.references,
        )
        sender = SenderFacts(
            name=by.name,
            title=by.title,
            company=account.company,
            calendar_url=by.calendar_url,
            signature=by.signature,
        )
        letter = compose.letter(content, headers, to=handover.to, sender=sender, account=account)
        return letter, compose.closing(content, sender, account)

    def _mark_down(self, workspace_id: int, fault: OutsideError) -> str:
        """Pause the workspace's mails for RETRY_AFTER seconds, and return why. Other workspaces are not affected."""
        reason = "The mail server could not be reached."
        if isinstance(fault, BadCredentials):
            reason = "The mail server rejected the login. An admin can reconnect the mailbox."
            self._accounts.pop(workspace_id, None)
        self._down[workspace_id] = (time.monotonic(), reason)
        return reason

    def _down_reason(self, workspace_id: int) -> str:
        since, reason = self._down.get(workspace_id, (0.0, ""))
        if reason and time.monotonic() - since > RETRY_AFTER:
            del self._down[workspace_id]
            return ""
        return reason

    # ── the store ──

    async def _write(self, requests: Sequence[Begin | Outcome]) -> Sequence[Handover | None]:
        """Store outcomes and mark other mails as sending, in one durable transaction."""
        now = self._now()
        outcomes = [request for request in requests if isinstance(request, Outcome)]
        async with self._store.write(durable=True) as db:
            footers = {each.id: each.footer for each in outcomes if each.footer}
            await mail_outcomes.sent(db, [each.id for each in outcomes if each.name == "sent"], now, footers)
            await mail_outcomes.unknown(db, [each.id for each in outcomes if each.name == "unknown"], now, footers)
            for outcome in outcomes:
                if outcome.name == "later":
                    await mail_outcomes.retry_later(
                        db, outcome.id, self._holder, outcome.reason, now, after=outcome.after
                    )
                elif outcome.name == "failed":
                    await mail_outcomes.failed(db, outcome.id, outcome.reason, now, bad_address=outcome.bad_address)
                    if outcome.fault:
                        await holds.refused(db, await db.get_one(Mail, outcome.id), outcome.fault, outcome.words, now)
            domains = {each.id: each.from_domain for each in requests if isinstance(each, Begin)}
            handovers = await mail_handover.sending(db, domains, self._holder, self._outreach.hash_key, now)
        return [handovers.get(each.id) for each in requests]

    async def _save(self, outcome: Outcome) -> None:
        """Store the outcome, which is known only here: retried until the store accepts it."""
        wait = 0.5
        while True:
            try:
                await self._writes.submit(outcome)
                return
            except StoreDown as fault:
                log.warning("the outcome of mail %s is not stored yet (%s): %s", outcome.id, outcome.name, fault)
            await asyncio.sleep(wait)
            wait = min(MAX_SAVE_PAUSE, wait * 2)


def _plus_address(address: str, token: str) -> str:
    """A reply address with the token in it, or "" if that would be too long for an address; replies are then matched by
    their In-Reply-To."""
    local, _, host = address.rpartition("@")
    tagged = f"{local}+{token}"
    return f"{tagged}@{host}" if len(tagged) <= LONGEST_LOCAL else ""
