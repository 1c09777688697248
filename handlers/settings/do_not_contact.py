"""The do-not-contact list, for admins."""

from cards.actions.settings import (
    AddDoNotContact,
    FilterDoNotContact,
    OpenDoNotContact,
    OpenDoNotContactFilter,
    OpenDoNotContactForm,
    RemoveDoNotContact,
)
from cards.screens import do_not_contact as screens
from cards.screens.wording import counted
from cards.tree import Card
from cards.views.settings import DoNotContactList, Entry
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from store.errors import Gone, Refusal
from store.outreach import do_not_contact
from store.tables.core import Member

PAGE = 8
MOST = 100  # the most entries added at once


async def open_list(action: OpenDoNotContact, by: Member, context: Context) -> Replies:
    return Show(await _list(by, context, action.words, action.page))


async def _list(by: Member, context: Context, words: str = "", page: int = 0, notice: str = "") -> Card:
    words = " ".join(words.split())[: screens.WORDS]
    async with context.read() as db:
        found = await do_not_contact.listed(db, by.workspace_id, words=words, page=page, page_size=PAGE)
    entries = tuple(Entry(each.id, each.kind, each.label) for each in found.items)
    return screens.do_not_contact_card(
        DoNotContactList(entries, found.total, found.page, found.page_size, words), notice=notice
    )


async def open_form(action: OpenDoNotContactForm, by: Member, context: Context) -> Replies:
    return Ask(screens.do_not_contact_form())


async def add(action: AddDoNotContact, by: Member, context: Context) -> Replies:
    """Adds all lines, or none if a line is invalid: the form names the first invalid line."""
    lines = list(dict.fromkeys(line for each in action.entries.splitlines() if (line := " ".join(each.split()))))
    if not lines or len(lines) > MOST:
        error = f"Add at most {MOST} at a time." if lines else "Enter a company or a domain."
        return Ask(screens.do_not_contact_form(error=error, entries=action.entries))
    line = ""
    try:
        async with context.write() as db:
            for line in lines:
                await do_not_contact.add(db, by, line, context.now())
    except Refusal as refusal:
        return Ask(screens.do_not_contact_form(error=f"“{line}”: {refusal.message}", entries=action.entries))
    one, many = f"{lines[0]} is on the list.", f"{counted(len(lines), 'entry', 'entries')} are on the list."
    return Close(), Show(await _list(by, context, notice=many if len(lines) > 1 else one))


async def remove(action: RemoveDoNotContact, by: Member, context: Context) -> Replies:
    """Removes an entry; if it is already gone, the list says so."""
    notice = "Removed from the list."
    try:
        async with context.write() as db:
            await do_not_contact.remove(db, by, action.entry_id, context.now())
    except Gone as gone:
        notice = gone.message
    return Show(await _list(by, context, action.words, action.page, notice))


async def open_filter(action: OpenDoNotContactFilter, by: Member, context: Context) -> Replies:
    return Ask(screens.do_not_contact_filter(action.words))


async def filter_list(action: FilterDoNotContact, by: Member, context: Context) -> Replies:
    return Close(), Show(await _list(by, context, action.words))
