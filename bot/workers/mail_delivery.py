"""Delivery of one e-mail: mark it as sending, compose it, hand it to the mail server, store the outcome. If the
mailbox's owner must reconnect the mailbox, the e-mail is returned to the queue before it is marked.

Many e-mails are delivered at once; their simultaneous writes to the store share one transaction."""

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
from connectors.mail.base import Letter, MailAccount, Mailer, NoSuchAddress, SetupDeferred, SetupRefused
from connectors.mail.compose import compose
from connectors.mail.compose.compose import Links, SenderFacts
from handlers.context import Outreach
from handlers.mail_accounts import HeldBack, MailAccounts
from store.db import Store
from store.deliverability import holds
from store.errors import StoreDown
from store.mailbox import sender_profiles
from store.members import members
from store.outreach import mail_handover, mail_outcomes
from store.outreach.mail_handover import Handover
from store.outreach.mail_queue import Claimed
from store.tables.outreach import Mail, Sender

log = logging.getLogger(__name__)

MAILS = Counter("sourcer_mails_total", "Attempts to send an e-mail, by kind and outcome", ("kind", "outcome"))

MAX_CONCURRENT = 8  # e-mails per workspace marked as sending: at most this many are unknown after a crash
WRITE_DELAY = 0.008  # seconds a write waits to be batched with others: a mail server takes far longer
CACHE_FOR = 15.0  # seconds to cache a workspace's mail account and a member's sender profile
RETRY_AFTER = 30.0  # seconds before a mail server that did not respond is tried again
LONGEST_LOCAL = 64  # characters before the @ (RFC 5321)
MAX_SAVE_PAUSE = 30.0  # maximum seconds between attempts to store an e-mail's outcome


BeforeSending = Callable[[int, int], Awaitable[None]]  # gets the ids of the workspace and of the e-mail


async def nothing_to_ask(workspace_id: int, mail_id: int) -> None:
    """Does nothing: used where no ATS is connected."""


@dataclass(frozen=True, slots=True)
class Begin:
    """An e-mail about to be sent."""

    id: int
    from_domain: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an e-mail: `name` is sent, later, failed, unknown or held; held means that the e-mail waits until
    its mailbox is connected again. `reason` is shown to people."""

    id: int
    name: str
    reason: str = ""
    after: float = 0.0  # seconds that the mail server asked us to wait
    bad_address: bool = False
    fault: str = ""  # the fault in our setup for which the e-mail was refused, or is refused for now
    words: str = ""  # what the mail server said about that fault
    footer: str = ""  # signature and footer of an e-mail that was handed over


@dataclass(frozen=True, slots=True)
class _Down:
    """Why an account can't send now; `fault` as in Outcome."""

    reason: str
    fault: str = ""


