"""Actions on one person. `back_to` is the packed action of the screen that the press came from."""

from dataclasses import dataclass

from cards.actions.base import Action, carried_as, typed


@dataclass(frozen=True)
class View(Action, verb="view", needs="search"):
    """Open the candidate card; marks the person as seen."""

    profile_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class ShowPerson(Action, verb="person", needs="search", reads=True):
    """Redraw the candidate card; read-only. `whole`: includes the parts that are left out at first."""

    profile_id: int
    back_to: str = carried_as("via")
    whole: bool = False


@dataclass(frozen=True)
class NextCandidate(Action, verb="step", needs="search"):
    """Open the next (or previous) candidate card within the search; marks the person as seen."""

    profile_id: int
    back_to: str = carried_as("via")
    forward: bool = True


@dataclass(frozen=True)
class Star(Action, verb="star", needs="search"):
    """Save the person. `on_card`: pressed on the candidate card, which is redrawn instead of the list."""

    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False


@dataclass(frozen=True)
class Unstar(Action, verb="unstar", needs="search"):
    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False


@dataclass(frozen=True)
class Hide(Action, verb="hide", needs="search"):
    """Hide the person from searches for the search's or the candidate's job; if there is no job, from searches without
    a job."""

    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False


@dataclass(frozen=True)
class Unhide(Action, verb="unhide", needs="search"):
    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False


@dataclass(frozen=True)
class AnswerSamePerson(Action, verb="same_person", needs="search"):
    """*Same person* merges two candidates, *Not the same* keeps them apart. `other_profile`: used instead of both ids
    if one of the two people is not a candidate yet."""

    candidate_id: int
    other_id: int
    same: bool
    profile_id: int
    back_to: str = carried_as("via")
    other_profile: int = 0


@dataclass(frozen=True)
class OpenNoteForm(Action, verb="note_form", needs="note", opens_form=True):
    """A new note on a person; with `note_id`, edit that note of the member's own."""

    profile_id: int
    note_id: int = 0
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class SaveNote(Action, verb="save_note_on", needs="note"):
    """Save the note. `audience` is "team" or "me"; `mentions` are member ids, or names to resolve."""

    profile_id: int
    note_id: int = 0
    back_to: str = carried_as("via")
    text: str = typed()
    audience: str = typed("team")
    mentions: tuple[str, ...] = typed(())


@dataclass(frozen=True)
class DeleteNote(Action, verb="delete_note", needs="note"):
    note_id: int
    profile_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class SaveMessageNote(Action, verb="save_message_note", needs="note"):
    """Save a chat message as a note; `candidate` is an id from the typeahead, or a name to resolve. `draft`: the stored
    text of the message, no longer needed once the note is saved."""

    link: str = ""
    draft: str = ""
    candidate: str = typed()
    text: str = typed()
    audience: str = typed("team")
    mentions: tuple[str, ...] = typed(())
