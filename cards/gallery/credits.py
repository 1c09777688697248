"""Examples: the credit account, requests, and the admins' forms."""

from dataclasses import replace

from cards.gallery.example import example
from cards.screens.credits.account import credit_request, credits_card, credits_granted, credits_low
from cards.screens.credits.forms import budget_form, credit_request_form, credit_terms_form, grant_form
from cards.views.credits import CreditRequestView, CreditsView, MovementView, SpentView

_RESETS = "Tuesday 1 December 2026, 00:00 (Paris time)"
_HOSTILE = "<!channel> *Bobby* `tables` " + "w" * 500
_USED = (3, 0, 7, 2, 0, 0, 0, 9, 4, 1, 6, 0, 0, 4)
_DAYS = tuple((f"{day} Nov", credits) for day, credits in enumerate(_USED, 10))

_NEW = CreditsView(100, 0, 100, _RESETS, "1 November")
_ANA, _BOB = SpentView(1, "Ana Ruiz", 24, 40), SpentView(2, "Bob Stone", 12)
_SPENT = replace(
    _NEW,
    balance=61,
    held=3,
    own_spent=24,
    own_budget=40,
    members=(_ANA, _BOB),
    movements=(
        MovementView(-1, "Ana Ruiz, for Grace Hopper", "today"),
        MovementView(1, "returned to Bob Stone, for Alan Kay: the address does not exist", "yesterday"),
        MovementView(20, "granted by Ada Admin: night shift", "3 days ago"),
        MovementView(93, "reset to 100", "22 days ago"),
    ),
    days=_DAYS,
)
_ASKS = CreditRequestView(5, "Bob Stone", 20, "Eight people for the night shift", 3, 2, 12, 12)
_GRANTED = replace(_ASKS, answer="granted", granted=15, by="Ada Admin", balance=18)
_REFUSED = replace(_ASKS, answer="refused", by="Ada Admin")
_ADMINS = replace(_SPENT, admin=True, waiting=(_ASKS,), own_budget=None)
_MANY = tuple(SpentView(n, f"Member {n}", 40 - n, 40 if n % 2 else None) for n in range(1, 12))
_WRONG = {"credits": "Type a number from 1 to 1,000,000."}

EXAMPLES = (
    example("credits.new", credits_card, _NEW),
    example("credits.used", credits_card, _SPENT),
    example("credits.none", credits_card, replace(_SPENT, balance=0)),
    example("credits.admin", credits_card, _ADMINS, notice="20 credits were granted."),
    example("credits.many", credits_card, replace(_ADMINS, members=_MANY)),
    example(
        "credits.hostile",
        credits_card,
        replace(
            _SPENT,
            members=(SpentView(1, _HOSTILE, 3, 4),),
            movements=(MovementView(-1, f"{_HOSTILE}, for {_HOSTILE}", "today"),) * 8,
        ),
    ),
    example("credits_low.few", credits_low, replace(_NEW, balance=20), level=20),
    example("credits_low.none", credits_low, replace(_NEW, balance=0), level=0),
    example("credit_request.asked", credit_request, _ASKS),
    example("credit_request.hostile", credit_request, replace(_ASKS, name=_HOSTILE, reason=_HOSTILE)),
    example("credit_request.granted", credit_request, _GRANTED),
    example("credit_request.before", credit_request, _GRANTED, already=True),
    example("credit_request.refused", credit_request, _REFUSED),
    example("credit_request.budget", credit_request, replace(_ASKS, budget=12, spent=12)),
    example("credits_granted.yes", credits_granted, _GRANTED, reason="Go ahead"),
    example("credits_granted.draft", credits_granted, replace(_GRANTED, budget=32, draft_id=7)),
    example("credits_granted.no", credits_granted, _REFUSED),
    example("credit_request_form", credit_request_form, replace(_NEW, balance=0)),
    example("credit_request_form.budget", credit_request_form, replace(_NEW, own_budget=12, own_spent=12)),
    example("credit_request_form.error", credit_request_form, _NEW, errors=_WRONG, values={"reason": "Nurses"}),
    example("grant_form.asked", grant_form, _ADMINS, request=_ASKS),
    example("grant_form.free", grant_form, _ADMINS, once="a1b2c3"),
    example(
        "grant_form.error",
        grant_form,
        _ADMINS,
        errors={"credits": "Type a number from 1 to 1,000,000."},
        values={"credits": "many"},
    ),
    example("credit_terms_form", credit_terms_form, _ADMINS),
    example(
        "credit_terms_form.error",
        credit_terms_form,
        replace(_ADMINS, zone="Europe/Paris"),
        errors={"zone": "I can't find a time zone called “Atlantis”."},
        values={"allowance": 100, "day": 31, "zone": "Atlantis"},
    ),
    example("budget_form.member", budget_form, 1, "Ana Ruiz", 40),
    example("budget_form.new", budget_form),
    example(
        "budget_form.error",
        budget_form,
        errors={"member": "I can't find a member called “Zoe”."},
        values={"member": "Zoe"},
    ),
)
