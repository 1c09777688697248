"""A candidate without identifying details, for places where others can read it."""

from cards.screens.person_row import experience_text, skill_list
from cards.screens.wording import short
from cards.text import join
from cards.tree import Card, Heading, Kind, Notice, Text
from cards.views.people import CandidateView


def masked_card(candidate: CandidateView) -> Card:
    """A candidate's card without name, photo, schools or contact details, and without buttons. Inserted by Teams'
    message extension."""
    person = candidate.person
    posts = join((join((post.title, post.company, post.period)) for post in candidate.experience[:3]), "\n")
    return Card(
        summary=short(person.headline, 100) or "A candidate",
        body=(
            Heading(short(person.headline, 140) or "A candidate", 2),
            Text(join((person.place, experience_text(person.years)))),
            *((Text(skill_list(person.skills, 8)),) if person.skills else ()),
            *((Text(posts),) if posts else ()),
            Text("Name and contact details are left out.", muted=True),
        ),
        about=(person.profile_id,),
    )


def unshareable_card(reason: str) -> Card:
    """The card in place of a person whom the source doesn't allow to be shown; it says nothing about the person."""
    return Card(summary="This person can't be shown here", body=(Notice(Kind.INFO, reason),))
