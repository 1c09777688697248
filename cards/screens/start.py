"""First cards: start, welcome, help, and the answer to a command that was not understood."""

from cards.actions.access import AskAccess, OpenHelp, OpenMembers, OpenStart
from cards.actions.base import Action, BadArguments, UnknownVerb, unpacked
from cards.actions.candidates import OpenCandidates
from cards.actions.entry import OpenHome, OpenSearchForm, SearchFor
from cards.actions.invitations import OpenInvitations
from cards.actions.jobs import ChangeJob, OpenJobForm, OpenJobs, SearchWithoutJob
from cards.actions.search import Results
from cards.actions.settings import ConfirmWorkspace, OpenIdentityForm, OpenSettings
from cards.commands import MENU
from cards.screens.wording import a_role, zone_label
from cards.text import Muted, Rich, Span, Strong, join, spans
from cards.tree import AnyButton, Button, Buttons, Card, Heading, Kind, Node, Notice, Row, Text
from cards.views.people import HomeView, JobView, MemberView
from cards.views.settings import WorkspaceIdentity

EXAMPLE = "senior nurse in Boston within 25 miles 5+ years"


def way_back(back_to: str) -> Action:
    """The action that leads back to the screen the card was opened from, or to the start card if that action no longer
    exists."""
    try:
        return unpacked(back_to) if back_to else OpenStart()
    except (UnknownVerb, BadArguments):
        return OpenStart()


def banner(notice: str, kind: Kind = Kind.INFO, undo: Action | None = None) -> tuple[Node, ...]:
    """A notice at the top of a card: what was done, or why a different card is shown. Empty for ""."""
    return (Notice(kind, notice, Button("Undo", does=undo) if undo else None),) if notice else ()


def result_line(text: str, undo: Action | None = None) -> Notice | None:
    """What the last press did, for `Card.result`; None for ""."""
    return Notice(Kind.SUCCESS, text, Button("Undo", does=undo) if undo else None) if text else None


def job_label(job: JobView) -> str:
    """A job's title and place, as in "Staff Nurse · Boston, MA"."""
    place = "Remote" if job.remote and not job.place else job.place
    return f"{job.title} · {place}" if place else job.title


def _workspace_row(workspace: WorkspaceIdentity | None) -> tuple[Node, ...]:
    """For an admin: a row with the workspace's name and time zone, to confirm or correct."""
    if workspace is None:
        return ()
    zone = f"Time zone: {zone_label(workspace.time_zone)}"
    if not workspace.name:
        return (
            Row(
                "Your workspace",
                ("Your company's name is missing. Candidates read it in your invitations.", zone),
                buttons=(Button("Add the name", does=OpenIdentityForm(), main=True),),
            ),
        )
    return (
        Row(
            (Muted("Your workspace: "), Strong(workspace.name)),
            (zone, "Candidates read this name in your invitations. Is this correct?"),
            buttons=(
                Button("That's right", does=ConfirmWorkspace(workspace.time_zone)),
                Button("Change", does=OpenIdentityForm(), hint="Change the name or the time zone"),
            ),
        ),
    )


def start_card(home: HomeView, *, notice: str = "") -> Card:
    """The recruiter's first card: the current job, with everything else one click away."""
    if home.job is None:
        job: Node = Row(
            "No job selected",
            ("Select a job to fill in What and Where, or search without one.",),
            buttons=(
                Button("Select a job", does=OpenJobs(), main=True),
                Button("Search without a job", does=SearchWithoutJob()),
                Button("Add a job", does=OpenJobForm()),
            ),
        )
    else:
        buttons: tuple[AnyButton, ...] = (
            Button("Search candidates", does=OpenSearchForm(), main=True),
            Button("Change or clear job", does=ChangeJob()),
        )
        job = Row(
            (Muted("Job: "), job_label(home.job)), ("" if home.job.open else "This job was closed.",), (), buttons
        )
    again: tuple[AnyButton, ...] = ()
    if home.search_id:
        again = (Button("Back to my last search", does=Results(home.search_id), hint=home.search_words or None),)
    return Card(
        summary="Sourcer: search candidates, save them, contact them",
        body=(
            Heading(f"Hello {home.member.name}" if home.member.name else "Hello"),
            *banner(notice),
            *_workspace_row(home.workspace),
            job,
            Text(
                (
                    "Or type what you need: ",
                    Strong(EXAMPLE),
                    ". I'll answer in private.",
                )
            ),
        ),
        buttons=(
            *again,
            Button("Candidates", does=OpenCandidates()),
            Button("Home", does=OpenHome()),
            Button("Help", does=OpenHelp()),
        ),
        redraw=OpenStart(),
    )


