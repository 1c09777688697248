"""A process that dies while a paid search is asked: the press is not run again, so nothing is bought twice."""

import asyncio
from contextlib import suppress

from store.keys import KeyRing
from store.roles import Role
from store.sources import connections
from tests.chat.base import OUTREACH, Chat
from tests.fakes import people_data_labs as fakes
from tests.fakes.people_data_labs import FakePeopleDataLabs
from tests.flows.conftest import recruiting
from tests.flows.test_connected_search import tab
from tests.flows.test_contact_restart import Life, again, life

__all__ = ["life"]

SEARCH = "POST /v5/person/search"
LABEL = "Show 5 people"


async def connect(chat: Chat) -> None:
    admin = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        keys = KeyRing(OUTREACH["secret_keys"])
        await connections.connect(db, admin, "people_data_labs", fakes.CREDENTIALS, keys, chat.clock(), everyone=True)
    chat.bot.context.sources.added(admin.workspace_id)


async def test_a_paid_search_is_not_asked_again_after_a_crash(life: Life):
    async with fakes.people_data_labs() as fake:
        fake.people = [fakes.person(f"p{n}", f"Paula Paid{n}") for n in range(12)]
        sources = (("people_data_labs", fake.address),)
        async with life(source_urls=sources) as chat:
            ana = await recruiting(chat)
            await connect(chat)
            await ana.search("nurse")
            await ana.press(tab(ana, "People Data Labs"))
            fake.gate = asyncio.Event()
            pressing = asyncio.create_task(ana.press(tab(ana, LABEL)))
            await asked(fake)
            await chat.bot.intake.stop(grace=0)  # what was in progress stays in the store, as after a crash
            pressing.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await pressing
        fake.gate.set()
        spent = fake.search_credits
        async with life(source_urls=sources) as chat:
            await chat.bot.intake.idle()  # the card is drawn again
            assert fake.asked.count(SEARCH) == 1
            assert fake.search_credits == spent
            ana = await again(chat)
            await ana.press(tab(ana, LABEL))  # the member decides
            assert "Paula Paid0" in ana.card()
            assert fake.asked.count(SEARCH) == 2


async def asked(fake: FakePeopleDataLabs) -> None:
    for _ in range(500):
        if SEARCH in fake.asked:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the source was not asked")
