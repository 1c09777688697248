"""Complaints: a mail provider reports that the recipient marked our e-mail as spam.

https://www.rfc-editor.org/rfc/rfc5965 (ARF), https://www.rfc-editor.org/rfc/rfc6650"""

import re
from dataclasses import dataclass

from connectors.mail.receiving.parse import Part, body, header, inner_parts, parts
from connectors.mail.receiving.returned_mail import LONGEST, returned_by
from connectors.mail.receiving.ses_notices import notice_in

_TYPE = re.compile(r"^[\s>]{0,8}feedback-type\s{0,4}:\s{0,4}([\w-]{1,30})", re.I | re.M)
_FIELDS = re.compile(
    r"^[\s>]{0,8}(version|user-agent|original-(mail-from|rcpt-to)|source-ip|arrival-date|reported-)", re.I | re.M
)
# The other types are not complaints: not-spam withdraws one, auth-failure and dmarc are about the sender's setup.
_COMPLAINTS = ("abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized", "spam", "complaint")
_SUBJECT = re.compile(r"complaint about message from", re.I)


@dataclass(frozen=True, slots=True)
class Complaint:
    message_ids: tuple[str, ...]  # of the e-mail complained about
    reply_tos: tuple[str, ...]


def complaint_in(mail: Part) -> Complaint | None:
    """The complaint in this e-mail, whether it is a report, only the headers of one, or forwarded by somebody; None if
    there is no complaint."""
    notice = notice_in(mail)
    if notice is not None:
        return Complaint(*notice.returned) if notice.kind == "Complaint" else None
    inner = list(parts(mail))
    returned = returned_by(inner)
    if any(_complains(part) for part in inner) or (_SUBJECT.match(header(mail, "Subject")) and any(returned)):
        return Complaint(*returned)
    return None


def _complains(part: Part) -> bool:
    kind = header(part, "Feedback-Type")
    if not kind and part.get_content_type() == "message/feedback-report":
        fields = [f"{name}: {value}" for block in inner_parts(part) for name, value in block.items()]
        found = _TYPE.search("\n".join([*fields, body(part, LONGEST)]))
        kind = found[1] if found else ""
    elif not kind and part.get_content_type() == "text/plain":
        text = body(part, LONGEST)
        found = _TYPE.search(text) if _FIELDS.search(text) else None
        kind = found[1] if found else ""
    return kind.lower() in _COMPLAINTS
