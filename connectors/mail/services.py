"""Mail services that people connect by signing in: Microsoft 365 and Google.

The addresses and permissions come from the vendors' documentation; none of them have been tried against the live
services:
https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth,
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow,
https://developers.google.com/workspace/gmail/imap/xoauth2-protocol."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from connectors.oauth import Provider

MICROSOFT, GOOGLE = "microsoft", "google"
LABELS = {MICROSOFT: "Microsoft 365", GOOGLE: "Google"}
ADDRESSES = {
    "microsoft_login": "https://login.microsoftonline.com",
    "microsoft_smtp": "smtp://smtp.office365.com:587",
    "microsoft_imap": "imaps://outlook.office365.com:993",
    "microsoft_graph": "https://graph.microsoft.com/v1.0",
    "google_login": "https://accounts.google.com/o/oauth2/v2/auth",
    "google_token": "https://oauth2.googleapis.com/token",
    "google_smtp": "smtps://smtp.gmail.com:465",
    "google_imap": "imaps://imap.gmail.com:993",
}
_OUTLOOK, _GRAPH = "https://outlook.office.com", "https://graph.microsoft.com"
_GMAIL = "https://mail.google.com/"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send and read: the servers, and the scopes of its access tokens."""

    send_url: str
    read_url: str
    scopes: tuple[str, ...]

    def addresses(self, login: str) -> tuple[str, str]:
        """The URLs of a MailAccount for this login."""
        return _with_login(self.send_url, login), _with_login(self.read_url, login)


@dataclass(frozen=True, slots=True)
class MailProvider:
    """A provider, and the ways to send and read mail there, best first."""

    provider: Provider
    ways: tuple[Way, ...]

    def mailbox(self, claims: Mapping[str, Any]) -> tuple[str, str] | None:
        """The login and address of the person who signed in; None if the claims contain neither.

        The claims only say which mailbox to try: the mail server decides whether the token opens it and
        whether it may send from the address."""
        email, login = _text(claims, "email"), _text(claims, "preferred_username")
        if self.provider.name == GOOGLE:
            return (email, email) if email and claims.get("email_verified") is True else None
        return (login or email, email or login) if email or login else None


def services(
    *,
    microsoft: tuple[str, str, str] = ("", "", ""),
    google: tuple[str, str] = ("", ""),
    urls: Mapping[str, str] | None = None,
) -> dict[str, MailProvider]:
    """The services that the operator registered an app with, by name. `microsoft`: client id, secret, tenant; `google`:
    client id, secret; `urls`: replacements for some of ADDRESSES."""
    at = {**ADDRESSES, **(urls or {})}
    found: dict[str, MailProvider] = {}
    if microsoft[0] and microsoft[1]:
        found[MICROSOFT] = _microsoft(*microsoft, at)
    if google[0] and google[1]:
        found[GOOGLE] = _google(*google, at)
    return found


def _microsoft(client_id: str, secret: str, tenant: str, at: Mapping[str, str]) -> MailProvider:
    """Microsoft 365. A token is for one resource, so SMTP and IMAP need a different token than Graph; the person allows
    both at once."""
    servers = (f"{_OUTLOOK}/SMTP.Send", f"{_OUTLOOK}/IMAP.AccessAsUser.All")
    graph = (f"{_GRAPH}/Mail.Send", f"{_GRAPH}/Mail.Read")
    base = f"{at['microsoft_login']}/{quote(tenant, safe='')}/oauth2/v2.0"
    identity = ("openid", "profile", "email", "offline_access")
    return MailProvider(
        Provider(
            MICROSOFT,
            LABELS[MICROSOFT],
            f"{base}/authorize",
            f"{base}/token",
            client_id,
            secret,
            (*identity, *servers, *graph),
            (("prompt", "select_account"),),
        ),
        (
            Way(at["microsoft_smtp"], f"{at['microsoft_imap']}/INBOX", (*servers, *identity)),
            Way(at["microsoft_graph"], at["microsoft_graph"], (*graph, *identity)),
        ),
    )


def _google(client_id: str, secret: str, at: Mapping[str, str]) -> MailProvider:
    """Google, asked with `prompt=consent`: otherwise, it gives a refresh token only the first time."""
    return MailProvider(
        Provider(
            GOOGLE,
            LABELS[GOOGLE],
            at["google_login"],
            at["google_token"],
            client_id,
            secret,
            ("openid", "email", _GMAIL),
            (("access_type", "offline"), ("prompt", "consent select_account")),
        ),
        (Way(at["google_smtp"], f"{at['google_imap']}/INBOX", ()),),
    )


def addresses(text: str) -> tuple[tuple[str, str], ...]:
    """Parse "NAME=ADDRESS, …", which replaces some of ADDRESSES. Raises ValueError."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, address = (each.strip() for each in part.partition("="))
        usual = ADDRESSES.get(name)
        if usual is None:
            raise ValueError(f"'{name}' must be one of {', '.join(ADDRESSES)}")
        given = urlsplit(address)
        if not given.hostname or given.scheme.rstrip("s") != urlsplit(usual).scheme.rstrip("s"):
            raise ValueError(f"'{address}' must be like {usual}")
        found[name] = address.rstrip("/")
    return tuple(found.items())


def tenant(text: str) -> str:
    """Check a Microsoft tenant: its id or a domain. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,100}", text):
        raise ValueError(f"'{text}' is not a tenant's id or domain")
    return text


def allows_mail(service: MailProvider, scopes: frozenset[str]) -> bool:
    """Whether the person allowed access to mail: at Google, they can decline that part. If no scopes are given,
    everything that we asked for is allowed."""
    return service.provider.name != GOOGLE or not scopes or _GMAIL in scopes


def _with_login(url: str, login: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return url
    return urlunsplit(parts._replace(netloc=f"{quote(login, safe='')}@{parts.netloc}"))


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) and "@" in value and len(value) <= 254 else ""
