"""Examples: the candidates page."""

from cards.gallery.example import example
from cards.gallery.people import HOSTILE_ITEM, ITEMS
from cards.screens.candidates import candidate_filter_form, candidates_page
from cards.views.people import CandidateFilter, CandidateList

_COUNTS = {"all": 31, "saved": 12}
_NARROW = CandidateFilter("saved", True, "grace", 7, 1, "Staff Nurse, ICU", "Ana Ruiz")

EXAMPLES = (
    example("candidates.all", candidates_page, CandidateList(ITEMS, 31, _COUNTS, 1), may_export=True),
    example(
        "candidates.narrow", candidates_page, CandidateList(ITEMS[:1], 1, _COUNTS, filter=_NARROW), may_export=True
    ),
    example("candidates.hostile", candidates_page, CandidateList((HOSTILE_ITEM,), 1, _COUNTS), may_export=False),
    example("candidates.none", candidates_page, CandidateList((), 0), may_export=True),
    example(
        "candidates.none_mine",
        candidates_page,
        CandidateList((), 0, _COUNTS, filter=CandidateFilter(mine=True)),
        may_export=True,
    ),
    example("candidates.none_fits", candidates_page, CandidateList((), 0, _COUNTS, filter=_NARROW), may_export=False),
    example("candidates.past_the_end", candidates_page, CandidateList((), 12, _COUNTS, 3), may_export=True),
    example("candidate_filter_form", candidate_filter_form, _NARROW),
    example(
        "candidate_filter_form.error",
        candidate_filter_form,
        CandidateFilter(),
        errors={"job": "I can't find a job called “nruse”."},
    ),
)
