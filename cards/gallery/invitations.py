"""Examples: the invitation form, its preview, and the list of invitations."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.search import Results
from cards.gallery.example import example
from cards.screens.outreach.invitation import bulk_preview, invitation_form, invitation_preview
from cards.screens.outreach.invitations import InvitationList, invitations_page, reschedule_form
from cards.tree import Option, Value
from cards.views.outreach import BatchView, BulkView, InvitationFormView, InvitationView, PreviewView, SavedTemplate
from cards.views.reveals import Way

_VIA = packed(Results(40, "", 5))
_TEMPLATES = (
    Option("connect", "Standard: invite to connect"),
    Option("apply", "Standard: invite to apply"),
    Option("3", "ICU nurses, first message"),
)
_MARKS = ("{first name}", "{company}", "{job title}", "{sender name}")
_TEXT = (
    "Hi Grace,\n\nyour twelve years in critical care at Mercy General caught my eye. We are looking for an ICU nurse "
    "in Boston and I would love to tell you more.\n\nWould you have ten minutes this week?\n\nAna Ruiz\nTalent partner"
)
_FOOTER = (
    "Let us know whether you're interested:\n[answer link]\n\nNorthwind\n1 Main Street, Boston, MA 02110"
    "\n\nWhere we found your details: publicly available professional profiles on the internet. To have your data "
    "deleted, reply to this e-mail with “Delete my data”."
    "\n\nPrefer not to hear from us? Unsubscribe here:\n[unsubscribe link]"
)
_FORM = InvitationFormView(
    42,
    "Grace Adeyemi",
    "ICU Nurse at Mercy General",
    back_to=_VIA,
    templates=_TEMPLATES,
    zone="America/New_York",
)
_TYPED: dict[str, Value] = {
    "kind": "apply",
    "job": Option("7", "Staff Nurse, ICU"),
    "subject": "ICU nurse in Boston?",
    "text": "Hi Grace,\n\nwould you like to talk about our Staff Nurse role?",
}
_PREVIEW = PreviewView(
    42,
    "Grace Adeyemi",
    "a1b2c3d4e5f60718",
    _VIA,
    "Ana Ruiz <talent@northwind.example>",
    "g•••@•••.example",
    "ICU nurse in Boston?",
    _TEXT,
    _FOOTER,
    "Staff Nurse, ICU",
    balance=42,
)
_HOSTILE = "<!channel> [x](http://evil.example) \u202egnp.exe & <b>bold</b> *stars* " * 30

_SEVERAL = BulkView(
    replace(_PREVIEW, warnings=("Omar contacted Grace 3 days ago.",)),
    101,
    "f00dfeedf00dfeed",
    1,
    7,
    7,
    42,
    warned=1,
    left_out=(
        ("Ibrahim Musa", "They asked never to be contacted again."),
        ("Chen Li", "{company} is empty. Remove it, or put it in square brackets: [words with {company}]."),
    ),
)
_COUNTS = {"scheduled": 1, "waiting": 12, "answered": 4, "failed": 1, "decide": 1}
_WAITING = InvitationView(
    1, 101, "Grace Adeyemi", "sent", "apply", "ICU nurse in Boston?", "Staff Nurse, ICU", "Ana Ruiz",
    "sent 3 days ago", "follow-up in 2 days",
)  # fmt: skip
_SCHEDULED = replace(
    _WAITING, state="queued", when="goes out Mon 30 Nov at 09:30 (New York time)", follow_up="", changeable=True,
    scheduled=True,
)  # fmt: skip
_QUEUED = replace(_SCHEDULED, when="", scheduled=False)
_ANSWERED = replace(
    _WAITING, id=3, name="Omar Haddad", state="answered", answer="replied", follow_up="", answer_id=31,
    fault="Thank you for your message! Tuesday at ten would suit me.",
)  # fmt: skip
_FAILED = replace(_WAITING, id=4, state="failed", follow_up="", fault="The mail server says there is no such address.")
_UNKNOWN = replace(
    _WAITING, id=5, state="unknown", when="", follow_up="",
    fault="The connection dropped while the message was being sent.",
)  # fmt: skip
_WAYS = (Way(101, "Internet", "1 credit"), Way(501, "Dice", "1 of 37 views", True))

EXAMPLES = (
    example("invitation_form.new", invitation_form, _FORM, values=_TYPED),
    example("invitation_form.ways", invitation_form, replace(_FORM, ways=_WAYS), values=_TYPED),
    example(
        "invitation_form.kept",
        invitation_form,
        replace(_FORM, new_job=True, more_options=True, draft_saved="Mon 23 Nov at 12:03 (New York time)"),
        errors={"new_link": "Use a link like https://example.com.", "send_at": "Use a time like 09:30."},
        values={
            "kind": "apply",
            "new_title": "Charge Nurse",
            "new_link": "northwind",
            "subject": "Charge nurse?",
            "text": "Hi",
            "send_on": "2026-11-30",
            "send_at": "9 in the morning",
            "follow_up_days": 5,
            "follow_up_text": "Did you see my message?",
            "language": "fr",
        },
    ),
    example(
        "invitation_form.fault",
        invitation_form,
        _FORM,
        errors={
            "text": "Line 3: “{{” can't be used in a message. Type the text exactly as the candidate should see it."
        },
        values={**_TYPED, "text": "Hi Grace,\n\n{{ job.title }}?"},
    ),
    example("invitation_preview.now", invitation_preview, _PREVIEW),
    example(
        "invitation_preview.disconnected",
        invitation_preview,
        replace(
            _PREVIEW,
            missing=(
                "Your mailbox, ana@northwind.example, is disconnected. Messages wait until you connect it again.",
            ),
            reconnect="own",
        ),
    ),
    example("invitation_preview.ways", invitation_preview, replace(_PREVIEW, ways=_WAYS)),
    example("invitation_preview.paid", invitation_preview, replace(_PREVIEW, price=0, paid="Paid with 1 Dice view.")),
    example(
        "invitation_preview.quota",
        invitation_preview,
        replace(_PREVIEW, price=0, quota="1 of 37 Alumni invitations"),
    ),
    example(
        "invitation_preview.warned",
        invitation_preview,
        replace(
            _PREVIEW,
            when="Mon 30 Nov at 09:30 (New York time)",
            follow_up="after 5 days",
            follow_up_text="Did you see my message?",
            warnings=(
                "Omar contacted Grace 3 days ago for Staff Nurse, ICU. Talk to Omar first.",
                "Is this the right job? Grace Adeyemi is an ICU Nurse; the job is Backend Engineer.",
            ),
            ask_again=101,
            changed=("The balance is now 41 credits.",),
            saved=SavedTemplate("ICU nurses, first message", (("{first name}", "Grace"), ("{job title}", "ICU Nurse"))),
        ),
    ),
    example(
        "invitation_preview.reminder",
        invitation_preview,
        replace(_PREVIEW, warnings=("They are marked as not interested.",), ask_again=101, reminder="1 March 2027"),
    ),
    example(
        "invitation_preview.answered",
        invitation_preview,
        replace(_PREVIEW, warnings=("They have answered your team. A reply in the same thread is free.",), reply_to=31),
    ),
    example(
        "invitation_preview.forbidden",
        invitation_preview,
        replace(_PREVIEW, balance=0, forbids=("No credits are left. The next reset is on 1 December.",), may_ask=True),
    ),
    example(
        "invitation_preview.incomplete",
        invitation_preview,
        replace(
            _PREVIEW,
            missing=("Your company name is missing: candidates will not see who you recruit for.",),
            may_add_company=True,
            untitled=True,
        ),
    ),
    example(
        "invitation_preview.hostile",
        invitation_preview,
        replace(_PREVIEW, name=_HOSTILE, subject=_HOSTILE, text=_HOSTILE, footer=_HOSTILE, sender=_HOSTILE),
    ),
    example(
        "several_form",
        invitation_form,
        replace(_FORM, bulk=7, marks=_MARKS, example="Hi Grace, would you like to talk about Staff Nurse, ICU?"),
        values={**_TYPED, "text": "Hi {first name},\n\nwould you like to talk about {job title}?"},
    ),
    example(
        "several_form.other_draft",
        invitation_form,
        replace(
            _FORM,
            bulk=7,
            marks=_MARKS,
            example="Hi Grace, nights?",
            note="7 messages were not sent. The credits were returned.",
            draft_saved="Mon 23 Nov at 12:03 (New York time)",
            other_draft=3,
        ),
        values={**_TYPED, "text": "Hi {first name}, nights?"},
    ),
    example("several_preview.one_of", bulk_preview, _SEVERAL),
    example(
        "several_preview.too_dear",
        bulk_preview,
        replace(
            _SEVERAL,
            at=0,
            balance=5,
            forbids=("These messages cost 7 credits; you can spend 5 credits. Leave someone out.",),
            changed=("Check the messages again.",),
            may_ask=True,
            saved=SavedTemplate("ICU nurses"),
        ),
    ),
    example(
        "several_preview.misfits",
        bulk_preview,
        replace(_SEVERAL, warned=0, misfits=("Grace Adeyemi", "Li Wei", "Omar Farouk", "Sam Low")),
    ),
    example("several_preview.nobody", bulk_preview, replace(_SEVERAL, preview=None, total=0, price=0, warned=0)),
    example(
        "invitations.waiting",
        invitations_page,
        InvitationList((_WAITING,) * 5, "waiting", _COUNTS, 12, may_see_team=True),
    ),
    example(
        "invitations.team",
        invitations_page,
        InvitationList((_WAITING,), "waiting", _COUNTS, 12, 2, team=True, may_see_team=True),
        "The follow-up won't be sent.",
    ),
    example(
        "invitations.scheduled",
        invitations_page,
        InvitationList((_SCHEDULED, replace(_SCHEDULED, paused="paused: its job was closed")), "scheduled", _COUNTS, 2),
    ),
    example(
        "invitations.batches",
        invitations_page,
        InvitationList(
            (_QUEUED, _SCHEDULED),
            "scheduled",
            _COUNTS,
            88,
            batches=(
                BatchView(8, "ICU nurse in Boston?", 97, 12, 85, "Ana Ruiz"),
                BatchView(7, _HOSTILE, 3, 0, 3, "Ana Ruiz", _SCHEDULED.when, undoable=True),
            ),
        ),
        "2 messages were stopped. The credits were returned.",
    ),
    example("invitations.answered", invitations_page, InvitationList((_ANSWERED,), "answered", _COUNTS, 1)),
    example("invitations.failed", invitations_page, InvitationList((_FAILED,), "failed", _COUNTS, 1)),
    example("invitations.decide", invitations_page, InvitationList((_UNKNOWN,), "decide", _COUNTS, 1)),
    example("invitations.none", invitations_page, InvitationList((), "waiting", {}, 0)),
    example("invitations.past_the_end", invitations_page, InvitationList((), "waiting", _COUNTS, 12, 4)),
    example(
        "invitations.hostile",
        invitations_page,
        InvitationList((replace(_FAILED, name=_HOSTILE, subject=_HOSTILE, fault=_HOSTILE),), "failed", _COUNTS, 1),
    ),
    example("reschedule_form", reschedule_form, 1, "Grace Adeyemi", "America/New_York", values={"send_at": "09:30"}),
    example("reschedule_form.error", reschedule_form, 1, "Grace", "UTC", errors={"send_at": "That time has passed."}),
)
