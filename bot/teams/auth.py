# pyright: basic
"""Authenticates requests: botbuilder checks the tokens, with keys that are fetched without blocking other work.

Works around botbuilder-core 4.17: its own key store fetches with a blocking call without a timeout, doesn't look for
unknown keys again for a day, and turns every error into a 500; emulator and skill tokens, which we never accept, make
it fetch too.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
import jwt
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthenticationFactory,
    ClaimsIdentity,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

from bot.teams.connector import SIGN_IN, TIMEOUT, Connector
from bot.teams.settings import CHANNEL, TeamsSettings
from connectors.errors import OutsideError, Unreachable

log = logging.getLogger(__name__)

FRESH = 12 * 3600.0  # seconds: older keys are fetched again in the background
LOOK_AGAIN = 300.0  # seconds between fetches for an unknown key
AFTER_FAULT = 10.0
_ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER


class Unauthorized(Exception):
    """A request that is not from Microsoft Teams, or not for this bot: answered with 401 without running the bot."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    public_key: Any
    endorsements: list[str]  # the channels that the key may sign for


class SigningKeys:
    """Bot Framework's public keys, by id; botbuilder's token check calls `get`."""

    def __init__(
        self, openid_url: str, http: aiohttp.ClientSession, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = openid_url
        self._clock = clock
        self._http = http
        self._keys: dict[str, SigningKey] = {}
        self._tried = float("-inf")  # clock seconds
        self._fetched = float("-inf")
        self._one = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    async def get(self, key_id: str | None) -> SigningKey:
        """The key with this id. Raises Unauthorized for a key that is not Bot Framework's, Unreachable if no keys could
        be fetched yet."""
        now = self._clock()
        known = self._keys.get(key_id or "")
        if known is None and now - self._tried > (LOOK_AGAIN if self._keys else AFTER_FAULT):
            await self.fetch()
            known = self._keys.get(key_id or "")
        elif now - self._fetched > FRESH and now - self._tried > LOOK_AGAIN and not self._is_renewing():
            self._renewing = asyncio.create_task(self._renew())
        if not self._keys:
            raise Unreachable(SIGN_IN, "no signing keys")
        if known is None:
            raise Unauthorized("signed with an unknown key")
        if CHANNEL not in known.endorsements:
            raise Unauthorized("the key is not endorsed for Teams")
        return known

    async def fetch(self) -> None:
        """Fetch the keys, once for all waiting callers. If that fails, keeps the old keys and raises Unreachable."""
        requested_at = self._clock()
        async with self._one:
            if self._tried > requested_at:
                return
            try:
                about = await self._get(self._url)
                found = await self._get(about["jwks_uri"])
                self._keys = _usable(found["keys"])
                self._fetched = self._clock()
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as fault:
                raise Unreachable(SIGN_IN, f"keys: {type(fault).__name__}") from None
            finally:
                self._tried = self._clock()

    async def close(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    async def _get(self, address: str) -> Any:
        async with self._http.get(address, timeout=TIMEOUT, raise_for_status=True) as answer:
            return await answer.json(content_type=None)

    def _is_renewing(self) -> bool:
        return self._renewing is not None and not self._renewing.done()

    async def _renew(self) -> None:
        try:
            await self.fetch()
        except OutsideError as fault:
            log.warning("could not refresh the signing keys, will retry: %s", fault)


def _usable(keys: list[dict[str, Any]]) -> dict[str, SigningKey]:
    usable: dict[str, SigningKey] = {}
    for key in keys:
        try:
            public = RSAAlgorithm.from_jwk(json.dumps(key))
        except jwt.InvalidKeyError:
            continue
        usable[str(key.get("kid"))] = SigningKey(public, [str(each) for each in key.get("endorsements") or ()])
    return usable


class Authenticator:
    """The authentication for botbuilder's pipeline: who sent a request, and the client to answer with.

    botbuilder's clients for outgoing calls are replaced by `Connector`: creating them costs 8 ms per turn."""

    def __init__(self, settings: TeamsSettings, connector: Connector, http: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._connector = connector
        self._keys = SigningKeys(settings.openid_url, http)
        JwtTokenExtractor.metadataCache[settings.openid_url] = cast(Any, self._keys)
        self._checks = BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=settings.login_url,
            to_channel_from_bot_oauth_scope=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            to_bot_from_channel_token_issuer=_ISSUER,
            oauth_url=AuthenticationConstants.OAUTH_URL,
            to_bot_from_channel_open_id_metadata_url=settings.openid_url,
            to_bot_from_emulator_open_id_metadata_url=settings.openid_url,
            credential_factory=PasswordServiceClientCredentialFactory(settings.app_id, settings.app_password),
            auth_configuration=AuthenticationConfiguration(),
        )

    async def open(self) -> None:
        """Fetch the keys before the first request. A failure is only logged: the problem may be over by then."""
        if self._settings.open:
            return
        try:
            await self._keys.fetch()
        except OutsideError as fault:
            log.warning("no signing keys yet: %s", fault)

    async def close(self) -> None:
        await self._keys.close()

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Authenticate a request. Raises Unauthorized, or Unreachable if there are no keys to check the token with."""
        result = _nobody() if self._settings.open else await self._checked(activity, auth_header)
        result.connector_factory = cast(Any, self)
        return result

    async def create(self, service_url: str, audience: str = "") -> Connector:
        """The client that botbuilder asks for: we are its connector factory."""
        return self._connector

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Do nothing: user sign-in is not used."""

    async def _checked(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        try:
            scheme, token = auth_header.split(" ")
            claims = jwt.decode(token, options={"verify_signature": False})
            if scheme != "Bearer" or claims.get("iss") != _ISSUER:
                raise Unauthorized("not from Bot Framework")
            if jwt.get_unverified_header(token).get("alg") != "RS256" or "exp" not in claims:
                raise Unauthorized("not signed as Bot Framework does")
            return await self._checks.authenticate_request(activity, auth_header)
        except (PermissionError, jwt.PyJWTError, ValueError, TypeError, AttributeError, LookupError) as wrong:
            raise Unauthorized(f"{type(wrong).__name__}: {wrong}") from None


def _nobody() -> AuthenticateRequestResult:
    result = AuthenticateRequestResult()
    result.claims_identity = ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE)
    result.audience = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
    return result
