"""Builds bounces and complaints as mail servers lay them out."""

# ruff: noqa: E501

import base64
import json
from collections.abc import Callable

from tests.connectors.mail.receiving.answer_forms import LETTER, OURS, REPLY_TO, SUBJECT

TO = "grace@home.example"
_COPY = f"Message-ID: {OURS}\nReply-To: {REPLY_TO}\nFrom: jobs@acme.example\nTo: {TO}\nSubject: {SUBJECT}\n\n{LETTER}"
_SNS = "From: SES <no-reply@sns.amazonaws.example>\nSubject: AWS Notification Message\nx-amz-sns-message-id: 02f86d9b\n"
_LEAVE = "\n--\nIf you wish to stop receiving notifications from this topic, click the link below to unsubscribe:\n"


def _head(sender: str, subject: str, *more: str) -> str:
    return "\n".join((f"From: {sender}", "To: jobs@acme.example", f"Subject: {subject}", *more))


def _parts(head: str, kind: str, *parts: tuple[str, str], boundary: str = "b", used: str = "b") -> str:
    inside = "".join(f"--{used}\nContent-Type: {content_type}\n\n{body}\n" for content_type, body in parts)
    return f"{head}\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary={boundary}\n\n{inside}--{used}--\n"


def _fields(status: str, words: str, action: str = "failed") -> str:
    diagnostic = "\nDiagnostic-Code: smtp; " + "\n ".join(words.split("\n")) if words else ""
    return f"Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; {TO}\nAction: {action}\nStatus: {status}{diagnostic}\n"


def _report(
    sender: str, subject: str, said: str, status: str, words: str, action: str = "failed", used: str = "b"
) -> str:
    return _parts(
        _head(sender, subject, "Return-Path: <>", "Auto-Submitted: auto-replied"),
        "report; report-type=delivery-status",
        ("text/plain", said),
        ("message/delivery-status", _fields(status, words, action)),
        ("message/rfc822", _COPY),
        used=used,
    )


def _postfix(status: str, words: str, command: str = "RCPT TO", action: str = "failed") -> str:
    said = (
        "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could\n"
        "not be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail "
        "to postmaster.\nIf you do so, please include this problem report. You can\ndelete your own text from the "
        f"attached returned message.\n\n<{TO}>: host mx.home.example[192.0.2.7] said: {words} (in reply to {command} command)"
    )
    if action == "delayed":
        said = f"Your message could not be delivered for more than 4 hours. It will be retried until it is 5 days old.\n\n<{TO}>: {words}"
    subject = "Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail (still being retried)"
    return _report("MAILER-DAEMON@mx.example.net (Mail Delivery System)", subject, said, status, words, action)


def _exim(words: str, stage: str = f"RCPT TO:<{TO}>") -> str:
    indented = "\n".join(f"    {line}" for line in words.split("\n"))
    return (
        f"{_head('Mail Delivery System <Mailer-Daemon@mx.example.net>', 'Mail delivery failed: returning message to sender', 'Return-Path: <>')}\n\n"
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        f"  {TO}\n    host mx.home.example [192.0.2.7]\n    SMTP error from remote mail server after {stage}:\n{indented}\n\n"
        f"------ This is a copy of the message, including all the headers. ------\n\n{_COPY}\n"
    )


def _plain(sender: str, subject: str, text: str) -> str:
    return f"{_head(sender, subject, 'Return-Path: <>')}\n\n{text}\n"


def _encoded(charset: str, sender: str, subject: str, said: str, status: str, words: str) -> str:
    text = base64.encodebytes(f"{said}\n{words}".encode(charset)).decode()
    return _parts(
        _head(sender, subject, "Return-Path: <>"),
        "report; report-type=delivery-status",
        (f"text/plain; charset={charset}\nContent-Transfer-Encoding: base64", text),
        ("message/delivery-status", _fields(status, words)),
        ("text/rfc822-headers", _COPY.partition("\n\n")[0]),
    )


def _ses(key: str, kind: str, details: dict[str, object], *, wrapped: bool = False) -> str:
    mail = {"headers": [{"name": "Message-ID", "value": OURS}, {"name": "Reply-To", "value": REPLY_TO}]}
    notice = json.dumps({key: kind, kind.lower(): details, "mail": mail})
    body = json.dumps({"Type": "Notification", "Message": notice, "UnsubscribeURL": "https://sns.example"}, indent=1)
    return f"{_SNS}\n{body if wrapped else notice}\n{_LEAVE}"


