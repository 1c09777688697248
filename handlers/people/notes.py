"""Notes: private or for the team, notifying mentioned members, and notes made from chat messages."""

import hashlib
from dataclasses import dataclass

from cards.actions.entry import NoteFromMessage
from cards.actions.person import DeleteNote, OpenNoteForm, SaveMessageNote, SaveNote
from cards.sanitize import web_address
from cards.screens import notes as screens
from cards.tree import Option, Value
from handlers import lookup, navigation
from handlers.context import Context
from handlers.people import candidate_card
from handlers.replies import Ask, Close, Post, Replies, Show
from handlers.views.note_views import note_text
from store.chat import form_drafts
from store.db import Read
from store.errors import Refusal
from store.members import members
from store.people import candidates, matching, notes, profile_scope
from store.roles import May, allows
from store.tables.core import Candidate, Member, Note

MOST_MENTIONS = 20
PRIVATE_NOTE = "Only you can see this note, so no one can be notified. Share it with the team, or remove the names."


@dataclass(frozen=True, slots=True)
class ParsedNote:
    """The parsed note form: `errors` by input, `values` to refill the form."""

    text: str
    team: bool
    mentions: tuple[Member, ...]
    errors: dict[str, str]
    values: dict[str, Value]


async def _parse(db: Read, by: Member, text: str, audience: str, mentions: tuple[str, ...]) -> ParsedNote:
    """Parses and checks the input; mentions are ids, or names to resolve."""
    team, errors = audience != "me", dict[str, str]()
    found: dict[int, Member] = {}
    for value in mentions[:MOST_MENTIONS]:
        picked = await lookup.member(db, by, value)
        if picked.trouble:
            errors["mentions"] = picked.trouble
        named = await members.named(db, by.workspace_id, [picked.id])
        found |= named
        if any(not allows(each.role, May.NOTE) for each in named.values()):
            errors["mentions"] = f"{next(iter(named.values())).name} cannot read notes."
        if not picked.trouble and not named:
            errors["mentions"] = "One of these people is no longer a member."
    if not text.strip():
        errors["text"] = "Type something first."
    if found and not team:
        errors["mentions"] = PRIVATE_NOTE
    options = tuple(Option(str(each.id), each.name) for each in found.values())
    values: dict[str, Value] = {"text": text, "audience": "team" if team else "me", "mentions": options}
    return ParsedNote(
        text, team, tuple(found.values()), errors, {name: value for name, value in values.items() if value}
    )


def _draft(profile_id: int, note_id: int) -> str:
    return f"note:{profile_id}:{note_id}"


async def open_form(action: OpenNoteForm, by: Member, context: Context) -> Replies:
    """The form for a new note or one of the member's own, with unsaved input filled in again."""
    async with context.read() as db:
        profile = await profile_scope.get(db, by.workspace_id, action.profile_id)
        draft = await form_drafts.get(db, by, _draft(action.profile_id, action.note_id))
        values: dict[str, Value] = {name: value for name, value in draft.items() if isinstance(value, str)}
        if action.note_id:
            note = await notes.mine(db, by, action.note_id)
            mentioned = await notes.mentioned(db, by.workspace_id, note.id)
            saved: dict[str, Value] = {"text": note.text, "audience": "team" if note.team else "me"}
            if mentioned:
                saved["mentions"] = tuple(Option(str(each.id), each.name) for each in mentioned)
            values = {**saved, **values}
    return Ask(
        screens.note_form(profile.id, profile.name, note_id=action.note_id, back_to=action.back_to, values=values)
    )


async def save(action: SaveNote, by: Member, context: Context) -> Replies:
    """Saves the note, notifies newly mentioned members, and returns to the card."""
    async with context.read() as db:
        profile = await profile_scope.get(db, by.workspace_id, action.profile_id)
        typed = await _parse(db, by, action.text, action.audience, action.mentions)
        mentioned_before = {each.id for each in await notes.mentioned(db, by.workspace_id, action.note_id)}
    form = _draft(action.profile_id, action.note_id)
    if typed.errors:
        async with context.write() as db:
            await form_drafts.save(db, by, form, {"text": typed.text}, context.now())
        return Ask(
            screens.note_form(
                profile.id,
                profile.name,
                note_id=action.note_id,
                back_to=action.back_to,
                errors=typed.errors,
                values=typed.values,
            )
        )
    try:
        candidate, note, duplicate = await _write(action, by, context, typed, form)
    except Refusal as refusal:
        errors = {"text": refusal.message}
        return Ask(
            screens.note_form(
                profile.id,
                profile.name,
                note_id=action.note_id,
                back_to=action.back_to,
                errors=errors,
                values=typed.values,
            )
        )
    newly_mentioned = () if duplicate else tuple(each for each in typed.mentions if each.id not in mentioned_before)
    shown = await candidate_card.card(by, context, action.profile_id, action.back_to, notice="Saved.")
    return Close(), Show(shown), *_notifications(note, candidate, by, newly_mentioned)


