"""A form as a Slack modal, and the modals that the adapter answers a submitted form with.

`callback_id` is the submit verb; `private_metadata` holds {"a": its carried arguments, "m": the adapter's metadata:
where the form was opened}. Slack has no confirmation before a submit, so the submit button's `confirm` is not drawn.
"""

from collections.abc import Mapping
from typing import Any, cast

from cards.actions.base import carried
from cards.renderer import ERROR, Json, form_errors
from cards.slack import schema as limits
from cards.slack.buttons import RenderContext, button_lines, pack
from cards.slack.inputs import draw_input, name_of
from cards.slack.nodes import draw_nodes, draw_notice
from cards.slack.press import mapping
from cards.slack.text import label, plain_text
from cards.text import Rich
from cards.tree import Form, Kind, TooMuch


def draw_form(form: Form, metadata: Mapping[str, Any]) -> Json:
    """The view to open, or to replace an open view with; errors are shown below their inputs.

    Raises TooMuch over 100 blocks or 3,000 characters of arguments and metadata."""
    context = RenderContext(limits.TEXT)
    inner = [draw_notice(Kind.ERROR, text, context) for text in form_errors(form)]
    inner += draw_nodes(form.body, context)
    for each in form.inputs:
        inner += draw_input(each, form.values.get(each.name), form.errors.get(each.name, ""))
    inner += button_lines(form.buttons, context)
    if len(inner) > limits.BLOCKS_PER_VIEW:
        raise TooMuch(f"{form.title}: {len(inner)} blocks, at most {limits.BLOCKS_PER_VIEW}")
    return {
        "type": "modal",
        "title": plain_text(form.title, limits.VIEW_TITLE),
        "submit": plain_text(form.submit.label, limits.VIEW_TITLE),
        "close": plain_text("Cancel", limits.VIEW_TITLE),
        "callback_id": form.submit.does.verb,
        "private_metadata": _packed(form, metadata),
        "blocks": inner or [{"type": "section", "text": plain_text("", 1)}],
    }


def notice(text: Rich) -> Json:
    """A modal with a message and nothing to fill in."""
    return {
        "type": "modal",
        "title": plain_text("Sourcer", limits.VIEW_TITLE),
        "close": plain_text("Close", limits.VIEW_TITLE),
        "blocks": [draw_notice(None, text, RenderContext(limits.TEXT))],
    }


def field_errors(form: Form, view: Any) -> dict[str, str]:
    """The errors by block id, for `response_action: errors` on the submitted view.

    Empty when there are no errors, or when an error has no input in the view: then the view must be redrawn."""
    block_of = {name_of(block): block for block in _inputs(view)}
    if any(name not in block_of for name in form.errors):
        return {}
    return {block_of[name]: label(text, ERROR) or "–" for name, text in form.errors.items()}


def first_field_error(view: Any, text: str) -> Json:
    """The acknowledgment that leaves the submitted view unchanged and shows one error at its first input."""
    first = next(iter(_inputs(view)), None)
    if first is None:
        return {"response_action": "update", "view": notice(text)}
    return {"response_action": "errors", "errors": {first: label(text, ERROR) or "–"}}


def _packed(form: Form, metadata: Mapping[str, Any]) -> str:
    packed = pack({"a": carried(form.submit.does), "m": dict(metadata)})
    if len(packed) > limits.METADATA:
        raise TooMuch(f"{form.title}: {len(packed)} characters of metadata, at most {limits.METADATA}")
    return packed


def _inputs(view: Any) -> list[str]:
    """The ids of a view's input blocks, in order."""
    blocks: Any = mapping(view).get("blocks")
    if not isinstance(blocks, list):
        return []
    every = (cast("Json", block) for block in cast("list[Any]", blocks) if isinstance(block, dict))
    return [str(block["block_id"]) for block in every if block.get("type") == "input" and block.get("block_id")]
