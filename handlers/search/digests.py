"""The card of a digest: the people whom a saved search found, as they are now."""

from dataclasses import replace

from cards.actions.base import Action
from cards.actions.saved_searches import ShowDigest
from cards.screens.searches.digest import digest_card
from cards.tree import Card
from cards.views.searches import DigestView
from connectors.search.base import Hit
from connectors.search.language.terms import Terms
from handlers.context import Context
from handlers.replies import Replies, Show
from handlers.search import requests, rows
from handlers.search.new_people import MOST
from handlers.views.search_views import saved_search
from store.errors import Gone
from store.members import digests
from store.tables.core import Member

PAGE = 5


async def show(action: ShowDigest, by: Member, context: Context) -> Replies:
    return Show(await card(action, by, context))


async def card(
    action: ShowDigest, by: Member, context: Context, notice: str = "", *, undo: Action | None = None
) -> Card:
    """The page from position `at`, or the first. Only reads. Raises Gone."""
    at = max(0, action.at)
    async with context.read() as db:
        page = await digests.page(db, by, action.digest_id, at, PAGE)
        if not page.profiles and at:
            at = 0
            page = await digests.page(db, by, action.digest_id, at, PAGE)
        terms = Terms.from_json(page.search.terms)
        everyone = replace(terms.filters, exclude_contacted=False, exclude_seen=False, exclude_rejected=False)
        terms = replace(terms, filters=everyone)
        stored = await requests.complete(db, by, context, 0, terms, page.search.job_id)
    if action.announcing and (not page.stored or page.search.muted):
        raise Gone("There's no one new in this search.")
    request = await requests.request_for(context, stored)
    hits = [Hit(profile_id, source) for profile_id, source in page.profiles]
    people = await rows.of_hits(by, context, request, hits) if hits else ()
    view = DigestView(
        page.digest.id,
        saved_search(page.search, page.job),
        page.stored if page.digest.total <= MOST else page.digest.total,
        page.stored,
        at,
        PAGE,
        page.digest.silent,
    )
    return digest_card(view, people, request.view(), notice=notice, undo=undo)