def reviewer_card(member: MemberView, *, notice: str = "") -> Card:
    """The hiring manager's first card."""
    return Card(
        summary="Sourcer: review the candidates your recruiters share",
        body=(
            Heading(f"Hello {member.name}" if member.name else "Hello"),
            *banner(notice),
            Text("You're a reviewer: recruiters share candidates with you and ask what you think."),
            Text("To search candidates yourself, ask an admin to make you a recruiter.", muted=True),
        ),
        buttons=(Button("Help", does=OpenHelp()),),
        redraw=OpenStart(),
    )


def _no_admin(named_admins: bool) -> tuple[Span, ...]:
    """Says that nobody can answer a request yet, and how that can change."""
    nobody = "There's no admin here yet, so nobody can give you access."
    if named_admins:
        return (f"{nobody} The first admins are already named: one of them has to message me first.",)
    code = " followed by the code that the server printed: that makes you the first admin."
    return (f"{nobody} If you're setting Sourcer up, type ", Strong("claim"), code)


def guest_card(
    *,
    requested: bool = False,
    outsider: bool = False,
    has_admin: bool = True,
    named_admins: bool = False,
    notice: str = "",
) -> Card:
    """The card for someone without access. `requested`: they have asked for access; `outsider`: they cannot get access.
    `has_admin`: somebody can grant access; `named_admins`: the operator's settings name the first ones."""
    if outsider:
        body: Node = Text("You're a guest in this workspace. I can only show you what a recruiter asks you to review.")
        buttons: tuple[AnyButton, ...] = ()
    elif requested and not has_admin:
        body = Notice(Kind.WARNING, (*_no_admin(named_admins), " Your request is saved: the first admin will see it."))
        buttons = ()
    elif requested:
        body = Notice(Kind.SUCCESS, "I've let your admins know. I'll message you when one of them answers.")
        buttons = ()
    elif not has_admin:
        body = Text(("Sourcer helps your recruiting team find and contact candidates. ", *_no_admin(named_admins)))
        buttons = (Button("Ask for access", does=AskAccess(), main=True),)
    else:
        body = Text(
            "Sourcer helps your recruiting team find and contact candidates. An admin has to give you access first."
        )
        buttons = (Button("Ask for access", does=AskAccess(), main=True),)
    return Card(
        summary="Sourcer: an admin has to give you access" if has_admin else "Sourcer has no admin here yet",
        body=(Heading("Welcome to Sourcer"), *banner(notice), body),
        buttons=(*buttons, Button("Help", does=OpenHelp())),
        redraw=OpenStart(),
    )


def claimed_card(member: MemberView, workspace: WorkspaceIdentity | None = None) -> Card:
    """The card that says that the claim code was correct."""
    return Card(
        summary="You are the first admin",
        body=(
            Heading("You are the first admin"),
            Text(f"Welcome, {member.name}. From now on, you decide who gets access."),
            *_workspace_row(workspace),
            Row(
                "Your team",
                ("People who message me can ask for access. You answer with one click.",),
                buttons=(Button("Members and roles", does=OpenMembers()),),
            ),
            Row(
                "Your first search",
                ("Search without a job, or add one to fill in What and Where.",),
                buttons=(
                    Button("Search without a job", does=SearchWithoutJob(), main=True),
                    Button("Add a job", does=OpenJobForm()),
                ),
            ),
        ),
        buttons=(Button("Help", does=OpenHelp()),),
        redraw=OpenStart(),
    )


def _step(number: int, title: str, detail: Rich, label: str, does: Action, main: bool = False) -> Row:
    return Row(f"{number}. {title}", (detail,), buttons=(Button(label, does=does, main=main),))


def _command_list() -> Rich:
    """The menu commands that the tour does not explain, e.g. "job, credits or templates"."""
    *most, last = ((Strong(command.word),) for command in MENU if command.word not in ("source", "search", "help"))
    return join((join(most, ", "), last), " or ")


