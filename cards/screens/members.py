"""Who gets in: the request that admins answer, and members with their roles."""

from cards.actions.access import (
    AnswerAccess,
    ChangeDefaultRole,
    ChangeRole,
    OpenDefaultRole,
    OpenMembers,
    OpenRoleForm,
    OpenStart,
)
from cards.screens.start import banner
from cards.screens.wording import a_role, counted, role_label
from cards.text import Muted, Strong, join
from cards.tree import Button, Card, Choice, Form, Heading, Kind, Node, Notice, Option, Pager, Row, Text
from cards.views.people import MemberView

PAGE = 8
ROLES = ("recruiter", "reviewer", "admin", "guest")
ROLE_DESCRIPTIONS = {
    "admin": "Everything, and who gets in",
    "recruiter": "Searches, saves, writes notes",
    "reviewer": "Looks at shared people and says what they think",
    "guest": "Sees nothing until let in",
}


def access_request_row(member: MemberView) -> Row:
    """Who asks to be let in, with the answers."""
    return Row(
        (Strong(member.name), Muted(" asks for access")),
        (member.email,) if member.email else (),
        buttons=(
            Button("Let in as recruiter", does=AnswerAccess(member.id, "recruiter"), main=True),
            Button("Let in as reviewer", does=AnswerAccess(member.id, "reviewer")),
            Button("No", does=AnswerAccess(member.id), hint=f"Do not let {member.name} in"),
        ),
    )


def access_request(member: MemberView) -> Card:
    """For each admin: somebody wants in."""
    return Card(f"{member.name} asks for access to Sourcer", (access_request_row(member),))


def access_answered(member: MemberView, *, by: str, already: bool = False) -> Card:
    """What stands in the request's place once it is answered, by this admin or by another."""
    if member.role == "guest":
        text = f"{member.name} was not let in" + (f", by {by}." if by else ".")
    else:
        text = f"{member.name} is {a_role(member.role)} now" + (f", let in by {by}." if by else ".")
    return Card(
        summary=text,
        body=(
            Notice(Kind.INFO if already or member.role == "guest" else Kind.SUCCESS, text),
            *((Text("Someone has already answered this.", muted=True),) if already else ()),
        ),
        buttons=(Button("Members and roles", does=OpenMembers()),),
    )


def access_refused() -> Card:
    """What the person reads who was not let in."""
    return Card(
        "An admin declined your request",
        (Text("An admin declined your request for access. If you think that's a mistake, talk to them."),),
        (Button("Start", does=OpenStart()),),
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
    """For admins: who asked, who is in and as what, and what newcomers become."""
    requests: tuple[Node, ...] = (
        (Heading("Asking for access", 2), *map(access_request_row, waiting[:5])) if waiting else ()
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
            *(() if members else (Text("No one yet. People appear here when they first write to me."),)),
            *_pager(total, page),
            Row(
                "Newcomers",
                (f"New people start as {a_role(default_role)}.",),
                buttons=(Button("Change", does=OpenDefaultRole(), hint="Change what new people start as"),),
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
    """An admin gives a member another role."""
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
    """What people of the workspace are when they first write to the bot."""
    return Form(
        title="Newcomers",
        body=(Text("Applies to people in this workspace. Guests from outside stay guests."),),
        inputs=(
            Choice(
                "role",
                "They are",
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
