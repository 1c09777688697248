"""Parses bounces: failed or delayed delivery, reported in the standard format, in a broken one, or as plain text.

Reports: https://www.rfc-editor.org/rfc/rfc3464, status codes: https://www.rfc-editor.org/rfc/rfc3463."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from connectors.mail import bounce_phrases as phrases
from connectors.mail.bounce_causes import Cause, Fault, Verdict, cause_of, compiled, is_challenge, refuses_sender
from connectors.mail.receiving.auto_replies import is_automatic_subject, is_receipt
from connectors.mail.receiving.delivery_reports import Fields, is_report, recipients, recipients_in_text
from connectors.mail.receiving.html_text import text_of
from connectors.mail.receiving.parse import Part, body, header, headers, inner_parts, parts
from connectors.mail.receiving.returned_mail import LONGEST, Returned, explanation, has_copy, returned_by
from connectors.mail.receiving.ses_notices import notice_in

_DAEMON = re.compile(
    r"(mailer-daemon|mail-?daemon|post_?master|no-?reply|mdaemon|microsoftexchange[0-9a-f]+|bounce[sd]?|mail-?delivery"
    r"|delivery-?(status|failure|subsystem)|mail\.?system|smtp-?daemon)[\w.+-]{0,40}@",
    re.I,
)
_DAEMON_NAME = re.compile(
    r"((mail|system) (delivery|administrator|system|subsystem|gateway)|postmaster|mailer[- ]daemon"
    r"|delivery (sub)?system)",
    re.I,
)
_DAEMON_ALONE = re.compile(r"(?:^|[\s<])(?:mailer-daemon|postmaster)@[^\s<>]{1,250}>?\s*(?:\([^()]*\)\s*)?$", re.I)
_FAILED = compiled(phrases.NOT_DELIVERED)
_DELAYED = compiled(phrases.DELAYED)
_GIVEN_UP = compiled(phrases.FINAL)
_WHY = compiled(phrases.REASONS)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -](?=[^\d])")
_REFUSAL = re.compile(
    r"^\W{0,9}(?:\S{1,80}\W{1,3}(?:said|failed with|reason)\W{1,3})?5\d\d[ -]", re.M
)  # a server's line
_REPLIED = re.compile(r"\s*\w{1,6}(?:\[\d+\])?\s?[:：]")
_REPLIED_TO = re.compile(r"\s*(?:re|aw|fwd?|wg)\s?[:：]", re.I)  # a postmaster may be a person
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A failed or delayed delivery. `final`: the server has given up. `cause`: why, including the fault in our own
    setup, if that was the reason. `reason`: the server's text."""

    final: bool
    cause: Cause
    fault: Fault
    reason: str
    message_ids: tuple[str, ...]  # of the message that was not delivered
    reply_tos: tuple[str, ...]  # its Reply-To addresses


def bounce_in(mail: Part) -> Bounce | None:
    """The bounce that this e-mail reports; None if it is not a bounce, or a report of successful delivery."""
    notice = notice_in(mail)
    if notice is not None:
        return _from_report(notice.recipients, "", notice.returned) if notice.kind == "Bounce" else None
    inner = list(parts(mail))
    own_parts = list(parts(mail, into_mails=False))  # a person may forward a report they received
    text = _explanation(own_parts)
    reported = [one for part in own_parts if is_report(part) for one in recipients(part)]
    machine = _from_a_machine(mail)
    if not reported and machine:
        reported = recipients_in_text(text)
    if reported:
        return _from_report(reported, text, returned_by(inner))
    if any(map(is_report, own_parts)) or _from_a_server(mail, text, inner, machine=machine):
        return _from_text(mail, text, returned_by(inner))
    challenge = _challenge(mail, text, inner, machine=machine)
    return challenge or (_from_text(mail, text, returned_by(inner)) if _sent_back(mail, own_parts) else None)


def _from_a_machine(mail: Part) -> bool:
    sender = header(mail, "From")
    return bool(
        headers(mail, "X-Failed-Recipients")
        or _DAEMON.search(sender)
        or _DAEMON_NAME.search(sender)
        or header(mail, "Return-Path") == "<>"
        or (mail.get_content_type() == "multipart/report" and str(mail.get_param("report-type")) == "delivery-status")
    )


def _from_a_server(mail: Part, text: str, inner: list[Part], *, machine: bool) -> bool:
    """Whether a mail server says in this e-mail that it did not deliver ours. If the e-mail comes from a machine, a
    subject that says so is enough; words in the text are enough only if our e-mail is returned or a server is quoted as
    well, because out-of-office notices come from the same senders. From anybody else, the subject, the text and our
    returned e-mail are all needed, and the e-mail must not be a reply or forwarded."""
    if headers(mail, "X-Failed-Recipients"):
        return True
    subject = header(mail, "Subject")
    fails = _FAILED.search(text) is not None
    returned = returned_by(inner)
    if not machine:
        says_so = _FAILED.search(subject) is not None and not _REPLIED.match(subject)
        return fails and says_so and bool(returned.message_ids)
    return _FAILED.search(subject) is not None or (fails and (any(returned) or _is_technical(mail, text, inner)))


