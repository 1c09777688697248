"""Contacting one person: the form, and the preview of exactly what they will read."""

from cards.actions import EditInvitation, OpenCreditRequest, ReviewInvitation, SendInvitation, ShapeInvitation
from cards.outreach_views import InvitationFormView, PreviewView
from cards.screens.phrases import counted, short
from cards.text import Muted, Rich, Strong
from cards.tree import (
    Button,
    Choice,
    DateInput,
    Divider,
    Form,
    Heading,
    Input,
    Kind,
    Node,
    Notice,
    NumberInput,
    Option,
    Text,
    TextInput,
    Typeahead,
    Value,
)

LONGEST_SUBJECT, LONGEST_TEXT = 200, 3000
KINDS = (Option("connect", "Invite to connect"), Option("apply", "Invite to apply"))
LANGUAGES = (Option("en", "English"), Option("es", "Español"), Option("fr", "Français"), Option("de", "Deutsch"))
MOST_DAYS = 60

_NEW_JOB: tuple[Input, ...] = (
    TextInput("new_title", "New job: title", placeholder="Charge Nurse, ICU", max_length=200),
    TextInput("new_place", "New job: place", placeholder="Boston, MA", max_length=200),
    TextInput("new_link", "New job: link to apply", placeholder="https://…", max_length=1000),
)


def invitation_form(
    view: InvitationFormView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """What to write, about which job, and when."""
    return Form(
        title="Contact",
        body=(
            Text(
                ("To ", Strong(short(view.name, 80)), Muted(f" · {short(view.headline, 80)}" if view.headline else ""))
            ),
            *((Notice(Kind.INFO, f"You wrote this {view.kept} and did not send it."),) if view.kept else ()),
        ),
        inputs=_inputs(view),
        submit=Button(
            "Preview",
            does=ReviewInvitation(invitation_id=view.invitation_id, via=view.via, shape=view.shape),
            main=True,
        ),
        buttons=tuple(_buttons(view)),
        errors=errors or {},
        values=values or {},
    )


def _buttons(view: InvitationFormView) -> list[Button]:
    def shaped(label: str, do: str, shape: str = view.shape) -> Button:
        return Button(label, does=ShapeInvitation(invitation_id=view.invitation_id, do=do, via=view.via, shape=shape))

    return [
        *([shaped("Use template", "template")] if view.templates else []),
        shaped("Existing job", "job", view.shape.replace("j", "")) if "j" in view.shape else
        shaped("New job", "job", view.shape + "j"),
        *([] if "m" in view.shape else [shaped("More options", "more", view.shape + "m")]),
        *([shaped("Start anew", "anew", "")] if view.kept else []),
    ]  # fmt: skip


def _inputs(view: InvitationFormView) -> tuple[Input, ...]:
    new = "j" in view.shape
    return (
        Choice("kind", "What it is", KINDS, required=True, expanded=True),
        *(_NEW_JOB if new else (Typeahead("job", "Job", "jobs", hint="An invitation to apply needs one"),)),
        *((Choice("template", "Template", view.templates, hint="Then press Use template"),) if view.templates else ()),
        TextInput("subject", "Subject", required=True, max_length=LONGEST_SUBJECT),
        TextInput(
            "text",
            "Message",
            hint=short("You can use " + ", ".join(f"{{{{ {name} }}}}" for name, _ in view.variables), 1000)
            if view.variables
            else "",
            multiline=True,
            required=True,
            max_length=LONGEST_TEXT,
        ),
        *(_options(view.zone) if "m" in view.shape else ()),
    )


def _options(zone: str) -> tuple[Input, ...]:
    return (
        Choice("language", "Language of the foot and the answer page", LANGUAGES),
        DateInput("send_on", "Send on", hint="Empty: now"),
        TextInput("send_at", "Send at", placeholder="09:30", hint=f"Time in {zone}", max_length=5),
        NumberInput("follow_up_days", "Follow up after (days)", hint="Once, and only if no answer came", least=1,
                    most=MOST_DAYS),
        TextInput("follow_up_text", "Follow-up", multiline=True, max_length=LONGEST_TEXT),
        TextInput("template_name", "Save as template under this name", max_length=80),
    )  # fmt: skip


def invitation_preview(view: PreviewView) -> Form:
    """The invitation as the candidate will read it, the price, and every warning. Nothing is sent yet."""
    back = Button("Back", does=EditInvitation(view.invitation_id, view.via))
    submit = (
        Button("Back", does=EditInvitation(view.invitation_id, view.via), main=True)
        if view.forbids
        else Button(_press(view), does=SendInvitation(view.invitation_id, view.digest, view.via), main=True)
    )
    ask = (Button("Ask for credits", does=OpenCreditRequest()),) if view.may_ask else ()
    return Form(
        title="Preview",
        body=(*_against(view), *_head(view), Divider(), *_letter(view), Divider(), *_price(view)),
        inputs=(),
        submit=submit,
        buttons=(*(() if view.forbids else (back,)), *ask),
    )


def _press(view: PreviewView) -> str:
    if view.warnings:
        return "Contact anyway"
    return "Schedule message" if view.when else "Send message"


def _against(view: PreviewView) -> tuple[Node, ...]:
    changed = " ".join(view.changed)
    return (
        *((Notice(Kind.WARNING, f"Nothing was sent: this changed meanwhile. {changed}"),) if changed else ()),
        *((Notice(Kind.SUCCESS, f"Saved as the template “{view.saved}”."),) if view.saved else ()),
        *(Notice(Kind.ERROR, words) for words in view.forbids),
        *(Notice(Kind.WARNING, words) for words in view.warnings),
    )


def _head(view: PreviewView) -> tuple[Node, ...]:
    lines: list[tuple[str, str]] = [("From", view.sender), ("To", view.to or view.name), ("Subject", view.subject)]
    if view.job:
        lines.append(("Job", view.job))
    if view.when:
        lines.append(("Goes out", view.when))
    text: list[Rich] = [(Strong(f"{label}: "), short(words, 300)) for label, words in lines]
    return tuple(Text(line) for line in text)


def _letter(view: PreviewView) -> tuple[Node, ...]:
    follow_up: tuple[Node, ...] = ()
    if view.follow_up_text:
        follow_up = (Heading(f"Follow-up {view.follow_up}", 2), *map(Text, parts(view.follow_up_text)))
    body = tuple(Text(part) for part in parts(view.text))
    return (*body, *(Text(part, muted=True) for part in parts(view.footer)), *follow_up)


def parts(text: str, most: int = 2000) -> tuple[str, ...]:
    """The text in pieces of at most so many characters, parted at line ends where it can be: a platform shortens what
    is longer, and a preview must show all of it."""
    pieces: list[str] = []
    while len(text) > most:
        cut = text.rfind("\n", most // 2, most)
        cut = cut if cut > 0 else most
        pieces.append(text[:cut])
        text = text[cut:].removeprefix("\n")
    return (*pieces, text) if text.strip() else tuple(pieces)


def _price(view: PreviewView) -> tuple[Node, ...]:
    after = view.balance - view.price
    if after < 0:
        return (Text(("Price: ", Strong(counted(view.price, "credit")), f" · balance: {view.balance:,}")),)
    return (
        Text(("Price: ", Strong(counted(view.price, "credit")), f" · balance after it: {after:,} of {view.balance:,}")),
    )
