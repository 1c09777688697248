"""Contacting people takes a fixed number of statements, however much is known about them."""

from dataclasses import replace
from typing import Any

from cards.actions.invitations import Contact, OpenConversation, ReviewInvitation, SendInvitation
from connectors.mail.base import MailAccount
from handlers.context import Context, Outreach
from handlers.outreach import compose, conversation
from handlers.replies import Ask, Redraw, Show
from store.db import statements
from store.keys import HashKey
from store.outreach import do_not_contact
from store.outreach import invitations as kept
from store.people import matching
from store.roles import Role
from store.tables.core import Member
from tests.handlers.conftest import NOW, Workplace, nurse

MOST = (11, 21, 58)  # form, preview, sending
READING = 8  # a conversation
KEY = HashKey("a key of hashes that is long enough")
MAIL = MailAccount("smtp://127.0.0.1:1", "", "talent@northwind.example", "Northwind", "1 Main Street, Boston")


async def counted(run: Any) -> tuple[Any, int]:
    with statements() as ran:
        replies = await run
    return replies, len(ran)


async def contacted(context: Context, by: Member, profile_id: int) -> tuple[int, int, int]:
    """The number of statements for the form, the preview and sending."""
    form, first = await counted(compose.compose_one(Contact(profile_id), by, context))
    assert isinstance(form, Ask)
    async with context.store.write() as db:
        draft = await kept.draft(db, by, profile_id, NOW)
    typed = ReviewInvitation(kind="connect", subject="Nights", text="Hi Grace", invitation_id=draft.id)
    preview, second = await counted(compose.review(typed, by, context))
    assert isinstance(preview, Ask)
    assert isinstance(preview.form.submit.does, SendInvitation), preview.form
    sent, third = await counted(compose.send(preview.form.submit.does, by, context))
    assert isinstance(sent, tuple)
    assert any(isinstance(each, Show) for each in sent)
    assert any(isinstance(each, Redraw) for each in sent)
    return first, second, third


async def test_the_number_of_statements_does_not_grow_with_the_data(work: Workplace):
    """With one profile, one earlier invitation and no do-not-contact list, and with twenty of each."""
    context = replace(work.context, outreach=Outreach("https://sourcer.example.com", MAIL, hash_key=KEY))
    ana, sam = await work.member("Ana", Role.RECRUITER), await work.member("Sam", Role.ADMIN)
    counts: list[tuple[int, int, int]] = []
    reading: set[int] = set()
    for number, much in ((1, 1), (2, 20)):
        who = await known_person(work, number, much)
        async with work.store.write() as db:
            for n in range(much - 1):
                await do_not_contact.add(db, sam, f"Company {n}", NOW)
        for _ in range(much):
            await contacted(context, ana, who[0])
        counts.append(await contacted(context, ana, who[0]))
        _, ran = await counted(conversation.open_conversation(OpenConversation(who[0]), ana, context))
        reading.add(ran)
    assert counts[0] == counts[1], counts
    assert all(ran <= most for ran, most in zip(counts[0], MOST, strict=True)), counts
    assert reading == {READING}


async def known_person(work: Workplace, number: int, profiles: int) -> list[int]:
    """One person with that many profiles, joined by a shared link."""
    link = [{"kind": "github", "url": f"https://github.com/grace-{number}"}]
    ids = await work.people(*(nurse(f"p-{number}-{n}", "Grace Hopper", links=link) for n in range(profiles)))
    by = await work.member("Una", Role.RECRUITER)
    async with work.store.write() as db:
        for id_ in ids:
            await matching.engage(db, by, id_, None, NOW)
    return ids
