"""Resume databases that people connect by signing in there: from the card to a search with the token, and what may go
wrong on the way."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from sqlmodel import select

from bot.workers.source_checks import SourceChecks
from store.roles import Role
from store.sources import connections
from store.tables.core import Audit
from store.tables.sources import SourceConnection
from tests.chat.base import Chat, Clock, Someone, add_people, grant_role
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes import careerbuilder as careerbuilders
from tests.fakes import indeed as indeeds
from tests.fakes.careerbuilder import SignInCareerBuilder, sign_in_careerbuilder
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET
from tests.fakes.indeed import SignInIndeed, sign_in_indeed
from tests.people import GRACE

LINK = re.compile(r"https://sourcer\.example\.com(/connect/[\w-]{32})")
APPS = tuple((name, (CLIENT_ID, CLIENT_SECRET)) for name in ("indeed", "careerbuilder"))
MAPPING = Path("connectors/resumes/mapping/careerbuilder.toml").read_text("utf-8")
REVOKES = MAPPING.replace(
    'scope = "openid', 'revoke_path = "https://auth.careerbuilder.com/connect/revocation"\nscope = "openid'
)


@dataclass
class Shown:
    status: int
    text: str
    location: str = ""


@dataclass
class Browser:
    """A member's browser. `cookies`: those that it was given."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict[str, str])

    async def ask(self, method: str, url: str, **typed: str) -> Shown:
        """`url`: a whole one, or a path of the bot."""
        whole = url if "://" in url else self.address + url
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            cookies = self.cookies if whole.startswith(self.address) else {}
            asked = http.request(method, whole, data=typed or None, cookies=cookies, allow_redirects=False)
            async with asked as answer:
                self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items() if morsel.value}
                return Shown(answer.status, await answer.text(), answer.headers.get("Location", ""))

    async def leave(self, page: str, name: str, use: str = "everyone", **typed: str) -> str:
        """Press the button; gives the address at the source."""
        left = await self.ask("POST", page, sign_in=name, use=use, **typed)
        assert left.status == 303, left.text
        return left.location

    async def decide(self, at_source: str) -> str:
        """Sign in there; gives the path back."""
        back = urlsplit((await self.ask("GET", at_source)).location)
        assert f"{back.scheme}://{back.netloc}{back.path}" == "https://sourcer.example.com/oauth/callback"
        return f"{back.path}?{back.query}"

    async def sign_in(self, page: str, name: str, use: str = "everyone", **typed: str) -> Shown:
        return await self.ask("GET", await self.decide(await self.leave(page, name, use, **typed)))


@dataclass
class There:
    chat: Chat
    indeed: SignInIndeed
    careerbuilder: SignInCareerBuilder

    def browser(self) -> Browser:
        return Browser(self.chat.address)

    async def rows(self) -> list[SourceConnection]:
        async with self.chat.bot.context.store.read() as db:
            return await connections.everywhere(db)

    async def check(self) -> int:
        """The hourly job, then the notifications."""
        working = await SourceChecks(self.chat.bot.context).run_once()
        await self.chat.bot.notifier.run_once()
        return working


