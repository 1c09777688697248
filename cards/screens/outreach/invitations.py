"""A member's or the whole team's invitations: scheduled, waiting, answered, failed, and to be decided on."""

from collections.abc import Mapping
from dataclasses import dataclass

from cards.actions.access import OpenStart
from cards.actions.base import packed
from cards.actions.entry import OpenSearchForm
from cards.actions.interest import OpenReply, ShowAnswer
from cards.actions.invitations import (
    CancelInvitation,
    DecideInvitation,
    OpenConversation,
    OpenInvitations,
    OpenReschedule,
    Reschedule,
    ResumeInvitation,
    StopBatch,
    StopFollowUp,
)
from cards.actions.person import View
from cards.screens.outreach.contact_details import invitation_title, state_text
from cards.screens.wording import counted, short, zone_label
from cards.text import Rich, Strong, join
from cards.tree import (
    AnyButton,
    Badge,
    Button,
    Buttons,
    Card,
    DateInput,
    Divider,
    Form,
    Heading,
    Kind,
    Node,
    Notice,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
    TextInput,
    Value,
)
from cards.views.outreach import BatchView, InvitationView

TABS = (
    ("scheduled", "Scheduled"),
    ("waiting", "Waiting"),
    ("answered", "Answered"),
    ("failed", "Failed"),
    ("decide", "To decide"),
)
EMPTY_TEXTS = {
    "scheduled": "Nothing is scheduled.",
    "waiting": "No invitations are waiting for an answer.",
    "answered": "No one has answered yet.",
    "failed": "No failed invitations.",
    "decide": "Nothing needs a decision.",
}


@dataclass(frozen=True, slots=True)
class InvitationList:
    """One page of a tab. `may_see_team`: an admin, who may see everyone's."""

    items: tuple[InvitationView, ...]
    tab: str
    counts: Mapping[str, int]
    total: int
    page: int = 0
    page_size: int = 5
    team: bool = False
    may_see_team: bool = False
    batches: tuple[BatchView, ...] = ()


def invitations_page(found: InvitationList, notice: str = "") -> Card:
    """A tab for each state; each invitation has its actions beside it."""
    here = OpenInvitations(found.tab, found.page, found.team)
    tabs = tuple(
        Tab(label, OpenInvitations(tab, 0, found.team), tab == found.tab, f"{found.counts.get(tab, 0):,}")
        for tab, label in TABS
    )
    switch: tuple[AnyButton, ...] = ()
    if found.may_see_team:
        label = "Show mine" if found.team else "Show the whole team's"
        switch = (Button(label, does=OpenInvitations(found.tab, 0, not found.team)),)
    return Card(
        summary=counted(found.total, "invitation"),
        body=(
            Heading("The team's invitations" if found.team else "My invitations"),
            Tabs(tabs),
            *(batch_row(each, found.team) for each in found.batches),
            *(node for each in found.items for node in (Divider(), invitation_row(each, found, packed(here)))),
            *(() if found.items else _empty(found)),
            *_pager(found),
        ),
        buttons=(*switch, Button("Start", does=OpenStart())),
        about=tuple(dict.fromkeys(each.profile_id for each in found.items)),
        redraw=here,
        result=Notice(Kind.INFO, notice) if notice else None,
    )


def batch_row(batch: BatchView, team: bool) -> Row:
    """A row such as "Waiting to be sent (12 of 20 sent)", with *Stop the rest*."""
    waiting = counted(batch.waiting, "message hasn't", "messages haven't")
    returned = "Its credit will be returned." if batch.waiting == 1 else "Their credits will be returned."
    stop = Button(
        "Stop the rest" if batch.sent else "Stop all",
        does=StopBatch(batch.id, team),
        danger=True,
        confirm=None if batch.undoable else f"{waiting} gone out yet. Stop? {returned}",
    )
    return Row(
        title=(Strong(f"Waiting to be sent ({batch.sent:,} of {batch.total:,} sent)"),),
        detail=(join((f"“{short(batch.subject, 100)}”", f"by {batch.by}" if team else "")),),
        buttons=(stop,),
        small=(batch.when,) if batch.when else (),
    )


