"""`sourcer playground` end to end: mail, pages and clock at one address, for this machine only, across restarts."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rich.console import Console

from bot.playground.demo import Playground, open_playground
from bot.playground.slack.seed import SAM
from store.members import members, workspaces
from store.members.workspaces import every
from store.roles import Role
from tests.chat.base import Clock, add_people
from tests.chat.slack import SlackChat, SlackPerson
from tests.people import GRACE

QUIET = Console(quiet=True)


class Browser:
    """One tab's requests."""

    def __init__(self, http: aiohttp.ClientSession, made: Playground) -> None:
        self.http, self.base = http, made.address

    async def get(self, path: str, **query: str) -> Any:
        async with self.http.get(f"{self.base}/playground/api/{path}", params=query) as answer:
            return await answer.json()

    async def do(self, action: str, *, status: int = 200, **body: Any) -> Any:
        async with self.http.post(f"{self.base}/playground/api/{action}", json={"as": SAM, **body}) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Playground]:
    async with open_playground(0, tmp_path, 0, QUIET, undo_seconds=0) as made:
        await add_people(made.bot, [GRACE])
        yield made


@pytest.fixture
async def browser(made: Playground) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as http:
        yield Browser(http, made)


@pytest.fixture
async def ana(made: Playground) -> SlackPerson:
    return await SlackChat(made.fake, made.bot, Clock()).person("Ana", None)


async def contact(made: Playground, ana: SlackPerson) -> None:
    """Contacts a candidate, from the search until the e-mail is delivered."""
    await ana.search('"Grace Hopper"')
    await ana.press("Contact")
    await ana.submit(subject="A role", text="Hello there")
    await ana.submit()
    await until(lambda: bool(made.mail_server.mails()))


async def until(so: Callable[[], bool]) -> None:
    """Waits until the bot's own background jobs have done it."""
    async with asyncio.timeout(20):
        while not so():
            await asyncio.sleep(0.02)


async def test_no_setup_is_needed(made: Playground, ana: SlackPerson, browser: Browser, tmp_path: Path):
    assert (await browser.get("state"))["mailbox"]["received"] == 0
    await contact(made, ana)
    assert (await browser.get("state"))["mailbox"]["received"] == 1
    (line,) = (await browser.get("mails"))["mails"]
    assert (line["name"], line["to"], line["subject"]) == ("Grace Hopper", "grace1@example.com", "A role")
    mail = await browser.get("mail", id=str(line["id"]))
    assert "Ana Ruiz\nRecruiter\nNorthwind\n" in mail["text"]
    assert mail["unsubscribe"].startswith(f"{made.address}/u/")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    async with made.bot.context.store.read() as db:
        (workspace,) = await every(db)
    assert workspace.time_zone == "America/New_York"


async def test_the_framed_mail_can_do_nothing(made: Playground, ana: SlackPerson, browser: Browser):
    await contact(made, ana)
    (line,) = (await browser.get("mails"))["mails"]
    mail = await browser.get("mail", id=str(line["id"]))
    async with browser.http.get(made.address + mail["html"]) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "Hello there" in await answer.text()
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert not {"allow-scripts", "allow-same-origin", "allow-forms", "allow-top-navigation"} & {
        *rules["sandbox"].split()
    }
    assert not {"script-src", "img-src", "connect-src"} & {*rules}


async def test_candidates_pages_are_at_the_same_address_for_this_machine_only(
    made: Playground, ana: SlackPerson, browser: Browser
):
    await contact(made, ana)
    (line,) = (await browser.get("mails"))["mails"]
    found = re.search(r"http://\S+/a/\S+", (await browser.get("mail", id=str(line["id"])))["text"])
    assert found
    link = found[0]
    assert link.startswith(f"{made.address}/a/")
    async with browser.http.get(link) as page:
        assert (page.status, "Ana Ruiz" in await page.text()) == (200, True)
    for address in (link, f"{made.address}/playground/api/mails", f"{made.address}/playground/mails/{line['id']}.html"):
        async with browser.http.get(address, headers={"Host": "rebound.example"}) as page:
            assert page.status == 403
    async with browser.http.post(
        f"{made.address}/playground/api/forward", json={"step": "day"}, headers={"Origin": "https://evil.example"}
    ) as refused:
        assert refused.status == 403
    async with browser.http.post(link, data={"answer": "interested", "message": "Yes"}) as page:
        assert page.status == 200
    await until(lambda: "Grace Hopper is interested" in ana.everything())


