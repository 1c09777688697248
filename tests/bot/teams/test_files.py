"""Files for one person: offered, accepted, and saved once."""

from typing import Any

import pytest

from bot.teams.files import MOST, Files
from handlers.replies import Attach
from tests.bot.teams.conftest import Bot, Serve
from tests.fakes.teams import Body, FakeTeams

CHAT = "a:chat-ana"
CSV = Attach("candidates.csv", b"name\nGrace Hopper\n", "2 rows, 18 bytes")


@pytest.fixture
async def offered(serve: Serve, teams: FakeTeams) -> Any:
    """The bot and the offer in the chat, in development mode, where a OneDrive on loopback is accepted."""
    bot = await serve(app_id="", app_password="", tenant_ids=frozenset(), development=True, loopback=True)
    bot.intake.flow = lambda interaction: (CSV,)
    await bot.say("export")
    return bot, teams.last(CHAT)


def answer(teams: FakeTeams, offer: Body, action: str = "accept", **upload: Any) -> Body:
    info = {"uploadUrl": teams.upload_url(), "contentUrl": "https://x.sharepoint.com/1", "name": "candidates.csv"}
    return {
        "type": "fileUpload",
        "action": action,
        "context": offer["attachments"][0]["content"]["acceptContext"],
        "uploadInfo": {**info, "uniqueId": "u-1", "fileType": "csv", **upload},
    }


async def say_yes(bot: Bot, value: Body, **more: Any) -> None:
    status, _ = await bot.post(bot.teams.activity("invoke", name="fileConsent/invoke", value=value, **more))
    assert status == 200
    await bot.adapter.stop()  # finishes running work


async def test_a_file_is_offered_and_saved_when_accepted(offered: Any) -> None:
    bot, offer = offered
    content = offer.activity["attachments"][0]["content"]
    assert (content["sizeInBytes"], content["description"]) == (18, "2 rows, 18 bytes")
    await say_yes(bot, answer(bot.teams, offer.activity), replyToId=offer.id)
    assert list(bot.teams.uploads.values()) == [CSV.content]
    [left] = bot.teams.in_chat(CHAT)  # the offer is gone and the file is there
    assert left.activity["attachments"][0]["contentType"] == "application/vnd.microsoft.teams.card.file.info"


async def test_a_declined_file_is_not_sent(offered: Any) -> None:
    bot, offer = offered
    await say_yes(bot, answer(bot.teams, offer.activity, "decline"))
    await say_yes(bot, answer(bot.teams, offer.activity))
    assert bot.teams.uploads == {}
    assert bot.teams.last(CHAT).text == "That file is no longer available. Export it again."


async def test_only_the_recipient_gets_the_file(offered: Any) -> None:
    bot, offer = offered
    await say_yes(bot, answer(bot.teams, offer.activity), user="ben")
    assert bot.teams.uploads == {}


@pytest.mark.parametrize("place", ["https://evil.example/x", "https://x.sharepoint.com.evil.example/", "file:///x"])
async def test_a_file_is_uploaded_only_to_their_onedrive(offered: Any, place: str) -> None:
    bot, offer = offered
    await say_yes(bot, answer(bot.teams, offer.activity, uploadUrl=place))
    assert "outside your OneDrive" in bot.teams.last(CHAT).text


async def test_a_failed_upload_is_reported(offered: Any) -> None:
    bot, offer = offered
    await say_yes(bot, answer(bot.teams, offer.activity, uploadUrl=f"{bot.teams.url}/nowhere"))
    assert "rejected the file" in bot.teams.last(CHAT).text


@pytest.mark.parametrize("value", [None, {}, {"action": "accept"}, {"action": "accept", "context": {"key": []}}, "x"])
async def test_hostile_consent_answers_are_handled(bot: Bot, value: Any) -> None:
    status, _ = await bot.post(bot.teams.activity("invoke", name="fileConsent/invoke", value=value))
    assert status == 200


async def test_pending_files_do_not_fill_the_memory(bot: Bot) -> None:
    await bot.say("hello")
    person = bot.intake.ran[0].person
    files: Files = bot.adapter._files
    half = Attach("big.csv", bytes(MOST // 2), "")
    offers = [files.offer(person, half) for _ in range(5)]
    replies = [
        await files.answer(person, answer(bot.teams, offer, uploadUrl="https://evil.example/")) for offer in offers
    ]
    assert ["no longer available" in reply["text"] for reply in replies] == [True, True, True, False, False]
