"""Replies that candidates and their mail servers send to an invitation, as real mail programs would write them."""

import secrets
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

from bot.playground.mail.server import StoredMail
from connectors.mail.sending.mime import needs_utf8, one_line

AWAY = "I am out of the office until Monday and won't be reading my mail. Your message will not be forwarded.\n"
DAEMON = "MAILER-DAEMON"


def reply(to: StoredMail, name: str, typed: str, quoted: str, at: datetime) -> bytes:
    """A reply in the same thread, with the typed text above the quoted e-mail (RFC 5322 §3.6.4)."""
    mail = _answer(to, name, at)
    bare = to.subject.removeprefix("Re: ")
    mail["Subject"] = f"Re: {bare}"
    mail["References"] = " ".join([*to.chain.split(), to.message_id])
    intro = f"On {at:%a, %d %b %Y} at {at:%H:%M}, {to.sender} wrote:"
    lines = (f"> {line}".rstrip() for line in quoted.splitlines())
    mail.set_content("\n".join([typed.strip(), "", intro, *lines, ""]))
    return mail.as_bytes()


def away(to: StoredMail, name: str, at: datetime) -> bytes:
    """An automatic out-of-office reply (RFC 3834)."""
    mail = _answer(to, name, at)
    mail["Subject"] = f"Automatic reply: {to.subject}"
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(AWAY)
    return mail.as_bytes()


def _answer(to: StoredMail, name: str, at: datetime) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP.clone(utf8=needs_utf8(to.address)))
    local, _, domain = to.address.rpartition("@")
    mail["From"] = Address(one_line(name), local, domain)
    mail["To"] = to.reply_to or to.sender
    mail["Date"] = at
    mail["Message-ID"] = _id(to.address)
    mail["In-Reply-To"] = to.message_id
    return mail


def bounce(to: StoredMail, raw: bytes, at: datetime) -> bytes:
    """A delivery report from the candidate's mail server: the mailbox doesn't exist (RFC 3464)."""
    domain = to.address.rpartition("@")[2]
    mail = MIMEMultipart("report", report_type="delivery-status")
    mail["From"] = f"Mail Delivery System <{DAEMON}@{domain}>"
    mail["To"] = to.sender
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = _id(to.address)
    mail["In-Reply-To"] = to.message_id
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail["Auto-Submitted"] = "auto-replied"
    reason = f"550 5.1.1 <{to.address}>: no mailbox of that name here"
    mail.attach(MIMEText(f"This is the mail system at {domain}.\n\nYour message could not be delivered.\n\n{reason}\n"))
    status = MIMEBase("message", "delivery-status")
    status.attach(_fields({"Reporting-MTA": f"dns; mx.{domain}", "Arrival-Date": format_datetime(to.at)}))
    status.attach(
        _fields(
            {
                "Final-Recipient": f"rfc822; {to.address}",
                "Action": "failed",
                "Status": "5.1.1",
                "Diagnostic-Code": f"smtp; {reason}",
            }
        )
    )
    mail.attach(status)
    headers = MIMEText(raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace") + "\r\n", "rfc822-headers", "utf-8")
    mail.attach(headers)
    return mail.as_bytes(policy=policy.SMTP)


def _fields(values: dict[str, str]) -> Message:
    block = Message()
    for name, value in values.items():
        block[name] = value
    return block


def _id(address: str) -> str:
    return f"<{secrets.token_hex(12)}@{address.rpartition('@')[2]}>"
