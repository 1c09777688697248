"""The conversation with a candidate. Any member who may contact people can read it; only members who may see the
answer's card can reply."""

from cards.actions.invitations import OpenConversation
from cards.screens.outreach.conversation import conversation_card, message_card
from cards.tree import Card
from cards.views.conversations import ConversationView
from handlers.context import Context
from handlers.outreach.preview import zone_of
from handlers.replies import Replies, Show
from handlers.views import conversation_views
from handlers.views.profile_views import shown_name
from handlers.views.reach_views import reaches
from store import conversations
from store.conversations import ConversationPage
from store.db import Read
from store.errors import Gone
from store.people import candidates
from store.people.profile_scope import GONE
from store.tables.core import Member

PAGE = 5


async def open_conversation(action: OpenConversation, by: Member, context: Context) -> Replies:
    return Show(await card(action, by, context))


async def card(action: OpenConversation, by: Member, context: Context) -> Card:
    """The conversation, or one entry of it. Only reads. Raises Gone."""
    async with context.read() as db:
        candidate = await candidates.of_profile(db, by.workspace_id, action.profile_id)
        if candidate is None:
            raise Gone(GONE)
        profiles = await candidates.profiles_of(db, by.workspace_id, candidate.id)
        reach = (await reaches(db, by, context, {0: (profiles, candidate.id)}))[0]
        zone = await zone_of(db, by.workspace_id)
        found = await _page(db, by, candidate.id, action)
    name, now = shown_name(candidate.name), context.now()
    talk = ConversationView(
        name,
        zone.key,
        tuple(conversation_views.entry(each, by, name, now, zone) for each in found.entries),
        found.total,
        found.page,
        PAGE,
        reply_to=0 if reach.block else reach.reply_to,
        profiles=tuple(profile.id for profile in profiles),
    )
    if action.mail_id or action.answer_id:
        return message_card(talk, talk.entries[0], action)
    return conversation_card(talk, action)


async def _page(db: Read, by: Member, candidate_id: int, action: OpenConversation) -> ConversationPage:
    """The page, or the one entry whose whole text was requested. Raises Gone if that entry is not in the
    conversation."""
    if not (action.mail_id or action.answer_id):
        return await conversations.listed(db, by.workspace_id, candidate_id, action.page, PAGE)
    one = await conversations.entry(
        db, by.workspace_id, candidate_id, mail_id=action.mail_id, answer_id=action.answer_id
    )
    if one is None:
        raise Gone("This message no longer exists.")
    return ConversationPage([one], 1, 0)
