"""Files for one person: Teams asks the person first, then returns the URL to upload the file to.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

import logging
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from yarl import URL

from bot.pipeline.interaction import Person
from bot.teams.connector import SYSTEM, Connector
from connectors.errors import OutsideError, Unreachable
from handlers.replies import Attach

log = logging.getLogger(__name__)

KEPT = 900.0  # seconds that an offered file waits for consent
MOST = 64 * 1024 * 1024  # bytes of all waiting files together
# Where Teams saves files: the person's OneDrive. The file is not sent anywhere else.
_PLACE = re.compile(r"https://[a-z0-9-]+(-my)?\.sharepoint\.com/[^\s\\]*", re.IGNORECASE | re.ASCII)
_CARD = "application/vnd.microsoft.teams.card.file"
_UPLOAD = aiohttp.ClientTimeout(total=60.0, sock_connect=5.0)


@dataclass(frozen=True, slots=True)
class _Offer:
    person: Person
    file: Attach
    until: float  # monotonic seconds


class Files:
    """Files waiting for the person's consent. Held in memory: after a restart, the person must export again."""

    def __init__(self, connector: Connector, http: aiohttp.ClientSession) -> None:
        self._connector = connector
        self._http = http
        self._offers: dict[str, _Offer] = {}

    def offer(self, person: Person, file: Attach) -> dict[str, Any]:
        """The activity that asks whether the file may be saved to the person's OneDrive."""
        self._forget_old(len(file.content))
        key = secrets.token_urlsafe(18)
        self._offers[key] = _Offer(person, file, time.monotonic() + KEPT)
        content = {
            "description": file.text,
            "sizeInBytes": len(file.content),
            "acceptContext": {"key": key},
            "declineContext": {"key": key},
        }
        card = {
            "contentType": f"{_CARD}.consent",
            "name": file.name,
            "content": content,
        }
        return {"type": "message", "attachments": [card]}

    async def answer(self, person: Person, value: dict[str, Any]) -> dict[str, Any]:
        """What to send once the person has accepted or declined: the file, or a sentence."""
        offer = self._offers.pop(str(_object(value, "context").get("key")), None)
        if value.get("action") != "accept":
            return _sentence("The file was not saved.")
        if offer is None or offer.until < time.monotonic() or _who(offer.person) != _who(person):
            return _sentence("That file is no longer available. Export it again.")
        info = _object(value, "uploadInfo")
        place = str(info.get("uploadUrl") or "")
        if not _PLACE.fullmatch(place) and not (
            self._connector.settings.open and self._connector.settings.trusts(place)
        ):
            log.warning("a file was not uploaded to the address that Teams gave: %.100r", place)
            return _sentence("Teams gave a location outside your OneDrive, so the file was not saved.")
        try:
            await self._put(place, offer.file.content)
        except OutsideError as fault:
            log.warning("a file was not saved: %s", fault)
            return _sentence("Your OneDrive rejected the file. Export it again.")
        return _saved(info, offer.file.name)

    async def _put(self, place: str, content: bytes) -> None:
        headers = {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"}
        try:
            async with self._http.put(
                URL(place, encoded=True), data=content, headers=headers, timeout=_UPLOAD, allow_redirects=False
            ) as answer:
                if answer.status not in (200, 201):
                    raise Unreachable(SYSTEM, f"upload: status {answer.status}")
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise Unreachable(SYSTEM, f"upload: {type(fault).__name__}") from None

    def _forget_old(self, room_for: int) -> None:
        now = time.monotonic()
        self._offers = {key: offer for key, offer in self._offers.items() if offer.until > now}
        while self._offers and room_for + sum(len(o.file.content) for o in self._offers.values()) > MOST:
            self._offers.pop(next(iter(self._offers)))


def _object(of: dict[str, Any], name: str) -> dict[str, Any]:
    value = of.get(name)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _who(person: Person) -> tuple[str, str]:
    return person.workspace, person.user


def _sentence(words: str) -> dict[str, Any]:
    return {"type": "message", "text": words, "textFormat": "plain"}


def _saved(info: dict[str, Any], name: str) -> dict[str, Any]:
    content = {"uniqueId": str(info.get("uniqueId") or ""), "fileType": str(info.get("fileType") or "")}
    card = {
        "contentType": f"{_CARD}.info",
        "contentUrl": str(info.get("contentUrl") or ""),
        "name": str(info.get("name") or name),
        "content": content,
    }
    return {"type": "message", "attachments": [card]}
