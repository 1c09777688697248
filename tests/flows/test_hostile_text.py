"""Hostile text in names, notes, job titles and searches is shown as typed, mentions nobody, and breaks no card, on both
platforms."""

import json
import re
from html import unescape
from typing import Any

import pytest

from store.people import profiles
from store.roles import Role
from tests.chat.base import Chat, Screen, Someone, add_jobs, add_people
from tests.flows.accounts import deliver_notifications
from tests.flows.conftest import workspace_of
from tests.flows.looking import jobs_called, names, notes_on, profile_id
from tests.flows.test_contact import sent
from tests.flows.test_contact_typed import draft_of
from tests.people import BOSTON

HOSTILE = {
    "broadcast": "<!channel> <!here> @channel @everyone",
    "mention": "<@U0NWANA01> <at>Ana</at> @Ana",
    "link": "](http://evil.example) [press](http://evil.example) <http://evil.example|Ana>",
    "marks": "*bold* _it_ ~s~ `code` **strong** # head > quote | pipe",
    "right to left": "\u202egnp.exe\u202c \u2066x\u2069",
    "emoji": "👩🏽‍⚕️ 👨‍👩‍👧‍👦 :smile: :tada:",
    "html": "<script>alert(1)</script> &lt;b&gt; &amp;amp; <b>x</b>",
    "templates": "{{ name }} ${x} {0} %s \\n \\",
    "json": '"},{"type":"button"',
    "null": "be\x00fore",
    "quotes": 'it\'s "so" “here” ‘there’',
    "lines": "one\ntwo\r\n\u2028three\u2029four\x0bfive",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "surrogate pairs": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎𠜱",
    "formula": '=HYPERLINK("http://evil.example")',
    "sql": "'; DROP TABLE members; --",
    "long word": "W" * 10_000,
    "long words": "word " * 2_000,
}


def letters(text: str, most: int = 10_000) -> str:
    """Only the letters, because platforms render whitespace and punctuation differently."""
    while (plain := unescape(text)) != text:
        text = plain
    return "".join(each for each in text if each.isalnum())[:most]


def assert_harmless(platform: str, raw: Any) -> None:
    """Nothing mentions anyone, links to the evil address, or is parsed as markup by the platform."""
    text = json.dumps(raw, ensure_ascii=False)
    assert "\x00" not in text
    assert "\\u0000" not in text
    if platform == "slack":
        for block in _objects(raw):
            if block.get("type") == "mrkdwn":
                assert not re.search(r"<[!@#]", block["text"]), block
                assert "<http://evil" not in block["text"], block
            assert "url" not in block or "evil" not in block["url"]
    else:
        assert "<at>" not in text.replace("<at>Ana</at> @Ana", "")  # as plain text in runs, without an entity
        for part in _objects(raw):
            assert part.get("type") != "mention"
            assert not (part.get("type") == "Action.OpenUrl" and "evil" in part["url"])
            assert "selectAction" not in part or "evil" not in str(part["selectAction"])
            if part.get("type") == "TextBlock":
                assert not re.search(r"(?<!\\)\]\(http", part["text"]), part


def _objects(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _objects(each)]
    if isinstance(part, dict):
        return [part] + [found for each in part.values() for found in _objects(each)]
    return []


def person(text: str) -> dict[str, Any]:
    """A profile with this text in every field."""
    return {
        "id": "h-1",
        "name": text[:300],
        "headline": text[:500],
        "summary": text,
        "place": {**BOSTON, "city": text[:500]},
        "experience": [{"title": text[:500], "company": text[:500], "start": "2020", "summary": text}],
        "education": [{"school": text[:500], "degree": "master", "field": text[:500]}],
        "skills": ["triage", *(f"{n} {text}"[:500] for n in range(5))],
        "links": [{"kind": text[:500], "url": "https://example.com/a"}, {"kind": "x", "url": "javascript:alert(1)"}],
        "languages": [text[:500]],
        "emails": ["h@example.com"],
        "updated_at": "2026-11-20T08:00:00Z",
    }


every_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


@every_text
async def test_a_person_with_hostile_text_on_every_card(chat: Chat, text: str):
    await workspace_of(chat)
    ana = await chat.person("Ana", Role.RECRUITER)
    text = text.replace("\x00", "")  # such a line is rejected
    await add_people(chat.bot, [person(text), {**person(text), "id": "h-2", "name": "Zoe Zimmer", "emails": []}])
    cards: list[Screen] = [await ana.search("skill:triage")]
    cards.append(await ana.press("☆ Star"))
    cards.append(await ana.press("View"))
    if "Show everything" in cards[-1].buttons:
        cards.append(await ana.press("Show everything"))
    cards.append(await ana.press("Add note"))
    await ana.cancel()
    await ana.search("skill:triage")
    cards.append(await ana.press("Select several"))
    await ana.cancel()
    cards.append(await ana.press("Hide"))
    cards.append(await ana.command("candidates"))
    cards.append(await ana.command("home"))
    for card in cards:
        assert card.text
        assert_harmless(chat.platform, card.raw)
    for card in (cards[0], cards[2]):
        assert letters(text, 30) in letters(card.text)
    assert "reference" not in ana.everything()


