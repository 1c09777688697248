"""Job boards, and ATSes connected with a key: their rows on the integrations card, the forms for connecting, and the
card about a failing board."""

from cards.actions.ats import ConnectAts, OpenAtsForm
from cards.actions.settings import (
    ConnectJobBoard,
    DisconnectJobBoard,
    OpenIntegrations,
    OpenJobBoardForm,
    ShowJobBoardFault,
    SyncJobBoard,
)
from cards.screens.wording import counted, duration
from cards.text import Rich
from cards.tree import (
    AnyButton,
    Badge,
    Button,
    Card,
    Choice,
    Form,
    Kind,
    Notice,
    Option,
    Row,
    Text,
    TextInput,
    Value,
)
from cards.views.settings import JobBoardView

MOST_SHOWN = 10
_SYSTEMS = "Greenhouse, Lever, Ashby or Workable"


def job_board_rows(boards: tuple[JobBoardView, ...], *, admin: bool) -> tuple[Row, ...]:
    """A row for each board, or a row that says what boards are for. Admins may connect, sync and disconnect."""
    add = (
        Button("Connect a job board", does=OpenJobBoardForm()),
        Button("Connect an ATS", does=OpenAtsForm()),
    )
    if not boards:
        text = (
            f"Jobs are typed in or imported. Connect your public job board at {_SYSTEMS} to copy its jobs every hour, "
            "or the ATS itself with a key: then you can also push candidates to it."
        )
        none = Badge(Kind.INFO, "Not connected")
        return (Row("Jobs and ATS", (text,), badges=(none,), buttons=add if admin else ()),)
    rows = [_row(board, admin=admin) for board in boards[:MOST_SHOWN]]
    return (*rows, Row("More jobs", buttons=add)) if admin else tuple(rows)


def _row(board: JobBoardView, *, admin: bool) -> Row:
    failing = (
        Badge(Kind.ERROR, f"Failing {duration(board.failing)}") if board.failing else Badge(Kind.SUCCESS, "Connected")
    )
    synced = f"Last synced {board.synced}." if board.synced else "Not synced yet."
    lines: list[Rich] = [f"{counted(board.open_jobs, 'open job')}. {synced}"]
    if board.failing and board.fault:
        lines.append(board.fault)
    buttons: tuple[AnyButton, ...] = ()
    if board.system:
        lines.append("Recruiters can push candidates to it.")
    if admin:
        question = f"Disconnect {board.label}? Its jobs stay here but won't be updated."
        if board.system:
            question = f"Disconnect {board.label}? This erases its key. Its jobs stay here but won't be updated."
        again = Button("Connect again", does=ConnectAts(board.system), main=True, hint=f"Connect {board.label} again")
        buttons = (
            *((again,) if board.system and board.failing else ()),
            Button("Sync now", does=SyncJobBoard(board.id), hint=f"Sync {board.label} now"),
            Button(
                "Disconnect",
                does=DisconnectJobBoard(board.id),
                danger=True,
                confirm=question,
                hint=f"Disconnect {board.label}",
            ),
        )
    return Row(board.label, tuple(lines), badges=(failing,), buttons=buttons)


def job_board_form(systems: tuple[Option, ...], *, error: str = "", values: dict[str, Value] | None = None) -> Form:
    """The form for connecting a public job board by its link, or by its system and the company's name on the board."""
    return Form(
        title="Connect a job board",
        body=(
            Text(f"Your public career page at {_SYSTEMS}. Its open jobs are copied here every hour; no key is needed."),
        ),
        inputs=(
            TextInput(
                "link",
                "Job board link",
                hint="Or just the company's name from the link, if you also choose the system",
                placeholder="https://boards.greenhouse.io/acme",
                required=True,
                max_length=500,
            ),
            Choice("system", "System", systems, hint="Not needed with a link"),
        ),
        submit=Button("Connect", does=ConnectJobBoard(), main=True),
        errors={"link": error} if error else {},
        values=values or {},
    )


def ats_form(systems: tuple[Option, ...]) -> Form:
    """The form for choosing which ATS to connect with a key. The key itself is entered on a web page."""
    return Form(
        title="Connect an ATS",
        body=(
            Text(
                "With a key, open jobs are copied here every hour, you can push candidates to the ATS, and "
                "before you contact people, you see whether they are already in it. You enter the key on a web page, "
                "not in chat."
            ),
            Text("If its public job board is connected too, disconnect it, or its jobs will appear twice.", muted=True),
        ),
        inputs=(Choice("chosen", "ATS", systems, required=True, expanded=True),),
        submit=Button("Continue", does=ConnectAts(), main=True),
    )


def job_board_fault_card(board: JobBoardView) -> Card:
    """For admins: says that a board's jobs are not being updated or, without a fault, that they are being updated
    again."""
    if not board.failing:
        text = f"Jobs from {board.label} are up to date again."
        return Card(
            summary=text,
            body=(Notice(Kind.SUCCESS, text),),
            buttons=(Button("Integrations", does=OpenIntegrations()),),
            redraw=ShowJobBoardFault(board.id),
        )
    text = f"Jobs from {board.label} can't be updated. {board.fault} I'll try again every hour."
    again = (Button("Connect again", does=ConnectAts(board.system)),) if board.system else ()
    return Card(
        summary=f"Jobs from {board.label} can't be updated",
        body=(Notice(Kind.ERROR, text),),
        buttons=(
            Button("Sync now", does=SyncJobBoard(board.id), main=True),
            *again,
            Button("Integrations", does=OpenIntegrations()),
        ),
        redraw=ShowJobBoardFault(board.id),
    )
