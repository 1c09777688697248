"""Northwind Hiring: the people, channels and app that `sourcer playground` starts with."""

import time
from collections.abc import Callable

from bot.playground.slack.objects import SLACKBOT, App, Command, Person, Shortcut
from bot.playground.slack.workspace import Workspace

ANA, SAM, MAYA, DIEGO, LEE = "U0NWANA01", "U0NWSAM02", "U0NWMAYA3", "U0NWDIEG4", "U0NWLEE05"
TEAM = "T0NORTHWND"

SOURCER = App(
    id="A0SOURCER1",
    bot_id="B0SOURCER1",
    user="U0SOURCER1",
    name="Sourcer",
    commands=(
        Command(
            "/sourcer",
            "Jobs, searches, candidates and settings",
            "[job | candidates | invitations | credits | templates | settings | help] or any words to search for",
        ),
        Command("/source", "Search candidates right away", "senior nurse in Boston within 25 miles 5+ years"),
    ),
    shortcuts=(
        Shortcut("global", "search_candidates", "Search candidates", "Open the search form"),
        Shortcut("message", "save_note", "Save as a note on a candidate", "Save this message as a note"),
    ),
)

PEOPLE = (
    Person(ANA, "ana", "Ana Ruiz", "ana@northwind.example", "Recruiter", "#3f6fb5"),
    Person(SAM, "sam", "Sam Okafor", "sam@northwind.example", "Admin", "#7a4bb0", is_admin=True),
    Person(MAYA, "maya", "Maya Lindqvist", "maya@northwind.example", "Hiring manager, Engineering", "#1f7a63"),
    Person(DIEGO, "diego", "Diego Santos", "diego@northwind.example", "Hiring manager, Nursing", "#a8552a"),
    Person(LEE, "lee", "Lee Park", "lee@northwind.example", "New here, no access yet", "#8a3b5c"),
    Person(SOURCER.user, "sourcer", "Sourcer", "", "App", "#20406b", is_bot=True),
    Person(SLACKBOT, "slackbot", "Slackbot", "", "", "#4a4f57", is_bot=True),
)


def northwind(clock: Callable[[], float] = time.time) -> Workspace:
    """A fresh workspace. The app is in the two hiring channels, not in #general."""
    workspace = Workspace(TEAM, "Northwind Hiring", "northwind-hiring", SOURCER, PEOPLE, clock)
    everyone = (ANA, SAM, MAYA, DIEGO, LEE)
    workspace.open_channel("general", everyone, topic="Everybody at Northwind")
    workspace.open_channel("hiring-eng", (ANA, SAM, MAYA, SOURCER.user), topic="Engineering roles")
    workspace.open_channel("hiring-nursing", (ANA, SAM, DIEGO, SOURCER.user), topic="Nursing roles")
    for user in everyone:
        workspace.dm(user)
    return workspace
