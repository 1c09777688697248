"""Rate limits: nobody can overload the pages, and many clients cannot exhaust the memory."""

from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.pages.guard import BAD_LINKS, PER_LINK, VISITS, Guard
from bot.pages.rate_limit import Limit
from tests.bot.pages.conftest import Site, a_site
from tests.chat.base import Clock


class Ticking:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_the_limit_applies_per_window():
    clock = Ticking()
    limit = Limit(2, 60, clock=clock)
    assert [limit.count("a") for _ in range(4)] == [True, True, False, False]
    assert limit.count("b")
    assert limit.reached("a")
    clock.at = 60
    assert not limit.reached("a")
    assert limit.count("a")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), max_size=200))
def test_memory_is_bounded_and_no_key_exceeds_its_limit(steps: list[tuple[int, int]]):
    clock, allowed = Ticking(), list[tuple[str, float]]()
    limit = Limit(3, 60, max_names=50, clock=clock)
    for name, pause in steps:
        clock.at += pause
        if limit.count(str(name)):
            allowed.append((str(name), clock.at))
        assert len(limit) <= 50
    for name, at in allowed:  # adjacent windows allow at most twice the limit in any window's length
        assert sum(1 for other, then in allowed if other == name and at <= then < at + 60) <= 6


def test_too_many_keys_evict_the_oldest():
    limit = Limit(1, max_names=10)
    for name in range(1000):
        assert limit.count(str(name))
    assert len(limit) == 10


async def test_opening_one_link_is_limited(site: Site):
    links = await site.invite()
    statuses = [(await site.get(f"/a/{links.answer}")).status for _ in range(PER_LINK + 2)]
    assert statuses == [200] * PER_LINK + [429] * 2
    held = await site.get(f"/a/{links.answer}", headers={"Accept-Language": "de"})
    assert held.headers["Retry-After"] == "60"
    assert "Einen Moment, bitte" in held.text


async def test_guessing_links_is_stopped_before_the_store_is_queried(site: Site):
    statuses = [(await site.get(f"/a/{'x' * 30}{n}")).status for n in range(BAD_LINKS + 2)]
    assert statuses == [404] * BAD_LINKS + [429] * 2


async def test_page_views_per_address_are_limited(site: Site):
    links = [await site.invite(f"Person {n}") for n in range(3)]
    statuses = [(await site.get(f"/u/{links[n % 3].never}")).status for n in range(PER_LINK * 3)]
    assert statuses.count(200) == PER_LINK * 3
    more = [await site.invite(f"Other {n}") for n in range(VISITS // PER_LINK + 1)]
    statuses += [(await site.get(f"/u/{more[n % len(more)].never}")).status for n in range(VISITS - PER_LINK * 3 + 5)]
    assert statuses.count(200) == VISITS


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, ["6.6.6.6"], "203.0.113.9"),
        (1, ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        (2, ["6.6.6.6, 198.51.100.1, 10.0.0.1"], "198.51.100.1"),
        (2, ["198.51.100.1", "10.0.0.1"], "198.51.100.1"),
        (3, ["198.51.100.1"], "203.0.113.9"),
        (1, [], "203.0.113.9"),
    ],
)
def test_only_our_own_proxies_are_trusted(proxies: int, forwarded: list[str], client: str):
    headers = CIMultiDict([("X-Forwarded-For", each) for each in forwarded])
    request = make_mocked_request("GET", "/a/x", headers=headers).clone(remote="203.0.113.9")
    assert Guard(proxies).client_address(request) == client


async def test_behind_our_proxy_a_guesser_blocks_nobody_else(tmp_path: Path, clock: Clock):
    async with a_site(tmp_path, clock, proxies=1) as site:
        guessing, another = ({"X-Forwarded-For": each} for each in ("198.51.100.1", "198.51.100.2"))
        statuses = [(await site.get(f"/a/{'x' * 30}{n}", headers=guessing)).status for n in range(BAD_LINKS + 1)]
        assert statuses == [404] * BAD_LINKS + [429]
        assert (await site.get("/a/wrong", headers=another)).status == 404
