"""Applicant tracking systems: connecting one with a key, and pushing candidates to it."""

from dataclasses import dataclass

from cards.actions.base import Action, carried_as, typed


@dataclass(frozen=True)
class OpenAtsForm(Action, verb="ats_form", needs="administer", opens_form=True):
    """The form for choosing which ATS to connect with a key."""


@dataclass(frozen=True)
class ConnectAts(Action, verb="connect_ats", needs="administer"):
    """Create a one-time link to the page for entering the key for the `system`, or for the system `chosen` in the
    form."""

    system: str = ""
    chosen: str = typed()


@dataclass(frozen=True)
class OpenPush(Action, verb="push_form", needs="contact", opens_form=True):
    """The form for choosing what to push to the ATS, and for which job."""

    profile_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class PushToAts(Action, verb="push_to_ats", needs="contact"):
    """Push the candidate. `job`: our id for one of the ATS's jobs, or typed text; `notes`: the ids of the notes to
    include; `asked`: the number of push attempts when the form was drawn, so that a form submitted twice pushes
    once."""

    profile_id: int
    back_to: str = carried_as("via")
    asked: int = 0
    job: str = typed()
    notes: tuple[str, ...] = typed(())
    resume: bool = typed(False)
