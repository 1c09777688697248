"""The words of a message on which a shortcut was used, wherever Slack puts them: text, blocks or attachments.

A forwarded message has its words in an attachment, and so do many messages from other apps; the text of an app's
message is only its notification (https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload).
"""

from collections.abc import Iterator
from typing import Any, cast

Body = dict[str, Any]


def message_text(message: Body) -> str:
    """All words, a line for each part, still escaped as in Slack's message text; "" if there are none."""
    text, drawn = _string(message.get("text")), _blocks(message.get("blocks"))
    own = (drawn or text) if message.get("bot_id") else (text or drawn)
    attached = (
        _attachment(each)
        for each in _objects(message.get("attachments"))
        if not own or each.get("is_share") or each.get("is_msg_unfurl") or message.get("bot_id")
    )  # any other is the preview of a link
    return "\n".join(dict.fromkeys(part for part in (own, *attached) if part))


def _attachment(attachment: Body) -> str:
    forwarded = (_object(each.get("message")) for each in _objects(attachment.get("message_blocks")))
    text = _string(attachment.get("text"))
    drawn = "\n".join(filter(None, (_blocks(attachment.get("blocks")), *(_blocks(m.get("blocks")) for m in forwarded))))
    fields = (
        ": ".join(filter(None, (_string(each.get("title")), _string(each.get("value")))))
        for each in _objects(attachment.get("fields"))
    )
    found = (_string(attachment.get("pretext")), _string(attachment.get("title")), text or drawn, *fields)
    return "\n".join(filter(None, found)) or _string(attachment.get("fallback"))


def _blocks(blocks: Any) -> str:
    return "\n".join(line for block in _objects(blocks) for line in _lines(block) if line.strip())


def _lines(node: Body) -> Iterator[str]:
    """The lines of a block, or of a part of one."""
    match node.get("type"):
        case "rich_text_section" | "rich_text_preformatted" | "rich_text_quote":
            yield "".join(map(_span, _objects(node.get("elements"))))
        case "rich_text" | "rich_text_list" | "context":
            for each in _objects(node.get("elements")):
                yield from _lines(each)
        case "mrkdwn" | "plain_text" | "markdown":
            yield _string(node.get("text"))
        case "table":
            for row in cast("list[Any]", node.get("rows") or []):
                cells = (" ".join(filter(None, _lines(cell))) for cell in _objects(row))
                yield " · ".join(filter(None, cells))
        case "raw_text":
            yield _escaped(_string(node.get("text")))
        case "image":
            yield _string(_object(node.get("title")).get("text")) or _string(node.get("alt_text"))
        case _:  # section, header, and whatever else has text
            yield _string(_object(node.get("text")).get("text"))
            for each in _objects(node.get("fields")):
                yield from _lines(each)


def _span(span: Body) -> str:
    match span.get("type"):
        case "user":
            return f"<@{_string(span.get('user_id'))}>"
        case "link":
            return _escaped(_string(span.get("text")) or _string(span.get("url")))
        case "channel":
            return f"<#{_string(span.get('channel_id'))}>"
        case "usergroup":
            return f"<!subteam^{_string(span.get('usergroup_id'))}>"
        case "emoji":
            return f":{_string(span.get('name'))}:"
        case "broadcast":
            return f"@{_string(span.get('range'))}"
        case _:
            return _escaped(_string(span.get("text")) or _string(span.get("fallback")))


def _escaped(text: str) -> str:
    """Escape rich text, the only text that Slack doesn't escape itself."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _string(value: Any) -> str:
    return value.strip("\n") if isinstance(value, str) else ""


def _object(value: Any) -> Body:
    return cast(Body, value) if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Body]:
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast(Body, each) for each in listed if isinstance(each, dict)]
