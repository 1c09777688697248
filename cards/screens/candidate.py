"""The candidate card: everything the source knows about one person, for one recruiter. Private surfaces only."""

from dataclasses import replace

from cards.actions.interest import OpenReminder
from cards.actions.invitations import OpenConversation, UndoSend
from cards.actions.person import (
    AnswerSamePerson,
    DeleteNote,
    Hide,
    NextCandidate,
    OpenNoteForm,
    ShowPerson,
    Star,
    Unhide,
    Unstar,
    View,
)
from cards.screens.outreach.contact_details import contact_details, invitation_line
from cards.screens.person_row import badges, marked, overview_line, skill_list
from cards.screens.reach import (
    answer_notice,
    contact_button,
    contact_link,
    locked_notice,
    may_ask_again,
    reminder_buttons,
    reminder_line,
    resume_button,
    ways_text,
)
from cards.screens.sources.push import push_button, push_lines
from cards.screens.start import banner, result_line, way_back
from cards.screens.wording import counted, short, source_label
from cards.text import Link, Muted, Rich, Strong, join
from cards.tree import (
    AnyButton,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Kind,
    LinkButton,
    Node,
    Notice,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
)
from cards.views.outreach import InvitationView
from cards.views.people import CandidateView, CardPosition, NoteView, PostView, SamePersonView

POSTS, MORE_POSTS = 4, 15
STUDIES, MORE_STUDIES = 3, 8
NOTES, MORE_NOTES = 3, 15
SKILLS, MORE_SKILLS = 15, 60
SUMMARY, MORE_SUMMARY = 350, 2000
ABOUT_A_POST, MORE_ABOUT_A_POST = 140, 400
MORE_OTHER = 12


def candidate_card(
    candidate: CandidateView,
    around: CardPosition,
    *,
    whole: bool = False,
    warning: str = "",
    result: str = "",
    undo: Unhide | None = None,
) -> Card:
    """One person. Once the candidate is unlocked, contact details are shown to members who may see them."""
    person = candidate.person
    who, back_to = person.profile_id, around.back_to
    return Card(
        summary=", ".join(part for part in (person.name, short(person.headline, 100)) if part),
        body=(
            *_job_line(around),
            *banner(warning, Kind.WARNING),
            *_undo(candidate.invitations, back_to),
            Heading(short(person.name, 140)),
            *_tabs(candidate, back_to),
            _top(candidate),
            *answer_notice(person.state.interest, person.state.reach),
            *((Text(candidate.replied, muted=True),) if candidate.replied else ()),
            *reminder_line(candidate.reminder),
            *contact_details(candidate.contact),
            *push_lines(who, back_to, candidate.pushes),
            *locked_notice(who, back_to, person.state.reach.locked),
            *((Text(ways, muted=True),) if (ways := ways_text(person.state.reach.ways)) else ()),
            *_facts(candidate),
            *_same_person(candidate.same, who, back_to),
            *_skills(candidate, MORE_SKILLS if whole else SKILLS),
            *_summary(candidate, MORE_SUMMARY if whole else SUMMARY),
            *_experience(candidate, whole),
            *_education(candidate, MORE_STUDIES if whole else STUDIES),
            *(_other(candidate.other) if whole else ()),
            *_invitations(candidate, OpenConversation(who, back_to, on_card=True, whole=whole)),
            *_notes(candidate.notes, who, back_to, MORE_NOTES if whole else NOTES),
            Divider(),
            Buttons(_actions(candidate, around, whole)),
            *_pager(around, who),
        ),
        about=tuple(dict.fromkeys((who, *(profile for profile, _ in candidate.profiles), *_others(candidate.same)))),
        redraw=ShowPerson(who, back_to, whole),
        result=result_line(result, undo),
    )


def _others(same: tuple[SamePersonView, ...]) -> tuple[int, ...]:
    return tuple(each.profile_id for each in same if each.profile_id)


def _undo(sent: tuple[InvitationView, ...], back_to: str) -> tuple[Node, ...]:
    """Notices with *Undo* for the reader's messages that have not gone out."""
    return tuple(
        Notice(Kind.INFO, each.undo, Button("Undo", does=UndoSend(each.id, back_to))) for each in sent[:3] if each.undo
    )


def _job_line(around: CardPosition) -> tuple[Node, ...]:
    if around.job is None:
        return ()
    return (Text(("Job: ", Strong(around.job.title), "" if around.job.open else " (closed)"), muted=True),)


def _tabs(candidate: CandidateView, back_to: str) -> tuple[Node, ...]:
    """A tab for each of the candidate's profiles, if there are several."""
    if len(candidate.profiles) < 2:
        return ()
    here = candidate.person.profile_id
    return (
        Tabs(
            tuple(
                Tab(source_label(source), ShowPerson(id_, back_to), id_ == here) for id_, source in candidate.profiles
            )
        ),
    )


