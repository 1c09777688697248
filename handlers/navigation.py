"""Where a button press came from: the screen to go back to, and the job of its search."""

from cards.actions.base import BadArguments, UnknownVerb, unpacked
from cards.actions.candidates import OpenCandidates
from cards.actions.entry import OpenHome
from cards.actions.interest import ShowAnswer, ShowPrivacyRequest
from cards.actions.invitations import OpenConversation, OpenInvitations
from cards.actions.search import Results
from store import searches
from store.db import Read
from store.tables.core import Member

Back = Results | OpenCandidates | OpenHome | OpenInvitations | OpenConversation | ShowAnswer | ShowPrivacyRequest


def parse_back(back_to: str) -> Back | None:
    """The screen the press came from, always a read-only one; None if unknown."""
    try:
        back = unpacked(back_to) if back_to else None
    except (UnknownVerb, BadArguments):
        return None
    return back if isinstance(back, Back) else None


async def job_id(db: Read, by: Member, back_to: str) -> int | None:
    """The job of the search the press came from, else the member's current job. Raises Gone."""
    back = parse_back(back_to)
    if not isinstance(back, Results):
        return by.job_id
    return (await searches.mine(db, by, back.search_id)).job_id
