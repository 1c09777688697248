"""Public job boards over HTTP, without a key.

Sources of the contracts: Greenhouse https://developers.greenhouse.io/job-board.html, Lever
https://github.com/lever/postings-api, Ashby https://developers.ashbyhq.com/docs/public-job-posting-api; Workable's is
the endpoint behind its own career pages, seen in public clients. None has been tested against the live systems."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, quote, unquote, urlsplit

import httpx
from pydantic_core import from_json

from connectors.ats.base import Board, BoardJobs
from connectors.ats.reading import checked_jobs
from connectors.errors import Refused, Throttled, Unreachable

_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
_MAX_BODY = 30 * 1024 * 1024  # bytes of one response
_MOST_JOBS = 10_000
_RETRY_AFTER = 60.0  # seconds, when a 429 doesn't say
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}")


@dataclass(frozen=True, slots=True)
class System:
    """A job board system. `hosts`: where its career pages are, with the company's name as the first part of the path
    (or in `for=`). `path`: the path of the API at `address`. `listed_in`: the key that contains the list; "" if the
    response is the list. `page_size`: 0 if the API returns everything at once."""

    label: str
    hosts: tuple[str, ...]
    address: str
    path: str
    listed_in: str = "jobs"
    page_size: int = 0


_LEVER = "/v0/postings/{name}?mode=json"
SYSTEMS: Mapping[str, System] = {
    "greenhouse": System(
        "Greenhouse",
        ("boards.greenhouse.io", "job-boards.greenhouse.io", "boards-api.greenhouse.io"),
        "https://boards-api.greenhouse.io",
        "/v1/boards/{name}/jobs?content=true",
    ),
    "lever": System("Lever", ("jobs.lever.co", "api.lever.co"), "https://api.lever.co", _LEVER, "", 100),
    "lever_eu": System(
        "Lever (EU)", ("jobs.eu.lever.co", "api.eu.lever.co"), "https://api.eu.lever.co", _LEVER, "", 100
    ),
    "ashby": System(
        "Ashby",
        ("jobs.ashbyhq.com", "api.ashbyhq.com"),
        "https://api.ashbyhq.com",
        "/posting-api/job-board/{name}",
    ),
    "workable": System(
        "Workable",
        ("apply.workable.com",),
        "https://apply.workable.com",
        "/api/v1/widget/accounts/{name}?details=true",
    ),
}
_API_PATHS = ("v1", "boards", "v0", "postings", "posting-api", "job-board", "api", "widget", "accounts", "embed")


def board_in(text: str, system: str = "") -> Board | None:
    """The board that a link or a name refers to; a bare name needs the `system`. None if the text is neither."""
    text = text.strip()
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return None
    host = (url.hostname or "").removeprefix("www.")
    for key, each in SYSTEMS.items():
        if host in each.hosts:
            asked = parse_qs(url.query).get("for", [])
            steps = [step for step in url.path.split("/") if step and step not in _API_PATHS]
            name = unquote((asked or steps or [""])[0])
            return Board(key, name) if _NAME.fullmatch(name) else None
    if system in SYSTEMS and _NAME.fullmatch(text):
        return Board(system, text)
    return None


class HttpJobBoards:
    """Fetches public job boards. `addresses`: base addresses to use instead of the systems' own, by system key.
    `within`: the time limit for a whole list, in seconds."""

    def __init__(self, addresses: Mapping[str, str] | None = None, within: float = 60.0) -> None:
        self._within = within
        self._addresses = {key: system.address for key, system in SYSTEMS.items()} | dict(addresses or {})
        self._http = httpx.AsyncClient(timeout=_TIMEOUT, headers={"Accept": "application/json"})

    async def close(self) -> None:
        await self._http.aclose()

    async def jobs(self, board: Board) -> BoardJobs:
        system = SYSTEMS[board.system]
        url = self._addresses[board.system].rstrip("/") + system.path.format(name=quote(board.name, safe=""))
        try:
            async with asyncio.timeout(self._within):
                found = await self._pages(url, board, system)
        except TimeoutError:
            raise Unreachable(system.label, f"its list took longer than {self._within:.0f} s") from None
        return await asyncio.to_thread(_checked, found)

    async def _pages(self, url: str, board: Board, system: System) -> list[Any]:
        found: list[Any] = []
        while True:
            paging = f"&skip={len(found)}&limit={system.page_size}" if system.page_size else ""
            items = await self._list(url + paging, board, system)
            found += items
            if not system.page_size or len(items) < system.page_size:
                return found
            if len(found) >= _MOST_JOBS:
                raise Refused(system.label, "Its list of jobs is too large.")

    async def _list(self, url: str, board: Board, system: System) -> list[Any]:
        raw = await self._get(url, board, system)
        try:
            value: object = await asyncio.to_thread(from_json, raw)
        except ValueError:
            value = None
        if system.listed_in and isinstance(value, dict):
            value = cast(dict[str, object], value).get(system.listed_in)
        if not isinstance(value, list):
            raise Refused(system.label, "It answered with something other than a list of jobs.")
        return cast(list[Any], value)

    async def _get(self, url: str, board: Board, system: System) -> bytes:
        try:
            async with self._http.stream("GET", url) as answer:
                _check(answer, board, system)
                body = bytearray()
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > _MAX_BODY:
                        raise Refused(system.label, "Its list of jobs is too large.")
                return bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unreachable(system.label, type(fault).__name__) from None


def _check(answer: httpx.Response, board: Board, system: System) -> None:
    """Raises the error that the status means."""
    status = answer.status_code
    if status == 404:
        raise Refused(system.label, f"{system.label} has no public job board called “{board.name}”.")
    if status == 429:
        given = answer.headers.get("retry-after", "")
        raise Throttled(system.label, float(given) if given.isdecimal() else _RETRY_AFTER)
    if status >= 500 or 300 <= status < 400:
        raise Unreachable(system.label, f"HTTP {status}")
    if status != 200:
        raise Refused(system.label, f"It refused the request (HTTP {status}).")


def _checked(items: list[Any]) -> BoardJobs:
    """The jobs, without postings that are not listed publicly."""
    return checked_jobs([each for each in items if not (isinstance(each, dict) and _hidden(cast(Any, each)))])


def _hidden(posting: dict[str, Any]) -> bool:
    return posting.get("isListed") is False
