"""Contacting people: writing an invitation, previewing and sending it. `back_to` is the packed action of the screen
that the press came from."""

from dataclasses import dataclass
from typing import Any

from cards.actions.base import Action, carried_as, typed


@dataclass(frozen=True)
class InvitationFields:
    """The inputs of the invitation form; an input that is not on the form keeps its default."""

    kind: str = typed("")  # connect, apply
    job: str = typed("")  # an id from the typeahead, or a title to resolve
    new_title: str = typed("")
    new_place: str = typed("")
    new_link: str = typed("")
    template: str = typed("")
    subject: str = typed("")
    text: str = typed("")
    language: str = typed("")
    send_on: str = typed("")  # a day
    send_at: str = typed("")  # a time on that day: "09:30"
    follow_up_days: str | int | None = typed("")
    follow_up_text: str = typed("")
    template_name: str = typed("")


@dataclass(frozen=True)
class FormParts:
    """Which optional parts of the form are shown."""

    new_job: bool = False
    more_options: bool = False

    @classmethod
    def upgraded(cls, args: dict[str, Any]) -> dict[str, Any]:
        """Forms still open from an older version carry the parts as letters: "j", "m" or "jm"."""
        match args.get("shape"):
            case str(letters):
                return {"new_job": "j" in letters, "more_options": "m" in letters, **args}
            case _:
                return args


@dataclass(frozen=True)
class Contact(Action, verb="contact", needs="contact", opens_form=True):
    """Write to a person: opens the form, with the unsent draft, if any."""

    profile_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class ShapeInvitation(InvitationFields, FormParts, Action, verb="shape_invitation", needs="contact", opens_form=True):
    """Redraw the form with other parts, keeping the input: `do` is "template", "job", "more" or "anew"."""

    invitation_id: int = 0
    do: str = ""
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class ReviewInvitation(InvitationFields, FormParts, Action, verb="review_invitation", needs="contact", opens_form=True):
    """Step two: preview exactly what will be sent, its price, and any warnings."""

    invitation_id: int = 0
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class EditInvitation(Action, verb="edit_invitation", needs="contact", opens_form=True):
    """*Back* from the preview: the form with all input."""

    invitation_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class SendInvitation(Action, verb="send_invitation", needs="contact", opens_form=True):
    """Hold the credit and send. `digest` identifies the preview shown; if it is out of date, nothing is sent."""

    invitation_id: int
    digest: str = ""
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class OpenInvitations(Action, verb="invitations", needs="contact", reads=True):
    """The list: `tab` is "scheduled", "waiting", "answered", "failed" or "decide"; `team` (admins only): everyone's
    invitations."""

    tab: str = "waiting"
    page: int = 0
    team: bool = False


@dataclass(frozen=True)
class OpenConversation(Action, verb="conversation", needs="contact", reads=True):
    """Everything written to and by a candidate; read-only. `on_card`: pressed on the candidate card, so `back_to` is
    where that card leads back to; `whole`: that card showed everything. `mail_id` or `answer_id`: shows one entry with
    its whole text, starting at `part`."""

    profile_id: int
    back_to: str = carried_as("via")
    page: int = 0
    on_card: bool = False
    whole: bool = False
    mail_id: int = 0
    answer_id: int = 0
    part: int = 0


@dataclass(frozen=True)
class CancelInvitation(Action, verb="cancel_invitation", needs="contact"):
    """Cancel an unsent invitation; its credit is returned."""

    invitation_id: int
    tab: str = "scheduled"
    team: bool = False


@dataclass(frozen=True)
class UndoSend(Action, verb="undo_send", needs="contact", opens_form=True):
    """Undo a message that has not gone out: the form opens again with its text."""

    invitation_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class UndoBulk(Action, verb="undo_several", needs="contact", opens_form=True):
    """Undo the messages of a batch that have not gone out: the form opens again for these people."""

    batch_id: int


@dataclass(frozen=True)
class StopBatch(Action, verb="stop_several", needs="contact"):
    """*Stop the rest*: cancel the messages of a batch that have not gone out; their credits are returned."""

    batch_id: int
    team: bool = False


@dataclass(frozen=True)
class OpenReschedule(Action, verb="reschedule_form", needs="contact", opens_form=True):
    invitation_id: int
    tab: str = "scheduled"
    team: bool = False


@dataclass(frozen=True)
class Reschedule(Action, verb="reschedule", needs="contact"):
    """Change the send time. `send_on` is a day, `send_at` a time on that day; if both are empty, send now."""

    invitation_id: int
    tab: str = "scheduled"
    team: bool = False
    send_on: str = typed("")
    send_at: str = typed("")


@dataclass(frozen=True)
class StopFollowUp(Action, verb="stop_follow_up", needs="contact"):
    invitation_id: int
    tab: str = "waiting"
    team: bool = False


@dataclass(frozen=True)
class ResumeInvitation(Action, verb="resume_invitation", needs="contact"):
    """Resume a paused invitation."""

    invitation_id: int
    tab: str = "scheduled"
    team: bool = False


@dataclass(frozen=True)
class DecideInvitation(Action, verb="decide_invitation", needs="contact"):
    """Settle an invitation that may or may not have been sent: `what` is "sent", "again" (send it, even if that is the
    second time) or "refund"."""

    invitation_id: int
    what: str
    team: bool = False


@dataclass(frozen=True)
class ShapeBulk(InvitationFields, FormParts, Action, verb="shape_several", needs="contact", opens_form=True):
    """Like ShapeInvitation, for one text to several people; `do` may also be "other": open another unsent draft.
    `recipients` identifies the selected people."""

    do: str = ""
    recipients: str = carried_as("group")


@dataclass(frozen=True)
class ReviewBulk(InvitationFields, FormParts, Action, verb="review_several", needs="contact", opens_form=True):
    """Preview each invitation in turn, with the total price, and with who is left out and why."""

    recipients: str = carried_as("group")


@dataclass(frozen=True)
class EditBulk(Action, verb="edit_several", needs="contact", opens_form=True):
    """*Back* from the preview."""


@dataclass(frozen=True)
class StepBulk(Action, verb="step_several", needs="contact", opens_form=True):
    """Preview the invitation at `at`; `leave_out` removes a person from the recipients."""

    at: int = 0
    leave_out: int = 0  # profile id
    recipients: str = carried_as("group")


@dataclass(frozen=True)
class SendBulk(Action, verb="send_several", needs="contact", opens_form=True):
    """Send all invitations or none. `digest` identifies the previews shown."""

    digest: str = ""
