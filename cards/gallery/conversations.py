"""Examples: the conversation with a candidate, and the whole text of one message."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.interest import ShowAnswer
from cards.actions.invitations import OpenConversation, OpenInvitations
from cards.actions.search import Results
from cards.gallery.example import example
from cards.gallery.people import GRACE
from cards.screens.outreach.conversation import conversation_card, message_card
from cards.views.conversations import ConversationView, EntryView

_HERE = OpenConversation(GRACE.profile_id, packed(OpenInvitations("answered")))
_ON_CARD = OpenConversation(GRACE.profile_id, packed(Results(40, "", 5)), on_card=True)
_INVITATION = EntryView(
    "invitation",
    "You",
    "Mon 16 Nov at 09:30",
    "Hi Grace,\n\nyour twelve years in critical care at Mercy General caught my eye. We are looking for an ICU nurse "
    "in Boston and I would love to tell you more.\n\nWould you have ten minutes this week?",
    "ICU nurse in Boston?",
    "invitation to apply for Staff Nurse, ICU",
    mail_id=1,
    state="sent",
)
_FOLLOW_UP = replace(
    _INVITATION, kind="follow_up", when="Thu 19 Nov at 09:31", subject="Re: ICU nurse in Boston?", about="follow-up",
    text="Did you see my message, Grace? I am glad to answer any question.", mail_id=2,
)  # fmt: skip
_ANSWER = EntryView(
    "replied",
    GRACE.name,
    "Thu 19 Nov at 18:02",
    "Hello Ana,\n\nthat sounds interesting. Could we talk on Thursday afternoon?",
    about="follow-up",
    answer_id=7,
    from_address="grace@work.example",
)
_REPLY = replace(
    _FOLLOW_UP, kind="reply", when="Thu 19 Nov at 18:20", about="reply", text="Thursday at four? I will call you.",
    mail_id=3,
)  # fmt: skip
_BOUNCE = EntryView(
    "bounced",
    "Mail server",
    "Thu 19 Nov at 18:21",
    "452 4.2.2 The mailbox is full.",
    about="reply",
    answer_id=8,
    cause="mailbox_full",
)
_NO_SUCH_ADDRESS = replace(
    _BOUNCE,
    when="Mon 16 Nov at 09:31",
    text="550 5.1.1 <grace@example.com>: no mailbox of that name here",
    about="invitation to apply for Staff Nurse, ICU",
    cause="no_such_address",
)
_FIRST = ConversationView(
    GRACE.name,
    "America/New_York",
    (_BOUNCE, _REPLY, _ANSWER, _FOLLOW_UP, _INVITATION),
    7,
    reply_to=7,
    profiles=(GRACE.profile_id,),
)
_HOSTILE = "<!channel> [x](http://evil.example) \u202egnp.exe & <b>bold</b> *stars* <@U0ADMIN> " * 60
_TEAM = (
    replace(_ANSWER, kind="opt_out", text="STOP", about="reply", from_address="", answer_id=9),
    replace(_REPLY, by="Omar Said", state="unknown", reason="The connection dropped while it was being sent."),
    replace(_ANSWER, kind="auto_reply", text="I am away until Monday.", from_address="", answer_id=10),
    replace(_FOLLOW_UP, by="Ana Ruiz", state="failed", reason="The mail server says there is no such address."),
    replace(_INVITATION, by="Ana Ruiz", state="queued", goes_out="Wed 25 Nov at 09:30"),
)
_EVIL = replace(_INVITATION, by=_HOSTILE, subject=_HOSTILE, text=_HOSTILE, about=_HOSTILE, reason=_HOSTILE)
_LONG = "\n\n".join(
    f"{n}. " + "I looked after people in surgical intensive care, day and night. " * 12 for n in range(9)
)

EXAMPLES = (
    example("conversation.first_page", conversation_card, _FIRST, _ON_CARD),
    example(
        "conversation.bounced",
        conversation_card,
        replace(_FIRST, entries=(_NO_SUCH_ADDRESS, _INVITATION), total=2, reply_to=0),
        _ON_CARD,
    ),
    example(
        "conversation.last_page",
        conversation_card,
        replace(_FIRST, entries=(replace(_ANSWER, kind="interested", text=""), _INVITATION), page=1),
        replace(_HERE, page=1),
    ),
    example(
        "conversation.troubles",
        conversation_card,
        replace(_FIRST, entries=_TEAM, total=5, reply_to=0),
        replace(_HERE, back_to=packed(ShowAnswer(9))),
    ),
    example("conversation.none", conversation_card, replace(_FIRST, entries=(), total=0, reply_to=0), _HERE),
    example(
        "conversation.hostile",
        conversation_card,
        replace(_FIRST, name=_HOSTILE, entries=(_EVIL, replace(_EVIL, mail_id=0, answer_id=4, kind="complaint")) * 2),
        _HERE,
    ),
    example("message.short", message_card, _FIRST, _INVITATION, replace(_HERE, mail_id=1)),
    example(
        "message.long",
        message_card,
        _FIRST,
        replace(_ANSWER, text=_LONG),
        replace(_ON_CARD, page=1, answer_id=7, part=1),
    ),
    example(
        "message.hostile",
        message_card,
        replace(_FIRST, name=_HOSTILE),
        replace(_EVIL, mail_id=0, answer_id=8, kind="bounced", cause="refused"),
        replace(_HERE, answer_id=8),
    ),
)
