"""Templates: texts of invitations that are kept."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenTemplates(Action, verb="templates", needs="contact", reads=True):
    """The list; `tab` is all, mine or shared."""

    tab: str = "all"
    page: int = 0


@dataclass(frozen=True)
class OpenTemplate(Action, verb="template", needs="contact", reads=True):
    """One template: its text, and how it reads for a sample person."""

    template_id: int
    tab: str = "all"


@dataclass(frozen=True)
class OpenTemplateForm(Action, verb="template_form", needs="contact", opens_form=True):
    """A new one, or with an id one to edit."""

    template_id: int = 0
    tab: str = "all"


@dataclass(frozen=True)
class TypedTemplate:
    """What stands in the form of a template."""

    name: str = typed("")
    kind: str = typed("connect")
    language: str = typed("en")
    subject: str = typed("")
    text: str = typed("")


@dataclass(frozen=True)
class SaveTemplate(TypedTemplate, Action, verb="save_template", needs="contact"):
    """A new one, or with an id one written anew."""

    template_id: int = 0
    tab: str = "all"


@dataclass(frozen=True)
class ShapeTemplate(TypedTemplate, Action, verb="shape_template", needs="contact", opens_form=True):
    """The same form: `do` is "preview" for how it reads, or "standard" for the shipped text of that kind."""

    template_id: int = 0
    tab: str = "all"
    do: str = "preview"


@dataclass(frozen=True)
class DuplicateTemplate(Action, verb="duplicate_template", needs="contact"):
    template_id: int
    tab: str = "all"


@dataclass(frozen=True)
class ShareTemplate(Action, verb="share_template", needs="contact"):
    """Let the workspace use it, or only its owner again."""

    template_id: int
    tab: str = "all"
    shared: bool = True


@dataclass(frozen=True)
class DeleteTemplate(Action, verb="delete_template", needs="contact"):
    template_id: int
    tab: str = "all"
