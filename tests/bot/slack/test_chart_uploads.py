"""A chart is a picture on Slack: uploaded once, shown as soon as Slack takes it, and words where it does not."""

import struct
import zlib
from typing import Any

import aiohttp
import pytest

from bot.playground.slack import seed
from cards.chart import picture
from cards.tree import Chart
from store.credits import accounts
from tests.chat.slack import SlackChat, SlackPerson


@pytest.fixture
async def used(slack: SlackChat, ana: SlackPerson) -> SlackPerson:
    """Ana, who used credits today."""
    await ana.command()
    me = await ana.member()
    async with slack.bot.context.store.write() as db:
        await accounts.hold(db, me, 1, 7, slack.clock())
    return ana


def images(ana: SlackPerson) -> list[dict[str, Any]]:
    return [block for block in ana.card().raw if block["type"] == "image"]


async def test_the_chart_of_credits_is_a_picture_with_its_numbers_in_words(slack: SlackChat, used: SlackPerson):
    seen = await used.command("credits")
    [image] = images(used)
    kept = slack.fake.world.files[image["slack_file"]["id"]]
    assert kept.content is not None
    assert kept.content.startswith(b"\x89PNG")
    assert "23 Nov 7" in image["alt_text"]
    assert image["title"]["text"] == "Credits used in the last 14 days"
    assert "▇" not in seen


async def test_a_picture_is_uploaded_once(slack: SlackChat, used: SlackPerson):
    for _ in range(3):
        await used.command("credits")
    assert len(slack.fake.called("files.getUploadURLExternal")) == 1
    assert images(used)


async def test_a_picture_that_slack_does_not_know_yet_is_tried_again(slack: SlackChat, used: SlackPerson):
    slack.fake.api.slow_files = 2
    await used.command("credits")
    assert images(used)


async def test_a_picture_that_slack_does_not_take_is_words(slack: SlackChat, used: SlackPerson):
    slack.fake.api.slow_files = 1000
    seen = await used.command("credits")
    assert images(used) == []
    assert "23 Nov ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 7" in seen
    slack.fake.api.slow_files = 0
    await used.command("credits")
    assert images(used)


async def test_without_the_upload_the_chart_is_words(slack: SlackChat, used: SlackPerson):
    slack.fake.fail("files.getUploadURLExternal", "not_allowed_token_type")
    assert "23 Nov ▇" in await used.command("credits")


async def test_only_who_may_see_the_card_sees_its_picture_in_the_playground(slack: SlackChat, used: SlackPerson):
    await used.command("credits")
    [image] = images(used)
    url = f"{slack.fake.address.replace('playground-slack', 'playground')}files/{image['slack_file']['id']}/chart.png"
    async with aiohttp.ClientSession() as http:
        async with http.get(url, params={"as": used.user}) as mine:
            assert (mine.status, mine.content_type) == (200, "image/png")
        async with http.get(url, params={"as": seed.MAYA}) as theirs:
            assert theirs.status == 404


def pixels(png: bytes) -> list[bytes]:
    """The rows of a picture of one byte a pixel, after its checksums were found right."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, parts = 8, dict[bytes, bytes]()
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size]) == (zlib.crc32(kind + data),)
        parts[kind], at = data, at + 12 + size
    assert list(parts) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    raw = zlib.decompress(parts[b"IDAT"])
    assert len(raw) == (width + 1) * height
    return [raw[n * (width + 1) + 1 : (n + 1) * (width + 1)] for n in range(height)]


def test_bars_are_as_high_as_their_numbers():
    rows = pixels(picture(Chart("Used", (("1", 10), ("2", 5), ("3", 0)))))
    third = len(rows[0]) // 3
    high = [sum(1 for row in rows if 1 in row[n * third : (n + 1) * third]) for n in range(3)]
    assert high[2] == 0
    assert abs(high[0] - 2 * high[1]) <= 1
    assert high[1] > 50


@pytest.mark.parametrize(
    "chart",
    [Chart("", ()), Chart("x", (("", 0),)), Chart("x", (("²³ <!channel>", 10**12),) * 60), Chart("x", (("a", 1),))],
)
def test_any_chart_has_a_picture(chart: Chart):
    assert len(pixels(picture(chart))) == 240
