"""A form as a Slack modal, and what comes back from one.

`callback_id` is the submit verb; `private_metadata` holds {"a": its carried arguments, "m": what the adapter adds,
where the form was opened from}. Slack asks nothing before a submit, so `confirm` of the submit button is not drawn.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from cards.actions.base import BadArguments, carried
from cards.slack import schema as limits
from cards.slack.buttons import RenderContext, actions, mapping, pack, unpack
from cards.slack.inputs import input_blocks, name_of
from cards.slack.nodes import blocks, notice_block
from cards.slack.text import Json, label, plain_text
from cards.text import Rich
from cards.tree import Form, Kind, TooMuch

_ERROR: Final = 300  # units of an error under its input: more is not read


def modal(form: Form, *, metadata: Mapping[str, Any] | None = None) -> Json:
    """The view to open or to put in an open one's place, errors shown under their inputs.

    Raises TooMuch over 100 blocks or 3,000 characters of arguments and metadata."""
    pen = RenderContext(limits.TEXT)
    inner = [notice_block(Kind.ERROR, text, pen) for text in _homeless(form)]
    inner += blocks(form.body, pen)
    for each in form.inputs:
        inner += input_blocks(each, form.values.get(each.name))
        if words := form.errors.get(each.name):
            inner.append(_error(words))
    inner += actions(form.buttons, pen)
    if len(inner) > limits.BLOCKS_PER_VIEW:
        raise TooMuch(f"{form.title}: {len(inner)} blocks, at most {limits.BLOCKS_PER_VIEW}")
    return {
        "type": "modal",
        "title": plain_text(form.title, limits.VIEW_TITLE),
        "submit": plain_text(form.submit.label, limits.VIEW_TITLE),
        "close": plain_text("Cancel", limits.VIEW_TITLE),
        "callback_id": form.submit.does.verb,
        "private_metadata": _packed(form, metadata or {}),
        "blocks": inner or [{"type": "section", "text": plain_text("", 1)}],
    }


def notice(text: Rich) -> Json:
    """A modal that only says something."""
    return {
        "type": "modal",
        "title": plain_text("Sourcer", limits.VIEW_TITLE),
        "close": plain_text("Close", limits.VIEW_TITLE),
        "blocks": [notice_block(None, text, RenderContext(limits.TEXT))],
    }


def field_errors(form: Form, view: Any) -> dict[str, str]:
    """The errors by block id, for `response_action: errors` on the submitted view.

    Empty when there are none, or when one of them has no input there: then the view is to be updated with `modal`."""
    block_of = {name_of(block): block for block in _inputs(view)}
    if any(name not in block_of for name in form.errors):
        return {}
    return {block_of[name]: label(words, _ERROR) or "–" for name, words in form.errors.items()}


def first_field_error(view: Any, text: str) -> Json:
    """The acknowledgement that keeps the submitted view as it is and says one sentence at its first input."""
    first = next(iter(_inputs(view)), None)
    if first is None:
        return {"response_action": "update", "view": notice(text)}
    return {"response_action": "errors", "errors": {first: label(text, _ERROR) or "–"}}


def read_submit(view: Any) -> tuple[str, Json]:
    """The submit verb and its carried arguments. Raises BadArguments."""
    verb = mapping(view).get("callback_id")
    if not isinstance(verb, str) or not verb:
        raise BadArguments("a form without an action")
    return verb, mapping(_metadata(view).get("a", {}))


def read_metadata(view: Any) -> Json:
    """What the adapter gave to `modal`. Raises BadArguments."""
    return mapping(_metadata(view).get("m", {}))


def _metadata(view: Any) -> Json:
    text = mapping(view).get("private_metadata") or "{}"
    return unpack(text, limits.METADATA)


def _packed(form: Form, metadata: Mapping[str, Any]) -> str:
    packed = pack({"a": carried(form.submit.does), "m": dict(metadata)})
    if len(packed) > limits.METADATA:
        raise TooMuch(f"{form.title}: {len(packed)} characters of metadata, at most {limits.METADATA}")
    return packed


def _homeless(form: Form) -> list[str]:
    """Errors of the form as a whole, and those whose input is not on it."""
    names = {each.name for each in form.inputs}
    return [words for name, words in form.errors.items() if name not in names and words]


def _error(words: str) -> Json:
    return {"type": "context", "elements": [plain_text(f"⚠️ {words}", _ERROR)]}


def _inputs(view: Any) -> list[str]:
    """The ids of a view's input blocks, in order."""
    blocks: Any = mapping(view).get("blocks")
    if not isinstance(blocks, list):
        return []
    every = (cast("Json", block) for block in cast("list[Any]", blocks) if isinstance(block, dict))
    return [str(block["block_id"]) for block in every if block.get("type") == "input" and block.get("block_id")]