async def _write(
    action: SaveNote, by: Member, context: Context, typed: ParsedNote, form: str
) -> tuple[Candidate, Note, bool]:
    """Saves the note and makes the person a candidate of the workspace; the last value is True if the note already
    existed because the form was submitted twice. Raises Refusal and Gone."""
    ids, now = [each.id for each in typed.mentions], context.now()
    async with context.write() as db:
        job_id = await navigation.job_id(db, by, action.back_to, action.profile_id)
        candidate = await matching.engage(db, by, action.profile_id, job_id, now)
        duplicate: Note | None = None
        if action.note_id:
            note = await notes.edit(db, by, action.note_id, typed.text, typed.team, ids, now)
        elif duplicate := await notes.just_written(db, by, candidate.id, typed.text, typed.team, now):
            note = duplicate
        else:
            note = await notes.add(db, by, candidate.id, typed.text, typed.team, ids, "", now)
        await form_drafts.drop(db, by, form)
    return candidate, note, duplicate is not None


def _notifications(note: Note, candidate: Candidate, by: Member, mentioned: tuple[Member, ...]) -> tuple[Post, ...]:
    """A card for each mentioned member except the author."""
    card = screens.mention_card(
        candidate.profile_id,
        author=by.name,
        name=candidate.name,
        headline=candidate.headline,
        text=note_text(note.text, ()),
        link=note.link,
    )
    return tuple(Post(card, each.id) for each in mentioned if each.id != by.id)


async def delete(action: DeleteNote, by: Member, context: Context) -> Replies:
    """Deletes the member's own note; if it is already gone, the card says so."""
    notice = "The note was deleted."
    try:
        async with context.write() as db:
            await notes.delete(db, by, action.note_id)
    except Refusal as refusal:
        notice = refusal.message
    return Show(await candidate_card.card(by, context, action.profile_id, action.back_to, notice=notice))


async def from_message(action: NoteFromMessage, by: Member, context: Context) -> Replies:
    """The message shortcut: opens a form to choose the candidate and edit the text.

    The text is stored first: if the form can't open in time, a button opens it, and a button can carry only a few
    characters."""
    if action.draft:
        async with context.read() as db:
            stored = await form_drafts.get(db, by, _message_draft(action.draft))
        text, link, draft = str(stored.get("text", "")), str(stored.get("link", "")), action.draft
    else:
        text, link = action.text.strip(), _link(action.link)
        draft = hashlib.sha256(f"{link}\n{text}".encode()).hexdigest()[:16]
        async with context.write() as db:
            await form_drafts.save(db, by, _message_draft(draft), {"text": text, "link": link}, context.now())
    shortened = len(text) > screens.LONGEST
    values: dict[str, Value] = {"text": text[: screens.LONGEST]} if text else {}
    return Ask(screens.message_note_form(link, draft=draft, shortened=shortened, values=values))


def _message_draft(draft: str) -> str:
    return f"message:{draft}"


def _link(link: str) -> str:
    """The link to the message if it is short enough for a button to carry, else ""."""
    return web_address(link) if len(link) <= 500 else ""


async def save_from_message(action: SaveMessageNote, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        typed = await _parse(db, by, action.text, action.audience, action.mentions)
        picked = await lookup.candidate(db, by, action.candidate)
        candidate = await candidates.get(db, by.workspace_id, picked.id) if picked.id else None
    errors = dict(typed.errors)
    if picked.trouble or candidate is None:
        errors["candidate"] = picked.trouble or "Choose a candidate."
    if errors or candidate is None:
        values = dict(typed.values)
        if action.candidate:
            values["candidate"] = Option(str(candidate.id), candidate.name) if candidate else action.candidate
        return Ask(screens.message_note_form(action.link, draft=action.draft, errors=errors, values=values))
    ids = [each.id for each in typed.mentions]
    async with context.write() as db:
        duplicate = await notes.just_written(db, by, candidate.id, typed.text, typed.team, context.now())
        note = duplicate or await notes.add(
            db, by, candidate.id, typed.text, typed.team, ids, _link(action.link), context.now()
        )
        await form_drafts.drop(db, by, _message_draft(action.draft))
    shown = screens.note_saved(candidate.profile_id, candidate.name, typed.text)
    return Close(), Post(shown, by.id), *_notifications(note, candidate, by, () if duplicate else typed.mentions)
