"""Examples: start, help, Home, access and members."""

from dataclasses import replace

from cards.actions.candidates import OpenCandidates
from cards.actions.jobs import OpenJobs
from cards.gallery.example import at_home, example
from cards.gallery.interest import ANSWER
from cards.gallery.people import ADA, ANA, BEN, ITEMS, MIA, NURSE, TEACHER
from cards.gallery.searches import NIGHT
from cards.screens.home import home_card, reviewer_home
from cards.screens.members import (
    access_answered,
    access_refused,
    access_requests,
    default_role_form,
    departure_card,
    members_card,
    no_access_requests,
    role_form,
)
from cards.screens.small_talk import THANKS, UNDO, cost, small_talk_card
from cards.screens.start import (
    claimed_card,
    guest_card,
    help_card,
    nearest_card,
    reviewer_card,
    start_card,
    welcome_card,
)
from cards.views.people import HomeView, MemberView
from cards.views.settings import WorkspaceIdentity

_WORKING = HomeView(ANA, NURSE, 40, "nurse · Boston, MA · seniority: senior", saved=12, candidates=31, latest=ITEMS)
_LET_IN = MemberView(3, "Ben Haddad", "recruiter", "ben@example.com")

EXAMPLES = (
    example("start.new", start_card, HomeView(ANA)),
    example("start.with_job", start_card, _WORKING),
    example(
        "start.old_card",
        start_card,
        HomeView(ANA, TEACHER),
        notice="That card is from an earlier version of Sourcer. Here is a current one.",
    ),
    example(
        "start.unconfirmed", start_card, HomeView(ADA, workspace=WorkspaceIdentity("Northwind Hiring", "Europe/Berlin"))
    ),
    example("reviewer", reviewer_card, MIA),
    example("guest.new", guest_card),
    example("guest.asked", guest_card, requested=True),
    example("guest.no_admin", guest_card, has_admin=False),
    example("guest.no_admin_asked", guest_card, requested=True, has_admin=False),
    example("guest.named_admins", guest_card, has_admin=False, named_admins=True),
    example("guest.outsider", guest_card, outsider=True),
    example("claimed", claimed_card, ADA, WorkspaceIdentity("Northwind Hiring", "Europe/Berlin")),
    example("claimed.unnamed", claimed_card, ADA, WorkspaceIdentity("", "UTC")),
    example("help.recruiter", help_card, ANA),
    example("help.admin", help_card, ADA),
    example("help.reviewer", help_card, MIA),
    example("help.guest", help_card, BEN),
    example("nearest", nearest_card, "jbo", (("job", OpenJobs()), ("candidates", OpenCandidates())), may_search=True),
    example("small_talk.new", small_talk_card, THANKS, HomeView(ANA)),
    example("small_talk.undo", small_talk_card, UNDO, _WORKING),
    example("small_talk.cost", small_talk_card, cost(1), _WORKING, about_credits=True),
    example("welcome.recruiter", welcome_card, ANA, let_in_by="Ada Okafor"),
    example("welcome.reviewer", welcome_card, MIA),
    example("access_requests.one", access_requests, (BEN,)),
    example(
        "access_requests.many", access_requests, (BEN,) * 10, notice="Mia Chen is a reviewer now, approved by Ada."
    ),
    example("access_answered.yes", access_answered, _LET_IN, by="Ada Okafor"),
    example("access_answered.no", access_answered, BEN, by="Ada Okafor"),
    example("access_answered.before", access_answered, _LET_IN, by="", already=True),
    example("access_answered.all", no_access_requests),
    example("access_refused", access_refused),
    example("departure", departure_card, 7, "Diego Ruiz", 3),
    example("members.some", members_card, (ADA, ANA, MIA), (BEN,), default_role="guest", total=20, page=1),
    example(
        "members.none", members_card, (), (), default_role="reviewer", total=0, notice="Mia Chen is a reviewer now."
    ),
    example("role_form", role_form, MIA),
    example(
        "role_form.error", role_form, ADA, error="You can't remove the last admin. Make someone else an admin first."
    ),
    example("default_role_form", default_role_form, "guest"),
    at_home("home.working", home_card, _WORKING),
    at_home(
        "home.interest",
        home_card,
        replace(_WORKING, interest=(ANSWER, replace(ANSWER, kind="not_interested", text=""))),
    ),
    at_home(
        "home.saved_searches",
        home_card,
        replace(_WORKING, saved_searches=(NIGHT,), saved_search_count=4),
    ),
    at_home("home.new", home_card, HomeView(ANA)),
    at_home("home.admin", home_card, HomeView(ADA, TEACHER, waiting=(BEN,))),
    at_home("home.reviewer", reviewer_home, HomeView(MIA)),
    at_home("home.guest", guest_card),
    example("home.on_teams", home_card, _WORKING),
)