def invitation_row(each: InvitationView, found: InvitationList, back_to: str) -> Row:
    """Recipient, job, state, and actions."""
    about: Rich = join((invitation_title(each), short(each.job, 60), f"by {each.by}" if found.team else ""))
    small = tuple(line for line in (join((each.when, each.follow_up)), short(each.fault, 300)) if line)
    return Row(
        title=(Strong(short(each.name, 80)),),
        detail=(about, f"“{short(each.subject, 100)}”"),
        badges=_badges(each),
        buttons=(
            Button("View", does=View(each.profile_id, back_to), hint=f"View {each.name}"),
            Button(
                "Conversation",
                does=OpenConversation(each.profile_id, back_to),
                hint=f"Read the conversation with {each.name}",
            ),
            *_row_buttons(each, found),
        ),
        small=small,
    )


def _badges(each: InvitationView) -> tuple[Badge, ...]:
    if each.paused:
        return (Badge(Kind.WARNING, each.paused[:1].upper() + each.paused[1:]),)
    match each.answer:
        case "interested":
            return (Badge(Kind.INTERESTED, "Interested"),)
        case "not_interested":
            return (Badge(Kind.REJECTED, "Not interested"),)
        case "complained":
            return (Badge(Kind.ERROR, "Reported as spam"),)
        case "replied":
            return (Badge(Kind.INTERESTED, "Replied"),)
        case _:
            kind = Kind.ERROR if each.state == "failed" else Kind.WARNING if each.state == "unknown" else Kind.INFO
            status = state_text(each)
            return (Badge(kind, status[:1].upper() + status[1:]),)


def _row_buttons(each: InvitationView, found: InvitationList) -> tuple[AnyButton, ...]:
    """The actions that the state allows."""
    who, tab, team = each.id, found.tab, found.team
    if each.state == "unknown":
        return (
            Button("It was sent", does=DecideInvitation(who, "sent", team), hint=f"{each.name} received the message"),
            Button(
                "Send again",
                does=DecideInvitation(who, "again", team),
                confirm="If the first message did arrive, they'll get it twice. Send again?",
            ),
            Button("Return the credit", does=DecideInvitation(who, "refund", team)),
        )
    resume = (Button("Resume", does=ResumeInvitation(who, tab, team)),) if each.paused else ()
    if each.state == "queued":
        if not each.changeable:
            return resume
        return (
            *resume,
            Button("Reschedule", does=OpenReschedule(who, tab, team), hint=f"Reschedule the message to {each.name}"),
            Button("Cancel", does=CancelInvitation(who, tab, team), hint=f"Cancel the message to {each.name}"),
        )
    if each.answer_id:
        return (
            *resume,
            Button("Reply", does=OpenReply(each.answer_id), hint=f"Reply to {each.name}"),
            Button("Open", does=ShowAnswer(each.answer_id), hint=f"Open the answer from {each.name}"),
        )
    if each.state == "sent" and each.follow_up:
        return (*resume, Button("Stop follow-up", does=StopFollowUp(who, tab, team)))
    return ()


def _empty(found: InvitationList) -> tuple[Node, ...]:
    if found.total:
        here = OpenInvitations(found.tab, 0, found.team)
        return (Text("This page is empty now."), Buttons((Button("First page", does=here, main=True),)))
    search = Buttons((Button("Search candidates", does=OpenSearchForm(), main=True),))
    return (Text(EMPTY_TEXTS.get(found.tab, "Nothing here.")), *(() if any(found.counts.values()) else (search,)))


def _pager(found: InvitationList) -> tuple[Node, ...]:
    if found.total <= found.page_size or not found.items:
        return ()
    first, last = found.page * found.page_size + 1, min(found.total, (found.page + 1) * found.page_size)
    return (
        Pager(
            f"{first:,}–{last:,} of {found.total:,}",
            OpenInvitations(found.tab, found.page - 1, found.team) if found.page else None,
            OpenInvitations(found.tab, found.page + 1, found.team) if last < found.total else None,
        ),
    )


def reschedule_form(
    invitation_id: int,
    name: str,
    zone: str,
    *,
    tab: str = "scheduled",
    team: bool = False,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """The form for changing when an unsent message goes out."""
    return Form(
        title="Reschedule",
        body=(Text(("The message to ", Strong(short(name, 80)))),),
        inputs=(
            DateInput("send_on", "Send on", hint="Leave empty to send now"),
            TextInput("send_at", "Send at", placeholder="09:30", hint=f"In {zone_label(zone)}", max_length=5),
        ),
        submit=Button("Reschedule", does=Reschedule(invitation_id, tab, team), main=True),
        errors=errors or {},
        values=values or {},
    )
