"""Examples: pushing a candidate to an ATS."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.search import Results
from cards.gallery.example import example
from cards.gallery.interest import ANSWER
from cards.gallery.people import CARD, GRACE, HOSTILE, NURSE, UNLOCKED_CARD
from cards.screens.candidate import candidate_card
from cards.screens.outreach.answers import answer_card
from cards.screens.sources.push import no_answer, push_form
from cards.tree import Option
from cards.views.ats import NoteChoice, PushFormView, PushView
from cards.views.people import CardPosition

_VIA = packed(Results(40, "", 5))
_IN_SEARCH = CardPosition(_VIA, "Back", 5, 214, NURSE)
_THERE = PushView("Greenhouse", "pushed", "3 May 2026", "https://app.greenhouse.io/people/901")
_NOTES = (
    NoteChoice(3, "Speaks Portuguese, can start in March", "Omar Said, for the team", chosen=True),
    NoteChoice(4, "Ask for 5 % more than the last one", "You, only for you"),
)
_FORM = PushFormView(101, GRACE.name, _VIA, ("Greenhouse",), "grace@mercy.example", _NOTES)

EXAMPLES = (
    example("push_form.new", push_form, _FORM, values={"job": Option("7", "Staff Nurse, ICU")}),
    example(
        "push_form.again",
        push_form,
        replace(_FORM, atses=("Ashby", "Greenhouse"), resume=True, pushes=(_THERE,)),
        errors={"job": "Choose one of the open jobs in your ATS."},
        values={"resume": False},
    ),
    example("push_form.hostile", push_form, replace(_FORM, name=HOSTILE.name, notes=())),
    *(
        example(
            f"candidate.push_{name}",
            candidate_card,
            replace(CARD if name == "new" else UNLOCKED_CARD, pushes=pushes, may_push=True),
            _IN_SEARCH,
        )
        for name, pushes in (
            ("new", ()),
            ("there", (_THERE,)),
            ("asked", (PushView("Greenhouse", "asked"),)),
            ("unknown", (PushView("Greenhouse", "unknown", reason=no_answer("Greenhouse")),)),
            ("failed", (PushView("Greenhouse", "failed", reason="Greenhouse is busy. Nothing was pushed."),)),
        )
    ),
    example("answer.push", answer_card, replace(ANSWER, may_push=True, pushes=(_THERE,))),
)
