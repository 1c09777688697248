"""Examples: the candidate card and notes."""

from dataclasses import replace

from cards.actions.base import packed
from cards.actions.candidates import OpenCandidates
from cards.actions.person import Unhide
from cards.actions.search import Results
from cards.gallery.example import example, inserted
from cards.gallery.people import BARE_CARD, CARD, GRACE, HOSTILE, NURSE, RICH_CARD, TEACHER, UNLOCKED_CARD
from cards.gallery.unlock import LOCKED
from cards.screens.candidate import candidate_card, gone_card
from cards.screens.notes import mention_card, message_note_form, note_form, note_saved
from cards.screens.shared_candidate import masked_card, unshareable_card
from cards.text import Mention
from cards.tree import Option
from cards.views.outreach import InvitationView, Reach
from cards.views.people import CandidateView, CardPosition, SamePersonView, State
from cards.views.reveals import Way

_VIA = packed(Results(40, "", 5))
_IN_SEARCH = CardPosition(_VIA, "Back", 5, 214, NURSE)
_IN_LIST = CardPosition(packed(OpenCandidates("saved", True, "grace")), "Back")
_IN_BOTH = replace(
    CARD,
    person=replace(
        CARD.person,
        state=State(
            reach=Reach(
                known=True,
                ways=(Way(GRACE.profile_id, "Internet", "1 credit"), Way(501, "Dice", "1 of 37 views", True)),
            )
        ),
    ),
    profiles=((GRACE.profile_id, "internet"), (501, "dice")),
    borrowed=(("Education", "dice"), ("Skills", "dice")),
    same=(SamePersonView(0, 0, "Grace M. Hopper", "CareerBuilder: same name, employer and place.", 502),),
)

EXAMPLES = (
    example("candidate.in_search", candidate_card, CARD, _IN_SEARCH),
    example("candidate.all_sources", candidate_card, _IN_BOTH, _IN_SEARCH),
    example("candidate.rich", candidate_card, RICH_CARD, _IN_LIST),
    example("candidate.whole", candidate_card, RICH_CARD, _IN_LIST, whole=True),
    example("candidate.bare", candidate_card, BARE_CARD, CardPosition("", "Start", job=TEACHER)),
    example(
        "candidate.hidden",
        candidate_card,
        CandidateView(HOSTILE, "internet", "](http://evil.example) <!here>" * 40, profiles=((105, "internet"),)),
        _IN_SEARCH,
        result="Eve is hidden for Staff Nurse, ICU.",
        undo=Unhide(105, _VIA, True),
    ),
    *(
        example(
            f"candidate.{name}",
            candidate_card,
            replace(CARD, person=replace(CARD.person, state=State(interest=interest, reach=reach))),
            _IN_SEARCH,
        )
        for name, interest, reach in (
            ("interested", "interested", Reach(known=True, answered="22 November 2026", words="Call me.", reply_to=31)),
            ("not_interested", "not_interested", Reach(known=True, answered="22 November 2026", words="In spring!")),
            ("opted_out", "not_interested", Reach(known=True, block="opted_out", phone=True)),
            ("bounced", "", Reach(known=True, block="bounced", phone=True)),
            *((f"locked_{name}", "", Reach(known=True, locked=locked)) for name, locked in LOCKED.items()),
        )
    ),
    example(
        "candidate.without_search",
        candidate_card,
        CARD,
        CardPosition(_VIA, "Back"),
        warning="The search index did not respond, so matches are not marked.",
    ),
    example(
        "candidate.unlocked",
        candidate_card,
        UNLOCKED_CARD,
        _IN_SEARCH,
        result="The message to grace@mercy.example is on the way.",
    ),
    example(
        "candidate.sent",
        candidate_card,
        replace(
            UNLOCKED_CARD,
            person=replace(GRACE, state=replace(GRACE.state, contacted="Ana Ruiz, today")),
            invitations=(
                InvitationView(
                    1, 101, GRACE.name, "sent", "apply", "ICU nurse?", "Staff Nurse, ICU", "Ana Ruiz", "sent today"
                ),
            ),
        ),
        _IN_SEARCH,
        result="The message to grace@mercy.example is on the way.",
    ),
    example("candidate.replied", candidate_card, replace(UNLOCKED_CARD, replied="You replied 2 min ago."), _IN_SEARCH),
    example(
        "candidate.undo",
        candidate_card,
        replace(
            CARD,
            invitations=(
                InvitationView(
                    4,
                    101,
                    GRACE.name,
                    "queued",
                    "connect",
                    "ICU nurse?",
                    by="Ana Ruiz",
                    undo="You can undo this for 15 seconds.",
                ),
            ),
        ),
        _IN_SEARCH,
        result="The message to Grace Adeyemi is on the way.",
    ),
    example("candidate.resume", candidate_card, replace(UNLOCKED_CARD, resume=True), _IN_SEARCH),
    example("candidate.cut_off", candidate_card, replace(UNLOCKED_CARD, source="dice", cut_off=True), _IN_SEARCH),
    example("candidate.reminder", candidate_card, replace(CARD, reminder="1 March 2027"), _IN_LIST),
    example("gone", gone_card, "This person is no longer in Sourcer.", _IN_SEARCH),
    inserted("masked", masked_card, CARD),
    inserted("masked.bare", masked_card, BARE_CARD),
    inserted("masked.unshareable", unshareable_card, "Dice doesn't allow its people to be shown in chats."),
    example("note_form.new", note_form, 101, GRACE.name, back_to=_VIA),
    example(
        "note_form.edit",
        note_form,
        101,
        GRACE.name,
        note_id=11,
        back_to=_VIA,
        errors={"mentions": "A note only for you can't notify anyone else."},
        values={"text": "Call on Monday.", "audience": "me", "mentions": (Option("4", "Mia Chen"),)},
    ),
    example(
        "message_note_form", message_note_form, "https://example.com/archives/C1/p2", values={"text": "We should talk."}
    ),
    example(
        "message_note_form.shortened",
        message_note_form,
        "https://example.com/archives/C1/p2",
        draft="5f1d0c9b7a3e2468",
        shortened=True,
        values={"text": "We should talk."},
    ),
    example(
        "message_note_form.error",
        message_note_form,
        "",
        errors={"candidate": "I can't find a candidate called “Grcae”."},
        values={"text": "We should talk.", "candidate": "Grcae"},
    ),
    example("note_saved", note_saved, 101, GRACE.name, "We should talk to her."),
    example(
        "mention",
        mention_card,
        101,
        author="Omar Said",
        name=GRACE.name,
        headline=GRACE.headline,
        text=(Mention("U0ANA", "Ana Ruiz"), " worked with her in 2019."),
        link="https://example.com/archives/C1/p2",
    ),
)
