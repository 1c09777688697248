"""Examples: connecting partners' resume databases."""

from dataclasses import replace

from cards.actions.settings import OpenSources
from cards.gallery.example import example
from cards.screens.integrations import connect_card, integrations_card
from cards.screens.source_connections import source_fault_card, sources_card
from cards.tree import Button, Kind
from cards.views.settings import IntegrationsView, MailboxView, SourceConnectionView, SourcesView, SourceView

_FOR_ALL = SourceConnectionView(
    3, connected_by="Sam Okafor", connected="3 days ago", quota="37 of 100 Dice views left", may_change=True
)
_SEEN = SourceConnectionView(3, connected_by="Sam Okafor", connected="3 days ago", quota="37 of 100 Dice views left")
_OWN = SourceConnectionView(4, own=True, connected="yesterday", quota="9 Dice views left", may_change=True)
_REFUSED = SourceConnectionView(
    5,
    connected_by="<!channel> *Sam*",
    connected="3 days ago",
    failing="2 hours ago",
    fault="People Data Labs doesn't accept the login. Connect it again under Integrations, or ask an admin to.",
    may_change=True,
)
_ANSWERS = SourceConnectionView(6, connected_by="Sam Okafor", connected="3 days ago", may_change=True, searches=False)
_DICE = SourceView("dice", "Dice", "Resumes of technology professionals. Ask your Dice account manager.", (_FOR_ALL,))
_PDL = SourceView("people_data_labs", "People Data Labs", "Public profiles of 800 million people.", (_REFUSED,))
_INDEED = SourceView("indeed", "Indeed", "Resumes in every occupation. Ask your Indeed account manager for access.")
_BUILDER = SourceView("careerbuilder", "CareerBuilder", "Resumes in every occupation, mostly in the United States.")
_ALL = (_BUILDER, _DICE, _INDEED, _PDL)
_MAILBOX = MailboxView("own", "jobs@acme.example", reads=True, last_read="12 minutes ago")


def _integrations(*sources: SourceView) -> IntegrationsView:
    return IntegrationsView(20_000, _MAILBOX, admin=True, sources=SourcesView(sources, admin=True))


EXAMPLES = (
    example("integrations.sources_new", integrations_card, _integrations(_BUILDER, _INDEED)),
    example("integrations.sources", integrations_card, _integrations(*_ALL)),
    example("sources.new", sources_card, SourcesView((_BUILDER, _INDEED), admin=True)),
    example("sources.admin", sources_card, SourcesView(_ALL, admin=True), notice="Dice accepts the credentials."),
    example(
        "sources.every_state",
        sources_card,
        SourcesView(
            (
                _BUILDER,
                _DICE,
                SourceView("indeed", "Indeed", "Resumes.", (_ANSWERS,)),
                replace(_PDL, connections=(replace(_REFUSED, connected_by="Sam Okafor"),)),
            ),
            admin=True,
        ),
    ),
    example(
        "sources.recruiter",
        sources_card,
        SourcesView((SourceView("dice", "Dice", "Resumes.", (_SEEN,)), _INDEED)),
        notice="People Data Labs isn't responding right now.",
        kind=Kind.ERROR,
    ),
    example("sources.own", sources_card, SourcesView((SourceView("dice", "Dice", "Resumes.", (_OWN, _SEEN)),))),
    example(
        "sources.cannot_connect",
        sources_card,
        SourcesView(
            (_INDEED,),
            cannot_connect="To let you connect a resume database, the person who runs Sourcer must set "
            "SOURCER_PUBLIC_URL.",
        ),
    ),
    example("source_fault.lasting", source_fault_card, _REFUSED, "people_data_labs", "People Data Labs"),
    example("source_fault.over", source_fault_card, _FOR_ALL, "dice", "Dice"),
    example(
        "connect.source",
        connect_card,
        "https://sourcer.example.com/connect/kLx3tQm0example",
        15,
        "Dice",
        "Enter your partner credentials",
        Button("Resume databases", does=OpenSources()),
    ),
)
