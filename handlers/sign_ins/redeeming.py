"""Exchanges the code from a finished sign-in for tokens, and explains what goes wrong."""

import logging

from connectors.errors import OutsideError, Refused
from connectors.oauth import ConsentWithdrawn, OAuth, Provider, Tokens

log = logging.getLogger(__name__)


class CannotSignIn(Exception):
    """Why nothing was connected, as text to display."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


async def redeem(
    oauth: OAuth, provider: Provider, code: str, verifier: str, redirect_uri: str, scopes: tuple[str, ...] = ()
) -> Tokens:
    """The tokens, including a refresh token. Raises CannotSignIn."""
    label = provider.label
    try:
        tokens = await oauth.redeem(provider, code, verifier, redirect_uri, scopes)
    except ConsentWithdrawn:
        raise CannotSignIn(f"{label} says that this sign-in has expired. Start again.") from None
    except Refused as no:
        raise CannotSignIn(no.reason) from None
    except OutsideError as fault:
        log.warning("a sign-in at %s failed: %s", label, fault)
        raise CannotSignIn(f"{label} isn't responding right now. Try again in a minute.") from None
    if not tokens.refresh_token:
        raise CannotSignIn(
            f"{label} granted access for only one hour. Whoever runs Sourcer needs to check its app registration with "
            f"{label}."
        )
    return tokens
