"""Contacting several people with one text: each invitation previewed in turn, one total, all of them sent or none.

Whom it is to and what was typed is one draft of the member: a new choice of people takes the place of the old one."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from cards.actions import EditSeveral, Results, ReviewSeveral, SendSeveral, ShapeSeveral, StepSeveral
from cards.outreach_views import InvitationFormView, SeveralView
from cards.screens import invitation as screens
from cards.screens.phrases import counted
from cards.tree import Form
from connectors.mail import compose
from handlers import candidate, entry, people, results
from handlers.desk import Desk
from handlers.invitation_form import Meant, read, shape_of, typed, values
from handlers.invitation_preview import Prepared, prepare, view, zone_of
from handlers.invitation_text import fresh, keep, kept_job, new_job, offered, reshaped
from handlers.replies import Ask, Close, Redraw, Replies, Show
from store import credits, drafts, invitations, profiles, templates
from store.credits import Spendable
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.tables import Member
from store.templates import TemplateWords

FORM = "invitations"
LOST = "This choice of people is not kept any more. Select several again."


@dataclass(frozen=True, slots=True)
class Group:
    """Whom it is to, and what stands in the form. `left_out` were taken out by the member."""

    profile_ids: tuple[int, ...]
    via: str
    kept: dict[str, Any]
    digest: str = ""
    left_out: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "people": list(self.profile_ids),
            "via": self.via,
            "kept": self.kept,
            "digest": self.digest,
            "left_out": list(self.left_out),
        }


async def _group(db: Read, by: Member) -> Group:
    """Raises Gone."""
    kept = await drafts.get(db, by, FORM)
    if not kept:
        raise Gone(LOST)
    return Group(tuple(kept["people"]), kept["via"], kept["kept"], kept["digest"], tuple(kept["left_out"]))


async def _keep(db: Write, by: Member, desk: Desk, group: Group) -> None:
    await drafts.keep(db, by, FORM, group.as_json(), desk.now())


async def begin(by: Member, desk: Desk, profile_ids: list[int], via: str) -> Ask:
    """The form for these people, with what was typed for the last several and not sent."""
    async with desk.write() as db:
        before = await drafts.get(db, by, FORM)
        words = before.get("kept") or await fresh(db, by, via)
        group = Group(tuple(profile_ids), via, words)
        await _keep(db, by, desk, group)
    return Ask(await _form(by, desk, group))


async def _form(
    by: Member, desk: Desk, group: Group, *, shape: str | None = None, errors: dict[str, str] | None = None
) -> Form:
    async with desk.read() as db:
        zone = await zone_of(db, by.workspace_id)
        job = await kept_job(db, by, group.kept)
        choices = await offered(db, by)
    form = InvitationFormView(
        0,
        "",
        shape=shape_of(group.kept) if shape is None else shape,
        templates=choices,
        variables=compose.VARIABLES,
        zone=zone.key,
        several=len(group.profile_ids),
    )
    return screens.invitation_form(form, errors=errors, values=values(group.kept, job))


async def shape(action: ShapeSeveral, by: Member, desk: Desk) -> Replies:
    """Another shape of the form; what was typed stays."""
    async with desk.write() as db:
        group = await _group(db, by)
        words = await reshaped(db, by, action, action.do, action.shape, typed(action))
        group = replace(group, kept=words)
        await _keep(db, by, desk, group)
    return Ask(await _form(by, desk, group, shape=action.shape))


async def edit(action: EditSeveral, by: Member, desk: Desk) -> Replies:
    """*Back*: the form with all that was typed."""
    async with desk.read() as db:
        group = await _group(db, by)
    return Ask(await _form(by, desk, group))


async def review(action: ReviewSeveral, by: Member, desk: Desk) -> Replies:
    """What each of them will read, what all of it costs, and who gets none."""
    async with desk.read() as db:
        group = replace(await _group(db, by), kept=typed(action), left_out=())
        meant = await read(db, by, action, await zone_of(db, by.workspace_id), desk.now())
        errors = dict(meant.errors)
        if meant.template_name and await templates.name_taken(db, by, meant.template_name):
            errors["template_name"] = templates.taken(meant.template_name)
    if errors:
        async with desk.write() as db:
            await _keep(db, by, desk, group)
        return Ask(await _form(by, desk, group, shape=action.shape, errors=errors))
    async with desk.write() as db:
        group, saved = await _written(db, by, desk, group, meant)
        seen = await _look(db, by, desk, group)
        await _keep(db, by, desk, replace(group, digest=seen.digest))
    if faults := seen.of_all():
        return Ask(await _form(by, desk, group, shape=action.shape, errors=faults))
    return Ask(screens.several_preview(_view(seen, 0, saved=saved)))


async def _written(db: Write, by: Member, desk: Desk, group: Group, meant: Meant) -> tuple[Group, str]:
    """The text in each one's draft, the new job and the template made; with the template's name."""
    job = meant.job or (await new_job(db, by, desk, meant) if meant.new_title else None)
    words = {name: value for name, value in group.kept.items() if not name.startswith("new_")}
    if job is not None:
        words["job"] = str(job.id)
    saved = ""
    if meant.template_name:
        text = TemplateWords(meant.kind, meant.template_name, meant.subject, meant.text, meant.language)
        saved = (await templates.add(db, by, text, desk.now())).name
        words.pop("template_name", None)
    there = await profiles.by_ids(db, by.workspace_id, group.profile_ids)
    for profile_id in there:
        invitation = await invitations.draft(db, by, profile_id, desk.now())
        await keep(db, by, desk, invitation.id, meant, job)
    ids = tuple(id_ for id_ in group.profile_ids if id_ in there)
    return replace(group, profile_ids=ids, kept=words), saved


@dataclass(frozen=True, slots=True)
class Seen:
    """All of them as they would be sent now: `ready` get one, `out` do not, with the reason."""

    ready: tuple[Prepared, ...]
    out: tuple[tuple[str, str], ...]
    faulty: tuple[Prepared, ...]
    spendable: Spendable

    @property
    def price(self) -> int:
        return len(self.ready) * invitations.PRICE

    @property
    def digest(self) -> str:
        whole = "".join(each.digest for each in self.ready) + str(self.out)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def forbids(self) -> tuple[str, ...]:
        if not self.ready or self.price <= self.spendable.credits:
            return ()
        left = counted(self.spendable.credits, "credit")
        return (f"These messages cost {counted(self.price, 'credit')}; you can spend {left}. Leave somebody out.",)

    def of_all(self) -> dict[str, str]:
        """A fault of the text is the form's, when it is everybody's: one unknown variable, not one empty fact."""
        return self.faulty[0].written.faults if self.faulty and not self.ready and not self.out else {}


async def _look(db: Read, by: Member, desk: Desk, group: Group) -> Seen:
    """What each of them would read. Statements grow with the people, of whom there are at most 25."""
    ready: list[Prepared] = []
    faulty: list[Prepared] = []
    out: list[tuple[str, str]] = []
    there = await profiles.by_ids(db, by.workspace_id, group.profile_ids)
    written = await invitations.drafts_of(db, by, group.profile_ids)
    for profile_id in group.profile_ids:
        if profile_id not in there or profile_id not in written:
            continue
        name = people.said(there[profile_id]).name
        if profile_id in group.left_out:
            out.append((name, "left out by you"))
            continue
        prepared = await prepare(db, by, desk, written[profile_id])
        if prepared.written.faults:
            faulty.append(prepared)
            out.append((name, next(iter(prepared.written.faults.values()))))
        elif prepared.forbids:
            out.append((name, prepared.forbids[0].words))
        else:
            ready.append(prepared)
    if not ready and len(faulty) == len(out):
        out = []
    return Seen(tuple(ready), tuple(out), tuple(faulty), await credits.spendable(db, by))


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
    )


async def step(action: StepSeveral, by: Member, desk: Desk) -> Replies:
    """Another one's preview; who is left out gets none."""
    async with desk.write() as db:
        group = await _group(db, by)
        if action.leave_out:
            group = replace(group, left_out=tuple(dict.fromkeys((*group.left_out, action.leave_out))))
        seen = await _look(db, by, desk, group)
        await _keep(db, by, desk, replace(group, digest=seen.digest))
    return Ask(screens.several_preview(_view(seen, action.at)))


