"""The way of one mail: marked as leaving, written, handed to the mail server, and what became of it kept.

Many go this way at once; what they tell the store at the same moment is one transaction."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter

from bot.workers.batcher import Batcher
from cards.screens.wording import source_label
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Uncertain
from connectors.mail.base import Letter, MailAccount, Mailer, NoSuchAddress
from connectors.mail.compose import compose
from connectors.mail.compose.compose import Links, SenderFacts
from handlers.context import Outreach
from store.db import Store
from store.errors import StoreDown
from store.mailbox import mailboxes, sender_profiles
from store.members import members
from store.outreach import mail_handover, mail_outcomes
from store.outreach.mail_handover import Handover
from store.outreach.mail_queue import Claimed
from store.tables.outreach import Sender

log = logging.getLogger(__name__)

MAILS = Counter("sourcer_mails_total", "Mails that left, or did not, by kind and outcome", ("kind", "outcome"))

AT_ONCE = 8  # mails of one workspace that are marked as leaving: as many are unknown after a crash, at most
COMPANY = 0.008  # seconds that a write waits for what others have to write: a mail server takes far longer
ACCOUNT_FOR = 15.0  # seconds that a workspace's mail account, and how a member signs, is not read again
DOWN_FOR = 30.0  # seconds that a mail server which did not answer is not called again
LONGEST_LOCAL = 64  # characters before the @ (RFC 5321)
KEEP_TRYING = 30.0  # seconds at most between two attempts to keep what became of a mail


@dataclass(frozen=True, slots=True)
class Begin:
    """A mail that is to leave now."""

    id: int
    from_domain: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: `name` is sent, later, failed or unknown. `words`: why, for people."""

    id: int
    name: str
    words: str = ""
    after: float = 0.0  # seconds that the mail server wants to be left alone
    bad_address: bool = False


