"""The card for words that cannot be searched."""

from cards.actions.access import OpenStart
from cards.actions.entry import OpenSearchForm
from cards.actions.search import AnswerQuestion, Results
from cards.screens.jobs import job_bar
from cards.text import Muted, Rich, Strong
from cards.tree import AnyButton, Button, Buttons, Card, Heading, Kind, Node, Notice, Text
from cards.views.people import FaultView, SearchView


def excerpt(typed: str, position: int, around: int = 40) -> Rich:
    """The input around `position`, with an arrow before the error."""
    position = max(0, min(position, len(typed)))
    before, after = typed[max(0, position - around) : position], typed[position : position + around]
    head, tail = "…" if position > around else "", "…" if position + around < len(typed) else ""
    return (Muted(head + before), "▸", Strong(after) if after else Muted("(the end)"), tail)


def fault_card(search: SearchView, faults: tuple[FaultView, ...]) -> Card:
    """The input cannot be searched: what is wrong, and where."""
    nodes: list[Node] = []
    for fault in faults:
        nodes.append(Notice(Kind.ERROR, fault.text))
        if fault.position is not None:
            nodes.append(Text(excerpt(fault.typed, fault.position)))
        if fault.nearest:
            nearest: tuple[AnyButton, ...] = tuple(
                Button(words, does=AnswerQuestion(search.id, fault.field, words)) for words in fault.nearest
            )
            nodes += (Text("Did you mean:"), Buttons(nearest))
    return Card(
        summary=faults[0].text,
        body=(
            job_bar(search.job, search.id, search.current_job, search.source),
            Heading("One thing to correct" if len(faults) == 1 else f"{len(faults)} things to correct"),
            *nodes,
            Text("Everything you typed is saved.", muted=True),
        ),
        buttons=(Button("Correct it", does=OpenSearchForm(search.id), main=True), Button("Start", does=OpenStart())),
        redraw=Results(search.id),
    )
