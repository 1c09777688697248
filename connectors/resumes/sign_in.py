"""Signing in to a source, instead of entering the credentials of a contract."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.oauth import Provider
from connectors.resumes.base import CredentialField, Credentials, ResumeSource, Traits
from connectors.wire import Grant


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where people sign in, and what they are asked to allow. `fields`: what else the connect page asks for. `open`:
    opens a connection with these credentials and tokens; an address other than "" replaces the source's own."""

    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    open: Callable[[Credentials, Grant, str], ResumeSource]
    fields: tuple[CredentialField, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    revoke_url: str = ""

    def provider(self, traits: Traits, client_id: str, client_secret: str, address: str = "") -> Provider:
        """The provider, with the operator's app registration; `address` replaces the source's own addresses unless it
        is ""."""
        return Provider(
            traits.name,
            traits.label,
            _at(self.authorize_url, address),
            _at(self.token_url, address),
            client_id,
            client_secret,
            self.scopes,
            self.parameters,
            _at(self.revoke_url, address),
        )


def _at(url: str, address: str) -> str:
    return address.rstrip("/") + urlsplit(url).path if url and address else url
