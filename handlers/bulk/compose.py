"""Contacting several people with one text: each invitation previewed in turn, one total, all of them sent or none.

Whom it is to, and what each would read, is in handlers/bulk/recipients.py."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from cards.actions import EditSeveral, Results, ReviewSeveral, SendSeveral, ShapeSeveral, StepSeveral
from cards.screens import invitation as screens
from cards.screens.wording import counted
from cards.tree import Card, Form, Kind, Notice
from cards.views.outreach import InvitationFormView, SeveralView
from connectors.mail.compose import compose
from handlers import navigation
from handlers.bulk.recipients import FORM, Group, Seen, chosen, look, remember
from handlers.context import Desk
from handlers.outreach.draft import Shaped, fresh, keep, kept_job, offered, reshaped, save_template, settle
from handlers.outreach.form_input import Meant, read, shape_of, typed, values, with_errors
from handlers.outreach.preview import OLDER, Prepared, view, zone_of
from handlers.replies import Ask, Close, Redraw, Replies, Show
from handlers.search import results
from handlers.start import start
from handlers.views.invitation_views import moment_words
from store.chat import form_drafts
from store.db import Write
from store.errors import Gone, Refusal
from store.outreach import invitations
from store.people import profile_scope
from store.tables.core import Member

OTHERS = "You chose other people since. What you wrote is kept: this goes to them."


async def begin(by: Member, desk: Desk, profile_ids: list[int], via: str) -> Ask:
    """The form for these people, with what was typed for the last several and not sent."""
    async with desk.write() as db:
        before = await form_drafts.get(db, by, FORM)
        group = Group(tuple(profile_ids), via, before.get("kept", {}), at=before.get("at", ""))
        await remember(db, by, desk, group)
    return Ask(await _form(by, desk, group, old=bool(group.kept)))


async def _form(
    by: Member,
    desk: Desk,
    group: Group,
    *,
    shape: str | None = None,
    errors: dict[str, str] | None = None,
    old: bool = False,
) -> Form:
    """The form with what was kept in it. `old`: it was left before."""
    async with desk.read() as db:
        zone = await zone_of(db, by.workspace_id)
        kept = group.kept or await fresh(db, by, group.via)
        job = await kept_job(db, by, kept)
        choices = await offered(db, by)
    form = InvitationFormView(
        0,
        "",
        shape=shape_of(kept) if shape is None else shape,
        templates=choices,
        variables=compose.VARIABLES,
        kept=moment_words(datetime.fromisoformat(group.at), zone) if old and group.at else "",
        zone=zone.key,
        several=group.count,
        group=group.key,
    )
    return screens.invitation_form(form, errors=errors, values=values(kept, job))


async def shape(action: ShapeSeveral, by: Member, desk: Desk) -> Replies:
    """Another shape of the form; what was typed stays."""
    async with desk.write() as db:
        group = await chosen(db, by)
        if action.do == "anew":
            new = Shaped({}, action.shape, {})
        else:
            new = await reshaped(db, by, action)
        group = _typed_in(group, new.kept, desk)
        await remember(db, by, desk, group)
    return Ask(await _form(by, desk, group, shape=new.shape, errors={**new.errors, **_others(action.group, group)}))


def _typed_in(group: Group, kept: dict[str, Any], desk: Desk) -> Group:
    return replace(group, kept=kept, at=desk.now().isoformat())


def _others(pressed: str, group: Group) -> dict[str, str]:
    """What is said when the form that the press was on is to other people."""
    return {"": OTHERS} if pressed and pressed != group.key else {}


async def edit(action: EditSeveral, by: Member, desk: Desk) -> Replies:
    """*Back*: the form with all that was typed."""
    async with desk.read() as db:
        group = await chosen(db, by)
    return Ask(await _form(by, desk, group))


async def review(action: ReviewSeveral, by: Member, desk: Desk) -> Replies:
    """What each of them will read, what all of it costs, and who gets none."""
    async with desk.read() as db:
        group = await chosen(db, by)
        meant = await read(db, by, action, desk.now())
    group = _typed_in(group.with_somebody(), typed(action), desk)
    if errors := {**meant.errors, **_others(action.group, group)}:
        return await _ask_again(action, by, desk, group, errors)
    try:
        return await _reviewed(action, by, desk, group, meant)
    except Gone:
        raise
    except Refusal as no:  # all that can be refused here is the template
        return await _ask_again(action, by, desk, group, {"template_name": no.words})


async def _ask_again(action: ReviewSeveral, by: Member, desk: Desk, group: Group, errors: dict[str, str]) -> Ask:
    async with desk.write() as db:
        await remember(db, by, desk, group)
    return Ask(await _form(by, desk, group, shape=with_errors(action.shape, errors), errors=errors))


async def _reviewed(action: ReviewSeveral, by: Member, desk: Desk, group: Group, meant: Meant) -> Replies:
    """The text in each one's draft, the new job and the template made. Raises Refusal when the template cannot be."""
    saved = ""
    async with desk.write() as db:
        new = await settle(db, by, desk, meant, action)
        there = await profile_scope.by_ids(db, by.workspace_id, group.profile_ids)
        for profile_id in there:
            invitation = await invitations.draft(db, by, profile_id, desk.now())
            await keep(db, by, desk, invitation.id, meant, new.job)
        seen = await look(db, by, desk, group)
        faults = seen.of_all()
        if not faults:
            saved = await save_template(db, by, desk, meant, new.kept)
        group = replace(group, kept=new.kept, shown=seen.shown)
        await remember(db, by, desk, group)
    if faults:
        return Ask(await _form(by, desk, group, shape=with_errors(new.shape, faults), errors=faults))
    return Ask(screens.several_preview(_view(seen, 0, saved=saved)))


