"""A form as an Adaptive Card, in a chat or in a dialog."""

from cards.renderer import TITLE, Json, form_errors
from cards.sanitize import line
from cards.teams.buttons import RenderContext, button_lines
from cards.teams.inputs import draw_input, kinds
from cards.teams.nodes import draw_nodes, draw_notice
from cards.teams.text import heading
from cards.tree import Form, Kind


def draw_form(form: Form, context: RenderContext, *, typeahead: bool) -> list[Json]:
    """The title, errors of the form as a whole, its body, its inputs, and the buttons last."""
    context.kinds = kinds(form.inputs, typeahead=typeahead)
    body: list[Json] = []
    if line(form.title, TITLE):
        body.append(heading(form.title, TITLE, {"size": "Large", "weight": "Bolder"}))
    body += [draw_notice(Kind.ERROR, text, context) for text in form_errors(form)]
    body += draw_nodes(form.body, context)
    for each in form.inputs:
        error = form.errors.get(each.name, "")
        body += draw_input(each, form.values.get(each.name), error, typeahead=typeahead)
    return body + button_lines((form.submit, *form.buttons), context)