def _bounced(status: str, words: str) -> dict[str, object]:
    recipient = {"emailAddress": TO, "action": "failed", "status": status, "diagnosticCode": words}
    return {"bounceType": "Permanent", "bouncedRecipients": [recipient]}


BOUNCES: dict[str, Callable[[str, str], str]] = {  # status, words → the e-mail
    "postfix": _postfix,
    "postfix_sender": lambda status, words: _postfix(status, words, "MAIL FROM"),
    "postfix_delay": lambda status, words: _postfix(status, words, action="delayed"),
    "exim": lambda status, words: _exim(words),
    "exim_sender": lambda status, words: _exim(words, "MAIL FROM:<jobs@acme.example>"),
    "exim_delay": lambda status, words: _plain(
        "Mail Delivery System <Mailer-Daemon@mx.example.net>", "Warning: message 1abc delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been "
        f"delivered to one or more of its recipients\nafter more than 24 hours on the queue.\n\nMessage-ID: {OURS}\n\n"
        "No action is required on your part. Delivery attempts will continue for some time.",
    ),
    "qmail": lambda status, words: _plain(
        "MAILER-DAEMON@mx.example.net", "failure notice",
        "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the "
        f"following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{TO}>:\n{words}\n\n"
        f"--- Below this line is a copy of the message.\n\n{_COPY}",
    ),
    "exchange": lambda status, words: _report(
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net>", f"Undeliverable: {SUBJECT}",
        f"Delivery has failed to these recipients or groups:\n\n{TO}\n\nDiagnostic information for administrators:\n{words}",
        status, words,
    ),
    "sendmail": lambda status, words: _report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>", "Returned mail: see transcript for details",
        f"   ----- The following addresses had permanent fatal errors -----\n<{TO}>\n\n   ----- Transcript of session "
        f"follows -----\n... while talking to mx.home.example.:\n>>> RCPT To:<{TO}>\n<<< {words}", status, words,
    ),
    "gmail": lambda status, words: _report(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        f"** Message not delivered **\n\nYour message wasn't delivered to {TO}. See the technical details below.\n\nThe "
        f"response from the remote server was:\n{words}", status, words,
    ),
    "ses": lambda status, words: _ses("notificationType", "Bounce", _bounced(status, words)),
    "ses_event": lambda status, words: _ses("eventType", "Bounce", _bounced(status, words), wrapped=True),
    "gateway": lambda status, words: _parts(
        _head("scanner@gw.example.net", "Mail could not be delivered"), "mixed",
        ("text/plain", f"****** Message from a mail security suite ******\n\nThe following mail could not be delivered.\n"
         f"Sent <<< RCPT TO:<{TO}>\nReceived >>> {words}"),
        ("message/rfc822", _COPY),
    ),
    "courier": lambda status, words: _report(
        '"Courier mail server" <postmaster@mx.example.net>', "NOTICE: mail delivery status.",
        f"This is a delivery status notification from mx.example.net.\n\nUNDELIVERABLE MAIL\n\nYour message could not be "
        f"delivered to the following recipients:\n\n<{TO}>:\n  mx.home.example [192.0.2.7]:\n<<< {words}", status, words,
    ),
    "domino": lambda status, words: _report(
        "Postmaster@mx.example.net", f"DELIVERY FAILURE: {words}",
        f"Your message\n\n  Subject: {SUBJECT}\n\nwas not delivered to:\n\n  {TO}\n\nbecause:\n\n  {words}", status, "",
    ),
    "opensmtpd": lambda status, words: _plain(
        "Mailer Daemon <MAILER-DAEMON@mx.example.net>", "Delivery status notification: error",
        "Hi!\n\nThis is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\nAn error has occurred while attempting to "
        f"deliver a message for\nthe following list of recipients:\n\n{TO}: {words}\n\nBelow is a copy of the original "
        f"message:\n\n{_COPY}",
    ),
    "no_parts": lambda status, words: (  # no boundary where the headers promise one
        f"{_head('MAILER-DAEMON@mx.example.net', 'Delivery Notification: Delivery has failed')}\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=never\n\nYour message cannot be delivered "
        f"to the following recipients:\n\n{_fields(status, words)}\n{_COPY}\n"
    ),
    "wrong_boundary": lambda status, words: _report(
        "MAILER-DAEMON@mx.example.net", "Undelivered Mail Returned to Sender", "Your message could not be delivered.",
        status, words, used="another/boundary",
    ),
    "one_block": lambda status, words: _parts(
        _head("postmaster@mx.example.net", "Delivery report"), "report; report-type=delivery-status",
        ("message/delivery-status", f"Reporting-MTA : dns;mx\nFinal-Recipient : rfc822;{TO}\nAction : failed\nStatus : {status}\n"
         f"Diagnostic-Code : smtp;{words}"),
        ("text/rfc822-headers", _COPY.partition("\n\n")[0]),
    ),
    "text_report": lambda status, words: _plain(
        "Mail Administrator <postmaster@mx.example.net>", "Mail System Error - Returned Mail",
        f"This message was undeliverable.\n\n{_fields(status, words)}\n----- Original message -----\n{_COPY}",
    ),
    "japanese": lambda status, words: _encoded(
        "iso-2022-jp", "postmaster@mx.example.jp", "Returned mail: =?utf-8?b?6YWN5L+h44Ko44Op44O8?=",
        "次のあて先へのメッセージは配信できませんでした。", status, words,
    ),
    "chinese": lambda status, words: _encoded(
        "gb18030", "postmaster@mx.example.cn", "=?utf-8?b?6YCA5L+h?=", "很抱歉，您的邮件无法投递到以下地址。", status, words,
    ),
    "html": lambda status, words: _parts(
        _head("postmaster@mx.example.net", "Undeliverable", "Return-Path: <>"), "report; report-type=delivery-status",
        ("text/html", f"<p>Your message could not be delivered.</p><p>{words}</p>"),
        ("message/delivery-status", _fields(status, words)), ("message/rfc822", _COPY),
    ),
    "challenge": lambda status, words: _plain(
        TO, f"Re: {SUBJECT}", f"{words}\n\nhttps://verify.example/1\n\nMessage-ID: {OURS}",
    ).replace("Return-Path: <>", "Auto-Submitted: auto-replied"),
}  # fmt: skip