def _view(seen: Seen, at: int, *, changed: tuple[str, ...] = (), saved: str = "") -> SeveralView:
    at = max(0, min(at, len(seen.ready) - 1))
    one = seen.ready[at] if seen.ready else None
    return SeveralView(
        view(one, "") if one else None,
        one.profile.id if one else 0,
        seen.digest,
        at,
        len(seen.ready),
        seen.price,
        seen.spendable.balance,
        forbids=seen.forbids,
        changed=changed,
        warned=sum(bool(each.over) for each in seen.ready),
        left_out=seen.out,
        may_ask=bool(seen.forbids),
        saved=saved,
        group=seen.group,
    )


async def step(action: StepSeveral, by: Member, desk: Desk) -> Replies:
    """Another one's preview; who is left out gets none."""
    async with desk.write() as db:
        group = await chosen(db, by)
        others = _others(action.group, group)
        if action.leave_out and not others:
            group = group.without(action.leave_out)
        seen = await look(db, by, desk, group)
        await remember(db, by, desk, replace(group, shown=seen.shown))
    if others:
        return Ask(await _form(by, desk, group, errors=others))
    return Ask(screens.several_preview(_view(seen, action.at, changed=seen.changed(group))))


async def send(action: SendSeveral, by: Member, desk: Desk) -> Replies:
    """All in one transaction. What changed since the preview, for any of them, is shown first and nothing is sent."""
    async with desk.read() as db:
        group = await chosen(db, by)
        seen = await look(db, by, desk, group)
    if not seen.ready or seen.forbids or seen.digest != action.digest:
        return await _fresh_preview(by, desk, group, seen)
    try:
        async with desk.write(durable=True) as db:
            for each in seen.ready:
                await _queue(db, by, desk, each)
            await form_drafts.drop(db, by, FORM)
    except Gone:
        raise
    except Refusal:  # somebody was quicker between the look and the write
        async with desk.read() as db:
            seen = await look(db, by, desk, group)
        return await _fresh_preview(by, desk, group, seen)
    desk.ring()
    return await _after(by, desk, group, seen)


async def _queue(db: Write, by: Member, desk: Desk, each: Prepared) -> None:
    await invitations.previewed(db, by, each.invitation.id, each.digest, desk.now())
    await invitations.queue(
        db,
        by,
        each.invitation.id,
        subject=each.written.subject,
        text=each.written.text,
        follow_up_text=each.written.follow_up,
        address=each.address,
        digest=each.digest,
        over=each.over,
        hash_key=desk.outreach.hash_key,
        now=desk.now(),
    )


async def _fresh_preview(by: Member, desk: Desk, group: Group, seen: Seen) -> Replies:
    async with desk.write() as db:
        await remember(db, by, desk, replace(group, shown=seen.shown))
    return Ask(screens.several_preview(_view(seen, 0, changed=seen.changed(group) or (OLDER,))))


async def _after(by: Member, desk: Desk, group: Group, seen: Seen) -> Replies:
    """The results again, with what was done, and every card that shows one of them."""
    people = tuple(each.profile.id for each in seen.ready)
    return Close(), Show(await _results(by, desk, group.via, _said(seen, desk))), Redraw(people)


def _said(seen: Seen, desk: Desk) -> str:
    """As in "3 messages are on the way. 1 person gets none." """
    first = seen.ready[0]
    at = first.invitation.send_at
    if at is not None and at > desk.now():
        said = f"{counted(len(seen.ready), 'message goes', 'messages go')} out {moment_words(at, first.zone)}."
    else:
        said = f"{counted(len(seen.ready), 'message is', 'messages are')} on the way."
    return said + (f" {counted(len(seen.out), 'person gets', 'people get')} none." if seen.out else "")


async def _results(by: Member, desk: Desk, via: str, notice: str) -> Card:
    """Where the choice was made, also when that finds nobody any more or cannot be searched: what was done stands
    above it."""
    back = navigation.way_back(via)
    if isinstance(back, Results):
        try:
            async with desk.read() as db:
                kept = await results.kept(db, by, back.search_id)
        except Gone:
            return await start.first_card(by, desk, notice)
        asked = await results.ask(desk, kept, back.source)
        card = await results.results_card(by, desk, asked, back.at)
        return replace(card, body=(Notice(Kind.SUCCESS, notice), *card.body))
    return await start.first_card(by, desk, notice)