@every_text
async def test_a_note_with_hostile_text_and_its_notification(chat: Chat, ana: Someone, text: str):
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    await ana.search("Grace Hopper")
    await ana.press("View")
    me = str((await diego.member()).id)
    grace = await profile_id(chat, "Grace Hopper")
    note = text[:3000].strip()
    reply = await ana.forge(
        "save_note_on", {"profile_id": grace}, {"text": note, "audience": "team", "mentions": (me,)}
    )
    assert "reference" not in reply
    [row] = await notes_on(chat, ana, "Grace Hopper")
    assert letters(row.note.text) == letters(note)
    await ana.search("Grace Hopper")
    seen = await ana.press("View")
    for card in (seen, diego.card()):
        assert_harmless(chat.platform, card.raw)
        assert letters(note, 30) in letters(card.text)


@every_text
async def test_a_job_with_hostile_text(chat: Chat, ana: Someone, text: str):
    text = text.replace("\x00", "")  # such a line is rejected
    title = text[:150]
    await add_jobs(
        chat.bot,
        (await workspace_of(chat)).id,
        [{"id": "h-1", "title": text[:300], "department": text[:300], "place": {"city": text[:300]}}],
    )
    seen = await ana.command("job")
    assert_harmless(chat.platform, seen.raw)
    assert letters(title, 30) in letters(seen.text)
    await ana.press("Search and filter jobs")
    await ana.cancel()
    seen = await ana.press("Select")
    assert_harmless(chat.platform, seen.raw)
    seen = await ana.press("Search")
    assert_harmless(chat.platform, seen.raw)
    seen = await ana.command()
    assert letters(title, 30) in letters(seen.text)
    assert "reference" not in ana.everything()


@every_text
async def test_a_search_for_hostile_text(chat: Chat, ana: Someone, text: str):
    await ana.command()
    for verb, args, typed in (
        ("search_for", {"words": text[:1500]}, None),
        ("command", {"words": text[:1500]}, None),
        ("run_search", {}, {"what": text, "where": text}),
        ("run_search", {"advanced": True}, {"what": text[:900], "titles": text, "skills_all": text, "school": text}),
        ("candidates", {"words": text[:1500]}, None),
        ("jobs", {"words": text[:1500]}, None),
        ("job_filter", {"words": text[:60], "place": text[:60]}, None),
        ("filter_jobs", {}, {"words": text, "place": text}),
        ("filter_candidates", {}, {"words": text, "owner": text, "job": text}),
        ("add_job", {}, {"title": text, "place": text, "description": text}),
        ("note_from_message", {"text": text[:1500], "link": "javascript:alert(1)"}, None),
    ):
        if chat.platform == "slack" and len(json.dumps(args)) > 2000:
            continue  # the limit of a Slack button's value
        heard = ana.reply_count()
        reply = await ana.forge(verb, args, typed)
        assert "this reference" not in reply, verb
        assert ana.reply_count() > heard, verb
        if ana.screen().form:
            assert_harmless(chat.platform, ana.screen().raw)
            await ana.cancel() if ana.screen().form else None
        assert_harmless(chat.platform, ana.card().raw)


@pytest.mark.parametrize(
    "name", ["<!channel> Lee", "*Lee*", "](http://evil.example) Lee", "\u202eeeL", "L" * 5000, "👩🏽‍⚕️ Lee"]
)
async def test_a_member_with_a_hostile_name(chat: Chat, ana: Someone, name: str):
    sam, lee = await chat.person("Sam", Role.ADMIN), await chat.person("Lee", None)
    await sam.command()
    chat.rename(lee, name)
    await lee.command()
    await lee.press("Ask for access")
    await deliver_notifications(chat)
    assert_harmless(chat.platform, sam.card().raw)
    assert letters(name, 20) in letters(sam.card().text)
    await sam.press("Let in as recruiter")
    await lee.search("Grace Hopper")
    await lee.press("☆ Star")
    seen = await ana.command("candidates")
    assert_harmless(chat.platform, seen.raw)
    assert_harmless(chat.platform, (await sam.command("members")).raw)
    assert await names(chat, ana) == {"Grace Hopper"}


@every_text
async def test_an_invitation_with_hostile_text(chat: Chat, ana: Someone, text: str):
    """The person, the job and the text: in the form, the preview, the list, and on the unlocked card."""
    text = text.replace("\x00", "")
    title = text[:150]
    await add_people(chat.bot, [person(text)])
    await add_jobs(chat.bot, (await workspace_of(chat)).id, [{"id": "h-1", "title": title}])
    [job] = [row for row in await jobs_called(chat, ana, "") if row.external_id == "h-1"]
    await ana.search("skill:triage source:internet")
    h = await id_of_hostile(chat)
    await ana.forge("contact", {"profile_id": h})
    assert_harmless(chat.platform, ana.screen().raw)
    words = {"kind": "apply", "job": str(job.id), "subject": text[:150], "text": f"Dear you, {text[:2900]}"}
    draft = (await draft_of(chat, ana)).id
    reply = await ana.forge("review_invitation", {"invitation_id": draft}, words)
    assert "this reference" not in reply
    made = await draft_of(chat, ana)
    await ana.forge("send_invitation", {"invitation_id": draft, "digest": made.digest})
    await ana.cancel() if ana.screen().form else None
    for screen in (ana.card(), await ana.command("invitations"), await ana.command("candidates")):
        assert_harmless(chat.platform, screen.raw)
    assert "this reference" not in ana.everything()
    written = "{{" not in text
    assert len(await sent(chat)) == written
    if written:
        assert "h@example.com" in ana.everything()


async def id_of_hostile(chat: Chat) -> int:
    async with chat.bot.context.store.read() as db:
        return next(row.id for row in await profiles.after(db, 0, 1000) if row.source_id == "h-1")
