"""The playground's stand-ins for resume databases, through the connections that also ask the real ones."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rich.console import Console

from bot import sample
from bot.playground.demo import Playground, open_playground
from bot.playground.slack.seed import SAM
from bot.playground.sources import people
from bot.playground.sources.stand_ins import LOGINS, Behavior, StandIns
from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Uncertain, Unreachable
from connectors.resumes.base import NamedPlace, Quota, ResumeSource, SourceQuery
from connectors.resumes.registry import SOURCES
from connectors.search.base import Filters, Word
from store.members import members
from store.members.workspaces import every
from store.sources import connections
from tests.chat.base import Clock, add_people
from tests.chat.slack import SlackChat, SlackPerson
from tests.fakes import dice as fakes
from tests.people import GRACE

QUIET = Console(quiet=True)
TODAY = date(2026, 11, 23)
BOSTON = NamedPlace("Boston, MA", "Boston", "MA", "US", radius_km=40.0)
ENGINEERS = SourceQuery(Word("engineer"), (BOSTON,), size=5)


@pytest.fixture
async def stand_ins() -> AsyncIterator[StandIns]:
    there = StandIns(lambda: TODAY)
    async with there.serve():
        yield there


@pytest.fixture
async def sources(stand_ins: StandIns) -> AsyncIterator[dict[str, ResumeSource]]:
    """A connection to each."""
    opened = {name: SOURCES[name].open(LOGINS[name], each.server.address) for name, each in stand_ins.all.items()}
    yield opened
    for each in opened.values():
        await each.close()


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Playground]:
    async with open_playground(0, tmp_path, 0, QUIET, undo_seconds=0) as made:
        await add_people(made.bot, [GRACE])
        yield made


async def found(source: ResumeSource, query: SourceQuery = ENGINEERS) -> tuple[int, int]:
    """How many people there are, and how many of the first page can be read."""
    answer = await source.search(query)
    return answer.total, len(answer.people)


async def fault(source: ResumeSource) -> type[OutsideError]:
    with pytest.raises(OutsideError) as raised:
        await source.search(ENGINEERS)
    return type(raised.value)


async def test_each_finds_its_own_sample_people(sources: dict[str, ResumeSource]):
    totals: dict[str, int] = {}
    for name, source in sources.items():
        total, shown = await found(source)
        assert 0 < shown == min(total, 5)
        assert await found(source, SourceQuery(Word("zzyzx"), size=5)) == (0, 0)
        totals[name], _ = await found(source, SourceQuery(Word("engineer"), size=5))
        assert totals[name] > total
    assert totals["dice"] > totals["careerbuilder"]


async def test_what_a_search_asks_for_is_obeyed(sources: dict[str, ResumeSource]):
    dice, builder = sources["dice"], sources["careerbuilder"]
    asked = Filters(years_from=5, years_to=9, work_authorization=("citizen",), relocate=True, has_email=True)
    answer = await dice.search(SourceQuery(Word("python"), filters=asked, size=50))
    assert answer.people
    for body in answer.people:
        assert 5 <= body["years_experience"] <= 9
        assert (body["work_authorization"], body["willing_to_relocate"], body["has_email"]) == ("citizen", True, True)
        assert "python" in str(body).lower()
    answer = await builder.search(SourceQuery(filters=Filters(titles=("nurse manager",)), size=10))
    assert answer.people
    assert all("nurse manager" in str(body).lower() for body in answer.people)


async def test_the_same_people_on_each_run_some_of_them_at_two_sources_or_among_the_internets():
    first, again = (people.everyone(TODAY) for _ in range(2))
    names = {
        "dice": [each["fullName"] for each in first["dice"]],
        "people_data_labs": [each["full_name"] for each in first["people_data_labs"]],
        "careerbuilder": [each["result"]["Name"] for each in first["careerbuilder"]],
        "indeed": [each["jobSeekerId"] for each in first["indeed"]],
    }
    assert names["dice"] == [each["fullName"] for each in again["dice"]]
    assert min(map(len, names.values())) > 200
    internet = {
        link["url"] for each in sample.people(2_000, people.INTERNET_SEED, TODAY) for link in each.get("links", ())
    }
    at_dice = {link["url"] for each in first["dice"] for link in each["socialProfiles"]}
    at_labs = {link["url"] for each in first["people_data_labs"] for link in each["profiles"]}
    for shared in (at_dice & internet, at_dice & at_labs, at_labs & internet):
        assert 5 < len(shared) < len(at_dice) / 2


async def test_a_reveal_uses_up_the_contract_once_and_brings_a_resume(
    stand_ins: StandIns, sources: dict[str, ResumeSource]
):
    dice, builder, labs = (sources[name] for name in ("dice", "careerbuilder", "people_data_labs"))
    [first, *_] = (await dice.search(ENGINEERS)).people
    for _ in range(2):
        revealed = await dice.reveal(first["id"])
        assert revealed.spent is not None
        assert revealed.spent.quota == Quota(36, 40)
    assert revealed.body["name"] == first["name"]
    assert revealed.document is not None
    assert revealed.document.content.startswith(b"%PDF-")
    assert first["name"].split()[0].encode() in revealed.document.content
    assert stand_ins.all["dice"].server.left() == "36 of 40 views left"
    [one, *_] = (await builder.search(ENGINEERS)).people
    document = (await builder.reveal(one["id"])).document
    assert document is not None
    assert await builder.quota() == Quota(36, resets="tomorrow")
    [one, *_] = (await labs.search(ENGINEERS)).people
    await labs.reveal(one["id"])
    assert await labs.quota() == Quota(49)


async def test_each_kind_of_trouble_and_back(stand_ins: StandIns, sources: dict[str, ResumeSource]):
    failing = {"people_data_labs": Uncertain}
    for name, source in sources.items():
        one = stand_ins.all[name]
        before = await found(source)
        one.switch(Behavior.FAILING)
        assert await fault(source) is failing.get(name, Unreachable)
        one.switch(Behavior.REFUSES)
        assert await fault(source) is BadCredentials
        fresh = SOURCES[name].open(LOGINS[name], one.server.address)
        with pytest.raises(BadCredentials):
            await fresh.check()
        await fresh.close()
        one.switch(Behavior.RENAMED)
        total, readable = await found(source)
        assert total > 0 == readable
        one.switch(Behavior.WORKS)
        assert await found(source) == before


async def test_out_of_quota_stops_what_costs_and_gives_back_what_was_left(
    stand_ins: StandIns, sources: dict[str, ResumeSource]
):
    assert Behavior.SPENT not in stand_ins.all["indeed"].behaviors
    for name in ("dice", "careerbuilder", "people_data_labs"):
        one, source = stand_ins.all[name], sources[name]
        [person, *_] = (await source.search(ENGINEERS)).people
        left = one.server.left()
        one.switch(Behavior.SPENT)
        with pytest.raises(QuotaSpent):
            await source.reveal(person["id"])
        one.switch(Behavior.WORKS)
        assert one.server.left() == left
        if not source.traits.search_costs:
            one.switch(Behavior.SPENT)
            assert (await found(source))[1] > 0


async def test_nobody_elsewhere_reaches_them(stand_ins: StandIns):
    async with aiohttp.ClientSession() as http:
        url = f"{stand_ins.all['dice'].server.address}/oauth/token"
        async with http.post(url, headers={"Host": "rebound.example"}) as answer:
            assert answer.status == 403


# ── in the playground ──


class Browser:
    """One tab's requests."""

    def __init__(self, http: aiohttp.ClientSession, made: Playground) -> None:
        self.http, self.base = http, f"{made.address}/playground/api/"

    async def state(self) -> dict[str, dict[str, Any]]:
        async with self.http.get(self.base + "state") as answer:
            return {each["name"]: each for each in (await answer.json())["stand_ins"]}

    async def do(self, action: str, *, status: int = 200, **body: Any) -> Any:
        async with self.http.post(self.base + action, json={"as": SAM, **body}) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


