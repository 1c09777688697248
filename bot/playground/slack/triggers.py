"""Trigger ids (valid for 3 s, once) and response URLs (30 min, five times)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack.objects import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """An interaction's right to open a form. `view`: the modal it came from, or ""."""

    user: str
    created: float
    view: str = ""
    spent: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """A URL where the app may respond to an interaction. `message`: the message it came from, "" for a command."""

    user: str
    channel: str
    created: float
    message: str = ""
    uses: int = 0


class Triggers:
    """All trigger ids and response URLs issued. The clock returns Unix seconds; tests move it forward."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, view: str = "") -> str:
        # numbers.numbers.hex as in Slack, because an app may parse it
        key = f"{int(self._clock() * 1000)}.{secrets.randbelow(10**13)}.{secrets.token_hex(16)}"
        _forget(self._triggers, self._clock() - RESPONSE_SECONDS)
        self._triggers[key] = Trigger(user, self._clock(), view)
        return key

    def spend(self, key: str) -> Trigger:
        """Use up a trigger. Raises SlackError invalid_trigger_id, exchanged_trigger_id or expired_trigger_id."""
        trigger = self.valid(key)
        trigger.spent = True
        return trigger

    def valid(self, key: str) -> Trigger:
        """The trigger, if it can be used now. Raises SlackError like `spend`."""
        trigger = self._triggers.get(key)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.created > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        return trigger

    def response_url(self, user: str, channel: str, message: str = "") -> str:
        """The last part of a new response URL."""
        key = f"{secrets.randbelow(10**13)}/{secrets.token_urlsafe(18)}"
        _forget(self._urls, self._clock() - RESPONSE_SECONDS)
        self._urls[key] = ResponseUrl(user, channel, self._clock(), message)
        return key

    def answer(self, key: str) -> ResponseUrl:
        """Use a response URL once. Raises SlackError used_url or expired_url."""
        url = self._urls.get(key)
        if url is None or self._clock() - url.created > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url


def _forget(tickets: dict[str, Trigger] | dict[str, ResponseUrl], before: float) -> None:
    """Drop expired tickets; they are in order of creation."""
    while tickets and tickets[oldest := next(iter(tickets))].created < before:
        del tickets[oldest]
