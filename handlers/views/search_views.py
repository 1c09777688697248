"""Builds views of saved searches and last searches."""

from typing import Any

from cards.sanitize import visible
from cards.screens.searches.saved import when_label
from cards.views.searches import SavedSearchView
from connectors.search.language.chips import shown
from connectors.search.language.terms import Terms
from store.tables.core import Job
from store.tables.saved_searches import SavedSearch


def search_text(stored: dict[str, Any]) -> str:
    """The stored terms of a search in one line; "" for everyone."""
    terms = Terms.from_json(stored)
    filters = (words for key, words in shown(terms.filters) if key != "exclude_rejected")  # the default
    return " · ".join(words for words in (terms.what, terms.where, *filters) if words)


def saved_search(row: SavedSearch, job: Job | None) -> SavedSearchView:
    return SavedSearchView(
        row.id,
        visible(row.name, "No name"),
        search_text(row.terms),
        when_label(row.digest, row.weekday, row.hour),
        row.muted,
        job.title if job else "",
        job is None or job.status == "open",
    )
