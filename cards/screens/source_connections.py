"""Partners' resume databases: their row on the integrations card, their own card, and the card about a failing
database."""

from collections.abc import Iterable

from cards.actions.settings import (
    CheckSource,
    ConnectSource,
    DisconnectSource,
    OpenIntegrations,
    OpenSources,
    ShowSourceFault,
)
from cards.screens.start import banner
from cards.screens.wording import duration
from cards.text import Rich
from cards.tree import AnyButton, Badge, Button, Card, Heading, Kind, Node, Notice, Row, Text
from cards.views.settings import SourceConnectionView, SourcesView, SourceView


def sources_row(view: SourcesView) -> Row:
    """All resume databases in one row of the integrations card, with a button to their own card."""
    badge, texts = Badge(Kind.INFO, "Not connected"), list[str]()
    connected = [each for each in view.sources if each.connections]
    failing = [each.label for each in connected if any(one.failing for one in each.connections)]
    if connected:
        badge = Badge(Kind.SUCCESS, "Connected")
        are = "is" if len(connected) == 1 else "are"
        texts.append(f"{_listed(each.label for each in connected)} {are} connected.")
    if failing:
        badge = Badge(Kind.ERROR, f"{_listed(failing)} failing")
    if len(connected) < len(view.sources):
        more = "You can also connect" if connected else "Under your own contract you can connect"
        texts.append(f"{more} {_listed(each.label for each in view.sources if not each.connections)}.")
    button = Button("View databases", does=OpenSources(), hint="View the resume databases")
    return Row("Resume databases", (" ".join(texts),), badges=(badge,), buttons=(button,))


def sources_card(view: SourcesView, *, notice: str = "", kind: Kind = Kind.SUCCESS) -> Card:
    """Every resume database that can be connected, with its state."""
    rows = [row for each in view.sources for row in _rows(each, view)]
    last: tuple[Node, ...] = (Text(view.cannot_connect, muted=True),) if view.cannot_connect else ()
    return Card(
        summary="Resume databases",
        body=(
            Heading("Resume databases"),
            *banner(notice, kind),
            Text(
                "Partners that you can search under your own contract. They charge you under that contract, never in "
                "Sourcer credits.",
                muted=True,
            ),
            *rows,
            *last,
        ),
        buttons=(Button("Integrations", does=OpenIntegrations()),),
        redraw=OpenSources(),
    )


def _rows(source: SourceView, view: SourcesView) -> Iterable[Row]:
    if not source.connections:
        connect = () if view.cannot_connect else (_connect("Connect", source.name, source.label, main=True),)
        none = Badge(Kind.INFO, "Not connected")
        yield Row(source.label, (source.offers,), badges=(none,), buttons=connect)
    has_own = any(one.own for one in source.connections)
    for one in source.connections:
        buttons: list[AnyButton] = []
        if not view.cannot_connect and one.failing and one.may_change:
            buttons.append(_connect("Connect again", source.name, source.label, main=True))
        elif not view.cannot_connect and not one.own and not has_own:
            label = "Connect another account" if view.admin else "Connect my own account"
            buttons.append(_connect(label, source.name, source.label))
        yield _row(source, one, buttons)


def _connect(text: str, source: str, label: str, *, main: bool = False) -> Button:
    return Button(text, does=ConnectSource(source), main=main, hint=f"{text}: {label}")


def _row(source: SourceView, one: SourceConnectionView, buttons: list[AnyButton]) -> Row:
    who = "Only for you" if one.own else "For everyone"
    by = "you" if one.own else one.connected_by
    lines: list[Rich] = [f"{who}. Connected by {by} {one.connected}." if by else f"{who}. Connected {one.connected}."]
    if one.quota:
        lines.append(f"{one.quota}.")
    if not one.searches:
        lines.append("It reads candidates' answers. Its resumes can't be searched with this login.")
    if one.fault:
        lines.append(one.fault)
    buttons.append(Button("Check", does=CheckSource(one.id), hint=f"Check {source.label}"))
    if one.may_change:
        whose = "your" if one.own else "the workspace's"
        question = (
            f"Disconnect {source.label}? This erases {whose} credentials. People you have unlocked stay on your "
            "candidates page."
        )
        buttons.append(
            Button(
                "Disconnect",
                does=DisconnectSource(one.id),
                danger=True,
                confirm=question,
                hint=f"Disconnect {source.label}",
            )
        )
    badge = Badge(Kind.ERROR, f"Failing {duration(one.failing)}") if one.failing else Badge(Kind.SUCCESS, "Connected")
    return Row(source.label, tuple(lines), badges=(badge,), buttons=tuple(buttons))


def source_fault_card(one: SourceConnectionView, name: str, label: str) -> Card:
    """For those who can replace a source's credentials: says that the source refuses the credentials or, without a
    fault, that it accepts them again."""
    view = Button("View databases", does=OpenSources())
    if not one.failing:
        text = f"{label} is working again."
        return Card(summary=text, body=(Notice(Kind.SUCCESS, text),), buttons=(view,), redraw=ShowSourceFault(one.id))
    again = (_connect("Connect again", name, label, main=True),) if one.may_change else ()
    return Card(
        summary=f"{label} can't be searched",
        body=(Notice(Kind.ERROR, f"{label} can't be searched. {one.fault}"),),
        buttons=(*again, Button("Check", does=CheckSource(one.id), hint=f"Check {label}"), view),
        redraw=ShowSourceFault(one.id),
    )


def _listed(labels: Iterable[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last
