"""Examples: saved searches, their digests, and last searches."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.person import Unhide
from cards.actions.saved_searches import EditSavedSearch, SaveSearch, ShowDigest
from cards.gallery.example import example
from cards.gallery.people import EVERYBODY, GRACE, HOSTILE, NURSE, OMAR
from cards.screens.searches.digest import digest_card
from cards.screens.searches.saved import last_searches_card, saved_search_form, saved_searches_card
from cards.views.people import SearchView
from cards.views.searches import DigestView, LastSearchView, SavedSearchList, SavedSearchView

NIGHT = SavedSearchView(7, "Night nurses", "nurse night shift · Boston, MA", "Every day at 9 AM", job=NURSE.title)
_MUTED = SavedSearchView(8, "Teachers", "teacher", "Every Monday at 8 AM", muted=True)
_CLOSED = SavedSearchView(9, "Ward", "ward", "Every Friday at 12 PM", job="Ward Nurse", job_open=False)
_SILENT = SavedSearchView(10, "Everyone in Ohio", "Ohio")
_HOSTILE = replace(NIGHT, id=11, name="<!channel> *Best* [text](https://evil.example)", words="<@U1> & “x”", job="*J*")
_LAST = (
    LastSearchView(40, "nurse · Boston, MA", NURSE.title, "2 hours ago"),
    LastSearchView(39, "", "", "yesterday"),
    LastSearchView(38, "<!channel> *nurse*", "", "3 days ago"),
)
_SEARCH = SearchView(0, (("what", "nurse"),), NURSE)
_DIGEST = DigestView(3, NIGHT, total=3, stored=3)

EXAMPLES = (
    example("saved_searches.some", saved_searches_card, SavedSearchList((NIGHT, _MUTED, _CLOSED, _SILENT), 4)),
    example(
        "saved_searches.page",
        saved_searches_card,
        SavedSearchList((NIGHT, _MUTED, _CLOSED, _SILENT, _HOSTILE), 12, first=5),
        notice="“Old one” was deleted.",
    ),
    example("saved_searches.none", saved_searches_card, SavedSearchList()),
    example("last_searches.some", last_searches_card, _LAST, 3, 0, 10),
    example("last_searches.page", last_searches_card, _LAST, 17, 10, 10),
    example("last_searches.none", last_searches_card, (), 0, 0, 10),
    example(
        "saved_search_form",
        saved_search_form,
        SaveSearch(40),
        "nurse · Boston, MA · for Staff Nurse",
        time_zone="New York time",
        values={"name": "nurse · Boston, MA", "when": "daily", "hour": "9"},
    ),
    example(
        "saved_search_form.error",
        saved_search_form,
        EditSavedSearch(7),
        "<!channel> *nurse*",
        time_zone="UTC",
        values={"name": "Teachers", "when": "4", "hour": "12"},
        errors={"name": "You already have a saved search named “Teachers”. Choose another name."},
    ),
    example("digest.some", digest_card, _DIGEST, (GRACE, OMAR, HOSTILE), _SEARCH),
    example(
        "digest.many",
        digest_card,
        replace(_DIGEST, total=140, stored=25, first=5, silent="Dice"),
        EVERYBODY[:5],
        _SEARCH,
    ),
    example(
        "digest.hidden",
        digest_card,
        replace(_DIGEST, search=_HOSTILE, total=1, stored=1),
        (GRACE,),
        replace(_SEARCH, job=None),
        notice="Omar Reyes is hidden from searches without a job. This applies to your whole team.",
        undo=Unhide(2, packed(ShowDigest(3))),
    ),
    example("digest.gone", digest_card, replace(_DIGEST, search=_MUTED, total=1, stored=0), (), _SEARCH),
)
