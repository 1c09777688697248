"""Examples: unlocking a partner's candidate."""

from dataclasses import replace

from cards.gallery.example import example
from cards.gallery.people import GRACE, HOSTILE
from cards.screens.reach import no_response
from cards.screens.sources.unlock import unlock_form
from cards.views.reveals import LockedView, UnlockView, Way

_DICE = LockedView(101, "Dice", "view", 37)
LOCKED = {
    "new": _DICE,
    "asked": replace(_DICE, state="asked"),
    "failed": replace(_DICE, left=0, state="failed", reason="No Dice views are left in your contract."),
    "unknown": replace(_DICE, state="unknown", reason=no_response("Dice", "view")),
    "not_connected": replace(_DICE, left=None, usable=False),
    "not_sold": LockedView(101, "Acme resumes", sold=False),
    "link": LockedView(101, "Indeed", sold=False, link="https://resumes.indeed.com/resume/1"),
}
WAYS = (Way(500, "Internet", "1 credit"), Way(_DICE.profile_id, "Dice", "1 of 37 views", True))
_UNLOCK = UnlockView(GRACE.name, _DICE)

EXAMPLES = (
    example("unlock_form.new", unlock_form, _UNLOCK),
    example("unlock_form.no_quota", unlock_form, replace(_UNLOCK, locked=replace(_DICE, left=None))),
    example("unlock_form.free", unlock_form, replace(_UNLOCK, locked=LockedView(101, "Acme resumes"), phone=False)),
    example("unlock_form.again", unlock_form, replace(_UNLOCK, locked=LOCKED["unknown"], resets="1 December")),
    example("unlock_form.again_free", unlock_form, replace(_UNLOCK, locked=LOCKED["unknown"], free_again_days=30)),
    example("unlock_form.other_way", unlock_form, replace(_UNLOCK, ways=WAYS)),
    example("unlock_form.own_company", unlock_form, replace(_UNLOCK, warnings=("This person works at your company.",))),
    example("unlock_form.hostile", unlock_form, replace(_UNLOCK, name=HOSTILE.name)),
)
