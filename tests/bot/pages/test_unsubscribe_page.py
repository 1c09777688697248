"""Unsubscribing by one press or a mail client's one click (RFC 8058): permanent, and never by accident."""

import asyncio
from datetime import timedelta

import pytest

from store.tables.outreach import CandidateAnswer, Mail, Notice
from tests.bot.pages.conftest import Site

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
NOT_REDIRECTED = range(200, 300)


async def test_a_mail_client_unsubscribes_with_one_post(site: Site):
    links = await site.invite()
    await site.follow_up(links)
    done = await site.post(f"/u/{links.never}", ONE_CLICK)
    assert done.status in NOT_REDIRECTED
    assert not {"Location", "Set-Cookie"} & set(done.headers)
    assert await site.opted_out()
    assert [each.state for each in await site.rows(Mail)] == ["cancelled"]
    assert len(await site.rows(Notice)) == 1


async def test_multipart_is_one_click_too(site: Site):
    links = await site.invite()
    body = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    done = await site.post(f"/u/{links.never}", body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert done.status == 200
    assert await site.opted_out()


async def test_the_page_asks_first_and_its_button_sends_the_same_post(site: Site):
    links = await site.invite()
    shown = await site.get(f"/u/{links.never}")
    assert "Unsubscribe from Acme?" in shown.text
    assert 'name="List-Unsubscribe" value="One-Click"' in shown.text
    assert not await site.opted_out()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", None),
        (b"", "application/x-www-form-urlencoded"),
        (b"List-Unsubscribe=One-Click", None),
        (b"List-Unsubscribe=One-Click", "text/plain"),
        (b"List-Unsubscribe=One-Click", "application/octet-stream"),
        (b"List-Unsubscribe=One-Click\r\n", "Application/X-WWW-Form-URLEncoded; charset=UTF-8"),
        (b"{}", "application/json"),
        (b"--b\r\nbroken", "multipart/form-data"),
        (b"list-unsubscribe=one-click", "application/x-www-form-urlencoded"),
        (b"x" * 40_000, "text/plain"),
    ],
)
@pytest.mark.parametrize("end", ["", "/"])
async def test_any_post_to_the_address_unsubscribes(site: Site, body: bytes, content_type: str | None, end: str):
    links = await site.invite()
    headers = {"Content-Type": content_type} if content_type else {}
    assert (await site.post(f"/u/{links.never}{end}", body, headers=headers)).status == 200
    assert await site.opted_out()


async def test_opening_the_page_with_a_slash_changes_nothing(site: Site):
    links = await site.invite()
    assert "Unsubscribe from Acme?" in (await site.get(f"/u/{links.never}/")).text
    assert not await site.opted_out()


async def test_repeated_and_simultaneous_presses_count_once(site: Site):
    links = await site.invite()
    many = await asyncio.gather(*(site.post(f"/u/{links.never}", ONE_CLICK) for _ in range(8)))
    assert {each.status for each in many} == {200}
    assert "won&#39;t write to you again" in (await site.get(f"/u/{links.never}")).text
    assert len(await site.rows(CandidateAnswer)) == 1


async def test_it_never_expires(site: Site):
    links = await site.invite()
    site.clock.at += timedelta(days=5000)
    assert (await site.post(f"/u/{links.never}", ONE_CLICK)).status == 200
    assert await site.opted_out()


async def test_a_provider_unsubscribing_many_people_is_not_rate_limited(site: Site):
    """Gmail's servers post for all its users from a few addresses."""
    links = [await site.invite(f"Person {n}") for n in range(130)]
    for each in links:
        assert (await site.post(f"/u/{each.never}", ONE_CLICK)).status == 200
