"""End to end: a recruiter writes in chat, the candidate follows a link in the e-mail, the recruiter is notified in
chat."""

import re

import aiohttp

from store.outreach import suppressions
from tests.chat.base import Chat, Someone
from tests.flows.test_contact import contact
from tests.flows.test_interest import sent_mail

HOST = "https://sourcer.example.com"


def address_of(chat: Chat) -> str:
    """The bot's real address, in place of its public one."""
    return chat.address if chat.platform == "teams" else chat.fake.bot_url.removesuffix("/slack/events")


async def press(chat: Chat, path: str, fields: dict[str, str]) -> str:
    async with aiohttp.ClientSession() as http, http.post(f"{address_of(chat)}{path}", data=fields) as page:
        assert page.status == 200
        shown = await page.text()
    await chat.bot.notifier.run_once()
    return shown


async def links(chat: Chat) -> tuple[str, str]:
    """The paths of the answer page and of the unsubscribe page, from the newest mail."""
    await sent_mail(chat)
    mail = chat.mailbox.mails[-1]
    body = mail.get_body(("plain",))
    assert body is not None
    [answer] = re.findall(rf"{HOST}(/a/[\w-]+)", body.get_content())
    unsubscribe = re.fullmatch(rf"<{HOST}(/u/[\w-]+)>", str(mail["List-Unsubscribe"]).split(",")[0].strip())
    assert unsubscribe
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return answer, unsubscribe[1]


async def test_pressing_interested_sets_a_flag_and_notifies_the_recruiter(chat: Chat, ana: Someone):
    await contact(ana)
    answer, _ = await links(chat)
    page = await press(chat, answer, {"answer": "interested", "message": "Tuesdays suit me <b>best</b>."})
    assert "knows you&#39;re interested" in page
    assert "Grace Hopper" in ana.card()
    assert "Tuesdays suit me <b>best</b>." in ana.card()
    seen = await ana.command("candidates")
    assert "Interested" in seen
    before = len(ana.cards())
    await press(chat, answer, {"answer": "interested"})
    assert len(ana.cards()) == before


async def test_a_one_click_unsubscribe_stops_all_contact(chat: Chat, ana: Someone):
    await contact(ana)
    _, unsubscribe = await links(chat)
    await press(chat, unsubscribe, {"List-Unsubscribe": "One-Click"})
    me, key = await ana.member(), chat.bot.context.outreach.hash_key
    async with chat.bot.context.store.read() as db:
        assert await suppressions.suppressed(db, me.workspace_id, ["grace1@example.com"], key)
    seen = await ana.search("Grace Hopper")
    assert "Asked not to be contacted" in seen
    assert "Contact" not in seen.buttons
    assert len(chat.mailbox.mails) == 1
