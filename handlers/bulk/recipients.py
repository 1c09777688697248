"""Several people who get one text: whom it is to, kept as one draft of the member, and what each of them would read.

A new choice of people takes the place of the old one."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from cards.screens.wording import counted
from handlers.context import Desk
from handlers.outreach.preview import OF_CREDITS, OLDER, Prepared, changes, prepare
from handlers.views import profile_views
from store.chat import form_drafts
from store.credits import accounts
from store.credits.accounts import Spendable
from store.db import Read, Write
from store.errors import Gone
from store.outreach import invitations
from store.people import profile_scope
from store.tables.core import Member

FORM = "invitations"
LOST = "This choice of people is not kept any more. Select several again."


@dataclass(frozen=True, slots=True)
class Group:
    """Whom it is to, and what was typed for them, at what moment. `left_out` were taken out by the member."""

    profile_ids: tuple[int, ...]
    via: str
    kept: dict[str, Any]
    left_out: tuple[int, ...] = ()
    at: str = ""  # ISO 8601
    shown: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])  # prints, by profile

    @property
    def key(self) -> str:
        """Says of a form which choice of people it was drawn for."""
        return hashlib.sha256(repr(self.profile_ids).encode()).hexdigest()[:8]

    @property
    def count(self) -> int:
        """How many the next preview is to: when all were left out, everybody is asked about anew."""
        return len(self.profile_ids) - len(self.with_somebody().left_out)

    def with_somebody(self) -> "Group":
        return self if len(self.left_out) < len(self.profile_ids) else replace(self, left_out=())

    def without(self, profile_id: int) -> "Group":
        """That person gets none."""
        out = dict.fromkeys((*self.left_out, profile_id))
        shown = {each: prints for each, prints in self.shown.items() if each != str(profile_id)}
        return replace(self, left_out=tuple(each for each in out if each in self.profile_ids), shown=shown)


async def chosen(db: Read, by: Member) -> Group:
    """Raises Gone."""
    kept = await form_drafts.get(db, by, FORM)
    if not kept:
        raise Gone(LOST)
    ids, out = tuple(kept["people"]), tuple(kept["left_out"])
    return Group(ids, kept["via"], kept["kept"], out, kept.get("at", ""), kept.get("shown", {}))


async def remember(db: Write, by: Member, desk: Desk, group: Group) -> None:
    words = {
        "people": list(group.profile_ids),
        "via": group.via,
        "kept": group.kept,
        "left_out": list(group.left_out),
        "at": group.at,
        "shown": group.shown,
    }
    await form_drafts.keep(db, by, FORM, words, desk.now())


@dataclass(frozen=True, slots=True)
class Seen:
    """All of them as they would be sent now: `ready` get one, `out` do not, with the reason."""

    ready: tuple[Prepared, ...]
    out: tuple[tuple[str, str], ...]
    faulty: tuple[Prepared, ...]
    spendable: Spendable
    group: str

    @property
    def price(self) -> int:
        return len(self.ready) * invitations.PRICE

    @property
    def digest(self) -> str:
        whole = "".join(each.digest for each in self.ready) + str(self.out)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def forbids(self) -> tuple[str, ...]:
        """The credits are asked about for all of them at once; with none at all, each is told when there are more."""
        if not self.ready or self.price <= self.spendable.credits:
            return ()
        cost = f"These messages cost {counted(self.price, 'credit')}"
        if self.spendable.credits:
            return (f"{cost}; you can spend {counted(self.spendable.credits, 'credit')}. Leave somebody out.",)
        none = tuple(each.words for each in self.ready[0].forbids)
        return (f"{cost}. {none[0]}", *none[1:]) if none else ()

    @property
    def shown(self) -> dict[str, dict[str, str]]:
        return {str(each.profile.id): each.shown for each in self.ready}

    def changed(self, group: Group) -> tuple[str, ...]:
        """What is not as the last previews had it, and of whom."""
        of: dict[str, list[str]] = {}
        for each in self.ready:
            before = group.shown.get(str(each.profile.id))
            for words in ("A message is added.",) if before is None else changes(before, each):
                of.setdefault(words, []).append(profile_views.said(each.profile).name)
        of.pop(OLDER, None)
        said = [words if len(names) == len(self.ready) else _of(words, names) for words, names in of.items()]
        if lost := len(group.shown.keys() - self.shown.keys()):
            said.append(f"{counted(lost, 'person gets', 'people get')} none now.")
        return tuple(said)

    def of_all(self) -> dict[str, str]:
        """A fault of the text is the form's, when it is everybody's: one unknown variable, not one empty fact."""
        return self.faulty[0].written.faults if self.faulty and not self.ready and not self.out else {}


def _of(words: str, names: list[str]) -> str:
    """As in "The warnings changed for Grace Hopper." """
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{words.removesuffix('.')} for {', '.join(names[:3])}{more}."


async def look(db: Read, by: Member, desk: Desk, group: Group) -> Seen:
    """What each of them would read. Statements grow with the people, of whom there are at most 25."""
    ready: list[Prepared] = []
    faulty: list[Prepared] = []
    out: list[tuple[str, str]] = []
    there = await profile_scope.by_ids(db, by.workspace_id, group.profile_ids)
    written = await invitations.drafts_of(db, by, group.profile_ids)
    for profile_id in group.profile_ids:
        if profile_id not in there or profile_id not in written:
            continue
        name = profile_views.said(there[profile_id]).name
        if profile_id in group.left_out:
            out.append((name, "left out by you"))
            continue
        prepared = await prepare(db, by, desk, written[profile_id])
        if prepared.written.faults:
            faulty.append(prepared)
            out.append((name, next(iter(prepared.written.faults.values()))))
        elif barred := [each.words for each in prepared.forbids if each.name not in OF_CREDITS]:
            out.append((name, barred[0]))
        else:
            ready.append(prepared)
    if not ready and len(faulty) == len(out):
        out = []
    return Seen(tuple(ready), tuple(out), tuple(faulty), await accounts.spendable(db, by), group.key)
