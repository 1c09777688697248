"""Connecting the fake Greenhouse."""

import re

import aiohttp

from bot.workers.job_board_sync import JobBoardSync
from store.people import matching
from tests.chat.base import Chat, Screen, Someone
from tests.fakes.greenhouse import CREDENTIALS
from tests.flows.looking import profile_id

LINK = re.compile(r"https://sourcer\.example\.com(/connect/[\w-]{32})")


async def page(chat: Chat, path: str, **typed: str) -> tuple[int, str]:
    """Status and text of a page; with `typed`, of the submitted form."""
    url = chat.address + path
    async with aiohttp.ClientSession() as http, http.post(url, data=typed) if typed else http.get(url) as answer:
        return answer.status, await answer.text()


async def link(admin: Someone, system: str = "Greenhouse") -> str:
    """Opens a link as the buttons of the chat do."""
    await admin.command("integrations")
    await admin.press("Connect an ATS")
    await admin.submit(chosen=system)
    return LINK.findall(admin.everything())[-1]


async def connect(
    chat: Chat,
    admin: Someone,
    system: str = "Greenhouse",
    credentials: dict[str, str] = CREDENTIALS,
    *,
    opened: bool = False,
) -> None:
    """`opened`: the link is there already."""
    path = LINK.findall(admin.everything())[-1] if opened else await link(admin, system)
    status, text = await page(chat, path, **credentials)
    assert (status, f"{system} is connected" in text) == (200, True), text


async def candidate(chat: Chat, who: Someone, name: str, *, interest: str = "interested") -> int:
    """Somebody who is a candidate and has answered so; the id of their profile."""
    id = await profile_id(chat, name)
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        one = await matching.engage(db, me, id, None, chat.clock())
        one.interest = interest
    return id


async def card(who: Someone, profile_id: int) -> Screen:
    """A candidate's card."""
    await who.command("help")
    await who.forge("view", {"profile_id": profile_id})
    return who.card()


async def sync(chat: Chat) -> int:
    """The job that copies jobs."""
    return await JobBoardSync(chat.bot.context, chat.bot.notifier.wake).run_once()