@pytest.fixture(params=["slack", "teams"])
async def there(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[There]:
    opened = slack_chat if request.param == "slack" else teams_chat
    mappings = tmp_path / "mappings"
    mappings.mkdir()
    (mappings / "careerbuilder.toml").write_text(REVOKES, "utf-8")
    async with AsyncExitStack() as stack:
        indeed = await stack.enter_async_context(sign_in_indeed())
        careerbuilder = await stack.enter_async_context(sign_in_careerbuilder())
        urls = (("indeed", indeed.address), ("careerbuilder", careerbuilder.address))
        chat = await stack.enter_async_context(
            opened(tmp_path, clock, source_urls=urls, source_apps=APPS, sources_dir=mappings)
        )
        yield There(chat, indeed, careerbuilder)


async def link(someone: Someone, label: str) -> str:
    """Opens a link as the buttons of the chat do."""
    await someone.command("integrations")
    await someone.press("View databases")
    seen = await someone.press("Connect", near=label)
    assert f"Sign in with {label} on this page." in seen
    return LINK.findall(someone.everything())[-1]


def alert(shown: Shown) -> str:
    assert shown.status == 422, shown.text
    found = re.search(r'role="alert">([^<]+)<', shown.text)
    assert found, shown.text
    return found[1].replace("&#39;", "'")


async def test_careerbuilder_from_the_card_to_a_search_with_the_token(
    there: There, clock: Clock, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    there.careerbuilder.people = [careerbuilders.person(f"E{n}", f"Carla{n}", "Career") for n in range(3)]
    sam = await there.chat.person("Sam", Role.ADMIN)
    ana = await there.chat.person("Ana", Role.RECRUITER)
    await add_people(there.chat.bot, [GRACE])
    page = await link(sam, "CareerBuilder")
    shown = await there.browser().ask("GET", page)
    assert "Sign in with CareerBuilder" in shown.text
    assert "Or with credentials from CareerBuilder" in shown.text
    done = await there.browser().sign_in(page, "careerbuilder")
    assert (done.status, "CareerBuilder is connected" in done.text) == (200, True)

    [asked] = there.careerbuilder.identity.asked
    assert asked["scope"] == "openid offline_access"
    assert asked["code_challenge_method"] == "S256"
    [row] = await there.rows()
    assert (row.member_id, row.quota_left) == (None, 37)
    assert b"s3cret" not in row.credentials + (row.tokens or b"")
    seen = await sam.press("Resume databases")
    assert "For everyone. Connected by Sam" in seen
    assert "37 CareerBuilder views left, resets tomorrow." in seen
    await ana.search("nurse")
    assert "Carla0 Career" in await ana.press("CareerBuilder (3)")

    assert there.careerbuilder.identity.refreshes == 0
    clock.at += timedelta(minutes=58)  # the token is about to end
    await ana.search("triage")
    assert "Carla0 Career" in await ana.press("CareerBuilder (3)")
    assert there.careerbuilder.identity.refreshes == 1
    assert await there.check() == 0  # not due yet
    clock.at += timedelta(minutes=5)
    assert await there.check() == 1

    await sam.press("Integrations")
    await sam.press("View databases")
    assert "CareerBuilder was disconnected, and its credentials were erased." in await sam.press("Disconnect")
    assert await there.rows() == []
    assert [each[:14] for each in there.careerbuilder.identity.revoked] == ["s3cret-refresh"]
    async with there.chat.bot.context.store.read() as db:
        assert not [each for each in await db.exec(select(Audit)) if "s3cret" in str(each.details)]
    assert "s3cret" not in sam.everything() + caplog.text


async def test_indeed_for_one_member_with_resume_search(there: There):
    there.indeed.people = [indeeds.match("m1"), indeeds.match("m2")]
    ana, lee = [await there.chat.person(name, Role.RECRUITER) for name in ("Ana", "Lee")]
    await add_people(there.chat.bot, [GRACE])
    page = await link(ana, "Indeed")
    assert "Everyone in this workspace" not in (await there.browser().ask("GET", page)).text
    done = await there.browser().sign_in(page, "indeed", "me", resume_search="yes")
    assert "It can now be searched by you." in done.text
    [row] = await there.rows()
    assert row.member_id == (await ana.member()).id
    await ana.search("nurse")
    assert "Indeed candidate (Registered Nurse)" in await ana.press("Indeed (2)")
    await lee.search("nurse")
    assert not [each for each in lee.card().buttons if each.startswith("Indeed")]
    await there.chat.bot.mailbox_poller.run_once()  # which also polls sources for answers
    assert there.indeed.tokens == [""]


async def test_a_token_that_the_source_refuses_before_its_time_is_renewed(there: There):
    there.careerbuilder.people = [careerbuilders.person("E1", "Carla", "Career")]
    sam = await there.chat.person("Sam", Role.ADMIN)
    await there.browser().sign_in(await link(sam, "CareerBuilder"), "careerbuilder")
    there.careerbuilder.identity.expire()
    await sam.press("Resume databases")
    assert "CareerBuilder accepts the credentials." in await sam.press("Check")
    assert there.careerbuilder.identity.refreshes == 1


async def test_withdrawn_access_tells_the_admins_once_until_somebody_signs_in_again(there: There, clock: Clock):
    sam = await there.chat.person("Sam", Role.ADMIN)
    ana = await there.chat.person("Ana", Role.RECRUITER)
    await ana.command("help")
    await there.browser().sign_in(await link(sam, "CareerBuilder"), "careerbuilder")
    identity = there.careerbuilder.identity
    identity.withdraw()
    cards = len(sam.cards())
    for _ in range(3):
        clock.at += timedelta(hours=1)
        assert await there.check() == 0
    assert len(sam.cards()) == cards + 1
    assert "CareerBuilder can't be searched." in sam.card()
    assert "CareerBuilder can't be searched" not in ana.everything()
    assert identity.refreshes == 1  # a refused token isn't sent again
    [row] = await there.rows()
    assert row.tokens == b""
    await sam.press("Connect again")
    done = await there.browser().sign_in(LINK.findall(sam.everything())[-1], "careerbuilder")
    assert done.status == 200
    clock.at += timedelta(hours=1)
    assert await there.check() == 1
    seen = await sam.press("Resume databases")
    assert "Failing" not in seen


async def test_a_source_whose_tokens_cannot_be_renewed_for_now_notifies_nobody(there: There, clock: Clock):
    sam = await there.chat.person("Sam", Role.ADMIN)
    await there.browser().sign_in(await link(sam, "CareerBuilder"), "careerbuilder")
    cards, identity = len(sam.cards()), there.careerbuilder.identity
    identity.status = 503
    clock.at += timedelta(hours=1)
    assert await there.check() == 0
    assert len(sam.cards()) == cards
    await sam.press("Resume databases")
    assert "CareerBuilder isn't responding right now." in await sam.press("Check")
    identity.status = 200
    assert "CareerBuilder accepts the credentials." in await sam.press("Check")


async def test_what_may_go_wrong_at_the_source_connects_nothing(there: There):
    """Consent denied, token endpoint down, an account that the API doesn't take; the link is still good after each."""
    sam = await there.chat.person("Sam", Role.ADMIN)
    page, browser, identity = await link(sam, "CareerBuilder"), there.browser(), there.careerbuilder.identity
    identity.error = "access_denied"
    assert "Access wasn't allowed at CareerBuilder." in alert(await browser.sign_in(page, "careerbuilder"))
    identity.error, identity.status = "", 503
    assert "CareerBuilder isn't responding right now." in alert(await browser.sign_in(page, "careerbuilder"))
    identity.status, identity.gives_refresh_token = 200, False
    assert "granted access for only one hour" in alert(await browser.sign_in(page, "careerbuilder"))
    identity.gives_refresh_token, identity.secret = True, "another"
    assert "doesn't accept this app's registration" in alert(await browser.sign_in(page, "careerbuilder"))
    identity.secret = CLIENT_SECRET
    refusal = {"errors": [{"type": "x", "message": "s3cret", "code": 401}]}
    there.careerbuilder.misbehave["Quota"] = lambda: web.json_response(refusal, status=401)
    shown = await browser.sign_in(page, "careerbuilder", "me")
    assert "CareerBuilder let you sign in, but its API doesn't accept your account." in alert(shown)
    assert re.search(r'value="me" checked', shown.text)  # what was chosen before stays
    assert await there.rows() == []
    there.careerbuilder.misbehave.clear()
    assert (await browser.sign_in(page, "careerbuilder")).status == 200
    assert len(await there.rows()) == 1


async def test_a_return_counts_once_for_one_member_one_link_and_one_browser(there: There, clock: Clock):
    sam = await there.chat.person("Sam", Role.ADMIN)
    maya = await there.chat.person("Maya", Role.ADMIN)
    browser = there.browser()
    page = await link(sam, "Indeed")
    callback = await browser.decide(await browser.leave(page, "indeed"))
    mayas = there.browser()
    mayas_page = await link(maya, "Indeed")
    mayas_callback = await mayas.decide(await mayas.leave(mayas_page, "indeed"))
    code = parse_qs(urlsplit(callback).query)["code"][0]
    for one, path in (
        (there.browser(), callback),  # no cookie: somebody was led here
        (mayas, callback),  # another member's browser
        (browser, re.sub("state=[^&]+", "state=wrong", callback)),
        (browser, mayas_callback),
        (browser, "/oauth/callback?code=1"),
        (browser, re.sub("state=[^&]+", f"state={page.rpartition('/')[2]}", callback)),
    ):
        shown = await one.ask("GET", path)
        assert (shown.status, "Nothing was connected" in shown.text) == (404, True)
    stolen = re.sub("code=[^&]+", f"code={code}", mayas_callback)  # Sam's code, for Maya's sign-in
    assert "this sign-in has expired" in alert(await mayas.ask("GET", stolen))
    assert await there.rows() == []

    again = await browser.decide(await browser.leave(page, "indeed"))
    assert (await browser.ask("GET", again)).status == 200
    assert (await browser.ask("GET", again)).status == 404  # a replay
    assert (await browser.ask("GET", page)).status == 404  # the link is used
    assert len(await there.rows()) == 1
    late = there.browser()
    callback = await late.decide(await late.leave(mayas_page, "indeed"))
    clock.at += timedelta(minutes=15)
    assert (await late.ask("GET", callback)).status == 404
    assert (await late.ask("POST", mayas_page, sign_in="indeed", use="everyone")).status == 404
    assert len(await there.rows()) == 1


async def test_who_may_connect_is_checked_before_and_after(there: There):
    ana = await there.chat.person("Ana", Role.RECRUITER)
    page, browser = await link(ana, "Indeed"), there.browser()
    shown = await browser.ask("POST", page, sign_in="indeed", use="everyone")
    assert "Only an admin can connect" in alert(shown)
    assert "Choose who can use it." in (await browser.ask("POST", page, sign_in="indeed", use="all")).text
    assert there.indeed.identity.asked == []
    callback = await browser.decide(await browser.leave(page, "indeed", "me"))
    me = await ana.member()
    await grant_role(there.chat.bot, there.chat.platform, there.chat.workspace, me.external_id, Role.REVIEWER, "Ana")
    assert "Only admins and recruiters" in alert(await browser.ask("GET", callback))
    assert (await there.rows(), there.indeed.identity.grants) == ([], [])


async def test_without_an_app_there_is_only_the_form_with_credentials(tmp_path: Path, clock: Clock):
    async with (
        sign_in_indeed() as indeed,
        slack_chat(tmp_path, clock, source_urls=(("indeed", indeed.address),)) as chat,
    ):
        sam = await chat.person("Sam", Role.ADMIN)
        await sam.command("integrations")
        await sam.press("View databases")
        assert "Enter your partner credentials on this page." in await sam.press("Connect", near="Indeed")
        page, browser = LINK.findall(sam.everything())[-1], Browser(chat.address)
        assert "Sign in with" not in (await browser.ask("GET", page)).text
        shown = await browser.ask("POST", page, sign_in="indeed", use="everyone")
        assert (shown.status, indeed.identity.asked) == (422, [])


async def test_a_search_that_gives_up_in_the_middle_of_a_renewal_loses_no_token(there: There, clock: Clock):
    """The source has already replaced the old token, and accepts it no longer."""
    sam = await there.chat.person("Sam", Role.ADMIN)
    await there.browser().sign_in(await link(sam, "CareerBuilder"), "careerbuilder")
    identity = there.careerbuilder.identity
    identity.one_time, identity.gate = True, asyncio.Event()
    clock.at += timedelta(hours=1)
    [row] = await there.rows()
    found = there.chat.bot.context.sources.of(row)
    assert found is not None
    search = asyncio.create_task(found.source.check())
    async with asyncio.timeout(5):
        while not identity.refreshes:
            await asyncio.sleep(0.01)
    search.cancel()
    await asyncio.wait([search])
    identity.gate.set()
    assert await there.check() == 1
    assert identity.refreshes == 1
