"""Opening the resume that came with a partner's contact details."""

from cards.actions.reveals import OpenResume
from handlers.context import Context
from handlers.replies import Attach, Replies, Tell
from store.sources import reveals
from store.tables.core import Member


async def open_resume(action: OpenResume, by: Member, context: Context) -> Replies:
    """Sends the resume as a file in the member's direct messages."""
    async with context.read() as db:
        file = await reveals.resume_of(db, by.workspace_id, action.profile_id)
    if file is None:
        return Tell("This resume is no longer in Sourcer.")
    return Attach(file.name, file.content, "Resume. Only you can see it here.")
