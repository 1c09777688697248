"""Job boards: their rows on the integrations card, the form to connect one, and the card of a failing one."""

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
    """A row for each board, or one that says what boards are for. Admins may connect, sync and disconnect."""
    add = Button("Connect a job board", does=OpenJobBoardForm()) if admin else None
    if not boards:
        text = (
            f"Jobs are typed in or imported. Connect your public job board at {_SYSTEMS} to copy its jobs every hour."
        )
        none = Badge(Kind.INFO, "Not connected")
        return (Row("Jobs", (text,), badges=(none,), buttons=(add,) if add else ()),)
    rows = [_row(board, admin=admin) for board in boards[:MOST_SHOWN]]
    return (*rows, Row("More jobs", buttons=(add,))) if add else tuple(rows)


def _row(board: JobBoardView, *, admin: bool) -> Row:
    failing = (
        Badge(Kind.ERROR, f"Failing {duration(board.failing)}") if board.failing else Badge(Kind.SUCCESS, "Connected")
    )
    synced = f"Last synced {board.synced}." if board.synced else "Not synced yet."
    lines: list[Rich] = [f"{counted(board.open_jobs, 'open job')}. {synced}"]
    if board.failing and board.fault:
        lines.append(board.fault)
    buttons: tuple[AnyButton, ...] = ()
    if admin:
        question = f"Disconnect {board.label}? Its jobs stay here and are no longer updated."
        buttons = (
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
    """Connect a public job board by its link, or by its system and the company's name there."""
    return Form(
        title="Connect a job board",
        body=(
            Text(f"Your public career page at {_SYSTEMS}. Its open jobs are copied here every hour; no key is needed."),
        ),
        inputs=(
            TextInput(
                "link",
                "Job board link",
                hint="Or only the company's name in its address, if you also choose the system",
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


def job_board_fault_card(board: JobBoardView) -> Card:
    """For admins: the jobs of a board are not being updated. Without a fault: they are again."""
    if not board.failing:
        text = f"The jobs of {board.label} are up to date again."
        return Card(
            summary=text,
            body=(Notice(Kind.SUCCESS, text),),
            buttons=(Button("Integrations", does=OpenIntegrations()),),
            redraw=ShowJobBoardFault(board.id),
        )
    text = f"The jobs of {board.label} can't be updated. {board.fault} I'll try again every hour."
    return Card(
        summary=f"The jobs of {board.label} can't be updated",
        body=(Notice(Kind.ERROR, text),),
        buttons=(
            Button("Sync now", does=SyncJobBoard(board.id), main=True),
            Button("Integrations", does=OpenIntegrations()),
        ),
        redraw=ShowJobBoardFault(board.id),
    )
