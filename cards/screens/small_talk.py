"""Answers to small talk and to files: a line, and buttons for what to do next."""

from cards.actions.access import OpenHelp, OpenStart
from cards.actions.candidates import OpenCandidates
from cards.actions.credits import OpenCredits
from cards.actions.entry import OpenSearchForm
from cards.actions.invitations import OpenInvitations
from cards.actions.search import Results
from cards.screens.start import EXAMPLE
from cards.screens.wording import counted
from cards.tree import AnyButton, Button, Card, Text
from cards.views.people import HomeView

THANKS = "You're welcome."
OKAY = "Okay. What would you like to do next?"
BYE = "See you. I'll message you here when someone answers."
EMOJI = f"I understand words better than emoji. Type what you need, such as {EXAMPLE}."
UNDO = (
    "To undo something, press Undo on the card where you starred or hid someone. "
    "Under Invitations, you can cancel messages that are still waiting; sent ones can't be taken back."
)
FILE = (
    "I can't read files here. Type or paste the words that matter, and I'll search for them. "
    "The person who runs Sourcer can import files with jobs and profiles."
)


def cost(price: int) -> str:
    """A line about what an invitation and everything else costs; `price` is in credits."""
    return (
        f"Each invitation costs {counted(price, 'credit')}. Replies, follow-ups and searches of Internet are free; a "
        "source that charges shows its price before you pay. Press Credits to see your balance or to get more."
    )


def small_talk_card(text: str, home: HomeView, *, about_credits: bool = False) -> Card:
    """One of the answers above, for someone who can search."""
    again: tuple[AnyButton, ...] = ()
    if home.search_id:
        again = (Button("Back to my last search", does=Results(home.search_id), hint=home.search_words or None),)
    return Card(
        summary=text,
        body=(Text(text),),
        buttons=(
            *again,
            *((Button("Credits", does=OpenCredits()),) if about_credits else ()),
            Button("Search candidates", does=OpenSearchForm(), main=True),
            Button("Candidates", does=OpenCandidates()),
            Button("Invitations", does=OpenInvitations()),
            Button("Help", does=OpenHelp()),
        ),
        redraw=OpenStart(),
    )
