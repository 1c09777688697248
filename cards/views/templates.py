"""What the screens of templates are drawn from: plain values, made by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template. `kind` is connect or apply, `language` its own name, `owner` who wrote it."""

    id: int
    name: str
    kind: str
    language: str
    subject: str
    shared: bool
    owner: str
    mine: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class TemplateList:
    """A page of the tab; `counts` by tab: all, mine, shared."""

    templates: tuple[TemplateView, ...]
    counts: tuple[tuple[str, int], ...]
    tab: str = "all"
    total: int = 0
    page: int = 0
    page_size: int = 5


@dataclass(frozen=True, slots=True)
class SampleView:
    """How a text reads for a sample person, or why it cannot be written, in words."""

    name: str
    subject: str = ""
    text: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateFormView:
    """`whose` is the owner's name where an admin changes a colleague's."""

    template_id: int = 0
    tab: str = "all"
    whose: str = ""
    languages: tuple[tuple[str, str], ...] = ()  # code, its own name
    variables: tuple[tuple[str, str], ...] = ()  # name, meaning
    sample: SampleView | None = None
