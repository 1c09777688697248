"""Contacting people: the form, and the preview of exactly what they will read."""

import re
from collections.abc import Iterator

from cards.actions.credits import SEVERAL, OpenCreditRequest
from cards.actions.interest import OpenReminder, OpenReply
from cards.actions.invitations import (
    EditBulk,
    EditInvitation,
    ReviewBulk,
    ReviewInvitation,
    SendBulk,
    SendInvitation,
    ShapeBulk,
    ShapeInvitation,
    StepBulk,
)
from cards.actions.settings import ConnectMailbox, ConnectOwnMailbox, OpenIdentityForm, OpenSenderForm
from cards.screens.reach import ASK_AGAIN, other_ways, reminder_line, ways_note
from cards.screens.wording import counted, short, zone_label
from cards.text import Muted, Rich, Strong, join
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
from cards.views.outreach import BulkView, InvitationFormView, PreviewView, SavedTemplate
from cards.views.reveals import Way

LONGEST_SUBJECT, LONGEST_TEXT = 200, 3000
KINDS = (Option("connect", "Invite to connect"), Option("apply", "Invite to apply"))
LANGUAGES = (Option("en", "English"), Option("es", "Español"), Option("fr", "Français"), Option("de", "Deutsch"))
MOST_DAYS = 60
NAMED = 3  # most people listed as not fitting the job
LINES = 10  # people left out, per text node
_LONG_WORD = re.compile(r"\S{90}(?=\S)")  # both renderers cut words over 100 characters

_NEW_JOB: tuple[Input, ...] = (
    TextInput("new_title", "New job: title", placeholder="Charge Nurse, ICU", max_length=200),
    TextInput("new_place", "New job: place", placeholder="Boston, MA", max_length=200),
    TextInput("new_link", "New job: link to apply", placeholder="https://…", max_length=1000),
)


