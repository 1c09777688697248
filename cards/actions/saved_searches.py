"""Saved searches, their digests, and the last searches."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenSavedSearches(Action, verb="saved_searches", needs="search", reads=True):
    """The list, from position `at`."""

    at: int = 0


@dataclass(frozen=True)
class OpenLastSearches(Action, verb="last_searches", needs="search", reads=True):
    """The member's last searches, from position `at`."""

    at: int = 0


@dataclass(frozen=True)
class OpenSaveSearch(Action, verb="save_search_form", needs="search", opens_form=True):
    """The form that names a search; the other fields lead back to the page of results."""

    search_id: int
    source: str = ""
    at: int = 0
    late: str = ""


@dataclass(frozen=True)
class SaveSearch(Action, verb="save_search", needs="search"):
    """`when`: "never", "daily", or a weekday ("0" is Monday)."""

    search_id: int
    source: str = ""
    at: int = 0
    late: str = ""
    name: str = typed()
    when: str = typed()
    hour: str = typed()


@dataclass(frozen=True)
class RunSavedSearch(Action, verb="run_saved_search", needs="search"):
    """The results as of now."""

    saved_id: int


@dataclass(frozen=True)
class OpenSavedSearch(Action, verb="saved_search_form", needs="search", opens_form=True):
    """The form that renames it and changes its schedule. `digest_id`: of the card that was pressed, 0 for the list."""

    saved_id: int
    at: int = 0
    digest_id: int = 0


@dataclass(frozen=True)
class EditSavedSearch(Action, verb="edit_saved_search", needs="search"):
    """Like `SaveSearch`."""

    saved_id: int
    at: int = 0
    digest_id: int = 0
    name: str = typed()
    when: str = typed()
    hour: str = typed()


@dataclass(frozen=True)
class MuteSavedSearch(Action, verb="mute_saved_search", needs="search"):
    """Stop a saved search's digests or, if `muted` is False, resume them."""

    saved_id: int
    muted: bool = True
    at: int = 0
    digest_id: int = 0


@dataclass(frozen=True)
class DeleteSavedSearch(Action, verb="delete_saved_search", needs="search"):
    saved_id: int
    at: int = 0


@dataclass(frozen=True)
class ShowDigest(Action, verb="digest", needs="search", reads=True):
    """The people of a digest from position `at`. `announcing`: it is just being sent, and is not if nobody is left."""

    digest_id: int
    at: int = 0
    announcing: bool = False
