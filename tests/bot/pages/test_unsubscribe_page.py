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


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "Maybe"}, {"answer": "opt_out"}, "One-Click"])
async def test_other_posts_do_not_unsubscribe(site: Site, body: object):
    links = await site.invite()
    assert (await site.post(f"/u/{links.never}", body)).status in (400, 415)
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
