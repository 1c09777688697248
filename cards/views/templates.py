"""View data for the template screens: plain values, built by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template. `kind` is connect or apply, `language` the language's native name, `owner` the author's name."""

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
    """One page of a tab. `counts`: the number of templates on each tab: all, mine, shared."""

    templates: tuple[TemplateView, ...]
    counts: tuple[tuple[str, int], ...]
    tab: str = "all"
    total: int = 0
    page: int = 0
    page_size: int = 5


@dataclass(frozen=True, slots=True)
class SampleView:
    """A template's text filled in for a sample person, or the errors that prevent filling it in."""

    name: str
    subject: str = ""
    text: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateFormView:
    """`whose` is the owner's name if an admin edits a colleague's template."""

    template_id: int = 0
    tab: str = "all"
    whose: str = ""
    languages: tuple[tuple[str, str], ...] = ()  # (code, native name)
    marks: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (candidate, job or sender; its marks)
    sample: SampleView | None = None
