"""Templates: the list, one template with a sample, and the form."""

from cards.actions.templates import (
    DeleteTemplate,
    DuplicateTemplate,
    OpenTemplate,
    OpenTemplateForm,
    OpenTemplates,
    SaveTemplate,
    ShapeTemplate,
    ShareTemplate,
)
from cards.screens.outreach.invitation import KINDS, parts
from cards.screens.start import banner
from cards.screens.wording import short
from cards.text import Muted, Rich, Strong, join
from cards.tree import (
    AnyButton,
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    Form,
    Heading,
    Kind,
    Node,
    Notice,
    Option,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
    TextInput,
    Value,
)
from cards.views.templates import SampleView, TemplateFormView, TemplateList, TemplateView

LONGEST_NAME, LONGEST_SUBJECT, LONGEST_TEXT = 80, 200, 3000
_TABS = {"all": "All", "mine": "Mine", "shared": "Shared"}
_PARTS = {"candidate": "Candidate", "job": "Job", "sender": "You"}


def templates_card(found: TemplateList, *, notice: str = "") -> Card:
    """The member's templates, and those shared with the workspace."""
    counts = dict(found.counts)
    tabs = tuple(
        Tab(label, OpenTemplates(tab), selected=tab == found.tab, count=f"{counts.get(tab, 0):,}")
        for tab, label in _TABS.items()
    )
    return Card(
        summary=f"Templates: {counts.get('all', 0):,}",
        body=(
            Heading("Templates"),
            *banner(notice),
            *((Tabs(tabs),) if counts.get("all") else ()),
            *(_row(each, found.tab) for each in found.templates),
            *(() if found.templates else (Text(_empty_text(found.tab, counts.get("all", 0))),)),
            *_pager(found),
        ),
        buttons=(Button("New template", does=OpenTemplateForm(tab=found.tab), main=True),),
        redraw=OpenTemplates(found.tab, found.page),
    )


def _row(template: TemplateView, tab: str) -> Row:
    edit: tuple[AnyButton, ...] = ()
    if template.may_change:
        edit = (Button("Edit", does=OpenTemplateForm(template.id, tab), hint=f"Edit {template.name}"),)
    return Row(
        (Strong(template.name), Muted(f" · {_visibility(template)}")),
        (join((_kind(template.kind), template.language)), short(template.subject, 120)),
        buttons=(Button("Open", does=OpenTemplate(template.id, tab), hint=f"Open {template.name}"), *edit),
    )


def _kind(kind: str) -> str:
    return next((option.label for option in KINDS if option.value == kind), kind)


def _visibility(template: TemplateView) -> str:
    if not template.shared:
        return "only you"
    return "shared by you" if template.mine else f"shared by {template.owner}"


def _empty_text(tab: str, total: int) -> str:
    if not total:
        return "No templates yet. Invitations start from a standard text; save your own wording as a template."
    return "You have no templates of your own yet." if tab == "mine" else "No one has shared a template yet."


def _pager(found: TemplateList) -> tuple[Pager, ...]:
    if found.total <= found.page_size:
        return ()
    first, last = found.page * found.page_size + 1, min(found.total, (found.page + 1) * found.page_size)
    return (
        Pager(
            f"{first}–{last} of {found.total:,}",
            OpenTemplates(found.tab, found.page - 1) if found.page else None,
            OpenTemplates(found.tab, found.page + 1) if last < found.total else None,
        ),
    )


def template_card(template: TemplateView, sample: SampleView, tab: str, *, notice: str = "") -> Card:
    """One template, filled in for a sample person."""
    return Card(
        summary=f"Template {template.name}",
        body=(
            Heading(template.name),
            *banner(notice, Kind.SUCCESS),
            Facts(
                (
                    ("For", _kind(template.kind)),
                    ("Language", template.language),
                    ("Who can use it", _visibility(template)),
                )
            ),
            Divider(),
            *_sample(sample),
        ),
        buttons=(*_change(template, tab), Button("All templates", does=OpenTemplates(tab))),
        redraw=OpenTemplate(template.id, tab),
    )


def _change(template: TemplateView, tab: str) -> tuple[AnyButton, ...]:
    copy = Button("Duplicate", does=DuplicateTemplate(template.id, tab), hint=f"Duplicate {template.name}")
    if not template.may_change:
        return (copy,)
    return (
        Button("Edit", does=OpenTemplateForm(template.id, tab), main=True, hint=f"Edit {template.name}"),
        copy,
        Button("Stop sharing", does=ShareTemplate(template.id, tab, shared=False))
        if template.shared
        else Button("Share with the workspace", does=ShareTemplate(template.id, tab)),
        Button(
            "Delete",
            does=DeleteTemplate(template.id, tab),
            danger=True,
            confirm=_delete_confirmation(template),
            hint=f"Delete {template.name}",
        ),
    )


def _delete_confirmation(template: TemplateView) -> str:
    others = " Your team won't be able to use it anymore." if template.shared else ""
    return f"Delete the template “{short(template.name, 80)}”?{others}"


def _sample(sample: SampleView) -> tuple[Node, ...]:
    """The text for the sample person, or its errors."""
    if sample.faults:
        return tuple(Notice(Kind.WARNING, words) for words in sample.faults)
    return (
        Text(f"Filled in for a sample candidate, {sample.name}, and a sample job:", muted=True),
        Text(("Subject: ", Strong(sample.subject))),
        *map(Text, parts(sample.text)),
    )


def template_form(
    view: TemplateFormView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """The form for writing, previewing and saving a template."""
    id_, tab = view.template_id, view.tab
    whose: tuple[Node, ...] = (Text(("This template belongs to ", Strong(view.whose), ".")),) if view.whose else ()
    return Form(
        title="Edit template" if view.template_id else "New template",
        body=(
            *whose,
            *((*_sample(view.sample), Divider()) if view.sample else ()),
            *(Text(line, muted=True) for line in _marks(view.marks)),
        ),
        inputs=(
            TextInput("name", "Name", placeholder="First hello", required=True, max_length=LONGEST_NAME),
            Choice("kind", "What it is for", KINDS, required=True, expanded=True),
            Choice("language", "Language", tuple(Option(code, name) for code, name in view.languages), required=True),
            TextInput("subject", "Subject", required=True, max_length=LONGEST_SUBJECT),
            TextInput(
                "text",
                "Message",
                hint="Your signature, the answer link and the footer are added below",
                multiline=True,
                required=True,
                max_length=LONGEST_TEXT,
            ),
        ),
        submit=Button("Save", does=SaveTemplate(template_id=id_, tab=tab), main=True),
        buttons=(
            Button("Preview", does=ShapeTemplate(template_id=id_, tab=tab)),
            Button("Standard text", does=ShapeTemplate(template_id=id_, tab=tab, do="standard")),
        ),
        errors=errors or {},
        values=values or {},
    )


def _marks(marks: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Rich, ...]:
    """The placeholders, one line for each group, and how to handle a missing value."""
    lines: list[Rich] = [(Strong(f"{_PARTS.get(part, part)}: "), ", ".join(names)) for part, names in marks]
    if lines:
        lines.append("Text in square brackets is left out if its placeholder has no value: [ at {company}]")
        lines.append("After a bar, write the text to use instead: [at {company}|in your current job]")
    return tuple(lines)
