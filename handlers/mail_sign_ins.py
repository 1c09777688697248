"""What signing in to Microsoft or Google grants: the code is exchanged for tokens, and the mailbox is tried before it
is saved."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.errors import OutsideError
from connectors.mail import account_check
from connectors.mail.base import MailAccount, Mailer, MailReader
from connectors.mail.services import MailProvider, Way, allows_mail
from connectors.oauth import OAuth, Tokens
from handlers.sign_ins.redeeming import CannotSignIn, redeem
from store.mailbox.sign_ins import Granted
from store.people.match_keys import is_address

log = logging.getLogger(__name__)


async def granted(
    oauth: OAuth, service: MailProvider, code: str, verifier: str, redirect_uri: str, now: datetime, *, checks: "Checks"
) -> Granted:
    """The mailbox of the person who signed in, with the first way of sending and reading that works, tried in the
    service's order. Raises CannotSignIn."""
    label, first = service.provider.label, service.ways[0]
    tokens = await redeem(oauth, service.provider, code, verifier, redirect_uri, first.scopes)
    if not allows_mail(service, tokens.scopes):
        raise CannotSignIn(f"Sourcer needs access to your mail at {label}. Start again, and allow it.")
    mailbox = service.mailbox(tokens.claims)
    if mailbox is None or not is_address(mailbox[1]):
        raise CannotSignIn(f"{label} didn't say which e-mail address this account has. Sign in with one that has one.")
    return await _first_that_works(oauth, service, tokens, mailbox, now, checks)


class Checks:
    """Tries a mailbox; with `reader` None, reading isn't tried."""

    def __init__(self, mailer: Mailer | None, reader: MailReader | None) -> None:
        self._mailer, self._reader = mailer, reader

    async def works(self, account: MailAccount) -> bool:
        return not await account_check.faults(account, self._mailer, self._reader)


async def _first_that_works(
    oauth: OAuth, service: MailProvider, tokens: Tokens, mailbox: tuple[str, str], now: datetime, checks: Checks
) -> Granted:
    refresh_token = tokens.refresh_token
    for way in service.ways:
        if way is not service.ways[0]:
            try:
                tokens = await oauth.refresh(service.provider, refresh_token, way.scopes)
            except OutsideError as fault:
                log.warning("a sign-in at %s gives no token for another way: %s", service.provider.label, fault)
                continue
            refresh_token = tokens.refresh_token or refresh_token
        found = _granted(service, way, replace(tokens, refresh_token=refresh_token), mailbox, now)
        account = MailAccount(
            smtp_url=found.send_url, imap_url=found.read_url, mail_from=found.address, access_token=found.access_token
        )
        if await checks.works(account):
            return found
    raise CannotSignIn(
        f"{service.provider.label} let you sign in, but it doesn't let Sourcer send and read mail as {mailbox[1]}. Ask "
        f"your {service.provider.label} admin to allow it, or use another account."
    )


def _granted(service: MailProvider, way: Way, tokens: Tokens, mailbox: tuple[str, str], now: datetime) -> Granted:
    login, address = mailbox
    send_url, read_url = way.addresses(login)
    return Granted(
        provider=service.provider.name,
        login=login,
        address=address,
        send_url=send_url,
        read_url=read_url,
        scopes=" ".join(way.scopes),
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_at=now + timedelta(seconds=tokens.lasts),
    )
