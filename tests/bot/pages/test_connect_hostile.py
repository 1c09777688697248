"""What the connect pages and the return from a sign-in do with hostile input: a sentence, nothing stored."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.pages.guard import MAX_BODY
from store.mailbox import one_time_links
from store.tables.core import JobBoard
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Secret
from store.tables.sources import SourceConnection
from tests.bot.pages.conftest import Answer, Site, a_site
from tests.bot.pages.test_connect_mailbox import filled
from tests.chat.base import Clock
from tests.fakes.careerbuilder import SignInCareerBuilder, sign_in_careerbuilder
from tests.fakes.greenhouse import CREDENTIALS as GREENHOUSE
from tests.fakes.greenhouse import FakeGreenhouse, greenhouse
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET
from tests.fakes.smtp import Sink, smtp_sink

PASSWORD = "right"
KINDS = ("mailbox", "own_mailbox", "ats:greenhouse", "source:careerbuilder")
FORM = "application/x-www-form-urlencoded"


@dataclass
class There:
    site: Site
    greenhouse: FakeGreenhouse
    careerbuilder: SignInCareerBuilder
    server: Sink

    async def link(self, kind: str) -> str:
        async with self.site.bot.context.store.write() as db:
            return f"/connect/{await one_time_links.make(db, self.site.ana, kind, self.site.clock())}"

    def right(self, kind: str) -> dict[str, str]:
        """What the form of this kind takes."""
        if kind == "ats:greenhouse":
            return {**GREENHOUSE}
        if kind == "source:careerbuilder":
            return {"sign_in": "careerbuilder", "use": "everyone"}
        return filled(self.server, smtp_password=PASSWORD)

    async def stored(self) -> int:
        tables = (Secret, MailSignIn, JobBoard, SourceConnection)
        return sum([len(await self.site.rows(table)) for table in tables])

    def asked(self) -> int:
        """How often anybody outside was asked anything."""
        return len(self.greenhouse.asked) + len(self.careerbuilder.asked) + self.server.connections


@pytest.fixture
async def there(tmp_path: Path, clock: Clock) -> AsyncIterator[There]:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(greenhouse())
        other = await stack.enter_async_context(sign_in_careerbuilder())
        server = Sink(password=PASSWORD)
        await stack.enter_async_context(smtp_sink(server))
        urls = (("greenhouse", one.address), ("careerbuilder", other.address))
        apps = (("careerbuilder", (CLIENT_ID, CLIENT_SECRET)),)
        site = await stack.enter_async_context(
            a_site(tmp_path, clock, development=True, source_urls=urls, source_apps=apps)
        )
        yield There(site, one, other, server)


def a_sentence(shown: Answer, *statuses: int) -> None:
    assert shown.status in statuses, (shown.status, shown.text)
    assert re.search(r"<h1>[^<]{5,}</h1>", shown.text)
    assert "reference" not in shown.text.lower()
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", KINDS)
async def test_bodies_that_are_no_form_of_ours(there: There, kind: str):
    page, right = await there.link(kind), there.right(kind)
    encoded = "&".join(f"{quote(name)}={quote(value)}" for name, value in right.items()).encode()

    async def in_parts(size: int) -> AsyncIterator[bytes]:
        for _ in range(size // 1024):
            yield b"a" * 1024

    bodies: tuple[tuple[int, Any, str], ...] = (
        (413, b"a=" + b"b" * MAX_BODY, FORM),
        (413, in_parts(4 * MAX_BODY), FORM),
        (413, b"x" * (5 * 1024 * 1024), "application/octet-stream"),
        (415, b'{"sign_in": "careerbuilder"}', "application/json"),
        (415, encoded, "text/plain"),
        (415, b"<a/>", "text/xml"),
        (415, b"", "application/octet-stream"),
        (400, b"&".join(b"f%d=1" % n for n in range(500)), FORM),
        (422, b"", FORM),
        (422, b"\x00\xff\xfe%00%ff=%00&&&===", FORM),
        (422, b"--x\r\nnot a part", "multipart/form-data; boundary=x"),
        (422, encoded, "multipart/form-data"),
        (422, encoded, "multipart/form-data; boundary=" + "y" * 200),
    )
    for status, body, content_type in bodies:
        shown = await there.site.ask("POST", page, data=body, headers={"Content-Type": content_type})
        a_sentence(shown, status)
    assert (await there.stored(), there.asked()) == (0, 0)
    assert (await there.site.get(page)).status == 200  # the link is still good
    for method in ("PUT", "DELETE", "PATCH"):
        assert (await there.site.ask(method, page, data=right)).status == 405


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "value",
    [
        "\x00",
        "a\r\nX-Evil: 1",
        "﷐\ud83d\ude00é".encode("utf-16", "surrogatepass").decode("utf-16"),
        "x" * 3_000,
        "' OR 1=1 --",
        "{{ 7*7 }}<script>",
    ],
    ids=["null", "lines", "emoji", "long", "sql", "markup"],
)
async def test_values_that_nobody_would_type(there: There, kind: str, value: str):
    page, right = await there.link(kind), there.right(kind)
    if kind == "source:careerbuilder":
        right = {"client_id": "C", "client_secret": "s", "use": "everyone"}
    for name in right:
        shown = await there.site.post(page, {**right, name: value, "sign_in": value, "more": value})
        a_sentence(shown, 422, 200)
        assert "<script>" not in shown.text
        assert "49<script>" not in shown.text.replace("&lt;", "<").replace("&gt;", ">")
        if shown.status == 200:  # the test's mail server takes any user; a port without a server isn't used
            assert name == "imap_port" or (name, value.isprintable()) == ("smtp_user", True)
            page = await there.link(kind)
    assert await there.stored() == len(await there.site.rows(Secret)) + len(await there.site.rows(MailSignIn))
    assert kind.endswith("mailbox") or await there.stored() == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_submitted_again_late_or_from_another_site(there: There, kind: str):
    right = there.right(kind)
    page = await there.link(kind)
    for site in ("cross-site", "same-site"):
        shown = await there.site.post(page, right, headers={"Sec-Fetch-Site": site})
        a_sentence(shown, 403)
    assert (await there.stored(), there.asked()) == (0, 0)
    late = await there.link(kind)
    there.site.clock.at += timedelta(minutes=15)
    for shown in (await there.site.get(late), await there.site.post(late, right)):
        a_sentence(shown, 404)
    assert (await there.stored(), there.asked()) == (0, 0)
    if kind == "source:careerbuilder":
        return  # see tests/flows/test_source_sign_in.py
    page = await there.link(kind)
    headers = {"Sec-Fetch-Site": "same-origin"}
    many = await asyncio.gather(*(there.site.post(page, right, headers=headers) for _ in range(5)))
    assert sorted(each.status for each in many) == [200, 404, 404, 404, 404]
    a_sentence(await there.site.get(page), 404)
    a_sentence(await there.site.post(page, right), 404)
    assert await there.stored() == 1


async def test_links_that_do_not_exist(there: There):
    for token in ("x", "x" * 5_000, "%00", "%ff%fe", "' OR 1=1", quote("🙂" * 50)):
        for shown in (
            await there.site.get(f"/connect/{token}"),
            await there.site.post(f"/connect/{token}", {"a": "b"}),
        ):
            a_sentence(shown, 404, 429)


async def test_returns_that_nobody_sent(there: There):
    page = await there.link("source:careerbuilder")
    left = await there.site.post(page, there.right("source:careerbuilder"))
    state = re.findall(r"state=([^&]+)", left.headers["Location"])[0]
    cookie = left.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    cookies = {"sourcer_sign_in": cookie}
    for query in (
        "",
        "state=",
        "state=%00&code=%00",
        "state=%ff%fe&code=1",
        f"state=x&state={state}&code=1",
        f"state={state}%0d%0aSet-Cookie:a=b&code=1",
        f"code=1&error={'e' * 5_000}",
        f"state={'s' * 6_000}",
    ):
        a_sentence(await there.site.get(f"/oauth/callback?{query}", cookies=cookies), 404)
    a_sentence(await there.site.get(f"/oauth/callback?state={state}&code=1", cookies={"sourcer_sign_in": "é\x7f"}), 404)
    error = quote('"><script>alert(1)</script>')
    shown = await there.site.get(f"/oauth/callback?state={state}&code=1&error={error}", cookies=cookies)
    a_sentence(shown, 422)
    assert "<script>" not in shown.text
    for method in ("POST", "PUT"):
        assert (await there.site.ask(method, f"/oauth/callback?state={state}&code=1")).status == 405
    left = await there.site.post(page, there.right("source:careerbuilder"))
    state = re.findall(r"state=([^&]+)", left.headers["Location"])[0]
    cookies["sourcer_sign_in"] = left.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    many = await asyncio.gather(
        *(there.site.get(f"/oauth/callback?state={state}&code={'c' * 6_000}", cookies=cookies) for _ in range(4))
    )
    assert sorted(each.status for each in many) == [404, 404, 404, 422]
    assert await there.stored() == 0
