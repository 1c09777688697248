"""Examples: candidates' answers, replies, erasure requests, mailbox failures."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.interest import ShowAnswer
from cards.gallery.example import example
from cards.gallery.people import GRACE
from cards.screens.outreach.answers import (
    answer_card,
    mailbox_fault_card,
    privacy_request_card,
    reply_form,
    take_back_form,
)
from cards.screens.outreach.reminders import reminder_card, reminder_form
from cards.tree import Option
from cards.views.answers import AnswerView, PrivacyRequestView
from cards.views.outreach import ContactDetails, Reach
from cards.views.people import State

ANSWER = AnswerView(
    7,
    GRACE.profile_id,
    GRACE.name,
    "replied",
    GRACE.headline,
    "Hello Ana,\n\nthat sounds interesting. Could we talk on Thursday afternoon?",
    "today",
    "invitation to apply for Staff Nurse, ICU",
    interest="replied",
    may_reply=True,
    contact=ContactDetails(("grace@example.com",), ("+1 202 555 0101",)),
)
HOSTILE = "<!channel> [win](http://evil.example) *bold* <@U0ADMIN> " * 80
_LATER = replace(
    GRACE,
    state=State(
        interest="not_interested",
        contacted="Ana, 3 months ago",
        reach=Reach(known=True, phone=True, answered="23 November 2026", words="Not now, ask again in spring."),
    ),
)
_DAYS = (Option("quarter", "In 3 months (23 February 2027)"), Option("spring", "In spring (1 March 2027)"))
REQUEST = PrivacyRequestView(
    3, GRACE.profile_id, GRACE.name, "yesterday", "22 December 2026", 29, text="Delete all my data, please."
)

EXAMPLES = (
    example("answer.replied", answer_card, ANSWER),
    example("answer.interested", answer_card, replace(ANSWER, kind="interested", text="", interest="interested")),
    example("answer.answered", answer_card, replace(ANSWER, replied="Omar Said replied 3 hours ago.")),
    example(
        "answer.not_interested",
        answer_card,
        replace(ANSWER, kind="not_interested", text="Not now.", interest="not_interested", may_reply=True),
        "Marked as not interested.",
    ),
    example(
        "answer.reminder",
        answer_card,
        replace(ANSWER, kind="not_interested", text="Not now.", interest="not_interested", reminder="1 March 2027"),
    ),
    example(
        "answer.hostile",
        answer_card,
        replace(ANSWER, text=HOSTILE, from_address="someone.else@university.example", sent_by="Omar Said"),
    ),
    example(
        "answer.may_opt_out",
        answer_card,
        replace(ANSWER, text="Please stop sending me junior roles, the senior one sounds great.", may_opt_out=True),
    ),
    example(
        "answer.opt_out_admin",
        answer_card,
        replace(ANSWER, kind="opt_out", text="STOP", may_reply=False, sent_by="Ana Ruiz", may_take_back=True),
    ),
    example("take_back", take_back_form, replace(ANSWER, kind="opt_out", text="STOP")),
    example("take_back.refused", take_back_form, replace(ANSWER, kind="opt_out"), "Choose a reason."),
    example("answer.opt_out", answer_card, replace(ANSWER, kind="opt_out", text="STOP", may_reply=False)),
    example(
        "answer.erasure_request",
        answer_card,
        replace(ANSWER, kind="erasure_request", text="Erase my data.", may_reply=False, deadline="23 December 2026"),
    ),
    example(
        "answer.complaint",
        answer_card,
        replace(ANSWER, kind="complaint", text="This is an abuse report.", interest="complained", may_reply=False),
    ),
    example(
        "answer.challenge",
        answer_card,
        replace(ANSWER, kind="delayed", cause="challenge", text="Your message is held.", interest="", may_reply=False),
    ),
    example(
        "answer.bounced",
        answer_card,
        replace(
            ANSWER,
            kind="bounced",
            cause="no_such_address",
            text="550 5.1.1 The email account that you tried to reach does not exist.",
            interest="",
            may_reply=False,
            returned=True,
        ),
    ),
    example(
        "answer.undo_reply",
        answer_card,
        replace(ANSWER, unsent_reply=9, undo="You can undo this for 15 seconds."),
        "Your reply is on the way.",
    ),
    example("reminder_form", reminder_form, _LATER, _DAYS, back_to="", values={"when": "spring"}),
    example(
        "reminder_form.error",
        reminder_form,
        _LATER,
        _DAYS,
        back_to=packed(ShowAnswer(7)),
        pending="1 March 2027",
        errors={"on": "Choose a day after today."},
        values={"when": "spring", "on": "2026-11-23"},
    ),
    example("reminder", reminder_card, _LATER),
    example(
        "reminder.opted_out",
        reminder_card,
        replace(_LATER, state=State(interest="not_interested", reach=Reach(known=True, block="opted_out"))),
        "I'll remind you on 1 March 2027.",
    ),
    example("reply_form", reply_form, ANSWER, "Re: A role at Acme"),
    example(
        "reply_form.error",
        reply_form,
        ANSWER,
        "Re: A role at Acme",
        "They asked never to be contacted again.",
        "Thursday is fine.",
    ),
    example("privacy_request.open", privacy_request_card, replace(REQUEST, answer_id=7)),
    example("privacy_request.late", privacy_request_card, replace(REQUEST, days_left=-2)),
    example("privacy_request.closed", privacy_request_card, replace(REQUEST, closed_by="Ada Okafor")),
    example("privacy_request.gone", privacy_request_card, PrivacyRequestView(4, 0, "", "today", "23 December 2026", 0)),
    example(
        "mailbox_fault.lasting",
        mailbox_fault_card,
        "23 November 2026, 10:15 UTC",
        "The mailbox no longer accepts the login.",
    ),
    example("mailbox_fault.over", mailbox_fault_card, "", ""),
)