def _top(candidate: CandidateView) -> Row:
    """The headline with its badges, then place, experience and links. "Seen" is implied here, and the source is shown
    below."""
    person = candidate.person
    shown = replace(person, sources=(), state=replace(person.state, seen=False))
    links = join((Link(label, url),) for label, url in candidate.links[:6])
    return Row(
        title=marked(short(person.headline, 200), person.matched) or (Muted("No headline"),),
        detail=tuple(line for line in (overview_line(person), links) if line),
        badges=badges(shown),
    )


def _facts(candidate: CandidateView) -> tuple[Node, ...]:
    """Other facts. If there are several tabs, they show the source, so it is listed here only if it is no longer
    connected."""
    facts = list(candidate.facts)
    if candidate.languages:
        facts.append(("Languages", ", ".join(candidate.languages[:8])))
    if candidate.owner:
        facts.append(("Owner", candidate.owner))
    if candidate.cut_off:
        facts.append(("Source", f"{source_label(candidate.source)}, which is no longer connected"))
    elif len(candidate.profiles) < 2:
        facts.append(("Source", source_label(candidate.source)))
    return (Text(join((Strong(f"{name}:"), f" {value}") for name, value in facts[:10])),) if facts else ()


def _same_person(same: tuple[SamePersonView, ...], profile_id: int, back_to: str) -> tuple[Node, ...]:
    def answer(each: SamePersonView, yes: bool) -> AnswerSamePerson:
        other = 0 if each.candidate_id else each.profile_id
        return AnswerSamePerson(each.candidate_id, each.other_id, yes, profile_id, back_to, other)

    return tuple(
        Row(
            (Strong("Possibly the same person: "), each.name),
            (each.detail or "Same name, employer and place.",),
            buttons=(
                Button("Same person", does=answer(each, True)),
                Button("Not the same", does=answer(each, False)),
                *(
                    (Button("View", does=View(each.profile_id, back_to), hint=f"View {each.name}"),)
                    if each.profile_id
                    else ()
                ),
            ),
        )
        for each in same[:3]
    )


def _section(candidate: CandidateView, title: str) -> Heading:
    """A heading, with the source if that isn't the source whose tab is open."""
    source = dict(candidate.borrowed).get(title)
    return Heading(f"{title} ({source_label(source)})" if source else title, 2)


def _skills(candidate: CandidateView, most: int) -> tuple[Node, ...]:
    if not candidate.person.skills:
        return ()
    return (_section(candidate, "Skills"), Text(skill_list(candidate.person.skills, most)))


def _summary(candidate: CandidateView, limit: int) -> tuple[Node, ...]:
    return (_section(candidate, "Summary"), Text(short(candidate.summary, limit))) if candidate.summary else ()


def _experience(candidate: CandidateView, whole: bool) -> tuple[Node, ...]:
    """A line for each position and a line for its description. All in one paragraph, unless `whole`, which would make
    that too long."""
    posts = candidate.experience
    if not posts:
        return ()
    most, limit = (MORE_POSTS, MORE_ABOUT_A_POST) if whole else (POSTS, ABOUT_A_POST)
    entries = [join((_post(post), short(post.summary, limit)), "\n") for post in posts[:most]]
    texts = map(Text, entries) if whole else (Text(join(entries, "\n")),)
    return (_section(candidate, "Experience"), *texts, *_left_out(len(posts) - most, "earlier position"))


def _post(post: PostView) -> Rich:
    """One position, as in "ICU Nurse · Mercy General · Mar 2019 – now"."""
    return _bold(short(post.title, 100), join((short(post.company, 100), post.period))) or "A position"


def _education(candidate: CandidateView, most: int) -> tuple[Node, ...]:
    studies = candidate.education
    if not studies:
        return ()
    lines = (_bold(short(study.school, 100), join((short(study.what, 120), study.end))) for study in studies[:most])
    left_out = _left_out(len(studies) - most, "more entry", "more entries")
    return (_section(candidate, "Education"), Text(join(lines, "\n")), *left_out)


def _other(other: tuple[tuple[str, str], ...]) -> tuple[Node, ...]:
    """Columns without a field, and values that an import could not read."""
    if not other:
        return ()
    lines: list[Rich] = [(Strong(f"{short(name, 60)}:"), f" {short(text, 200)}") for name, text in other[:MORE_OTHER]]
    return (Heading("Other", 2), Text(join(lines, "\n")), *_left_out(len(other) - MORE_OTHER, "more value"))


def _bold(first: str, then: Rich) -> Rich:
    """Both parts joined, the first in bold; either may be empty."""
    return join(((Strong(first),) if first else "", then))


def _left_out(number: int, one: str, many: str = "") -> tuple[Node, ...]:
    return (Text(f"{counted(number, one, many)} not shown", muted=True),) if number > 0 else ()


