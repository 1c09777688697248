"""How we authenticate with a mapped source: a key in a header, a bearer token, a login, or an access token."""

import base64
import time
from collections.abc import Callable, Mapping

import jwt

from connectors.errors import BadCredentials
from connectors.resumes.base import CredentialField, Credentials
from connectors.resumes.mapping.file import Auth
from connectors.wire import Authorization, Key, Request, Token

WITH_TOKEN = frozenset({"client_credentials", "signed_assertion"})
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_LIVES = 30  # seconds
_CLIENT = (CredentialField("client_id", "Client ID", secret=False), CredentialField("client_secret", "Client secret"))
FIELDS: Mapping[str, tuple[CredentialField, ...]] = {
    "header": (CredentialField("key", "API key"),),
    "bearer": (CredentialField("key", "Access token"),),
    "basic": (CredentialField("user", "Username", secret=False), CredentialField("password", "Password")),
    "client_credentials": _CLIENT,
    "signed_assertion": _CLIENT,
}
"""What the connect page asks for."""


def authorization(label: str, auth: Auth, credentials: Credentials, address: str) -> Authorization:
    key = credentials.get("key", "")
    match auth.kind:
        case "header":
            return Key(auth.header, key)
        case "bearer":
            return Key("Authorization", f"Bearer {key}")
        case "basic":
            login = f"{credentials.get('user', '')}:{credentials.get('password', '')}"
            return Key("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
        case "client_credentials" | "signed_assertion":
            return Token(label, _token_request(label, auth, credentials, address), auth.within)


def _token_request(label: str, auth: Auth, credentials: Credentials, address: str) -> Callable[[], Request]:
    url = auth.token_path if "://" in auth.token_path else address + auth.token_path
    client, secret = credentials.get("client_id", ""), credentials.get("client_secret", "")
    form = {"grant_type": "client_credentials", "client_id": client}
    if auth.scope:
        form["scope"] = auth.scope

    def request() -> Request:
        if auth.kind == "client_credentials":
            return Request("POST", url, form=form | {"client_secret": secret})
        return Request(
            "POST",
            url,
            form=form
            | {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": _assertion(label, client, secret, url)},
        )

    return request


def _assertion(label: str, client: str, secret: str, url: str) -> str:
    """A statement signed with the secret, which itself is never sent (RFC 7523). Raises BadCredentials."""
    claims = {"iss": client, "sub": client, "aud": url, "exp": int(time.time()) + _ASSERTION_LIVES}
    try:
        return jwt.encode(claims, secret, algorithm="HS512")
    except jwt.InvalidKeyError:
        raise BadCredentials(label, "the secret can't sign") from None