class MailDelivery:
    def __init__(
        self, store: Store, mailer: Mailer, outreach: Outreach, now: Callable[[], datetime], holder: str
    ) -> None:
        self._store = store
        self._mailer = mailer
        self._outreach = outreach
        self._now = now
        self._holder = holder
        self._writes = Batcher(self._write, company=COMPANY)
        self._at_once: dict[int, asyncio.Semaphore] = {}
        self._reading = asyncio.Lock()  # many that begin at once read an account once
        self._accounts: dict[int, tuple[float, MailAccount]] = {}
        self._senders: dict[int, tuple[float, Sender]] = {}
        self._down: dict[int, tuple[float, str]] = {}
        self.stopping = False  # nothing more is begun

    async def deliver(self, claimed: Claimed) -> None:
        """The whole way. Raises StoreDown when it could not be begun: then it is as if it had not been taken."""
        async with self._at_once.setdefault(claimed.workspace_id, asyncio.Semaphore(AT_ONCE)):
            outcome = await self._send(claimed)
        if outcome is not None:
            await self._keep(outcome)

    async def _send(self, claimed: Claimed) -> Outcome | None:
        """None when it does not leave: no more is begun, or the store says that it is not ours to send any more."""
        if self.stopping:
            return None
        down = self._down_for(claimed.workspace_id)
        if down:
            return Outcome(claimed.id, "later", down)
        account, by = await self.account(claimed.workspace_id), await self._sender(claimed)
        leaving = await self._writes.ask(Begin(claimed.id, account.mail_from.rpartition("@")[2]))
        if leaving is None:
            return None
        outcome = await self._hand_over(leaving, account, by)
        MAILS.labels(leaving.kind, outcome.name).inc()
        return outcome

    async def account(self, workspace_id: int) -> MailAccount:
        """Whom the workspace's mails come from, read again after some seconds."""
        async with self._reading:
            read, account = self._accounts.get(workspace_id, (0.0, None))
            if account is None or time.monotonic() - read > ACCOUNT_FOR:
                async with self._store.read() as db:
                    account = await mailboxes.account_of(db, workspace_id, self._outreach.mail, self._outreach.keys)
                self._accounts[workspace_id] = (time.monotonic(), account)
            return account

    async def _sender(self, claimed: Claimed) -> Sender:
        """How the member signs, read again after some seconds."""
        async with self._reading:
            read, sender = self._senders.get(claimed.member_id, (0.0, None))
            if sender is None or time.monotonic() - read > ACCOUNT_FOR:
                async with self._store.read() as db:
                    sender = await sender_profiles.get(
                        db, await members.get(db, claimed.workspace_id, claimed.member_id)
                    )
                self._senders[claimed.member_id] = (time.monotonic(), sender)
            return sender

    # ── outside ──

    async def _hand_over(self, leaving: Handover, account: MailAccount, by: Sender) -> Outcome:
        """From here on the store says *sending*. Whatever is raised that is not named leaves it so, which ends as
        unknown: the truth."""
        try:
            await self._mailer.send(self._letter(leaving, account, by), account)
        except NoSuchAddress as no:
            return Outcome(leaving.id, "failed", no.reason, bad_address=True)
        except Refused as no:
            return Outcome(leaving.id, "failed", no.reason)
        except Throttled as fault:
            log.info("mail %s is put off: %s", leaving.id, fault.detail)
            return Outcome(leaving.id, "later", "The mail server asked for time.", after=fault.retry_after)
        except Uncertain as fault:
            log.warning("nobody knows whether mail %s left: %s", leaving.id, fault.detail)
            return Outcome(leaving.id, "unknown")
        except OutsideError as fault:
            log.warning("mail %s of workspace %s did not leave: %s", leaving.id, leaving.workspace_id, fault.detail)
            return Outcome(leaving.id, "later", self._down_now(leaving.workspace_id, fault))
        except ValueError:  # it cannot be written as a mail: nothing was handed over
            log.exception("mail %s cannot be written", leaving.id)
            return Outcome(leaving.id, "failed", "It could not be written as a mail.")
        return Outcome(leaving.id, "sent")

    def _letter(self, leaving: Handover, account: MailAccount, by: Sender) -> Letter:
        host = self._outreach.public_url
        kind: compose.Kind = (
            "reply" if leaving.kind == "reply" else "apply" if leaving.invites_to == "apply" else "connect"
        )
        return compose.letter(
            message_id=leaving.message_id,
            account=account,
            sender=SenderFacts(
                name=by.name,
                title=by.title,
                company=account.company,
                calendar_url=by.calendar_url,
                signature=by.signature,
            ),
            to=leaving.to,
            subject=leaving.subject,
            text=leaving.text,
            kind=kind,
            language=leaving.language,
            source_words=compose.source_words(leaving.source, source_label(leaving.source), leaving.language),
            links=Links(f"{host}/a/{leaving.answer_token}", f"{host}/u/{leaving.never_token}"),
            reply_to=_plus(account.mail_from, leaving.reply_token) if account.imap_url else "",
            in_reply_to=leaving.in_reply_to,
            chain=leaving.chain,
        )

    def _down_now(self, workspace_id: int, fault: OutsideError) -> str:
        """Nothing of the workspace is tried for a while; in words. Others are."""
        words = "The mail server could not be reached."
        if isinstance(fault, BadCredentials):
            words = "The mail server does not accept the login. An admin can connect the mailbox again."
            self._accounts.pop(workspace_id, None)
        self._down[workspace_id] = (time.monotonic(), words)
        return words

    def _down_for(self, workspace_id: int) -> str:
        since, words = self._down.get(workspace_id, (0.0, ""))
        if words and time.monotonic() - since > DOWN_FOR:
            del self._down[workspace_id]
            return ""
        return words

    # ── the store ──

    async def _write(self, asked: Sequence[Begin | Outcome]) -> Sequence[Handover | None]:
        """What became of some, and that others leave from now on: one transaction, on disk at its end."""
        now = self._now()
        outcomes = [each for each in asked if isinstance(each, Outcome)]
        async with self._store.write(durable=True) as db:
            await mail_outcomes.sent(db, [each.id for each in outcomes if each.name == "sent"], now)
            await mail_outcomes.unknown(db, [each.id for each in outcomes if each.name == "unknown"], now)
            for each in outcomes:
                if each.name == "later":
                    await mail_outcomes.retry_later(db, each.id, self._holder, each.words, now, after=each.after)
                elif each.name == "failed":
                    await mail_outcomes.failed(db, each.id, each.words, now, bad_address=each.bad_address)
            domains = {each.id: each.from_domain for each in asked if isinstance(each, Begin)}
            leaving = await mail_handover.sending(db, domains, self._holder, self._outreach.hash_key, now)
        return [leaving.get(each.id) for each in asked]

    async def _keep(self, outcome: Outcome) -> None:
        """What became of it is known here only: tried until the store takes it."""
        wait = 0.5
        while True:
            try:
                await self._writes.ask(outcome)
                return
            except StoreDown as fault:
                log.warning("what became of mail %s is not kept yet (%s): %s", outcome.id, outcome.name, fault)
            await asyncio.sleep(wait)
            wait = min(KEEP_TRYING, wait * 2)


def _plus(address: str, token: str) -> str:
    """The address that a reply comes to, with what it is a reply to; "" where that would be too long for an address:
    replies are known by what they answer then."""
    local, _, host = address.rpartition("@")
    tagged = f"{local}+{token}"
    return f"{tagged}@{host}" if len(tagged) <= LONGEST_LOCAL else ""