def _has_more(candidate: CandidateView) -> bool:
    return (
        len(candidate.experience) > POSTS
        or len(candidate.education) > STUDIES
        or len(candidate.notes) > NOTES
        or len(candidate.invitations) > NOTES
        or len(candidate.person.skills) > SKILLS
        or len(candidate.summary) > SUMMARY
        or bool(candidate.other)
        or any(len(post.summary) > ABOUT_A_POST for post in candidate.experience)
    )


def _note(note: NoteView, profile_id: int, back_to: str) -> Row:
    """Author and text; the member's own notes with *Edit* and *Delete*."""
    who_sees = "for the team" if note.team else "only for you"
    details = ("", note.when, who_sees, "edited" if note.edited else "")
    buttons: tuple[AnyButton, ...] = ()
    if note.mine:
        buttons = (
            Button("Edit", does=OpenNoteForm(profile_id, note.id, back_to), hint="Edit this note"),
            Button(
                "Delete",
                does=DeleteNote(note.id, profile_id, back_to),
                danger=True,
                confirm="Delete this note? This can't be undone.",
                hint="Delete this note",
            ),
        )
    link: tuple[Rich, ...] = ((Link("Original message", note.link),),) if note.link else ()
    when = "".join(f" · {part}" for part in details if part)
    return Row((Strong(note.author), Muted(when)), (note.text,), buttons=buttons, small=link)


def _notes(notes: tuple[NoteView, ...], profile_id: int, back_to: str, most: int) -> tuple[Node, ...]:
    if not notes:
        return ()
    return (
        Heading(f"Notes ({len(notes)})", 2),
        *(_note(note, profile_id, back_to) for note in notes[:most]),
        *_left_out(len(notes) - most, "older note"),
    )


def _invitations(candidate: CandidateView, conversation: OpenConversation) -> tuple[Node, ...]:
    """Invitations sent to the person, who sent them, and their state; a button opens the conversation."""
    sent, most = candidate.invitations, MORE_NOTES if conversation.whole else NOTES
    if not sent:
        return ()
    lines = (invitation_line(each) for each in sent[:most])
    left_out = _left_out(len(sent) - most, "older invitation")
    read = Button("Conversation", does=conversation, hint=f"Read the conversation with {candidate.person.name}")
    return (Heading("Invitations", 2), Text(join(lines, "\n")), *left_out, Buttons((read,)))


def _back(around: CardPosition) -> Button:
    return Button(around.back, does=way_back(around.back_to))


def _pager(around: CardPosition, profile_id: int) -> tuple[Node, ...]:
    """Previous and next within the search, and the button back to it."""
    if around.position is None or around.total < 2:
        return ()
    forward = around.position + 1 < around.total
    return (
        Pager(
            f"{around.position + 1:,} of {around.total:,}",
            NextCandidate(profile_id, around.back_to, False) if around.position else None,
            NextCandidate(profile_id, around.back_to, True) if forward else None,
            (_back(around),),
        ),
    )


def _actions(candidate: CandidateView, around: CardPosition, whole: bool) -> tuple[AnyButton, ...]:
    """The action buttons; includes Back if there is no pager."""
    who, back_to, state = candidate.person.profile_id, around.back_to, candidate.person.state
    star = (
        Button("★ Starred", does=Unstar(who, back_to, True), hint=f"Unstar {candidate.person.name}")
        if state.starred
        else Button("☆ Star", does=Star(who, back_to, True), hint=f"Star {candidate.person.name}")
    )
    hide = (
        Button("Show again", does=Unhide(who, back_to, True))
        if state.hidden
        else Button("Hide for this job" if around.job else "Hide", does=Hide(who, back_to, True))
    )
    return (
        *contact_button(who, candidate.person.name, back_to, state.interest, state.reach, main=True),
        *contact_link(state.reach.locked),
        *((resume_button(who),) if candidate.resume else ()),
        *((push_button(who, candidate.person.name, back_to),) if candidate.may_push else ()),
        *reminder_buttons(
            OpenReminder(who, back_to, True), candidate.reminder, offered=may_ask_again(state.interest, state.reach)
        ),
        star,
        Button("Add note", does=OpenNoteForm(who, 0, back_to)),
        hide,
        *(
            (Button("Show everything", does=ShowPerson(who, back_to, True)),)
            if not whole and _has_more(candidate)
            else ()
        ),
        *((LinkButton("View original", candidate.links[0][1]),) if candidate.links else ()),
        *(() if _pager(around, who) else (_back(around),)),
    )


def gone_card(text: str, around: CardPosition) -> Card:
    """Says that the person doesn't exist: they were erased, or never were in this workspace."""
    return Card(
        summary="This person is no longer in Sourcer",
        body=(Notice(Kind.INFO, text),),
        buttons=(Button(around.back, does=way_back(around.back_to), main=True),),
    )