def _sent_back(mail: Part, own_parts: list[Part]) -> bool:
    """Whether the e-mail comes from a mailer daemon that attached an e-mail with a Message-ID; the language doesn't
    matter. Automatic replies and receipts may come from the same address."""
    if not _DAEMON_ALONE.search(header(mail, "From")) or _REPLIED_TO.match(header(mail, "Subject")):
        return False
    if is_receipt(mail) or is_automatic_subject(header(mail, "Subject")):
        return False
    attached = [part for part in own_parts[1:] if part.get_content_type() == "message/rfc822"]
    return any(headers(each, "Message-ID") for part in attached for each in inner_parts(part))


def _is_technical(mail: Part, text: str, inner: list[Part]) -> bool:
    """Whether the e-mail quotes a server's refusal, or comes from a mailer daemon with a copy of an e-mail."""
    if _REFUSAL.search(text):
        return True
    return _DAEMON.search(header(mail, "From")) is not None and has_copy(inner)


def _explanation(own_parts: list[Part]) -> str:
    """The server's explanation: its first text part, without the copy of our e-mail."""
    for part in own_parts:
        if part.get_content_maintype() == "text" and not part.is_multipart():
            whole = body(part, LONGEST)
            text = explanation(text_of(whole) if part.get_content_subtype() == "html" else whole)
            if text.strip():
                return text
    return ""


def _from_report(reported: Iterable[Fields], text: str, returned: Returned) -> Bounce | None:
    """The bounce that a report's first failed recipient means: our e-mails have only one recipient. None if nothing
    failed."""
    for fields in reported:
        action = fields.get("action", "").lower()
        stated = _STATUS.search(fields.get("status", ""))
        diagnostic = _diagnostic_text(fields.get("diagnostic-code", ""))
        first = stated[1] if stated else ""
        if action.startswith(("delivered", "relayed", "expanded", "deliverable")) or first == "2":
            continue
        final = action.startswith("fail") or (not action.startswith("delay") and first != "4")
        verdict = _verdict(diagnostic, stated[0] if stated else "", text)
        reason = diagnostic or (f"status {stated[0]}" if stated else _line_with(text, None))
        return _bounce(verdict, reason, returned, final=final)
    return None


def _verdict(diagnostic: str, stated: str, text: str) -> Verdict:
    """Why the delivery failed: according to the diagnostic or, failing that, the status code or the text for people.
    That text lists what may be wrong, so it never marks an address as bad when there is a diagnostic."""
    if is_challenge(diagnostic) or is_challenge(text):
        return Verdict("challenge")
    inside = _STATUS.search(diagnostic)
    status = inside[0] if inside else stated
    verdict = cause_of(diagnostic, status)
    if verdict.cause == "no_such_address" and refuses_sender(f"{diagnostic} {text}"):
        return Verdict("refused")
    if verdict.cause not in ("unknown", "policy"):
        return verdict
    by_text = cause_of(text, status)
    says_why = re.search("[^\\W\\d_]{3}", _ADDRESS.sub("", diagnostic)) is not None
    if by_text.cause in ("unknown", "policy") or (says_why and (by_text.cause == "no_such_address" or by_text.fault)):
        return verdict if says_why else by_text
    return by_text


def _bounce(verdict: Verdict, reason: str, returned: Returned, *, final: bool) -> Bounce:
    final = final and verdict.cause != "challenge"
    return Bounce(final, verdict.cause, verdict.fault, reason, *returned)


def _diagnostic_text(diagnostic: str) -> str:
    """The diagnostic text without its type: "550 5.1.1 No such user" for "smtp; 550 5.1.1 No such user"."""
    return re.sub(r"^\s*[\w.-]{1,20}\s*;\s*", "", diagnostic)[:300].strip()


def _from_text(mail: Part, text: str, returned: Returned) -> Bounce:
    """The bounce in the text that qmail, older Exim and others send: sentences for people, sometimes followed by a copy
    of the e-mail."""
    status, code = _STATUS.search(text), _CODE.search(text)
    kind = status[1] if status else code[1] if code else "5"
    subject = header(mail, "Subject")
    delayed = _DELAYED.search(subject) or _DELAYED.search(text[:2_000])
    given_up = _GIVEN_UP.search(text[:4_000]) or (not delayed and _GIVEN_UP.search(subject))
    final = bool(given_up) or (kind != "4" and not delayed)
    found = status or code
    verdict = _verdict(_paragraph(text, found), status[0] if status else "", text)
    return _bounce(verdict, _line_with(text, found), returned, final=final)


def _challenge(mail: Part, text: str, inner: list[Part], *, machine: bool) -> Bounce | None:
    """The bounce for an e-mail that asks us to confirm something before ours is delivered; None for any other
    e-mail."""
    automatic = machine or header(mail, "Auto-Submitted").lower() not in ("", "no") or headers(mail, "Precedence")
    if not automatic or not is_challenge(f"{header(mail, 'Subject')} {text}"):
        return None
    return Bounce(False, "challenge", "", " ".join(text.split())[:300], *returned_by(inner))


def _paragraph(text: str, code: re.Match[str] | None) -> str:
    """The line with the code and the lines that continue it; "" without a code."""
    if code is None:
        return ""
    start = text.rfind("\n", 0, code.start()) + 1
    return re.split(r"\n[ \t]*\n", text[start : start + 600])[0]


def _line_with(text: str, code: re.Match[str] | None) -> str:
    """The line with the code; without a code, the first line that gives a reason."""
    if code is not None:
        start = text.rfind("\n", 0, code.start()) + 1
        end = text.find("\n", code.end())
        return " ".join(text[start : end if end >= 0 else None].split())[:300]
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return next((line for line in lines if _WHY.search(line)), "")[:300]
