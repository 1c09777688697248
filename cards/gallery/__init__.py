"""Gallery: an example of every screen in every state, for golden files, platform limit checks and pictures.

Add each new screen here; a test fails for one that is missing.
"""

from cards.gallery import (
    ats,
    candidate,
    candidates,
    conversations,
    credits,
    entry,
    interest,
    invitations,
    jobs,
    mail_sign_ins,
    search,
    searches,
    settings,
    source_connections,
    templates,
    unlock,
)
from cards.gallery.example import Example

__all__ = ["Example", "examples"]


def examples() -> tuple[Example, ...]:
    """All examples, in the order of the user flows."""
    return (
        *entry.EXAMPLES,
        *jobs.EXAMPLES,
        *search.EXAMPLES,
        *searches.EXAMPLES,
        *candidate.EXAMPLES,
        *unlock.EXAMPLES,
        *ats.EXAMPLES,
        *candidates.EXAMPLES,
        *invitations.EXAMPLES,
        *interest.EXAMPLES,
        *conversations.EXAMPLES,
        *credits.EXAMPLES,
        *templates.EXAMPLES,
        *settings.EXAMPLES,
        *mail_sign_ins.EXAMPLES,
        *source_connections.EXAMPLES,
    )