async def test_a_reply_reaches_the_recruiter_before_the_job_polls(made: Playground, ana: SlackPerson, browser: Browser):
    await contact(made, ana)
    (line,) = (await browser.get("mails"))["mails"]
    await browser.do("reply", mail=line["id"], text="Yes, please")
    await until(lambda: "Yes, please" in ana.everything())
    (back,) = (await browser.get("mail", id=str(line["id"])))["answers"]
    assert (back["kind"], back["text"]) == ("replied", "Yes, please")


async def test_impossible_actions_are_reported(made: Playground, ana: SlackPerson, browser: Browser):
    await contact(made, ana)
    (line,) = (await browser.get("mails"))["mails"]
    for body in ({"text": ""}, {"text": " \n"}, {"text": "x" * 20_000}, {"text": ["no"]}, {}):
        assert (await browser.do("reply", status=409, mail=line["id"], **body))["trouble"]
    for id in (0, 99, "x", "-1", None, True, [1]):
        assert (await browser.do("bounce", status=409, mail=id))["trouble"]
    assert (await browser.do("forward", status=409, step="year"))["trouble"]
    assert not (await browser.get("mail", id=str(line["id"])))["answers"]


async def test_everything_survives_a_restart(tmp_path: Path):
    async with open_playground(0, tmp_path, 0, QUIET, undo_seconds=0) as made:
        await add_people(made.bot, [GRACE])
        ana = await SlackChat(made.fake, made.bot, Clock()).person("Ana", None)
        await contact(made, ana)
        async with aiohttp.ClientSession() as http:
            await Browser(http, made).do("forward", step="week")
        then = made.clock.now()
    async with open_playground(0, tmp_path, 0, QUIET) as made, aiohttp.ClientSession() as http:
        browser = Browser(http, made)
        assert made.bot.context.now() >= then
        (line,) = (await browser.get("mails"))["mails"]
        await browser.do("reply", mail=line["id"], text="Sorry for the late answer")
        assert line["name"] == "Grace Hopper"
        (back,) = (await browser.get("mail", id=str(line["id"])))["answers"]
        assert back["text"] == "Sorry for the late answer"
        link = (await browser.get("mail", id=str(line["id"])))["unsubscribe"]
        async with http.get(link.replace(link.split("/u/")[0], made.address)) as page:
            assert page.status == 200  # the keys are unchanged
        ana = await SlackChat(made.fake, made.bot, Clock()).person("Ana", None)
        assert "Balance" in await ana.command("credits")  # signatures use the real time


async def test_the_bot_itself_has_no_mailbox_page_or_clock(made: Playground, browser: Browser):
    behind = made.fake.bot_url.removesuffix("/slack/events")
    for path in ("/playground/", "/playground/api/mails", "/playground/api/forward"):
        async with browser.http.get(behind + path) as answer:
            assert answer.status == 404


async def test_an_admins_changes_persist(tmp_path: Path):
    async with open_playground(0, tmp_path, 0, QUIET) as made, made.bot.context.store.write() as db:
        (workspace,) = await every(db)
        sam = await members.find(db, workspace.id, SAM)
        assert sam
        assert sam.role is Role.ADMIN
        await workspaces.set_time_zone(db, sam, "Europe/Paris", made.clock.now())
    async with open_playground(0, tmp_path, 0, QUIET) as made, made.bot.context.store.read() as db:
        assert [each.time_zone for each in await every(db)] == ["Europe/Paris"]
