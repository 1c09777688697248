"""Home: the dashboard, which is Slack's App Home tab, and a card on Teams."""

from cards.actions.access import OpenHelp, OpenMembers
from cards.actions.base import packed
from cards.actions.candidates import OpenCandidates
from cards.actions.credits import OpenCredits
from cards.actions.entry import OpenHome, OpenSearchForm
from cards.actions.invitations import OpenInvitations
from cards.actions.jobs import ChangeJob, OpenJobForm, OpenJobs
from cards.actions.saved_searches import OpenLastSearches, OpenSavedSearches
from cards.actions.search import Results
from cards.screens.candidates import candidate_row
from cards.screens.members import access_request_row
from cards.screens.outreach.answers import answer_row
from cards.screens.searches.saved import saved_search_rows
from cards.screens.start import job_label
from cards.screens.wording import counted
from cards.text import Muted, Strong
from cards.tree import AnyButton, Button, Card, Divider, Heading, Node, Row, Text
from cards.views.people import HomeView


def home_card(home: HomeView) -> Card:
    """The current job, ways to search, counts, and the most recently changed candidates."""
    admin = home.member.role == "admin"
    return Card(
        summary="Sourcer: your dashboard",
        body=(
            Heading(f"Hello {home.member.name}" if home.member.name else "Hello"),
            _job(home),
            *((_last_search(home),) if home.search_id else ()),
            _credits(home),
            *_saved_searches(home),
            *_interest(home),
            Divider(),
            Heading("Candidates", 2),
            _counts(home),
            *(candidate_row(item, packed(OpenHome())) for item in home.latest),
            *_waiting(home),
        ),
        buttons=(
            Button("Candidates", does=OpenCandidates()),
            Button("Saved searches", does=OpenSavedSearches()),
            *((Button("Members and roles", does=OpenMembers()),) if admin else ()),
            Button("Help", does=OpenHelp()),
        ),
        about=tuple(dict.fromkeys(each.profile_id for each in (*home.interest, *home.latest))),
        redraw=OpenHome(),
    )


def _job(home: HomeView) -> Row:
    search = Button("Search candidates", does=OpenSearchForm(), main=True)
    if home.job is None:
        buttons: tuple[AnyButton, ...] = (
            search,
            Button("Select a job", does=OpenJobs()),
            Button("Add a job", does=OpenJobForm()),
        )
        return Row("No job selected", ("Select one to fill in What and Where.",), buttons=buttons)
    return Row(
        (Muted("Job: "), job_label(home.job)),
        () if home.job.open else ("This job was closed.",),
        buttons=(search, Button("Change or clear job", does=ChangeJob())),
    )


def _last_search(home: HomeView) -> Row:
    return Row(
        (Muted("Last search: "), home.search_words or "everyone"),
        buttons=(
            Button("Open", does=Results(home.search_id), hint="Open my last search"),
            Button("Recent searches", does=OpenLastSearches()),
        ),
    )


def _saved_searches(home: HomeView) -> tuple[Node, ...]:
    if not home.saved_searches:
        return ()
    more = home.saved_search_count - len(home.saved_searches)
    rest = (Text(f"{counted(more, 'more saved search', 'more saved searches')}", muted=True),) if more else ()
    return (Divider(), Heading("Saved searches", 2), *saved_search_rows(home.saved_searches), *rest)


def _interest(home: HomeView) -> tuple[Node, ...]:
    if not home.interest:
        return ()
    rows = (answer_row(answer, packed(OpenHome())) for answer in home.interest)
    return (Divider(), Heading("Latest interest", 2), *rows)


def _counts(home: HomeView) -> Text:
    if not home.candidates:
        return Text("People you star, contact or write notes on appear here.")
    return Text(
        (
            *(Strong(f"{home.saved:,}"), " saved · "),
            *(Strong(f"{home.unlocked:,}"), " unlocked · "),
            *(Strong(f"{home.candidates:,}"), " in all"),
        )
    )


def _credits(home: HomeView) -> Row:
    """Available credits, with a button to the sent invitations."""
    return Row(
        (Muted("Credits: "), f"{home.credits:,}"),
        buttons=(Button("Credits", does=OpenCredits()), Button("Invitations", does=OpenInvitations())),
    )


def _waiting(home: HomeView) -> tuple[Node, ...]:
    if not home.waiting:
        return ()
    title = f"{counted(len(home.waiting), 'person is asking', 'people are asking')} for access"
    return (Divider(), Heading(title, 2), *(access_request_row(member) for member in home.waiting[:3]))


def reviewer_home(home: HomeView) -> Card:
    """Home for reviewers, who cannot search: candidates are shared with them in channels."""
    return Card(
        summary="Sourcer: your dashboard",
        body=(
            Heading(f"Hello {home.member.name}" if home.member.name else "Hello"),
            Text(
                "Nothing is waiting for you. When a recruiter asks what you think of a candidate, you'll see it here."
            ),
        ),
        buttons=(Button("Help", does=OpenHelp()),),
        redraw=OpenHome(),
    )
