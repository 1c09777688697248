"""Answers: who answered, what they wrote, and what to do next. Direct messages only, never in a channel."""

from cards.actions.base import packed
from cards.actions.interest import (
    ClosePrivacyRequest,
    KeepContacting,
    MarkInterest,
    NeverContactAgain,
    OpenReminder,
    OpenReply,
    OpenTakeBack,
    SendReply,
    ShowAnswer,
    ShowMailboxFault,
    ShowPrivacyRequest,
    SnoozeAnswer,
    TakeBackOptOut,
    UndoReply,
)
from cards.actions.invitations import OpenConversation
from cards.actions.person import View
from cards.actions.settings import OpenIntegrations
from cards.screens.outreach.contact_details import contact_details
from cards.screens.reach import reminder_buttons, reminder_line
from cards.screens.sources.push import push_button, push_lines
from cards.screens.start import result_line
from cards.screens.wording import counted, short
from cards.text import Muted, Rich, Strong, join
from cards.tree import (
    AnyButton,
    Badge,
    Button,
    Card,
    Choice,
    Form,
    Heading,
    Kind,
    Node,
    Notice,
    Option,
    Row,
    Text,
    TextInput,
)
from cards.views.answers import AnswerView, PrivacyRequestView

TEXT = 2_400  # characters of an answer that are shown
LONGEST_REPLY = 3_000
SNOOZES = ((1, "1 day"), (3, "3 days"), (7, "1 week"))

ANSWER_PHRASES = {
    "interested": "is interested",
    "not_interested": "is not interested",
    "replied": "replied",
    "opt_out": "asked never to be contacted again",
    "erasure_request": "asked to be forgotten",
    "complaint": "reported your e-mail as spam",
    "auto_reply": "is away",
    "bounced": "didn't get your e-mail",
    "delayed": "hasn't received your e-mail yet",
}
CAUSES = {  # of a bounce
    "no_such_address": "The address doesn't exist. ",
    "mailbox_full": "Their mailbox is full. ",
    "refused": "Their mail provider refused it. The address may work. ",
    "too_large": "The e-mail is too large for their mailbox. ",
    "policy": "Their mail server's rules don't allow it. ",
    "expired": "Their mail server couldn't be reached in time. ",
    "loop": "Their mail server keeps forwarding it in a loop. ",
}
_CHALLENGE = (
    "It hasn't been delivered yet: their mailbox asks the sender to confirm. Open the e-mail in your mailbox, and "
    "follow its link if you trust it."
)
BADGES = {
    "interested": Badge(Kind.INTERESTED, "Interested"),
    "replied": Badge(Kind.INTERESTED, "Replied"),
    "not_interested": Badge(Kind.REJECTED, "Not interested"),
    "complained": Badge(Kind.ERROR, "Reported as spam"),
}


MAY_OPT_OUT = Badge(Kind.WARNING, "May not want more mail")
NEVER_CONFIRM = "No one on your team will be able to contact them again."
TAKE_BACK_REASONS = (
    ("misread", "Their answer was misread"),
    ("asked_again", "They asked us to write again"),
    ("test", "It was a test"),
)


def answer_line(answer: AnswerView) -> str:
    return f"{short(answer.name, 80)} {ANSWER_PHRASES.get(answer.kind, 'answered')}"


def answer_card(answer: AnswerView, notice: str = "") -> Card:
    """One answer, for the recruiter who sent the invitation."""
    return Card(
        summary=answer_line(answer),
        body=(
            *_undo(answer),
            Row(
                (Strong(short(answer.name, 80)), f" {ANSWER_PHRASES.get(answer.kind, 'answered')}"),
                tuple(line for line in (_about(answer), short(answer.headline, 120)) if line),
                badges=_badges(answer),
                buttons=(Button("View", does=View(answer.profile_id, packed(ShowAnswer(answer.id)))),),
            ),
            *_answer_text(answer),
            *_consequences(answer),
            *((Text(answer.replied, muted=True),) if answer.replied else ()),
            *reminder_line(answer.reminder),
            *contact_details(answer.contact),
            *push_lines(answer.profile_id, packed(ShowAnswer(answer.id)), answer.pushes),
        ),
        buttons=(*_buttons(answer), *_snooze(answer)),
        about=(answer.profile_id,),
        redraw=ShowAnswer(answer.id),
        result=result_line(notice),
    )


def _undo(answer: AnswerView) -> tuple[Node, ...]:
    if not answer.unsent_reply:
        return ()
    return (Notice(Kind.INFO, answer.undo, Button("Undo", does=UndoReply(answer.id, answer.unsent_reply))),)


