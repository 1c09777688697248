"""A chart is an image on Slack: uploaded once, shown as soon as Slack accepts it, and text if it does not."""

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
    """Ana, who spent credits today."""
    await ana.command()
    me = await ana.member()
    async with slack.bot.context.store.write() as db:
        await accounts.hold(db, me, 1, 7, slack.clock())
    return ana


def images(ana: SlackPerson) -> list[dict[str, Any]]:
    return [block for block in ana.card().raw if block["type"] == "image"]


async def test_the_credits_chart_is_an_image_with_its_numbers_as_alt_text(slack: SlackChat, used: SlackPerson):
    shown = await used.command("credits")
    [image] = images(used)
    stored = slack.fake.world.files[image["slack_file"]["id"]]
    assert stored.content is not None
    assert stored.content.startswith(b"\x89PNG")
    assert "23 Nov 7" in image["alt_text"]
    assert image["title"]["text"] == "Credits used in the last 14 days"
    assert "▇" not in shown


async def test_an_image_is_uploaded_once(slack: SlackChat, used: SlackPerson):
    for _ in range(3):
        await used.command("credits")
    assert len(slack.fake.called("files.getUploadURLExternal")) == 1
    assert images(used)


async def test_an_image_not_ready_on_slack_is_retried(slack: SlackChat, used: SlackPerson):
    slack.fake.api.slow_files = 2
    await used.command("credits")
    assert images(used)


async def test_an_image_refused_by_slack_becomes_text(slack: SlackChat, used: SlackPerson):
    slack.fake.api.slow_files = 1000
    shown = await used.command("credits")
    assert images(used) == []
    assert "23 Nov ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 7" in shown
    slack.fake.api.slow_files = 0
    await used.command("credits")
    assert images(used)


async def test_without_the_upload_the_chart_is_text(slack: SlackChat, used: SlackPerson):
    slack.fake.fail("files.getUploadURLExternal", "not_allowed_token_type")
    assert "23 Nov ▇" in await used.command("credits")


async def test_only_viewers_of_the_card_see_its_image_in_the_playground(slack: SlackChat, used: SlackPerson):
    await used.command("credits")
    [image] = images(used)
    url = f"{slack.fake.address.replace('playground-slack', 'playground')}files/{image['slack_file']['id']}/chart.png"
    async with aiohttp.ClientSession() as http:
        async with http.get(url, params={"as": used.user}) as mine:
            assert (mine.status, mine.content_type) == (200, "image/png")
        async with http.get(url, params={"as": seed.MAYA}) as theirs:
            assert theirs.status == 404


def pixels(png: bytes) -> list[bytes]:
    """The rows of a one-byte-per-pixel image, after verifying its checksums."""
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


def test_bar_heights_match_their_numbers():
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
def test_any_chart_can_be_rendered(chart: Chart):
    assert len(pixels(picture(chart))) == 240
