"""Notes: private or for the team, mentions, editing and deleting your own, and notes from messages."""

import asyncio
from typing import Any

from store.roles import Role
from tests.chat.base import Chat, Someone
from tests.flows.looking import engaged, notes_on, search_id, typed


async def see(who: Someone, name: str = "Grace Hopper") -> Any:
    await who.search(name)
    return await who.press("View", near=name)


async def write(who: Someone, text: str, audience: str = "The team", **more: Any) -> Any:
    await see(who)
    assert (await who.press("Add note")).form
    return await who.submit(text=text, audience=audience, **more)


async def test_a_note_for_the_team_is_read_by_the_team(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await write(ana, "Strong on triage")
    assert "Strong on triage" in ana.card()
    seen = await see(diego)
    assert "Strong on triage" in seen
    assert "Ana" in seen
    assert "Edit" not in seen.buttons
    assert "Delete" not in seen.buttons


async def test_a_private_note_is_visible_only_to_its_author(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.ADMIN)
    await write(ana, "Only mine", "Only me")
    assert "Only mine" in ana.card()
    assert "only for you" in ana.card()
    seen = await see(diego)
    assert "Only mine" not in seen
    assert "1 note" not in await diego.command("candidates")
    assert "Only mine" not in diego.everything()


async def test_a_note_makes_the_person_a_candidate(chat: Chat, ana: Someone):
    await write(ana, "Hello")
    assert (await engaged(chat, ana)).total == 1


async def test_a_mention_notifies_the_member_alone(chat: Chat, ana: Someone):
    diego, sam = await chat.person("Diego", Role.RECRUITER), await chat.person("Sam", Role.RECRUITER)
    await diego.command()
    await sam.command()
    await write(ana, "Please call her", mentions=["Diego"])
    assert "mentioned you in a note on Grace Hopper" in diego.card()
    assert "Please call her" in diego.card()
    assert "Please call her" not in sam.everything()
    assert "Runs the night shift." in await diego.press("View")
    assert "Please call her" in diego.card()


async def test_a_private_note_notifies_nobody(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    seen = await write(ana, "Call her", "Only me", mentions=["Diego"])
    assert seen.form
    assert "Only you can see this note" in seen
    assert "Call her" not in diego.everything()
    await ana.submit(audience="The team")
    assert "Call her" in diego.card()


async def test_members_who_may_not_read_notes_are_not_offered_or_notified(chat: Chat, ana: Someone):
    maya, lee = await chat.person("Maya", Role.REVIEWER), await chat.person("Lee", Role.GUEST)
    await maya.command()
    await lee.command()
    await see(ana)
    await ana.press("Add note")
    assert await ana.suggest("mentions", "maya") == []
    for someone in (maya, lee):
        ids = (str((await someone.member()).id),)
        reply = await ana.forge(
            "save_note_on", {"profile_id": 1}, {"text": "A secret", "audience": "team", "mentions": ids}
        )
        assert "cannot read notes" in reply
        assert "A secret" not in someone.everything()


async def test_editing_notifies_only_new_mentions(chat: Chat, ana: Someone):
    diego, sam = await chat.person("Diego", Role.RECRUITER), await chat.person("Sam", Role.RECRUITER)
    await diego.command()
    await sam.command()
    await write(ana, "Call her", mentions=["Diego"])
    before = len(diego.cards())
    await ana.press("Edit")
    await ana.submit(text="Call her on Monday", mentions=["Diego", "Sam"])
    assert "Call her on Monday" in ana.card()
    assert "edited" in ana.card()
    assert len(diego.cards()) == before
    assert "Call her on Monday" in sam.card()


async def test_your_own_note_can_be_edited_and_deleted(chat: Chat, ana: Someone):
    await write(ana, "Frist")
    seen = await ana.press("Edit")
    assert "Frist" in typed(seen)
    await ana.submit(text="First")
    assert "First" in ana.card()
    assert "Frist" not in ana.card()
    assert "The note was deleted" in await ana.press("Delete")
    assert await notes_on(chat, ana, "Grace Hopper") == []


async def test_a_note_deleted_twice_concurrently(ana: Someone):
    await write(ana, "First")
    await asyncio.gather(ana.press("Delete"), ana.press("Delete"))
    assert "First" not in ana.card().text
    assert "reference" not in ana.everything()


async def test_a_colleagues_note_cannot_be_changed_by_its_id(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.ADMIN)
    await write(ana, "Mine to change")
    await write(ana, "Private words", "Only me")
    ids = [row.note.id for row in await notes_on(chat, ana, "Grace Hopper")]
    await see(diego)
    for id_ in ids:
        for verb, typed_in in (
            ("note_form", None),
            ("save_note_on", {"text": "Changed", "audience": "team"}),
            ("delete_note", None),
        ):
            reply = await diego.forge(verb, {"profile_id": 1, "note_id": id_}, typed_in)
            assert "reference" not in reply
            assert "Private words" not in reply
    assert {row.note.text for row in await notes_on(chat, ana, "Grace Hopper")} == {"Mine to change", "Private words"}


async def test_a_note_submitted_twice_concurrently_is_saved_once_and_notifies_once(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await diego.command()
    before = len(diego.cards())
    await see(ana)
    await ana.press("Add note")
    given = {"text": "Once", "mentions": ["Diego"]}
    await asyncio.gather(ana.submit(**given), ana.submit(**given), return_exceptions=True)
    assert [row.note.text for row in await notes_on(chat, ana, "Grace Hopper")] == ["Once"]
    assert len(diego.cards()) == before + 1


async def test_the_same_words_later_are_another_note(chat: Chat, ana: Someone):
    from datetime import timedelta

    await write(ana, "Called, no answer")
    chat.clock.at += timedelta(hours=1)
    await write(ana, "Called, no answer")
    assert len(await notes_on(chat, ana, "Grace Hopper")) == 2


async def test_what_was_typed_is_kept_after_an_error_also_when_the_form_is_left(ana: Someone):
    seen = await write(ana, "Long and thoughtful words", "Only me", mentions=["Ana"])
    assert seen.form
    assert "Long and thoughtful words" in typed(seen)
    await ana.cancel()
    await see(ana)
    seen = await ana.press("Add note")
    assert "Long and thoughtful words" in typed(seen)
    await ana.submit(audience="The team")
    await see(ana)
    assert "Long and thoughtful words" not in typed(await ana.press("Add note"))


async def test_an_empty_note_is_refused(chat: Chat, ana: Someone):
    await see(ana)
    reply = await ana.forge("save_note_on", {"profile_id": 1}, {"text": "   \n ", "audience": "team"})
    assert "Type something first" in reply
    assert (await engaged(chat, ana)).total == 0


async def test_a_note_that_is_too_long_is_refused(chat: Chat, ana: Someone):
    await see(ana)
    reply = await ana.forge("save_note_on", {"profile_id": 1}, {"text": "x" * 20_000, "audience": "team"})
    assert "at most 10,000 characters" in reply
    assert (await engaged(chat, ana)).total == 0


async def test_a_note_on_a_person_who_is_gone(chat: Chat, ana: Someone):
    await see(ana)
    for verb, typed_in in (("note_form", None), ("save_note_on", {"text": "x", "audience": "team"})):
        reply = await ana.forge(verb, {"profile_id": 10**9}, typed_in)
        assert "no longer" in reply
        assert "reference" not in reply


async def test_a_note_of_a_person_found_in_a_search_that_is_gone(chat: Chat, ana: Someone):
    """The search that a button's way back leads to may be gone."""
    await see(ana)
    gone = f'["results",{{"search_id":{await search_id(chat, ana) + 1000}}}]'
    for verb, typed_in in (
        ("view", None),
        ("star", None),
        ("hide", None),
        ("step", None),
        ("save_note_on", {"text": "x", "audience": "team"}),
    ):
        reply = await ana.forge(verb, {"profile_id": 1, "via": gone}, typed_in)
        assert "reference" not in reply, verb


async def test_a_message_note_on_a_candidate_who_is_gone_stays_in_its_form(ana: Someone):
    """Typed text is not lost when someone else erases the person in the meantime."""
    await ana.command()
    for candidate, why in (
        ("999999", "no longer"),
        ("Nobody Atall", "I can't find a candidate called “Nobody Atall”"),
        ("", "Choose a candidate"),
    ):
        reply = await ana.forge(
            "save_message_note", {}, {"candidate": candidate, "text": "Long and thoughtful", "audience": "team"}
        )
        assert why in reply
        assert '"response_action": "clear"' not in reply
        assert "This candidate is no longer in Sourcer. No job" not in ana.card()
