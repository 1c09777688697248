"""Contact details that a partner sells: unlocking them under the workspace's own contract."""

from dataclasses import dataclass

from cards.actions.base import Action, carried_as


@dataclass(frozen=True)
class OpenUnlock(Action, verb="unlock_form", needs="contact", opens_form=True):
    """Show what unlocking a partner's candidate costs and gives. Opening this costs nothing."""

    profile_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class Unlock(Action, verb="unlock", needs="contact"):
    """Buy the contact details. `again`: buy even though an earlier request may have gone through."""

    profile_id: int
    back_to: str = carried_as("via")
    again: bool = False


@dataclass(frozen=True)
class OpenResume(Action, verb="resume_file", needs="see_contacts"):
    """The resume that came with the contact details, as a file in the member's direct messages."""

    profile_id: int