def help_card(member: MemberView) -> Card:
    """A short guided tour by role, with a button for each first step."""
    match member.role:
        case "admin" | "recruiter":
            body: tuple[Node, ...] = (
                _step(
                    1,
                    "Select a job",
                    "Its title and location fill in What and Where.",
                    "Select a job",
                    OpenJobs(),
                    True,
                ),
                _step(
                    2,
                    "Search",
                    ("Fill in What and Where, or just type what you need: ", Strong(EXAMPLE), "."),
                    "Search candidates",
                    OpenSearchForm(),
                ),
                _step(
                    3,
                    "Save and take notes",
                    "Star people who fit, hide those who don't, and write notes for yourself or the team.",
                    "Candidates",
                    OpenCandidates(),
                ),
                _step(
                    4,
                    "Contact",
                    "Set up your signature, then press Contact. You'll see the message before it's sent.",
                    "Settings",
                    OpenSettings(),
                ),
                _step(
                    5,
                    "See who is interested",
                    "I'll message you here when someone answers.",
                    "Invitations",
                    OpenInvitations(),
                ),
                Text(
                    (
                        "You can also type ",
                        *spans(_command_list()),
                        "; anything else is a search. In What, put exact phrases in quotes; ",
                        "combine words with AND, OR, NOT, parentheses and title:, skill:, company:.",
                    ),
                    muted=True,
                ),
            )
            if member.role == "admin":
                team = _step(
                    6, "Your team", "Give people access and set their roles.", "Members and roles", OpenMembers()
                )
                body = (*body[:-1], team, body[-1])
        case "reviewer":
            body = (
                Text("Recruiters share candidates with you and ask what you think."),
                _step(1, "Your reviews", "See what's waiting for you.", "Open Home", OpenHome()),
                Text("To search candidates yourself, ask an admin to make you a recruiter.", muted=True),
            )
        case _:
            body = (
                Text("Sourcer helps a recruiting team find, save and contact candidates, right here in chat."),
                _step(
                    1, "Get access", "An admin has to let you in. It only takes one click.", "Start", OpenStart(), True
                ),
                Text(
                    (
                        "Setting Sourcer up? The server prints a code: type ",
                        Strong("claim"),
                        " and the code to become the first admin.",
                    ),
                    muted=True,
                ),
            )
    return Card("How Sourcer works", (Heading("How it works"), *body), redraw=OpenHelp())


def nearest_card(word: str, commands: tuple[tuple[str, Action], ...], *, may_search: bool) -> Card:
    """For a word that is almost a command: the nearest commands, and a button to search for the word anyway."""
    search: tuple[AnyButton, ...] = (Button(f"Search for “{word}”", does=SearchFor(word)),) if may_search else ()
    return Card(
        summary=f"I don't know “{word}”",
        body=(
            Text(("I don't know ", Strong(f"“{word}”"), ". Did you mean one of these?")),
            Buttons(tuple(Button(name, does=does, main=not n) for n, (name, does) in enumerate(commands))),
        ),
        buttons=(*search, Button("Help", does=OpenHelp())),
    )


def welcome_card(member: MemberView, *, let_in_by: str = "", workspace: WorkspaceIdentity | None = None) -> Card:
    """The card for when the bot was installed, or an admin let the person in."""
    who = (
        f"{let_in_by} gave you access as {a_role(member.role)}."
        if let_in_by
        else f"You are {a_role(member.role)} here."
    )
    if member.role in ("admin", "recruiter"):
        buttons: tuple[AnyButton, ...] = (
            Button("Select a job", does=OpenJobs(), main=True),
            Button("Search without a job", does=SearchWithoutJob()),
        )
        what = "Pick a job, then search for candidates, save them and contact them, all here in chat."
    else:
        buttons, what = (), "Recruiters share candidates with you and ask what you think."
    return Card(
        summary=f"Welcome to Sourcer. {who}",
        body=(Heading("Welcome to Sourcer"), Text(join((who, what), " ")), *_workspace_row(workspace)),
        buttons=(*buttons, Button("Help", does=OpenHelp())),
        redraw=OpenStart(),
    )