def invitation_form(
    view: InvitationFormView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """The text, the job, and when to send."""
    return Form(
        title="Contact",
        body=(
            Text(f"To {counted(view.bulk, 'person', 'people')}. Each gets a separate message.")
            if view.bulk
            else Text(
                ("To ", Strong(short(view.name, 80)), Muted(f" · {short(view.headline, 80)}" if view.headline else ""))
            ),
            *ways_note(view.ways, _here(view.ways)),
            *((Notice(Kind.INFO, view.note),) if view.note else ()),
            *((Notice(Kind.INFO, f"This is your unsent draft from {view.draft_saved}."),) if view.draft_saved else ()),
            *((Notice(Kind.INFO, _other_draft(view.other_draft)),) if view.other_draft else ()),
        ),
        inputs=_inputs(view),
        submit=Button(
            "Preview & Send",
            does=_review(view),
            main=True,
        ),
        buttons=tuple(_buttons(view)),
        errors=errors or {},
        values=values or {},
    )


def _other_draft(people: int) -> str:
    return f"You have another unsent draft, to {counted(people, 'person', 'people')}. Press Other draft to open it."


def _review(view: InvitationFormView) -> ReviewInvitation | ReviewBulk:
    new_job, more = view.new_job, view.more_options
    if view.bulk:
        return ReviewBulk(recipients=view.recipients, new_job=new_job, more_options=more)
    return ReviewInvitation(invitation_id=view.invitation_id, back_to=view.back_to, new_job=new_job, more_options=more)


def _buttons(view: InvitationFormView) -> list[Button]:
    def shape(label: str, do: str, new_job: bool = view.new_job, more: bool = view.more_options) -> Button:
        if view.bulk:
            return Button(label, does=ShapeBulk(do=do, recipients=view.recipients, new_job=new_job, more_options=more))
        return Button(
            label,
            does=ShapeInvitation(
                invitation_id=view.invitation_id, do=do, back_to=view.back_to, new_job=new_job, more_options=more
            ),
        )

    return [
        *([shape("Use template", "template")] if view.templates else []),
        shape("Existing job" if view.new_job else "New job", "job", new_job=not view.new_job),
        *([] if view.more_options else [shape("More options", "more", more=True)]),
        *([shape("Start over", "anew", new_job=False, more=False)] if view.draft_saved else []),
        *([shape("Other draft", "other")] if view.other_draft else []),
    ]


def _here(ways: tuple[Way, ...]) -> int:
    """The profile that an e-mail is written to, among the ways to contact somebody; 0 if e-mail isn't one of the
    ways."""
    return next((way.profile_id for way in ways if not way.unlocks), 0)


def _inputs(view: InvitationFormView) -> tuple[Input, ...]:
    return (
        Choice("kind", "Invitation type", KINDS, required=True, expanded=True),
        *(_NEW_JOB if view.new_job else (Typeahead("job", "Job", "jobs", hint="An invitation to apply needs one"),)),
        *(
            (Choice("template", "Template", view.templates, hint="Choose one, then press Use template"),)
            if view.templates
            else ()
        ),
        TextInput("subject", "Subject", required=True, max_length=LONGEST_SUBJECT),
        TextInput(
            "text",
            "Message",
            hint=_text_hint(view),
            multiline=True,
            required=True,
            max_length=LONGEST_TEXT,
        ),
        *(_options(view.zone) if view.more_options else ()),
    )


def _text_hint(view: InvitationFormView) -> str:
    if not view.bulk:
        return "This is exactly what they will read. Your signature and the footer follow"
    marks = f"You can use {', '.join(view.marks)}"
    return f"{marks}. {view.name} reads: {view.example}" if view.example else marks


def _options(zone: str) -> tuple[Input, ...]:
    return (
        Choice("language", "Language of the footer and the answer page", LANGUAGES),
        DateInput("send_on", "Send on", hint="Leave empty to send now"),
        TextInput("send_at", "Send at", placeholder="09:30", hint=f"In {zone_label(zone)}", max_length=5),
        NumberInput("follow_up_days", "Follow up after (days)", hint="Once, and only if they haven't answered", least=1,
                    most=MOST_DAYS),
        TextInput("follow_up_text", "Follow-up message", multiline=True, max_length=LONGEST_TEXT),
        TextInput("template_name", "Save as a template with this name", max_length=80),
    )  # fmt: skip


def invitation_preview(view: PreviewView) -> Form:
    """The invitation as the candidate will read it, its price, and every warning. Nothing has been sent yet."""
    back = Button("Back", does=EditInvitation(view.invitation_id, view.back_to))
    submit = (
        Button("Back", does=EditInvitation(view.invitation_id, view.back_to), main=True)
        if view.forbids
        else Button(_send_label(view), does=SendInvitation(view.invitation_id, view.digest, view.back_to), main=True)
    )
    ask = (Button("Ask for credits", does=OpenCreditRequest(view.invitation_id)),) if view.may_ask else ()
    reply = (Button("Reply (free)", does=OpenReply(view.reply_to), hint=f"Reply to {view.name}"),)
    remind = OpenReminder(view.ask_again, view.back_to, True)
    later = (Button("Change reminder" if view.reminder else ASK_AGAIN, does=remind),)
    return Form(
        title="Preview",
        body=(
            *_notices(view),
            *_header(view),
            Divider(),
            *_message(view),
            Divider(),
            *_price(view),
            *ways_note(view.ways, _here(view.ways)),
        ),
        inputs=(),
        submit=submit,
        buttons=(
            *(reply if view.reply_to else ()),
            *(() if view.forbids else (back,)),
            *(later if view.ask_again else ()),
            *ask,
            *_additions(view),
            *other_ways(view.ways, _here(view.ways), view.back_to),
        ),
    )


def bulk_preview(view: BulkView) -> Form:
    """Invitations to several people: one preview at a time, the total price, and who is left out."""
    one, back = view.preview, Button("Back", does=EditBulk())
    send = Button(_send_all_label(view, one), does=SendBulk(view.digest), main=True)
    buttons = [
        *([Button("◀ Previous", does=StepBulk(view.at - 1, recipients=view.recipients))] if view.at > 0 else []),
        *(
            [Button("Next ▶", does=StepBulk(view.at + 1, recipients=view.recipients))]
            if view.at + 1 < view.total
            else []
        ),
        *(
            [
                Button(
                    "Leave out",
                    does=StepBulk(view.at, view.profile_id, view.recipients),
                    hint=f"Don't send to {one.name}",
                )
            ]
            if one
            else []
        ),
        *([] if view.forbids or one is None else [back]),
        *([Button("Ask for credits", does=OpenCreditRequest(SEVERAL))] if view.may_ask else []),
        *(_additions(one) if one else ()),
    ]
    message = (
        (
            Heading(f"{view.at + 1} of {view.total}: {short(one.name, 80)}", 2),
            *(Notice(Kind.WARNING, words) for words in (*one.warnings, *one.missing)),
            *_no_title(one),
            *_header(one),
            Divider(),
            *_message(one),
        )
        if one
        else (Text("There's no one left to contact."),)
    )
    return Form(
        title="Preview",
        body=(*_totals(view), Divider(), *message),
        inputs=(),
        submit=Button("Back", does=EditBulk(), main=True) if view.forbids or one is None else send,
        buttons=tuple(buttons),
    )


def _totals(view: BulkView) -> tuple[Node, ...]:
    """Lines about all the invitations: the total price, what forbids sending, and who is left out."""
    changed = " ".join(view.changed)
    after = view.balance - view.price
    total: Rich = (
        Strong(f"{counted(view.total, 'message')} · {counted(view.price, 'credit')}"),
        f" · balance afterwards: {after:,}" if after >= 0 else f" · balance: {view.balance:,}",
    )
    which = "it" if view.warned == 1 else "them"
    warned = f"{counted(view.warned, 'of them has', 'of them have')} a warning. Check {which} before you send."
    job = view.preview.job if view.preview else ""
    return (
        *((Notice(Kind.WARNING, f"Nothing was sent. {changed}"),) if changed else ()),
        *_saved(view.saved),
        *(Notice(Kind.ERROR, words) for words in view.forbids),
        *((Notice(Kind.WARNING, _misfits(view.misfits, view.total, job)),) if view.misfits else ()),
        *((Notice(Kind.WARNING, warned),) if view.warned else ()),
        Text(total),
        *_left_out(view.left_out),
    )


def _misfits(names: tuple[str, ...], total: int, job: str) -> str:
    """A warning such as "3 of 5 people don't seem to fit Staff Nurse: Li Wei, Omar Said and Sam Low. Is it the right
    job?" """
    if len(names) == total > 1:
        one = "Neither of these 2 people" if total == 2 else f"None of these {total} people"
        return f"{one} seems to fit {short(job, 80)}. Is it the right job?"
    shown = [short(name, 60) for name in names[:NAMED]]
    rest = len(names) - len(shown)
    last = f"{rest} more" if rest else shown.pop()
    listed = f"{', '.join(shown)} and {last}" if shown else last
    fit = "doesn't seem to fit" if len(names) == 1 else "don't seem to fit"
    return (
        f"{len(names)} of {counted(total, 'person', 'people')} {fit} {short(job, 80)}: {listed}. Is it the right job?"
    )


def _left_out(people: tuple[tuple[str, str], ...]) -> tuple[Text, ...]:
    """Each name with the reason, split into text nodes short enough for every renderer."""
    lines = [f"{short(name, 60)}: {short(why, 150)}" for name, why in people]
    texts = (Text("\n".join(lines[at : at + LINES])) for at in range(0, len(lines), LINES))
    return (
        (Text((Strong(f"{counted(len(people), 'person gets', 'people get')} no message"),)), *texts) if people else ()
    )


def _send_all_label(view: BulkView, one: PreviewView | None) -> str:
    if view.warned or view.misfits:
        return "Contact anyway"
    return "Schedule messages" if one and one.when else "Send messages"


def _send_label(view: PreviewView) -> str:
    if view.warnings:
        return "Contact anyway"
    return "Schedule message" if view.when else "Send message"


def _notices(view: PreviewView) -> tuple[Node, ...]:
    changed = " ".join(view.changed)
    return (
        *((Notice(Kind.WARNING, f"Nothing was sent. {changed}"),) if changed else ()),
        *_saved(view.saved),
        *(Notice(Kind.ERROR, words) for words in view.forbids),
        *(Notice(Kind.WARNING, words) for words in (*view.warnings, *view.missing)),
        *reminder_line(view.reminder),
        *_no_title(view),
    )


def _no_title(view: PreviewView) -> tuple[Notice, ...]:
    words = "Your title is missing: candidates will not see what you do."
    return (Notice(Kind.INFO, words),) if view.untitled else ()


def _additions(view: PreviewView) -> tuple[Button, ...]:
    """Buttons for adding what the message lacks, or what is needed to send it."""
    connect = ConnectOwnMailbox() if view.reconnect == "own" else ConnectMailbox()
    return (
        *((Button("Connect mailbox", does=connect),) if view.reconnect else ()),
        *((Button("Company name and address", does=OpenIdentityForm()),) if view.may_add_company else ()),
        *((Button("Add your title", does=OpenSenderForm()),) if view.untitled else ()),
    )


def _saved(template: SavedTemplate) -> tuple[Node, ...]:
    """Says which template the text was saved as, and which words became placeholders."""
    if not template.name:
        return ()
    marks = [f"{mark} for “{short(words, 60)}”" for mark, words in template.replaced]
    replaced = f" It uses {', '.join(marks)}. You can change that under Templates." if marks else ""
    return (Notice(Kind.SUCCESS, f"Saved as template “{template.name}”.{replaced}"),)


def _header(view: PreviewView) -> tuple[Node, ...]:
    lines: list[tuple[str, str]] = [("From", view.sender), ("To", view.to or view.name), ("Subject", view.subject)]
    if view.job:
        lines.append(("Job", view.job))
    if view.when:
        lines.append(("Goes out", view.when))
    return (Text(join(((Strong(f"{label}: "), short(words, 300)) for label, words in lines), "\n")),)


def _message(view: PreviewView) -> tuple[Node, ...]:
    follow_up: tuple[Node, ...] = ()
    if view.follow_up_text:
        follow_up = (Heading(f"Follow-up {view.follow_up}", 2), *map(Text, parts(view.follow_up_text)))
    body = tuple(Text(part) for part in parts(view.text))
    return (*body, *(Text(part, muted=True) for part in parts(view.footer)), *follow_up)


def parts(text: str, most: int = 1400, pieces: int = 12) -> tuple[str, ...]:
    """The text split into paragraphs, at most `pieces` of them, since one platform would run them together. Paragraphs
    over `most` characters and words too long for a renderer are split as well, so that a preview shows everything."""
    text = _LONG_WORD.sub("\\g<0>\n", text)
    paragraphs = [each.strip("\n") for each in text.split("\n\n") if each.strip()]
    if len(paragraphs) > pieces:
        paragraphs = [*paragraphs[: pieces - 1], "\n\n".join(paragraphs[pieces - 1 :])]
    return tuple(piece for paragraph in paragraphs for piece in _cut(paragraph, most))


def _cut(text: str, most: int) -> Iterator[str]:
    """Splits the text at the end of a line if possible, else at the end of a word."""
    while len(text) > most:
        ends = (text.rfind(end, most // 2, most) for end in ("\n", " "))
        at = next((end for end in ends if end > 0), most)
        yield text[:at]
        text = text[at:].removeprefix("\n").removeprefix(" ")
    yield text


def _price(view: PreviewView) -> tuple[Node, ...]:
    if view.paid:
        return (Text(("Price: ", Strong("none"), f" · {view.paid}")),)
    if view.quota:
        return (Text(("Price: ", Strong(view.quota), " · no credits")),)
    after = view.balance - view.price
    if after < 0:
        return (Text(("Price: ", Strong(counted(view.price, "credit")), f" · balance: {view.balance:,}")),)
    return (Text(("Price: ", Strong(counted(view.price, "credit")), f" · balance afterwards: {after:,}")),)
