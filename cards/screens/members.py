"""Access: requests for admins to answer, and members with their roles."""

from cards.actions.access import (
    AnswerAccess,
    ChangeDefaultRole,
    ChangeRole,
    OpenDefaultRole,
    OpenMembers,
    OpenRoleForm,
    OpenStart,
    ShowAccessRequests,
    ShowDeparture,
)
from cards.actions.invitations import OpenInvitations
from cards.screens.start import banner
from cards.screens.wording import a_role, counted, role_label, short
from cards.text import Muted, Strong, join
from cards.tree import Button, Card, Choice, Form, Heading, Kind, Node, Notice, Option, Pager, Row, Text
from cards.views.people import MemberView

PAGE = 8
ROLES = ("recruiter", "reviewer", "admin", "guest")
ROLE_DESCRIPTIONS = {
    "admin": "Can do everything, and decides who gets access",
    "recruiter": "Searches, saves and contacts candidates, writes notes",
    "reviewer": "Reviews the candidates that recruiters share",
    "guest": "Sees nothing until given access",
}


def access_request_row(member: MemberView) -> Row:
    """An access request, with buttons to answer it."""
    return Row(
        (Strong(member.name), Muted(" is asking for access")),
        (member.email,) if member.email else (),
        buttons=(
            Button("Let in as recruiter", does=AnswerAccess(member.id, "recruiter"), main=True),
            Button("Let in as reviewer", does=AnswerAccess(member.id, "reviewer")),
            Button("No", does=AnswerAccess(member.id), hint=f"Don't let {member.name} in"),
        ),
    )


def access_requests(waiting: tuple[MemberView, ...], *, notice: str = "") -> Card:
    """Sent to each admin: who asks for access. One card covers all requests within a few minutes, and is updated with
    each request."""
    shown, more = waiting[:PAGE], len(waiting) - PAGE
    if len(waiting) == 1:
        summary = f"{waiting[0].name} is asking for access to Sourcer"
    else:
        names = ", ".join(short(each.name, 40) for each in shown[:3]) + (" …" if len(waiting) > 3 else "")
        summary = f"{len(waiting)} people are asking for access to Sourcer: {names}"
    rest = f"{counted(more, 'more person is asking', 'more people are asking')} for access: see Members and roles."
    return Card(
        summary=summary,
        body=(
            *banner(notice, Kind.SUCCESS),
            *((Heading(f"{len(waiting)} people are asking for access", 2),) if len(waiting) > 1 else ()),
            *map(access_request_row, shown),
            *((Text(rest, muted=True),) if more > 0 else ()),
        ),
        buttons=(Button("Members and roles", does=OpenMembers()),),
        redraw=ShowAccessRequests(posted=True),
    )


def access_answer_text(member: MemberView, by: str) -> str:
    """A line about what became of a request; with `by` "", it doesn't say who answered."""
    if member.role == "guest":
        return f"{by or 'An admin'} declined {member.name}'s request for access."
    return f"{member.name} is {a_role(member.role)} now" + (f", approved by {by}." if by else ".")


def access_answered(member: MemberView, *, by: str, already: bool = False) -> Card:
    """Replaces the last request on a card once that request is answered. `already`: another admin answered first."""
    text = access_answer_text(member, by)
    return Card(
        summary=text,
        body=(
            Notice(Kind.INFO if already or member.role == "guest" else Kind.SUCCESS, text),
            *((Text("Someone has already answered this.", muted=True),) if already else ()),
        ),
        buttons=(Button("Members and roles", does=OpenMembers()),),
    )


def no_access_requests() -> Card:
    """Replaces the requests on other admins' cards once all requests are answered."""
    return Card(
        summary="No one is waiting for access",
        body=(Notice(Kind.INFO, "Another admin has answered. No one is waiting for access now."),),
        buttons=(Button("Members and roles", does=OpenMembers()),),
    )


