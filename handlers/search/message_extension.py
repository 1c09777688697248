"""Teams' message extension: inserts masked candidate cards into a chat."""

from cards.actions.entry import FindToInsert
from cards.screens.shared_candidate import masked_card, unshareable_card
from cards.tree import Card
from connectors.search.base import Hit
from connectors.search.language.understand import Understood
from handlers.context import Context
from handlers.replies import Inserts, Replies
from handlers.search import form_values, requests
from handlers.search.requests import SearchRequest, StoredSearch
from handlers.views import profile_views, reveal_views
from store.mailbox import own_companies
from store.people import profile_scope
from store.roles import May, allows
from store.tables.core import Member, Profile

PAGE = 10


async def find(action: FindToInsert, by: Member, context: Context) -> Replies:
    """The list shows names to the person searching; the inserted card does not. Empty for members who may not search.

    Raises OutsideError, which Teams shows in place of the list."""
    if not allows(by.role, May.SEARCH) or not action.words.strip():
        return Inserts(())
    understood = await requests.understood(context, form_values.new(action.words.strip()[:300]))
    if understood.faults:
        return Inserts(())
    page = max(0, action.offset) // PAGE
    async with context.read() as db:
        own = await own_companies.hidden(db, by.workspace_id, context.outreach.mail.company)
    request = SearchRequest(StoredSearch(0, understood.terms, own=own), understood)
    query = request.query(by, context, page=page, page_size=PAGE)
    found = await context.index.search(query)
    async with context.read() as db:
        known = await profile_scope.by_ids(db, by.workspace_id, (hit.profile_id for hit in found.hits))
    cards = tuple(
        _inserted(known[hit.profile_id], hit, by, context, understood) for hit in found.hits if hit.profile_id in known
    )
    return Inserts(cards, more=(page + 1) * PAGE < found.total)


def _inserted(
    profile: Profile, hit: Hit, by: Member, context: Context, understood: Understood
) -> tuple[str, str, Card]:
    """The list entry and its card; if the source doesn't allow the person to be shown, the card says only why."""
    row = profile_views.person(profile, context.now(), hit=hit, unit=understood.terms.unit)
    if reason := reveal_views.unshareable(context, profile, by.workspace_id):
        return row.name, reason, unshareable_card(reason)
    detail = " · ".join(part for part in (row.headline, row.place) if part)
    return row.name, detail, masked_card(profile_views.candidate(row, profile))