async def send(action: SendSeveral, by: Member, desk: Desk) -> Replies:
    """All in one transaction. What changed since the preview, for any of them, is shown first and nothing is sent."""
    async with desk.read() as db:
        group = await _group(db, by)
        seen = await _look(db, by, desk, group)
    if not seen.ready or seen.forbids or seen.digest != action.digest:
        return await _fresh_preview(by, desk, group, seen)
    try:
        async with desk.write(durable=True) as db:
            for each in seen.ready:
                await _queue(db, by, desk, each)
            await drafts.drop(db, by, FORM)
    except Gone:
        raise
    except Refusal:  # somebody was quicker between the look and the write
        async with desk.read() as db:
            seen = await _look(db, by, desk, group)
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
        await _keep(db, by, desk, replace(group, digest=seen.digest))
    changed = ("Look through the messages again: what one of them rests on is not as it was.",)
    return Ask(screens.several_preview(_view(seen, 0, changed=changed)))


async def _after(by: Member, desk: Desk, group: Group, seen: Seen) -> Replies:
    """The results again, with what was done, and every card that shows one of them."""
    said = f"{counted(len(seen.ready), 'message is', 'messages are')} on the way."
    if seen.out:
        said += f" {counted(len(seen.out), 'person gets', 'people get')} none."
    back = candidate.way_back(group.via)
    if isinstance(back, Results):
        async with desk.read() as db:
            kept = await results.kept(db, by, back.search_id)
        asked = await results.ask(desk, kept, back.source)
        card = await results.results_card(by, desk, asked, back.at, notice=said)
    else:
        card = await entry.first_card(by, desk, said)
    return Close(), Show(card), Redraw(tuple(each.profile.id for each in seen.ready))
