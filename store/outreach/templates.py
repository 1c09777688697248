"""Templates: invitation texts that a member stores, for personal use or for the whole workspace."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ColumnElement, case
from sqlalchemy import delete as delete_from
from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import Select

from store import audit
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.paging import Page, within
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import Template
from store.text import clean, fold

LONGEST_NAME: Final = 80  # characters
LONGEST_SUBJECT: Final = 1_000  # characters, counted with variables, which are longer than the marks that are typed
LONGEST_TEXT: Final = 10_000
MOST: Final = 200  # per member
KINDS: Final = ("connect", "apply")
NOT_OWNER: Final = "Only the owner or an admin can change this template. Duplicate it to make your own."

Tab = Literal["all", "mine", "shared"]


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """What a member typed. `language` is the language of the rest of the e-mail: en, es, fr, de."""

    kind: str
    name: str
    subject: str
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    template: Template
    owner_name: str


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A page of one tab, and the number of templates on each tab."""

    rows: Page[TemplateRow]
    counts: dict[Tab, int]


def readable(by: Member) -> ColumnElement[bool]:
    """The templates a member may use: their own, and those shared with their workspace."""
    return (col(Template.workspace_id) == by.workspace_id) & or_(
        col(Template.owner_id) == by.id, col(Template.shared).is_(True)
    )


def may_change(by: Member, template: Template) -> bool:
    """Owners may change their templates; admins may also change shared ones."""
    return template.owner_id == by.id or (template.shared and allows(by.role, May.ADMINISTER))


async def listed(db: Read, by: Member, tab: Tab = "all", page: int = 0, page_size: int = 5) -> TemplatePage:
    """The member's own first, then by name. Two statements."""
    own, shared = col(Template.owner_id) == by.id, col(Template.shared).is_(True)
    counted = select(func.count(), func.sum(case((own, 1), else_=0)), func.sum(case((shared, 1), else_=0)))
    every, mine, public = (await db.exec(counted.where(readable(by)))).one()
    counts: dict[Tab, int] = {"all": every, "mine": mine or 0, "shared": public or 0}
    wanted = {"all": readable(by), "mine": readable(by) & own, "shared": readable(by) & shared}[tab]
    page = within(page, page_size, counts[tab])
    found = await db.exec(_with_owner(by).where(wanted).offset(page * page_size).limit(page_size))
    rows = [TemplateRow(template, name) for template, name in found]
    return TemplatePage(Page(rows, counts[tab], page, page_size), counts)


def _with_owner(by: Member) -> Select[Template, str]:
    mine_first = case((col(Template.owner_id) == by.id, 0), else_=1)
    return (
        select(Template, Member.name)
        .join(Member, col(Member.id) == col(Template.owner_id))
        .order_by(mine_first, func.lower(col(Template.name)), col(Template.id))
    )


async def usable(db: Read, by: Member, limit: int) -> list[TemplateRow]:
    """The templates a member may choose from, their own first."""
    found = await db.exec(_with_owner(by).where(readable(by)).limit(limit))
    return [TemplateRow(template, name) for template, name in found]


async def get(db: Read, by: Member, id: int) -> TemplateRow:
    """A template that the member may use. Raises Gone."""
    found = (await db.exec(_with_owner(by).where(readable(by), col(Template.id) == id))).one_or_none()
    if found is None:
        raise Gone("This template no longer exists.")
    return TemplateRow(*found)


async def _own(db: Read, by: Member, id: int) -> Template:
    """A template that the member may change. Raises Gone, and Refusal."""
    template = (await get(db, by, id)).template
    if not may_change(by, template):
        raise Refusal(NOT_OWNER)
    return template


async def _same_name(db: Read, owner_id: int, name: str, but: int = 0) -> Template | None:
    """The owner's template with that name, ignoring case; `but` is the id of a template to ignore."""
    folded = fold(name)
    own = await db.exec(select(Template).where(Template.owner_id == owner_id, col(Template.id) != but))
    return next((each for each in own if fold(each.name) == folded), None)


async def add(db: Write, by: Member, content: TemplateContent, now: datetime) -> Template:
    """Add a template that belongs to the member. If an identical one exists, it is returned: the form was submitted
    twice.

    Raises Refusal."""
    content = _checked(content)
    await _lock_owner(db, by.id)
    there = await _same_name(db, by.id, content.name)
    if there is not None:
        if _content(there) == content:
            return there
        raise _taken("You already have", content.name)
    await _check_limit(db, by)
    return await _new(db, by, content, now)