def access_refused() -> Card:
    """The card sent to the person whose request was declined."""
    return Card(
        "An admin declined your request",
        (Text("An admin declined your request for access. If you think that's a mistake, talk to them."),),
        (Button("Start", does=OpenStart()),),
    )


def departure_card(member_id: int, name: str, held: int) -> Card:
    """For admins: what became of the mailbox and the messages of somebody who may no longer contact people."""
    who = short(name, 80) or "A member"
    waiting = (
        f"{counted(held, 'message')} to candidates {'is' if held == 1 else 'are'} on hold until an admin decides."
        if held
        else "None of their messages is waiting to be sent."
    )
    return Card(
        f"{who} can no longer contact people",
        (
            Notice(
                Kind.WARNING,
                f"{who} can no longer contact people. Their own mailbox was disconnected and its login was erased.",
            ),
            Text(waiting),
        ),
        (
            Button("Invitations", does=OpenInvitations("scheduled", team=True), main=True),
            Button("Members", does=OpenMembers()),
        ),
        redraw=ShowDeparture(member_id),
    )


def members_card(
    members: tuple[MemberView, ...],
    waiting: tuple[MemberView, ...],
    *,
    default_role: str,
    total: int,
    page: int = 0,
    notice: str = "",
) -> Card:
    """For admins: access requests, members with their roles, and the default role."""
    requests: tuple[Node, ...] = (
        (Heading("Access requests", 2), *map(access_request_row, waiting[:5])) if waiting else ()
    )
    return Card(
        summary=f"Members and roles: {counted(total, 'person', 'people')}",
        body=(
            Heading("Members and roles"),
            *banner(notice, Kind.SUCCESS),
            *requests,
            Heading("Members", 2),
            *(
                Row(
                    (Strong(member.name), Muted(f" · {role_label(member.role)}")),
                    (join((member.email, "from outside" if member.outsider else "")),),
                    buttons=(
                        Button("Change role", does=OpenRoleForm(member.id), hint=f"Change the role of {member.name}"),
                    ),
                )
                for member in members
            ),
            *(() if members else (Text("No one yet. People appear here when they first message me."),)),
            *_pager(total, page),
            Row(
                "Newcomers",
                (f"New people start as {a_role(default_role)}.",),
                buttons=(Button("Change", does=OpenDefaultRole(), hint="Change the role that newcomers start with"),),
            ),
        ),
        buttons=(Button("Start", does=OpenStart()),),
        redraw=OpenMembers(page),
    )


def _pager(total: int, page: int) -> tuple[Pager, ...]:
    if total <= PAGE:
        return ()
    last = min(total, (page + 1) * PAGE)
    return (
        Pager(
            f"{page * PAGE + 1}–{last} of {total}",
            OpenMembers(page - 1) if page else None,
            OpenMembers(page + 1) if last < total else None,
        ),
    )


def role_form(member: MemberView, *, error: str = "") -> Form:
    """The form in which an admin changes a member's role."""
    return Form(
        title="Change role",
        body=(Text((Strong(member.name), f" is {a_role(member.role)}.")),),
        inputs=(
            Choice(
                "role",
                "Role",
                tuple(Option(role, role_label(role), ROLE_DESCRIPTIONS[role]) for role in ROLES),
                required=True,
                expanded=True,
            ),
        ),
        submit=Button("Save", does=ChangeRole(member.id), main=True),
        errors={"role": error} if error else {},
        values={"role": member.role},
    )


def default_role_form(role: str) -> Form:
    """The form for the role that people of the workspace start with."""
    return Form(
        title="Newcomers",
        body=(Text("Applies to people in this workspace. Guests from outside stay guests."),),
        inputs=(
            Choice(
                "role",
                "Starting role",
                tuple(
                    Option(each, role_label(each), ROLE_DESCRIPTIONS[each])
                    for each in ("guest", "reviewer", "recruiter")
                ),
                required=True,
                expanded=True,
            ),
        ),
        submit=Button("Save", does=ChangeDefaultRole(), main=True),
        values={"role": role},
    )
