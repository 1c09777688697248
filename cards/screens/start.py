"""The first cards: where a person begins, what the bot can do, and what it says when it did not understand."""

from cards.actions.access import AskAccess, OpenHelp, OpenMembers, OpenStart
from cards.actions.base import Action
from cards.actions.candidates import OpenCandidates
from cards.actions.entry import OpenHome, OpenSearchForm, SearchFor
from cards.actions.invitations import OpenInvitations
from cards.actions.jobs import ChangeJob, OpenJobForm, OpenJobs, SearchWithoutJob
from cards.actions.search import Results
from cards.actions.settings import OpenSettings
from cards.commands import MENU
from cards.screens.wording import a_role
from cards.text import Muted, Rich, Strong, join, spans
from cards.tree import AnyButton, Button, Buttons, Card, Heading, Kind, Node, Notice, Row, Text
from cards.views.people import HomeView, JobView, MemberView

EXAMPLE = "senior nurse in Boston within 25 miles 5+ years"


def banner(notice: str, kind: Kind = Kind.INFO, undo: Action | None = None) -> tuple[Node, ...]:
    """The sentence that says why a card is not the one that was asked for, or what was done; nothing for ""."""
    return (Notice(kind, notice, Button("Undo", does=undo) if undo else None),) if notice else ()


def job_label(job: JobView) -> str:
    """As in "Staff Nurse · Boston, MA"."""
    place = "Remote" if job.remote and not job.place else job.place
    return f"{job.title} · {place}" if place else job.title