def _badges(answer: AnswerView) -> tuple[Badge, ...]:
    badge = BADGES.get(answer.interest)
    return (*((badge,) if badge else ()), *((MAY_OPT_OUT,) if answer.may_opt_out else ()))


def _about(answer: AnswerView) -> Rich:
    whose = f"{answer.sent_by}’s" if answer.sent_by else "Your"
    about = f"{whose} {answer.about}" if answer.about else ""
    return join((about, answer.when, f"from another address: {answer.from_address}" if answer.from_address else ""))


def _answer_text(answer: AnswerView) -> tuple[Node, ...]:
    """What the candidate wrote; for a bounce, the mail server's reason."""
    text = answer.text.strip()
    if not text:
        return (Text("The answer has no text.", muted=True),) if answer.kind == "replied" else ()
    if len(text) > TEXT:
        text = f"{text[:TEXT].rstrip()}…"
    if answer.kind in ("bounced", "delayed", "complaint"):
        return (Text((Muted("The mail server said: "), text)),)
    return (Text(text),)


def _consequences(answer: AnswerView) -> tuple[Node, ...]:
    """What happened automatically because of the answer."""
    match answer.kind:
        case _ if answer.may_opt_out:
            text = "They may not want more mail. Read their answer, then choose. Follow-ups have stopped."
            return (Notice(Kind.WARNING, text),)
        case "opt_out":
            return (Notice(Kind.INFO, "No one on your team can contact them anymore. Follow-ups have stopped."),)
        case "erasure_request":
            until = f" They have until {answer.deadline}." if answer.deadline else ""
            return (
                Notice(Kind.WARNING, f"Your admins have the request.{until} No one can contact this person anymore."),
            )
        case "complaint":
            return (Notice(Kind.ERROR, "No one on your team can contact them anymore. Follow-ups have stopped."),)
        case "bounced":
            back = " Your credit was returned." if answer.returned else ""
            return (Notice(Kind.WARNING, f"{CAUSES.get(answer.cause, '')}It won't be sent again.{back}"),)
        case "delayed" if answer.cause == "challenge":
            return (Notice(Kind.WARNING, _CHALLENGE),)
        case _:
            return ()


def _snooze(answer: AnswerView) -> tuple[AnyButton, ...]:
    """Buttons to show the answer again later; only months later if the candidate is not interested."""
    ask_again = answer.kind in ("not_interested", "replied") and answer.interest == "not_interested"
    if ask_again or answer.reminder:
        does = OpenReminder(answer.profile_id, packed(ShowAnswer(answer.id)))
        return reminder_buttons(does, answer.reminder, offered=ask_again)
    if answer.kind not in ("interested", "replied"):
        return ()
    return tuple(Button(f"Snooze {words}", does=SnoozeAnswer(answer.id, days)) for days, words in SNOOZES)


def _buttons(answer: AnswerView) -> tuple[AnyButton, ...]:
    buttons: list[AnyButton] = []
    if answer.may_opt_out:
        never = NeverContactAgain(answer.id)
        buttons.append(Button("Never contact again", does=never, danger=True, confirm=NEVER_CONFIRM))
        buttons.append(Button("Keep", does=KeepContacting(answer.id)))
    if answer.may_take_back:
        buttons.append(Button("Take back", does=OpenTakeBack(answer.id)))
    if answer.may_reply:
        buttons.append(Button("Reply", does=OpenReply(answer.id), main=True))
    if answer.kind in ("interested", "not_interested", "replied"):
        if answer.interest != "interested":
            buttons.append(Button("Mark as interested", does=MarkInterest(answer.id, True)))
        if answer.interest != "not_interested":
            buttons.append(Button("Mark as not interested", does=MarkInterest(answer.id, False)))
    if answer.may_push and answer.kind in ("interested", "replied"):
        buttons.append(push_button(answer.profile_id, answer.name, packed(ShowAnswer(answer.id))))
    buttons.append(Button("Conversation", does=OpenConversation(answer.profile_id, packed(ShowAnswer(answer.id)))))
    return tuple(buttons)


def answer_row(answer: AnswerView, back_to: str) -> Row:
    """One line of the latest interest, on Home."""
    return Row(
        (Strong(short(answer.name, 80)), f" {ANSWER_PHRASES.get(answer.kind, 'answered')}"),
        tuple(line for line in (short(answer.text, 140),) if line),
        badges=(MAY_OPT_OUT,) if answer.may_opt_out else (),
        buttons=(
            Button("Open", does=ShowAnswer(answer.id), hint=f"Open the answer from {answer.name}"),
            Button("View", does=View(answer.profile_id, back_to), hint=f"View {answer.name}"),
        ),
        small=tuple(line for line in (answer.when,) if line),
    )