@pytest.fixture
async def browser(made: Playground) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as http:
        yield Browser(http, made)


async def connect(made: Playground, name: str) -> None:
    """As an admin does, for everyone."""
    context = made.bot.context
    async with context.store.write() as db:
        (workspace,) = await every(db)
        sam = await members.find(db, workspace.id, SAM)
        assert sam is not None
        await connections.connect(db, sam, name, LOGINS[name], context.outreach.keys, context.now(), everyone=True)
    context.sources.added(workspace.id)


async def test_the_panel_switches_them_and_says_what_is_left(browser: Browser):
    before = await browser.state()
    assert [each["label"] for each in before.values()] == ["CareerBuilder", "Dice", "Indeed", "People Data Labs"]
    assert (before["dice"]["behavior"], before["dice"]["left"]) == ("Works", "37 of 40 views left")
    await browser.do("switch", source="dice", behavior="Out of quota")
    assert (await browser.state())["dice"]["left"] == "0 of 40 views left"
    for body in ({"source": "dice", "behavior": "Burning"}, {"source": "monster", "behavior": "Works"}, {}):
        assert (await browser.do("switch", status=409, **body))["trouble"]
    assert (await browser.do("switch", status=409, source="indeed", behavior="Out of quota"))["trouble"]
    assert (await browser.state())["dice"]["behavior"] == "Out of quota"


async def shown(ana: SlackPerson, text: str) -> None:
    """Waits until the results card shows it: a source that is slow today fills in later."""
    async with asyncio.timeout(30):
        while text not in ana.card():
            await asyncio.sleep(0.05)


async def test_a_switch_shows_in_the_next_search(made: Playground, browser: Browser):
    ana = await SlackChat(made.fake, made.bot, Clock()).person("Ana", None)
    await connect(made, "dice")
    await ana.search("nurse")
    await shown(ana, "Dice (0)")
    await browser.do("switch", source="dice", behavior="Failing")
    await ana.search("nurse")
    await shown(ana, "Dice (failed)")
    assert "Dice isn't responding right now." in ana.card()
    assert "Grace Hopper" in ana.card()
    await browser.do("switch", source="dice", behavior="Works")
    await ana.search("nurse")
    await shown(ana, "Dice (0)")