def start_card(home: HomeView, *, notice: str = "") -> Card:
    """What a recruiter sees first: the job they work on, and one press to everything else."""
    if home.job is None:
        job: Node = Row(
            "No job selected",
            ("Select a job to fill What and Where, or search without one.",),
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
            job,
            Text(
                (
                    "Or type what you need: ",
                    Strong(EXAMPLE),
                    ". I answer in private.",
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
    """What a hiring manager sees first."""
    return Card(
        summary="Sourcer: you review the people your recruiters share",
        body=(
            Heading(f"Hello {member.name}" if member.name else "Hello"),
            *banner(notice),
            Text("You are a reviewer here: recruiters ask you what you think of the people they found."),
            Text("To search candidates yourself, ask an admin to make you a recruiter.", muted=True),
        ),
        buttons=(Button("Help", does=OpenHelp()),),
        redraw=OpenStart(),
    )


def guest_card(*, requested: bool = False, outsider: bool = False, notice: str = "") -> Card:
    """What somebody sees who was let in by nobody yet."""
    if outsider:
        body: Node = Text("You are a guest in this workspace: I can only show you what a recruiter asks you to review.")
        buttons: tuple[AnyButton, ...] = ()
    elif requested:
        body = Notice(Kind.SUCCESS, "I've let your admins know. I'll message you when one of them answers.")
        buttons = ()
    else:
        body = Text("Sourcer finds and keeps candidates for your recruiting team. An admin has to let you in first.")
        buttons = (Button("Ask for access", does=AskAccess(), main=True),)
    return Card(
        summary="Sourcer: an admin has to let you in",
        body=(Heading("Welcome to Sourcer"), *banner(notice), body),
        buttons=(*buttons, Button("Help", does=OpenHelp())),
        redraw=OpenStart(),
    )


def claimed_card(member: MemberView) -> Card:
    """The claim code was right."""
    return Card(
        summary="You are the first admin",
        body=(
            Heading("You are the first admin"),
            Text(f"Welcome, {member.name}. From now on you decide who gets in."),
            Row(
                "Your team",
                ("People who write to me ask for access, and you answer with one press.",),
                buttons=(Button("Members and roles", does=OpenMembers()),),
            ),
            Row(
                "Your first search",
                ("Search without a job, or add one that fills What and Where.",),
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
    """The commands of the menu that the tour has no sentence for, as in "job, credits or templates"."""
    *most, last = ((Strong(command.word),) for command in MENU if command.word not in ("source", "search", "help"))
    return join((join(most, ", "), last), " or ")


def help_card(member: MemberView) -> Card:
    """A short guided tour by role, with a button for each first step."""
    match member.role:
        case "admin" | "recruiter":
            body: tuple[Node, ...] = (
                _step(1, "Select a job", "Its title and place fill What and Where.", "Select a job", OpenJobs(), True),
                _step(
                    2,
                    "Search",
                    ("Fill What and Where, or type plain words: ", Strong(EXAMPLE), "."),
                    "Search candidates",
                    OpenSearchForm(),
                ),
                _step(
                    3,
                    "Save and note",
                    "Star who fits, hide who does not, and write notes for yourself or the team.",
                    "Candidates",
                    OpenCandidates(),
                ),
                _step(
                    4,
                    "Contact",
                    "Say how you sign, then press Contact on somebody: you see what they will read before it is sent.",
                    "Settings",
                    OpenSettings(),
                ),
                _step(5, "See who is interested", "Answers come to you here.", "Invitations", OpenInvitations()),
                Text(
                    (
                        "You can also type ",
                        *spans(_command_list()),
                        "; any other words search. In What, quotes keep words together; ",
                        "AND, OR, NOT, brackets and title:, skill:, company: narrow it.",
                    ),
                    muted=True,
                ),
            )
            if member.role == "admin":
                team = _step(6, "Your team", "Let people in and give them roles.", "Members and roles", OpenMembers())
                body = (*body[:-1], team, body[-1])
        case "reviewer":
            body = (
                Text("Recruiters share the people they found with you, and ask what you think."),
                _step(1, "Where you stand", "What waits for you.", "Open Home", OpenHome()),
                Text("To search candidates yourself, ask an admin to make you a recruiter.", muted=True),
            )
        case _:
            body = (
                Text("Sourcer finds and keeps candidates for a recruiting team, here in chat."),
                _step(1, "Come in", "An admin has to let you in, which takes one press.", "Start", OpenStart(), True),
                Text(
                    (
                        "Setting it up? The server prints a code: type ",
                        Strong("claim"),
                        " and the code to be admin.",
                    ),
                    muted=True,
                ),
            )
    return Card("How Sourcer works", (Heading("How it works"), *body), redraw=OpenHelp())


def nearest_card(word: str, commands: tuple[tuple[str, Action], ...], *, may_search: bool) -> Card:
    """One word that is nearly a command: the nearest ones, and searching for it all the same."""
    search: tuple[AnyButton, ...] = (Button(f"Search for “{word}”", does=SearchFor(word)),) if may_search else ()
    return Card(
        summary=f"I do not know “{word}”",
        body=(
            Text(("I do not know ", Strong(f"“{word}”"), ". Did you mean one of these?")),
            Buttons(tuple(Button(name, does=does, main=not n) for n, (name, does) in enumerate(commands))),
        ),
        buttons=(*search, Button("Help", does=OpenHelp())),
    )


def welcome_card(member: MemberView, *, let_in_by: str = "") -> Card:
    """The bot was installed, or an admin let the person in."""
    who = f"{let_in_by} let you in as {a_role(member.role)}." if let_in_by else f"You are {a_role(member.role)} here."
    if member.role in ("admin", "recruiter"):
        buttons: tuple[AnyButton, ...] = (
            Button("Select a job", does=OpenJobs(), main=True),
            Button("Search without a job", does=SearchWithoutJob()),
        )
        what = "Pick a job, search, look at people, save and contact them: all of it here in chat."
    else:
        buttons, what = (), "Recruiters share the people they found with you, and ask what you think."
    return Card(
        summary=f"Welcome to Sourcer. {who}",
        body=(Heading("Welcome to Sourcer"), Text(join((who, what), " "))),
        buttons=(*buttons, Button("Help", does=OpenHelp())),
        redraw=OpenStart(),
    )
