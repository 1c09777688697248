"""Where a button press came from: the screen to go back to, and the job of its search."""

from cards.actions.base import BadArguments, UnknownVerb, unpacked
from cards.actions.candidates import OpenCandidates
from cards.actions.entry import OpenHome
from cards.actions.interest import ShowAnswer, ShowPrivacyRequest, ShowReminder
from cards.actions.invitations import OpenConversation, OpenInvitations
from cards.actions.saved_searches import ShowDigest
from cards.actions.search import Results
from store import searches
from store.db import Read
from store.members import digests
from store.people import candidates
from store.tables.core import Member

Back = (
    Results
    | OpenCandidates
    | OpenHome
    | OpenInvitations
    | OpenConversation
    | ShowAnswer
    | ShowPrivacyRequest
    | ShowReminder
    | ShowDigest
)


def parse_back(back_to: str) -> Back | None:
    """The action of the screen that the press came from, which is always read-only; None if unknown."""
    try:
        back = unpacked(back_to) if back_to else None
    except (UnknownVerb, BadArguments):
        return None
    return back if isinstance(back, Back) else None


async def job_id(db: Read, by: Member, back_to: str, profile_id: int) -> int | None:
    """The job of the search or digest the press came from; elsewhere, the job that the person is a candidate for.
    Raises Gone."""
    back = parse_back(back_to)
    if isinstance(back, Results):
        return (await searches.mine(db, by, back.search_id)).job_id
    if isinstance(back, ShowDigest):
        return await digests.job_id(db, by, back.digest_id)
    candidate = await candidates.of_profile(db, by.workspace_id, profile_id)
    return candidate.job_id if candidate else None