class MailDelivery:
    def __init__(
        self,
        store: Store,
        mailer: Mailer,
        outreach: Outreach,
        now: Callable[[], datetime],
        holder: str,
        accounts: MailAccounts,
        before_sending: BeforeSending = nothing_to_ask,
    ) -> None:
        self._store = store
        self._mail_accounts = accounts
        self._mailer = mailer
        self._outreach = outreach
        self._now = now
        self._holder = holder
        self._before_sending = before_sending
        self._writes = Batcher(self._write, delay=WRITE_DELAY)
        self._slots: dict[int, asyncio.Semaphore] = {}
        self._cache_lock = asyncio.Lock()  # so that concurrent e-mails read an account only once
        self._accounts: dict[tuple[int, int], tuple[float, MailAccount]] = {}  # by workspace and member
        self._senders: dict[int, tuple[float, Sender]] = {}
        self._down: dict[tuple[int, int], tuple[float, _Down]] = {}  # by workspace and sign-in
        self.stopping = False  # no more e-mails are started

    async def deliver(self, claimed: Claimed) -> None:
        """Deliver one e-mail. Raises StoreDown when it could not be started; the e-mail is then treated as if it had
        not been taken."""
        async with self._slots.setdefault(claimed.workspace_id, asyncio.Semaphore(MAX_CONCURRENT)):
            outcome = await self._send(claimed)
        if outcome is not None:
            await self._save(outcome)

    async def _send(self, claimed: Claimed) -> Outcome | None:
        """Send the e-mail and return the outcome; None if it is not sent because we are stopping, or because the store
        says it is no longer ours to send."""
        if self.stopping:
            return None
        account = await self.account(claimed.workspace_id, claimed.member_id)
        down = self._is_down(claimed.workspace_id, account)
        if down:
            return Outcome(claimed.id, "later", down.reason, fault=down.fault)
        try:
            account = await self._mail_accounts.ready(account)
        except HeldBack:
            return self._held_back(claimed)
        except OutsideError as fault:
            log.warning("mail %s of workspace %s was not sent: %s", claimed.id, claimed.workspace_id, fault.detail)
            return Outcome(claimed.id, "later", self._mark_down(claimed, account, fault).reason)
        by = await self._sender(claimed)
        await self._before_sending(claimed.workspace_id, claimed.id)
        handover = await self._writes.submit(Begin(claimed.id, account.mail_from.rpartition("@")[2]))
        if handover is None:
            return None
        outcome = await self._hand_over(claimed, handover, account, by)
        MAILS.labels(handover.kind, outcome.name).inc()
        return outcome

    async def account(self, workspace_id: int, member_id: int) -> MailAccount:
        """The account that the member's mail is sent from, without an access token, cached for CACHE_FOR seconds."""
        key = (workspace_id, member_id)
        async with self._cache_lock:
            read, account = self._accounts.get(key, (0.0, None))
            if account is None or time.monotonic() - read > CACHE_FOR:
                account = await self._mail_accounts.find(workspace_id, member_id)
                self._accounts[key] = (time.monotonic(), account)
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

    async def _hand_over(self, claimed: Claimed, handover: Handover, account: MailAccount, by: Sender) -> Outcome:
        """Hand the e-mail over to the mail server. The e-mail is now stored as *sending*; an exception that isn't
        handled here leaves it that way, so that its outcome becomes unknown, which is correct."""
        footer = ""
        try:
            letter, footer = self._letter(handover, account, by)
            await self._mail_accounts.using(account, lambda ready: self._mailer.send(letter, ready))
        except HeldBack:
            return self._held_back(claimed)
        except NoSuchAddress as no:
            return Outcome(handover.id, "failed", no.reason, bad_address=True)
        except SetupRefused as no:
            return Outcome(handover.id, "failed", no.reason, fault=no.fault, words=no.words)
        except Refused as no:
            return Outcome(handover.id, "failed", no.reason)
        except Throttled as fault:
            log.info("e-mail %s is postponed: %s", handover.id, fault.detail)
            setup, words = (fault.fault, fault.words) if isinstance(fault, SetupDeferred) else ("", "")
            reason = "The mail server asked us to wait."
            return Outcome(handover.id, "later", reason, after=fault.retry_after, fault=setup, words=words)
        except Uncertain as fault:
            log.warning("e-mail %s may or may not have been sent: %s", handover.id, fault.detail)
            return Outcome(handover.id, "unknown", footer=footer)
        except OutsideError as fault:
            log.warning("e-mail %s of workspace %s was not sent: %s", handover.id, handover.workspace_id, fault.detail)
            down = self._mark_down(claimed, account, fault)
            return Outcome(handover.id, "later", down.reason, fault=down.fault)
        except ValueError:  # it could not be composed: nothing was handed over
            log.exception("e-mail %s cannot be composed", handover.id)
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

    def _held_back(self, claimed: Claimed) -> Outcome:
        """The outcome for an e-mail that waits for its mailbox. The account is dropped from the cache: a different
        account may be connected by the time the e-mail is taken again."""
        self._accounts.pop((claimed.workspace_id, claimed.member_id), None)
        return Outcome(claimed.id, "held", "The mailbox must be connected again.")

    def _mark_down(self, claimed: Claimed, account: MailAccount, fault: OutsideError) -> _Down:
        """Pause the account's e-mails for RETRY_AFTER seconds, and return why. Other accounts are not affected."""
        down = _Down("The mail server could not be reached.")
        if isinstance(fault, BadCredentials):
            reason = "The mail server rejected the login. An admin can reconnect the mailbox."
            down = _Down(reason, "" if account.sign_in_id else holds.LOGIN)
            self._accounts.pop((claimed.workspace_id, claimed.member_id), None)
        self._down[claimed.workspace_id, account.sign_in_id] = (time.monotonic(), down)
        return down

    def _is_down(self, workspace_id: int, account: MailAccount) -> _Down | None:
        key = (workspace_id, account.sign_in_id)
        since, down = self._down.get(key, (0.0, None))
        if down is not None and time.monotonic() - since > RETRY_AFTER:
            del self._down[key]
            return None
        return down

    # ── the store ──

    async def _write(self, requests: Sequence[Begin | Outcome]) -> Sequence[Handover | None]:
        """Store outcomes and mark other e-mails as sending, in one durable transaction."""
        now = self._now()
        outcomes = [request for request in requests if isinstance(request, Outcome)]
        async with self._store.write(durable=True) as db:
            footers = {each.id: each.footer for each in outcomes if each.footer}
            await mail_outcomes.sent(db, [each.id for each in outcomes if each.name == "sent"], now, footers)
            await mail_outcomes.unknown(db, [each.id for each in outcomes if each.name == "unknown"], now, footers)
            for outcome in outcomes:
                if outcome.name in ("later", "held"):
                    id, after, limited = outcome.id, outcome.after, outcome.name == "later"
                    await mail_outcomes.retry_later(
                        db, id, self._holder, outcome.reason, now, after=after, limited=limited
                    )
                    if outcome.fault:
                        await holds.deferred(db, await db.get_one(Mail, id), outcome.fault, outcome.words, now)
                elif outcome.name == "failed":
                    await mail_outcomes.failed(db, outcome.id, outcome.reason, now, bad_address=outcome.bad_address)
                    if outcome.fault:
                        await holds.refused(db, await db.get_one(Mail, outcome.id), outcome.fault, outcome.words, now)
            domains = {each.id: each.from_domain for each in requests if isinstance(each, Begin)}
            handovers = await mail_handover.sending(db, domains, self._holder, self._outreach.hash_key, now)
        return [handovers.get(each.id) for each in requests]

    async def _save(self, outcome: Outcome) -> None:
        """Store the outcome, retrying until the store accepts it: the outcome is known only here."""
        wait = 0.5
        while True:
            try:
                await self._writes.submit(outcome)
                return
            except StoreDown as fault:
                log.warning("the outcome of e-mail %s is not stored yet (%s): %s", outcome.id, outcome.name, fault)
            await asyncio.sleep(wait)
            wait = min(MAX_SAVE_PAUSE, wait * 2)


def _plus_address(address: str, token: str) -> str:
    """A reply address with the token in it, or "" if that would be too long for an address; replies are then matched by
    their In-Reply-To."""
    local, _, host = address.rpartition("@")
    tagged = f"{local}+{token}"
    return f"{tagged}@{host}" if len(tagged) <= LONGEST_LOCAL else ""
