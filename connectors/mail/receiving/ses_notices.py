"""Amazon SES's notices of bounces and complaints, which Amazon SNS can send by e-mail, as JSON.

https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from connectors.mail.receiving.delivery_reports import Fields
from connectors.mail.receiving.parse import Part, body, headers
from connectors.mail.receiving.returned_mail import Returned

_LONGEST = 200_000  # characters: a notice repeats the headers of our e-mail


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. `kind`: "Bounce", "Complaint", "Delivery", … `recipients`: the fields for each recipient, as in a
    delivery report."""

    kind: str
    recipients: tuple[Fields, ...]
    returned: Returned


def notice_in(mail: Part) -> Notice | None:
    """The notice that this e-mail contains; None for any other e-mail."""
    if mail.is_multipart() or not headers(mail, "x-amz-sns-message-id"):
        return None
    whole = _object(body(mail, _LONGEST).replace("!\n ", ""))  # as some servers wrap long lines
    notice = _object(whole["Message"]) if isinstance(whole.get("Message"), str) else whole
    kind = str(notice.get("notificationType") or notice.get("eventType") or "")
    if not kind:
        return None
    sent = _inner(notice, "mail")
    given = [(str(each.get("name", "")).lower(), str(each.get("value", ""))) for each in _list(sent, "headers")]
    common = str(_inner(sent, "commonHeaders").get("messageId", ""))
    ids = [value for name, value in given if name == "message-id"] + ([common] if common else [])
    return Notice(
        kind,
        tuple(_fields(each) for each in _list(_inner(notice, "bounce"), "bouncedRecipients")),
        Returned(tuple(dict.fromkeys(ids)), tuple(value for name, value in given if name == "reply-to")),
    )


def _fields(recipient: Mapping[str, Any]) -> Fields:
    names = {"action": "action", "status": "status", "diagnosticCode": "diagnostic-code"}
    return {ours: str(recipient[theirs]) for theirs, ours in names.items() if recipient.get(theirs)}


def _object(text: str) -> dict[str, Any]:
    try:
        found, _ = json.JSONDecoder().raw_decode(text, max(0, text.find("{")))
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _inner(whole: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = whole.get(name)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _list(whole: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = whole.get(name)
    items = cast("list[Any]", found)[:50] if isinstance(found, list) else []
    return [cast("dict[str, Any]", each) for each in items if isinstance(each, dict)]