def reply_form(answer: AnswerView, subject: str, error: str = "", text: str = "", back_to: str = "") -> Form:
    """The form for replying to a candidate in the same e-mail thread."""
    return Form(
        title="Reply",
        body=(
            Text((Muted("To "), Strong(short(answer.name, 80)), Muted(" · "), short(subject, 150))),
            *(Text(line) for line in (short(answer.text, 600),) if line),
            *((Notice(Kind.INFO, _sender_note(answer.sent_by)),) if answer.sent_by else ()),
            Text("Your reply is sent by e-mail in the same thread. It's free.", muted=True),
        ),
        inputs=(TextInput("text", "Your reply", multiline=True, required=True, max_length=LONGEST_REPLY),),
        submit=Button("Send", does=SendReply(answer.id, back_to), main=True),
        errors={"text": error} if error else {},
        values={"text": text} if text else {},
    )


def take_back_form(answer: AnswerView, error: str = "") -> Form:
    """For admins: the form for undoing an opt-out or erasure request that was read from an e-mail."""
    return Form(
        title="Take back",
        body=(
            Text((Strong(short(answer.name, 80)), " can then be contacted again, at every address on file.")),
            *(Text(line, muted=True) for line in (short(answer.text, 600),) if line),
        ),
        inputs=(
            Choice(
                "reason",
                "Why",
                tuple(Option(value, label) for value, label in TAKE_BACK_REASONS),
                required=True,
                expanded=True,
            ),
        ),
        submit=Button("Take back", does=TakeBackOptOut(answer.id), main=True),
        errors={"reason": error} if error else {},
    )


def _sender_note(sender: str) -> str:
    """Warns an admin that the reply goes out under the recruiter's name."""
    return f"{sender} wrote the invitation. Your reply goes out with their name and signature."


def privacy_request_card(request: PrivacyRequestView) -> Card:
    """For admins: an erasure request, its deadline, and what to do."""
    name = short(request.name, 80) or "Someone"
    return Card(
        summary=f"{name} asked to be forgotten",
        body=(
            Heading(f"{name} asked to be forgotten"),
            *_deadline(request),
            *(Text(line) for line in (short(request.text, TEXT),) if line),
            Text(
                "No one can contact them anymore. What's left to do: delete their data here, in your ATS and in your "
                "mailbox, and let them know. Then press Done."
            ),
        ),
        buttons=(
            *(
                (Button("Done", does=ClosePrivacyRequest(request.id), main=True, confirm=_CONFIRM),)
                if not request.closed_by
                else ()
            ),
            *((Button("Take back", does=OpenTakeBack(request.answer_id)),) if request.answer_id else ()),
            *(
                (Button("View", does=View(request.profile_id, packed(ShowPrivacyRequest(request.id)))),)
                if request.profile_id
                else ()
            ),
        ),
        about=(request.profile_id,) if request.profile_id else (),
        redraw=ShowPrivacyRequest(request.id),
    )


_CONFIRM = "Have you deleted everything about them, and let them know?"


def _deadline(request: PrivacyRequestView) -> tuple[Node, ...]:
    if request.closed_by:
        return (Notice(Kind.SUCCESS, f"Closed by {request.closed_by}."),)
    when = f"Requested {request.requested}. The legal deadline is {request.deadline}"
    if request.days_left < 0:
        return (Notice(Kind.ERROR, f"{when} (overdue)."),)
    left = "today" if not request.days_left else f"{counted(request.days_left, 'day')} left"
    return (Notice(Kind.WARNING, f"{when}: {left}."),)


def mailbox_fault_card(since: str, why: str) -> Card:
    """For admins: says that answers by e-mail cannot be read. `since` "": the problem is over."""
    text = (
        f"I haven't been able to read answers by e-mail since {since}. {why} Nothing is lost: I'll catch up."
        if since
        else "I can read answers by e-mail again."
    )
    return Card(
        summary="Sourcer can't read e-mail replies" if since else "Sourcer can read e-mail replies again",
        body=(Notice(Kind.ERROR if since else Kind.SUCCESS, text),),
        buttons=(Button("Integrations", does=OpenIntegrations(), main=bool(since)),),
        redraw=ShowMailboxFault(),
    )