def _arf(kind: str, returned: str = "message/rfc822", report: str = "message/feedback-report") -> str:
    fields = f"Feedback-Type: {kind}\nUser-Agent: Provider/1.0\nVersion: 1\nOriginal-Rcpt-To: {TO}"
    copy = _COPY if returned == "message/rfc822" else _COPY.partition("\n\n")[0]
    return _parts(
        _head("fbl@provider.example", f"FW: {SUBJECT}"), "report; report-type=feedback-report",
        ("text/plain", "This is a report about an email message received from 192.0.2.1."), (report, fields), (returned, copy),
    )  # fmt: skip


def _receipt(disposition: str) -> str:
    return _parts(
        _head(TO, f"Read: {SUBJECT}"), "report; report-type=disposition-notification",
        ("text/plain", "Your message was read, or deleted without being read."),
        ("message/disposition-notification", f"Original-Message-ID: {OURS}\nDisposition: manual-action/MDN-sent-manually; {disposition}"),
    )  # fmt: skip


REPORTS: dict[str, Callable[[str], str]] = {  # feedback type → the e-mail
    "arf": _arf,
    "arf_headers": lambda kind: _arf(kind, "text/rfc822-headers"),
    "arf_text": lambda kind: _arf(kind, report="text/plain"),
    "forwarded": lambda kind: _parts(
        _head("boss@acme.example", "Fwd: complaint"), "mixed", ("text/plain", "See below."), ("message/rfc822", _arf(kind)),
    ),
    "subject": lambda kind: _parts(
        _head("staff@provider.example", "complaint about message from 192.0.2.1"), "mixed", ("message/rfc822", _COPY),
    ),
    "ses": lambda kind: _ses("notificationType", "Complaint", {"complaintFeedbackType": kind}, wrapped=True),
    "ses_event": lambda kind: _ses("eventType", "Complaint", {"complaintFeedbackType": kind}),
    "ses_sent": lambda kind: _ses("notificationType", "Delivery", {}),
    "receipt": _receipt,
    "success": lambda kind: _report(
        "MAILER-DAEMON@mx.example.net", "Successful Mail Delivery Report", "Your message was delivered.", "2.0.0", "", "delivered",
    ),
}  # fmt: skip
