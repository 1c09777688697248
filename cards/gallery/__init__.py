"""An example of every screen in every state: for golden files, for the platforms' limits, and for pictures.

A screen is added here when it is written; a test fails otherwise.
"""

from cards.gallery import (
    candidate,
    candidates,
    credits,
    entry,
    interest,
    invitations,
    jobs,
    search,
    settings,
    templates,
)
from cards.gallery.example import Example

__all__ = ["Example", "examples"]


def examples() -> tuple[Example, ...]:
    """All of them, in the order of the flows."""
    return (
        *entry.EXAMPLES,
        *jobs.EXAMPLES,
        *search.EXAMPLES,
        *candidate.EXAMPLES,
        *candidates.EXAMPLES,
        *invitations.EXAMPLES,
        *interest.EXAMPLES,
        *credits.EXAMPLES,
        *templates.EXAMPLES,
        *settings.EXAMPLES,
    )
