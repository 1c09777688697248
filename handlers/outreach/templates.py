"""Templates: reusable invitation texts, private to a member or shared with the workspace."""

from itertools import groupby
from typing import Any, cast

from cards.actions.templates import (
    DeleteTemplate,
    DuplicateTemplate,
    OpenTemplate,
    OpenTemplateForm,
    OpenTemplates,
    SaveTemplate,
    ShapeTemplate,
    ShareTemplate,
    TypedTemplate,
)
from cards.screens.outreach import templates as screens
from cards.tree import Card, Form, Value
from cards.views.templates import SampleView, TemplateFormView, TemplateList, TemplateView
from connectors.mail.compose import compose, default_texts, marks, sample
from connectors.mail.compose.compose import Facts
from connectors.mail.compose.marks import MARKS, BadMark, mark
from handlers.context import Context
from handlers.outreach.preview import sender_facts
from handlers.replies import Ask, Close, Replies, Show
from store.chat import form_drafts
from store.db import Read
from store.errors import Gone, Refusal
from store.mailbox import mailboxes
from store.outreach import templates
from store.outreach.templates import TemplateContent, TemplateRow
from store.tables.core import Member
from store.tables.outreach import Template

PAGE = 5
_LANGUAGES = dict(compose.LANGUAGES)
_FIELDS = ("name", "kind", "language", "subject", "text")


# ── the list and a single template ───────────────────────────────────────────────


async def open_list(action: OpenTemplates, by: Member, context: Context) -> Replies:
    return Show(await _list(by, context, action.tab, action.page))


async def _list(by: Member, context: Context, tab: str, page: int = 0, *, notice: str = "") -> Card:
    shown = _tab(tab)
    async with context.read() as db:
        found = await templates.listed(db, by, shown, page, PAGE)
    rows = found.rows
    view = TemplateList(
        tuple(_view(row, by) for row in rows.items),
        tuple((name, count) for name, count in found.counts.items()),
        shown,
        rows.total,
        rows.page,
        PAGE,
    )
    return screens.templates_card(view, notice=notice)


def _tab(tab: str) -> templates.Tab:
    return cast(templates.Tab, tab) if tab in ("mine", "shared") else "all"


def _view(row: TemplateRow, by: Member) -> TemplateView:
    template = row.template
    return TemplateView(
        template.id,
        template.name,
        template.kind,
        _LANGUAGES.get(template.language, template.language),
        marks.shown(template.subject) or template.subject,
        template.shared,
        row.owner_name or "Somebody",
        template.owner_id == by.id,
        templates.may_change(by, template),
    )


async def open_one(action: OpenTemplate, by: Member, context: Context) -> Replies:
    return Show(await _card(by, context, action.template_id, action.tab))


async def _card(by: Member, context: Context, id_: int, tab: str, *, notice: str = "") -> Card:
    """The template's card. Raises Gone."""
    async with context.read() as db:
        row = await templates.get(db, by, id_)
        sample_view = await _sample(db, by, context, row.template)
    return screens.template_card(_view(row, by), sample_view, _tab(tab), notice=notice)


async def _sample(db: Read, by: Member, context: Context, content: Template | TemplateContent) -> SampleView:
    """The whole e-mail without its links, from the member to a sample candidate about a sample job."""
    account = await mailboxes.account_of(db, by.workspace_id, context.outreach.mail, context.outreach.keys, by.id)
    sender = await sender_facts(db, by, account)
    written = compose.write(content.subject, content.text, Facts(sample.CANDIDATE, sample.JOB, sender))
    mail = compose.preview(
        account=account,
        sender=sender,
        subject=written.subject,
        text=written.text,
        kind="apply" if content.kind == "apply" else "connect",
        language=content.language,
        source_words=compose.source_words("internet", "", content.language),
    )
    return SampleView(sample.CANDIDATE.name, mail.subject, mail.text, tuple(written.faults.values()))


