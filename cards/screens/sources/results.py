"""The tab of a connected source while it shows nobody: not asked yet, failed, or without results."""

from cards.actions.base import Action
from cards.actions.entry import OpenSearchForm
from cards.actions.search import Results
from cards.screens.jobs import job_bar
from cards.screens.search import about_source, price_button, source_tabs, understood
from cards.screens.start import banner
from cards.tree import Button, Card, Heading, Kind, Node, Text
from cards.views.people import ConnectedSource, SearchView, SourceTab


def _card(
    search: SearchView, title: str, tabs: tuple[SourceTab, ...], *nodes: Node, before: tuple[Node, ...] = ()
) -> Card:
    return Card(
        summary=title,
        body=(
            job_bar(search.job, search.id, search.current_job, search.source),
            *before,
            Heading(title),
            *understood(search),
            *source_tabs(search, tabs, nobody=True),
            *nodes,
        ),
        buttons=(
            Button("Refine", does=OpenSearchForm(search.id)),
            Button("New search", does=OpenSearchForm()),
        ),
        redraw=Results(search.id, search.source),
    )


def price_card(search: SearchView, tabs: tuple[SourceTab, ...], source: ConnectedSource) -> Card:
    """The tab of a source that bills each person it returns: nobody is shown until the member presses the button with
    the price."""
    failed = any(tab.selected and tab.fault for tab in tabs)  # the tab's own sentence explains it
    rest = "." if failed else ", so it hasn't been searched yet."
    text = f"{source.label} charges for each person it shows{rest}"
    return _card(
        search, f"Search {source.label}", tabs, Text(text), *about_source(source), *price_button(search, source, 0)
    )


def source_failed_card(search: SearchView, tabs: tuple[SourceTab, ...], source: ConnectedSource) -> Card:
    """The tab of a source that failed: says why, and has *Retry*."""
    return _card(search, f"{source.label} can't show anyone right now", tabs, Text("Your search is saved.", muted=True))


def nobody_at_source_card(
    search: SearchView,
    tabs: tuple[SourceTab, ...],
    source: ConnectedSource,
    *,
    notice: str = "",
    undo: Action | None = None,
) -> Card:
    """The tab of a source that found nobody, or only people that the search leaves out."""
    return _card(
        search,
        f"No one at {source.label} matches all of this",
        tabs,
        *about_source(source),
        Text("Refine the search, or look at the other tabs."),
        *price_button(search, source, 0),
        before=banner(notice, Kind.SUCCESS, undo),
    )
