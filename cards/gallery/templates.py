"""Examples: templates."""

from dataclasses import replace

from cards.gallery.example import example
from cards.screens.outreach.templates import template_card, template_form, templates_card
from cards.tree import Value
from cards.views.templates import SampleView, TemplateFormView, TemplateList, TemplateView

_HELLO = TemplateView(
    3,
    "First hello",
    "connect",
    "English",
    "Opportunities at {{ sender.company }}",
    shared=False,
    owner="Ana Lima",
    mine=True,
    may_change=True,
)
_NURSES = TemplateView(
    4,
    "Nurses, night shift",
    "apply",
    "Deutsch",
    "Einladung zur Bewerbung: {{ job.title }}",
    shared=True,
    owner="Diego Ruiz",
    mine=False,
    may_change=False,
)
_HOSTILE = replace(_HELLO, id=5, name="<!channel> *Best* [text](https://evil.example)", shared=True)

_READ = SampleView(
    "Grace Hopper",
    "Opportunities at Mercy Hospital",
    "Hello Grace,\n\nMy name is Ana Lima, and I recruit for Mercy Hospital. I came across your profile, and your "
    "background stood out.\n\nKind regards,\n\nAna Lima\nRecruiter\nMercy Hospital\n\n"
    "Let us know whether you're interested:\n[answer link]\n\n—\n\nMercy Hospital\n1 Main Street\nBoston, MA 02110\n\n"
    "Prefer not to hear from us? Unsubscribe here:\n[unsubscribe link]\n",
)
_UNREADABLE = SampleView(
    "Grace Hopper", faults=("{sender title} is empty. Add it in your sender settings, or remove it.",)
)

_LANGUAGES = (("en", "English"), ("es", "Español"), ("fr", "Français"), ("de", "Deutsch"))
_MARKS = (
    ("candidate", ("{first name}", "{company}")),
    ("job", ("{job title}",)),
    ("sender", ("{sender name}",)),
)
_NEW = TemplateFormView(languages=_LANGUAGES, marks=_MARKS)
_TYPED: dict[str, Value] = {
    "name": "First hello",
    "kind": "connect",
    "language": "en",
    "subject": "Hello {firstname}",
    "text": "Hello {first name},\n\nwould you be open to a short call?",
}
_COUNTS = (("all", 7), ("mine", 4), ("shared", 5))

EXAMPLES = (
    example("templates.some", templates_card, TemplateList((_HELLO, _NURSES, _HOSTILE), _COUNTS, "all", 7, 0, 5)),
    example(
        "templates.shared",
        templates_card,
        TemplateList((_NURSES,), _COUNTS, "shared", 5, 1, 4),
        notice="The template “Old” was deleted.",
    ),
    example("templates.none", templates_card, TemplateList((), (("all", 0), ("mine", 0), ("shared", 0)))),
    example("templates.none_mine", templates_card, TemplateList((), (("all", 1), ("mine", 0), ("shared", 1)), "mine")),
    example("template.mine", template_card, _HELLO, _READ, "all", notice="Saved."),
    example("template.shared_by_me", template_card, replace(_HELLO, shared=True), _UNREADABLE, "mine"),
    example("template.theirs", template_card, _NURSES, _READ, "shared"),
    example("template.long", template_card, _HOSTILE, replace(_READ, text="A line of a long text.\n" * 210), "all"),
    example("template_form.new", template_form, _NEW, values={"kind": "connect", "language": "en"}),
    example(
        "template_form.errors",
        template_form,
        _NEW,
        errors={
            "name": "You already have a template named “First hello”. Choose another name.",
            "subject": "Line 1: there's no placeholder {firstname}. Did you mean {first name}?",
        },
        values=_TYPED,
    ),
    example(
        "template_form.preview",
        template_form,
        replace(_NEW, template_id=3, tab="shared", whose="Diego Ruiz", sample=_READ),
        values=_TYPED,
    ),
)
