"""Reminders about a candidate: the form to choose the day, and the card that arrives on it. Direct messages only."""

from cards.actions.base import packed
from cards.actions.interest import DropReminder, OpenReminder, SetReminder, ShowReminder
from cards.actions.person import View
from cards.screens.person_row import person_row
from cards.screens.reach import DROP_REMINDER, answer_notice, contact_button
from cards.screens.start import banner
from cards.screens.wording import short
from cards.text import Muted, Strong
from cards.tree import Button, Card, Choice, DateInput, Form, Heading, Kind, Notice, Option, Text, Value
from cards.views.people import PersonRow


def reminder_form(
    person: PersonRow,
    days: tuple[Option, ...],
    *,
    back_to: str,
    on_card: bool = False,
    pending: str = "",
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """The form for choosing when to be reminded of somebody; shows what they answered. `pending`: the day that was
    chosen earlier."""
    who = person.profile_id
    drop = (Button(DROP_REMINDER, does=DropReminder(who, back_to, on_card)),) if pending else ()
    return Form(
        title="Remind me",
        body=(
            Text(
                (Strong(short(person.name, 80)), Muted(f" · {short(person.headline, 80)}" if person.headline else ""))
            ),
            *answer_notice(person.state.interest, person.state.reach),
            *(
                (Notice(Kind.INFO, f"You'll be reminded on {pending}. Choosing another day replaces it."),)
                if pending
                else ()
            ),
            Text("I'll send you a direct message on that day. Nothing is sent to the candidate.", muted=True),
        ),
        inputs=(
            Choice("when", "When", days),
            DateInput("on", "Or pick a date"),
        ),
        submit=Button("Remind me", does=SetReminder(who, back_to, on_card), main=True),
        buttons=drop,
        errors=errors or {},
        values=values or {},
    )


def reminder_card(person: PersonRow, notice: str = "") -> Card:
    """Sent on the chosen day: who the candidate is, what they answered, and what to do now."""
    who, name, state = person.profile_id, person.name, person.state
    here = packed(ShowReminder(who))
    title = f"Reminder: {short(name, 80)}"
    return Card(
        summary=title,
        body=(
            *banner(notice, Kind.SUCCESS),
            Heading(title),
            person_row(person, (Button("View", does=View(who, here), hint=f"View {name}"),)),
            *answer_notice(state.interest, state.reach),
        ),
        buttons=(
            *contact_button(who, name, here, state.interest, state.reach, main=True),
            Button("Remind me later", does=OpenReminder(who, here)),
        ),
        about=(who,),
        redraw=ShowReminder(who),
    )
