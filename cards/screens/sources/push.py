"""Pushing a candidate to an ATS: the form, and what the candidate's card says about it."""

from collections.abc import Sequence

from cards.actions.ats import OpenPush, PushToAts
from cards.actions.person import ShowPerson
from cards.screens.wording import short
from cards.text import Link, Rich, Strong, join
from cards.tree import Button, Form, Kind, MultiChoice, Node, Notice, Option, Text, Toggle, Typeahead, Value
from cards.views.ats import PushFormView, PushView

PUSH = "Push to ATS"
MOST_NOTES = 10  # as many as Slack's check boxes can hold


def push_button(profile_id: int, name: str, back_to: str) -> Button:
    return Button(PUSH, does=OpenPush(profile_id, back_to), hint=f"Push {name} to your ATS")


def push_lines(profile_id: int, back_to: str, pushes: Sequence[PushView]) -> tuple[Node, ...]:
    """Lines that say which ATSes the candidate is in, and what failed or is uncertain."""
    nodes: list[Node] = []
    for each in pushes:
        if each.since:
            there: Rich = f"In {each.ats} since {each.since}"
            nodes.append(Text(join((there, (Link(f"Open in {each.ats}", each.url),))) if each.url else there))
        if each.state == "asked":
            again = Button("Check again", does=ShowPerson(profile_id, back_to))
            nodes.append(Notice(Kind.INFO, f"Waiting for {each.ats}.", again))
        elif each.state == "unknown":
            nodes.append(Notice(Kind.WARNING, f"{each.reason or no_answer(each.ats)} {look_first(each.ats)}"))
        elif each.state == "failed" and each.reason:
            nodes.append(Notice(Kind.WARNING, each.reason))
    return tuple(nodes)


def no_answer(ats: str) -> str:
    """Says that the ATS was asked to add the candidate, but that we don't know whether it did."""
    return f"{ats} didn't answer, so we don't know whether it has the candidate."


def look_first(ats: str) -> str:
    return f"Press {PUSH} to try again: {ats} is searched first, so that nobody is added twice."


def push_form(
    view: PushFormView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """The form that shows what goes to the ATS. Nothing has been sent yet."""
    systems = " or ".join(view.atses)
    address = f"the e-mail address {view.email}" if view.email else "e-mail address"
    notes = tuple(Option(str(each.id), each.label, each.detail) for each in view.notes[:MOST_NOTES])
    chosen: Value = tuple(str(each.id) for each in view.notes[:MOST_NOTES] if each.chosen)
    there = [Text(f"In {each.ats} since {each.since}.", muted=True) for each in view.pushes if each.since]
    return Form(
        title=PUSH,
        body=(
            Text(
                (
                    "Adds ",
                    Strong(short(view.name, 80)),
                    f" to {systems}, with name, current position, place, links, phone numbers, {address}, and where "
                    "you found them. Someone who is already there is not added again.",
                )
            ),
            *there,
        ),
        inputs=(
            Typeahead("job", "Job", "ats_jobs", hint=f"One of the open jobs in {systems}", required=True),
            *((MultiChoice("notes", "Notes to include", notes),) if notes else ()),
            *((Toggle("resume", "Include the resume"),) if view.resume else ()),
        ),
        submit=Button("Push", does=PushToAts(view.profile_id, view.back_to, view.asked), main=True),
        errors=errors or {},
        values={
            **({"notes": chosen} if chosen else {}),
            **({"resume": True} if view.resume else {}),
            **(values or {}),
        },
    )
