"""Templates: reusable invitation texts."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenTemplates(Action, verb="templates", needs="contact", reads=True):
    """The list; `tab` is all, mine or shared."""

    tab: str = "all"
    page: int = 0


@dataclass(frozen=True)
class OpenTemplate(Action, verb="template", needs="contact", reads=True):
    """One template: its text, and a sample filled in for a made-up person."""

    template_id: int
    tab: str = "all"


@dataclass(frozen=True)
class OpenTemplateForm(Action, verb="template_form", needs="contact", opens_form=True):
    """Open the form for a new template; with an id, edit that template."""

    template_id: int = 0
    tab: str = "all"


@dataclass(frozen=True)
class TypedTemplate:
    """The inputs of the template form."""

    name: str = typed("")
    kind: str = typed("connect")
    language: str = typed("en")
    subject: str = typed("")
    text: str = typed("")


@dataclass(frozen=True)
class SaveTemplate(TypedTemplate, Action, verb="save_template", needs="contact"):
    """Save a new template; with an id, overwrite that template."""

    template_id: int = 0
    tab: str = "all"


@dataclass(frozen=True)
class ShapeTemplate(TypedTemplate, Action, verb="shape_template", needs="contact", opens_form=True):
    """Redraw the form: `do` is "preview", or "standard" to fill in the built-in text of that kind."""

    template_id: int = 0
    tab: str = "all"
    do: str = "preview"


@dataclass(frozen=True)
class DuplicateTemplate(Action, verb="duplicate_template", needs="contact"):
    template_id: int
    tab: str = "all"


@dataclass(frozen=True)
class ShareTemplate(Action, verb="share_template", needs="contact"):
    """Share the template with the workspace, or stop sharing it."""

    template_id: int
    tab: str = "all"
    shared: bool = True


@dataclass(frozen=True)
class DeleteTemplate(Action, verb="delete_template", needs="contact"):
    template_id: int
    tab: str = "all"