async def duplicate(action: DuplicateTemplate, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        copy = await templates.duplicate(db, by, action.template_id, context.now())
    return Show(await _card(by, context, copy.id, action.tab, notice=f"This is your own copy, “{copy.name}”."))


async def share(action: ShareTemplate, by: Member, context: Context) -> Replies:
    """Shares the template or stops sharing it; once someone else's template is unshared, it is no longer shown."""
    async with context.write() as db:
        template = await templates.share(db, by, action.template_id, action.shared, context.now())
    if not template.shared and template.owner_id != by.id:
        return Show(await _list(by, context, action.tab, notice=f"“{template.name}” is no longer shared."))
    notice = "Your team can use it now." if template.shared else "Only you can use it now."
    return Show(await _card(by, context, action.template_id, action.tab, notice=notice))


async def delete(action: DeleteTemplate, by: Member, context: Context) -> Replies:
    """Deletes the template; if it is gone or belongs to someone else, the list says so."""
    try:
        async with context.write() as db:
            template = await templates.delete(db, by, action.template_id)
        notice = f"The template “{template.name}” was deleted."
    except Refusal as refusal:
        notice = refusal.message
    return Show(await _list(by, context, action.tab, notice=notice))


# ── the form ─────────────────────────────────────────────────────────────────────


def _draft(template_id: int) -> str:
    return f"template:{template_id}"


async def open_form(action: OpenTemplateForm, by: Member, context: Context) -> Replies:
    """The form for a new template (with the standard text) or an existing template, with any unsaved input filled
    in."""
    async with context.read() as db:
        draft = await form_drafts.get(db, by, _draft(action.template_id))
        owner = ""
        if action.template_id:
            row = await templates.get(db, by, action.template_id)
            if not templates.may_change(by, row.template):
                raise Refusal(templates.NOT_OWNER)
            owner = "" if row.template.owner_id == by.id else row.owner_name
            before = _as_typed({name: getattr(row.template, name) for name in _FIELDS})
        else:
            subject, text = default_texts.standard("connect", "en", job=False)
            before = _as_typed({"kind": "connect", "language": "en", "subject": subject, "text": text})
    values = {**before, **{name: words for name, words in draft.items() if name in _FIELDS and isinstance(words, str)}}
    return Ask(_form(action.template_id, action.tab, values, owner=owner))


def _form(
    template_id: int,
    tab: str,
    values: dict[str, Any],
    *,
    owner: str = "",
    errors: dict[str, str] | None = None,
    sample_view: SampleView | None = None,
) -> Form:
    view = TemplateFormView(template_id, _tab(tab), owner, compose.LANGUAGES, _marks(), sample_view)
    shown: dict[str, Value] = {name: words for name, words in values.items() if words}
    return screens.template_form(view, errors=errors, values=shown)


def _marks() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """All marks, grouped by what they are about: the candidate, the job, or the sender."""
    about = groupby(MARKS, key=lambda name: name.partition(".")[0])
    return tuple((part, tuple(map(mark, names))) for part, names in about)


def _as_typed(stored: dict[str, str]) -> dict[str, str]:
    """A stored template in the way its form shows it: with marks, if marks can express it."""
    return stored | {name: marks.shown(stored[name]) or stored[name] for name in ("subject", "text")}


def _typed(action: TypedTemplate) -> dict[str, str]:
    """The typed input; an unknown kind or language becomes the first choice."""
    return {
        "name": action.name,
        "kind": action.kind if action.kind in templates.KINDS else "connect",
        "language": action.language if action.language in _LANGUAGES else "en",
        "subject": compose.tidy(action.subject),
        "text": compose.tidy(action.text),
    }


async def shape(action: ShapeTemplate, by: Member, context: Context) -> Replies:
    """*Preview*: shows a sample. *Standard text*: replaces the text with the standard one of that kind and language."""
    typed = _typed(action)
    stored, errors, sample_view = typed, dict[str, str](), None
    if action.do == "standard":
        subject, text = default_texts.standard(typed["kind"], typed["language"], job=False)
        typed = _as_typed({**typed, "subject": subject, "text": text})
    else:
        stored, errors = _parse(typed)
    async with context.write() as db:
        await form_drafts.save(db, by, _draft(action.template_id), typed, context.now())
        if action.do != "standard" and not errors:
            sample_view = await _sample(db, by, context, TemplateContent(**stored))
    return Ask(_form(action.template_id, action.tab, typed, errors=errors, sample_view=sample_view))


def _parse(typed: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The input in stored form, and its errors; texts are checked with sample data that fills every variable."""
    stored, errors = dict(typed), dict[str, str]()
    for name, most in (("subject", screens.LONGEST_SUBJECT), ("text", screens.LONGEST_TEXT)):
        try:
            stored[name] = marks.source(typed[name])
        except BadMark as bad:
            errors[name] = bad.words
        if len(typed[name]) > most:
            errors[name] = f"Use at most {most:,} characters; this has {len(typed[name]):,}."
    written = compose.write(stored["subject"], stored["text"], sample.SAMPLE)
    return stored, written.faults | errors


async def save(action: SaveTemplate, by: Member, context: Context) -> Replies:
    """Saves the template and shows it; invalid input stays in the form and is stored as a draft."""
    typed = _typed(action)
    stored, errors = _parse(typed)
    if not typed["name"].strip():
        errors["name"] = "A template needs a name."
    if not errors:
        try:
            return Close(), Show(await _save(action, by, context, TemplateContent(**stored)))
        except Gone as gone:
            errors[""] = f"{gone.message} Your text is still here: save it as a new template."
            action = SaveTemplate(tab=action.tab)
        except Refusal as refusal:
            errors["name"] = refusal.message
    async with context.write() as db:
        await form_drafts.save(db, by, _draft(action.template_id), typed, context.now())
    return Ask(_form(action.template_id, action.tab, typed, errors=errors))


async def _save(action: SaveTemplate, by: Member, context: Context, words: TemplateContent) -> Card:
    """Saves the template. Raises Refusal and Gone."""
    async with context.write() as db:
        if action.template_id:
            template = await templates.edit(db, by, action.template_id, words, context.now())
        else:
            template = await templates.add(db, by, words, context.now())
        await form_drafts.drop(db, by, _draft(action.template_id))
    return await _card(by, context, template.id, action.tab, notice="Saved.")
