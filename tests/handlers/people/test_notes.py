"""Notes: private and team notes, mentions, edits, drafts, and chat messages."""

from cards.actions.entry import NoteFromMessage, Suggest
from cards.actions.person import DeleteNote, OpenNoteForm, SaveNote, Star, View
from handlers.replies import Close, Options
from store.people import candidates, notes
from store.roles import Role
from store.tables.core import Member
from tests.handlers.conftest import Workplace, nurse
from tests.handlers.reading import button, card, form, labels, posts, several, text_of


async def grace(work: Workplace) -> int:
    (profile_id,) = await work.people(nurse("p1", "Grace Adeyemi"))
    return profile_id


async def stored_notes(work: Workplace, by: Member, profile_id: int) -> list[str]:
    async with work.store.read() as db:
        one = await candidates.of_profile(db, by.workspace_id, profile_id)
        return [row.note.text for row in await notes.of_candidate(db, by, one.id)] if one else []


async def test_a_team_note_notifies_only_mentioned_members(work: Workplace):
    who = await grace(work)
    ana, ben = await work.member("Ana"), await work.member("Ben")
    await work.member("Cem")
    one = card(await work.press(View(who), ana))
    note_form = form(await work.press(button(one, "Add note"), ana))
    done = several(
        await work.press(
            note_form.submit.does, ana, text="Call her <!channel>", audience="team", mentions=(str(ben.id),)
        )
    )
    assert done[0] == Close()
    assert "Call her <!channel>" in text_of(done[1].card)
    assert [post.to for post in posts(done)] == [ben.id]
    assert "Ana mentioned you in a note on Grace Adeyemi" in text_of(posts(done)[0].card)
    assert "Grace Adeyemi" in text_of(card(await work.press(button(posts(done)[0].card, "View"), ben)))
    assert await stored_notes(work, ben, who) == ["Call her <!channel>"]


async def test_a_private_note_is_hidden_from_others_and_cannot_mention(work: Workplace):
    who = await grace(work)
    ana, ben = await work.member("Ana"), await work.member("Ben")
    refused = form(await work.press(SaveNote(who), ana, text="Between us", audience="me", mentions=(str(ben.id),)))
    assert "Only you can see this note" in refused.errors["mentions"]
    assert refused.values["text"] == "Between us"
    await work.press(SaveNote(who), ana, text="Between us", audience="me")
    assert await stored_notes(work, ana, who) == ["Between us"]
    assert await stored_notes(work, ben, who) == []
    assert "Between us" not in text_of(card(await work.press(View(who), ben)))


async def test_a_draft_is_restored_when_the_form_reopens(work: Workplace):
    who = await grace(work)
    ana = await work.member("Ana")
    await work.press(SaveNote(who), ana, text="A long thought", audience="team", mentions="Nobody Known")
    assert form(await work.press(OpenNoteForm(who), ana)).values["text"] == "A long thought"
    await work.press(SaveNote(who), ana, text="A long thought", audience="team")
    assert "text" not in form(await work.press(OpenNoteForm(who), ana)).values


async def test_mentions_may_be_names_and_ambiguous_ones_are_errors(work: Workplace):
    who = await grace(work)
    ana = await work.member("Ana")
    ben = await work.member("Ben")
    await work.member("Benita")
    done = await work.press(SaveNote(who), ana, text="Hi", audience="team", mentions="@Ben")
    assert [post.to for post in posts(done)] == [ben.id]
    unclear = form(await work.press(SaveNote(who), ana, text="Hi", audience="team", mentions="be"))
    assert "Which member?" in unclear.errors["mentions"]


async def test_members_edit_and_delete_only_their_own_notes(work: Workplace):
    who = await grace(work)
    ana, ben = await work.member("Ana"), await work.member("Ben")
    _, shown, *_ = several(await work.press(SaveNote(who), ana, text="First", audience="team", mentions=(str(ben.id),)))
    edit_form = form(await work.press(button(shown.card, "Edit"), ana))
    assert (edit_form.values["text"], edit_form.title) == ("First", "Edit note")
    edited = await work.press(edit_form.submit.does, ana, text="Second", audience="team", mentions=(str(ben.id),))
    assert posts(edited) == []  # already notified
    assert "edited" in text_of(card(edited))
    theirs = card(await work.press(View(who), ben))
    assert "Second" in text_of(theirs)
    assert "Edit" not in labels(theirs)
    delete = button(card(edited), "Delete")
    assert isinstance(delete, DeleteNote)
    assert "isn't yours" in text_of(card(await work.press(delete, ben)))
    assert await stored_notes(work, ana, who) == ["Second"]
    assert "The note was deleted" in text_of(card(await work.press(delete, ana)))
    assert await stored_notes(work, ana, who) == []


async def test_an_empty_note_is_an_error_at_its_input(work: Workplace):
    who = await grace(work)
    refused = form(await work.press(SaveNote(who), await work.member("Ana"), text="  \n ", audience="team"))
    assert refused.errors["text"] == "Type something first."


async def test_a_chat_message_becomes_a_note(work: Workplace):
    who = await grace(work)
    ana, ben = await work.member("Ana"), await work.member("Ben")
    await work.press(Star(who), ana)
    note_form = form(await work.press(NoteFromMessage("We should hire her", "https://x.slack.com/archives/C1/p2"), ben))
    assert note_form.values["text"] == "We should hire her"
    offered = await work.press(Suggest("candidates", "grac"), ben)
    assert isinstance(offered, Options)
    done = await work.press(
        note_form.submit.does, ben, candidate=offered.options[0].value, text="We should hire her", audience="team"
    )
    assert "Saved as a note on Grace Adeyemi" in text_of(posts(done)[0].card)
    assert [post.to for post in posts(done)] == [ben.id]
    assert await stored_notes(work, ana, who) == ["We should hire her"]


async def test_a_chat_message_for_an_unknown_person_keeps_the_text(work: Workplace):
    ben = await work.member("Ben")
    note_form = form(await work.press(NoteFromMessage("Text", "javascript:alert(1)"), ben))
    again = form(await work.press(note_form.submit.does, ben, candidate="Nobody", text="Text", audience="team"))
    assert "called “Nobody”" in again.errors["candidate"]
    assert again.values["candidate"] == "Nobody"
    assert "javascript" not in repr(again)


async def test_reviewers_write_no_notes(work: Workplace):
    who = await grace(work)
    mia = await work.member("Mia", Role.REVIEWER)
    await work.press(SaveNote(who), mia, text="Hi", audience="team")
    assert await stored_notes(work, await work.member("Ana"), who) == []
