"""Access: requests, members and roles."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenStart(Action, verb="start", needs="enter", reads=True):
    """The start card."""


@dataclass(frozen=True)
class OpenHelp(Action, verb="help", needs="enter", reads=True):
    """A short guided tour by role."""


@dataclass(frozen=True)
class AskAccess(Action, verb="ask_access", needs="enter"):
    """A guest asks the admins for access."""


@dataclass(frozen=True)
class ShowAccessRequests(Action, verb="access_requests", needs="administer", reads=True):
    """The unanswered requests, for admins. One card covers all requests that arrive within a few minutes. `posted`:
    redraws that card, even if all its requests have been answered."""

    posted: bool = False


@dataclass(frozen=True)
class AnswerAccess(Action, verb="answer_access", needs="administer"):
    """An admin answers a request: lets the person in with `role`, or declines if `role` is empty."""

    member_id: int
    role: str = ""


@dataclass(frozen=True)
class Claim(Action, verb="claim", needs="enter"):
    """The one-time code that makes someone the first admin."""

    code: str = ""


@dataclass(frozen=True)
class OpenMembers(Action, verb="members", needs="administer", reads=True):
    """Members and their roles, for admins."""

    page: int = 0


@dataclass(frozen=True)
class OpenRoleForm(Action, verb="role_form", needs="administer", opens_form=True):
    member_id: int


@dataclass(frozen=True)
class ChangeRole(Action, verb="change_role", needs="administer"):
    member_id: int
    role: str = typed()


@dataclass(frozen=True)
class OpenDefaultRole(Action, verb="default_role_form", needs="administer", opens_form=True):
    """The role that new people start with."""


@dataclass(frozen=True)
class ChangeDefaultRole(Action, verb="change_default_role", needs="administer"):
    role: str = typed()


@dataclass(frozen=True)
class LeftWorkspace(Action, verb="left_workspace", needs="enter"):
    """Sent when the platform reports that this person's account was deactivated."""


@dataclass(frozen=True)
class ShowDeparture(Action, verb="departure", needs="administer", reads=True):
    """For admins: a member's own mailbox was disconnected, because they may no longer contact people."""

    member_id: int