async def test_trouble_shows_on_the_card_of_the_databases_at_once(made: Playground, browser: Browser):
    chat = SlackChat(made.fake, made.bot, Clock())
    sam = await chat.person("Sam", None)
    await connect(made, "dice")
    await sam.command("integrations")
    await browser.do("switch", source="dice", behavior="Refuses the login")
    await made.bot.notifier.run_once()
    assert "Dice can't be searched. Dice doesn't accept the login." in sam.everything()
    assert "Dice failing" in await sam.command("integrations")
    await browser.do("switch", source="dice", behavior="Works")
    await sam.command("integrations")
    assert "Failing" not in await sam.press("View databases")


async def test_a_contract_is_usable_again_after_it_was_out_of_quota(made: Playground, browser: Browser):
    sam = await SlackChat(made.fake, made.bot, Clock()).person("Sam", None)
    await connect(made, "dice")
    await sam.search("nurse or engineer")
    await shown(sam, "Dice (")
    await sam.press(next(each for each in sam.card().buttons if each.startswith("Dice (")))
    await browser.do("switch", source="dice", behavior="Out of quota")
    await sam.press("View")
    await sam.press("Unlock on Dice (1 view)")
    await sam.submit()
    assert "Your contract has no Dice views left" in sam.card()
    await browser.do("switch", source="dice", behavior="Works")
    await sam.search("nurse or engineer")
    await shown(sam, "Dice (")
    await sam.press(next(each for each in sam.card().buttons if each.startswith("Dice (")))
    await sam.press("View")
    await sam.press("Unlock on Dice (1 view)")
    await sam.submit()
    assert "The contact details are unlocked." in sam.card()
    assert (await browser.state())["dice"]["left"] == "36 of 40 views left"


async def test_a_switch_while_a_search_is_under_way_breaks_nothing(
    made: Playground, browser: Browser, caplog: pytest.LogCaptureFixture
):
    ana = await SlackChat(made.fake, made.bot, Clock()).person("Ana", None)
    await connect(made, "dice")
    await browser.do("switch", source="dice", behavior="Slow (4 seconds)")
    await ana.search("nurse")
    assert "Dice (waiting)" in ana.card()
    await browser.do("switch", source="dice", behavior="Works")
    async with asyncio.timeout(30):
        while "Dice (waiting)" in ana.card():
            await asyncio.sleep(0.05)
    assert "Traceback" not in caplog.text


async def test_the_person_you_wrote_to_answers_on_indeed(made: Playground, browser: Browser):
    ana = await SlackChat(made.fake, made.bot, Clock()).person("Ana", None)
    assert "Send an invitation first" in (await browser.do("answer", status=409))["trouble"]
    await connect(made, "indeed")
    await ana.search('"Grace Hopper"')
    await ana.press("Contact")
    await ana.submit(subject="A role", text="Hello there")
    await ana.submit()
    async with asyncio.timeout(20):
        while not made.mail_server.mails():
            await asyncio.sleep(0.02)
    await browser.do("answer")
    await browser.do("answer")
    async with asyncio.timeout(20):
        while "Grace Hopper is interested" not in ana.everything():
            await asyncio.sleep(0.02)
    await made.bot.notifier.run_once()
    assert ana.everything().count("Grace Hopper is interested") == 2  # the card and its summary


async def test_the_connect_page_is_filled_in_with_the_demo_login(made: Playground, browser: Browser):
    sam = await SlackChat(made.fake, made.bot, Clock()).person("Sam", None)
    await sam.command("integrations")
    await sam.press("View databases")
    await sam.press("Connect", near="Dice")
    (url,) = {word for word in sam.everything().replace('"', " ").split() if "/connect/" in word}
    async with browser.http.get(url) as page:
        text = await page.text()
    assert "Dice is a stand-in on this machine, and its demo login is filled in. Press Connect." in text
    for value in LOGINS["dice"].values():
        assert f'value="{value}"' in text
    async with browser.http.post(url, data={**LOGINS["dice"], "use": "everyone"}) as page:
        assert "Dice is connected" in await page.text()


async def test_the_operators_own_address_wins(tmp_path: Path):
    async with fakes.dice() as fake, open_playground(0, tmp_path, 0, QUIET, source_urls={"dice": fake.address}) as made:
        sam = await SlackChat(made.fake, made.bot, Clock()).person("Sam", None)
        async with aiohttp.ClientSession() as http:
            browser = Browser(http, made)
            assert list(await browser.state()) == ["careerbuilder", "indeed", "people_data_labs"]
            await sam.command("integrations")
            await sam.press("View databases")
            await sam.press("Connect", near="Dice")
            (url,) = {word for word in sam.everything().replace('"', " ").split() if "/connect/" in word}
            async with http.get(url) as page:
                text = await page.text()
            assert "stand-in" not in text
            assert LOGINS["dice"]["password"] not in text
            async with http.post(url, data={**fakes.CREDENTIALS, "use": "everyone"}) as page:
                assert "Dice is connected" in await page.text()
        assert fake.asked == ["token"]