async def _new(db: Write, by: Member, content: TemplateContent, now: datetime) -> Template:
    template = Template(
        workspace_id=by.workspace_id, owner_id=by.id, shared=False, created_at=now, updated_at=now, **asdict(content)
    )
    db.add(template)
    await db.flush()
    return template


def _taken(who_has: str, name: str) -> Refusal:
    return Refusal(f"{who_has} a template named “{name}”. Choose another name.")


async def edit(db: Write, by: Member, id: int, content: TemplateContent, now: datetime) -> Template:
    """Replace the template's content. Raises Refusal and Gone."""
    content = _checked(content)
    template = await _own(db, by, id)
    await _lock_owner(db, template.owner_id)
    if await _same_name(db, template.owner_id, content.name, but=id) is not None:
        raise _taken("You already have" if template.owner_id == by.id else "Its owner already has", content.name)
    for name, value in asdict(content).items():
        setattr(template, name, value)
    template.updated_at = now
    await db.flush()
    return template


async def duplicate(db: Write, by: Member, id: int, now: datetime) -> Template:
    """A copy of a template as the member's own, not shared, under an unused name. Raises Refusal, and Gone."""
    template = (await get(db, by, id)).template
    await _lock_owner(db, by.id)
    await _check_limit(db, by)
    own = await db.exec(select(Template.name).where(Template.owner_id == by.id))
    return await _new(db, by, replace(_content(template), name=_free(template.name, own)), now)


def _free(name: str, names: Iterable[str]) -> str:
    """The first unused name among the given one, "name (copy)", "name (copy 2)" and so on."""
    there = {fold(each) for each in names}
    for number in range(len(there) + 2):
        end = "" if number == 0 else " (copy)" if number == 1 else f" (copy {number})"
        if fold(free := name[: LONGEST_NAME - len(end)].rstrip() + end) not in there:
            return free
    raise AssertionError("there are more names than templates, so one is free")


async def share(db: Write, by: Member, id: int, shared: bool, now: datetime) -> Template:
    """Share the template with the workspace, or make it private again. Raises Refusal and Gone."""
    template = await _own(db, by, id)
    if template.shared != shared:
        template.shared, template.updated_at = shared, now
        await audit.add(db, by.workspace_id, by.id, "template_shared", {"template_id": id, "shared": shared}, now)
    return template


async def delete(db: Write, by: Member, id: int) -> Template:
    """Delete the template and return it. Invitations written with it stay. Raises Refusal and Gone."""
    template = await _own(db, by, id)
    await db.exec(delete_from(Template).where(col(Template.id) == id))
    db.expunge(template)
    return template


async def _lock_owner(db: Write, owner_id: int) -> None:
    """Serialize changes to a member's templates, so that their names stay unique."""
    await db.exec(select(Member.id).where(Member.id == owner_id).with_for_update())


async def _check_limit(db: Read, by: Member) -> None:
    count = (await db.exec(select(func.count()).select_from(Template).where(Template.owner_id == by.id))).one()
    if count >= MOST:
        raise Refusal(f"You have reached the limit of {count} templates. Delete one first.")


def _content(template: Template) -> TemplateContent:
    return TemplateContent(template.kind, template.name, template.subject, template.text, template.language)


def _checked(content: TemplateContent) -> TemplateContent:
    """The content without characters that a database cannot store. Raises Refusal."""
    name = " ".join(clean(content.name).split())
    if not any(sign.isprintable() and not sign.isspace() for sign in name):
        raise Refusal("A template needs a name.")
    if content.kind not in KINDS:
        raise Refusal("Choose a purpose: to connect or to apply.")
    subject, text = clean(content.subject).strip(), clean(content.text).strip()
    for what, written, most in (
        ("name", name, LONGEST_NAME),
        ("subject", subject, LONGEST_SUBJECT),
        ("text", text, LONGEST_TEXT),
    ):
        if len(written) > most:
            raise Refusal(f"The {what} can have at most {most:,} characters; this one has {len(written):,}.")
    return TemplateContent(content.kind, name, subject, text, content.language)
